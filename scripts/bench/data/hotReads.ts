// What a service reads all the time about one milestone, and at its doors, each by the function that the product calls.
import {
  findAuditLine,
  findLineOfEvent,
  findLinesAbout,
  listAuditLines,
  readAuditLines,
} from '../../../db/auditLog.ts';
import { findAuthorisations } from '../../../db/authorisations.ts';
import { hasLiveCode } from '../../../db/confirmationCodes.ts';
import type { Database } from '../../../db/database.ts';
import { findTombstone } from '../../../db/disposal.ts';
import { findDocument, findDocuments, findDocumentsUploadedBehind } from '../../../db/documents.ts';
import { findEngagement } from '../../../db/engagements.ts';
import { listErasures } from '../../../db/erasures.ts';
import { listEffectiveByMessageId } from '../../../db/inboundMessages.ts';
import { listInvoices, readGateSituation } from '../../../db/invoices.ts';
import { countRecentAnswers, findLatestMailOfRequest, findMailByMessageId, findMessageId } from '../../../db/mails.ts';
import {
  checkpointCovering,
  consistencyProof,
  hasPending,
  inclusionProofs,
  latestCheckpoint,
} from '../../../db/merkleLog.ts';
import { readDecisionProof } from '../../../db/decisionProofs.ts';
import { findMilestone } from '../../../db/milestones.ts';
import { findArchive, findInvoiceRelease, findNextPhaseAuthorisation, listCertificates } from '../../../db/outputs.ts';
import { readRecordedSince } from '../../../db/recordedSince.ts';
import { listRequestDeliveries } from '../../../db/requestDeliveries.ts';
import {
  findLatestRequest,
  findRequestByReplyTokenHash,
  findRequestByTokenHash,
  listRequests,
} from '../../../db/requests.ts';
import { readRetention } from '../../../db/retention.ts';
import { findSeal } from '../../../db/seals.ts';
import { listEvents, listRefusedMessages } from '../../../db/timeline.ts';
import { findWebhook } from '../../../db/webhooks.ts';
import { milestoneChain, type Chain } from '../../../evidence/ledger/auditEntry.ts';
import { sha256Hex } from '../../../evidence/ledger/canonicalJson.ts';
import type { HotQuery } from './hotQuery.ts';
import { engagementOf as engagement, milestoneOf as milestone } from './population.ts';

const page = { limit: 200 };
const chain = (n: number): Chain => milestoneChain(milestone(n));

/** As the API proves a line; each milestone has three in the log. */
async function proveLine(db: Database, n: number): Promise<unknown> {
  const covering = await checkpointCovering(db, n * 3);
  return covering && inclusionProofs(db, [n * 3], covering.size);
}

async function proveGrowth(db: Database, n: number): Promise<unknown> {
  const newest = await latestCheckpoint(db);
  return newest && consistencyProof(db, n, newest.size);
}

