// Whether a milestone can be signed at all, as its plan, people and contract stand: every reason why not, each with the field at fault
// and what to do about it. One function, asked before a milestone starts, before a package is taken and before the sponsor chooses.
import { withWaitsFor } from '../terms/waitsFor.ts';
import { SignOffError } from '../errors.ts';
import { begin, evolveAll } from '../evolve.ts';
import { isOver, type Milestone } from '../milestone.ts';
import { assigneesOf, groupsFor, type Duty } from '../people/assignments.ts';
import { decided } from '../people/delegation.ts';
import { leavingDue, leavingTooEarly } from '../people/departures.ts';
import { hasLeft } from '../people/leaving.ts';
import { needed } from '../people/quorum.ts';
import { currentRulesVersion } from '../rulesVersions.ts';
import type { ContractTerms, Engagement } from '../terms/engagement.ts';
import { planProblems, type MilestonePlan } from '../terms/plan.ts';
import { dateOf, daysWithoutBusiness } from '../time/businessTime.ts';
import { openDeadline } from '../time/deadline.ts';
import { isAuthor } from '../validation/validators.ts';
import { blockedGroups } from './signers.ts';

/** `field`: as it was sent with the registration, e.g. "plan.approvalAuthorityList.0". */
export interface SigningObstacle {
  field: string;
  reason: string;
  remedy: string;
}

/** Of a milestone that is not accepted yet; none where everybody needed can decide. `now` is ISO 8601 UTC. */
export function obstaclesToSigning(milestone: Milestone, now: string): SigningObstacle[] {
  const { engagement, plan } = milestone;
  if (isOver(milestone) || milestone.stage.phase === 'acceptedWithExceptions') return [];
  return [
    ...tooFewSigners(milestone),
    ...tooFew(milestone, 'validation'),
    ...tooFew(milestone, 'review'),
    ...withoutBusiness(engagement.contract, now),
    ...datesOutside(plan, engagement),
    ...dependsOnItself(milestone),
  ];
}

/** What will keep it from being signed as the dates stand: who leaves before they are to decide. */
export const forewarnings = (milestone: Milestone): SigningObstacle[] =>
  leavingTooEarly(milestone).map(({ personId, lastDayOn, until }) => ({
    field: `people.${milestone.engagement.people.findIndex((each) => each.personId === personId)}.lastDayOn`,
    reason: `"${personId}" leaves with ${lastDayOn} as the last day, and is needed until ${until}.`,
    remedy: 'reassign what is theirs to decide, or name a deputy, before that day',
  }));

/** The same of a milestone that is to start. */
export const forewarningsOf = (
  start: Pick<Milestone, 'milestoneId' | 'engagement' | 'plan'>,
  now: string,
): SigningObstacle[] =>
  forewarnings(
    begin({
      ...{ type: 'milestoneStarted', ...start, rulesVersion: currentRulesVersion },
      wait: openDeadline('compiling', now, withWaitsFor(start.engagement.contract, start.plan)),
    }),
  );

/** Limits, and separation of duties judged on the human who acts: who may sign is fewer than the group asks for. */
export const tooFewSigners = (milestone: Milestone): SigningObstacle[] =>
  blockedGroups(milestone).map(({ index, sentence }) => ({
    field: `plan.approvalAuthorityList.${index}`,
    reason: sentence,
    remedy:
      'list people who may sign for this value and did not submit the package, raise their limit, or ask for fewer of them',
  }));

/** One person counts once, and authors do not validate. */
function tooFew(milestone: Milestone, duty: Exclude<Duty, 'signature'>): SigningObstacle[] {
  const { validators, reviewGroups } = milestone.plan;
  const groups = duty === 'validation' ? [validators] : reviewGroups;
  return groupsFor(milestone, duty).flatMap((memberIds, index) => {
    const { name, quorum } = groups[index] ?? validators;
    const acting = assigneesOf(milestone, duty, memberIds);
    const gone = acting.filter((id) => hasLeft(milestone, id) && !decided(milestone, duty).includes(id));
    const able = acting.filter((id) => (duty === 'review' || !isAuthor(milestone, id)) && !gone.includes(id));
    const wanted = needed(quorum, memberIds.length);
    if (able.length >= wanted) return [];
    const whoLeft = gone.map((id) => `"${id}" has left`).join(', ');
    return [
      {
        field: duty === 'validation' ? 'plan.validators' : `plan.reviewGroups.${index}`,
        reason:
          whoLeft === ''
            ? `Group "${name}" asks for ${wanted} of its members, and ${able.length} can decide, because one person counts once${
                duty === 'validation' ? ' and authors of a deliverable do not validate it' : ''
              }.`
            : `Group "${name}" asks for ${wanted} of its members, and ${able.length} can decide, because ${whoLeft}.`,
        remedy: 'list somebody else, or reassign the place that nobody fills',
      },
    ];
  });
}

