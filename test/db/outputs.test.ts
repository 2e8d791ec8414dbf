// Outputs of an acceptance on record: all four or none, once.
import assert from 'node:assert/strict';
import type { Database } from '../../db/database.ts';
import {
  findArchive,
  findCertificate,
  findInvoiceRelease,
  findNextPhaseAuthorisation,
  publishOutputs as publish,
  type Outputs,
} from '../../db/outputs.ts';
import * as act from '../domain/acts.ts';
import { givenTerms } from '../domain/scenario.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';
import { batchOf, recorder } from './batches.ts';

const outputs = (changes: Partial<Outputs> = {}): Outputs => ({
  certificate: {
    certificateNumber: 'M1-C1',
    milestoneId: 'M1',
    engagementId: 'engagement-1',
    kind: 'acceptance',
    document: { certificateNumber: 'M1-C1' },
    documentSha256: 'a'.repeat(64),
    pdfSha256: 'b'.repeat(64),
    issuedAt: '2026-03-02T10:00:00.000Z',
  },
  nextPhaseAuthorisation: {
    authorisationNumber: 'M1-C1-N',
    certificateNumber: 'M1-C1',
    scope: { name: 'Build' },
    authorisedAt: '2026-03-02T10:00:00.000Z',
  },
  invoiceRelease: {
    certificateNumber: 'M1-C1',
    amountReleased: '99999.9999',
    amountWithheld: '0.00',
    currency: 'CLF',
    references: {},
    releasedAt: '2026-03-02T10:00:00.000Z',
  },
  archive: {
    certificateNumber: 'M1-C1',
    sha256: 'c'.repeat(64),
    sizeBytes: 6_000_000_000,
    archivedAt: '2026-03-02T10:00:00.000Z',
  },
  ...changes,
});

const publishOutputs = (db: Database, wanted: Outputs) => publish(db, wanted, { isAnnounced: false });

describe('Outputs of an acceptance', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await testDatabase();
    const plan = { value: { amount: '99999.9999', currency: 'CLF' } };
    await recorder(database.db)(batchOf(givenTerms({ plan }, ...act.toAccepted)));
  });
  afterEach(() => database.drop());

  const visible = () =>
    Promise.all(
      [findCertificate, findNextPhaseAuthorisation, findInvoiceRelease, findArchive].map(
        async (find) => (await find(database.db, 'M1')) !== undefined,
      ),
    );

  it('appear all four together, to the last cent', async () => {
    assert.deepEqual(await visible(), [false, false, false, false]);
    assert.equal(await publishOutputs(database.db, outputs()), true);
    assert.deepEqual(await visible(), [true, true, true, true]);
    assert.equal((await findInvoiceRelease(database.db, 'M1'))?.amountReleased, '99999.9999');
    assert.equal((await findArchive(database.db, 'M1'))?.sizeBytes, 6_000_000_000);
  });

  it('do not appear at all when the last of them cannot be stored', async () => {
    const { archive } = outputs();
    await assert.rejects(publishOutputs(database.db, outputs({ archive: { ...archive, sizeBytes: Number.NaN } })));
    assert.deepEqual(await visible(), [false, false, false, false]);
  });

  it('never release a negative amount', async () => {
    const { invoiceRelease } = outputs();
    const negative = outputs({ invoiceRelease: { ...invoiceRelease, amountReleased: '-1.00' } });
    await assert.rejects(publishOutputs(database.db, negative), /releases something else/);
    assert.deepEqual(await visible(), [false, false, false, false]);
  });

  it('are published once by however many workers, and stay as first published', async () => {
    const published = await Promise.all([1, 2, 3].map(() => publishOutputs(database.db, outputs())));
    assert.equal(published.filter(Boolean).length, 1);
    const { invoiceRelease } = outputs();
    const more = outputs({ invoiceRelease: { ...invoiceRelease, amountReleased: '200000.00' } });
    assert.equal(await publishOutputs(database.db, more), false);
    assert.equal((await findInvoiceRelease(database.db, 'M1'))?.amountReleased, '99999.9999');
  });
});
