// Passing a duty on: by the person asked, within their authority, or by the engagement manager. Nobody gains authority by it.
import type { Delegate, Reassign } from '../commands.ts';
import { SignOffError } from '../errors.ts';
import type { MilestoneEvent } from '../events.ts';
import { evolveAll } from '../evolve.ts';
import { whenDecided } from '../records/boundDecision.ts';
import { withVoided } from '../records/voiding.ts';
import { authorityOf, validSigners, whoCannotBeReplaced, whyMayNotSign } from '../signOff/signers.ts';
import { packageNamed, stageIn } from '../guards.ts';
import { countingEntries, enteredPeople } from '../entered/entries.ts';
import { currentPackage, deemedPeople, personOf, type Delegation, type Milestone } from '../milestone.ts';
import { smallerOf } from '../terms/money.ts';
import { phaseNames } from '../phases.ts';
import { isSameHuman, isShared } from './humans.ts';
import { hasLeft } from './leaving.ts';
import { keyOfSystem } from './systems.ts';
import type { Actor } from './people.ts';
import { isObserver } from '../requests/observers.ts';
import { pendingAssignees } from '../requests/pendingAssignees.ts';
import { needed } from './quorum.ts';
import {
  dutyIn,
  groupsFor,
  assigneesOf,
  notTheirs,
  delegationTo,
  assignmentsOf,
  type Duty,
  type Assignment,
} from './assignments.ts';
import { standingApprovals } from '../review/approvals.ts';
import { isAuthor, standingValidators, whyMayNotValidate } from '../validation/validators.ts';
import { actedAt } from '../records/takenAt.ts';
import { assertMay } from './whoMay.ts';

/** By the person asked, on the package they were asked about. Rules 1, 3 and 4 hold for the delegate. */
export function delegate(milestone: Milestone, command: Delegate, now: string): MilestoneEvent[] {
  const { phase } = stageIn(
    milestone,
    ['validating', 'inReview', 'formalSignOff'],
    'NOTHING_TO_PASS_ON',
    'a duty is delegated while it is asked for',
  );
  const duty = dutyIn(phase);
  packageNamed(milestone, command.packageDigest);
  const { personId } = command.actor;
  const assignment = assignmentTo(milestone, duty, personId, 'actor.personId');
  assertUndecided(milestone, duty, personId, 'actor.personId');
  if (assignment.memberId !== personId)
    throw new SignOffError(
      'NOTHING_TO_PASS_ON',
      `"${personId}" acts for "${assignment.memberId}" and cannot delegate that further; the engagement manager can reassign it.`,
      { field: 'actor.personId' },
    );
  if (!pendingAssignees(milestone).includes(personId))
    throw new SignOffError(
      'NOT_YET_ASKED',
      `"${personId}" is not being asked now; delegate once the request arrives.`,
      {
        field: 'actor.personId',
      },
    );
  if (command.toPersonId === personId)
    throw new SignOffError('DELEGATE_NOT_ELIGIBLE', 'Name another person to decide instead of you.', {
      field: 'toPersonId',
    });
  const delegation = { ...newDelegation(milestone, assignment, duty, command, now), kind: 'delegated' as const };
  assertEligible(milestone, delegation);
  return [{ type: 'delegated', delegation }];
}

/** By the manager, whether or not the person has been asked yet; to the same person it only replaces their link. */
export function reassign(milestone: Milestone, command: Reassign, now: string): MilestoneEvent[] {
  const { phase } = stageIn(
    milestone,
    ['compiling', 'rework', 'validating', 'inReview', 'formalSignOff', 'facilitation', 'escalated'],
    'NOTHING_TO_PASS_ON',
    'duties are reassigned before the milestone is signed',
  );
  assertMay(milestone, 'reassign', command.actor.personId);
  const duty = command.duty ?? dutyIn(phase);
  if (!duty)
    throw new SignOffError(
      'NOTHING_TO_PASS_ON',
      `Nothing is asked of validators, stakeholders or approvers in ${phaseNames[phase]}; name the duty to reassign.`,
      { field: 'duty' },
    );
  const assignment = assignmentTo(milestone, duty, command.fromPersonId, 'fromPersonId');
  assertUndecided(milestone, duty, command.fromPersonId, 'fromPersonId');
  const delegation = { ...newDelegation(milestone, assignment, duty, command, now), kind: 'reassigned' as const };
  if (command.toPersonId !== command.fromPersonId) assertEligible(milestone, delegation);
  return [{ type: 'reassigned', delegation }];
}

