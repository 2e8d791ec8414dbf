// Invoices against a release on real PostgreSQL, where many come at the same time.
import assert from 'node:assert/strict';
import { cancelInvoice, registerCreditNote, registerInvoice } from '../../administration/invoices.ts';
import { endDraftsOver, registerDraft } from '../../administration/invoiceDrafts.ts';
import { findAuthorisations } from '../../db/authorisations.ts';
import { listCredits, listInvoices, readGateSituation } from '../../db/invoices.ts';
import { listWebhooks } from '../../db/webhooks.ts';
import { SignOffError } from '../../domain/errors.ts';
import { invoiceGate } from '../../domain/acceptance/invoiceGate.ts';
import { sumOf } from '../../domain/terms/money.ts';
import { systemActor } from '../../domain/people/people.ts';
import * as act from '../domain/acts.ts';
import { creditNote, invoice } from '../domain/invoices.ts';
import { given, until, type Scenario } from '../domain/scenario.ts';
import { acceptedMilestone, outputsOf, publishOutputs, registeredMilestone } from '../support/acceptedMilestone.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';

const now = '2026-04-01T09:00:00.000Z';

describe('Invoices of a milestone', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await testDatabase();
  });
  afterEach(() => database.drop());

  const register = (changes: Parameters<typeof invoice>[0], isAnnounced = false) =>
    registerInvoice(database.db, 'M1', invoice(changes), { registeredBy: systemActor, isAnnounced, now });

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
    assert.equal(
      sumOf(
        invoices.map((each) => each.amount),
        'EUR',
      ),
      '84000.12',
    );
    assert.equal(outcomes.filter((each) => each === 'registered').length, 12);
    assert.equal(outcomes.filter((each) => each === 'INVOICE_EXCEEDS_RELEASE').length, 28);
    const situation = await readGateSituation(database.db, 'M1');
    assert.ok(situation);
    const { amountReleased, amountWithheld } = invoiceGate(situation);
    assert.equal(sumOf([amountReleased, amountWithheld], 'EUR'), situation.value.amount);
  });

  it('stay within what is released while the balance is released and the acceptance revoked at the same time', async () => {
    const { db } = database;
    await acceptedMilestone(db, 'M1', { released: '90000.00', withheld: '10000.00' });
    const closeOut = outputsOf('M1', { released: '100000.00', withheld: '0.00' }, 2);
    const revocation = outputsOf('M1', { released: '0.00', withheld: '100000.00' }, 3);
    Object.assign(revocation.certificate, { kind: 'revocation', supersedes: 'M1-C2' });
    const many = (from: number) =>
      Array.from({ length: 15 }, (_, index) =>
        register({ invoiceNumber: `INV-${from + index}`, amount: '9000.01' }).catch((error: unknown) => {
          assert.ok(error instanceof SignOffError, String(error));
        }),
      );
    await Promise.all([...many(0), publishOutputs(db, closeOut, { isAnnounced: false }), ...many(15)]);
    const meanwhile = (await all()).length;
    assert.ok(meanwhile >= 9 && meanwhile <= 11, 'nine of the first release, two more of the balance');
    await Promise.all(many(60));
    assert.equal((await all()).length, 11);
    await Promise.all([
      ...many(30),
      db.transaction(async (transaction) => {
        await transaction('milestones').update({ phase: 'revoked' });
        await publishOutputs(transaction, revocation, { isAnnounced: false });
      }),
      ...many(45),
    ]);
    const situation = await readGateSituation(db, 'M1');
    assert.ok(situation);
    const gate = invoiceGate(situation);
    assert.equal(sumOf([gate.amountReleased, gate.amountWithheld], 'EUR'), '100000.00');
    assert.equal(gate.amountOverInvoiced, '99000.11');
  });

  it('are registered once when the same one comes many times at once', async () => {
    await acceptedMilestone(database.db, 'M1');
    const answers = await Promise.all(Array.from({ length: 15 }, () => register({}, true)));
    assert.equal(answers.filter((each) => each?.isRepeat === false).length, 1);
    assert.equal((await all()).length, 1);
    const { items } = await listWebhooks(database.db, { scope: 'all', page: { limit: 10 } });
    assert.deepEqual(
      items.map((each) => each.type),
      ['invoice.registered'],
    );
  });

  it('are refused for a milestone that has no certificate, and unknown for one that does not exist', async () => {
    await registeredMilestone(database.db, 'M1');
    await assert.rejects(register({}), (error) => error instanceof SignOffError && error.code === 'INVOICE_BLOCKED');
    assert.equal(
      await registerInvoice(database.db, 'M2', invoice(), { registeredBy: systemActor, isAnnounced: false, now }),
      undefined,
    );
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

  it('find what a failed exception withholds held, by its name, until it is extended', async () => {
    await acceptedMilestone(database.db, 'M1', { released: '99000.00', withheld: '1000.00' });
    const overdue = given(...act.toConditional).when(until('2026-04-01T08:00:00.000Z'));
    const gateAfter = async (scenario: Scenario) => {
      const { milestone } = scenario;
      const { phase } = milestone.stage;
      await database.db('milestones').update({ phase, snapshot: JSON.stringify(milestone) });
      const situation = await readGateSituation(database.db, 'M1');
      assert.ok(situation);
      return invoiceGate(situation);
    };
    assert.deepEqual((await gateAfter(overdue)).heldExceptions, []);
    const failed = overdue.when(act.failException('E1')).then('exceptionFailed');
    const gate = await gateAfter(failed);
    assert.deepEqual(gate.heldExceptions, [
      { exceptionId: 'E1', amount: '1000.00', reason: 'Nothing will come of it', since: overdue.now },
    ]);
    assert.equal(gate.amountHeld, '1000.00');
    const extended = failed.when(act.extendException('E1', '2026-04-15')).then('exceptionExtended');
    assert.equal((await gateAfter(extended)).amountHeld, '0.00');
  });

  it('are held by the name of the certificate that was revoked, not of the one that says so', async () => {
    await acceptedMilestone(database.db, 'M1');
    const revocation = outputsOf('M1', { released: '0.00', withheld: '100000.00' }, 2);
    Object.assign(revocation.certificate, { kind: 'revocation', supersedes: 'M1-C1' });
    await publishOutputs(database.db, revocation, { isAnnounced: false });
    await database.db('milestones').update({ phase: 'revoked' });
    const situation = await readGateSituation(database.db, 'M1');
    assert.ok(situation);
    const gate = invoiceGate(situation);
    assert.equal(gate.blockedBy, 'certificate M1-C1 was revoked by M1-C2');
    assert.equal(gate.revokedCertificateNumber, 'M1-C1');
    await assert.rejects(register({}), /M1-C1 was revoked by M1-C2/);
  });

  it('keep their date and every decimal, and cannot be changed afterwards', async () => {
    await acceptedMilestone(database.db, 'M1');
    await register({ amount: '0.01', issuedOn: '2026-03-31' });
    const [found] = await all();
    assert.deepEqual([found?.amount, found?.issuedOn, found?.registeredAt], ['0.01', '2026-03-31', now]);
    await assert.rejects(database.db('invoices').update({ amount: 1 }), /permission denied for table invoice/);
    await assert.rejects(database.db('invoices').delete(), /permission denied for table invoice/);
  });
});

