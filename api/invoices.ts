// Routes of the invoice gate: what may be invoiced, and the invoices registered against it.
import type { z } from 'zod';
import { cancelInvoice, registerCreditNote, registerInvoice } from '../administration/invoices.ts';
import type { Database } from '../db/database.ts';
import { listCredits, listDrafts, listInvoices, readGateSituation } from '../db/invoices.ts';
import { findInvoiceRelease } from '../db/outputs.ts';
import {
  cancelInvoice as cancelInvoiceSchema,
  registerCreditNote as registerCreditNoteSchema,
} from '../domain/acceptance/credits.ts';
import { gateAt } from '../domain/acceptance/invoiceDrafts.ts';
import { invoiceGate, registerInvoice as registerInvoiceSchema } from '../domain/acceptance/invoiceGate.ts';
import { authenticated } from './authentication.ts';
import { getMilestone, getMilestoneOrTombstone, noSuch } from './http/lookUps.ts';
import type { ApiDependencies } from './http/dependencies.ts';
import { actOn, onRecord, pageOf, readOf, route } from './route.ts';
import { listQuery } from './schemas.ts';
import { creditView, draftView, invoiceGateView, invoiceView } from './invoiceViews.ts';

export const invoiceRoutes = [
  route({
    method: 'get',
    path: '/milestones/{milestoneId}/invoice-release',
    operationId: 'getInvoiceRelease',
    right: 'readMoney',
    tag: 'Outputs',
    summary: 'Blocked, held, released or partly released, with amounts and the references of an invoice',
    answer: invoiceGateView,
    problems: onRecord,
    audited: readOf('milestone'),
    async handle({ db }, { params }) {
      const { milestoneId } = await getMilestone(db, params.milestoneId);
      return gateOf(db, milestoneId);
    },
  }),
  route({
    method: 'get',
    path: '/milestones/{milestoneId}/invoices',
    operationId: 'listInvoices',
    right: 'readMoney',
    tag: 'Outputs',
    summary: 'Invoices registered against the release',
    query: listQuery,
    answer: pageOf(invoiceView),
    audited: readOf('milestone'),
    async handle({ db }, { params, query }) {
      const { milestoneId } = await getMilestoneOrTombstone(db, params.milestoneId);
      return listInvoices(db, milestoneId, query);
    },
  }),
  route({
    method: 'post',
    path: '/milestones/{milestoneId}/invoices',
    operationId: 'registerInvoice',
    right: 'registerInvoices',
    tag: 'Outputs',
    summary: 'Register an invoice number; refused beyond what is released',
    body: registerInvoiceSchema,
    status: 201,
    answer: invoiceView,
    problems: [
      ...onRecord,
      ...(['WRONG_ACTOR', 'INVOICE_BLOCKED', 'INVOICE_EXCEEDS_RELEASE', 'INVOICE_MISMATCH', 'DRAFT_NOT_OPEN'] as const),
    ],
    audited: actOn('milestone'),
    async handle({ db, settings }, { params, body, request, response }) {
      const { milestoneId } = await getMilestone(db, params.milestoneId);
      const registration = registrationBy(request, body.personId, settings);
      const registered = await registerInvoice(db, milestoneId, body, registration);
      if (!registered) throw unknown(milestoneId);
      const { invoice, isRepeat } = registered;
      response.status(isRepeat ? 200 : 201);
      return { ...invoice, isRepeat, gate: await gateOf(db, milestoneId) };
    },
  }),
  route({
    method: 'get',
    path: '/milestones/{milestoneId}/invoice-drafts',
    operationId: 'listInvoiceDrafts',
    right: 'readMoney',
    tag: 'Outputs',
    summary: 'Drafts of invoices for the milestone, and what became of each',
    query: listQuery,
    answer: pageOf(draftView),
    audited: readOf('milestone'),
    async handle({ db }, { params, query }) {
      const { milestoneId } = await getMilestoneOrTombstone(db, params.milestoneId);
      return listDrafts(db, milestoneId, query);
    },
  }),
  route({
    method: 'get',
    path: '/milestones/{milestoneId}/credit-notes',
    operationId: 'listCreditNotes',
    right: 'readMoney',
    tag: 'Outputs',
    summary: 'Credit notes and cancellations of the invoices registered',
    query: listQuery,
    answer: pageOf(creditView),
    audited: readOf('milestone'),
    async handle({ db }, { params, query }) {
      const { milestoneId } = await getMilestoneOrTombstone(db, params.milestoneId);
      return listCredits(db, milestoneId, query);
    },
  }),
  route({
    method: 'post',
    path: '/milestones/{milestoneId}/credit-notes',
    operationId: 'registerCreditNote',
    right: 'registerInvoices',
    tag: 'Outputs',
    summary: 'Register a credit note; what it takes back of its invoice may be invoiced again',
    body: registerCreditNoteSchema,
    status: 201,
    answer: creditView,
    problems: [...onRecord, 'WRONG_ACTOR', 'INVOICE_UNKNOWN', 'CREDIT_EXCEEDS_INVOICE', 'INVOICE_MISMATCH'],
    audited: actOn('milestone'),
    async handle({ db, settings }, { params, body, request, response }) {
      const { milestoneId } = await getMilestone(db, params.milestoneId);
      const done = await registerCreditNote(db, milestoneId, body, registrationBy(request, body.personId, settings));
      if (!done) throw unknown(milestoneId);
      response.status(done.isRepeat ? 200 : 201);
      return { ...done.credit, isRepeat: done.isRepeat, gate: await gateOf(db, milestoneId) };
    },
  }),
  route({
    method: 'post',
    path: '/milestones/{milestoneId}/invoices/{invoiceNumber}/cancellation',
    operationId: 'cancelInvoice',
    right: 'registerInvoices',
    tag: 'Outputs',
    summary: 'Cancel what is left of an invoice that has no credit note; it may be invoiced again',
    body: cancelInvoiceSchema,
    status: 201,
    answer: creditView,
    problems: [...onRecord, 'WRONG_ACTOR', 'INVOICE_UNKNOWN', 'CREDIT_EXCEEDS_INVOICE'],
    audited: actOn('milestone'),
    async handle({ db, settings }, { params, body, request, response }) {
      const { milestoneId } = await getMilestone(db, params.milestoneId);
      const registration = registrationBy(request, body.personId, settings);
      const done = await cancelInvoice(db, milestoneId, params.invoiceNumber, body, registration);
      if (!done) throw unknown(milestoneId);
      response.status(done.isRepeat ? 200 : 201);
      return { ...done.credit, isRepeat: done.isRepeat, gate: await gateOf(db, milestoneId) };
    },
  }),
];

export const registrationBy = (
  request: Parameters<typeof authenticated>[0],
  personId: string,
  settings: ApiDependencies['settings'],
) => ({
  registeredBy: authenticated(request, personId),
  isAnnounced: settings.webhook !== undefined,
  now: new Date().toISOString(),
});

const unknown = (milestoneId: string) => noSuch('milestone', milestoneId);

/** With the references an invoice needs (EN 16931), once there is a certificate to refer to. */
async function gateOf(db: Database, milestoneId: string): Promise<z.infer<typeof invoiceGateView>> {
  const situation = await readGateSituation(db, milestoneId);
  if (!situation) throw unknown(milestoneId);
  const release = await findInvoiceRelease(db, milestoneId);
  return {
    ...invoiceGate(gateAt(situation, new Date().toISOString())),
    ...(release
      ? {
          certificateNumber: release.certificateNumber,
          references: { ...release.references },
          releasedAt: release.releasedAt,
        }
      : {}),
  };
}
