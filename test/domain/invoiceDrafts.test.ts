// Drafts that reserve until a date, invoices over several milestones, and what a revocation leaves to be credited; exact in every currency.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { toldToCredit } from '../../domain/acceptance/credits.ts';
import {
  decideOnDraft,
  decideOnWithdrawal,
  draftsOver,
  gateAt,
  type RegisterDraft,
} from '../../domain/acceptance/invoiceDrafts.ts';
import { decideOnInvoice, invoiceGate, type GateSituation } from '../../domain/acceptance/invoiceGate.ts';
import {
  assertOneInvoice,
  decideOnDraftSchedule,
  decideOnSchedule,
  decideOnWholeCancellation,
  registerSchedule,
  type RegisterSchedule,
} from '../../domain/acceptance/invoiceSchedules.ts';
import { SignOffError, type SignOffErrorCode } from '../../domain/errors.ts';
import { inCurrency, isMore, sumOf } from '../../domain/terms/money.ts';
import { creditNote, gateWith, invoice, invoicedAt } from './invoices.ts';
import { given } from './scenario.ts';

const draft = (changes: Partial<RegisterDraft> = {}): RegisterDraft => ({
  ...{ personId: 'manager', draftNumber: 'D-1', amount: '70000.00', currency: 'EUR', reservedUntil: '2026-04-10' },
  ...changes,
});
const drafted = (changes: Partial<RegisterDraft> = {}): GateSituation => gateWith({ drafts: [draft(changes)] });

const refused = (act: () => unknown, code: SignOffErrorCode, field?: string): void =>
  assert.throws(act, (error) => error instanceof SignOffError && error.code === code && error.field === field, code);

describe('Draft invoice', () => {
  it('reserves what it is for, so that neither invoice nor draft can take it', () => {
    assert.deepEqual(decideOnDraft(gateWith(), draft(), invoicedAt), { isRepeat: false });
    const { amountReserved, amountAvailable } = invoiceGate(drafted());
    assert.deepEqual([amountReserved, amountAvailable], ['70000.00', '30000.00']);
    refused(
      () => decideOnInvoice(drafted(), invoice({ amount: '30000.01' }), invoicedAt),
      'INVOICE_EXCEEDS_RELEASE',
      'amount',
    );
    refused(
      () => decideOnDraft(drafted(), draft({ draftNumber: 'D-2', amount: '30000.01' }), invoicedAt),
      ...(['INVOICE_EXCEEDS_RELEASE', 'amount'] as const),
    );
    assert.deepEqual(decideOnDraft(drafted(), draft(), invoicedAt), { isRepeat: true });
  });

  it('is issued as an invoice that may be for all it reserves and all that is left beside', () => {
    const whole = invoice({ amount: '100000.00', draftNumber: 'D-1' });
    assert.deepEqual(decideOnInvoice(drafted(), whole, invoicedAt), { isRepeat: false, certificateNumber: 'M1-C1' });
    const issued = gateWith({ drafts: [{ ...draft(), endedAs: 'issued' }] });
    refused(
      () => decideOnInvoice(issued, invoice({ draftNumber: 'D-1' }), invoicedAt),
      'DRAFT_NOT_OPEN',
      'draftNumber',
    );
  });

  it('lapses by itself once its last day in the contract’s zone is over, and frees all of it', () => {
    for (const [now, over] of [
      ['2026-04-10T22:59:59.999Z', []],
      ['2026-04-10T23:00:00.000Z', ['lapsed']],
    ] as const) {
      assert.deepEqual(
        draftsOver(drafted(), now).map((each) => each.endedAs),
        over,
      );
      assert.equal(invoiceGate(gateAt(drafted(), now)).amountReserved, over.length > 0 ? '0.00' : '70000.00');
    }
  });

  it('ends with the certificate that it is under, and is withdrawn with a reason by the firm alone', () => {
    const revoked = gateWith({ phase: 'revoked', drafts: [draft()] });
    assert.deepEqual(
      draftsOver(revoked, invoicedAt).map((each) => each.endedAs),
      ['revoked'],
    );
    const because = { personId: 'manager', reason: 'Split otherwise' };
    assert.deepEqual(decideOnWithdrawal(drafted(), 'D-1', because), { isRepeat: false });
    const withdrawn = gateWith({ drafts: [{ ...draft(), endedAs: 'withdrawn' }] });
    assert.deepEqual(decideOnWithdrawal(withdrawn, 'D-1', because), { isRepeat: true });
    refused(() => decideOnWithdrawal(gateWith(), 'D-1', because), 'DRAFT_NOT_OPEN', 'draftNumber');
    refused(
      () => decideOnWithdrawal(drafted(), 'D-1', { ...because, personId: 'approver1' }),
      'WRONG_ACTOR',
      'personId',
    );
  });

  it('is refused before there is a certificate, in another currency, without a day to come, and under a used number', () => {
    const on = (situation: GateSituation, changes: Partial<RegisterDraft>) => () =>
      decideOnDraft(situation, draft(changes), invoicedAt);
    refused(on(gateWith({ release: undefined }), {}), 'INVOICE_BLOCKED');
    refused(on(gateWith(), { currency: 'USD' }), 'INVOICE_MISMATCH', 'currency');
    refused(on(gateWith(), { reservedUntil: '2026-03-30' }), 'INVOICE_MISMATCH', 'reservedUntil');
    refused(on(gateWith(), { reservedUntil: '2026-07-02' }), 'INVOICE_MISMATCH', 'reservedUntil');
    refused(on(drafted(), { amount: '1.00' }), 'INVOICE_MISMATCH', 'draftNumber');
    // Said of the very same, sent again after its end: what became of it, not that it is another one.
    refused(on(gateWith({ drafts: [{ ...draft(), endedAs: 'lapsed' }] }), {}), 'DRAFT_NOT_OPEN', 'draftNumber');
  });
});

