// The one place that knows how a milestone is named in Temporal.

export const milestoneTaskQueue = 'milestone-sign-off';

/** Workflow IDs are plaintext in Temporal whatever the codec, so they carry the milestone's own ID and nothing else. */
export const milestoneWorkflowId = (milestoneId: string): string => `milestone-${milestoneId}`;

export const dispatcherWorkflowId = 'dispatcher';
