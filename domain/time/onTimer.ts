// What the passing of time does to a milestone: reminders, missed deadlines, escalation. Time itself comes in.
import { endOfObjection } from '../dispute/outcomeConfirmation.ts';
import { outcomeToConfirm } from '../dispute/openOutcome.ts';
import { endOfObjectionPeriod } from '../entered/endOfObjectionPeriod.ts';
import { openEntries } from '../entered/entries.ts';
import { judgeSilence, meaningOfSilence, unresponsive } from '../dispute/silence.ts';
import type { MilestoneEvent } from '../events.ts';
import { evolveAll } from '../evolve.ts';
import type { Delivery, Milestone } from '../milestone.ts';
import { pendingAssignees } from '../requests/pendingAssignees.ts';
import { toSponsor } from '../transitions.ts';
import { closerOf } from '../exceptions/closer.ts';
import { leavingDue } from '../people/departures.ts';
import { nextLeaving } from '../people/leaving.ts';
import { consentStepDue, nextConsentStep } from '../amendments/unanswered.ts';
import { deputisingDue, nextDeputising } from '../people/deputies.ts';
import type { Outage } from './outages.ts';
import { isReminded, openStop } from './stops.ts';
import { dueStep, nextStepAt, type ScheduleStep, type Deadline } from './deadline.ts';

/** The instant at which `onTimer` will next have something to say; undefined when nothing is waited for. */
export function nextInstant(milestone: Milestone): string | undefined {
  const { stage, proposedRevocation } = milestone;
  const instants = [
    'wait' in stage && !openStop(milestone) ? nextStepAt(stage.wait) : undefined,
    proposedRevocation && nextStepAt(proposedRevocation.wait),
    outcomeToConfirm(milestone)?.confirmBy,
    openEntries(milestone)[0]?.objectBy,
    nextConsentStep(milestone),
    nextDeputising(milestone),
    nextLeaving(milestone),
  ];
  return instants.filter((each) => each !== undefined).sort()[0];
}

/** Of which mails, and of which period, the clock must know what became before it judges who said nothing; undefined where it judges nobody. */
export function whatToLookUp(milestone: Milestone, now: string): { round: number; since: string } | undefined {
  const { stage, round } = milestone;
  const due = nextInstant(milestone);
  const entry = openEntries(milestone)[0];
  if (entry && entry.objectBy === due && entry.objectBy <= now) return { round: entry.round, since: entry.at };
  const isSilence = 'wait' in stage && dueStep(stage.wait, now)?.step.kind === 'silence';
  return isSilence ? { round, since: stage.wait.finalNoticeAt ?? now } : undefined;
}

/** What the record knows of the mails of a round, and of when nobody could answer; only what judges silence needs it. */
export interface TimeCircumstances {
  deliveries?: readonly Delivery[];
  outages?: readonly Outage[];
}

/**
 * Events due at `now`, of one kind at a time, the longest due first. A facilitation whose deadline passed goes to the
 * sponsor; other phases stay, and people are told.
 */
export function onTimer(milestone: Milestone, now: string, known: TimeCircumstances = {}): MilestoneEvent[] {
  const due = nextInstant(milestone);
  if (due === undefined || due > now) return [];
  const outcome = outcomeToConfirm(milestone);
  if (outcome && outcome.confirmBy === due) return endOfObjection(milestone, outcome, now);
  const entry = openEntries(milestone)[0];
  const { deliveries = [], outages = [] } = known;
  if (entry && entry.objectBy === due) return endOfObjectionPeriod(milestone, entry, { deliveries, outages }, now);
  if (nextConsentStep(milestone) === due) return consentStepDue(milestone, now);
  if (nextLeaving(milestone) === due) return leavingDue(milestone, now);
  if (nextDeputising(milestone) === due) return deputisingDue(milestone, due);
  const { stage, proposedRevocation } = milestone;
  if (proposedRevocation && nextStepAt(proposedRevocation.wait) === due)
    return fireRevocationStep(milestone, proposedRevocation.wait, now);
  return 'wait' in stage ? fireStep(milestone, stage.wait, now, known) : [];
}

function fireStep(
  milestone: Milestone,
  wait: Deadline,
  now: string,
  { deliveries = [], outages = [] }: TimeCircumstances,
): MilestoneEvent[] {
  const due = dueStep(wait, now);
  if (!due) return [];
  const { stage } = milestone;
  const facts = { ...subjectOf(milestone, due.step), deadline: wait.deadline, next: due.next };
  switch (due.step.kind) {
    case 'reminder':
      return [{ type: 'reminderDue', ...facts, askedIds: facts.askedIds.filter((id) => isReminded(milestone, id)) }];
    case 'overdue':
    case 'escalation': {
      if (stage.phase !== 'facilitation')
        return [{ type: due.step.kind === 'overdue' ? 'deadlinePassed' : 'overdueEscalated', ...facts }];
      const passed: MilestoneEvent = { type: 'deadlinePassed', ...facts };
      const reason = 'The facilitation was not resolved by its deadline.';
      return [passed, ...toSponsor(evolveAll(milestone, [passed]), reason, now)];
    }
    case 'finalNotice':
      return [finalNotice(milestone, wait, facts, now)];
    case 'silence':
      return 'openGroup' in stage ? judgeSilence(milestone, stage, facts, { deliveries, outages }, now) : [];
    case 'failure':
      return [failed(milestone, due.step, { ...wait, next: due.next }, now)];
    default:
      return due.step.kind satisfies never;
  }
}

/** Whom a step is about: the owner of its exception, or everybody who is asked. */
function subjectOf(milestone: Milestone, { exceptionId }: ScheduleStep): { askedIds: string[]; exceptionId?: string } {
  if (exceptionId === undefined) return { askedIds: pendingAssignees(milestone) };
  const exception = milestone.exceptions.find((each) => each.exceptionId === exceptionId);
  return { askedIds: exception ? [closerOf(milestone, exception)] : [], exceptionId };
}

function finalNotice(
  milestone: Milestone,
  wait: Deadline,
  facts: { askedIds: string[]; deadline: string; next: number },
  now: string,
): MilestoneEvent {
  const judgedAt = wait.schedule.find((each) => each.kind === 'silence')?.at ?? now;
  const outcome = meaningOfSilence(milestone) ?? 'rejected';
  const silent = { ...facts, askedIds: unresponsive(milestone) };
  return { type: 'finalNoticeGiven', ...silent, outcome, noticedAt: now, judgedAt };
}

function failed(milestone: Milestone, { exceptionId = '' }: ScheduleStep, wait: Deadline, now: string): MilestoneEvent {
  const days = milestone.engagement.contract.exceptionFailsAfterBusinessDays;
  const reason = `Not verified closed within ${days} business days after its due date.`;
  return { type: 'exceptionFailed', exceptionId, reason, by: 'system', failedAt: now, wait };
}

function fireRevocationStep(milestone: Milestone, wait: Deadline, now: string): MilestoneEvent[] {
  const due = dueStep(wait, now);
  if (!due) return [];
  const askedIds = [milestone.engagement.engagementSponsorId];
  const facts = { askedIds, deadline: wait.deadline, next: due.next, of: 'revocation' as const };
  if (due.step.kind === 'reminder') return [{ type: 'reminderDue', ...facts }];
  return [{ type: due.step.kind === 'overdue' ? 'deadlinePassed' : 'overdueEscalated', ...facts }];
}
