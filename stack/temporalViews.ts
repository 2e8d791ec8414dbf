// The views of the Temporal UI that answer what administrators ask: each a link that, once opened, stays in the browser as a saved view.

export interface TemporalView {
  name: string;
  /** A filter of Temporal's visibility store. */
  query: string;
}

const running = 'ExecutionStatus = "Running"';
const dayMilliseconds = 86_400_000;

/** Temporal knows no "now", so instants are written out: a view that has one is as of when its link was made. */
export function temporalViews(now: Date, engagementId: string): TemporalView[] {
  const at = instant(now);
  const inAWeek = instant(new Date(now.getTime() + 7 * dayMilliseconds));
  return [
    { name: 'Waits on the sponsor', query: `MilestoneWaitsFor = "sponsor" AND ${running}` },
    { name: 'Overdue', query: `MilestoneDeadline < "${at}" AND ${running}` },
    { name: 'Stuck: its next step is past', query: `MilestoneNextStep < "${at}" AND ${running}` },
    { name: 'The service fails at it', query: `MilestoneObstacle IS NOT NULL AND ${running}` },
    { name: 'Due within a week', query: `MilestoneDeadline BETWEEN "${at}" AND "${inAWeek}" AND ${running}` },
    { name: `Engagement ${engagementId}`, query: `EngagementId = "${engagementId}"` },
    { name: 'Waits on signatures', query: `MilestoneWaitsFor = "approver" AND ${running}` },
    { name: 'Went back more than once', query: `MilestoneReworkCycles > 1 AND ${running}` },
    {
      name: 'Ended from outside',
      query: 'WorkflowType = "milestoneSignOff" AND ExecutionStatus IN ("Terminated", "Failed", "TimedOut")',
    },
    { name: 'Accepted', query: 'MilestonePhase = "accepted"' },
  ];
}

const instant = (date: Date): string => `${date.toISOString().slice(0, 19)}Z`;

/** `ui` ends without a slash. */
export const linkTo = (ui: string, namespace: string, { name, query }: TemporalView): string =>
  `${ui}/namespaces/${encodeURIComponent(namespace)}/workflows?${new URLSearchParams({ query, savedQuery: name })}`;

/** Under this name the UI keeps in the browser which columns a namespace's list has, and in which order. */
export const columnsKey = 'namespace-workflow-table-columns';

export const columnsOf = (namespace: string): Record<string, { label: string }[]> => ({
  [namespace]: [
    ...['Status', 'Workflow ID', 'MilestonePhase', 'MilestoneWaitsFor', 'MilestoneDeadline', 'MilestoneNextStep'],
    ...['MilestoneReworkCycles', 'MilestoneObstacle', 'EngagementId', 'Start'],
  ].map((label) => ({ label })),
});
