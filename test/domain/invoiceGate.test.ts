// What may be invoiced for a milestone: nothing without its certificate, never more than was released.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decideOnInvoice, invoiceGate, type GateSituation } from '../../domain/acceptance/invoiceGate.ts';
import { SignOffError } from '../../domain/errors.ts';
import { isMore, sumOf } from '../../domain/terms/money.ts';
import { gateWith, invoice, invoicedAt } from './invoices.ts';

const refused = (situation: GateSituation, changes: object, code: string, field?: string): void =>
  assert.throws(
    () => decideOnInvoice(situation, invoice(changes), invoicedAt),
    (error) => error instanceof SignOffError && error.code === code && error.field === field,
  );

describe('Invoice gate of a milestone without a certificate', () => {
  const situation = gateWith({ phase: 'inReview', release: undefined });

  it('is blocked, says by what, and withholds the whole value', () => {
    const gate = invoiceGate(situation);
    assert.equal(gate.status, 'blocked');
    assert.match(gate.blockedBy ?? '', /phase inReview and has no certificate/);
    assert.deepEqual([gate.amountReleased, gate.amountWithheld, gate.amountAvailable], ['0.00', '100000.00', '0.00']);
  });

  it('takes no invoice', () => refused(situation, {}, 'INVOICE_BLOCKED'));
});

describe('Invoice gate of an accepted milestone', () => {
  it('is released, and counts down with every invoice', () => {
    const gate = invoiceGate(gateWith({ invoices: [invoice()] }));
    assert.equal(gate.status, 'released');
    assert.deepEqual([gate.amountInvoiced, gate.amountAvailable], ['60000.00', '40000.00']);
  });

  it('takes an invoice up to the last cent that is left, and refuses one cent more', () => {
    const situation = gateWith({ invoices: [invoice()] });
    assert.deepEqual(decideOnInvoice(situation, invoice({ invoiceNumber: 'INV-2', amount: '40000.00' }), invoicedAt), {
      isRepeat: false,
      certificateNumber: 'M1-C1',
    });
    refused(situation, { invoiceNumber: 'INV-2', amount: '40000.01' }, 'INVOICE_EXCEEDS_RELEASE', 'amount');
  });

  it('takes the same invoice again as a repeat, however its amount is written', () => {
    const situation = gateWith({ invoices: [invoice()] });
    assert.deepEqual(decideOnInvoice(situation, invoice({ amount: '60000' }), invoicedAt), { isRepeat: true });
  });

  it('refuses a number that was used for another invoice', () =>
    refused(gateWith({ invoices: [invoice()] }), { amount: '1.00' }, 'INVOICE_MISMATCH', 'invoiceNumber'));

  it('refuses another currency, decimals that it does not have, and an amount of nothing', () => {
    refused(gateWith(), { currency: 'USD' }, 'INVOICE_MISMATCH', 'currency');
    refused(gateWith(), { amount: '0.00' }, 'INVOICE_MISMATCH', 'amount');
    refused(gateWith(), { amount: '1.001' }, 'INVOICE_MISMATCH', 'amount');
  });
});

describe('The date of an invoice', () => {
  const at = (openedAt: string, now: string, issuedOn: string, timeZone = 'Asia/Tokyo') => {
    const situation = gateWith({ openedAt });
    situation.engagement = {
      ...situation.engagement,
      contract: { ...situation.engagement.contract, calendar: { ...situation.engagement.contract.calendar, timeZone } },
    };
    return () => decideOnInvoice(situation, invoice({ issuedOn }), now);
  };
  const refusedFor = (words: RegExp) => (error: unknown) =>
    error instanceof SignOffError &&
    error.code === 'INVOICE_MISMATCH' &&
    error.field === 'issuedOn' &&
    words.test(error.message);

  it('is not before the release, counted in the time zone of the contract', () => {
    const [opened, now] = ['2026-03-27T16:00:00.000Z', '2026-03-31T12:00:00.000Z'];
    assert.throws(at(opened, now, '2026-03-27'), refusedFor(/before anything was released: that was on 2026-03-28/));
    at(opened, now, '2026-03-28')();
    at(opened, now, '2026-03-27', 'Europe/London')();
    assert.throws(at(opened, now, '2026-03-26', 'Europe/London'), refusedFor(/before anything was released/));
  });

  it('is tomorrow at the latest, counted in the time zone of the contract', () => {
    const [opened, now] = ['2026-03-01T10:00:00.000Z', '2026-03-31T16:00:00.000Z'];
    at(opened, now, '2026-04-02')();
    assert.throws(at(opened, now, '2026-04-03'), refusedFor(/tomorrow at the latest, which is 2026-04-02/));
    assert.throws(at(opened, now, '2026-04-02', 'Europe/London'), refusedFor(/tomorrow at the latest/));
  });
});

