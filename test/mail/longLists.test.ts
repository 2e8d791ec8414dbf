// The largest plan the API takes, in every kind of mail: Gmail clips what is longer, and with it the digest and how to reply.
import { wordsIn } from '../../mail/messages/words.ts';
import assert from 'node:assert/strict';
import nodemailer from 'nodemailer';
import type { MailRecord } from '../../db/mails.ts';
import type { Milestone } from '../../domain/milestone.ts';
import { withReplySections } from '../../mail/mailModel.ts';
import { loadMailTemplates, type RenderedMail, type RenderMail } from '../../mail/renderMail.ts';
import { contextOf } from '../../mail/replies/contextOf.ts';
import { hearReply } from '../../mail/replies/words/hearReply.ts';
import { withShortLists } from '../../mail/shortLists.ts';
import { toReview } from '../domain/acts.ts';
import { givenTerms } from '../domain/scenario.ts';
import { mailKinds, mailOn, type Change } from './notificationContexts.ts';

const most = 90_000;

/** Bytes of each text part as nodemailer encodes them for sending: quoted-printable or base64. */
async function partsAsSent({ subject, html, text }: RenderedMail): Promise<Record<string, number>> {
  const mailer = nodemailer.createTransport({ streamTransport: true, buffer: true });
  const { message } = await mailer.sendMail({ from: 'a@firm.example', to: 'b@client.example', subject, html, text });
  const parts = (message as Buffer)
    .toString('latin1')
    .split(/^--.*\r\n/mu)
    .slice(1, -1);
  return Object.fromEntries(
    parts.map((part) => {
      const [head = '', ...body] = part.split('\r\n\r\n');
      return [/text\/(html|plain)/.exec(head)?.[1] ?? head, body.join('\r\n\r\n').length];
    }),
  );
}

/** Everything as many and as long as the API takes it. */
const enlarged = (letter: string): Change => {
  const enlarge = (milestone: Milestone): Milestone => {
    const text = (length: number) => letter.repeat(Math.floor(length / letter.length));
    const many = <T>(count: number, one: (index: number) => T): T[] =>
      Array.from({ length: count }, (_, at) => one(at));
    const { engagement, plan } = milestone;
    const listed = many(140, (at) => ({
      personId: `more-${at}`,
      name: text(200),
      email: `more-${at}@client.example`,
      party: 'client' as const,
      capacity: text(200),
    }));
    const longest = {
      ...milestone,
      engagement: {
        ...engagement,
        name: text(200),
        firm: text(200),
        client: text(200),
        people: [...engagement.people.map((each) => ({ ...each, name: text(200), capacity: text(200) })), ...listed],
        contract: {
          ...engagement.contract,
          signOffStatement: { version: '1', text: text(4000), language: 'en', translations: {} },
        },
      },
      plan: {
        ...plan,
        title: text(200),
        nextPhase: { ...plan.nextPhase, name: text(200) },
        requirements: many(1000, (at) => ({ requirementId: `R${at}`, text: text(2000), isMandatory: true })),
      },
      packages: milestone.packages.map((each) => ({
        ...each,
        summary: text(4000),
        deliverables: many(500, (at) => ({
          ...(each.deliverables[0] as (typeof each.deliverables)[0]),
          deliverableId: `D${at}`,
          title: text(300),
          change: text(2000),
        })),
      })),
      reports: milestone.reports.map((each) => ({
        ...each,
        results: many(1000, (at) => ({
          requirementId: `R${at}`,
          outcome: 'notMet' as const,
          evidence: text(4000),
          severity: 3,
        })),
        issues: many(500, () => ({ description: text(2000), severity: 3, isMaterial: false })),
      })),
      exceptions: many(50, (at) => ({
        ...(milestone.exceptions[0] ?? {
          ...{ impact: '', severity: 3, ownerId: 'author', dueOn: '2026-04-01', amountWithheld: '1.00' },
          ...{ proposedBy: 'manager', proposedAt: '2026-03-02T10:00:00.000Z' },
        }),
        exceptionId: `E${at}`,
        description: text(2000),
        plan: text(4000),
        closureCriterion: text(2000),
      })),
      signatures: many(140, (at) => ({
        ...milestone.signatures[0],
        packageDigest: milestone.packages.at(-1)?.digest,
        personId: `more-${at}`,
        capacity: text(200),
      })),
      feedback: many(140, (at) => ({ ...milestone.feedback[0], personId: `more-${at}` })),
      refusals: milestone.refusals.map((each) => ({ ...each, reasons: many(50, () => text(4000)) })),
    };
    return longest as unknown as Milestone;
  };
  return (each) => (typeof each === 'object' && 'packages' in each ? (enlarge(each) as unknown as typeof each) : each);
};

