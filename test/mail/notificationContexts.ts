// One context for every kind of mail, from a milestone that was really played there; snapshots and pictures are made of them.
import assert from 'node:assert/strict';
import { applyEvents, handleTimer } from '../../domain/decide.ts';
import { begin, evolve } from '../../domain/evolve.ts';
import type { RecordedEvent } from '../../domain/events.ts';
import { currentPackage, type Milestone } from '../../domain/milestone.ts';
import type { AskedRequest } from '../../domain/requests/requestKinds.ts';
import { notificationsFor } from '../../domain/requests/notifications.ts';
import {
  obstacleNotifications,
  type AnswerKind,
  type MailKind,
  type NotificationKind,
  type ShownReplyKind,
} from '../../domain/requests/notificationKinds.ts';
import { systemActor } from '../../domain/people/people.ts';
import { linkMailKinds } from '../../domain/requests/notificationKinds.ts';
import { linkMailModel } from '../../mail/linkMail.ts';
import { passkeyMailModel } from '../../mail/passkeyMail.ts';
import { answerModel } from '../../mail/answerContent.ts';
import { obstacleModel } from '../../mail/obstacleContent.ts';
import { codeMailModel } from '../../mail/codeMail.ts';
import { mailModel, type MailModel } from '../../mail/mailModel.ts';
import { shownReplyModel } from '../../mail/shownReplies.ts';
import * as act from '../domain/acts.ts';
import { givenTerms, Scenario, until, type Step } from '../domain/scenario.ts';

const person = (personId: string, name: string, party: 'firm' | 'client', capacity: string, timeZone?: string) => ({
  personId,
  name,
  email: `${personId}@${party}.example`,
  party,
  capacity,
  ...(timeZone ? { timeZone } : {}),
});

const people = [
  { ...person('manager', 'Mona Sample', 'firm', 'Engagement manager'), phone: '+44 20 7946 0101' },
  person('sponsor', 'Sven Sample', 'client', 'Engagement sponsor', 'America/New_York'),
  person('partner', 'Petra Sample', 'firm', 'Partner'),
  person('author', 'Ada Sample', 'firm', 'Architect'),
  person('validator1', 'Vera Sample', 'firm', 'Quality engineer'),
  person('validator2', 'Viktor Sample', 'firm', 'Security engineer'),
  person('user1', 'Theo Sample', 'client', 'Head of delivery'),
  person('user2', 'Uma Sample', 'client', 'Head of service'),
  person('owner1', 'Olga Sample', 'client', 'Process owner'),
  person('owner2', 'Otto Sample', 'client', 'Process owner'),
  person('approver1', 'Zoë Sample', 'client', 'Director of operations', 'Europe/Berlin'),
  person('approver2', 'Pedro Sample', 'client', 'Head of finance'),
  person('director', 'Dana Sample', 'client', 'Managing director'),
  person('deputy', 'Dev Sample', 'client', 'Deputy director'),
];
const nameOf = (id: string): string => people.find((each) => each.personId === id)?.name ?? id;
const sign = (by: string): act.Act => act.sign(by, { typedName: nameOf(by) });

const terms = {
  engagement: { name: 'Network renewal', firm: 'Sample Advisory LLP', client: 'Example Manufacturing plc', people },
  plan: {
    title: 'Network design',
    dueOn: '2026-03-31',
    deliverables: [
      { deliverableId: 'D1', title: 'Design document', authorIds: ['author'] },
      { deliverableId: 'D2', title: 'Cabling model', isRequired: false },
    ],
    reviewMeeting: { startsAt: '2026-03-05T10:00:00Z', location: 'Room 4, or the link in the calendar' },
    nextPhase: { name: 'Build', scope: 'Build what was designed' },
  },
};

