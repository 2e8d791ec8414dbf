// The life of one milestone, from its package to its signed acceptance. Reads as the process; rules live in the domain.
import { ApplicationFailure, CancellationScope } from '@temporalio/workflow';
import { startMilestone } from '../domain/decide.ts';
import { SignOffError } from '../domain/errors.ts';
import { isOver, type Phase } from '../domain/milestone.ts';
import { Desk, type Incoming } from './desk.ts';
import { deliverableCompilation } from './deliverableCompilation.ts';
import { exceptionCloseOut } from './exceptionCloseOut.ts';
import { facilitation, sponsorDetermination } from './facilitation.ts';
import { formalSignOff } from './formalSignOff.ts';
import type { MilestoneSignOffInput, MilestoneSignOffResult } from './messages.ts';
import { awaitAuthorisation } from './nextPhase.ts';
import { stakeholderReview } from './stakeholderReview.ts';
import { technicalValidation } from './technicalValidation.ts';

/** Runs for the months a milestone takes. Fails only when it was started with a plan that does not hold together. */
export async function milestoneSignOff(input: MilestoneSignOffInput): Promise<MilestoneSignOffResult> {
  const desk = openDesk(input);
  takeCancellationAsMessage(desk);
  return CancellationScope.nonCancellable(async () => {
    if (!input.carried) await awaitAuthorisation(desk.milestone.plan);
    while (!isOver(desk.milestone)) await stageOf[desk.milestone.stage.phase](desk);
    await desk.serveOut();
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
  accepted: over,
  terminated: over,
  cancelled: over,
};

function openDesk(input: MilestoneSignOffInput): Desk {
  if (input.carried) return new Desk(input, input.carried.milestone, []);
  try {
    const started = startMilestone(input, input.startedBy, new Date(Date.now()).toISOString());
    return new Desk(input, started.milestone, started.events, firstPackage(input));
  } catch (error) {
    if (!(error instanceof SignOffError)) throw error;
    throw ApplicationFailure.create({
      message: error.message,
      type: error.code,
      nonRetryable: true,
      details: [...error.details],
    });
  }
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
