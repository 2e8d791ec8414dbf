// Narrows a query to the engagements that somebody may see anything of.
import type { Knex } from 'knex';
import type { EngagementScope } from '../domain/access/scope.ts';

/** `column` holds the ID of the engagement. Changes the query it is given. */
export function within(query: Knex.QueryBuilder, scope: EngagementScope, column = 'engagement_id'): Knex.QueryBuilder {
  if (scope === 'all') return query;
  return 'allBut' in scope ? query.whereNotIn(column, [...scope.allBut]) : query.whereIn(column, [...scope]);
}
