// What may happen to a milestone at any time, in turn or not; a number picks the person and the details. Rules nothing.
import { openPart } from '../../domain/acceptance/parts.ts';
import type { Milestone } from '../../domain/milestone.ts';
import { consentersTo, openAmendment } from '../../domain/amendments/consent.ts';
import { openInquiries, openStop } from '../../domain/time/stops.ts';
import { outcomeToConfirm } from '../../domain/dispute/openOutcome.ts';
import { eligibleDeputies } from '../../domain/people/deputies.ts';
import { requestOf } from '../../domain/requests/openRequests.ts';
import type { RequestKind } from '../../domain/requests/requestKinds.ts';
import { pendingAssignees } from '../../domain/requests/pendingAssignees.ts';
import * as act from './acts.ts';
import type { Act } from './acts.ts';
import { people } from './cast.ts';

const ids = people.map((each) => each.personId);
export const anyone = (n: number): string => ids[n % ids.length] ?? 'manager';

/** Every other time somebody who is asked, or hardly any refusal would come from a person who may refuse. */
const who =
  (n: number, does: (personId: string) => Act): Act =>
  (milestone) => {
    const asked = pendingAssignees(milestone);
    return does(n % 2 === 0 && asked.length > 0 ? (asked[(n >> 1) % asked.length] as string) : anyone(n))(milestone);
  };

/** Names what is not met in an exception, or something that is met. */
const naming = (n: number) => [
  act.exception(`E${n % 3}`, {
    severity: n % 5 === 0 ? 4 : 3,
    requirementIds: [n % 11 === 0 ? 'R2' : 'R1'],
    ownerId: n % 4 === 0 ? anyone(n) : 'author',
  }),
];

export const concluding = (n: number): Act =>
  n % 5 > 2
    ? act.but(act.conclude('underExceptions'), { exceptions: naming(n) })
    : act.conclude(['rework', 'reviewAgain', 'askAgain', 'escalate'][n % 4] as string);
export const determining = (n: number): Act =>
  n % 6 > 3
    ? act.determine('formalSignOff', 'sponsor', { exceptions: naming(n) })
    : act.determine(['rework', 'formalSignOff', 'formalSignOff', 'terminate'][n % 4] as string);

/** Something mandatory is not met; the validator recommends to accept it, with or without an exception for it. */
export const conceding = (by: string, n: number): Act =>
  act.report(by, {
    results: [
      {
        requirementId: 'R1',
        outcome: 'notMet',
        evidence: '84 %',
        ...(n % 4 === 0 ? {} : { severity: n % 9 === 0 ? 2 : 3, isMaterial: n % 13 === 0 }),
      },
      { requirementId: 'R2', outcome: 'met', evidence: 'Page 3' },
    ],
    recommendation: n % 8 === 0 ? 'rework' : 'acceptWithIssues',
    ...(n % 3 === 0 ? { exceptions: naming(n) } : {}),
  });

/** What who refused says to the outcome, or somebody else in their place. */
export const answering =
  (n: number): Act =>
  (milestone) => {
    const refuser = outcomeToConfirm(milestone)?.refusal.personId ?? anyone(n);
    return (n % 2 === 0 ? act.confirmOutcome : act.opposeOutcome)(n % 3 === 0 ? anyone(n) : refuser)(milestone);
  };

const listed: Partial<Record<RequestKind, string[]>> = {
  validation: ['manager', 'sponsor', 'author', 'validator1', 'validator2'],
  review: ['user1', 'user2', 'owner1', 'owner2', 'outsider'],
  signature: ['deputy', 'approver1', 'approver2', 'director', 'owner1', 'user2', 'manager', 'sponsor'],
};

/** What is asked for now passes to somebody who might do it, or who had better not: an author, a signer with less authority. */
export const passingOn =
  (n: number): Act =>
  (milestone) => {
    const kind = requestOf(milestone) ?? 'review';
    const others = listed[kind] ?? ids;
    const asked = pendingAssignees(milestone);
    const from = asked[(n >> 1) % Math.max(1, asked.length)] ?? 'manager';
    const to = others[(n >> 3) % others.length] ?? 'manager';
    return (n % 3 === 0 ? act.reassign(from, to) : act.delegate(from, to))(milestone);
  };

const pausing = (n: number): Act => {
  const by = n % 5 === 0 ? anyone(n) : (['manager', 'sponsor'][n % 2] as string);
  return n % 3 === 0 ? act.stopClock(by) : act.resumeClock(by);
};

