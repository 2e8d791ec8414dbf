// The messages a milestone takes and gives: names and payloads shared by the workflow and everyone who talks to it.
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import { commandNames, type CommandName, type CommandOf, type PackageSubmission } from '../domain/commands.ts';
import type { Milestone, Phase } from '../domain/milestone.ts';
import type { Actor } from '../domain/people/people.ts';
import type { StartVouchers } from '../domain/records/vouchers.ts';
import type { ContinuedState } from './continuedState.ts';

/** Payload of the signal, and of the update, named `N`. */
export type MessageOf<N extends CommandName> = Omit<CommandOf<N>, 'name'>;

/** The answer to an update. A refused one fails with an ApplicationFailure whose type is the SignOffErrorCode. */
export interface Answer {
  milestoneId: string;
  messageId: string;
  /** Phase after everything decided so far. */
  phase: Phase;
  /** Sequence number of the last event this message caused. */
  sequence: number;
  isRepeat: boolean;
}

/** Second element of a refused update's failure details. */
export interface RefusalDetails {
  field?: string;
  details: string[];
}

/** Engagement and plan are as given: the workflow checks them itself, since Temporal users can start one too. */
export interface StartInput {
  milestoneId: string;
  engagement: unknown;
  plan: unknown;
  startedBy: Actor;
  /** A package to submit at once, as if it had been sent as the first message. */
  package?: PackageSubmission;
  /** What the entrance that took the start vouches for. */
  vouchers?: StartVouchers;
  unread?: UnreadMessage[];
}

/** A signal that a run was sent and had not ruled on when somebody ended it. */
export interface UnreadMessage {
  name: string;
  raw: unknown;
}

/** What an earlier run of the same workflow hands on, or the service where there is none. */
export interface ContinuedInput {
  milestoneId: string;
  continuedState: ContinuedState;
  unread?: UnreadMessage[];
}

export type MilestoneSignOffInput = StartInput | ContinuedInput;

export interface MilestoneSignOffResult {
  milestoneId: string;
  phase: Phase;
  certificateNumber?: string;
}

export const signals = Object.fromEntries(commandNames.map((name) => [name, defineSignal<[unknown]>(name)])) as Record<
  CommandName,
  ReturnType<typeof defineSignal<[unknown]>>
>;

export const updates = Object.fromEntries(
  commandNames.map((name) => [name, defineUpdate<Answer, [unknown]>(name)]),
) as Record<CommandName, ReturnType<typeof defineUpdate<Answer, [unknown]>>>;

/** Has what could not be published tried again; decides nothing, so it is no command. */
export const publishAgain = defineSignal('publishAgain');

export const milestoneQuery = defineQuery<Milestone>('milestone');
