// Routes of invoices over several milestones of an engagement, and of the drafts that reserve for an invoice.
import { z } from 'zod';
import { registerDraft, withdrawDraft } from '../administration/invoiceDrafts.ts';
import { cancelWholeInvoice, registerSchedule } from '../administration/invoiceSchedules.ts';
import { listDraftsOfEngagement, listInvoicesOfEngagement } from '../db/invoices.ts';
import { cancelInvoice } from '../domain/acceptance/credits.ts';
import { withdrawDraft as withdrawDraftSchema } from '../domain/acceptance/invoiceDrafts.ts';
import {
  registerDraftSchedule,
  registerSchedule as registerScheduleSchema,
} from '../domain/acceptance/invoiceSchedules.ts';
import type { Database } from '../db/database.ts';
import { findMilestone } from '../db/milestones.ts';
import { getEngagement, getMilestone } from './http/lookUps.ts';
import { registrationBy } from './invoices.ts';
import { actOn, onRecord, pageOf, readOf, route } from './route.ts';
import { listQuery } from './schemas.ts';
import { creditView, draftView, invoiceView, invoiceWithLinesView } from './invoiceViews.ts';

const isRepeat = z.boolean();
const atTheGate = ['WRONG_ACTOR', 'INVOICE_BLOCKED', 'INVOICE_EXCEEDS_RELEASE', 'INVOICE_MISMATCH'] as const;

/** Throws MILESTONE_DISPOSED with the tombstone; a milestone that is unknown here is refused with its line. */
async function assertKept(db: Database, lines: readonly { milestoneId: string }[]): Promise<void> {
  for (const { milestoneId } of lines)
    if ((await findMilestone(db, milestoneId))?.disposedAt !== undefined) await getMilestone(db, milestoneId);
}

export const invoiceScheduleRoutes = [
  route({
    method: 'get',
    path: '/engagements/{engagementId}/invoices',
    operationId: 'listInvoicesOfEngagement',
    right: 'readMoney',
    tag: 'Outputs',
    summary: 'Invoices of an engagement, each with a line for each of its milestones',
    query: listQuery,
    answer: pageOf(invoiceWithLinesView),
    audited: readOf('engagement'),
    async handle({ db }, { params, query }) {
      const { engagementId } = await getEngagement(db, params.engagementId);
      return listInvoicesOfEngagement(db, engagementId, query);
    },
  }),
  route({
    method: 'post',
    path: '/engagements/{engagementId}/invoices',
    operationId: 'registerInvoiceOfSeveral',
    right: 'registerInvoices',
    tag: 'Outputs',
    summary:
      'Register one invoice over several milestones; a line beyond what its milestone releases refuses all of it',
    body: registerScheduleSchema,
    status: 201,
    answer: z.object({ lines: z.array(invoiceView), isRepeat }),
    problems: [...onRecord, ...atTheGate, 'DRAFT_NOT_OPEN'],
    audited: actOn('engagement'),
    async handle({ db, settings }, { params, body, request, response }) {
      const { engagementId } = await getEngagement(db, params.engagementId);
      await assertKept(db, body.lines);
      const done = await registerSchedule(db, engagementId, body, registrationBy(request, body.personId, settings));
      response.status(done.isRepeat ? 200 : 201);
      return done;
    },
  }),
  route({
    method: 'post',
    path: '/engagements/{engagementId}/invoices/{invoiceNumber}/cancellation',
    operationId: 'cancelInvoiceOfSeveral',
    right: 'registerInvoices',
    tag: 'Outputs',
    summary: 'Cancel what is left of every line of an invoice',
    body: cancelInvoice,
    status: 201,
    answer: z.object({ credits: z.array(creditView).describe('what was taken back of each line'), isRepeat }),
    problems: ['WRONG_ACTOR', 'INVOICE_UNKNOWN', 'CREDIT_EXCEEDS_INVOICE'],
    audited: actOn('engagement'),
    async handle({ db, settings }, { params, body, request, response }) {
      const { engagementId } = await getEngagement(db, params.engagementId);
      const registration = registrationBy(request, body.personId, settings);
      const done = await cancelWholeInvoice(db, engagementId, params.invoiceNumber, body, registration);
      response.status(done.isRepeat ? 200 : 201);
      return done;
    },
  }),
  route({
    method: 'get',
    path: '/engagements/{engagementId}/invoice-drafts',
    operationId: 'listInvoiceDraftsOfEngagement',
    right: 'readMoney',
    tag: 'Outputs',
    summary: 'Drafts of invoices of an engagement, one row for each of their milestones',
    query: listQuery,
    answer: pageOf(draftView),
    audited: readOf('engagement'),
    async handle({ db }, { params, query }) {
      const { engagementId } = await getEngagement(db, params.engagementId);
      return listDraftsOfEngagement(db, engagementId, query);
    },
  }),
  route({
    method: 'post',
    path: '/engagements/{engagementId}/invoice-drafts',
    operationId: 'registerInvoiceDraft',
    right: 'registerInvoices',
    tag: 'Outputs',
    summary: 'Register a draft of an invoice, which reserves what it is for until its date',
    body: registerDraftSchedule,
    status: 201,
    answer: z.object({ lines: z.array(draftView), isRepeat }),
    problems: [...onRecord, ...atTheGate, 'DRAFT_NOT_OPEN'],
    audited: actOn('engagement'),
    async handle({ db, settings }, { params, body, request, response }) {
      const { engagementId } = await getEngagement(db, params.engagementId);
      await assertKept(db, body.lines);
      const done = await registerDraft(db, engagementId, body, registrationBy(request, body.personId, settings));
      response.status(done.isRepeat ? 200 : 201);
      return done;
    },
  }),
  route({
    method: 'post',
    path: '/engagements/{engagementId}/invoice-drafts/{draftNumber}/withdrawal',
    operationId: 'withdrawInvoiceDraft',
    right: 'registerInvoices',
    tag: 'Outputs',
    summary: 'Withdraw a draft, in all of its milestones; what it reserved is free again',
    body: withdrawDraftSchema,
    status: 201,
    answer: z.object({ lines: z.array(draftView), isRepeat }),
    problems: ['WRONG_ACTOR', 'DRAFT_NOT_OPEN'],
    audited: actOn('engagement'),
    async handle({ db, settings }, { params, body, request, response }) {
      const { engagementId } = await getEngagement(db, params.engagementId);
      const registration = registrationBy(request, body.personId, settings);
      const done = await withdrawDraft(db, engagementId, params.draftNumber, body, registration);
      response.status(done.isRepeat ? 200 : 201);
      return done;
    },
  }),
];
