// The obstacles that stand, for whoever keeps the service running: which milestone, what kind, since when. Not why: reasons name people.
import type { EngagementScope } from '../domain/access/scope.ts';
import type { ObstacleKind } from '../domain/records/obstacles.ts';
import type { Database } from './database.ts';
import { readPage, type Page, type Paged } from './page.ts';
import { instant } from './rows.ts';
import { within } from './scope.ts';

export interface StandingObstacle {
  milestoneId: string;
  kind: ObstacleKind;
  attempts: number;
  since: string;
}

/** The longest standing first. */
export function listStandingObstacles(
  db: Database,
  scope: EngagementScope,
  page: Page,
): Promise<Paged<StandingObstacle>> {
  const standing = within(
    db('obstacles').join('milestones', 'milestones.milestone_id', 'obstacles.milestone_id'),
    scope,
    'milestones.engagement_id',
  )
    .whereNull('resolved_at')
    .select('obstacles.milestone_id', 'kind', 'attempts', 'since', 'obstacle_id')
    .as('standing');
  return readPage(db.from(standing), ['since', 'obstacle_id'], page, (row: Record<string, unknown>) => ({
    milestoneId: row.milestone_id as string,
    kind: row.kind as ObstacleKind,
    attempts: row.attempts as number,
    since: instant(row.since),
  }));
}
