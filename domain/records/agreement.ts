// Whether a milestone's workflow and its record are where the other is; says nothing of what is done about it.
import type { Phase } from '../milestone.ts';

/** Of a milestone, as the record has it. Instants in ISO 8601 UTC. */
export interface OnRecord {
  sequence: number;
  phase: Phase;
  deadline?: string | undefined;
}

/** Of a workflow that runs, as Temporal lists it; that may be behind by a moment. */
export interface Listed {
  phase?: string | undefined;
  deadline?: string | undefined;
  /** When it wants to be woken next. */
  nextStep?: string | undefined;
}

/** So long after its next step a workflow has taken it, however busy its workers are. */
export const unattendedAfterMilliseconds = 10 * 60_000;

/** `differs`: one of the two may be ahead of the other. `unattended`: what was due was not done. Both are a reason to ask the workflow itself. */
export function firstLook(record: OnRecord, listed: Listed, now: string): 'agrees' | 'differs' | 'unattended' {
  const { nextStep } = listed;
  if (nextStep !== undefined && Date.parse(nextStep) + unattendedAfterMilliseconds < Date.parse(now))
    return 'unattended';
  // Neither has recorded anything yet.
  if (record.sequence === 0) return 'agrees';
  return listed.phase === record.phase && isSameInstant(listed.deadline, record.deadline) ? 'agrees' : 'differs';
}

const isSameInstant = (one: string | undefined, other: string | undefined): boolean =>
  one === undefined || other === undefined ? one === other : Date.parse(one) === Date.parse(other);

/** By the numbers of the last events both know; the record's is read after the workflow has answered. */
export const compared = (ofWorkflow: number, onRecord: number): 'agrees' | 'behind' | 'ahead' =>
  ofWorkflow === onRecord ? 'agrees' : ofWorkflow < onRecord ? 'behind' : 'ahead';

/**
 * `missing`, `behind`: the record knows all that there is. `ahead`, `completed`: the workflow knew of more. `stuck`: its tasks fail.
 * `silent`: no worker answered for it. `unknown`: it runs in Temporal and is not on record.
 */
export const disagreements = ['missing', 'behind', 'ahead', 'completed', 'stuck', 'silent', 'unknown'] as const;
export type Disagreement = (typeof disagreements)[number];

/** What the record knows is all there is. */
export const losesNothing = (kind: Disagreement): boolean => kind === 'missing' || kind === 'behind';

/** `left`: somebody has to say first that the record is right, or a worker has to answer. */
export const mendings = ['goesOn', 'ends', 'left'] as const;
export type Mending = (typeof mendings)[number];

/** What becomes of one, given whether somebody says that the record is right. */
export function mendingOf(kind: Disagreement, isRecordRight: boolean): Mending {
  if (kind === 'silent' || !(isRecordRight || losesNothing(kind))) return 'left';
  return kind === 'unknown' ? 'ends' : 'goesOn';
}