/** Whom a person who is asked now could name, so that nobody has to guess. */
export function eligibleDelegates(milestone: Milestone, personId: string): string[] {
  const digest = currentPackage(milestone)?.digest ?? '';
  return milestone.engagement.people.flatMap(({ personId: toPersonId }) => {
    const actor: Actor = { personId, role: 'approver', authentication: { method: 'temporalMessage' } };
    const command = { messageId: 'asked', actor, packageDigest: digest, toPersonId, reason: 'asked' };
    try {
      return delegate(milestone, command, '').length > 0 ? [toPersonId] : [];
    } catch (error) {
      if (error instanceof SignOffError) return [];
      throw error;
    }
  });
}

function newDelegation(
  milestone: Milestone,
  assignment: Assignment,
  duty: Duty,
  command: Delegate | Reassign,
  now: string,
) {
  const digest = currentPackage(milestone)?.digest;
  return {
    delegationId: `P${milestone.delegations.length + 1}`,
    duty,
    memberId: assignment.memberId,
    fromPersonId: assignment.assigneeId ?? assignment.memberId,
    toPersonId: command.toPersonId,
    reason: command.reason,
    at: actedAt(command, now),
    actor: command.actor,
    messageId: command.messageId,
    ...(digest === undefined ? {} : { packageDigest: digest }),
    isVoid: false,
  };
}

function assignmentTo(milestone: Milestone, duty: Duty, personId: string, field: string): Assignment {
  const assignments = groupsFor(milestone, duty).flatMap((memberIds) => assignmentsOf(milestone, duty, memberIds));
  const held = assignments.find((each) => each.assigneeId === personId);
  if (held) return held;
  const { code, message } = notTheirs(
    milestone,
    duty,
    personId,
    `"${personId}" is not listed for ${duty} on milestone ${milestone.milestoneId}.`,
  );
  throw new SignOffError(code, message, { field });
}

/** Whose decision on this package stands, for each duty. */
export function decided(milestone: Milestone, duty: Duty): string[] {
  switch (duty) {
    case 'validation':
      return standingValidators(milestone);
    case 'review':
      return [...standingApprovals(milestone), ...deemedPeople(milestone, 'review')];
    case 'signature':
      return [
        ...validSigners(milestone),
        ...enteredPeople(milestone, 'signature'),
        ...deemedPeople(milestone, 'signOff'),
      ];
    default:
      return duty satisfies never;
  }
}

function assertUndecided(milestone: Milestone, duty: Duty, personId: string, field: string): void {
  if (!decided(milestone, duty).includes(personId)) return;
  const { reports, feedback, signatures } = milestone;
  const when = whenDecided(
    { validation: reports, review: feedback.filter((each) => each.verdict === 'approve'), signature: signatures }[duty],
    personId,
  );
  throw new SignOffError(
    'ALREADY_DECIDED',
    when === ''
      ? `The silence of "${personId}" counts as a decision on this package; it stands and cannot be passed on.`
      : `"${personId}" has already given a decision on this package, ${when}; it stands and cannot be passed on.`,
    { field },
  );
}

