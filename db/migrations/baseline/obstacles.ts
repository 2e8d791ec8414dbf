// Part of the baseline: what keeps milestones from going on, until it is out of the way and whoever was told of it knows.

/** Not evidence: it says how the service fares, not what anybody decided. A row goes when its end has been told. */
export const obstacles = `
  create table obstacles (
    obstacle_id bigint generated always as identity primary key,
    milestone_id text not null references milestones,
    kind text not null check (kind in ('publication', 'insufficient', 'files', 'store', 'webhook', 'mail', 'unreachable', 'workflowEnded', 'notStarted', 'stuck', 'recordBehind', 'cannotDecide')),
    subject text not null,
    reason text not null,
    attempts integer not null,
    since timestamptz not null default now(),
    tried_at timestamptz not null default now(),
    told_at timestamptz,
    resolved_at timestamptz,
    unique (milestone_id, kind, subject)
  );
`;