describe('What takes invoices of a milestone back', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await testDatabase();
    await acceptedMilestone(database.db, 'M1', { released: '1000.00', withheld: '99000.00' });
  });
  afterEach(() => database.drop());

  const registration = (isAnnounced = false) => ({ registeredBy: systemActor, isAnnounced, now });
  const register = (changes: Parameters<typeof invoice>[0]) =>
    registerInvoice(database.db, 'M1', invoice(changes), registration());
  const credit = (changes: Parameters<typeof creditNote>[0], isAnnounced = false) =>
    registerCreditNote(database.db, 'M1', creditNote(changes), registration(isAnnounced));
  const gate = async () => {
    const situation = await readGateSituation(database.db, 'M1');
    assert.ok(situation);
    return invoiceGate(situation);
  };

  it('lets an invoice of 1000.00 typed for 100.00 be credited, and 100.00 registered', async () => {
    await register({ amount: '1000.00' });
    await assert.rejects(register({ invoiceNumber: 'INV-2', amount: '100.00' }), /still to be invoiced/);
    const credited = await credit({ amount: '1000.00' }, true);
    assert.equal(credited?.isRepeat, false);
    await register({ invoiceNumber: 'INV-2', amount: '100.00' });
    assert.deepEqual([(await gate()).amountAvailable, (await gate()).amountCredited], ['900.00', '1000.00']);
    assert.equal((await credit({ amount: '1000' }))?.isRepeat, true);
    const [webhook] = (await listWebhooks(database.db, { scope: 'all', page: { limit: 10 } })).items;
    assert.equal(webhook?.type, 'invoice.credited');
  });

  it('never takes back more than the invoice, however many credit notes come at once, and frees no more than that', async () => {
    await register({ amount: '1000.00' });
    const outcomes = await Promise.allSettled(
      Array.from({ length: 12 }, (_, index) => credit({ creditNoteNumber: `CN-${index}`, amount: '300.00' })),
    );
    assert.equal(outcomes.filter((each) => each.status === 'fulfilled').length, 3);
    assert.equal((await gate()).amountAvailable, '900.00');
    const cancel = () =>
      cancelInvoice(database.db, 'M1', 'INV-1', { personId: 'manager', reason: 'Void' }, registration());
    const cancelled = await Promise.all([cancel(), cancel(), cancel()]);
    assert.deepEqual(cancelled.map((each) => each?.isRepeat).sort(), [false, true, true]);
    assert.equal(cancelled[0]?.credit.amount, '100.00');
    assert.equal((await listCredits(database.db, 'M1', { limit: 10 })).items.length, 4);
    assert.equal((await gate()).amountAvailable, '1000.00');
  });

  it('is taken after a revocation', async () => {
    await register({ amount: '1000.00' });
    const revocation = outputsOf('M1', { released: '0.00', withheld: '100000.00' }, 2);
    Object.assign(revocation.certificate, { kind: 'revocation', supersedes: 'M1-C1' });
    await publishOutputs(database.db, revocation, { isAnnounced: false });
    await database.db('milestones').update({ phase: 'revoked' });
    assert.equal((await gate()).amountOverInvoiced, '1000.00');
    await credit({ amount: '1000.00' });
    assert.equal((await gate()).amountOverInvoiced, '0.00');
  });

  it('is held to by the database too: sums, dates and the currency, whoever writes', async () => {
    await register({ amount: '600.00' });
    const row = {
      milestone_id: 'M1',
      invoice_number: 'INV-2',
      amount: '400.01',
      currency: 'EUR',
      issued_on: '2026-03-31',
      certificate_number: 'M1-C1',
      registered_by: '{}',
      registered_at: now,
    };
    const insert = (changes: object) => database.db('invoices').insert({ ...row, ...changes });
    await assert.rejects(insert({}), /more than is released and left/);
    await assert.rejects(insert({ amount: '1.00', issued_on: '2026-02-28' }), /before the release or after tomorrow/);
    await assert.rejects(insert({ amount: '1.00', issued_on: '2026-04-03' }), /before the release or after tomorrow/);
    const { certificate_number: _under, ...rest } = row;
    const back = (changes: object) =>
      database
        .db('invoice_credits')
        .insert({ ...rest, kind: 'creditNote', credit_number: 'CN-1', invoice_number: 'INV-1', ...changes });
    await assert.rejects(back({ amount: '600.01' }), /more than is left of invoice INV-1/);
    await assert.rejects(back({ amount: '1.00', currency: 'USD' }), /in another currency/);
    await assert.rejects(back({ amount: '1.00', issued_on: '2026-03-30' }), /dated before it/);
    await back({ amount: '0.01' });
    await insert({});
    await assert.rejects(database.db('invoice_credits').delete(), /permission denied for table invoice/);
  });
});