export function assertEligible(milestone: Milestone, delegation: Delegation): void {
  const { duty, memberId, toPersonId } = delegation;
  const refused = (why: string) => new SignOffError('DELEGATE_NOT_ELIGIBLE', why, { field: 'toPersonId' });
  const person = personOf(milestone, toPersonId);
  if (!person) throw refused(`"${toPersonId}" is not among the people of the engagement.`);
  if (person.party !== personOf(milestone, memberId)?.party)
    throw refused(`"${toPersonId}" belongs to the ${person.party}; name somebody of the same party as "${memberId}".`);
  if (isShared(milestone.engagement.people, toPersonId))
    throw refused(`"${toPersonId}" is a shared mailbox, which decides nothing; name a person.`);
  if (hasLeft(milestone, toPersonId)) throw refused(`"${toPersonId}" has left; name somebody who is still there.`);
  if (isObserver(milestone, toPersonId))
    throw refused(`"${toPersonId}" observes by the plan, and decides nothing; name somebody else.`);
  if (duty !== 'validation' && keyOfSystem(milestone, toPersonId) !== undefined)
    throw refused(`"${toPersonId}" is a system by the plan, which reports on validation alone; name a person.`);
  const twin = twinOf(milestone, delegation);
  if (twin) throw refused(`"${toPersonId}" has the mailbox of "${twin}", who is asked as well; one human counts once.`);
  const standing = delegationTo(milestone, duty, toPersonId);
  if (standing && standing.memberId !== memberId && standing.memberId !== toPersonId)
    throw refused(`"${toPersonId}" already acts for "${standing.memberId}"; one person counts once.`);
  if (decided(milestone, duty).includes(toPersonId))
    throw refused(`"${toPersonId}" has already decided on this package; one person counts once.`);
  assertAble(milestone, delegation);
  const entry = countingEntries(milestone).find((each) => isSameHuman(milestone, each.enteredBy, toPersonId));
  if (entry)
    throw refused(
      `"${toPersonId}" entered decision ${entry.entryId} of somebody else on this package, and decides nothing beside it.`,
    );
  const passed = evolveAll(milestone, [{ type: 'reassigned', delegation }]);
  const obstacle = unreachable(passed, duty);
  if (obstacle && !unreachable(milestone, duty)) throw refused(`If "${toPersonId}" acted instead: ${obstacle}`);
  const later = delegation.kind === 'reassigned' && lastingObstacle(milestone, passed, duty);
  if (later) throw refused(`On a new package, when what people delegated has ended: ${later}`);
}

/** Another person ID of the same human that decides, or has decided, in the same duty. */
function twinOf(milestone: Milestone, { duty, memberId, toPersonId }: Delegation): string | undefined {
  const acting = groupsFor(milestone, duty).flatMap((ids) =>
    assignmentsOf(milestone, duty, ids).filter((each) => each.memberId !== memberId),
  );
  const others = [...acting.flatMap((each) => each.assigneeId ?? []), ...decided(milestone, duty)];
  return others.find((id) => id !== toPersonId && isSameHuman(milestone, id, toPersonId));
}

/** What the manager arranges outlasts the package, and must not leave a group that nobody could bring to its quorum then. */
function lastingObstacle(before: Milestone, after: Milestone, duty: Duty): string | undefined {
  const onNextPackage = (milestone: Milestone): Milestone => withVoided(milestone, { types: ['delegated'] });
  return unreachable(onNextPackage(before), duty) ? undefined : unreachable(onNextPackage(after), duty);
}

/** Separation of duties and authority of the person who would act. */
function assertAble(milestone: Milestone, { duty, memberId, toPersonId }: Delegation): void {
  const tooClose = duty === 'validation' ? whyMayNotValidate(milestone, toPersonId) : undefined;
  if (tooClose) throw new SignOffError(tooClose.code, tooClose.message, { field: 'toPersonId' });
  if (duty !== 'signature') return;
  for (const group of milestone.plan.approvalAuthorityList) {
    const listed = group.members.find((each) => each.personId === memberId);
    if (!listed) continue;
    const own = authorityOf(milestone, group, toPersonId);
    if (!own)
      throw new SignOffError(
        'DELEGATE_NOT_ELIGIBLE',
        `"${toPersonId}" has no authority on the approval authority list; name somebody who is listed there.`,
        { field: 'toPersonId' },
      );
    const limit = smallerOf(listed.limit, own.limit);
    const objection = whyMayNotSign(milestone, { personId: toPersonId, ...(limit === undefined ? {} : { limit }) });
    if (objection) throw new SignOffError(objection.code, objection.message, { field: 'toPersonId' });
  }
}

/** The group that could no longer decide, in words: a person who acts for somebody else leaves their own place empty. */
function unreachable(milestone: Milestone, duty: Duty): string | undefined {
  if (duty === 'signature') return whoCannotBeReplaced(milestone);
  const groups = duty === 'validation' ? [milestone.plan.validators] : milestone.plan.reviewGroups;
  const short = groups.find(({ quorum, memberIds }) => {
    const able = assigneesOf(milestone, duty, memberIds).filter(
      (id) =>
        (duty === 'review' || !isAuthor(milestone, id)) &&
        (!hasLeft(milestone, id) || decided(milestone, duty).includes(id)),
    );
    return able.length < needed(quorum, memberIds.length);
  });
  return short && `group "${short.name}" could no longer reach its quorum, because one person counts once.`;
}
