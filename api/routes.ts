// The table of all routes, from which Express, the OpenAPI document and the audit trail are made.
import { apiKeyRoutes } from './apiKeys.ts';
import { auditLogRoutes } from './auditLog.ts';
import { calendarFeedRoutes } from './calendarFeed.ts';
import { chatRoutes } from './chat.ts';
import { commandRoutes } from './commands.ts';
import { digestRoutes } from './digest.ts';
import { documentRoutes } from './documents.ts';
import { eventEndpointRoutes } from './eventEndpoints.ts';
import { engagementPeopleRoutes } from './engagementPeople.ts';
import { engagementTermsRoutes } from './engagementTerms.ts';
import { engagementRoutes } from './engagements.ts';
import { backlogRoutes } from './backlog.ts';
import { healthRoutes } from './health.ts';
import { importRoutes } from './imports.ts';
import { invoiceRoutes } from './invoices.ts';
import { invoiceScheduleRoutes } from './invoiceSchedules.ts';
import { holdRoutes } from './legalHolds.ts';
import { milestonePlanRoutes } from './milestonePlan.ts';
import { milestoneRoutes } from './milestones.ts';
import { peopleRoutes } from './people.ts';
import { outputRoutes } from './outputs.ts';
import { passkeyRoutes } from './passkeys.ts';
import { quarantineRoutes } from './quarantine.ts';
import { recoveryRoutes } from './recovery.ts';
import { recordRoutes } from './record.ts';
import { requestLinkRoutes } from './requestLinks.ts';
import { reportRoutes } from './reports.ts';
import { restrictionRoutes } from './restrictions.ts';
import { retentionRoutes } from './retention.ts';
import type { Route } from './route.ts';
import { uploadRoutes } from './uploads.ts';
import { portfolioRoutes } from './portfolio.ts';
import { savedViewRoutes } from './savedViews.ts';
import { templateRoutes } from './templates.ts';
import { workRoutes } from './work.ts';
import { webhookRoutes } from './webhooks.ts';

/** In the order in which the document lists them; no two take the same address by the same method. */
export const routes: readonly Route[] = [
  ...healthRoutes,
  ...backlogRoutes,
  ...apiKeyRoutes,
  ...peopleRoutes,
  ...restrictionRoutes,
  ...engagementRoutes,
  ...engagementPeopleRoutes,
  ...engagementTermsRoutes,
  ...documentRoutes,
  ...uploadRoutes,
  ...quarantineRoutes,
  ...milestoneRoutes,
  ...milestonePlanRoutes,
  ...importRoutes,
  ...commandRoutes,
  ...workRoutes,
  ...calendarFeedRoutes,
  ...digestRoutes,
  ...chatRoutes,
  ...portfolioRoutes,
  ...savedViewRoutes,
  ...templateRoutes,
  ...recordRoutes,
  ...requestLinkRoutes,
  ...passkeyRoutes,
  ...outputRoutes,
  ...invoiceRoutes,
  ...invoiceScheduleRoutes,
  ...eventEndpointRoutes,
  ...webhookRoutes,
  ...recoveryRoutes,
  ...reportRoutes,
  ...auditLogRoutes,
  ...retentionRoutes,
  ...holdRoutes,
];
