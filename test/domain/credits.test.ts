// Taking invoices back: what a credit note or a cancellation frees, to the cent, and what neither may take.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decideOnCancellation, decideOnCreditNote } from '../../domain/acceptance/credits.ts';
import { decideOnInvoice, invoiceGate, leftOf, type GateSituation } from '../../domain/acceptance/invoiceGate.ts';
import { SignOffError } from '../../domain/errors.ts';
import { isMore, sumOf } from '../../domain/terms/money.ts';
import { creditNote, gateWith, invoice, invoicedAt } from './invoices.ts';

const invoiced = gateWith({ invoices: [invoice()] });

const credited = (situation: GateSituation, changes: object = {}): GateSituation => {
  const decided = decideOnCreditNote(situation, creditNote(changes), invoicedAt);
  return decided.isRepeat ? situation : { ...situation, credits: [...situation.credits, decided.credit] };
};
const cancelled = (situation: GateSituation, invoiceNumber = 'INV-1'): GateSituation => {
  const command = { personId: 'manager', reason: 'Typed wrongly' };
  const decided = decideOnCancellation(situation, invoiceNumber, command, invoicedAt);
  return decided.isRepeat ? situation : { ...situation, credits: [...situation.credits, decided.credit] };
};
const refused = (act: () => unknown, code: string, field: string): void =>
  assert.throws(act, (error) => error instanceof SignOffError && error.code === code && error.field === field);

describe('A credit note', () => {
  it('frees what an invoice of 1000.00 typed for 100.00 took, and the right one is registered', () => {
    const release = { certificateNumber: 'M1-C1', amountReleased: '1000.00', amountWithheld: '0.00' };
    const value = { amount: '1000.00', currency: 'EUR' };
    const mistyped = gateWith({ value, release, invoices: [invoice({ amount: '1000.00' })] });
    const right = invoice({ invoiceNumber: 'INV-2', amount: '100.00' });
    refused(() => decideOnInvoice(mistyped, right, invoicedAt), 'INVOICE_EXCEEDS_RELEASE', 'amount');
    const after = credited(mistyped, { amount: '1000.00' });
    assert.equal(decideOnInvoice(after, right, invoicedAt).isRepeat, false);
    const gate = invoiceGate({ ...after, invoices: [...after.invoices, right] });
    assert.deepEqual(
      [gate.amountInvoiced, gate.amountCredited, gate.amountAvailable, gate.amountOverInvoiced],
      ['1100.00', '1000.00', '900.00', '0.00'],
    );
  });

  it('may take back a part, and others the rest, never more than is left of the invoice', () => {
    const part = credited(invoiced, { amount: '20000.01' });
    assert.equal(leftOf(part, invoice()), '39999.99');
    refused(() => credited(part, { creditNoteNumber: 'CN-2', amount: '40000.00' }), 'CREDIT_EXCEEDS_INVOICE', 'amount');
    const all = credited(part, { creditNoteNumber: 'CN-2', amount: '39999.99' });
    assert.equal(invoiceGate(all).amountAvailable, '100000.00');
    refused(() => credited(all, { creditNoteNumber: 'CN-3', amount: '0.01' }), 'CREDIT_EXCEEDS_INVOICE', 'amount');
  });

  it('again changes nothing, however its amount is written; its number for another one is refused', () => {
    const once = credited(invoiced);
    assert.deepEqual(decideOnCreditNote(once, creditNote({ amount: '60000' }), invoicedAt), { isRepeat: true });
    refused(() => credited(once, { amount: '1.00' }), 'INVOICE_MISMATCH', 'creditNoteNumber');
    refused(() => credited(once, { invoiceNumber: 'INV-2' }), 'INVOICE_MISMATCH', 'creditNoteNumber');
  });

  it('names an invoice of the milestone, its currency, an amount of something and a date since the invoice', () => {
    refused(() => credited(invoiced, { invoiceNumber: 'INV-9' }), 'INVOICE_UNKNOWN', 'invoiceNumber');
    refused(() => credited(invoiced, { currency: 'USD' }), 'INVOICE_MISMATCH', 'currency');
    refused(() => credited(invoiced, { amount: '0.00' }), 'INVOICE_MISMATCH', 'amount');
    refused(() => credited(invoiced, { amount: '1.001' }), 'INVOICE_MISMATCH', 'amount');
    refused(() => credited(invoiced, { issuedOn: '2026-03-30' }), 'INVOICE_MISMATCH', 'issuedOn');
    refused(() => credited(invoiced, { issuedOn: '2026-04-02' }), 'INVOICE_MISMATCH', 'issuedOn');
    refused(() => credited(invoiced, { personId: 'director' }), 'WRONG_ACTOR', 'personId');
    credited(invoiced, { issuedOn: '2026-04-01' });
  });

  it('is taken after a revocation, until nothing is invoiced beyond what stands', () => {
    const release = {
      certificateNumber: 'M1-C2',
      amountReleased: '0.00',
      amountWithheld: '100000.00',
      revokes: 'M1-C1',
    };
    const revoked = gateWith({ phase: 'revoked', release, invoices: [invoice()] });
    const part = credited(revoked, { amount: '59999.99' });
    assert.equal(invoiceGate(part).amountOverInvoiced, '0.01');
    const all = invoiceGate(credited(part, { creditNoteNumber: 'CN-2', amount: '0.01' }));
    assert.deepEqual([all.status, all.amountOverInvoiced, all.amountAvailable], ['held', '0.00', '0.00']);
  });
});