const notes = act.takeNotes();
const toSignOff: Step[] = [...act.toReview, notes, act.approve('user1'), act.approve('user2'), act.approve('owner1')];
const toLast: Step[] = [...toSignOff, sign('approver1'), sign('approver2')];
const refused: Step[] = [...toLast, act.refuse('director', { reasons: ['Chapter 4 leaves the second site out.'] })];
const passing = [...toSignOff, act.delegate('approver1', 'deputy')];
const silence = { silence: { review: 'deemedAccepted', signOff: 'deemedAccepted' } };
const byLetter = { channels: { client: { signature: ['link', 'enteredByFirm'] } } };
const entered: Step[] = [...toSignOff, act.enter('approver1', {}, 'partner')];
const exception = act.propose('E1', { description: 'Labels of rack 7 are missing', severity: 4, ownerId: 'author' });

interface Setting {
  steps: Step[];
  to: string;
  contract?: object;
}

/** Caused by what an activity publishes or looks up, which no step of a person does. */
type Published =
  'entryPeriodNotice' | 'furtherPeriodNotice' | 'acceptanceNotice' | 'revocationNotice' | 'timestampAbandonedNotice';

const conditional: Step[] = [...toSignOff, exception, sign('approver1'), sign('approver2'), sign('director')];
const shown: Step[] = [...conditional, act.showClosed('E1')];

const readdressed = act.correctPerson('approver1', { email: 'approver.one@example.com' });

/** The last step causes the mail. */
const changes = {
  value: { amount: '95000.00', currency: 'EUR' },
  dueOn: '2026-04-30',
  nextPhase: { name: 'Build', scope: 'Build what was designed, and the second site' },
};

