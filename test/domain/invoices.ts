// The release and the invoices that tests of the gate start from.
import type { RegisterCreditNote } from '../../domain/acceptance/credits.ts';
import type { GateSituation, RegisterInvoice } from '../../domain/acceptance/invoiceGate.ts';
import { engagement } from '../../domain/terms/engagement.ts';
import { engagementWith } from './cast.ts';

/** When invoices are registered in these tests: the day they are dated, in London. */
export const invoicedAt = '2026-03-31T12:00:00.000Z';

export const gateWith = (changes: Partial<GateSituation> = {}): GateSituation => ({
  milestoneId: 'M1',
  phase: 'accepted',
  engagement: engagement.parse(engagementWith()),
  openedAt: '2026-03-27T10:00:00.000Z',
  value: { amount: '100000.00', currency: 'EUR' },
  release: { certificateNumber: 'M1-C1', amountReleased: '100000.00', amountWithheld: '0.00' },
  failedExceptions: [],
  invoices: [],
  credits: [],
  drafts: [],
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

export const creditNote = (changes: Partial<RegisterCreditNote> = {}): RegisterCreditNote => ({
  personId: 'manager',
  creditNoteNumber: 'CN-1',
  invoiceNumber: 'INV-1',
  amount: '60000.00',
  currency: 'EUR',
  issuedOn: '2026-03-31',
  ...changes,
});
