// What the recorded histories play: between them every phase, and every kind of message both accepted and refused.
import { commandNames } from '../../domain/commands.ts';
import * as act from '../domain/acts.ts';
import type { Act } from '../domain/acts.ts';
import { monday } from '../domain/cast.ts';
import { started } from '../domain/scenario.ts';

/** Dates that lie ahead whenever the histories are recorded. */
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** A business day of the terms they are played under. */
function weekdayIn(days: number): string {
  const date = inDays(days);
  return [0, 6].includes(new Date(date).getUTCDay()) ? weekdayIn(days + 1) : date;
}

const signAll = ['approver1', 'approver2', 'director'].map((each) => act.sign(each));

const underExceptions = [
  act.propose('E1', { dueOn: inDays(20) }),
  act.propose('E2', { dueOn: inDays(25), amountWithheld: '500.00' }),
  act.sign('approver1'),
  act.withdrawSignature('approver1'),
  ...signAll,
];
const conditional = [...act.toSignOff, ...underExceptions];

/** Under terms that let the firm enter what a document shows. */
const entered = [act.enter('approver1', { decidedOn: inDays(0) }), act.opposeEntry('approver1')];

/** The same message sent by somebody it is not for, and one with nothing in it but its envelope. */
function refusedOf(original: Act): Act[] {
  return [as('outsider', original), bare(original)];
}

const as =
  (personId: string, original: Act): Act =>
  (milestone) => {
    const { name, raw } = original(milestone);
    return { name, raw: { ...raw, actor: { ...(raw.actor as object), personId } } };
  };

const bare =
  (original: Act): Act =>
  (milestone) => {
    const { name, raw } = original(milestone);
    return { name, raw: { messageId: raw.messageId, actor: raw.actor } };
  };

/** One of each kind. */
const oneOfEach: Act[] = [
  act.submit(),
  act.report('validator1'),
  act.approve('user1'),
  act.address('F1'),
  act.schedule(),
  act.takeNotes(),
  act.propose('E1'),
  act.sign('approver1'),
  act.enter('approver1', { duty: 'signature' }),
  act.opposeEntry('approver1'),
  act.refuse('user1'),
  act.delegate('user1', 'owner2'),
  act.reassign('validator2', 'sponsor'),
  act.conclude('rework'),
  act.escalate('manager'),
  act.determine('terminate'),
  act.confirmOutcome('user1'),
  act.opposeOutcome('user1'),
  act.extend(inDays(60)),
  act.correctDays(['2031-12-24']),
  act.correctPerson('user1', { capacity: 'User' }),
  act.addPerson('joiner'),
  act.withdrawSignature('approver1'),
  act.declineToDecide('user1'),
  act.askForInformation('user1'),
  act.stopClock(),
  act.resumeClock(),
  act.nudge(),
  act.requestMoreTime('user1', inDays(2)),
  act.nameDeputy('user1', 'director', inDays(10), inDays(20)),
  act.appointDeputy('user1', 'director', inDays(10), inDays(20)),
  act.endDeputy('D1'),
  act.takeBack(),
  act.amendPlan({ title: 'Other' }),
  act.consent('director'),
  act.declineAmendment('director'),
  act.withdrawAmendment(),
  act.proposePart(['D1']),
  act.withdrawPart(),
  act.showClosed('E1'),
  act.verify('E1', 'approver1'),
  act.rejectClosure('E1', 'approver1'),
  act.extendException('E1', inDays(40)),
  act.failException('E1'),
  act.proposeRevocation(),
  act.confirmRevocation(),
  act.declineRevocation(),
  act.cancel('manager'),
  act.bounce('user1'),
  act.beAway('user1'),
];

const told = new Set(oneOfEach.map((each) => each(started({}, monday).milestone).name));
const missing = commandNames.filter((name) => !told.has(name));
if (missing.length > 0) throw new Error(`No message of the kinds ${missing.join(', ')}; add one of each to courses.ts`);

