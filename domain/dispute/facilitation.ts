// Disagreement: refusals go to the engagement manager, what stays unresolved to the engagement sponsor.
import type { DecideAsSponsor, Escalate, RecordFacilitationOutcome, Refuse } from '../commands.ts';
import { SignOffError } from '../errors.ts';
import type { MilestoneEvent } from '../events.ts';
import { evolveAll } from '../evolve.ts';
import { agreeExceptions } from '../exceptions/exceptionProposal.ts';
import { packageNamed, stageIn } from '../guards.ts';
import { currentPackage, nameOf, type Dispute, type Milestone, type Stage } from '../milestone.ts';
import { awaitsReview } from '../amendments/awaitsReview.ts';
import { assertMay } from '../people/whoMay.ts';
import { dutyIn, groupsFor, assigneesOf, notTheirs } from '../people/assignments.ts';
import { phaseNames } from '../phases.ts';
import { boundDecision } from '../records/boundDecision.ts';
import { tooFewSigners } from '../signOff/signability.ts';
import { validSigners } from '../signOff/signers.ts';
import { agreedRework, openFacilitation, openReview, openSignOff, toSponsor } from '../transitions.ts';
import { notUnderException, obstaclesToConcession, unmetRequirements } from '../validation/unmetRequirements.ts';
import { isValidated } from '../validation/validators.ts';
import { confirmationTerms } from './openOutcome.ts';
import { actedAt } from '../records/takenAt.ts';

/** A refusal by someone who was asked; reasons detailed enough to correct (NEC4 13.4). */
export function refuse(milestone: Milestone, command: Refuse, now: string): MilestoneEvent[] {
  const stage = stageIn(
    milestone,
    ['inReview', 'formalSignOff'],
    'NOT_REFUSABLE',
    'refusals are taken during review and formal sign-off',
  );
  assertAsked(milestone, stage, command.actor.personId);
  packageNamed(milestone, command.packageDigest);
  const refusalId = `R${milestone.refusals.length + 1}`;
  const refused: MilestoneEvent = {
    type: 'refused',
    refusal: {
      refusalId,
      ...boundDecision(milestone, dutyIn(stage.phase), command, now),
      reasons: command.reasons,
      ...(command.asksForRevision ? { asksForRevision: true } : {}),
      refusedIn: stage.phase,
    },
  };
  return [
    refused,
    ...withdrawnSignature(milestone, command.actor.personId),
    ...openFacilitation(milestone, { kind: 'refusal', refusalId }, stage.phase, now),
  ];
}

/** Who refuses after signing no longer counts as having signed, or asking again would pass over the refusal. */
function withdrawnSignature(milestone: Milestone, personId: string): MilestoneEvent[] {
  if (!validSigners(milestone).includes(personId)) return [];
  return [
    {
      type: 'signaturesVoided',
      personIds: [personId],
      reason: `${nameOf(milestone, personId)} refused after signing.`,
    },
  ];
}

function assertAsked(milestone: Milestone, stage: Extract<Stage, { openGroup: number }>, personId: string): void {
  const duty = dutyIn(stage.phase);
  const groups = groupsFor(milestone, duty).map((memberIds) => assigneesOf(milestone, duty, memberIds));
  if (!groups.some((ids) => ids.includes(personId)))
    throw notTheirs(
      milestone,
      duty,
      personId,
      `"${personId}" is not asked to decide on milestone ${milestone.milestoneId} in ${phaseNames[stage.phase]}.`,
    );
  if (!groups.slice(0, stage.openGroup + 1).some((ids) => ids.includes(personId)))
    throw new SignOffError('NOT_YET_ASKED', `"${personId}" belongs to a group that has not been asked yet.`, {
      field: 'actor.personId',
    });
}

