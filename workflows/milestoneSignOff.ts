// The life of one milestone, from its package to its signed acceptance. Reads as the process; rules live in the domain.
import { ApplicationFailure, CancellationScope, patched, workflowInfo } from '@temporalio/workflow';
import { adoptState } from '../domain/records/adoption.ts';
import { startMilestone } from '../domain/decide.ts';
import { SignOffError } from '../domain/errors.ts';
import { currentRulesEdition, isOver, type Phase } from '../domain/milestone.ts';
import { milestoneCarried, type PackedState } from './carriedState.ts';
import { Desk, type Incoming } from './desk.ts';
import { deliverableCompilation } from './deliverableCompilation.ts';
import { exceptionCloseOut } from './exceptionCloseOut.ts';
import { facilitation, sponsorDetermination } from './facilitation.ts';
import { formalSignOff } from './formalSignOff.ts';
import { revocation } from './revocation.ts';
import type { MilestoneSignOffInput, MilestoneSignOffResult } from './messages.ts';
import { awaitAuthorisation } from './nextPhase.ts';
import { milestoneWorkflowId } from './milestoneWorkflowId.ts';
import { stakeholderReview } from './stakeholderReview.ts';
import { technicalValidation } from './technicalValidation.ts';

/**
 * Runs for the months a milestone takes. Fails only when it was started with something that is no milestone, or with a plan
 * that does not hold together. `packed` comes from an earlier run whose state was large.
 */
export async function milestoneSignOff(
  input: MilestoneSignOffInput,
  packed?: PackedState,
): Promise<MilestoneSignOffResult> {
  const desk = openDesk(input, packed);
  takeCancellationAsMessage(desk);
  return CancellationScope.nonCancellable(async () => {
    if (!input.carried) await awaitAuthorisation(desk.milestone.plan);
    do {
      while (!isOver(desk.milestone)) await stageOf[desk.milestone.stage.phase](desk);
      await desk.serveOut();
      // A revocation may have been proposed while the last outputs were being published.
    } while (!isOver(desk.milestone));
    const certificateNumber = desk.milestone.acceptances.at(-1)?.certificateNumber;
    return {
      milestoneId: desk.milestone.milestoneId,
      phase: desk.milestone.stage.phase,
      ...(certificateNumber === undefined ? {} : { certificateNumber }),
    };
  });
}

const over = async (): Promise<void> => undefined;

const stageOf: Record<Phase, (desk: Desk) => Promise<void>> = {
  compiling: deliverableCompilation,
  rework: deliverableCompilation,
  validating: technicalValidation,
  inReview: stakeholderReview,
  formalSignOff,
  facilitation,
  escalated: sponsorDetermination,
  acceptedWithExceptions: exceptionCloseOut,
  accepted: revocation,
  revoked: over,
  terminated: over,
  cancelled: over,
};

function openDesk(input: MilestoneSignOffInput | undefined, packed: PackedState | undefined): Desk {
  if (input?.carried) return new Desk(input, adoptState(milestoneCarried(input.carried, packed)), []);
  try {
    assertStartable(input);
    const started = startMilestone(input, input.startedBy, new Date(Date.now()).toISOString(), rulesEdition());
    return new Desk(input, started.milestone, started.events, firstPackage(input));
  } catch (error) {
    if (!(error instanceof SignOffError)) throw error;
    throw ApplicationFailure.create({
      message: error.message,
      type: error.code,
      nonRetryable: true,
      details: [{ field: error.field, details: [...error.details] }],
    });
  }
}

/** A history goes on by the edition it was written under; each new one is asked for first. */
function rulesEdition(): number | undefined {
  if (patched('rules-edition-3')) return currentRulesEdition;
  return patched('rules-edition-2') ? 2 : undefined;
}

/** Temporal users can start one too; under another ID, two runs would write to one record. */
function assertStartable(input: MilestoneSignOffInput | undefined): asserts input is MilestoneSignOffInput {
  if (!input)
    throw new SignOffError('INVALID_MESSAGE', 'A milestone is started with a milestoneId, an engagement and a plan.');
  const { workflowId } = workflowInfo();
  if (workflowId !== milestoneWorkflowId(input.milestoneId))
    throw new SignOffError(
      'INVALID_MESSAGE',
      `Milestone "${input.milestoneId}" runs under workflow ID "${milestoneWorkflowId(input.milestoneId)}" and no other; start it under that one.`,
      { field: 'milestoneId' },
    );
}

function firstPackage(input: MilestoneSignOffInput): Incoming[] {
  if (!input.package) return [];
  const envelope = { messageId: `${input.milestoneId}-first-package`, actor: input.startedBy };
  return [{ name: 'submitPackage', raw: { ...envelope, ...input.package }, isOwn: false }];
}

/** A cancellation asked for in Temporal becomes the milestone's own: recorded, everybody told, links dead. */
function takeCancellationAsMessage(desk: Desk): void {
  CancellationScope.current().cancelRequested.catch(() => {
    const message = {
      messageId: `${desk.milestone.milestoneId}-cancelled-in-temporal`,
      actor: { personId: 'temporal', role: 'administrator', authentication: { method: 'system' } },
      reason: 'Cancelled by an administrator in Temporal.',
    };
    desk.accept('cancel', message, true);
  });
}
