// What is kept beside a milestone's state so that lists, totals and searches need not read it.
import type { Knex } from 'knex';
import type { Milestone } from '../domain/milestone.ts';
import type { Engagement } from '../domain/terms/engagement.ts';
import type { MilestonePlan } from '../domain/terms/plan.ts';
import { searchedText } from '../domain/work/searchedText.ts';
import { workOf } from '../domain/work/workOf.ts';

/** Of weight A what lists show, of weight D what is read. Words are taken as they are, whatever their language. */
const vector = `setweight(to_tsvector('simple', ?), 'A') || setweight(to_tsvector('simple', ?), 'D')`;

export function planned(db: Knex, milestoneId: string, plan: MilestonePlan, engagement: Engagement) {
  const { listed, read } = searchedText(milestoneId, plan, engagement);
  return {
    value_amount: plan.value.amount,
    value_currency: plan.value.currency,
    due_on: plan.dueOn ?? null,
    search: db.raw(vector, [listed, read].map(withoutDots)),
  };
}

/** PostgreSQL takes "REQ-1" and "v1.2" for one word each; people look for any part of them. */
const withoutDots = (text: string): string => text.replace(/[^\p{L}\p{N}]+/gu, ' ');

export const projected = (db: Knex, milestone: Milestone) => ({
  work: JSON.stringify(workOf(milestone)),
  ...planned(db, milestone.milestoneId, milestone.plan, milestone.engagement),
});
