// What the record holds at the moment, for Prometheus: looked up when it is asked for, and no oftener than it changes.
import { Gauge, type Registry } from 'prom-client';
import type { Pool } from '../../db/database.ts';
import { countLogBacklog, countOpenMilestones } from '../../db/figures.ts';
import { asJob } from '../../db/inScope.ts';
import { countUnknown } from '../../db/unknownWorkflows.ts';
import { countObstacles } from '../../db/obstacles.ts';
import { countEffects, effectKinds } from '../../db/outbox.ts';
import { isEndPhase } from '../../domain/milestone.ts';
import { obstacleKinds } from '../../domain/records/obstacles.ts';
import { phases } from '../../domain/phases.ts';

/** Prometheus asks every quarter of a minute or more; whoever asks oftener gets what is known. */
const freshMilliseconds = 5000;

type Rows = [labels: Record<string, string>, value: number][];

export function watchIn(registry: Registry, pool: Pool, now: () => number = Date.now): void {
  const keeper = asJob(pool, 'keeper');
  const secondsSince = (instant: string): number => Math.max(0, (now() - Date.parse(instant)) / 1000);
  const milestones = remembered(() => countOpenMilestones(keeper), now);
  const effects = remembered(() => countEffects(keeper), now);
  const obstacles = remembered(() => countObstacles(keeper), now);

  gauge('signoff_milestones_open', 'Milestones that are not over, by stage', ['stage'], async () => {
    const counted = new Map((await milestones()).map((each) => [each.phase, each.open]));
    return phases.flatMap((stage): Rows => (isEndPhase(stage) ? [] : [[{ stage }, counted.get(stage) ?? 0]]));
  });
  gauge('signoff_milestones_overdue', 'Of those, past the deadline they wait for', ['stage'], async () =>
    (await milestones()).map(({ phase, overdue }) => [{ stage: phase }, overdue]),
  );
  gauge(
    'signoff_milestones_most_overdue_seconds',
    'How long ago the earliest deadline passed that a milestone still waits at; a timer that fires late shows here',
    ['stage'],
    async () =>
      (await milestones()).map(({ phase, earliestDeadline }) => [
        { stage: phase },
        earliestDeadline === undefined ? 0 : secondsSince(earliestDeadline),
      ]),
  );
  gauge('signoff_milestones_oldest_seconds', 'Age of the oldest open milestone, by stage', ['stage'], async () =>
    (await milestones()).map(({ phase, oldest }) => [{ stage: phase }, secondsSince(oldest)]),
  );
  gauge(
    'signoff_outbox_effects',
    'What is still to be sent or removed, and what was given up; a thousand stands for that many or more',
    ['kind', 'status'],
    async () => {
      const counted = await effects();
      return effectKinds.flatMap((kind) =>
        (['waiting', 'claimed', 'failed'] as const).map((status): Rows[number] => [
          { kind, status },
          counted.find((each) => each.kind === kind && each.status === status)?.effects ?? 0,
        ]),
      );
    },
  );
  gauge('signoff_outbox_oldest_seconds', 'Age of the oldest of those', ['kind', 'status'], async () =>
    (await effects()).map(({ kind, status, since }) => [{ kind, status }, secondsSince(since)]),
  );
  gauge('signoff_obstacles', 'Milestones that something keeps failing for, by what it is', ['kind'], async () => {
    const counted = new Map((await obstacles()).map((each) => [each.kind, each.milestones]));
    return [...obstacleKinds, 'fileRemoval' as const].map((kind) => [{ kind }, counted.get(kind) ?? 0]);
  });
  gauge('signoff_unknown_workflows', 'Milestones that run in Temporal and are not on record', [], async () => [
    [{}, (await countUnknown(keeper))?.workflows ?? 0],
  ]);
  gauge('signoff_log_backlog_lines', 'Lines of the audit log that no checkpoint covers yet', [], async () => [
    [{}, (await countLogBacklog(asJob(pool, 'logKeeper'))).lines],
  ]);
  gauge('signoff_log_backlog_seconds', 'Age of the oldest of those lines', [], async () => {
    const { since } = await countLogBacklog(asJob(pool, 'logKeeper'));
    return [[{}, since === undefined ? 0 : secondsSince(since)]];
  });

  function gauge<L extends string>(name: string, help: string, labelNames: L[], rows: () => Promise<Rows>): void {
    new Gauge({
      name,
      help,
      labelNames,
      registers: [registry],
      async collect() {
        const found = await rows();
        this.reset();
        for (const [labels, value] of found) this.set(labels as Partial<Record<L, string>>, value);
      },
    });
  }
}

/** One look for all figures of one answer. */
function remembered<T>(look: () => Promise<T>, now: () => number): () => Promise<T> {
  let last: { at: number; found: Promise<T> } | undefined;
  return () => {
    if (last === undefined || now() - last.at > freshMilliseconds) {
      const found = look();
      last = { at: now(), found };
      found.catch(() => (last = undefined));
    }
    return last.found;
  };
}