const settings: Record<Exclude<NotificationKind, Published>, Setting> = {
  validationRequest: { steps: act.toValidation, to: 'validator1' },
  reviewRequest: { steps: act.toReview, to: 'user1' },
  signatureRequest: { steps: passing, to: 'deputy' },
  facilitationRequest: { steps: refused, to: 'manager' },
  sponsorBrief: { steps: [...refused, act.escalate('manager')], to: 'sponsor' },
  decisionReceipt: { steps: [...toSignOff, sign('approver1')], to: 'approver1' },
  passedOnNotice: { steps: passing, to: 'manager' },
  reminder: { steps: [...toSignOff, exception, until('2026-03-10T12:00:00.000Z')], to: 'approver1' },
  overdueNotice: { steps: [...toSignOff, until('2026-03-17T12:00:00.000Z')], to: 'manager' },
  escalationNotice: { steps: [...toSignOff, until('2026-03-19T12:00:00.000Z')], to: 'sponsor' },
  nonConformanceNotice: { steps: [...act.toValidation, act.fail('validator1')], to: 'author' },
  reworkNotice: { steps: [...act.toValidation, act.fail('validator1')], to: 'manager' },
  feedbackNotice: { steps: [...act.toReview, act.comment('user1', 'Is the second site included?')], to: 'manager' },
  meetingInvitation: { steps: act.toReview, to: 'user1' },
  refusalNotice: { steps: refused, to: 'approver1' },
  indemnityPrompt: { steps: refused, to: 'manager' },
  facilitationOutcomeNotice: { steps: [...refused, act.conclude('askAgain')], to: 'director' },
  determinationNotice: { steps: [...refused, act.escalate('manager'), act.determine('rework')], to: 'manager' },
  signaturesVoidedNotice: { steps: [...toSignOff, sign('approver1'), exception], to: 'approver1' },
  signatureWithdrawnNotice: {
    steps: [...toSignOff, sign('approver1'), act.withdrawSignature('approver1')],
    to: 'manager',
  },
  deputyNotice: {
    steps: [...toSignOff, act.nameDeputy('approver1', 'deputy', '2026-03-16', '2026-03-27')],
    to: 'deputy',
  },
  takenBackNotice: { steps: [...act.toValidation, act.takeBack()], to: 'validator1' },
  amendmentRequest: { steps: [...toSignOff, act.amendPlan(changes)], to: 'director' },
  amendmentReminder: {
    steps: [...toSignOff, act.amendPlan(changes), until('2026-03-10T12:00:00.000Z')],
    to: 'director',
  },
  amendmentUnansweredNotice: {
    steps: [...toSignOff, act.amendPlan(changes), until('2026-03-17T12:00:00.000Z')],
    to: 'manager',
    contract: { amendmentConsent: { unanswered: 'escalates' } },
  },
  amendmentNotice: {
    steps: [...toSignOff, sign('approver1'), act.amendPlan(changes), act.consent('director')],
    to: 'approver1',
  },
  amendmentEndedNotice: {
    steps: [...toSignOff, act.amendPlan(changes), act.declineAmendment('director')],
    to: 'manager',
  },
  notTheirsNotice: { steps: [...toSignOff, act.declineToDecide('approver1', 'director')], to: 'manager' },
  informationRequest: { steps: [...toSignOff, act.askForInformation('approver1')], to: 'manager' },
  informationNotice: { steps: [...toSignOff, act.askForInformation('approver1'), act.resumeClock()], to: 'approver1' },
  clockNotice: { steps: [...toSignOff, act.stopClock()], to: 'approver1' },
  moreTimeRequest: { steps: [...toSignOff, act.requestMoreTime('approver1', '2026-06-01')], to: 'manager' },
  askedAgainRequest: { steps: [...toSignOff, readdressed], to: 'approver1' },
  personLeftNotice: {
    steps: [
      ...toSignOff,
      act.correctPerson('approver1', { lastDayOn: '2026-03-03' }),
      until('2026-03-05T09:00:00.000Z'),
    ],
    to: 'manager',
  },
  personCorrectedNotice: { steps: [...toSignOff, readdressed], to: 'manager' },
  undeliverableNotice: { steps: [...act.toReview, act.bounce('user1')], to: 'manager' },
  absenceNotice: { steps: [...act.toReview, act.beAway('user1')], to: 'manager' },
  exceptionVerifiedNotice: { steps: [...conditional, act.verify('E1', 'approver1')], to: 'author' },
  finalNotice: { steps: [...toSignOff, until('2026-03-16T18:00:00.000Z')], to: 'approver1', contract: silence },
  silenceNotice: { steps: [...toSignOff, until('2026-03-24T12:00:00.000Z')], to: 'manager', contract: silence },
  deadlineExtendedNotice: { steps: [...toSignOff, act.extend('2026-04-01')], to: 'approver1' },
  calendarCorrectedNotice: { steps: [...act.toReview, act.correctDays(['2026-12-24'])], to: 'sponsor' },
  outcomeConfirmationNotice: {
    steps: [...refused, act.conclude('askAgain'), act.confirmOutcome('director')],
    to: 'manager',
  },
  entryNotice: { steps: entered, to: 'approver1', contract: byLetter },
  entryOutcomeNotice: { steps: [...entered, act.opposeEntry('approver1')], to: 'manager', contract: byLetter },
  closureRequest: { steps: conditional, to: 'author' },
  verificationRequest: { steps: shown, to: 'approver1' },
  closureRejectedNotice: { steps: [...shown, act.rejectClosure('E1', 'approver1')], to: 'author' },
  exceptionExtendedNotice: { steps: [...conditional, act.extendException('E1', '2026-04-20')], to: 'author' },
  exceptionFailedNotice: {
    steps: [...conditional, until('2026-04-01T12:00:00.000Z'), act.failException('E1')],
    to: 'author',
  },
  revocationRequest: { steps: [...conditional, act.proposeRevocation()], to: 'sponsor' },
  revocationDeclinedNotice: {
    steps: [...conditional, act.proposeRevocation(), act.declineRevocation()],
    to: 'manager',
  },
  terminationNotice: { steps: [...refused, act.escalate('manager'), act.determine('terminate')], to: 'approver1' },
  cancellationNotice: { steps: [...act.toReview, act.cancel('manager')], to: 'validator1' },
};

export const mailKinds = [
  ...Object.keys(settings),
  'entryPeriodNotice',
  'furtherPeriodNotice',
  'acceptanceNotice',
  'revocationNotice',
  'timestampAbandonedNotice',
  ...linkMailKinds,
  'replyConfirmation',
  'replyHelp',
  'replyHeldNotice',
  'replyDecidedNotice',
  ...obstacleNotifications,
] as MailKind[];

/** Changes what a mail is written from: state, event, and IDs that the test names. */
export type Change = <T extends Milestone | RecordedEvent | string>(each: T) => T;
const asPlayed: Change = (each) => each;

