// Every effect a workflow can ask for, with what each needs handed in once.
import { findAuthorisations } from '../db/authorisations.ts';
import type { FileStore } from '../storage/fileStore.ts';
import { assemblePackage } from './assemblePackage.ts';
import { deliverQueuedMail, type MailDelivery } from './deliverQueuedMail.ts';
import { deliverQueuedWebhooks, type WebhookDeliveries } from './deliverQueuedWebhooks.ts';
import { findEvidence } from './findEvidence.ts';
import { publishAcceptance } from './publishAcceptance.ts';
import { readDeliveries } from './readDeliveries.ts';
import { readRecordedSince } from './readRecordedSince.ts';
import { recordBatch } from './recordBatch.ts';
import type { EvidenceKeys } from './evidenceKeys.ts';
import { timestampCertificate } from './timestampCertificate.ts';
import { resolveHolidays } from './resolveHolidays.ts';

export interface ActivityDependencies extends MailDelivery, WebhookDeliveries {
  files: FileStore;
  evidence: EvidenceKeys;
  /** A worker's option: runs continue as new after this many history events, even if the server does not suggest it yet. */
  continueAsNewAfterEvents?: number | undefined;
}

export function createActivities(deps: ActivityDependencies) {
  return {
    assemblePackage: assemblePackage(deps),
    recordBatch: recordBatch(deps),
    readRecordedSince: readRecordedSince(deps),
    publishAcceptance: publishAcceptance(deps),
    timestampCertificate: timestampCertificate(deps),
    resolveHolidays: resolveHolidays(),
    readDeliveries: readDeliveries(deps),
    findEvidence: findEvidence(deps),
    deliverQueuedMail: deliverQueuedMail(deps),
    deliverQueuedWebhooks: deliverQueuedWebhooks(deps),
    findAuthorisations: (milestoneIds: string[]) => findAuthorisations(deps.db, milestoneIds),
  };
}

export type Activities = ReturnType<typeof createActivities>;
