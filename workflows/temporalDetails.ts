// How a milestone reads in the Temporal UI: one line per batch, and a page of current details. No personal data beyond IDs.
import type { Batch } from '../domain/records/batch.ts';
import type { MilestoneEvent } from '../domain/events.ts';
import { currentPackage, openExceptions, type Milestone } from '../domain/milestone.ts';
import { nextInstant } from '../domain/time/onTimer.ts';
import { pendingAssignees } from '../domain/requests/pendingAssignees.ts';
import { reviewObstacles } from '../domain/review/approvals.ts';

/** The summary of a batch, at most 200 characters, as Temporal shows it beside the recording. */
export function batchSummary(batch: Batch): string {
  const lines = [...batch.events.map(eventLine), ...batch.refused.map((each) => `refused ${each.name}: ${each.code}`)];
  const text = lines.join(' · ');
  return text.length <= 200 ? text : `${text.slice(0, 199)}…`;
}

const list = (ids: readonly string[]): string => (ids.length === 0 ? 'nobody' : ids.join(', '));

function eventLine(event: MilestoneEvent): string {
  switch (event.type) {
    case 'packageFrozen':
      return `package v${event.package.packageVersion} frozen (${event.package.digest.slice(0, 12)}…)`;
    case 'validationOpened':
      return `validation asked of ${list(event.askedIds)}`;
    case 'validationReported':
      return `${event.report.personId} reports: ${event.report.isPassed ? 'passed' : 'not conforming'}`;
    case 'reviewOpened':
    case 'reviewGroupAsked':
      return `review asked of ${list(event.askedIds)}`;
    case 'feedbackGiven':
      return `${event.feedback.personId}: ${event.feedback.verdict}`;
    case 'formalSignOffOpened':
    case 'approvalGroupAsked':
      return `signatures asked of ${list(event.askedIds)}`;
    case 'signed':
      return `${event.signature.personId} signed`;
    case 'refused':
      return `${event.refusal.personId} refused`;
    case 'delegated':
    case 'reassigned': {
      const { duty, fromPersonId, toPersonId } = event.delegation;
      return `${duty} ${words(event.type)}: ${fromPersonId} to ${toPersonId}`;
    }
    case 'facilitationOutcomeRecorded':
      return `facilitation: ${event.facilitation.outcome}`;
    case 'sponsorDecided':
      return `sponsor decided: ${event.determination.determination}`;
    case 'accepted':
    case 'acceptedWithExceptions':
    case 'closedOut':
    case 'revoked':
      return `${words(event.type)} ${event.acceptance.certificateNumber}`;
    default:
      return words(event.type);
  }
}

/** packageFrozen → package frozen */
const words = (type: string): string =>
  type.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replace('sign off', 'sign-off');

/** 2026-12-08T17:30:00.000Z → 2026-12-08 17:30 UTC */
const readable = (instant: string): string => `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;

/** Of the timer that is set in this stage; a later one may find it set for early enough. */
export const timerSummary = ({ stage }: Milestone, next: string): string =>
  `${words(stage.phase)}: looks at ${readable(next)} whether a reminder or escalation is due`;

/** What the Temporal UI shows as current details, in its markdown. `failing`: what the service itself cannot get done. */
export function currentDetails(milestone: Milestone, failing: readonly string[] = []): string {
  const { stage } = milestone;
  const subject = currentPackage(milestone);
  const obstacles = stage.phase === 'inReview' ? reviewObstacles(milestone) : [];
  const next = nextInstant(milestone);
  return [
    `**Phase:** ${words(stage.phase)}${milestone.reworkCycles > 0 ? `, rework cycle ${milestone.reworkCycles}` : ''}`,
    `**Waiting for:** ${list(pendingAssignees(milestone))}`,
    ...(milestone.plan.dueOn === undefined ? [] : [`**Due by the contract on:** ${milestone.plan.dueOn}`]),
    ...('wait' in stage ? [`**Deadline:** ${readable(stage.wait.deadline)}`] : []),
    ...(next ? [`**Next reminder or escalation:** ${readable(next)}`] : []),
    ...(subject ? [`**Package:** version ${subject.packageVersion}, \`${subject.digest}\``] : []),
    ...(obstacles.length > 0 ? [`**Before the next stage:** ${obstacles.join('; ')}`] : []),
    ...(openExceptions(milestone).length > 0
      ? [
          `**Open exceptions:** ${openExceptions(milestone)
            .map((each) => `${each.exceptionId} due ${each.dueOn}`)
            .join(', ')}`,
        ]
      : []),
    ...failing.map((each) => `**Obstacle:** ${each}`),
    ...milestone.outputs.map((each) => `**Certificate:** ${each.certificateNumber}`),
  ].join('\n\n');
}
