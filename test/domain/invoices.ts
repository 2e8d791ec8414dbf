// The release and the invoices that tests of the gate start from.
import type { GateSituation, RegisterInvoice } from '../../domain/acceptance/invoiceGate.ts';

export const gateWith = (changes: Partial<GateSituation> = {}): GateSituation => ({
  milestoneId: 'M1',
  phase: 'accepted',
  value: { amount: '100000.00', currency: 'EUR' },
  release: { certificateNumber: 'M1-C1', amountReleased: '100000.00', amountWithheld: '0.00' },
  failedExceptions: [],
  invoices: [],
  ...changes,
});

export const invoice = (changes: Partial<RegisterInvoice> = {}): RegisterInvoice => ({
  personId: 'manager',
  invoiceNumber: 'INV-1',
  amount: '60000.00',
  currency: 'EUR',
  issuedOn: '2026-03-31',
  ...changes,
});