describe('The cancellation of an invoice', () => {
  it('frees what is left of it, once', () => {
    const after = cancelled(credited(invoiced, { amount: '0.01' }));
    assert.deepEqual(
      after.credits.map((each) => [each.kind, each.amount]),
      [
        ['creditNote', '0.01'],
        ['cancellation', '59999.99'],
      ],
    );
    assert.equal(invoiceGate(after).amountAvailable, '100000.00');
    assert.equal(cancelled(after), after, 'a repeat changes nothing');
  });

  it('is refused for one that is not registered, or of which nothing is left', () => {
    refused(() => cancelled(invoiced, 'INV-9'), 'INVOICE_UNKNOWN', 'invoiceNumber');
    refused(() => cancelled(credited(invoiced)), 'CREDIT_EXCEEDS_INVOICE', 'invoiceNumber');
  });

  it('leaves its number used: the same invoice again is a repeat, not a new one', () => {
    assert.deepEqual(decideOnInvoice(cancelled(invoiced), invoice(), invoicedAt), { isRepeat: true });
  });
});

describe('Invoice gate under any sequence of invoices and credit notes', () => {
  it('never lets more stand than was released, nor takes back more than was invoiced (rule 5)', () => {
    const cents = fc.nat(5_000_000).map((value) => (value / 100).toFixed(2));
    const act = fc.record({ what: fc.constantFrom('invoice', 'credit', 'cancel'), number: fc.nat(4), amount: cents });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 25 }), (acts) => {
        let situation = gateWith();
        for (const [index, { what, number, amount }] of acts.entries()) {
          const invoiceNumber = `INV-${number}`;
          try {
            if (what === 'credit')
              situation = credited(situation, { creditNoteNumber: `CN-${index}`, invoiceNumber, amount });
            else if (what === 'cancel') situation = cancelled(situation, invoiceNumber);
            else if (!decideOnInvoice(situation, invoice({ invoiceNumber, amount }), invoicedAt).isRepeat)
              situation = { ...situation, invoices: [...situation.invoices, invoice({ invoiceNumber, amount })] };
          } catch (error) {
            assert.ok(error instanceof SignOffError);
          }
          const gate = invoiceGate(situation);
          assert.equal(isMore(gate.amountCredited, gate.amountInvoiced), false);
          assert.equal(
            sumOf([gate.amountInvoiced, gate.amountAvailable], 'EUR'),
            sumOf([gate.amountReleased, gate.amountCredited], 'EUR'),
          );
        }
      }),
    );
  });
});
