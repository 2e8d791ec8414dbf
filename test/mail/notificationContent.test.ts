// Every kind of mail, written about a real milestone: what, whom, by when, in HTML and in plain text.
import assert from 'node:assert/strict';
import ical from 'node-ical';
import type { NotificationKind } from '../../domain/requests/notificationKinds.ts';
import { notificationsFor } from '../../domain/requests/notifications.ts';
import { mailModel, type MailModel } from '../../mail/mailModel.ts';
import { loadMailTemplates, type RenderMail } from '../../mail/renderMail.ts';
import * as act from '../domain/acts.ts';
import { nameOf, people } from '../domain/cast.ts';
import { given, givenTerms, until, type Scenario, type Step } from '../domain/scenario.ts';

const zoned = {
  engagement: { people: people.map((each) => ({ ...each, timeZone: 'America/New_York' })) },
  contract: { amendmentConsent: { unanswered: 'escalates' } },
};

/** Milestones that between them send every kind of mail; each step is looked at as it happens. */
const lives: Step[][] = [
  [...act.toReview, act.schedule(), act.comment('user1', 'Why?'), act.refuse('user1'), act.conclude('escalate')],
  [act.submit(), act.fail('validator1'), act.cancel('manager')],
  [
    ...act.toSignOff,
    act.sign('approver1'),
    act.delegate('approver2', 'deputy'),
    act.propose('E1'),
    act.bounce('approver1'),
  ],
  [...act.toReview, act.refuse('user1'), act.escalate('manager'), act.determine('terminate')],
  [
    act.submit(),
    until('2026-03-05T10:00:00.000Z'),
    until('2026-03-10T10:00:00.000Z'),
    until('2026-03-20T10:00:00.000Z'),
  ],
  [...act.toConditional, act.verify('E1', 'approver1')],
  [...act.toReview, act.extend('2026-04-20'), act.refuse('user1'), act.conclude('rework')],
  [
    ...act.toConditional,
    act.showClosed('E1'),
    act.rejectClosure('E1', 'approver1'),
    act.extendException('E1', '2026-04-20'),
  ],
  [...act.toConditional, act.failException('E1')],
  [
    ...act.toReview,
    act.askForInformation('user1'),
    act.resumeClock(),
    act.stopClock(),
    act.resumeClock(),
    act.declineToDecide('user2', 'owner1'),
    act.requestMoreTime('user1', '2026-06-01'),
  ],
  [...act.toSignOff, act.sign('approver1'), act.withdrawSignature('approver1')],
  [
    ...act.toSignOff,
    act.amendPlan({ title: 'Other' }),
    act.declineAmendment('director'),
    act.amendPlan({ value: { amount: '90000.00', currency: 'EUR' } }),
    act.consent('director'),
  ],
  [...act.toReview, act.amendPlan({ title: 'Other' }), until('2026-03-16T18:00:00.000Z')],
  [...act.toReview, act.nameDeputy('user1', 'outsider', '2026-03-02', '2026-03-20'), act.endDeputy('D1')],
  [...act.toValidation, act.takeBack()],
  [...act.toReview, act.correctPerson('user1', { lastDayOn: '2026-03-02' }), until('2026-03-03T10:00:00.000Z')],
  [...act.toReview, act.beAway('user2'), act.correctPerson('user2', { email: 'user.two@example.com' })],
  [
    ...act.toConditional,
    act.proposeRevocation(),
    act.declineRevocation(),
    act.proposeRevocation(),
    act.confirmRevocation(),
  ],
];

function mails(): MailModel[] {
  return lives.flatMap((steps) => {
    let scenario: Scenario = givenTerms(zoned);
    return steps.flatMap((step) => {
      scenario = scenario.when(step);
      const { milestone, events } = scenario;
      return events.flatMap((event) =>
        notificationsFor(milestone, event).map((notification) => mailModel(notification, milestone, event)),
      );
    });
  });
}

/** Published outputs come from an activity, so the mail about them is written from the state they lead to. */
function acceptanceMail(): MailModel {
  const accepted = given(...act.toAccepted);
  const outputs = {
    certificateNumber: 'M1-C1',
    certificateSha256: 'c'.repeat(64),
    archiveSha256: 'd'.repeat(64),
    publishedAt: accepted.now,
  };
  const milestone = { ...accepted.milestone, outputs: [outputs] };
  const event = { ...accepted.history[0]!, type: 'outputsPublished' as const, outputs } as never;
  const [notification] = notificationsFor(milestone, event);
  assert.ok(notification);
  return mailModel(notification, milestone, event);
}

