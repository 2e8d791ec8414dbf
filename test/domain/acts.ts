// What people do in domain tests: each act makes the message for the milestone as it stands; rules nothing.
import type { CommandName } from '../../domain/commands.ts';
import { acceptedDeliverables, openPart } from '../../domain/acceptance/parts.ts';
import { currentPackage, type Milestone } from '../../domain/milestone.ts';
import { kindOfCommand } from '../../domain/people/decisionKinds.ts';
import { addressMark, addressVersion } from '../../domain/people/addresses.ts';
import { mailActor } from '../../domain/people/people.ts';
import { planVersion } from '../../domain/amendments/planSeen.ts';
import { listed, nameOf } from './cast.ts';

export interface Message {
  name: CommandName;
  raw: Record<string, unknown>;
}

/** Made from the state, so that a decision is about the package that is current when it is given. */
export type Act = (milestone: Milestone) => Message;

export const noDigest = '0'.repeat(64);

const digestOf = (milestone: Milestone): string => currentPackage(milestone)?.digest ?? noDigest;

/** Through the firm's system, which may set things going and decides nothing. */
export const actorOf = (personId: string) => ({
  personId,
  role: 'stakeholder',
  authentication: { method: 'apiKey', keyId: 'k1' },
});

/** On the page behind the link of a request. */
export const deciderOf = (personId: string, milestone?: Milestone) => ({
  personId,
  role: 'stakeholder',
  authentication: {
    method: 'requestLink',
    requestId: [`request-of-${personId}`, ...addressMark(milestone ? addressVersion(milestone, personId) : 0)].join(
      ':',
    ),
  },
});

const act =
  (name: CommandName, personId: string, fields: (milestone: Milestone) => object): Act =>
  (milestone) => ({
    name,
    raw: {
      messageId: `message-${Object.keys(milestone.messages).length + 1}`,
      actor: kindOfCommand(name) === undefined ? actorOf(personId) : deciderOf(personId, milestone),
      ...fields(milestone),
    },
  });

export const submit = (changes: object = {}, by = 'manager'): Act =>
  act('submitPackage', by, ({ plan, parts }) => ({
    completedOn: '2026-02-27',
    summary: 'All done',
    deliverables: plan.deliverables
      .filter((each) => each.isRequired && !acceptedDeliverables({ parts }).includes(each.deliverableId))
      .map(({ deliverableId: id }) => ({
        deliverableId: id,
        version: '1',
        // The one document that every stage has stored.
        documentIds: ['doc1'],
        change: 'Chapter 2',
      })),
    completedServices: [{ description: 'Design work', completedOn: '2026-02-27' }],
    qualityReviews: [{ name: 'Peer review', outcome: 'passed' }],
    ...changes,
  }));

const met = ({ plan }: Milestone) =>
  plan.requirements.map(({ requirementId }) => ({ requirementId, outcome: 'met', evidence: 'Page 3' }));

/** Of the plan, where it is not the first: whoever decides has looked at the present one. */
const onPlan = (milestone: Milestone): { planVersion?: number } => {
  const version = planVersion(milestone);
  return version > 1 ? { planVersion: version } : {};
};

export const report = (by: string, changes: object = {}): Act =>
  act('recordValidationReport', by, (milestone) => ({
    packageDigest: digestOf(milestone),
    ...onPlan(milestone),
    summary: 'Looked at everything',
    results: met(milestone),
    recommendation: 'accept',
    ...changes,
  }));

export const fail = (by: string): Act =>
  report(by, { issues: [{ description: 'Does not work', severity: 1, isMaterial: true }], recommendation: 'rework' });

const feedback = (by: string, fields: object): Act =>
  act('giveFeedback', by, (milestone) => ({
    packageDigest: digestOf(milestone),
    ...onPlan(milestone),
    ...fields,
  }));

export const approve = (by: string, changes: object = {}): Act => feedback(by, { verdict: 'approve', ...changes });
export const comment = (by: string, ...comments: string[]): Act =>
  feedback(by, { verdict: 'comment', comments, needsAnswer: true });
export const requestRevision = (by: string, changes: object = {}): Act =>
  feedback(by, { verdict: 'requestRevision', reasons: ['Chapter 2 is missing'], ...changes });

export const address = (feedbackId: string, by = 'manager'): Act =>
  act('addressFeedback', by, () => ({ feedbackId, response: 'Explained on page 4' }));

