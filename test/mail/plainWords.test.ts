// Mails are in plain words: what is a term of the trade, of this system or of a log stands in none that a client gets.
import assert from 'node:assert/strict';
import { loadMailTemplates } from '../../mail/renderMail.ts';
import { messages as english } from '../../mail/messages/languages/en.ts';
import { mailKinds, mailOn } from './notificationContexts.ts';

/** To the engagement manager, the sponsor or whoever runs the service, who work with these words. */
const withinTheFirm: readonly string[] = ['facilitationRequest', 'obstacleNotice', 'timestampAbandonedNotice'];

const banned = /\brounds?\b|\bdigests?\b|\bdeterminations?\b|\bfacilitat\w+|\bpayload|\bworkflow|\b[\w-]+-S\d+\b/i;

/** What is folded away for who verifies. */
const shown = (text: string): string => text.split(/^For verification$/m)[0] ?? '';

describe('Mails to clients', () => {
  it('have no words that only the trade, the system or a log has', async () => {
    const render = await loadMailTemplates('example.com');
    for (const kind of mailKinds.filter((each) => !withinTheFirm.includes(each))) {
      const model = mailOn(kind);
      const { subject, text } = render(model, model.button && 'https://sign-off.example/r/token', model.codeId && '1');
      for (const said of [subject, shown(text)]) assert.doesNotMatch(said, banned, kind);
    }
  });

  it('ask, on pages, in no such words either', () => {
    const pages = Object.entries(english).filter(
      ([key]) => /^(?:page|form|remedy|refusal|check)\./.test(key) && !withinTheFirmOnPages.test(key),
    );
    assert.ok(pages.length > 200);
    for (const [key, message] of pages) assert.doesNotMatch(message.replace(/\{[^{}]*\}/g, ''), banned, key);
  });
});

/** The page of the engagement manager, who facilitates. */
const withinTheFirmOnPages = /^page\.title\.facilitation$/;
