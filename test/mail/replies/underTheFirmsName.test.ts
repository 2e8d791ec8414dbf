// Our mails come in the firm's name, so clients quote them under it: whatever stands in such a quote is never taken for the answer.
import assert from 'node:assert/strict';
import type { MailRecord } from '../../../db/mails.ts';
import { notificationsFor } from '../../../domain/requests/notifications.ts';
import { mailModel, withReplySections, type MailModel } from '../../../mail/mailModel.ts';
import { loadMailTemplates, type RenderedMail } from '../../../mail/renderMail.ts';
import { contextOf } from '../../../mail/replies/contextOf.ts';
import { hearReply, type Context, type Heard } from '../../../mail/replies/words/hearReply.ts';
import { htmlPart, textPart } from './messageParts.ts';
import * as act from '../../domain/acts.ts';
import { nameOf, people } from '../../domain/cast.ts';
import { givenTerms } from '../../domain/scenario.ts';

const address = 'sign-off@firm.example';
const firms = [
  'Sample Advisory LLP',
  'Müller, Schmidt & Co. KG',
  'von der Heyde Beratung',
  'Approve & Sign Ltd.',
  '4C Group',
];

interface Quoted {
  /** Whoever was asked, as they are listed. */
  to: string;
  firm: string;
  mail: RenderedMail;
}

const marked = (text: string): string =>
  text
    .split('\n')
    .map((each) => `> ${each}`.trimEnd())
    .join('\n');
const bodyOf = (html: string): string => /<body[^>]*>([\s\S]*)<\/body>/.exec(html)?.[1] ?? html;
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** What a client puts below the words of its user, as text or as HTML. */
const asText: Record<string, (quoted: Quoted) => string> = {
  'Gmail, English': ({ firm, mail }) =>
    `On Mon, Mar 2, 2026 at 10:00 AM ${firm} <${address}> wrote:\n\n${marked(mail.text)}`,
  'Gmail, English, broken over two lines': ({ firm, mail }) =>
    `On Mon, Mar 2, 2026 at 10:00 AM ${firm} <\n${address}> wrote:\n\n${marked(mail.text)}`,
  'Gmail, German': ({ firm, mail }) =>
    `Am Mo., 2. März 2026 um 10:00 Uhr schrieb ${firm} <${address}>:\n\n${marked(mail.text)}`,
  'Apple Mail, English': ({ firm, mail }) =>
    `On 2 Mar 2026, at 10:00, ${firm} <${address}> wrote:\n\n${marked(mail.text)}`,
  'Apple Mail, German': ({ firm, mail }) =>
    `Am 02.03.2026 um 10:00 schrieb ${firm} <${address}>:\n\n${marked(mail.text)}`,
  'Outlook, English': ({ firm, mail, to }) =>
    `From: ${firm} <${address}>\nSent: Monday, March 2, 2026 10:00 AM\nTo: ${to}\nSubject: ${mail.subject}\n\n${mail.text}`,
  'Outlook, German': ({ firm, mail, to }) =>
    `Von: ${firm} <${address}>\nGesendet: Montag, 2. März 2026 10:00\nAn: ${to}\nBetreff: ${mail.subject}\n\n${mail.text}`,
  'Outlook, below a line, without the address': ({ firm, mail, to }) =>
    `-----Original Message-----\nFrom: ${firm}\nSent: Monday, March 2, 2026 10:00 AM\nTo: ${to}\nSubject: ${mail.subject}\n\n${mail.text}`,
  'Outlook, German, below a line': ({ firm, mail, to }) =>
    `-----Ursprüngliche Nachricht-----\nVon: ${firm}\nGesendet: Montag, 2. März 2026 10:00\nAn: ${to}\nBetreff: ${mail.subject}\n\n${mail.text}`,
  'Outlook on a phone': ({ firm, mail, to }) =>
    `________________________________\nVon: ${firm} <${address}>\nGesendet: Montag, März 2, 2026 10:00\nAn: ${to}\nBetreff: ${mail.subject}\n\n${mail.text}`,
};
const asHtml: Record<string, (quoted: Quoted) => string> = {
  Gmail: ({ firm, mail }) =>
    `<div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Mon, Mar 2, 2026 at 10:00 AM ${escaped(firm)} &lt;<a href="mailto:${address}">${address}</a>&gt; wrote:<br></div><blockquote class="gmail_quote">${bodyOf(mail.html)}</blockquote></div>`,
  'Apple Mail': ({ firm, mail }) =>
    `<div><br><blockquote type="cite"><div>Am 02.03.2026 um 10:00 schrieb ${escaped(firm)} &lt;${address}&gt;:</div><br>${bodyOf(mail.html)}</blockquote></div>`,
  Outlook: ({ firm, mail, to }) =>
    `<hr><div id="divRplyFwdMsg" dir="ltr"><b>Von:</b> ${escaped(firm)} &lt;${address}&gt;<br><b>Gesendet:</b> Montag, 2. März 2026 10:00<br><b>An:</b> ${escaped(to)}<br><b>Betreff:</b> ${mail.subject}</div><div>${bodyOf(mail.html)}</div>`,
  'Outlook, classic': ({ firm, mail, to }) =>
    `<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p><b>From:</b> ${escaped(firm)} &lt;${address}&gt; <br><b>Sent:</b> Monday, March 2, 2026 10:00 AM<br><b>To:</b> ${escaped(to)}<br><b>Subject:</b> ${mail.subject}</p></div>${bodyOf(mail.html)}`,
};

