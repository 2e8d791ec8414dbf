// Versions of the terms of engagements on record; what an engagement is under now is in its row.
import type { Knex } from 'knex';
import type { CarriedOut } from '../domain/records/retentionActs.ts';
import type { TermsVersion } from '../domain/terms/contractVersions.ts';
import type { Engagement } from '../domain/terms/engagement.ts';
import { serviceChain } from '../evidence/ledger/auditEntry.ts';
import { canonicalJson, sha256Hex } from '../evidence/ledger/canonicalJson.ts';
import { toStored } from '../domain/records/upcast.ts';
import { appendAudit } from './auditLog.ts';
import type { Database } from './database.ts';

/** Writes the terms into the engagement, the version beside them, and the line of the audit log that says so. */
export async function writeTermsVersion(
  transaction: Knex.Transaction,
  { engagement, version }: { engagement: Engagement; version: TermsVersion },
  { keyId, now }: CarriedOut,
): Promise<void> {
  const { engagementId } = engagement;
  await transaction('engagements')
    .where({ engagement_id: engagementId })
    .update({ terms: JSON.stringify(toStored(engagement)) });
  await transaction('terms_versions').insert({
    engagement_id: engagementId,
    version: version.version,
    amendment: JSON.stringify(version),
    amended_at: now,
  });
  await appendAudit(transaction, serviceChain, {
    at: now,
    type: 'termsAmended',
    engagementId,
    recordSha256: sha256Hex(canonicalJson(version)),
    keyId,
  });
}

/** From the second on, in order; the first is what the engagement was registered with. */
export async function listTermsVersions(db: Database, engagementId: string): Promise<TermsVersion[]> {
  const rows: { amendment: TermsVersion }[] = await db('terms_versions')
    .where({ engagement_id: engagementId })
    .orderBy('version')
    .select('amendment');
  return rows.map((each) => each.amendment);
}