export const schedule = (by = 'manager'): Act =>
  act('scheduleReviewMeeting', by, () => ({ startsAt: '2026-03-05T10:00:00Z', location: 'Room 1' }));

export const takeNotes = (by = 'manager'): Act =>
  act('recordMeetingNotes', by, () => ({ heldOn: '2026-03-02', notes: 'Agreed', attendeeIds: ['user1'] }));

export const exception = (exceptionId: string, changes: object = {}) => ({
  exceptionId,
  description: 'Label is wrong',
  impact: 'None',
  severity: 4,
  ownerId: 'author',
  plan: 'Correct it',
  closureCriterion: 'Label is right',
  dueOn: '2026-03-31',
  amountWithheld: '1000.00',
  ...changes,
});

export const propose = (exceptionId: string, changes: object = {}, by = 'manager'): Act =>
  act('proposeException', by, () => exception(exceptionId, changes));

/** Where a part is put to signature by itself, what is signed for. */
const ofPart = (milestone: Milestone): { deliverableIds?: string[] } => {
  const part = openPart(milestone);
  return part ? { deliverableIds: part.deliverableIds } : {};
};

export const sign = (by: string, changes: object = {}): Act =>
  act('sign', by, (milestone) => ({
    packageDigest: digestOf(milestone),
    ...onPlan(milestone),
    typedName: nameOf(by),
    statementVersion: '1',
    agreesToStatement: true,
    ...ofPart(milestone),
    ...(milestone.exceptions.length > 0 ? { exceptionIds: milestone.exceptions.map((each) => each.exceptionId) } : {}),
    ...changes,
  }));

/** What a document shows that somebody of the client decided, entered by somebody of the firm. */
export const enter = (forPersonId: string, changes: object = {}, by = 'sponsor'): Act =>
  act('enterDecision', by, (milestone) => ({
    packageDigest: digestOf(milestone),
    ...onPlan(milestone),
    forPersonId,
    duty: milestone.stage.phase === 'inReview' ? 'review' : 'signature',
    decidedOn: '2026-03-02',
    documentIds: ['letter'],
    ...ofPart(milestone),
    ...(milestone.exceptions.length > 0 ? { exceptionIds: milestone.exceptions.map((each) => each.exceptionId) } : {}),
    ...changes,
  }));

export const opposeEntry = (by: string, entryId = 'N1'): Act =>
  act('opposeEntry', by, () => ({ entryId, reasons: 'I signed no such thing' }));

export const refuse = (by: string, changes: object = {}): Act =>
  act('refuse', by, (milestone) => ({ packageDigest: digestOf(milestone), reasons: ['Not as agreed'], ...changes }));

export const delegate = (by: string, toPersonId: string, changes: object = {}): Act =>
  act('delegate', by, (milestone) => ({
    packageDigest: digestOf(milestone),
    toPersonId,
    reason: 'Away until Monday',
    ...changes,
  }));

export const reassign = (fromPersonId: string, toPersonId: string, changes: object = {}, by = 'manager'): Act =>
  act('reassign', by, () => ({ fromPersonId, toPersonId, reason: 'On leave', ...changes }));

export const conclude = (outcome: string, by = 'manager'): Act =>
  act('recordFacilitationOutcome', by, () => ({ outcome, note: 'We talked' }));

export const escalate = (by: string): Act => act('escalate', by, () => ({ reason: 'No progress' }));

export const determine = (determination: string, by = 'sponsor', changes: object = {}): Act =>
  act('decideAsSponsor', by, () => ({ determination, reasons: 'For the good of the project', ...changes }));

export const verify = (exceptionId: string, by: string): Act =>
  act('verifyException', by, () => ({ exceptionId, evidence: 'Looked at the label' }));

export const confirmOutcome = (by: string): Act => act('confirmFacilitationOutcome', by, () => ({}));

export const opposeOutcome = (by: string): Act =>
  act('opposeFacilitationOutcome', by, () => ({ reasons: 'This is not what we agreed' }));

export const extend = (newDeadlineOn: string, by = 'manager'): Act =>
  act('extendDeadline', by, () => ({ newDeadlineOn, reason: 'Holidays of the reviewer' }));

export const correctDays = (holidays: string[], workingDays: string[] = [], by = 'manager'): Act =>
  act('correctCalendar', by, () => ({ holidays, workingDays, reason: 'Closed by decree' }));