export const hotReads: readonly HotQuery[] = [
  { name: 'milestone', run: (db, n) => findMilestone(db, milestone(n)) },
  { name: 'engagement', run: (db, n) => findEngagement(db, engagement(n)) },
  { name: 'events of a milestone', run: (db, n) => listEvents(db, milestone(n), page) },
  { name: 'refused messages of a milestone', run: (db, n) => listRefusedMessages(db, milestone(n), page) },
  { name: 'invoice gate', run: (db, n) => readGateSituation(db, milestone(n)) },
  { name: 'invoices of a milestone', run: (db, n) => listInvoices(db, milestone(n), page) },
  {
    name: 'start gate',
    job: 'register',
    run: (db, n) => findAuthorisations(db, [milestone(n), milestone(n + 1), milestone(n + 2)]),
  },
  { name: 'next phase', run: (db, n) => findNextPhaseAuthorisation(db, milestone(n)) },
  { name: 'invoice release', run: (db, n) => findInvoiceRelease(db, milestone(n)) },
  { name: 'archive', run: (db, n) => findArchive(db, milestone(n)) },
  { name: 'certificates of a milestone', run: (db, n) => listCertificates(db, milestone(n)) },
  { name: 'seal of a certificate', run: (db, n) => findSeal(db, `${milestone(n)}-C1`, 'B-B') },
  { name: 'retention of a milestone', run: (db, n) => readRetention(db, milestone(n)) },
  { name: 'requests of a milestone', run: (db, n) => listRequests(db, milestone(n)) },
  { name: 'how far each request has got', run: (db, n) => listRequestDeliveries(db, milestone(n)) },
  {
    name: 'a person’s latest request',
    run: (db, n) => findLatestRequest(db, { milestoneId: milestone(n), personId: 'approver1' }),
  },
  { name: 'documents of a package', run: (db, n) => findDocuments(db, engagement(n), [`D${n}`, `D${n + 1}`]) },
  {
    name: 'audit lines of a milestone',
    run: (db, n) => listAuditLines(db, chain(n), { after: 0, limit: 200 }),
  },
  { name: 'one audit line', run: (db, n) => findAuditLine(db, chain(n), 2) },
  {
    name: 'events since a state',
    run: (db, n) => readRecordedSince(db, { milestoneId: milestone(n), knownSequence: 1, afterSequence: 1 }),
  },
  { name: 'tombstone', run: (db, n) => findTombstone(db, milestone(n)) },
  { name: 'erasures of a milestone', run: (db, n) => listErasures(db, milestone(n)) },
  { name: 'document', run: (db, n) => findDocument(db, `D${n}`) },
  { name: 'documents uploaded behind a link', run: (db, n) => findDocumentsUploadedBehind(db, `R${n}-1`, [`D${n}`]) },
  { name: 'webhook', run: (db, n) => findWebhook(db, `msg_${n}-1`) },
  { name: 'line of an event', run: (db, n) => findLineOfEvent(db, chain(n), 2) },
  { name: 'lines about a seal', run: (db, n) => findLinesAbout(db, chain(n), 'certificateSealed', ['pdfSha256', '0']) },
  {
    name: 'proof of a decision',
    run: (db, n) => readDecisionProof(db, { milestoneId: milestone(n), sequence: 2, personId: 'manager' }, 'log+key'),
  },
  { name: 'all lines of a milestone', run: (db, n) => readAuditLines(db, chain(n), 1000) },
  {
    name: 'one line of the service’s chain',
    job: 'door',
    run: (db, n) => findAuditLine(db, 'service:main', Math.floor(n / 10)),
  },
  { name: 'latest checkpoint of the log', run: (db) => latestCheckpoint(db) },
  { name: 'whether lines wait for the log', job: 'logKeeper', run: (db) => hasPending(db) },
  { name: 'proof that a line is in the log', run: proveLine },
  { name: 'proof that the log only grew', run: proveGrowth },
];

export const hotDoors: readonly HotQuery[] = [
  { name: 'request behind a link', run: (db, n) => findRequestByTokenHash(db, sha256Hex(`token${n}-1`)) },
  {
    name: 'mail a report is about',
    job: 'door',
    run: (db, n) => findMessageId(db, `${sha256Hex(String(n))}-1`),
  },
  { name: 'what a request was last told', run: (db, n) => findLatestMailOfRequest(db, `R${n}-1`) },
  {
    name: 'whether a message came before',
    job: 'intake',
    run: (db, n) => listEffectiveByMessageId(db, `<m${n}-1@client.example>`, '0'),
  },
  { name: 'request a reply names', run: (db, n) => findRequestByReplyTokenHash(db, sha256Hex(`reply${n}-1`)) },
  {
    name: 'mail by its Message-ID',
    run: (db, n) => findMailByMessageId(db, `<${sha256Hex(String(n))}-1@example.com>`),
  },
  { name: 'answers about a request lately', run: (db, n) => countRecentAnswers(db, `R${n}-1`, 24) },
  { name: 'whether a code is out', run: (db, n) => hasLiveCode(db, `R${n}-1`) },
];