export function recordFacilitationOutcome(
  milestone: Milestone,
  command: RecordFacilitationOutcome,
  now: string,
): MilestoneEvent[] {
  const stage = stageIn(
    milestone,
    ['facilitation'],
    'NOT_IN_FACILITATION',
    'an outcome is recorded while a dispute is facilitated',
  );
  assertMay(milestone, 'recordFacilitationOutcome', command.actor.personId);
  const available = outcomesFor(milestone, stage);
  if (!available.includes(command.outcome))
    throw new SignOffError(
      'OUTCOME_NOT_AVAILABLE',
      `"${command.outcome}" is not possible here; choose one of ${available.join(', ')}.`,
      {
        field: 'outcome',
      },
    );
  if (command.outcome !== 'underExceptions' && (command.exceptions ?? []).length > 0)
    throw new SignOffError(
      'OUTCOME_NOT_AVAILABLE',
      `Exceptions are named to go on under them, not for "${command.outcome}"; leave them out.`,
      { field: 'exceptions' },
    );
  const recorded: MilestoneEvent = {
    type: 'facilitationOutcomeRecorded',
    facilitation: {
      outcome: command.outcome,
      note: command.note,
      by: command.actor.personId,
      at: actedAt(command, now),
      ...confirmationTerms(milestone, stage.dispute, command.outcome, now),
    },
  };
  return [recorded, ...follow(evolveAll(milestone, [recorded]), command, stage, now)];
}

/**
 * What a facilitation can end in: nobody is asked to sign, or review, what they were not shown as validated, but for what is
 * named in exceptions where the contract lets it be. An amendment of the plan can have made what was validated or reviewed something else.
 */
export function outcomesFor(
  milestone: Milestone,
  stage: Extract<Stage, { phase: 'facilitation' }>,
): RecordFacilitationOutcome['outcome'][] {
  if (stage.from !== 'validating' && !isValidated(milestone) && obstaclesToConcession(milestone).length > 0)
    return ['rework', 'escalate'];
  switch (stage.from) {
    case 'validating':
      return obstaclesToConcession(milestone).length === 0
        ? ['rework', 'underExceptions', 'escalate']
        : ['rework', 'escalate'];
    case 'inReview':
      return ['rework', 'reviewAgain', 'escalate'];
    case 'formalSignOff':
      return tooFewSigners(milestone).length > 0 || awaitsReview(milestone)
        ? ['rework', 'reviewAgain', 'escalate']
        : ['rework', 'reviewAgain', 'askAgain', 'escalate'];
    default:
      return stage.from satisfies never;
  }
}

function follow(
  milestone: Milestone,
  command: RecordFacilitationOutcome,
  stage: Extract<Stage, { phase: 'facilitation' }>,
  now: string,
): MilestoneEvent[] {
  switch (command.outcome) {
    case 'rework':
      return agreedRework(milestone, disputeReasons(milestone, stage.dispute), now);
    case 'reviewAgain':
      return openReview(milestone, now);
    case 'askAgain':
      return openSignOff(milestone, now);
    case 'underExceptions': {
      const agreed = agreeNamed(milestone, command, now);
      return [...agreed, ...openReview(evolveAll(milestone, agreed), now)];
    }
    case 'escalate':
      return toSponsor(milestone, command.note, now);
    default:
      return command.outcome satisfies never;
  }
}

function disputeReasons(milestone: Milestone, dispute: Dispute): string[] {
  switch (dispute.kind) {
    case 'reworkExhausted':
      return dispute.reasons;
    case 'refusal':
      return milestone.refusals.find((each) => each.refusalId === dispute.refusalId)?.reasons ?? [];
    case 'concession':
      return unmetRequirements(milestone).map(
        ({ requirementId, evidence }) => `Requirement ${requirementId} is not met: ${evidence.join('; ')}`,
      );
    case 'deemedRejection':
      return ['Rejected by silence, as the contract provides; nobody gave reasons.'];
    default:
      return dispute satisfies never;
  }
}

/** Any party to a dispute may escalate it; the manager may also escalate once a deadline has passed. */
export function escalate(milestone: Milestone, command: Escalate, now: string): MilestoneEvent[] {
  const stage = stageIn(
    milestone,
    ['facilitation', 'compiling', 'rework', 'validating', 'inReview', 'formalSignOff'],
    'NOT_ESCALATABLE',
    'only a dispute or an overdue wait can be escalated',
  );
  if (stage.phase === 'facilitation') assertParty(milestone, stage.dispute, command.actor.personId);
  else {
    assertMay(milestone, 'escalateOverdue', command.actor.personId);
    if (now < stage.wait.deadline)
      throw new SignOffError(
        'NOT_ESCALATABLE',
        `The wait of ${phaseNames[stage.phase]} runs until ${stage.wait.deadline}; it can be escalated after that.`,
      );
  }
  return toSponsor(milestone, command.reason, now);
}