describe('A mail that is quoted under the firm’s name', () => {
  for (const language of ['en', 'de'])
    for (const request of ['review', 'signature'] as const)
      it(`is never the answer to a ${request} asked for in ${language}, in no client's form, and never adds to it`, async () => {
        const render = await loadMailTemplates('firm.example');
        for (const firm of firms) {
          const listed = people.map((each) => ({ ...each, language }));
          const { milestone, events } = givenTerms(
            { engagement: { people: listed, firm } },
            ...(request === 'review' ? act.toReview : act.toSignOff),
          );
          const personId = request === 'review' ? 'user1' : 'approver1';
          const [model] = events.flatMap((event) =>
            notificationsFor(milestone, event)
              .filter((each) => each.recipientId === personId && each.asks === request)
              .map((each) => mailModel(each, milestone, event)),
          );
          assert.ok(model);
          const record = { model, requestId: 'r1' } as unknown as MailRecord & { model: MailModel };
          const context: Context = contextOf(milestone, personId, [record], { render, ownName: 'Milestone Sign-Off' });
          const to = `${nameOf(personId)} <${personId}@example.com>`;
          const mail = render(withReplySections(model), 'https://sign-off.firm.example/r/token');
          const forms = [
            ...Object.entries(asText).map(([name, quote]) => ({
              name,
              hear: (own: string): Heard =>
                hearReply([textPart(`${own}\n\n${quote({ firm, mail, to })}`)], [], context),
            })),
            ...Object.entries(asHtml).map(([name, quote]) => ({
              name: `${name}, HTML`,
              hear: (own: string): Heard =>
                hearReply([htmlPart(`<div>${own}</div><br>${quote({ firm, mail, to })}`)], [], context),
            })),
          ];
          for (const { name, hear } of forms) {
            const about = `${name}, ${firm}`;
            for (const own of [
              '',
              'Danke, ich sehe es mir nächste Woche an.',
              'Thank you, I will look at it next week.',
            ]) {
              const heard = hear(own);
              assert.equal(heard.kind, 'words', `${about}: ${own}`);
              assert.equal('text' in heard ? heard.text : '', own, `${about}: what was said`);
            }
            const decided = hear(request === 'review' ? 'FREIGEBEN' : 'REFUSE: The totals are wrong.');
            assert.equal(decided.kind, 'decision', `${about}: ${JSON.stringify(decided)}`);
            assert.deepEqual(decided.leftOut, [], about);
            if (decided.kind === 'decision' && 'reasons' in decided.decision)
              assert.deepEqual(decided.decision.reasons, ['The totals are wrong.'], about);
          }
        }
      });

  it('keeps what somebody wrote into the quote from being overlooked, also where our template sets it', async () => {
    const render = await loadMailTemplates('firm.example');
    const { milestone, events } = givenTerms({}, ...act.toReview);
    const [model] = events.flatMap((event) =>
      notificationsFor(milestone, event)
        .filter((each) => each.recipientId === 'user1' && each.asks === 'review')
        .map((each) => mailModel(each, milestone, event)),
    );
    assert.ok(model);
    const record = { model, requestId: 'r1' } as unknown as MailRecord & { model: MailModel };
    const context = contextOf(milestone, 'user1', [record], { render, ownName: 'Milestone Sign-Off' });
    const mail = render(withReplySections(model), 'https://sign-off.firm.example/r/token');
    const to = 'Name of user1 <user1@example.com>';
    const written = { ...mail, html: mail.html.replace(/(1 file)/u, '$1 <span>without chapter four</span>') };
    for (const [name, quote] of Object.entries(asHtml)) {
      const part = (quoted: RenderedMail) =>
        htmlPart(`<div>APPROVE</div><br>${quote({ firm: milestone.engagement.firm, mail: quoted, to })}`);
      assert.equal(hearReply([part(mail)], [], context).kind, 'decision', name);
      const heard = hearReply([part(written)], [], context);
      assert.ok(heard.kind === 'unclear' && heard.why === 'withinQuote', `${name}: ${JSON.stringify(heard)}`);
    }
  });
});