/** Sent as signals all at once, so that one workflow task refuses them; the last is accepted. */
export const refusals: Act[] = [...oneOfEach.flatMap(refusedOf), act.cancel('manager')].map((each, index) =>
  act.but(each, { messageId: `refusal-${index}` }),
);

/** The one that is played under a contract with acceptance in parts. */
export const inParts = 'in-parts';

/** Each is played from the start, by updates; names are those of the files. */
export const courses: Record<string, Act[]> = {
  'mid-wait': [...act.toReview, act.comment('user1', 'Why?'), act.address('F1'), act.approve('user1')],
  disputed: [
    act.submit(),
    act.takeBack(),
    act.submit(),
    act.fail('validator1'),
    ...act.toReview,
    act.schedule(),
    act.takeNotes(),
    act.delegate('user2', 'owner2'),
    act.reassign('owner1', 'director'),
    act.extend(inDays(40)),
    act.correctDays(['2031-12-24'], ['2031-12-20']),
    act.correctPerson('user2', { email: 'user.two@example.com' }),
    act.correctPerson('owner2', { email: 'owner.two@example.com' }),
    act.addPerson('joiner'),
    act.stopClock(),
    act.resumeClock(),
    act.askForInformation('user1'),
    act.resumeClock(),
    act.declineToDecide('user1'),
    act.requestMoreTime('user1', weekdayIn(50)),
    act.nameDeputy('approver1', 'deputy', inDays(0), inDays(20)),
    act.endDeputy('D1'),
    act.appointDeputy('approver2', 'deputy', inDays(10), inDays(20)),
    act.amendPlan({ title: 'Other' }),
    act.declineAmendment('director'),
    act.amendPlan({ title: 'Other' }),
    act.withdrawAmendment(),
    act.amendPlan({ dueOn: '2031-12-24' }),
    act.consent('director'),
    act.refuse('user1'),
    act.conclude('reviewAgain'),
    act.confirmOutcome('user1'),
    act.refuse('user1'),
    act.conclude('reviewAgain'),
    act.opposeOutcome('user1'),
    act.determine('terminate'),
  ],
  escalated: [...act.toReview, act.requestRevision('user1'), ...act.toReview, act.refuse('user1'), act.escalate('manager')],
  conditional,
  revoked: [
    ...act.toSignOff,
    ...entered,
    ...underExceptions,
    act.proposeRevocation(),
    act.declineRevocation(),
    act.proposeRevocation(),
    act.confirmRevocation(),
  ],
  [inParts]: [
    ...act.toSignOff,
    act.proposePart(['D1', 'D2']),
    act.withdrawPart(),
    act.proposePart(['D1', 'D2']),
    ...signAll,
    ...act.toReview,
  ],
  // As an upgrade finds them: in the midst of each stage.
  'waits-for-package': [],
  'waits-for-rework': [act.submit(), act.fail('validator1')],
  'waits-for-validation': [act.submit(), act.report('validator1')],
  'waits-for-signatures': [...act.toSignOff, act.sign('approver1')],
  'waits-for-facilitation': [...act.toReview, act.refuse('user1')],
  'waits-for-sponsor': [...act.toReview, act.refuse('user1'), act.escalate('manager')],
  'clock-stopped': [...act.toReview, act.stopClock()],
};

/** Closes one exception, and has the other extended; it is overdue `overdueAfter`. */
export const towardsCloseOut: Act[] = [
  ...conditional,
  act.bounce('author'),
  act.beAway('author'),
  act.showClosed('E1'),
  act.rejectClosure('E1', 'approver1'),
  act.showClosed('E1'),
  act.verify('E1', 'approver1'),
  act.extendException('E2', inDays(40)),
];
export const overdueAfter = '43 days';
export const closeOut: Act[] = [act.failException('E2'), act.verify('E2', 'approver1')];