export function mailOn(kind: MailKind, change: Change = asPlayed): MailModel {
  if (kind === 'entryPeriodNotice') return moreTime(change);
  if (kind === 'furtherPeriodNotice') return furtherPeriod(change);
  if (kind === 'acceptanceNotice') return acceptance(change);
  if (kind === 'revocationNotice') return revocation(change);
  if (kind === 'timestampAbandonedNotice') return timestampAbandoned(change);
  if (kind === 'linkReplacement')
    return linkMailModel(change(givenTerms(terms, ...toSignOff).milestone), change('approver1'));
  if (kind === 'passkeyNotice')
    return passkeyMailModel(change(givenTerms(terms, ...toSignOff).milestone), change('approver1'), {
      personId: change('approver1'),
      change: 'enrolled',
      at: '2026-03-02T10:15:00.000Z',
    });
  if (kind === 'confirmationCode')
    return codeMailModel(change(givenTerms(terms, ...toSignOff).milestone), {
      codeId: 'sample',
      recipientId: change('approver1'),
      expiresAt: '2026-03-02T10:15:00.000Z',
    });
  if (kind === 'obstacleNotice' || kind === 'obstacleResolvedNotice')
    return obstacleModel({
      milestone: change(givenTerms(terms, ...toLast, sign('director')).milestone),
      to: kind === 'obstacleNotice' ? 'manager' : 'administrator',
      obstacle: {
        kind: 'publication',
        subject: 'M1-C1',
        reason: 'The file store lacks design.pdf (SHA-256 0123456789ab…).',
        attempts: 3,
        since: '2026-03-02T10:15:00.000Z',
      },
      isResolved: kind === 'obstacleResolvedNotice',
    });
  if (kind === 'replyConfirmation' || kind === 'replyHelp') return answer(kind, change);
  if (kind === 'replyHeldNotice' || kind === 'replyDecidedNotice') return shownReply(kind, change);
  const { steps, to, contract } = settings[kind];
  const scenario = givenTerms({ ...terms, ...(contract ? { contract } : {}) }, ...steps);
  return modelOf(kind, to, playedStates(scenario), change);
}

/** The service could take no objection for a day. */
function moreTime(change: Change): MailModel {
  const { milestone, history, now } = givenTerms({ ...terms, contract: byLetter }, ...entered);
  const end = milestone.entered[0]?.objectBy ?? now;
  const told = {
    mailId: 'mail-1',
    recipientId: 'approver1',
    kind: 'entryNotice',
    status: 'sent' as const,
    sentAt: now,
  };
  const outages = [{ from: '2026-03-09T10:00:00.000Z', to: '2026-03-10T10:00:00.000Z' }];
  const before = new Scenario(milestone, now, [], [...history]).when(until('2026-03-16T17:00:00.000Z'));
  const passed = handleTimer(before.milestone, end, { deliveries: [told], outages });
  const after = new Scenario(passed.milestone, end, before.history, passed.events);
  return modelOf('entryPeriodNotice', 'approver1', playedStates(after), change);
}

/** The service could take no answer for some hours of the further period. */
function furtherPeriod(change: Change): MailModel {
  const before = givenTerms({ ...terms, contract: silence }, ...toSignOff, until('2026-03-23T17:00:00.000Z'));
  const end = '2026-03-23T17:30:00.000Z';
  const deliveries = ['approver1', 'approver2'].flatMap((recipientId) =>
    ['signatureRequest', 'finalNotice'].map((kind) => ({
      ...{ mailId: `${kind}-${recipientId}`, recipientId, kind, status: 'sent' as const },
      sentAt: '2026-03-16T17:31:00.000Z',
    })),
  );
  const outages = [{ from: '2026-03-18T10:00:00.000Z', to: '2026-03-18T16:00:00.000Z' }];
  const passed = handleTimer(before.milestone, end, { deliveries, outages });
  const after = new Scenario(passed.milestone, end, before.history, passed.events);
  return modelOf('furtherPeriodNotice', 'approver1', playedStates(after), change);
}

