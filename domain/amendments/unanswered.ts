// What becomes of a proposed amendment that nobody of the other party answers in the contract's time: reminders, and then it lapses or is escalated.
import type { MilestoneEvent } from '../events.ts';
import type { Milestone } from '../milestone.ts';
import { dueStep, nextStepAt, type Deadline } from '../time/deadline.ts';
import type { Amendment } from './amendment.ts';
import { consentersTo, openAmendment } from './consent.ts';

/** The amendment that waits for consent, with its deadline, while it is open. */
export function awaitedConsent(milestone: Milestone): { amendment: Amendment; wait: Deadline } | undefined {
  const amendment = openAmendment(milestone);
  const { consentWait: wait } = milestone;
  return amendment && wait && { amendment, wait };
}

/** When the next of its steps is due. It runs on while the clock of the stage stands still, which may well wait for just this. */
export function nextConsentStep(milestone: Milestone): string | undefined {
  const awaited = awaitedConsent(milestone);
  return awaited && nextStepAt(awaited.wait);
}

export function consentStepDue(milestone: Milestone, now: string): MilestoneEvent[] {
  const awaited = awaitedConsent(milestone);
  const due = awaited && dueStep(awaited.wait, now);
  if (!due) return [];
  const { amendment, wait } = awaited;
  const { amendmentId } = amendment;
  const askedIds = consentersTo(milestone, amendment);
  const { kind } = due.step;
  const isLast = milestone.engagement.contract.amendmentConsent.unanswered === 'lapses' && kind === 'overdue';
  if (isLast) return [{ type: 'amendmentLapsed', amendmentId, askedIds, deadline: wait.deadline, lapsedAt: now }];
  const step = kind === 'reminder' || kind === 'escalation' ? kind : 'overdue';
  return [{ type: 'consentStepDue', amendmentId, step, askedIds, deadline: wait.deadline, next: due.next }];
}
