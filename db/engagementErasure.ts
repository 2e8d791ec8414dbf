// The engagement's list of people, which all its milestones share: a person is erased from it once none of them needs them.
import type { Knex } from 'knex';
import { redact, type Erasable } from '../domain/records/redaction.ts';
import type { RetentionState } from '../domain/records/retention.ts';
import type { Kept } from './keptAfterErasure.ts';

export async function eraseFromEngagement(
  transaction: Knex.Transaction,
  { engagementId, milestoneId, engagementEndedOn }: RetentionState,
  person: Erasable,
): Promise<{ isErased: boolean; kept: Kept[] }> {
  const others: { milestone_id: string; document: string | null }[] = await transaction('milestones')
    .leftJoin('erasures', function onPerson() {
      this.on('erasures.milestone_id', 'milestones.milestone_id').andOnVal('erasures.person_id', person.personId);
    })
    .where({ 'milestones.engagement_id': engagementId, disposed_at: null })
    .whereNot({ 'milestones.milestone_id': milestoneId })
    .select('milestones.milestone_id', 'document');
  const needing = [...new Set(others.filter((each) => each.document === null).map((each) => each.milestone_id))];
  if (needing.length > 0 || engagementEndedOn === undefined) return { isErased: false, kept: [stillListed(needing)] };
  const losesName =
    person.losesName &&
    others.every(({ document }) => (JSON.parse(document ?? '{}') as { losesName?: boolean }).losesName);
  const { name, ...rest } = person;
  const row = await transaction('engagements').where({ engagement_id: engagementId }).first('terms');
  const terms = row.terms as object;
  const { value, redacted } = redact(terms, { ...rest, losesName, ...(losesName && name ? { name } : {}) });
  if (redacted.length === 0) return { isErased: false, kept: [] };
  await transaction('engagements')
    .where({ engagement_id: engagementId })
    .update({ terms: JSON.stringify(value) });
  // The answer to its registration, kept for a repeat under the same key, lists its people too.
  await transaction('idempotency_keys')
    .where({ route: 'POST /engagements' })
    .whereNotNull('completed_at')
    .whereRaw(`body ->> 'engagementId' = ?`, [engagementId])
    .delete();
  return { isErased: true, kept: [] };
}

const stillListed = (needing: readonly string[]): Kept => ({
  what: 'entry in the engagement’s list of people, with e-mail address',
  reason:
    needing.length > 0
      ? `milestones ${needing.join(', ')} of the engagement still need it; ask for the erasure on each of them`
      : 'the engagement has no end on record, and milestones may still be started with these people; record its end and ask again',
});