/** The address of somebody who is asked, as a rule; now and then a name, a taken mailbox, or somebody new. */
const correcting = (n: number): Act => {
  const by = n % 3 === 0 ? anyone(n) : (['manager', 'sponsor'][n % 2] as string);
  if (n % 7 === 0) return act.addPerson(n % 2 === 0 ? `joiner${n % 5}` : anyone(n), {}, by);
  const email = n % 11 === 0 ? 'sponsor@example.com' : `mailbox${n % 1000}@example.com`;
  return who(n >> 2, (id) => act.correctPerson(id, n % 5 === 0 ? { capacity: `Capacity ${n % 3}` } : { email }, by));
};

/** For some days about those in which most of a run lies, or whenever somebody is away. */
export const deputising = (n: number): Act => {
  const from = 2 + (n % 12);
  const day = (date: number) => `2026-03-${String(date).padStart(2, '0')}`;
  const days: [string?, string?] = n % 5 === 0 ? [] : [day(from), day(from + (n % 4))];
  if (n % 7 === 0) return act.endDeputy(`D${1 + (n % 3)}`, n % 2 === 0 ? 'manager' : anyone(n));
  return (milestone) =>
    who(n >> 3, (id) => {
      const able = eligibleDeputies(milestone, id);
      const deputy = able.length > 0 && n % 4 > 0 ? (able[(n >> 2) % able.length] as string) : anyone(n >> 2);
      return n % 3 === 0 ? act.appointDeputy(id, deputy, ...days) : act.nameDeputy(id, deputy, ...days);
    })(milestone);
};

const revoking = (n: number): Act =>
  n % 5 === 0
    ? act.proposeRevocation(anyone(n))
    : ([act.proposeRevocation, act.confirmRevocation, act.declineRevocation][n % 3] as () => Act)();

/** Passes where the contract is lenient, and still keeps silence from counting. */
export const reportingGrave = (by: string): Act =>
  act.report(by, {
    issues: [{ description: 'Slow at noon', severity: 2, isMaterial: false }],
    recommendation: 'acceptWithIssues',
  });

/** What may come at any time, in turn or not; `n` picks the person and the details. */
/** What is another afterwards, from words to what the package lacks. */
/** With its part in what is worth most, where the plan has parts. */
function valued({ value, deliverables }: Milestone['plan'], amount: number): object {
  const after = { value: { ...value, amount: `${amount}.0001` } };
  const [first, ...rest] = deliverables;
  if (first?.value === undefined) return after;
  const others = rest.reduce((sum, each) => sum + Math.round(Number(each.value ?? 0) * 10_000), 0);
  const left = ((amount * 10_000 + 1 - others) / 10_000).toFixed(4);
  return { ...after, deliverables: [{ ...first, value: left }, ...rest] };
}

const amendments: ((n: number) => Parameters<typeof act.amendPlan>[0])[] = [
  (n) => ({ title: `Design ${n}` }),
  (n) => ({ dueOn: n % 2 === 0 ? null : '2026-06-01' }),
  (n) => (plan) => valued(plan, 90_000 + (n % 12_000)),
  (n) => ({ nextPhase: { name: 'Build', scope: `Part ${n}` } }),
  (n) => (plan) => ({ requirements: plan.requirements.map((each) => ({ ...each, text: `${each.text} ${n % 9}` })) }),
  () => (plan) => ({ reviewGroups: [...plan.reviewGroups].reverse() }),
  (n) => (plan) => ({
    reviewGroups: [
      { name: `Group ${n}`, quorum: { kind: 'any' }, memberIds: ['owner1', 'user2'] },
      ...plan.reviewGroups.slice(1),
    ],
  }),
  () => (plan) => ({ approvalAuthorityList: [...plan.approvalAuthorityList].reverse() }),
  () => (plan) => ({
    approvalAuthorityList: plan.approvalAuthorityList.map((each) => ({ ...each, delegates: [{ personId: 'deputy' }] })),
  }),
  () => (plan) => ({
    deliverables: plan.deliverables.map((each) => ({
      ...each,
      isRequired: !each.isRequired || each.deliverableId === 'D1',
    })),
  }),
  (n) => (plan) => ({
    deliverables: plan.deliverables.map((each) => ({ ...each, authorIds: [n % 2 === 0 ? 'author' : 'validator1'] })),
  }),
];

export const amending = (n: number): Act =>
  act.amendPlan((amendments[n % amendments.length] as (typeof amendments)[number])(n), ['manager', 'sponsor'][n % 2]);

