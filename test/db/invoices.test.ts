// Invoices against a release on real PostgreSQL, where many come at the same time.
import assert from 'node:assert/strict';
import { findAuthorisations } from '../../db/authorisations.ts';
import { listInvoices, readGateSituation, registerInvoice } from '../../db/invoices.ts';
import { publishOutputs } from '../../db/outputs.ts';
import { listWebhooks } from '../../db/webhooks.ts';
import { SignOffError } from '../../domain/errors.ts';
import { invoiceGate } from '../../domain/invoiceGate.ts';
import { sumOf } from '../../domain/money.ts';
import { systemActor } from '../../domain/people.ts';
import { invoice } from '../domain/invoices.ts';
import { acceptedMilestone, outputsOf, registeredMilestone } from '../support/acceptedMilestone.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';

describe('Invoices of a milestone', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await testDatabase();
  });
  afterEach(() => database.drop());

  const register = (changes: Parameters<typeof invoice>[0], isAnnounced = false) =>
    registerInvoice(database.db, 'M1', invoice(changes), systemActor, { isAnnounced });

  const all = async () => (await listInvoices(database.db, 'M1', { limit: 200 })).items;

  it('never add up to more than was released, however many are registered at once', async () => {
    await acceptedMilestone(database.db, 'M1', { released: '90000.00', withheld: '10000.00' });
    const attempts = Array.from({ length: 40 }, (_, index) =>
      register({ invoiceNumber: `INV-${index}`, amount: '7000.01' }).then(
        () => 'registered',
        (error: unknown) => {
          assert.ok(error instanceof SignOffError, String(error));
          return error.code;
        },
      ),
    );
    const outcomes = await Promise.all(attempts);
    const invoices = await all();
    assert.equal(invoices.length, 12);
    assert.equal(sumOf(invoices.map((each) => each.amount)), '84000.12');
    assert.equal(outcomes.filter((each) => each === 'registered').length, 12);
    assert.equal(outcomes.filter((each) => each === 'INVOICE_EXCEEDS_RELEASE').length, 28);
  });

  it('are registered once when the same one comes many times at once', async () => {
    await acceptedMilestone(database.db, 'M1');
    const answers = await Promise.all(Array.from({ length: 15 }, () => register({}, true)));
    assert.equal(answers.filter((each) => each?.isRepeat === false).length, 1);
    assert.equal((await all()).length, 1);
    assert.equal((await listWebhooks(database.db, { page: { limit: 10 } })).items.length, 1);
  });

  it('are refused for a milestone that has no certificate, and unknown for one that does not exist', async () => {
    await registeredMilestone(database.db, 'M1');
    await assert.rejects(register({}), (error) => error instanceof SignOffError && error.code === 'INVOICE_BLOCKED');
    assert.equal(await registerInvoice(database.db, 'M2', invoice(), systemActor, { isAnnounced: false }), undefined);
  });

  it('find the balance released once the exceptions are closed out', async () => {
    await acceptedMilestone(database.db, 'M1', { released: '90000.00', withheld: '10000.00' });
    await register({ amount: '90000.00' });
    await assert.rejects(register({ invoiceNumber: 'INV-2', amount: '10000.00' }));
    const closeOut = outputsOf('M1', { released: '100000.00', withheld: '0.00' }, 2);
    await publishOutputs(database.db, closeOut, { isAnnounced: false });
    const registered = await register({ invoiceNumber: 'INV-2', amount: '10000.00' });
    assert.equal(registered?.invoice.certificateNumber, 'M1-C2');
    const situation = await readGateSituation(database.db, 'M1');
    assert.ok(situation);
    assert.equal(invoiceGate(situation).amountAvailable, '0.00');
  });

  it('keep their date and every decimal, and cannot be changed afterwards', async () => {
    await acceptedMilestone(database.db, 'M1');
    await register({ amount: '0.0001', issuedOn: '2026-12-31' });
    const [found] = await all();
    assert.deepEqual([found?.amount, found?.issuedOn], ['0.0001', '2026-12-31']);
    await assert.rejects(database.db('invoices').update({ amount: 1 }), /append-only/);
    await assert.rejects(database.db('invoices').delete(), /append-only/);
  });
});

describe('Next-phase authorisations on record', () => {
  let database: TestDatabase;
  before(async () => {
    database = await testDatabase();
  });
  after(() => database.drop());

  it('are given by the certificate in force, and not at all once it is revoked', async () => {
    const { db } = database;
    await acceptedMilestone(db, 'M1', { released: '90000.00', withheld: '10000.00' });
    assert.deepEqual(await findAuthorisations(db, ['M1', 'M2']), [
      { milestoneId: 'M1', authorisationNumber: 'M1-C1-N', extent: 'restricted', conditions: ['E1: tested'] },
    ]);
    await publishOutputs(db, outputsOf('M1', { released: '100000.00', withheld: '0.00' }, 2), { isAnnounced: false });
    assert.equal((await findAuthorisations(db, ['M1']))[0]?.extent, 'full');
    await db('milestones').where({ milestone_id: 'M1' }).update({ phase: 'revoked' });
    assert.deepEqual(await findAuthorisations(db, ['M1']), []);
  });
});