describe('Invoice over several milestones', () => {
  const command = (changes: Partial<RegisterSchedule> = {}): RegisterSchedule => ({
    ...{ personId: 'manager', invoiceNumber: 'INV-1', currency: 'EUR', issuedOn: '2026-03-31' },
    lines: [
      { milestoneId: 'M1', amount: '60000.00' },
      { milestoneId: 'M2', amount: '100000.00' },
    ],
    ...changes,
  });
  const other = {
    milestoneId: 'M2',
    release: { certificateNumber: 'M2-C1', amountReleased: '100000.00', amountWithheld: '0.00' },
  };
  const both = [gateWith(), gateWith(other)];

  it('has each line under the certificate of its own milestone', () => {
    assert.deepEqual(decideOnSchedule(both, [], command(), invoicedAt), {
      isRepeat: false,
      decided: [
        { isRepeat: false, certificateNumber: 'M1-C1', isFromDraft: false },
        { isRepeat: false, certificateNumber: 'M2-C1', isFromDraft: false },
      ],
    });
  });

  it('is refused as a whole where one line is, naming it', () => {
    const lines = [
      { milestoneId: 'M1', amount: '60000.00' },
      { milestoneId: 'M2', amount: '100000.01' },
    ];
    refused(
      () => decideOnSchedule(both, [], command({ lines }), invoicedAt),
      'INVOICE_EXCEEDS_RELEASE',
      'lines.1.amount',
    );
    const blocked = [gateWith(), gateWith({ ...other, release: undefined })];
    refused(() => decideOnSchedule(blocked, [], command(), invoicedAt), 'INVOICE_BLOCKED', 'lines.1.milestoneId');
    const twice = registerSchedule.safeParse(command({ lines: [...lines, { milestoneId: 'M1', amount: '1.00' }] }));
    assert.deepEqual(twice.error?.issues[0]?.path, ['lines', 2, 'milestoneId']);
  });

  it('is known again, and keeps its lines, its date and its currency', () => {
    const [first, second] = both.map((each, index) =>
      gateWith({ ...each, invoices: [invoice({ amount: index === 0 ? '60000.00' : '100000.00' })] }),
    ) as [GateSituation, GateSituation];
    const onRecord = ['M1', 'M2'].map((milestoneId) => ({ milestoneId, currency: 'EUR', issuedOn: '2026-03-31' }));
    assert.deepEqual(decideOnSchedule([first, second], onRecord, command(), invoicedAt), { isRepeat: true });
    const fewer = command({ lines: command().lines.slice(0, 1) });
    refused(() => decideOnSchedule([first], onRecord, fewer, invoicedAt), 'INVOICE_MISMATCH', 'invoiceNumber');
    refused(
      () => decideOnSchedule([first, gateWith(other)], onRecord.slice(0, 1), command(), invoicedAt),
      'INVOICE_MISMATCH',
      'invoiceNumber',
    );
    refused(() => assertOneInvoice(onRecord, invoice({ issuedOn: '2026-04-01' })), 'INVOICE_MISMATCH', 'invoiceNumber');
  });

  it('takes from a draft what that reserves in each of its milestones', () => {
    const { lines, currency, personId } = command();
    const wanted = { personId, currency, lines, draftNumber: 'D-1', reservedUntil: '2026-04-10' };
    assert.deepEqual(decideOnDraftSchedule(both, 0, wanted, invoicedAt), { isRepeat: false });
    const reserving = [
      drafted({ amount: '60000.00' }),
      gateWith({ ...other, drafts: [draft({ amount: '100000.00' })] }),
    ];
    const decided = decideOnSchedule(reserving, [], command({ draftNumber: 'D-1' }), invoicedAt);
    assert.ok(!decided.isRepeat && decided.decided.every((each) => each.isFromDraft));
    refused(() => decideOnSchedule(reserving, [], command(), invoicedAt), 'INVOICE_EXCEEDS_RELEASE', 'lines.0.amount');
    refused(
      () => decideOnSchedule(both, [], command({ draftNumber: 'D-1' }), invoicedAt),
      'DRAFT_NOT_OPEN',
      'draftNumber',
    );
  });

  it('is cancelled line by line, each freeing its own milestone what a credit note has left of it', () => {
    const credit = { kind: 'creditNote' as const, creditNumber: 'CN-1', ...creditNote({ amount: '10000.00' }) };
    const registered = [
      gateWith({ invoices: [invoice()], credits: [credit] }),
      gateWith({ ...other, invoices: [invoice({ amount: '100000.00' })] }),
    ];
    const because = { personId: 'manager', reason: 'Void' };
    assert.deepEqual(
      decideOnWholeCancellation(registered, 'INV-1', because, invoicedAt).map((each) => [
        each.milestoneId,
        each.credit.amount,
      ]),
      [
        ['M1', '50000.00'],
        ['M2', '100000.00'],
      ],
    );
  });
});

