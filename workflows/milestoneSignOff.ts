// The life of one milestone, from its package to its signed acceptance. Reads as the process; rules live in the domain.
import { CancellationScope, patched } from '@temporalio/workflow';
import { startMilestone } from '../domain/decide.ts';
import { isOver } from '../domain/milestone.ts';
import { currentRulesVersion } from '../domain/rulesVersions.ts';
import type { PackedState } from './carriedState.ts';
import { Desk, type Incoming } from './desk.ts';
import type { MilestoneSignOffInput, MilestoneSignOffResult, StartInput } from './messages.ts';
import { awaitAuthorisation } from './nextPhase.ts';
import { checkedInput, failingToStart } from './startInput.ts';

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
    if (!('carried' in input)) await awaitAuthorisation(desk.milestone.plan);
    do {
      await passThroughStages(desk);
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

/** One stage after the other, and back for rework or out of a dispute: which one follows is the domain's to decide. */
async function passThroughStages(desk: Desk): Promise<void> {
  while (!isOver(desk.milestone)) {
    const { phase } = desk.milestone.stage;
    switch (phase) {
      // Stage 1, deliverable compilation: until a complete package is frozen. Rework comes back here, for a new version of it.
      case 'compiling':
      case 'rework':
        await desk.serveWhile('compiling', 'rework');
        break;
      // Stage 2, technical validation: until the validators have reported whether the deliverables meet the requirements.
      case 'validating':
        await desk.serveWhile('validating');
        break;
      // Stage 3, stakeholder review: until every group approves, and feedback and meeting notes are dealt with.
      case 'inReview':
        await desk.serveWhile('inReview');
        break;
      // Stage 4, formal sign-off: until the approval authority list has signed at quorum.
      case 'formalSignOff':
        await desk.serveWhile('formalSignOff');
        break;
      // A dispute: the engagement manager facilitates, and what stays unresolved is the sponsor's to determine.
      case 'facilitation':
      case 'escalated':
        await desk.serveWhile('facilitation', 'escalated');
        break;
      // After a conditional acceptance: until every exception is verified closed.
      case 'acceptedWithExceptions':
        await desk.serveWhile('acceptedWithExceptions');
        break;
      // A proposed revocation keeps an accepted milestone open until the sponsor confirms or declines it.
      case 'accepted':
        await desk.serveWhile('accepted');
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

function openDesk(given: MilestoneSignOffInput | undefined, packed: PackedState | undefined): Desk {
  return failingToStart(() => {
    const checked = checkedInput(given, packed);
    if (checked.kind === 'continued') return new Desk(checked.milestone, { position: checked.input.carried });
    const started = startMilestone(
      checked.input,
      checked.input.startedBy,
      new Date(Date.now()).toISOString(),
      rulesVersion(),
    );
    return new Desk(started.milestone, { events: started.events, first: firstPackage(checked.input) });
  });
}

/** The newest there is for a milestone that starts now; for one that is replayed, the one it started under. */
function rulesVersion(): number {
  for (let version = currentRulesVersion; version > 1; version -= 1)
    if (patched(`rules-version-${version}`)) return version;
  return 1;
}

function firstPackage(input: StartInput): Incoming[] {
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
