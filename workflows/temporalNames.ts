// The one place that knows how a milestone is named in Temporal.

export const milestoneTaskQueue = 'milestone-sign-off';

/** Workflow IDs are plaintext in Temporal whatever the codec, so they carry the milestone's own ID and nothing else. */
export const milestoneWorkflowId = (milestoneId: string): string => `milestone-${milestoneId}`;

/** Undefined for a workflow of another kind. */
export const milestoneIdOf = (workflowId: string): string | undefined =>
  workflowId.startsWith('milestone-') ? workflowId.slice('milestone-'.length) : undefined;

export const dispatcherWorkflowId = 'dispatcher';

/** Of the dispatcher's memo: the mark of the record that it works on. */
export const markMemo = 'recordMark';
