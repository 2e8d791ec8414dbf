// Routes of the invoice gate: what may be invoiced, and the invoices registered against it.
import type { z } from 'zod';
import { registerInvoice } from '../administration/invoices.ts';
import type { Database } from '../db/database.ts';
import { listInvoices, readGateSituation } from '../db/invoices.ts';
import { findInvoiceRelease } from '../db/outputs.ts';
import { invoiceGate, registerInvoice as registerInvoiceSchema } from '../domain/acceptance/invoiceGate.ts';
import { actorOf } from './authentication.ts';
import { getMilestone, getMilestoneOrTombstone } from './http/lookUps.ts';
import { HttpProblem } from './http/problems.ts';
import { actOn, onRecord, pageOf, readOf, route } from './route.ts';
import { listQuery } from './schemas.ts';
import { invoiceGateView, invoiceView } from './views.ts';

export const invoiceRoutes = [
  route({
    method: 'get',
    path: '/milestones/{milestoneId}/invoice-release',
    operationId: 'getInvoiceRelease',
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
    tag: 'Outputs',
    summary: 'Register an invoice number; refused beyond what is released',
    body: registerInvoiceSchema,
    status: 201,
    answer: invoiceView,
    problems: [...onRecord, 'WRONG_ACTOR', 'INVOICE_BLOCKED', 'INVOICE_EXCEEDS_RELEASE', 'INVOICE_MISMATCH'],
    audited: actOn('milestone'),
    async handle({ db, settings }, { params, body, request, response }) {
      const { milestoneId } = await getMilestone(db, params.milestoneId);
      const registered = await registerInvoice(db, milestoneId, body, {
        registeredBy: actorOf(request, body.personId, 'engagementManager'),
        isAnnounced: settings.webhook !== undefined,
        now: new Date().toISOString(),
      });
      if (!registered) throw unknown(milestoneId);
      const { invoice, isRepeat } = registered;
      response.status(isRepeat ? 200 : 201);
      return { ...invoice, isRepeat, gate: await gateOf(db, milestoneId) };
    },
  }),
];

const unknown = (milestoneId: string) =>
  new HttpProblem('NOT_FOUND', `There is no milestone "${milestoneId}".`, 'milestoneId');

/** With the references an invoice needs (EN 16931), once there is a certificate to refer to. */
async function gateOf(db: Database, milestoneId: string): Promise<z.infer<typeof invoiceGateView>> {
  const situation = await readGateSituation(db, milestoneId);
  if (!situation) throw unknown(milestoneId);
  const release = await findInvoiceRelease(db, milestoneId);
  return {
    ...invoiceGate(situation),
    ...(release
      ? {
          certificateNumber: release.certificateNumber,
          references: { ...release.references },
          releasedAt: release.releasedAt,
        }
      : {}),
  };
}