describe('Whoever registers an invoice', () => {
  it('is of the firm, and known to the engagement', () => {
    for (const personId of ['director', 'stranger']) refused(gateWith(), { personId }, 'WRONG_ACTOR', 'personId');
    for (const personId of ['manager', 'sponsor', 'author'])
      assert.equal(decideOnInvoice(gateWith(), invoice({ personId }), invoicedAt).isRepeat, false);
  });
});

describe('Invoice gate of a milestone accepted with exceptions', () => {
  const release = { certificateNumber: 'M1-C1', amountReleased: '90000.00', amountWithheld: '10000.00' };

  it('is partly released and keeps what is withheld', () => {
    const gate = invoiceGate(gateWith({ phase: 'acceptedWithExceptions', release }));
    assert.equal(gate.status, 'partlyReleased');
    assert.deepEqual([gate.amountReleased, gate.amountWithheld], ['90000.00', '10000.00']);
    refused(gateWith({ release }), { amount: '90000.01' }, 'INVOICE_EXCEEDS_RELEASE', 'amount');
  });
});

describe('Invoice gate of a milestone with a failed exception', () => {
  const release = { certificateNumber: 'M1-C1', amountReleased: '90000.00', amountWithheld: '10000.00' };
  const failedExceptions = [
    { exceptionId: 'E1', amount: '7000.00', reason: 'Nothing came', since: '2026-04-30T16:30:00.000Z' },
  ];
  const situation = gateWith({ phase: 'acceptedWithExceptions', release, failedExceptions });

  it('names the exception and the amount held for it, and releases what it released before', () => {
    const gate = invoiceGate(situation);
    assert.equal(gate.status, 'partlyReleased');
    assert.deepEqual(gate.heldExceptions, failedExceptions);
    assert.deepEqual(
      [gate.amountReleased, gate.amountWithheld, gate.amountHeld, gate.amountAvailable],
      ['90000.00', '10000.00', '7000.00', '90000.00'],
    );
  });

  it('says so to who asks for more', () =>
    assert.throws(
      () => decideOnInvoice(situation, invoice({ amount: '100000.00' }), invoicedAt),
      /withheld 10000.00, of which 7000.00 EUR for failed exception E1/,
    ));
});

describe('Invoice gate of a revoked milestone', () => {
  const release = { certificateNumber: 'M1-C2', amountReleased: '0.00', amountWithheld: '100000.00', revokes: 'M1-C1' };
  const situation = gateWith({ phase: 'revoked', release, invoices: [invoice()] });

  it('is held, releases nothing, and names what a credit note has to take back', () => {
    const gate = invoiceGate(situation);
    assert.equal(gate.status, 'held');
    assert.equal(gate.blockedBy, 'certificate M1-C1 was revoked by M1-C2');
    assert.equal(gate.revokedCertificateNumber, 'M1-C1');
    assert.equal(gate.amountHeld, '100000.00');
    assert.deepEqual(
      [gate.amountReleased, gate.amountWithheld, gate.amountAvailable, gate.amountOverInvoiced],
      ['0.00', '100000.00', '0.00', '60000.00'],
    );
  });

  it('is held from the decision on, before the certificate that says so is published', () => {
    const gate = invoiceGate(gateWith({ phase: 'revoked' }));
    assert.deepEqual([gate.status, gate.blockedBy], ['held', 'certificate M1-C1 was revoked']);
  });

  it('still knows its earlier invoice, and takes no other', () => {
    assert.deepEqual(decideOnInvoice(situation, invoice(), invoicedAt), { isRepeat: true });
    refused(situation, { invoiceNumber: 'INV-2', amount: '1.00' }, 'INVOICE_BLOCKED');
  });
});

describe('Invoice gate under any sequence of invoices', () => {
  it('never lets through more than was released, and released and withheld never exceed the value (rule 5)', () => {
    const cents = (max: number) => fc.nat(max).map((value) => (value / 100).toFixed(2));
    const requests = fc.array(fc.record({ number: fc.nat(6), amount: cents(5_000_000) }), { maxLength: 20 });
    fc.assert(
      fc.property(cents(10_000_000), requests, (withheld, wanted) => {
        const release = {
          certificateNumber: 'M1-C1',
          amountReleased: (100_000 - Number(withheld)).toFixed(2),
          amountWithheld: withheld,
        };
        let situation = gateWith({ release });
        for (const { number, amount } of wanted) {
          const command = invoice({ invoiceNumber: `INV-${number}`, amount });
          try {
            if (!decideOnInvoice(situation, command, invoicedAt).isRepeat)
              situation = { ...situation, invoices: [...situation.invoices, command] };
          } catch (error) {
            assert.ok(error instanceof SignOffError);
          }
          const gate = invoiceGate(situation);
          assert.equal(isMore(gate.amountInvoiced, release.amountReleased), false);
          assert.equal(sumOf([gate.amountInvoiced, gate.amountAvailable], 'EUR'), gate.amountReleased);
          assert.equal(isMore(sumOf([gate.amountReleased, gate.amountWithheld], 'EUR'), '100000.00'), false);
        }
      }),
    );
  });
});
