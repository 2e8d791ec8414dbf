// One notice as Slack and Teams take it: what a mail's subject says, and where on the desk it leads. Nothing else of the mail leaves by chat.
import type { ChatService } from '../../domain/requests/chat.ts';

export interface ChatMessage {
  text: string;
  /** What the way to the desk is called, and where it leads; absent in a test message. */
  link?: { label: string; address: string };
}

/** As JSON. People's words are shown as they are: in neither service do they name anybody, or lead anywhere. */
export const chatPayload = (service: ChatService, message: ChatMessage): string =>
  JSON.stringify(service === 'slack' ? forSlack(message) : forTeams(message));

/** Slack's own three characters; without them nothing in a text is a link, a mention or a call to the whole channel. */
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** `text` is what a notification on a phone shows. */
function forSlack({ text, link }: ChatMessage): object {
  const way = link ? [{ type: 'mrkdwn', text: `<${link.address}|${escaped(link.label)}>` }] : [];
  return {
    text: escaped(text),
    unfurl_links: false,
    blocks: [
      { type: 'section', text: { type: 'plain_text', text, emoji: false } },
      ...(way.length > 0 ? [{ type: 'context', elements: way }] : []),
    ],
  };
}

/** An Adaptive Card; its text runs take no Markdown, as its text blocks would. */
const forTeams = ({ text, link }: ChatMessage): object => ({
  type: 'message',
  attachments: [
    {
      contentType: 'application/vnd.microsoft.card.adaptive',
      contentUrl: null,
      content: {
        $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
        type: 'AdaptiveCard',
        version: '1.4',
        fallbackText: text,
        body: [{ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text, weight: 'Bolder' }] }],
        ...(link ? { actions: [{ type: 'Action.OpenUrl', title: link.label, url: link.address }] } : {}),
      },
    },
  ],
});
