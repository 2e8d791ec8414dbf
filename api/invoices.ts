// Routes of the invoice gate: what may be invoiced, and the invoices registered against it.
import { Router } from 'express';
import { listInvoices, readGateSituation, registerInvoice } from '../db/invoices.ts';
import { findInvoiceRelease } from '../db/outputs.ts';
import { invoiceGate, registerInvoice as registerInvoiceSchema } from '../domain/acceptance/invoiceGate.ts';
import type { ApiDependencies } from './http/dependencies.ts';
import { actorOf } from './authentication.ts';
import { getMilestone, getMilestoneOrItsRest } from './http/lookUps.ts';
import { HttpProblem } from './http/problems.ts';
import { parse } from './http/parse.ts';
import { listQuery } from './schemas.ts';

export function invoiceRoutes({ db, settings }: ApiDependencies): Router {
  const router = Router();
  router.get('/milestones/:milestoneId/invoice-release', async (request, response) => {
    const { milestoneId } = await getMilestone(db, request.params.milestoneId);
    response.json(await gateOf(db, milestoneId));
  });
  router.get('/milestones/:milestoneId/invoices', async (request, response) => {
    const { milestoneId } = await getMilestoneOrItsRest(db, request.params.milestoneId);
    response.json(await listInvoices(db, milestoneId, parse(listQuery, request.query)));
  });
  router.post('/milestones/:milestoneId/invoices', async (request, response) => {
    const command = parse(registerInvoiceSchema, request.body);
    const { milestoneId } = await getMilestone(db, request.params.milestoneId);
    const actor = actorOf(request, command.personId, 'engagementManager');
    const registered = await registerInvoice(db, milestoneId, command, actor, {
      isAnnounced: settings.webhook !== undefined,
    });
    if (!registered) throw unknown(milestoneId);
    const { invoice, isRepeat } = registered;
    response.status(isRepeat ? 200 : 201).json({ ...invoice, isRepeat, gate: await gateOf(db, milestoneId) });
  });
  return router;
}

const unknown = (milestoneId: string) =>
  new HttpProblem(404, 'NOT_FOUND', `There is no milestone "${milestoneId}".`, 'milestoneId');

/** With the references an invoice needs (EN 16931), once there is a certificate to refer to. */
async function gateOf(db: ApiDependencies['db'], milestoneId: string) {
  const situation = await readGateSituation(db, milestoneId);
  if (!situation) throw unknown(milestoneId);
  const release = await findInvoiceRelease(db, milestoneId);
  return {
    ...invoiceGate(situation),
    ...(release
      ? {
          certificateNumber: release.certificateNumber,
          references: release.references,
          releasedAt: release.releasedAt,
        }
      : {}),
  };
}
