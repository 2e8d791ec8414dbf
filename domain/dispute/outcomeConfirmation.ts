// After a facilitation: the outcome takes effect at once, and who had refused confirms it, or objects and is heard by the sponsor.
import type { ConfirmFacilitationOutcome, OpposeFacilitationOutcome } from '../commands.ts';
import { SignOffError } from '../errors.ts';
import type { MilestoneEvent } from '../events.ts';
import { evolveAll } from '../evolve.ts';
import { stageIn } from '../guards.ts';
import { nameOf, type Milestone } from '../milestone.ts';
import { nextOfSignOff, toSponsor } from '../transitions.ts';
import { disputable, outcomeToConfirm, type OpenOutcome } from './openOutcome.ts';
import { actedAt } from '../records/takenAt.ts';

export function confirmFacilitationOutcome(
  milestone: Milestone,
  command: ConfirmFacilitationOutcome,
  now: string,
): MilestoneEvent[] {
  const { actor } = command;
  const { refusalId } = theirs(milestone, actor.personId).refusal;
  const by = actor.personId;
  const confirmed: MilestoneEvent = {
    type: 'facilitationOutcomeConfirmed',
    refusalId,
    by,
    confirmedAt: actedAt(command, now),
  };
  return [confirmed, ...nextOfSignOff(evolveAll(milestone, [confirmed]), now)];
}

/** What the facilitation did not settle after all is unresolved, so it goes to the sponsor. */
export function opposeFacilitationOutcome(
  milestone: Milestone,
  command: OpposeFacilitationOutcome,
  now: string,
): MilestoneEvent[] {
  const { actor, reasons } = command;
  const opposed: MilestoneEvent = {
    type: 'facilitationOutcomeOpposed',
    refusalId: theirs(milestone, actor.personId).refusal.refusalId,
    by: actor.personId,
    reasons,
    opposedAt: actedAt(command, now),
  };
  const why = `${nameOf(milestone, actor.personId)} objects to the outcome recorded by the engagement manager: ${reasons}`;
  return [opposed, ...toSponsor(evolveAll(milestone, [opposed]), why, now)];
}

/** The period to object is over. It confirms nothing in the refuser's name; the record says that nobody objected. */
export function endOfObjection(milestone: Milestone, { refusal }: OpenOutcome, now: string): MilestoneEvent[] {
  const { refusalId } = refusal;
  const unopposed: MilestoneEvent = { type: 'facilitationOutcomeUnopposed', refusalId, endedAt: now };
  return [unopposed, ...nextOfSignOff(evolveAll(milestone, [unopposed]), now)];
}

function theirs(milestone: Milestone, personId: string): OpenOutcome {
  stageIn(
    milestone,
    disputable,
    'NOTHING_TO_CONFIRM',
    'an outcome is confirmed or opposed before the milestone is decided otherwise',
  );
  const open = outcomeToConfirm(milestone);
  if (!open)
    throw new SignOffError(
      'NOTHING_TO_CONFIRM',
      'No outcome of a facilitation awaits confirmation: it was confirmed or opposed, or its period is over. Refuse, or ask a party to escalate.',
    );
  if (open.refusal.personId !== personId)
    throw new SignOffError(
      'WRONG_ACTOR',
      `The outcome is confirmed or opposed by who refused, "${open.refusal.personId}", not by "${personId}".`,
      { field: 'actor.personId' },
    );
  return open;
}
