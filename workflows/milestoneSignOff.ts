// The life of one milestone, from its package to its signed acceptance. Reads as the process; rules live in the domain.
import { CancellationScope, patched, workflowInfo } from '@temporalio/workflow';
import { startMilestone } from '../domain/decide.ts';
import { isOver } from '../domain/milestone.ts';
import { claimOf, firstPackageMessage, recorded, startMessage } from '../domain/records/vouchers.ts';
import { currentRulesVersion, shapesOf } from '../domain/rulesVersions.ts';
import type { CompressedState } from './continuedState.ts';
import { MilestoneProcess, type Given, type Start } from './milestoneProcess.ts';
import type { MilestoneSignOffInput, MilestoneSignOffResult, StartInput } from './messages.ts';
import { awaitAuthorisation } from './nextPhase.ts';
import { checkedInput, failingToStart } from './startInput.ts';

/**
 * Runs for the months a milestone takes. Fails only when it was started with something that is no milestone, or with a plan
 * that does not hold together. `compressed` comes from an earlier run whose state was large.
 */
export async function milestoneSignOff(
  input: MilestoneSignOffInput,
  compressed?: CompressedState,
): Promise<MilestoneSignOffResult> {
  const process = openProcess(input, compressed);
  takeCancellationAsMessage(process);
  return CancellationScope.nonCancellable(async () => {
    if (!('continuedState' in input)) await awaitAuthorisation(process.milestone.plan);
    await process.takeOver();
    do {
      await passThroughStages(process);
      await process.drain();
      // A revocation may have been proposed while the last outputs were being published.
    } while (!isOver(process.milestone));
    const certificateNumber = process.milestone.acceptances.at(-1)?.certificateNumber;
    return {
      milestoneId: process.milestone.milestoneId,
      phase: process.milestone.stage.phase,
      ...(certificateNumber === undefined ? {} : { certificateNumber }),
    };
  });
}

/** One stage after the other, and back for rework or out of a dispute: which one follows is the domain's to decide. */
async function passThroughStages(process: MilestoneProcess): Promise<void> {
  while (!isOver(process.milestone)) {
    const { phase } = process.milestone.stage;
    switch (phase) {
      // Stage 1, deliverable compilation: until a complete package is frozen. Rework comes back here, for a new version of it.
      case 'compiling':
      case 'rework':
        await process.runWhileIn('compiling', 'rework');
        break;
      // Stage 2, technical validation: until the validators have reported whether the deliverables meet the requirements.
      case 'validating':
        await process.runWhileIn('validating');
        break;
      // Stage 3, stakeholder review: until every group approves, and feedback and meeting notes are dealt with.
      case 'inReview':
        await process.runWhileIn('inReview');
        break;
      // Stage 4, formal sign-off: until the approval authority list has signed at quorum.
      case 'formalSignOff':
        await process.runWhileIn('formalSignOff');
        break;
      // A dispute: the engagement manager facilitates, and what stays unresolved is the sponsor's to determine.
      case 'facilitation':
      case 'escalated':
        await process.runWhileIn('facilitation', 'escalated');
        break;
      // After a conditional acceptance: until every exception is verified closed.
      case 'acceptedWithExceptions':
        await process.runWhileIn('acceptedWithExceptions');
        break;
      // A proposed revocation keeps an accepted milestone open until the sponsor confirms or declines it.
      case 'accepted':
        await process.runWhileIn('accepted');
        break;
      case 'revoked':
      case 'terminated':
      case 'cancelled':
        return;
      default:
        phase satisfies never;
    }
  }
}

function openProcess(
  given: MilestoneSignOffInput | undefined,
  compressed: CompressedState | undefined,
): MilestoneProcess {
  return failingToStart(() => {
    const checked = checkedInput(given, compressed);
    if (checked.kind === 'continued')
      return new MilestoneProcess({
        milestone: checked.milestone,
        position: checked.input.continuedState,
        first: unreadOf(checked.input),
      });
    return new MilestoneProcess({
      start: startOf(checked.input),
      first: [...firstPackage(checked.input), ...unreadOf(checked.input)],
    });
  });
}

function startOf(input: StartInput): Start {
  const { milestoneId, startedBy } = input;
  const [at, version] = [new Date(Date.now()).toISOString(), rulesVersion()];
  // As it is recorded, with every default: so it was vouched for, and so it can be checked on record.
  const plan = shapesOf({ rulesVersion: version }).plan.safeParse(input.plan).data;
  const { engagementId } = (input.engagement ?? {}) as { engagementId?: unknown };
  const message = { ...startMessage({ milestoneId, engagementId, plan, startedBy }), voucher: input.vouchers?.start };
  return {
    claim: claimOf({ milestoneId, workflowId: workflowInfo().workflowId }, 'startMilestone', message),
    open: (claim) => startMilestone(input, startedBy, at, version, claim && recorded(claim)),
  };
}

/** The newest there is for a milestone that starts now; for one that is replayed, the one it started under. */
function rulesVersion(): number {
  for (let version = currentRulesVersion; version > 1; version -= 1)
    if (patched(`rules-version-${version}`)) return version;
  return 1;
}

function firstPackage({ milestoneId, startedBy, vouchers, ...input }: StartInput): Given[] {
  if (!input.package) return [];
  const message = firstPackageMessage(milestoneId, input.package, startedBy);
  return [{ name: 'submitPackage', raw: { ...message, voucher: vouchers?.package } }];
}

const unreadOf = ({ unread = [] }: MilestoneSignOffInput): Given[] => unread;

/** A cancellation asked for in Temporal becomes the milestone's own: recorded, everybody told, links dead. */
function takeCancellationAsMessage(process: MilestoneProcess): void {
  CancellationScope.current().cancelRequested.catch(() => {
    const message = {
      messageId: `${process.milestone.milestoneId}-cancelled-in-temporal`,
      actor: { personId: 'temporal', role: 'administrator', authentication: { method: 'temporalMessage' } },
      reason: 'Cancelled by an administrator in Temporal.',
    };
    process.accept('cancel', message, true);
  });
}