/** Whoever may answer, as a rule; now and then somebody else, or who proposed it takes it back. */
export const consenting =
  (n: number): Act =>
  (milestone) => {
    const open = openAmendment(milestone);
    const may = open ? consentersTo(milestone, open) : [];
    const by = n % 5 === 0 ? anyone(n) : (may[n % Math.max(1, may.length)] ?? 'approver1');
    if (n % 11 === 0) return act.withdrawAmendment()(milestone);
    return (n % 7 === 0 ? act.declineAmendment : act.consent)(by)(milestone);
  };

/** What is open and handed in, now and then all of it, and something nobody planned; or the part that is open is withdrawn. */
export const parting =
  (n: number): Act =>
  (milestone) => {
    const part = openPart(milestone);
    if (part && n % 3 === 0) return act.withdrawPart(part.partId, n % 7 === 0 ? anyone(n) : 'manager')(milestone);
    const named = [['D1'], ['D2'], ['D2'], ['D1', 'D2'], ['D9']][n % 5] as string[];
    return act.proposePart(
      named,
      n % 4 === 0 ? { restDueOn: '2026-06-30' } : {},
      n % 9 === 0 ? anyone(n) : 'manager',
    )(milestone);
  };

export const menu: ((n: number) => Act)[] = [
  () => act.submit(),
  (n) => who(n, act.report),
  (n) => who(n, act.fail),
  (n) => who(n, reportingGrave),
  (n) => who(n, (id) => conceding(id, n)),
  (n) => who(n, act.approve),
  (n) => who(n, (id) => act.comment(id, 'Why?')),
  (n) => who(n, act.requestRevision),
  (n) => act.address(`F${1 + (n % 3)}`),
  () => act.schedule(),
  () => act.takeNotes(),
  (n) => act.propose(`E${n % 3}`, { amountWithheld: ['0.00', '333.33', '100000.00'][n % 3], ownerId: anyone(n) }),
  (n) => who(n, act.sign),
  (n) => act.sign(anyone(n), { packageDigest: act.noDigest }),
  (n) => who(n, act.refuse),
  (n) => who(n, (id) => act.delegate(id, anyone(n >> 3))),
  (n) => {
    const duty = [undefined, 'validation', 'review', 'signature'][n % 4];
    return act.reassign(anyone(n >> 2), anyone(n >> 6), duty === undefined ? {} : { duty });
  },
  concluding,
  (n) => who(n, act.escalate),
  determining,
  (n) => act.verify(`E${n % 3}`, anyone(n)),
  (n) => who(n, (id) => act.showClosed(`E${n % 3}`, id)),
  (n) => act.rejectClosure(`E${n % 3}`, anyone(n)),
  (n) => act.extendException(`E${n % 3}`, `2026-04-${10 + (n % 20)}`, anyone(n)),
  (n) => act.failException(`E${n % 3}`, n % 2 === 0 ? 'sponsor' : anyone(n)),
  (n) => act.extend(`2026-03-${10 + (n % 20)}`, n % 2 === 0 ? 'manager' : anyone(n)),
  answering,
  correcting,
  (n) => who(n, act.withdrawSignature),
  (n) => who(n, (id) => act.declineToDecide(id, n % 3 === 0 ? anyone(n) : undefined)),
  (n) => who(n, act.askForInformation),
  pausing,
  pausing,
  (n) => act.nudge(n % 4 === 0 ? anyone(n) : 'manager'),
  (n) => who(n, (id) => act.requestMoreTime(id, `2026-03-${10 + (n % 20)}`)),
  (n) => (n % 6 === 0 ? act.amendPlan({ title: `By ${n}` }, anyone(n)) : amending(n)),
  consenting,
  (n) => act.takeBack(n % 3 === 0 ? anyone(n) : 'manager'),
  deputising,
  parting,
  (n) => who(n, act.beAway),
  revoking,
  (n) => (n % 3 === 0 ? act.cancel(n % 2 === 0 ? 'manager' : anyone(n)) : act.bounce(anyone(n))),
];

/** What people do about time and about what they signed, where it would be taken. */
export function inTime(milestone: Milestone, n: number): Act | undefined {
  const { stage, signatures } = milestone;
  if (!('wait' in stage)) return undefined;
  const [asked = 'nobody'] = pendingAssignees(milestone);
  if (openStop(milestone) !== undefined || openInquiries(milestone).length > 0)
    return n % 2 === 0 ? act.resumeClock() : undefined;
  const [signed] = signatures.filter((each) => !each.isVoid);
  if (stage.phase === 'formalSignOff' && signed && n % 2 === 0) return act.withdrawSignature(signed.personId);
  const date = new Date(Date.parse(stage.wait.deadline) + (1 + (n % 4)) * 86_400_000).toISOString().slice(0, 10);
  return [act.stopClock(), act.askForInformation(asked), act.requestMoreTime(asked, date), undefined][n % 4];
}