export const showClosed = (exceptionId: string, by = 'author', documentIds: string[] = []): Act =>
  act('submitClosureEvidence', by, () => ({ exceptionId, evidence: 'Label replaced', documentIds }));

export const rejectClosure = (exceptionId: string, by: string): Act =>
  act('rejectClosure', by, () => ({ exceptionId, reasons: ['Still the old label'] }));

export const extendException = (exceptionId: string, dueOn: string, by = 'director'): Act =>
  act('extendException', by, () => ({ exceptionId, dueOn, reason: 'Supplier is late' }));

export const failException = (exceptionId: string, by = 'sponsor'): Act =>
  act('failException', by, () => ({ exceptionId, reason: 'Nothing will come of it' }));

export const proposeRevocation = (by = 'manager'): Act =>
  act('proposeRevocation', by, () => ({ reason: 'Signed on a forged test report' }));

export const confirmRevocation = (by = 'sponsor'): Act => act('confirmRevocation', by, () => ({ reasons: 'I agree' }));

export const declineRevocation = (by = 'sponsor'): Act =>
  act('declineRevocation', by, () => ({ reason: 'The report is sound' }));

export const cancel = (by: string, changes: object = {}): Act =>
  act('cancel', by, () => ({ reason: 'No longer wanted', ...changes }));

export const bounce = (addresseeId: string, mailId = 'mail-1'): Act =>
  byMailRoom(act('reportUndeliverable', 'mail', () => ({ mailId, addresseeId, reason: 'No such mailbox' })));

/** The same message, authenticated another way. */
export const by =
  (authentication: object, original: Act): Act =>
  (milestone) => {
    const { name, raw } = original(milestone);
    return { name, raw: { ...raw, actor: { ...(raw.actor as object), authentication } } };
  };

/** On the page, confirmed with a code sent by e-mail. */
export const withCode = (original: Act): Act =>
  by({ method: 'requestLink', requestId: 'request-1', codeConfirmedAt: '2026-03-02T10:00:00Z' }, original);

/** While signed in at the firm's identity provider. */
export const session = {
  method: 'session',
  issuer: 'https://login.example.com',
  subject: 'u1',
  sessionId: 'ses-1',
  authenticatedAt: '2026-03-02T08:00:00.000Z',
} as const;
export const inSession = (original: Act): Act => by(session, original);

/** The same message as an answer by e-mail. */
export const byReply = (original: Act, messageSha256 = 'ab'.repeat(32)): Act =>
  by(
    {
      method: 'emailReply',
      requestId: 'request-1',
      messageSha256,
      messageIdHeader: '<1@example.com>',
      fromAddress: 'user1@example.com',
      dkimDomain: 'example.com',
      dmarc: 'pass',
    },
    original,
  );

export const beAway = (absenteeId: string): Act =>
  byMailRoom(act('reportAbsence', 'mail', () => ({ absenteeId, note: 'Back on Monday' })));

const byMailRoom = (original: Act): Act => but(original, { actor: mailActor });

/** The same message with other fields, under whatever sender it had. */
export const but =
  (original: Act, changes: object): Act =>
  (milestone) => {
    const { name, raw } = original(milestone);
    return { name, raw: { ...raw, ...changes } };
  };

export const toValidation: Act[] = [submit()];
export const toReview: Act[] = [...toValidation, report('validator1'), report('validator2')];
export const toSignOff: Act[] = [...toReview, approve('user1'), approve('user2'), approve('owner1')];
export const toLastSignature: Act[] = [...toSignOff, sign('approver1'), sign('approver2')];
export const toAccepted: Act[] = [...toLastSignature, sign('director')];
export const toConditional: Act[] = [
  ...toSignOff,
  propose('E1'),
  sign('approver1'),
  sign('approver2'),
  sign('director'),
];

export const correctPerson = (ofPersonId: string, changes: object, by = 'manager'): Act =>
  act('correctPerson', by, () => ({ ofPersonId, changes, reason: 'It was mistyped' }));

export const addPerson = (personId: string, changes: object = {}, by = 'manager'): Act =>
  act('addPerson', by, () => ({
    person: { ...listed(personId), ...changes },
    reason: 'They joined',
  }));

export const withdrawSignature = (by: string): Act =>
  act('withdrawSignature', by, (milestone) => ({
    packageDigest: digestOf(milestone),
    reason: 'I signed the wrong one',
  }));