function timestampMail(): MailModel {
  const { milestone, history } = given(...act.toAccepted);
  const timestamp = { certificateNumber: 'M1-C1', level: 'B-B', reason: 'ECONNREFUSED' };
  const event = { ...history[0]!, type: 'timestampAbandoned' as const, timestamp } as never;
  const [notification] = notificationsFor(milestone, event);
  assert.ok(notification);
  return mailModel(notification, milestone, event);
}

/** What needs deliveries, dates or outputs on record beside the acts; the tests of those stages look at these. */
type Judged =
  | 'finalNotice'
  | 'furtherPeriodNotice'
  | 'silenceNotice'
  | 'deadlineExtendedNotice'
  | 'calendarCorrectedNotice'
  | 'outcomeConfirmationNotice'
  | 'entryNotice'
  | 'entryPeriodNotice'
  | 'entryOutcomeNotice'
  | 'exceptionFailedNotice'
  | 'revocationNotice';

const kinds: Record<Exclude<NotificationKind, Judged>, true> = {
  deputyNotice: true,
  takenBackNotice: true,
  amendmentRequest: true,
  amendmentReminder: true,
  amendmentUnansweredNotice: true,
  amendmentNotice: true,
  amendmentEndedNotice: true,
  signatureWithdrawnNotice: true,
  notTheirsNotice: true,
  informationRequest: true,
  informationNotice: true,
  clockNotice: true,
  moreTimeRequest: true,
  askedAgainRequest: true,
  personCorrectedNotice: true,
  personLeftNotice: true,
  validationRequest: true,
  reviewRequest: true,
  signatureRequest: true,
  facilitationRequest: true,
  sponsorBrief: true,
  decisionReceipt: true,
  passedOnNotice: true,
  reminder: true,
  overdueNotice: true,
  escalationNotice: true,
  nonConformanceNotice: true,
  reworkNotice: true,
  feedbackNotice: true,
  meetingInvitation: true,
  refusalNotice: true,
  indemnityPrompt: true,
  facilitationOutcomeNotice: true,
  determinationNotice: true,
  signaturesVoidedNotice: true,
  undeliverableNotice: true,
  acceptanceNotice: true,
  absenceNotice: true,
  exceptionVerifiedNotice: true,
  terminationNotice: true,
  cancellationNotice: true,
  timestampAbandonedNotice: true,
  closureRequest: true,
  verificationRequest: true,
  closureRejectedNotice: true,
  exceptionExtendedNotice: true,
  revocationRequest: true,
  revocationDeclinedNotice: true,
};