describe('The largest plan in a mail', () => {
  let render: RenderMail;
  before(async () => {
    render = await loadMailTemplates('example.com');
  });

  const link = `https://sign-off.example/r/${'t'.repeat(43)}`;

  const longest = ['signatureRequest', 'closureRequest', 'reminder', 'sponsorBrief', 'acceptanceNotice'] as const;
  for (const letter of ['設', 'x', '"', '🙂'])
    for (const kind of letter === '設' ? mailKinds : longest)
      it(`is kept under 90 KB: ${kind}, ${letter}`, async () => {
        const model = withReplySections(mailOn(kind, enlarged(letter)));
        const mail = render(model, model.button && link, model.codeId && '12345678');
        const { html = Infinity, plain = Infinity } = await partsAsSent(mail);
        assert.ok(html < most, `HTML ${html}`);
        assert.ok(plain < most, `text ${plain}`);
        if (model.packageDigest) assert.ok(mail.html.includes(model.packageDigest));
      });

  it('has how to reply and the statement in full before all lists', () => {
    const mail = render(withReplySections(mailOn('signatureRequest', enlarged('x'))), link);
    const [statement, verb, list] = ['x'.repeat(4000), 'REFUSE: and your reasons', '\nDeliverables'].map((each) =>
      mail.text.indexOf(each),
    );
    assert.ok(0 < statement! && statement! < verb! && verb! < list!, `${statement}, ${verb}, ${list}`);
  });

  it('is counted list by list: how many more there are, of what, and where they are read', () => {
    const { sections } = mailOn('signatureRequest', enlarged('x'));
    const lastOf = (title: string) => sections.find((each) => each.title === title)?.items.at(-1) ?? '';
    assert.match(lastOf('Deliverables'), /^… and 48\d more deliverables on the page$/);
    assert.match(lastOf('Open exceptions'), /^… and 3\d more exceptions on the page$/);
    assert.match(lastOf('Signed so far'), /^… and 1[23]\d more signatures on the page$/);
    assert.match(
      mailOn('acceptanceNotice', enlarged('x')).sections[0]?.items.at(-1) ?? '',
      /^… and 12\d more on record$/,
    );
  });

  it('is recognised as our own words when a reply quotes it, and what is put into the quote is not', () => {
    const { milestone } = givenTerms({}, ...toReview);
    const model = mailOn('reviewRequest', enlarged('設計 '));
    const mail = render(withReplySections(model), link);
    const sent = [{ model, requestId: 'request-1' }] as unknown as MailRecord[];
    const context = contextOf(milestone, 'user1', sent, { render, ownName: 'Sign-Off' });
    const heard = (lines: string[]) => {
      const quote = lines.map((line) => `> ${line}`);
      const reply = ['APPROVE', '', 'On Monday Sign-Off wrote:', ...quote];
      return hearReply([{ lines: reply, unsaid: [], hasStruckQuote: false, isCut: false }], [], context).kind;
    };
    const lines = mail.text.split('\n');
    const cutAt = lines.findIndex((line) => /… and \d+ more deliverables on the page/.test(line));
    assert.ok(cutAt > 0);
    assert.equal(heard(lines), 'decision');
    assert.equal(heard(lines.toSpliced(cutAt, 0, '  - but not the second site')), 'unclear');
  });

  it('sends along as a text what others are owed word for word', () => {
    const reasons = Array.from({ length: 50 }, (_, index) => `${index} ${'reason '.repeat(500)}`);
    const sections = [{ title: 'Reasons', items: reasons, isOwedWhole: true }];
    const attachments: { fileName: string; text: string }[] = [];
    const mail = withShortLists({ headline: 'Refused', paragraphs: [], sections, attachments }, wordsIn('en'));
    assert.match(mail.sections[0]?.items.at(-1) ?? '', /^… and \d+ more in the text attached$/);
    const [attached] = mail.attachments;
    for (const reason of reasons) assert.ok(attached?.text.includes(reason.trim()));
  });

  it('leaves short lists as they are', () => {
    const mail = { headline: 'One', paragraphs: ['Two'], sections: [{ title: 'Deliverables', items: ['1', '2'] }] };
    assert.deepEqual(withShortLists(mail, wordsIn('en')), mail);
  });

  it('begins a paragraph that is too long, and says that it is cut', () => {
    const { paragraphs } = withShortLists(
      { headline: 'One', paragraphs: ['設'.repeat(4000)], sections: [] },
      wordsIn('en'),
    );
    assert.match(paragraphs[0] ?? '', /^設+ … \(cut here; the whole text is on record\)$/u);
  });
});