const whyNothingDecided: Record<AnswerKind, string> = {
  replyConfirmation: 'It did not come from the address that is listed for you.',
  replyHelp: 'Its first line has none of the words that decide.',
};

const answer = (kind: AnswerKind, change: Change): MailModel =>
  answerModel({
    ...{ kind, why: whyNothingDecided[kind] },
    ...askedToSign(change(givenTerms(terms, ...toSignOff).milestone), change('approver1')),
  });

/** The request of the first round of sign-off to one of the approvers. */
export const askedToSign = (
  milestone: Milestone,
  personId: string,
): { milestone: Milestone; request: AskedRequest } => ({
  milestone,
  request: {
    ...{ requestId: 'request-1', personId, kind: 'signature', round: milestone.signOffRequests.length },
    ...{ createdAt: '2026-03-02T10:00:00.000Z', expiresAt: '2027-03-02T10:00:00.000Z' },
    packageDigest: currentPackage(milestone)?.digest ?? '',
  },
});

const shownReply = (kind: ShownReplyKind, change: Change): MailModel => {
  const common = {
    milestone: change(givenTerms(terms, ...toSignOff).milestone),
    personId: change('approver1'),
    from: 'approver1@client.example',
    messageSha256: 'c'.repeat(64),
    isAskedBack: true,
    isLast: false,
  };
  const block = ['Kind regards', 'Zoë Sample', 'Director of operations'];
  if (kind === 'replyDecidedNotice') return shownReplyModel({ kind, command: 'sign' }, { ...common, words: block });
  const why = 'It is not taken for a decision, because there is more text with it, which could be a condition.';
  const words = ['SIGN Zoë Sample', ...block, 'Site A is fine. The invoice for site B waits for the load test.'];
  return shownReplyModel({ kind, why }, { ...common, words });
};

const acceptance = (change: Change): MailModel =>
  publication('acceptanceNotice', 'M1-C1', change, ...toLast, sign('director'));

const revocation = (change: Change): MailModel =>
  publication('revocationNotice', 'M1-C2', change, ...conditional, act.proposeRevocation(), act.confirmRevocation());

function publication(kind: Published, certificateNumber: string, change: Change, ...steps: Step[]): MailModel {
  const { milestone, now } = givenTerms(terms, ...steps);
  const outputs = {
    certificateNumber,
    certificateSha256: 'a'.repeat(64),
    archiveSha256: 'b'.repeat(64),
    publishedAt: now,
  };
  const published = applyEvents(milestone, [{ type: 'outputsPublished', outputs }], systemActor, now);
  return modelOf(kind, 'approver1', [[published.milestone, published.events[0] as RecordedEvent]], change);
}

function timestampAbandoned(change: Change): MailModel {
  const { milestone, now } = givenTerms(terms, ...toLast, sign('director'));
  const timestamp = { certificateNumber: 'M1-C1', level: 'B-B', reason: 'The authority did not answer.' } as const;
  const recorded = applyEvents(milestone, [{ type: 'timestampAbandoned', timestamp }], systemActor, now);
  const states: [Milestone, RecordedEvent][] = [[recorded.milestone, recorded.events[0] as RecordedEvent]];
  return modelOf('timestampAbandonedNotice', 'manager', states, change);
}

function modelOf(kind: NotificationKind, to: string, states: [Milestone, RecordedEvent][], change: Change): MailModel {
  for (const [state, event] of states.toReversed()) {
    const notification = notificationsFor(state, event).find((each) => each.kind === kind && each.recipientId === to);
    // The mail is written from the state after the whole batch, as the recorder does.
    if (notification)
      return mailModel(
        { ...notification, recipientId: change(to) },
        change(states.at(-1)?.[0] ?? state),
        change(event),
      );
  }
  return assert.fail(`nothing happened that tells ${to} by ${kind}`);
}

function playedStates({ history }: Scenario): [Milestone, RecordedEvent][] {
  const [first, ...rest] = history;
  assert.equal(first?.type, 'milestoneStarted');
  let state = begin(first);
  return rest.map((event) => {
    state = { ...evolve(state, event), sequence: event.sequence };
    return [state, event];
  });
}