describe('Drafts of invoices on record', () => {
  let database: TestDatabase;
  before(async () => {
    database = await testDatabase();
  });
  after(() => database.drop());

  const registration = { registeredBy: systemActor, isAnnounced: true, now };
  const draft = (draftNumber: string, milestoneId: string, reservedUntil: string) =>
    registerDraft(
      database.db,
      'engagement-1',
      {
        personId: 'manager',
        draftNumber,
        currency: 'EUR',
        reservedUntil,
        lines: [{ milestoneId, amount: '60000.00' }],
      },
      registration,
    );
  const ends = async (): Promise<unknown[]> =>
    database.db('invoice_drafts').orderBy('draft_number').pluck('ended_as') as Promise<unknown[]>;

  it('lapse by themselves with their date and with the certificate, on record and told to the billing system', async () => {
    const { db } = database;
    for (const milestoneId of ['M1', 'M2', 'M3']) await acceptedMilestone(db, milestoneId);
    await draft('D-1', 'M1', '2026-04-01');
    await draft('D-2', 'M2', '2026-06-30');
    await draft('D-3', 'M3', '2026-06-30');
    await db('milestones').where({ milestone_id: 'M3' }).update({ phase: 'revoked' });
    await endDraftsOver(database.db, true, '2026-04-01T22:59:59.999Z');
    assert.deepEqual(await ends(), [null, null, 'revoked']);
    const lapsed = '2026-04-01T23:00:00.000Z';
    await endDraftsOver(database.db, true, lapsed);
    assert.deepEqual(await ends(), ['lapsed', null, 'revoked']);
    const row = await db('invoice_drafts').where({ draft_number: 'D-1' }).first<Record<string, unknown>>();
    assert.deepEqual([(row?.ended_at as Date).toISOString(), row?.ended_by], [lapsed, systemActor]);
    const { items } = await listWebhooks(db, { scope: 'all', page: { limit: 10 } });
    assert.deepEqual(
      items.map((each) => [each.type, each.milestoneId]).filter(([type]) => type === 'invoiceDraft.ended'),
      [
        ['invoiceDraft.ended', 'M3'],
        ['invoiceDraft.ended', 'M1'],
      ],
    );
  });

  it('are ended by whoever comes first after their date, and never reserve again', async () => {
    const { db } = database;
    await draft('D-4', 'M1', '2026-04-02');
    const late = { ...registration, now: '2026-04-03T09:00:00.000Z' };
    const whole = { ...invoice({ amount: '100000.00' }), issuedOn: '2026-04-03' };
    assert.equal((await registerInvoice(db, 'M1', whole, late))?.isRepeat, false);
    assert.equal((await ends()).at(-1), 'lapsed');
    const again = db('invoice_drafts')
      .where({ draft_number: 'D-4' })
      .update({ ended_as: null, ended_at: null, ended_by: null });
    await assert.rejects(again, /one that ended stays so/);
    const more = db('invoice_drafts').insert({
      ...{ milestone_id: 'M2', draft_number: 'D-5', amount: '40000.01', currency: 'EUR', reserved_until: '2026-04-30' },
      ...{ registered_by: JSON.stringify(systemActor), registered_at: now },
    });
    await assert.rejects(more, /invoice D-5 is for more than is released and left/);
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
