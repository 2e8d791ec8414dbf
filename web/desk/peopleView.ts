// Who validates, reviews and signs, group by group: who has decided, who is asked and how far the request got, who comes later.
import type { RequestDelivery } from '../../db/requestDeliveries.ts';
import { nameOf, personOf, type Milestone } from '../../domain/milestone.ts';
import { assignmentsOf, type Duty } from '../../domain/people/assignments.ts';
import { needed, type Quorum } from '../../domain/people/quorum.ts';
import { pendingAssignees } from '../../domain/requests/pendingAssignees.ts';
import { standingApprovals } from '../../domain/review/approvals.ts';
import { validSigners } from '../../domain/signOff/signers.ts';
import { standingValidators } from '../../domain/validation/validators.ts';
import type { Words } from '../../mail/messages/words.ts';

interface Group {
  duty: Duty;
  name: string;
  quorum: Quorum;
  memberIds: string[];
  limits: Readonly<Record<string, string | undefined>>;
}

const groupsOf = ({ plan }: Milestone): Group[] => [
  { duty: 'validation', ...plan.validators, limits: {} },
  ...plan.reviewGroups.map((each): Group => ({ duty: 'review', ...each, limits: {} })),
  ...plan.approvalAuthorityList.map(({ name, quorum, members }): Group => ({
    ...{ duty: 'signature', name, quorum },
    memberIds: members.map((each) => each.personId),
    limits: Object.fromEntries(members.map((each) => [each.personId, each.limit])),
  })),
];

const decided = (milestone: Milestone): Record<Duty, readonly string[]> => ({
  validation: standingValidators(milestone),
  review: standingApprovals(milestone),
  signature: validSigners(milestone),
});

const dutyOfPhase: Partial<Record<Milestone['stage']['phase'], Duty>> = {
  validating: 'validation',
  inReview: 'review',
  formalSignOff: 'signature',
};

interface Context {
  words: Words;
  at: string;
  mayRun: boolean;
}

export function peopleView(milestone: Milestone, deliveries: readonly RequestDelivery[], context: Context) {
  const { say } = context.words;
  const have = decided(milestone);
  const asked = pendingAssignees(milestone);
  const now = dutyOfPhase[milestone.stage.phase];
  return groupsOf(milestone).map(({ duty, name, quorum, memberIds, limits }) => ({
    ...{ name, duty: say(`act.duty.${duty}`) },
    quorum: say('desk.milestone.quorum', {
      needed: String(needed(quorum, memberIds.length)),
      members: String(memberIds.length),
    }),
    members: assignmentsOf(milestone, duty, memberIds).map(({ memberId, assigneeId = memberId }) => {
      const state = have[duty].includes(assigneeId)
        ? 'decided'
        : now === duty && asked.includes(assigneeId)
          ? 'asked'
          : 'later';
      const request = deliveries.findLast(
        (each) => each.personId === assigneeId && each.kind === duty && !each.isReplaced,
      );
      return {
        name: nameOf(milestone, assigneeId),
        capacity: personOf(milestone, assigneeId)?.capacity,
        instead:
          assigneeId === memberId ? undefined : say('desk.milestone.instead', { name: nameOf(milestone, memberId) }),
        limit: limits[memberId] && context.words.money(limits[memberId], milestone.plan.value.currency),
        state,
        words: say(`desk.milestone.${state}`),
        reached: state === 'asked' && request ? reachedWords(request, milestone, context.words) : undefined,
        acts: context.mayRun && state === 'asked' ? actsOn(assigneeId, context) : [],
      };
    }),
  }));
}

const actsOn = (personId: string, { at, words: { say } }: Context) => [
  {
    href: `${at}/acts/reassign?${String(new URLSearchParams({ fromPersonId: personId, toPersonId: personId }))}`,
    label: say('desk.work.sendAgain'),
  },
  {
    href: `${at}/acts/reassign?${String(new URLSearchParams({ fromPersonId: personId }))}`,
    label: say('desk.work.reassign'),
  },
];

function reachedWords(
  { status, sentAt, bouncedAt, openedAt, lastError }: RequestDelivery,
  { engagement }: Milestone,
  { say, dateIn }: Words,
) {
  const date = (at: string | undefined): string =>
    at === undefined ? '' : dateIn(at, engagement.contract.calendar.timeZone);
  const words = {
    queued: () => say('desk.reached.queued'),
    sent: () => say('desk.reached.sent', { date: date(sentAt) }),
    bounced: () => say('desk.reached.bounced', { date: date(bouncedAt) }),
    opened: () => say('desk.reached.opened', { date: date(openedAt) }),
    decided: () => say('desk.milestone.decided'),
  }[status]();
  return { status, words, told: status === 'bounced' ? lastError : undefined };
}