describe('Revoked milestone with invoices', () => {
  const credit = { kind: 'creditNote' as const, creditNumber: 'CN-1', ...creditNote({ amount: '10000.00' }) };
  const invoices = [invoice(), invoice({ invoiceNumber: 'INV-2', amount: '30000.00', issuedOn: '2026-04-02' })];

  it('names every invoice of which something is left, the newest first, and what to credit of it', () => {
    const { toCredit } = invoiceGate(gateWith({ phase: 'revoked', invoices, credits: [credit] }));
    assert.deepEqual(toCredit, [
      { invoiceNumber: 'INV-2', issuedOn: '2026-04-02', amount: '30000.00' },
      { invoiceNumber: 'INV-1', issuedOn: '2026-03-31', amount: '50000.00' },
    ]);
    assert.deepEqual(invoiceGate(gateWith({ invoices, credits: [credit] })).toCredit, []);
  });

  it('tells the manager and who registered the invoices, and of the client nobody', () => {
    const { milestone } = given();
    const { toCredit } = invoiceGate(gateWith({ phase: 'revoked', invoices }));
    assert.deepEqual(toldToCredit(milestone, toCredit, ['author', 'approver1', 'author']), ['manager', 'author']);
    assert.deepEqual(toldToCredit(milestone, [], ['author']), []);
  });
});

describe('Money under any sequence of drafts, invoices and lapses', () => {
  it('adds up to what was released, in every currency, to its smallest unit', () => {
    const step = fc.record({
      number: fc.nat(4),
      units: fc.nat(60_000),
      what: fc.constantFrom('draft', 'invoice', 'issue', 'lapse'),
    });
    fc.assert(
      fc.property(fc.constantFrom('JPY', 'EUR', 'KWD', 'CLF'), fc.array(step, { maxLength: 20 }), (currency, steps) => {
        const places = { JPY: 0, EUR: 2, KWD: 3, CLF: 4 }[currency] ?? 2;
        const value = (100_000 / 10 ** places).toFixed(places);
        const release = {
          certificateNumber: 'M1-C1',
          amountReleased: value,
          amountWithheld: inCurrency('0', currency),
        };
        let situation = gateWith({ value: { amount: value, currency }, release });
        for (const { number, units, what } of steps) {
          const amount = (units / 10 ** places).toFixed(places);
          const made = invoice({ invoiceNumber: `INV-${number}`, amount, currency });
          const wanted = draft({ draftNumber: `D-${number}`, amount, currency });
          try {
            if (what === 'draft' && !decideOnDraft(situation, wanted, invoicedAt).isRepeat)
              situation = { ...situation, drafts: [...situation.drafts, wanted] };
            if (what === 'lapse') situation = gateAt(situation, '2026-04-11T00:00:00.000Z');
            const issued = what === 'issue' ? { ...made, draftNumber: `D-${number}` } : made;
            if (what !== 'draft' && what !== 'lapse' && !decideOnInvoice(situation, issued, invoicedAt).isRepeat)
              situation = {
                ...situation,
                invoices: [...situation.invoices, made],
                drafts: situation.drafts.map((each) =>
                  what === 'issue' && each.draftNumber === `D-${number}` ? { ...each, endedAs: 'issued' } : each,
                ),
              };
          } catch (error) {
            assert.ok(error instanceof SignOffError);
          }
          const gate = invoiceGate(situation);
          assert.equal(sumOf([gate.amountInvoiced, gate.amountReserved, gate.amountAvailable], currency), value);
          assert.equal(isMore(gate.amountOverInvoiced, '0'), false);
        }
      }),
    );
  });
});