/** So long nobody is without business; longer it is a list of holidays, or a weekend, that says something else than was meant. */
const longestPause = 60;

/** A contract in whose calendar no business is done for months has no deadline that anybody could keep. */
function withoutBusiness({ calendar }: Pick<ContractTerms, 'calendar'>, now: string): SigningObstacle[] {
  const pause = daysWithoutBusiness(dateOf(now, calendar), longestPause, calendar);
  if (!pause) return [];
  return [
    {
      field: 'contract.calendar',
      reason: `The calendar of the contract has no business day from ${pause.from} until ${pause.to}.`,
      remedy: 'correct its weekend and holidays, or list dates under workingDays',
    },
  ];
}

/** Throws INVALID_MESSAGE, when a contract is registered or its days are corrected. */
export function assertDoesBusiness(contract: Pick<ContractTerms, 'calendar'>, now: string): void {
  const [obstacle] = withoutBusiness(contract, now);
  if (obstacle) throw new SignOffError('INVALID_MESSAGE', obstacleWords(obstacle), { field: obstacle.field });
}

function datesOutside({ dueOn, reviewMeeting }: MilestonePlan, { startsOn, contract }: Engagement): SigningObstacle[] {
  if (startsOn === undefined) return [];
  const remedy = 'give a date within the contract, or correct startsOn of the engagement';
  const meetingOn = reviewMeeting && dateOf(reviewMeeting.startsAt, contract.calendar);
  return [
    ...(dueOn !== undefined && dueOn < startsOn
      ? [{ field: 'plan.dueOn', reason: `${dueOn} is before the engagement begins on ${startsOn}.`, remedy }]
      : []),
    ...(meetingOn !== undefined && meetingOn < startsOn
      ? [
          {
            field: 'plan.reviewMeeting.startsAt',
            reason: `The review meeting on ${meetingOn} is before the engagement begins on ${startsOn}.`,
            remedy,
          },
        ]
      : []),
  ];
}

/** What waits for another milestone starts after it, so that the one circle there can be is of one. */
const dependsOnItself = ({ milestoneId, plan }: Milestone): SigningObstacle[] =>
  plan.dependsOn.flatMap((each, index) =>
    each.milestoneId === milestoneId
      ? [
          {
            field: `plan.dependsOn.${index}.milestoneId`,
            reason: `Milestone ${milestoneId} would wait for its own acceptance.`,
            remedy: 'name the milestone before it, or leave this one out',
          },
        ]
      : [],
  );

export const obstacleWords = ({ reason, remedy }: SigningObstacle): string => `${reason} To sign it, ${remedy}.`;

/** Throws PLAN_INCONSISTENT listing everything that keeps a milestone from being started, or from ever being signed. */
export function assertCanStart(
  start: Pick<Milestone, 'milestoneId' | 'engagement' | 'plan'>,
  now: string,
  rulesVersion = currentRulesVersion,
): void {
  const wait = openDeadline('compiling', now, withWaitsFor(start.engagement.contract, start.plan));
  const begun = begin({ type: 'milestoneStarted', ...start, wait, rulesVersion });
  const milestone = evolveAll(begun, leavingDue(begun, now));
  const problems = planProblems(milestone.plan, milestone.engagement);
  const found = problems.map((each) => each.split(':', 1)[0] ?? '');
  const obstacles = obstaclesToSigning(milestone, now)
    .filter(({ field }) => !found.some((each) => each === field || each.startsWith(`${field}.`)))
    .map((each) => `${each.field}: ${obstacleWords(each)}`);
  const [first] = [...problems, ...obstacles];
  if (first === undefined) return;
  const details = [...problems, ...obstacles];
  throw new SignOffError('PLAN_INCONSISTENT', `The milestone plan does not hold together: ${details.join('; ')}`, {
    field: first.split(':', 1)[0] ?? 'plan',
    details,
  });
}

/** Throws NOT_SIGNABLE: a package that nobody could sign is not sent round. */
export function assertCanBeSigned(milestone: Milestone, now: string): void {
  const obstacles = obstaclesToSigning(milestone, now);
  const [first] = obstacles;
  if (!first) return;
  throw new SignOffError(
    'NOT_SIGNABLE',
    `Nobody could sign this milestone as it stands: ${obstacles.map(obstacleWords).join(' ')}`,
    { field: first.field, details: obstacles.map((each) => `${each.field}: ${obstacleWords(each)}`) },
  );
}
