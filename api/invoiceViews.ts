// What the API shows of money: the gate, invoices with their lines, drafts, and what takes invoices back.
import { z } from 'zod';
import { draftEnds } from '../domain/acceptance/invoiceGate.ts';

export const invoiceGateView = z
  .object({
    status: z.enum(['blocked', 'held', 'released', 'partlyReleased']),
    blockedBy: z.string().optional(),
    revokedCertificateNumber: z.string().optional().describe('the certificate that was taken back'),
    currency: z.string(),
    amountReleased: z.string(),
    amountWithheld: z.string(),
    amountHeld: z
      .string()
      .describe('what of it no lapse of time releases: all after a revocation, else for failed exceptions'),
    heldExceptions: z
      .array(z.object({ exceptionId: z.string(), amount: z.string(), reason: z.string(), since: z.string() }))
      .describe('failed exceptions, each held until it is verified closed after all or extended'),
    amountInvoiced: z.string(),
    amountCredited: z.string().describe('taken back by credit notes and cancellations; free to be invoiced again'),
    amountReserved: z.string().describe('for drafts, until their date'),
    amountAvailable: z.string().describe('what may still be invoiced'),
    amountOverInvoiced: z.string().describe('what a credit note has to take back'),
    toCredit: z
      .array(z.object({ invoiceNumber: z.string(), issuedOn: z.string(), amount: z.string() }))
      .describe('of which invoices, the newest first; after a revocation all that is left of each'),
    certificateNumber: z.string().optional().describe('the newest; after a revocation, the one that says so'),
    references: z.record(z.string(), z.string()).optional().describe('by business term of EN 16931'),
    releasedAt: z.string().optional(),
  })
  .meta({ id: 'InvoiceGate' });

export const invoiceView = z
  .object({
    milestoneId: z.string(),
    invoiceNumber: z.string(),
    amount: z.string(),
    currency: z.string(),
    issuedOn: z.string(),
    certificateNumber: z.string(),
    registeredAt: z.string(),
    isRepeat: z.boolean().optional(),
    gate: invoiceGateView.optional(),
  })
  .meta({ id: 'Invoice' });

export const invoiceWithLinesView = z
  .object({
    invoiceNumber: z.string(),
    currency: z.string(),
    issuedOn: z.string(),
    amount: z.string().describe('of all lines'),
    amountLeft: z.string().describe('what nothing has taken back of it'),
    lines: z.array(
      z.object({
        milestoneId: z.string(),
        amount: z.string(),
        amountLeft: z.string().describe('what nothing has taken back of the line'),
        certificateNumber: z.string(),
      }),
    ),
  })
  .meta({ id: 'InvoiceWithLines' });

export const draftView = z
  .object({
    milestoneId: z.string(),
    draftNumber: z.string(),
    amount: z.string(),
    currency: z.string(),
    reservedUntil: z.string().describe('last day on which it reserves, in the contract’s time zone'),
    registeredAt: z.string(),
    endedAs: z.enum(draftEnds).optional().describe('absent while it reserves'),
    endedAt: z.string().optional().describe('when it ended'),
    endedBecause: z.string().optional().describe('reason of a withdrawal, number of the invoice'),
  })
  .meta({ id: 'InvoiceDraft' });

export const creditView = z
  .object({
    milestoneId: z.string(),
    kind: z.enum(['creditNote', 'cancellation']),
    creditNumber: z.string().describe('of the credit note; a cancellation has the number of its invoice'),
    invoiceNumber: z.string(),
    amount: z.string(),
    currency: z.string(),
    issuedOn: z.string(),
    reason: z.string().optional(),
    registeredAt: z.string(),
    isRepeat: z.boolean().optional(),
    gate: invoiceGateView.optional(),
  })
  .meta({ id: 'InvoiceCredit' });
