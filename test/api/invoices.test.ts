// What docs/invoicing.md promises a billing system, over HTTP: the gate, invoices, and what takes them back.
import assert from 'node:assert/strict';
import { creditNote, invoice } from '../domain/invoices.ts';
import { acceptedMilestone, outputsOf, publishOutputs, registeredMilestone } from '../support/acceptedMilestone.ts';
import { devServer } from '../support/temporal.ts';
import { ApiStage, assertProblem, type Answered } from './apiStage.ts';

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

interface Items {
  items: Record<string, unknown>[];
}

describe('Billing system over HTTP', () => {
  let stage: ApiStage;
  before(async () => {
    stage = await ApiStage.open(await devServer());
  });
  after(() => stage.close());

  let counted = 0;
  /** Accepted on 2026-03-01, with 90,000.00 released of 100,000.00. */
  async function accepted(isAnnounced = false): Promise<string> {
    const milestoneId = `M-invoiced-${(counted += 1)}`;
    await acceptedMilestone(
      stage.database.db,
      milestoneId,
      { released: '90000.00', withheld: '10000.00' },
      isAnnounced,
    );
    return milestoneId;
  }
  async function revoke(milestoneId: string): Promise<void> {
    const outputs = outputsOf(milestoneId, { released: '0.00', withheld: '100000.00' }, 2);
    Object.assign(outputs.certificate, { kind: 'revocation', supersedes: `${milestoneId}-C1` });
    await publishOutputs(stage.database.db, outputs, { isAnnounced: false });
    await stage.database.db('milestones').where({ milestone_id: milestoneId }).update({ phase: 'revoked' });
  }
  const gate = async (milestoneId: string) => (await stage.get(`/milestones/${milestoneId}/invoice-release`)).body;
  const register = (milestoneId: string, changes: object = {}) =>
    stage.post(`/milestones/${milestoneId}/invoices`, { ...invoice(), ...changes });
  const credit = (milestoneId: string, changes: object = {}) =>
    stage.post(`/milestones/${milestoneId}/credit-notes`, { ...creditNote(), ...changes });
  const cancel = (milestoneId: string, changes: object = {}, invoiceNumber = 'INV-1') =>
    stage.post(`/milestones/${milestoneId}/invoices/${invoiceNumber}/cancellation`, {
      ...{ personId: 'manager', reason: 'Typed twice' },
      ...changes,
    });
  const taken = ({ status, body }: Answered, ...amounts: (keyof typeof body)[]) => [
    status,
    body.isRepeat,
    ...amounts.map((each) => (body.gate as typeof body)[each]),
  ];

  it('registers an invoice once, says what is left, and refuses each of what the document names', async () => {
    const milestoneId = await accepted();
    assert.deepEqual(taken(await register(milestoneId), 'amountInvoiced', 'amountAvailable'), [
      ...[201, false],
      ...['60000.00', '30000.00'],
    ]);
    assert.deepEqual(taken(await register(milestoneId, { amount: '60000' }), 'amountAvailable'), [
      200,
      true,
      '30000.00',
    ]);
    const other = { invoiceNumber: 'INV-2', amount: '30000.00' };
    for (const [changes, status, code, field] of [
      [{ amount: '1.00' }, 422, 'INVOICE_MISMATCH', 'invoiceNumber'],
      [{ ...other, amount: '30000.01' }, 422, 'INVOICE_EXCEEDS_RELEASE', 'amount'],
      [{ ...other, currency: 'USD' }, 422, 'INVOICE_MISMATCH', 'currency'],
      [{ ...other, amount: '0.00' }, 422, 'INVOICE_MISMATCH', 'amount'],
      [{ ...other, amount: '10.001' }, 422, 'INVOICE_MISMATCH', 'amount'],
      [{ ...other, issuedOn: '2026-02-28' }, 422, 'INVOICE_MISMATCH', 'issuedOn'],
      [{ ...other, issuedOn: '2126-03-01' }, 422, 'INVOICE_MISMATCH', 'issuedOn'],
      [{ ...other, personId: 'approver1' }, 403, 'WRONG_ACTOR', 'personId'],
      [{ ...other, currency: 'ZZZ' }, 400, 'INVALID_MESSAGE', 'currency'],
    ] as const)
      assertProblem(await register(milestoneId, changes), status, code, field);
    assert.equal((await register(milestoneId, other)).status, 201);
    const listed = (await stage.get<Items>(`/milestones/${milestoneId}/invoices`)).body.items;
    assert.deepEqual(
      listed.map((each) => [each.invoiceNumber, each.amount, each.certificateNumber]),
      [
        ['INV-1', '60000.00', `${milestoneId}-C1`],
        ['INV-2', '30000.00', `${milestoneId}-C1`],
      ],
    );
  });

  it('is told that nothing can be invoiced before there is a certificate, and by what', async () => {
    await registeredMilestone(stage.database.db, 'M-blocked');
    const { status, blockedBy, amountAvailable } = await gate('M-blocked');
    assert.deepEqual([status, amountAvailable], ['blocked', '0.00']);
    assert.match(String(blockedBy), /compil/i);
    assertProblem(await register('M-blocked'), 409, 'INVOICE_BLOCKED');
    assertProblem(await register('M-nowhere'), 404, 'NOT_FOUND', 'milestoneId');
  });

  it('frees by a credit note exactly what it takes back, and refuses each of what the document names', async () => {
    const milestoneId = await accepted();
    await register(milestoneId, { amount: '1000.00' });
    const part = { amount: '900.01' };
    assert.deepEqual(taken(await credit(milestoneId, part), 'amountCredited', 'amountAvailable'), [
      ...[201, false],
      ...['900.01', '89900.01'],
    ]);
    assert.deepEqual(taken(await credit(milestoneId, part)), [200, true]);
    const next = { creditNoteNumber: 'CN-2', amount: '99.99' };
    for (const [changes, status, code, field] of [
      [{ ...next, invoiceNumber: 'INV-9' }, 404, 'INVOICE_UNKNOWN', 'invoiceNumber'],
      [{ ...next, amount: '100.00' }, 422, 'CREDIT_EXCEEDS_INVOICE', 'amount'],
      [{ ...next, currency: 'USD' }, 422, 'INVOICE_MISMATCH', 'currency'],
      [{ ...next, issuedOn: '2026-03-30' }, 422, 'INVOICE_MISMATCH', 'issuedOn'],
      [{ ...next, issuedOn: '2126-03-01' }, 422, 'INVOICE_MISMATCH', 'issuedOn'],
      [{ ...next, creditNoteNumber: 'CN-1' }, 422, 'INVOICE_MISMATCH', 'creditNoteNumber'],
      [{ ...next, personId: 'approver1' }, 403, 'WRONG_ACTOR', 'personId'],
    ] as const)
      assertProblem(await credit(milestoneId, changes), status, code, field);
    assert.equal((await credit(milestoneId, next)).status, 201);
    assertProblem(
      await credit(milestoneId, { ...next, creditNoteNumber: 'CN-3', amount: '0.01' }),
      422,
      'CREDIT_EXCEEDS_INVOICE',
    );
    assert.equal((await register(milestoneId, { invoiceNumber: 'INV-2', amount: '90000.00' })).status, 201);
    const listed = (await stage.get<Items>(`/milestones/${milestoneId}/credit-notes`)).body.items;
    assert.deepEqual(
      listed.map((each) => [each.kind, each.creditNumber, each.invoiceNumber, each.amount]),
      [
        ['creditNote', 'CN-1', 'INV-1', '900.01'],
        ['creditNote', 'CN-2', 'INV-1', '99.99'],
      ],
    );
  });

  it('cancels what is left of an invoice, once, and lists that beside the credit notes', async () => {
    const milestoneId = await accepted();
    await register(milestoneId);
    await credit(milestoneId, { amount: '10000.00' });
    const cancelled = await cancel(milestoneId);
    assert.deepEqual(taken(cancelled, 'amountCredited', 'amountAvailable'), [201, false, '60000.00', '90000.00']);
    assert.deepEqual(
      [cancelled.body.kind, cancelled.body.amount, cancelled.body.reason],
      [...['cancellation', '50000.00', 'Typed twice']],
    );
    assert.deepEqual(taken(await cancel(milestoneId)), [200, true]);
    assertProblem(await cancel(milestoneId, {}, 'INV-9'), 404, 'INVOICE_UNKNOWN');
    assertProblem(await cancel(milestoneId, { personId: 'approver1' }), 403, 'WRONG_ACTOR', 'personId');
    assertProblem(await cancel(milestoneId, { reason: '' }), 400, 'INVALID_MESSAGE', 'reason');
    await register(milestoneId, { invoiceNumber: 'INV-2', amount: '5.00' });
    await credit(milestoneId, { creditNoteNumber: 'CN-2', invoiceNumber: 'INV-2', amount: '5.00' });
    assertProblem(await cancel(milestoneId, {}, 'INV-2'), 422, 'CREDIT_EXCEEDS_INVOICE');
    const listed = (await stage.get<Items>(`/milestones/${milestoneId}/credit-notes`)).body.items;
    assert.deepEqual(
      listed.map((each) => each.kind),
      ['creditNote', 'cancellation', 'creditNote'],
    );
  });

  it('is off the lists of money once it is invoiced in full, and on them again with a credit note', async () => {
    const milestoneId = 'M-invoiced-whole';
    await acceptedMilestone(stage.database.db, milestoneId, { released: '60000.00', withheld: '0.00' }, false);
    const listed = async (list: 'ready' | 'withheld' | 'toCredit') =>
      (await stage.get<Record<typeof list, Record<string, unknown>[]>>('/money')).body[list]
        .filter((each) => each.milestoneId === milestoneId)
        .map((each) => each.amount);
    assert.deepEqual(await listed('ready'), ['60000.00']);
    await register(milestoneId);
    assert.deepEqual([await listed('ready'), await listed('withheld')], [[], []]);
    await credit(milestoneId, { amount: '100.00' });
    assert.deepEqual(await listed('ready'), ['100.00']);
    await revoke(milestoneId);
    assert.deepEqual([await listed('ready'), await listed('toCredit')], [[], ['59900.00']]);
  });

  it('finds everything held after a revocation, and takes back what was invoiced until nothing is over', async () => {
    const milestoneId = await accepted();
    await register(milestoneId, { amount: '1000.00' });
    await register(milestoneId, { invoiceNumber: 'INV-2', amount: '500.00' });
    await revoke(milestoneId);
    const held = await gate(milestoneId);
    assert.deepEqual(
      [held.status, held.amountOverInvoiced, held.amountAvailable, held.amountHeld, held.amountWithheld],
      ['held', '1500.00', '0.00', '100000.00', '100000.00'],
    );
    assert.equal(held.revokedCertificateNumber, `${milestoneId}-C1`);
    assert.deepEqual(held.toCredit, [
      { invoiceNumber: 'INV-2', issuedOn: '2026-03-31', amount: '500.00' },
      { invoiceNumber: 'INV-1', issuedOn: '2026-03-31', amount: '1000.00' },
    ]);
    assertProblem(await register(milestoneId, { invoiceNumber: 'INV-3', amount: '1.00' }), 409, 'INVOICE_BLOCKED');
    assert.deepEqual(taken(await credit(milestoneId, { amount: '1000.00' }), 'amountOverInvoiced'), [
      201,
      false,
      '500.00',
    ]);
    assert.deepEqual(taken(await cancel(milestoneId, {}, 'INV-2'), 'amountOverInvoiced', 'amountAvailable'), [
      ...[201, false],
      ...['0.00', '0.00'],
    ]);
  });

  it('reserves for a draft until it is issued or withdrawn, over several milestones, and has one invoice with a line for each', async () => {
    const [one, two] = [await accepted(), await accepted()];
    const at = '/engagements/engagement-1';
    const lines = [
      { milestoneId: one, amount: '90000.00' },
      { milestoneId: two, amount: '50000.00' },
    ];
    const drafted = { personId: 'manager', draftNumber: 'D-1', currency: 'EUR', reservedUntil: inDays(10), lines };
    assert.equal((await stage.post(`${at}/invoice-drafts`, drafted)).status, 201);
    assert.equal((await stage.post(`${at}/invoice-drafts`, drafted)).status, 200);
    const reserved = await gate(two);
    assert.deepEqual([reserved.amountReserved, reserved.amountAvailable], ['50000.00', '40000.00']);
    assertProblem(await register(one, { amount: '0.01' }), 422, 'INVOICE_EXCEEDS_RELEASE', 'amount');
    const made = { personId: 'manager', invoiceNumber: 'INV-S', currency: 'EUR', issuedOn: '2026-03-31', lines };
    assertProblem(await stage.post(`${at}/invoices`, made), 422, 'INVOICE_EXCEEDS_RELEASE', 'lines.0.amount');
    const tooMuch = { ...made, draftNumber: 'D-1', lines: [lines[0], { milestoneId: two, amount: '90000.01' }] };
    assertProblem(await stage.post(`${at}/invoices`, tooMuch), 422, 'INVOICE_EXCEEDS_RELEASE', 'lines.1.amount');
    assert.equal((await gate(one)).amountReserved, '90000.00', 'a refused invoice leaves its draft as it was');
    const strange = { ...made, lines: [...lines, { milestoneId: 'M-nowhere', amount: '1.00' }] };
    assertProblem(await stage.post(`${at}/invoices`, strange), 400, 'INVALID_MESSAGE', 'lines.2.milestoneId');
    const issued = { ...made, draftNumber: 'D-1' };
    assert.equal((await stage.post(`${at}/invoices`, issued)).status, 201);
    assert.equal((await stage.post(`${at}/invoices`, issued)).status, 200);
    assertProblem(
      await register(one, { invoiceNumber: 'INV-S', issuedOn: '2026-04-01' }),
      422,
      'INVOICE_MISMATCH',
      'invoiceNumber',
    );
    const again = { ...drafted, lines: [{ milestoneId: two, amount: '40000.00' }], draftNumber: 'D-2' };
    assert.equal((await stage.post(`${at}/invoice-drafts`, again)).status, 201);
    const withdrawal = `${at}/invoice-drafts/D-2/withdrawal`;
    const because = { personId: 'manager', reason: 'Split otherwise' };
    assert.equal((await stage.post(withdrawal, because)).status, 201);
    assert.equal((await stage.post(withdrawal, because)).status, 200);
    assertProblem(
      await stage.post(`${at}/invoice-drafts/D-1/withdrawal`, because),
      409,
      'DRAFT_NOT_OPEN',
      'draftNumber',
    );
    const drafts = (await stage.get<Items>(`${at}/invoice-drafts`)).body.items;
    assert.deepEqual(
      drafts.map((each) => [each.draftNumber, each.milestoneId, each.endedAs, each.endedBecause]),
      [
        ['D-1', one, 'issued', 'INV-S'],
        ['D-1', two, 'issued', 'INV-S'],
        ['D-2', two, 'withdrawn', 'Split otherwise'],
      ],
    );
    await credit(two, { invoiceNumber: 'INV-S', amount: '50000.00' });
    const [listed] = (await stage.get<Items>(`${at}/invoices`)).body.items.filter(
      (each) => each.invoiceNumber === 'INV-S',
    );
    assert.deepEqual([listed?.amount, listed?.amountLeft], ['140000.00', '90000.00']);
    assert.deepEqual(
      (listed?.lines as Items['items']).map((each) => [each.milestoneId, each.amount, each.amountLeft]),
      [
        [one, '90000.00', '90000.00'],
        [two, '50000.00', '0.00'],
      ],
    );
    const cancellation = `${at}/invoices/INV-S/cancellation`;
    const cancelled = await stage.post<{ credits: Items['items'] }>(cancellation, because);
    assert.deepEqual(
      cancelled.body.credits.map((each) => [each.milestoneId, each.amount]),
      [[one, '90000.00']],
    );
    assert.equal((await stage.post(cancellation, because)).status, 200);
    assertProblem(
      await stage.post(`${at}/invoices/INV-0/cancellation`, because),
      404,
      'INVOICE_UNKNOWN',
      'invoiceNumber',
    );
    assert.deepEqual([(await gate(one)).amountAvailable, (await gate(two)).amountAvailable], ['90000.00', '90000.00']);
  });

  it('finds a webhook that was given up among the dead, and has it sent again', async () => {
    const milestoneId = await accepted(true);
    const { db } = stage.database;
    await db('outbox')
      .where({ kind: 'webhook' })
      .update({ status: 'failed', failed_at: db.fn.now(), last_error: '503' });
    const [dead] = (await stage.get<Items>('/webhook-deliveries?status=dead')).body.items;
    assert.deepEqual([dead?.milestoneId, dead?.type], [milestoneId, 'invoiceRelease.updated']);
    const replayed = await stage.post(`/webhook-deliveries/${String(dead?.webhookId)}/replay`, {});
    assert.ok(replayed.status < 300, JSON.stringify(replayed.body));
    assert.deepEqual((await stage.get<Items>('/webhook-deliveries?status=dead')).body.items, []);
    const [queued] = (await stage.get<Items>('/webhook-deliveries?status=queued')).body.items;
    assert.equal(queued?.webhookId, dead?.webhookId);
  });
});
