// Milestones on record: registered before their workflow starts, then kept up to date by recorded batches alone.
import type { EngagementScope } from '../domain/access/scope.ts';
import type { PackageSubmission } from '../domain/commands.ts';
import type { Phase } from '../domain/milestone.ts';
import type { Actor } from '../domain/people/people.ts';
import type { StartVouchers } from '../domain/records/vouchers.ts';
import { toStored } from '../domain/records/upcast.ts';
import type { MilestonePlan } from '../domain/terms/plan.ts';
import type { Database } from './database.ts';
import { findEngagement } from './engagements.ts';
import { planned } from './projections.ts';
import { readPage, type Page, type Paged } from './page.ts';
import {
  summaryColumns,
  toMilestoneRow,
  toMilestoneSummary,
  type MilestoneRow,
  type MilestoneSummary,
} from './rows.ts';
import { within } from './scope.ts';

export type { MilestoneRow, MilestoneSummary } from './rows.ts';

export interface NewMilestone {
  milestoneId: string;
  engagementId: string;
  workflowId: string;
  plan: MilestonePlan;
  package?: PackageSubmission;
  startedBy: Actor;
  vouchers?: StartVouchers;
}

/** False when the ID is taken. Registering first means that a crash before the workflow starts is found and made good. */
export async function registerMilestone(db: Database, milestone: NewMilestone): Promise<boolean> {
  const engagement = await findEngagement(db, milestone.engagementId);
  const inserted = await db('milestones')
    .insert({
      milestone_id: milestone.milestoneId,
      engagement_id: milestone.engagementId,
      workflow_id: milestone.workflowId,
      title: milestone.plan.title,
      phase: 'compiling',
      plan: JSON.stringify(toStored(milestone.plan)),
      first_package: milestone.package ? JSON.stringify(toStored(milestone.package)) : null,
      started_by: JSON.stringify(milestone.startedBy),
      ...(engagement ? planned(db, milestone.milestoneId, milestone.plan, engagement) : {}),
      vouchers: milestone.vouchers ? JSON.stringify(milestone.vouchers) : null,
    })
    .onConflict()
    .ignore()
    .returning('milestone_id');
  return inserted.length > 0;
}

export async function findMilestone(db: Database, milestoneId: string): Promise<MilestoneRow | undefined> {
  const row = await db('milestones').where({ milestone_id: milestoneId }).first();
  return row && toMilestoneRow(row);
}

/** Undefined where no milestone on record has it. */
export async function engagementOfWorkflow(db: Database, workflowId: string): Promise<string | undefined> {
  const row = await db('milestones').where({ workflow_id: workflowId }).first('engagement_id');
  return row?.engagement_id as string | undefined;
}

export interface MilestoneFilter {
  scope: EngagementScope;
  engagementId?: string;
  phase?: Phase;
  page: Page;
}

/** Their states are not read: a page of them would be megabytes. */
export function listMilestones(
  db: Database,
  { scope, engagementId, phase, page }: MilestoneFilter,
): Promise<Paged<MilestoneSummary>> {
  const query = within(db('milestones').whereNull('disposed_at'), scope);
  if (engagementId !== undefined) void query.where({ engagement_id: engagementId });
  if (phase !== undefined) void query.where({ phase });
  return readPage(query, ['created_at', 'milestone_id'], page, toMilestoneSummary, summaryColumns);
}

/** Of an engagement, what still goes on, by ID. */
export async function listMilestonesUnderWay(db: Database, engagementId: string): Promise<string[]> {
  return db('milestones')
    .where({ engagement_id: engagementId })
    .whereNull('ended_at')
    .whereNull('disposed_at')
    .orderBy('milestone_id')
    .pluck<string[]>('milestone_id');
}
