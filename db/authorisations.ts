// Which milestones have authorised their next phase, for those that depend on them.
import type { EngagementScope } from '../domain/access/scope.ts';
import type { Authorisation } from '../domain/acceptance/nextPhase.ts';
import type { Database } from './database.ts';

/**
 * The authorisation in force of each milestone that has one, of engagements within `scope`; one whose certificate was revoked has
 * none.
 */
export async function findAuthorisations(
  db: Database,
  milestoneIds: readonly string[],
  scope: EngagementScope = 'all',
): Promise<Authorisation[]> {
  if (milestoneIds.length === 0) return [];
  const { rows } = await db.raw(
    `select distinct on (a.milestone_id) a.milestone_id, a.authorisation_number, a.scope
     from next_phase_authorisations a
     join certificates c on c.certificate_number = a.certificate_number
     join milestones m on m.milestone_id = a.milestone_id
     where a.milestone_id = any(:milestoneIds) and m.phase <> 'revoked'
       and (m.engagement_id = any(:engagementIds)) <> :isAllBut
     order by a.milestone_id, c.issued_at desc, c.certificate_number desc`,
    {
      milestoneIds: [...milestoneIds],
      isAllBut: scope === 'all' || 'allBut' in scope,
      engagementIds: scope === 'all' ? [] : 'allBut' in scope ? [...scope.allBut] : [...scope],
    },
  );
  return (rows as Record<string, unknown>[]).map((row) => {
    const scope = row.scope as { extent?: 'full' | 'restricted'; conditions?: string[] };
    return {
      milestoneId: row.milestone_id as string,
      authorisationNumber: row.authorisation_number as string,
      extent: scope.extent ?? 'full',
      conditions: scope.conditions ?? [],
    };
  });
}