const unescaped = (html: string): string =>
  html
    .replace(/&#x27;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&#x3D;/g, '=')
    .replace(/&amp;/g, '&');

describe('MailContent about a milestone', () => {
  let render: RenderMail;
  const written = [...mails(), acceptanceMail(), timestampMail()];
  before(async () => {
    render = await loadMailTemplates('example.com');
  });

  // A refusal after somebody has approved is the one mail that needs an earlier decider.
  const refusedLate = givenTerms(zoned, ...act.toReview, act.approve('user1')).when(act.refuse('user2'));
  written.push(
    ...refusedLate.events.flatMap((event) =>
      notificationsFor(refusedLate.milestone, event).map((notification) =>
        mailModel(notification, refusedLate.milestone, event),
      ),
    ),
  );

  for (const kind of Object.keys(kinds) as NotificationKind[])
    it(`of the kind ${kind} says what, to whom and about which milestone, in HTML and text alike`, () => {
      const models = written.filter((each) => each.kind === kind);
      assert.ok(models.length > 0, 'no life of a milestone sends it');
      for (const model of models) {
        const link = model.button ? 'https://sign-off.example.com/r/token' : undefined;
        const mail = render(model, link);
        assert.ok(mail.subject.includes('Design'));
        const parts = [
          model.headline,
          model.recipient,
          'Network renewal',
          'The Firm',
          'The Client',
          model.next,
          ...model.paragraphs,
          ...model.sections.flatMap((each) => (each.items.length > 0 ? [each.title, ...each.items] : [])),
          ...(model.by ? [model.by.local, model.by.utc] : []),
          ...(link ? [link] : []),
          ...(model.packageDigest ? [model.packageDigest] : []),
        ];
        const html = unescaped(mail.html).replace(/\s+/g, ' ');
        for (const part of parts) {
          assert.ok(html.includes(part.replace(/\s+/g, ' ')), `HTML lacks "${part}"`);
          assert.ok(mail.text.includes(part), `text lacks "${part}"`);
        }
        assert.ok(!/\{\{|undefined|\[object/.test(mail.html + mail.text));
      }
    });

  it('gives the date in the recipient’s own zone and in UTC', () => {
    const request = written.find((each) => each.kind === 'validationRequest');
    assert.deepEqual(request?.by, {
      local: 'Monday 9 March 2026, 13:30 (Eastern Daylight Time)',
      utc: '2026-03-09 17:30 UTC',
    });
  });

  it('has a button for each request and for nothing else', () => {
    const asking = new Set(written.filter((each) => each.button).map((each) => each.kind));
    assert.deepEqual([...asking].sort(), [
      'amendmentReminder',
      'amendmentRequest',
      'askedAgainRequest',
      'closureRejectedNotice',
      'closureRequest',
      'facilitationOutcomeNotice',
      'facilitationRequest',
      'informationNotice',
      'reminder',
      'reviewRequest',
      'revocationRequest',
      'signatureRequest',
      'sponsorBrief',
      'validationRequest',
      'verificationRequest',
    ]);
  });

  it('of an exception that is late has a button for whoever granted it, and for nobody else', () => {
    for (const [late, kind] of [
      ['2026-03-31T16:30:00.000Z', 'overdueNotice'],
      ['2026-05-30T16:30:00.000Z', 'exceptionFailedNotice'],
    ] as const) {
      const { milestone, events } = given(...act.toConditional).when(until(late));
      const mails = events.flatMap((event) =>
        notificationsFor(milestone, event)
          .filter((each) => each.kind === kind)
          .map((each) => [each.recipientId, mailModel(each, milestone, event)] as const),
      );
      const granter = mails.flatMap(([id, { button }]) => (button === undefined ? [] : [`${id}: ${button}`]));
      assert.deepEqual(granter, ['director: Extend it'], kind);
      assert.ok(mails.length > 1, kind);
    }
  });

  it('names the manager with address and phone number for questions, in the reader’s language', () => {
    const listed = people.map((each) => ({ ...each, phone: '+49 30 23125 101', language: 'de' }));
    const { milestone, events } = givenTerms({ engagement: { people: listed } }, act.submit());
    const models = events.flatMap((event) =>
      notificationsFor(milestone, event).map((notification) => mailModel(notification, milestone, event)),
    );
    const asked = models.find((each) => each.button);
    assert.ok(asked);
    const { html, text } = render(asked, 'https://sign-off.example/r/token');
    for (const part of [html, text])
      assert.match(part, /Fragen beantwortet Name of manager, manager@example\.com, \+49 30 23125 101/);
  });

  it('shows what people wrote as text, never as markup', () => {
    const [model] = written;
    assert.ok(model);
    const { html } = render({ ...model, headline: '<script>alert(1)</script>', recipient: '<b>x</b>' });
    assert.ok(!html.includes('<script>alert') && !html.includes('<b>x</b>'));
  });

  it('keeps its subject on one line, whatever the milestone is called', () => {
    const [model] = written;
    assert.ok(model);
    const { subject } = render({ ...model, subject: 'Sign\r\nBcc: victim@example.com\u2028\u0000\u000bx' });
    assert.ok(!/[\p{Cc}\u2028\u2029]/u.test(subject), JSON.stringify(subject));
  });

  describe('that is to accept a mandatory requirement not met', () => {
    const plan = { validators: { name: 'Validators', memberIds: ['validator1'] } };
    const results = [
      { requirementId: 'R1', outcome: 'notMet', evidence: '84 %', severity: 3, isMaterial: false },
      { requirementId: 'R2', outcome: 'met', evidence: 'Page 3' },
    ];
    const found = givenTerms({ plan }, act.submit()).when(
      act.report('validator1', { results, recommendation: 'acceptWithIssues' }),
    );
    const conceded = act.exception('E1', { severity: 3, requirementIds: ['R1'] });
    const mailsOf = ({ milestone, events }: Scenario, kind: NotificationKind) =>
      events.flatMap((event) =>
        notificationsFor(milestone, event)
          .filter((each) => each.kind === kind)
          .map((each) => mailModel(each, milestone, event)),
      );
    const saidIn = (model: MailModel | undefined, title: string) =>
      model?.sections.find((each) => each.title === title)?.items.join();

    it('gives notice of the non-conformance, and says that nothing is accepted by it', () => {
      const notices = mailsOf(found, 'nonConformanceNotice');
      assert.ok(notices.length > 0);
      for (const notice of notices) {
        assert.match(notice.headline, /validation recommends to accept it under an exception/);
        assert.match(saidIn(notice, 'Reasons') ?? '', /R1.*84 %/);
        assert.match(notice.next, /^Nothing is accepted by this notice\..*granted by signature of the client/);
      }
    });

    it('asks the manager for an exception, and speaks of no dispute', () => {
      const [asked] = mailsOf(found, 'facilitationRequest');
      assert.match(asked?.headline ?? '', /^(?:Reminder: )?Something mandatory is not met\./);
      assert.equal(saidIn(asked, 'Mandatory, not met'), 'R1, under no exception');
      assert.match(saidIn(asked, 'Positions') ?? '', /that needs a named exception/);
      const late = found.when(until('2026-03-09T12:00:00.000Z'));
      assert.match(mailsOf(late, 'reminder')[0]?.headline ?? '', /^(?:Reminder: )?Something mandatory is not met\./);
    });

    it('tells whoever signs what is accepted under which exception', () => {
      const decided = found
        .when(act.conclude('escalate'))
        .when(act.determine('formalSignOff', 'sponsor', { exceptions: [conceded] }));
      const [told] = mailsOf(decided, 'determinationNotice');
      assert.match(saidIn(told, 'With exceptions') ?? '', /^E1: .* \(accepts R1, mandatory and not met, severity 3/);
      const [asked] = mailsOf(decided, 'signatureRequest');
      assert.equal(saidIn(asked, 'Mandatory, not met'), 'R1, to be accepted under exception E1');
      assert.match(saidIn(asked, 'Open exceptions') ?? '', /^E1, accepts R1, mandatory and not met, severity 3/);
    });
  });

  it('invites to the review meeting by a confidential calendar request that moves with the meeting', () => {
    const reviewed = givenTerms(zoned, ...act.toReview, act.schedule());
    const moved = reviewed.when((milestone) => ({
      name: 'scheduleReviewMeeting',
      raw: { ...act.schedule()(milestone).raw, startsAt: '2026-03-06T12:00:00+01:00', location: 'Room 2; bring, all' },
    }));
    const events = [reviewed, moved].map(({ milestone, events: [event] }) => {
      assert.ok(event);
      const notification = notificationsFor(milestone, event).find((each) => each.kind === 'meetingInvitation');
      assert.ok(notification);
      const { invitation } = render(mailModel(notification, milestone, event));
      assert.match(invitation ?? '', /^METHOD:REQUEST\r$/m);
      assert.ok((invitation ?? '').split('\r\n').every((line) => Buffer.byteLength(line) <= 75));
      const found = Object.values(ical.parseICS(invitation ?? '')).find((each) => each?.type === 'VEVENT');
      assert.ok(found?.type === 'VEVENT');
      return found;
    });
    const [first, second] = events;
    assert.equal(first?.uid, second?.uid);
    assert.deepEqual([Number(first?.sequence), Number(second?.sequence)], [0, 1]);
    assert.equal(first?.class, 'CONFIDENTIAL');
    assert.deepEqual(
      [first?.start.toISOString(), first?.end?.toISOString()],
      ['2026-03-05T10:00:00.000Z', '2026-03-05T11:00:00.000Z'],
    );
    assert.equal(second?.start.toISOString(), '2026-03-06T11:00:00.000Z');
    assert.equal(second?.location, 'Room 2; bring, all');
    assert.ok(nameOf('user1').length > 0);
  });
});