export const declineToDecide = (by: string, proposedPersonId?: string): Act =>
  act('declineToDecide', by, (milestone) => ({
    ...{ packageDigest: digestOf(milestone), reason: 'I have moved to another team' },
    ...(proposedPersonId === undefined ? {} : { proposedPersonId }),
  }));

export const askForInformation = (by: string): Act =>
  act('askForInformation', by, (milestone) => ({
    packageDigest: digestOf(milestone),
    question: 'Is the second site included?',
  }));

export const stopClock = (by = 'manager'): Act =>
  act('stopClock', by, () => ({ reason: 'The client brings the test data', awaits: 'client' }));

export const resumeClock = (by = 'manager', changes: object = {}): Act =>
  act('resumeClock', by, () => ({ note: 'It is there', ...changes }));

export const nudge = (by = 'manager'): Act => act('nudge', by, () => ({}));

export const requestMoreTime = (by: string, newDeadlineOn: string): Act =>
  act('requestMoreTime', by, () => ({ newDeadlineOn, reason: 'The board meets later' }));

/** For some days, or without them for whenever an automatic reply says that somebody is away. */
const daysFor = (from?: string, until?: string) =>
  from === undefined && until === undefined ? {} : { ...(from ? { from } : {}), ...(until ? { until } : {}) };

export const nameDeputy = (by: string, deputyId: string, from?: string, until?: string): Act =>
  act('nameDeputy', by, () => ({ deputyId, ...daysFor(from, until), reason: 'On holiday' }));

export const appointDeputy = (
  forPersonId: string,
  deputyId: string,
  from?: string,
  until?: string,
  by = 'manager',
): Act => act('appointDeputy', by, () => ({ forPersonId, deputyId, ...daysFor(from, until), reason: 'In hospital' }));

export const endDeputy = (deputyshipId: string, by = 'manager'): Act =>
  act('endDeputy', by, () => ({ deputyshipId, reason: 'Back early' }));

export const takeBack = (by = 'manager'): Act =>
  act('takeBackPackage', by, (milestone) => ({ packageDigest: digestOf(milestone), reason: 'The wrong file' }));

export const amendPlan = (
  changes: object | ((plan: Milestone['plan']) => object),
  by = 'manager',
  more: object = {},
): Act =>
  act('amendPlan', by, ({ plan }) => ({
    changeOrder: 'CO-3',
    changes: typeof changes === 'function' ? changes(plan) : changes,
    reason: 'The board decided so',
    ...more,
  }));

/** The one that was proposed last. */
const lastAmendment = ({ amendments }: Milestone) => ({ amendmentId: amendments.at(-1)?.amendmentId ?? 'A1' });

export const consent = (by: string, changes: object = {}): Act =>
  act('consentToAmendment', by, (milestone) => ({ ...lastAmendment(milestone), ...changes }));

export const declineAmendment = (by: string): Act =>
  act('declineAmendment', by, (milestone) => ({ ...lastAmendment(milestone), reason: 'Not agreed' }));

export const withdrawAmendment = (by = 'manager'): Act =>
  act('withdrawAmendment', by, (milestone) => ({ ...lastAmendment(milestone), reason: 'Another way was found' }));

export const proposePart = (deliverableIds: string[], changes: object = {}, by = 'manager'): Act =>
  act('proposePart', by, (milestone) => ({
    packageDigest: digestOf(milestone),
    deliverableIds,
    reason: 'The client goes live with these',
    ...changes,
  }));

export const withdrawPart = (partId = 'P1', by = 'manager'): Act =>
  act('withdrawPart', by, () => ({ partId, reason: 'The client wants all of it at once' }));

/** Of every decision there is, one that would be about the usual milestone. */
export const everyDecision: Act[] = [
  ...[report('validator1'), approve('user1'), sign('approver1'), refuse('approver1')],
  ...[
    delegate('approver1', 'deputy'),
    confirmOutcome('user1'),
    opposeOutcome('user1'),
    opposeEntry('user1'),
    determine('terminate'),
  ],
  ...[showClosed('E1'), verify('E1', 'approver1'), rejectClosure('E1', 'approver1')],
  ...[extendException('E1', '2026-04-15'), confirmRevocation(), declineRevocation()],
  ...[withdrawSignature('approver1'), declineToDecide('approver1')],
  ...[consent('director'), declineAmendment('director')],
  ...[askForInformation('approver1'), requestMoreTime('approver1', '2026-04-10')],
  nameDeputy('approver1', 'deputy', '2026-03-09', '2026-03-13'),
];
