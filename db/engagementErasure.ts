// The engagement's list of people as an erasure finds and leaves it, and who of its other milestones still needs them. Decides nothing.
import type { Knex } from 'knex';
import { firmMailboxes, toEngagement } from './engagements.ts';
import type { OtherRecord } from '../domain/records/erasureExemptions.ts';
import { redact, type Erasable } from '../domain/records/redaction.ts';
import type { RetentionState } from '../domain/records/retention.ts';

/** Of the other milestones of the engagement that are not disposed of: one of each erasure of the person, or of none. */
export async function readOtherRecords(
  transaction: Knex.Transaction,
  { engagementId, milestoneId }: Pick<RetentionState, 'engagementId' | 'milestoneId'>,
  personId: string,
): Promise<OtherRecord[]> {
  const rows: { milestone_id: string; document: string | null }[] = await transaction('milestones')
    .leftJoin('erasures', function onPerson() {
      this.on('erasures.milestone_id', 'milestones.milestone_id').andOnVal('erasures.person_id', personId);
    })
    .where({ 'milestones.engagement_id': engagementId, disposed_at: null })
    .whereNot({ 'milestones.milestone_id': milestoneId })
    .orderBy('milestones.milestone_id')
    .select('milestones.milestone_id', 'document');
  return rows.map((row) => ({
    milestoneId: row.milestone_id,
    ...(row.document === null
      ? {}
      : { losesName: (JSON.parse(row.document) as Pick<Erasable, 'losesName'>).losesName }),
  }));
}

/** False when nothing of the person was left in it. */
export async function eraseFromEngagement(
  transaction: Knex.Transaction,
  engagementId: string,
  person: Erasable,
): Promise<boolean> {
  const row = await transaction('engagements').where({ engagement_id: engagementId }).first('terms');
  const { value, redacted } = redact(row.terms as object, person);
  if (redacted.length === 0) return false;
  await transaction('engagements')
    .where({ engagement_id: engagementId })
    .update({ terms: JSON.stringify(value), firm_mailboxes: firmMailboxes(toEngagement({ terms: value }).people) });
  await transaction('passkeys').where({ engagement_id: engagementId, person_id: person.personId }).delete();
  // The answer to its registration, kept for a repeat under the same key, lists its people too.
  await transaction('idempotency_keys')
    .where({ route: 'POST /engagements' })
    .whereNotNull('completed_at')
    .whereRaw(`body ->> 'engagementId' = ?`, [engagementId])
    .delete();
  return true;
}
