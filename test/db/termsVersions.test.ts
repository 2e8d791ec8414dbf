// Versions of contract terms on real PostgreSQL: what counts for milestones that start later, what stays on record, and that nothing changes it.
import assert from 'node:assert/strict';
import { amendEngagementTerms } from '../../administration/engagementTerms.ts';
import { listAuditLines } from '../../db/auditLog.ts';
import { findEngagement, insertEngagement } from '../../db/engagements.ts';
import { inEngagement } from '../../db/inScope.ts';
import { listTermsVersions } from '../../db/termsVersions.ts';
import { engagement as engagementShape } from '../../domain/terms/engagement.ts';
import { serviceChain } from '../../evidence/ledger/auditEntry.ts';
import { engagementWith, monday } from '../domain/cast.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';

const manager = { personId: 'manager', role: 'engagementManager', authentication: { method: 'system' } } as const;
const registered = engagementShape.parse(engagementWith({ amendments: 'byOneParty' }));
const command = { personId: 'manager', reference: 'Amendment 1', reason: 'Agreed' };
const asked = { keyId: 'key-1', now: monday, assertPresent: () => undefined, assertOffered: () => undefined };

describe('Contract terms on record', () => {
  let database: TestDatabase;
  before(async () => (database = await testDatabase()));
  after(() => database.drop());

  it('are amended in one transaction with their version and a line of the audit log, and never changed there', async () => {
    const { db } = database;
    const within = inEngagement(db, 'engagement-1');
    await insertEngagement(within, registered, manager);
    const amend = (patch: object, more: object = {}) =>
      amendEngagementTerms(within, 'engagement-1', { command, patch: { ...patch } }, { ...asked, ...more });
    await amend({ maxReworkCycles: 5 });
    await amend({ linkDays: 30 });
    const found = await findEngagement(within, 'engagement-1');
    assert.deepEqual([found?.contractVersion, found?.contract.maxReworkCycles, found?.contract.linkDays], [3, 5, 30]);
    const versions = await listTermsVersions(within, 'engagement-1');
    assert.deepEqual(
      versions.map((each) => [each.version, each.contract.maxReworkCycles, each.contract.linkDays]),
      [
        [2, 5, 90],
        [3, 5, 30],
      ],
    );
    const lines = await listAuditLines(db, serviceChain, { after: 0, limit: 50 });
    assert.equal(JSON.stringify(lines).match(/termsAmended/gu)?.length, 2);
    const refusing = { assertPresent: () => assert.fail('it has been amended since') };
    await assert.rejects(amend({ linkDays: 20 }, refusing), /amended since/);
    await assert.rejects(within('terms_versions').update({ version: 9 }), /append-only|permission denied/);
    assert.equal((await listTermsVersions(within, 'engagement-1')).length, 2);
    assert.equal(
      await amendEngagementTerms(inEngagement(db, 'other'), 'other', { command, patch: {} }, asked),
      undefined,
    );
  });
});
