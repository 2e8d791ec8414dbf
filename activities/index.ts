// Every effect a workflow can ask for, with what each needs handed in once.
import type { AdministrativeAct, AdministrativeAnswer } from '../domain/records/administrativeActs.ts';
import { findAuthorisations } from '../db/authorisations.ts';
import { asJob } from '../db/inScope.ts';
import type { FileStore } from '../storage/fileStore.ts';
import { assemblePackage } from './assemblePackage.ts';
import { checkCarriedState } from './checkCarriedState.ts';
import { dispatchEffects, type Stopping } from './dispatch/dispatchEffects.ts';
import type { Dispatching } from './dispatch/dispatcher.ts';
import { keyNotices } from './dispatch/keyNotices.ts';
import { mailboxLinks } from './dispatch/mailboxLinks.ts';
import { openingNotices } from './dispatch/openingNotices.ts';
import { plainNoticeHandler } from './dispatch/plainNoticeHandler.ts';
import { unknownNotices } from './dispatch/unknownNotices.ts';
import { quarantineNotices } from './dispatch/quarantineNotices.ts';
import { chatHandler, type ChatDelivery } from './dispatch/chatHandler.ts';
import { digestHandler } from './dispatch/digestHandler.ts';
import { fileRemovalHandler } from './dispatch/fileRemovalHandler.ts';
import { mailHandler, type MailDelivery } from './dispatch/mailHandler.ts';
import type { SendWebhook } from './dispatch/postWebhook.ts';
import { webhookHandler } from './dispatch/webhookHandler.ts';
import { findEvidence } from './findEvidence.ts';
import { findMissingFiles } from './findMissingFiles.ts';
import { raiseMark } from '../db/recordMark.ts';
import { publishAcceptance } from './publishAcceptance.ts';
import type { Measures } from './measures.ts';
import { readDeliveries } from './readDeliveries.ts';
import { readOutages } from './readOutages.ts';
import { readRecordedSince } from './readRecordedSince.ts';
import { recordBatch } from './recordBatch.ts';
import type { EvidenceKeys } from './evidenceKeys.ts';
import { timestampCertificate } from './timestampCertificate.ts';
import { resolveHolidays } from './resolveHolidays.ts';

export interface ActivityDependencies
  extends Omit<MailDelivery, 'logSigner'>, Pick<Dispatching, 'leaseSeconds'>, Stopping {
  files: FileStore;
  evidence: EvidenceKeys;
  /** Looks up whether the entrances have another key by now. */
  followEntranceKeys?: () => Promise<void>;
  /** A worker's option: runs continue as new after this many history events, even if the server does not suggest it yet. */
  continueAsNewAfterEvents?: number | undefined;
  /** Where a billing system is to be told. */
  sendWebhook: SendWebhook | undefined;
  /** Who is told of keys that end, of milestones that are not on record, and of files that are kept aside. */
  administratorEmail?: string | undefined;
  measures?: Measures | undefined;
  /** What chat is told by; without it notices for there wait. */
  chat?: Pick<ChatDelivery, 'dataKeys' | 'hosts'>;
  /** Does what an administrator asks in Temporal; a worker has it, a rehearsal does without. */
  administer?: Administer;
}

export type Administer = (act: AdministrativeAct, asked: unknown) => Promise<AdministrativeAnswer>;

/** What the dispatcher of this process works with: every kind of effect there is a way to perform. */
export function dispatchingOf(deps: Omit<ActivityDependencies, 'evidence'> & MailDelivery): Dispatching {
  const { db, log, leaseSeconds, sendWebhook, administratorEmail, measures } = deps;
  return {
    ...{ db, log, measures },
    ...(leaseSeconds === undefined ? {} : { leaseSeconds }),
    handlers: {
      mail: mailHandler(deps),
      digest: digestHandler(deps),
      fileRemoval: fileRemovalHandler(deps),
      openingNotice: plainNoticeHandler(deps, openingNotices(db)),
      mailboxLink: plainNoticeHandler(deps, mailboxLinks(deps)),
      quarantineNotice: plainNoticeHandler(deps, quarantineNotices(db, administratorEmail)),
      ...(administratorEmail
        ? {
            keyNotice: plainNoticeHandler(deps, keyNotices(db, administratorEmail)),
            unknownNotice: plainNoticeHandler(deps, unknownNotices(db, administratorEmail)),
          }
        : {}),
      ...(deps.chat ? { chat: chatHandler({ ...deps, ...deps.chat }) } : {}),
      webhook: webhookHandler({ db, log, sendWebhook, linkSecret: deps.linkSecret }),
    },
  };
}

export function createActivities(deps: ActivityDependencies) {
  return {
    assemblePackage: assemblePackage(deps),
    recordBatch: recordBatch({ ...deps, entranceKeys: deps.evidence.entrances }),
    readRecordedSince: readRecordedSince(deps),
    checkCarriedState: checkCarriedState(deps),
    publishAcceptance: publishAcceptance(deps),
    timestampCertificate: timestampCertificate(deps),
    resolveHolidays: resolveHolidays(),
    readDeliveries: readDeliveries(deps),
    readOutages: readOutages(deps),
    findEvidence: findEvidence(deps),
    findMissingFiles: findMissingFiles(deps),
    dispatchEffects: dispatchEffects({
      ...dispatchingOf({ ...deps, logSigner: deps.evidence.log }),
      stopping: deps.stopping,
    }),
    markRecord: () => raiseMark(asJob(deps.db, 'keeper')),
    administer: deps.administer ?? cannotAdminister,
    findAuthorisations: (milestoneIds: string[]) => findAuthorisations(asJob(deps.db, 'register'), milestoneIds),
  };
}

const cannotAdminister: Administer = async (act) => ({
  refused: { code: 'INVALID_MESSAGE', detail: `This worker does not take "${act}".` },
});

export type Activities = ReturnType<typeof createActivities>;
