// What is ahead of a milestone that is not started yet: who will be mailed, step by step, and until when each has, if everybody takes all the time they have. Pure.
import { withWaitsFor } from '../terms/waitsFor.ts';
import type { Engagement } from '../terms/engagement.ts';
import type { MilestonePlan } from '../terms/plan.ts';
import { needed } from '../people/quorum.ts';
import { openDeadline, type DeadlineKind } from '../time/deadline.ts';

export interface CourseStep {
  phase: DeadlineKind;
  /** Of a group: its name, and how many of it are needed. */
  group?: { name: string; needed: number; of: number };
  /** Who is mailed; of compiling, who has to submit. */
  personIds: string[];
  /** ISO 8601 UTC, at the latest: the day the step before is over, and the day it is itself. */
  from: string;
  until: string;
  /** Instants, to those who have not answered by then. */
  reminders: string[];
}

/** All the way to acceptance, without refusals, rework and extensions. `now` is when it would start. */
export function courseAhead(
  { contract: agreed, engagementManagerId }: Engagement,
  plan: MilestonePlan,
  now: string,
): CourseStep[] {
  const contract = withWaitsFor(agreed, plan);
  const steps: CourseStep[] = [];
  let from = now;
  const step = (phase: DeadlineKind, personIds: string[], group?: CourseStep['group']): void => {
    const { deadline: until, schedule } = openDeadline(phase, from, contract);
    const reminders = schedule.filter(({ kind, at }) => kind === 'reminder' && at < until).map(({ at }) => at);
    steps.push({ phase, personIds, from, until, reminders, ...(group ? { group } : {}) });
    from = until;
  };
  const groupOf = (name: string, quorum: MilestonePlan['validators']['quorum'], of: number) => ({
    ...{ name, of, needed: needed(quorum, of) },
  });
  const { validators, reviewGroups, approvalAuthorityList } = plan;
  step('compiling', [engagementManagerId]);
  step('validating', validators.memberIds, groupOf(validators.name, validators.quorum, validators.memberIds.length));
  for (const { name, quorum, memberIds } of reviewGroups)
    step('inReview', memberIds, groupOf(name, quorum, memberIds.length));
  for (const { name, quorum, members } of approvalAuthorityList) {
    const ids = members.map((each) => each.personId);
    step('formalSignOff', ids, groupOf(name, quorum, ids.length));
  }
  return steps;
}