function assertParty(milestone: Milestone, dispute: Dispute, personId: string): void {
  const refuser =
    dispute.kind === 'refusal'
      ? milestone.refusals.find((each) => each.refusalId === dispute.refusalId)?.personId
      : undefined;
  if (personId !== refuser) assertMay(milestone, 'escalate', personId);
}

/** The sponsor's own reasoned act; it never signs for someone else. */
export function decideAsSponsor(milestone: Milestone, command: DecideAsSponsor, now: string): MilestoneEvent[] {
  stageIn(milestone, ['escalated'], 'NOT_ESCALATED', 'the sponsor decides what was escalated');
  const owner = { personId: milestone.engagement.engagementManagerId, words: 'is the engagement manager' };
  assertMay(milestone, 'decideAsSponsor', command.actor.personId, { owner });
  const { determination, reasons, exceptions = [] } = command;
  const digest = currentPackage(milestone)?.digest;
  if (determination === 'formalSignOff') assertSignable(milestone);
  else if (exceptions.length > 0)
    throw new SignOffError(
      'OUTCOME_NOT_AVAILABLE',
      `Exceptions are named to go back to formal sign-off with, not for "${determination}"; leave them out.`,
      { field: 'exceptions' },
    );
  const decided: MilestoneEvent = {
    type: 'sponsorDecided',
    determination: {
      determination,
      reasons,
      by: command.actor.personId,
      at: actedAt(command, now),
      ...(digest === undefined ? {} : { packageDigest: digest }),
      ...(exceptions.length === 0 ? {} : { exceptionIds: exceptions.map((each) => each.exceptionId) }),
    },
  };
  const after = evolveAll(milestone, [decided]);
  switch (determination) {
    case 'rework':
      return [decided, ...agreedRework(after, [reasons], now)];
    case 'formalSignOff': {
      const agreed = agreeNamed(after, command, now);
      return [decided, ...agreed, ...openSignOff(evolveAll(after, agreed), now)];
    }
    case 'terminate':
      return [decided, { type: 'terminated', reasons }];
    default:
      return determination satisfies never;
  }
}

/** The exceptions a message names are agreed, and every mandatory requirement not met has to be under one of them by then. */
function agreeNamed(
  milestone: Milestone,
  command: Pick<DecideAsSponsor, 'exceptions' | 'actor'>,
  now: string,
): MilestoneEvent[] {
  const { exceptions = [], actor } = command;
  const proposed = { by: actor.personId, at: actedAt(command, now) };
  const agreed = agreeExceptions(milestone, exceptions, proposed, now, (index) => `exceptions.${index}.`);
  const left = notUnderException(evolveAll(milestone, agreed));
  if (left.length === 0) return agreed;
  throw new SignOffError(
    'OUTCOME_NOT_AVAILABLE',
    `Mandatory and not met: ${left.map((each) => each.requirementId).join(', ')}. Name each in the requirementIds of an exception, or choose rework.`,
    { field: 'exceptions' },
  );
}

/**
 * Formal sign-off needs a package that technical validation let through, or one whose mandatory requirements not met can each
 * be put under an exception; otherwise nobody knows what they sign.
 */
export function whyNotSignable(milestone: Milestone): string[] {
  if (!currentPackage(milestone)) return ['no package was submitted'];
  return [
    ...(isValidated(milestone) ? [] : obstaclesToConcession(milestone)),
    ...tooFewSigners(milestone).map((each) => each.reason.replace(/\.$/u, '')),
  ];
}

function assertSignable(milestone: Milestone): void {
  const why = whyNotSignable(milestone);
  if (why.length === 0) return;
  throw new SignOffError(
    'OUTCOME_NOT_AVAILABLE',
    `There is no validated package that could be signed: ${why.join('; ')}. Choose rework, or terminate the milestone.`,
    { field: 'determination' },
  );
}
