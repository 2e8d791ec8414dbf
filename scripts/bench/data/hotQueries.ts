// The reads and claims that a service with many milestones makes all the time, each by the function that the product calls.
import { findAuthorisations } from '../../../db/authorisations.ts';
import { findAuditLine, listAuditLines } from '../../../db/auditLog.ts';
import type { Database } from '../../../db/database.ts';
import { findDocuments, listDocuments } from '../../../db/documents.ts';
import { findEngagement, listEngagements } from '../../../db/engagements.ts';
import { findOrClaim } from '../../../db/idempotency.ts';
import { claimMessages, isKnownMessageId, listInboundMessages } from '../../../db/inboundMessages.ts';
import { listInvoices, readGateSituation } from '../../../db/invoices.ts';
import { findLatestMailOfRequest, findMailByMessageIdLocalPart, listMails } from '../../../db/mails.ts';
import { findMilestone, listMilestones, listUnstartedMilestones } from '../../../db/milestones.ts';
import { claimEffects } from '../../../db/outbox.ts';
import { findArchive, findInvoiceRelease, findNextPhaseAuthorisation, listCertificates } from '../../../db/outputs.ts';
import { readRegister } from '../../../db/register.ts';
import { listRequestDeliveries } from '../../../db/requestDeliveries.ts';
import { findLatestRequest, findRequestByTokenHash, listRequests } from '../../../db/requests.ts';
import { listDue, readRetention } from '../../../db/retention.ts';
import { findSeal } from '../../../db/seals.ts';
import { listEvents, listRefusedMessages } from '../../../db/timeline.ts';
import { listWebhooks } from '../../../db/webhooks.ts';
import { sha256Hex } from '../../../evidence/ledger/canonicalJson.ts';
import { milestonesPerEngagement } from './fillDatabase.ts';

export interface HotQuery {
  name: string;
  /** A report reads what it is about, and takes as long as that is large. */
  isReport?: boolean;
  /** `n` is the number of a milestone. */
  run(db: Database, n: number): Promise<unknown>;
}

const milestone = (n: number): string => `M${n}`;
const engagement = (n: number): string => `E${Math.floor(n / milestonesPerEngagement)}`;
const page = { limit: 200 };
const halfway = (instant: string, id: string): string =>
  Buffer.from(JSON.stringify([instant, id])).toString('base64url');
const fiveYearsAgo = (): string => new Date(Date.now() - 5 * 365.25 * 24 * 3600 * 1000).toISOString();
const claim = { limit: 20, staleAfterSeconds: 120 };
const effects = { room: { mail: 20, webhook: 10, fileRemoval: 2 }, claimant: 'bench', leaseSeconds: 30 };

const listsOf: HotQuery[] = [
  { name: 'list of milestones', run: (db) => listMilestones(db, { page }) },
  {
    name: 'list of milestones, half way through',
    run: (db) => listMilestones(db, { page: { ...page, after: halfway(fiveYearsAgo(), 'M1') } }),
  },
  { name: 'list of milestones in a phase', run: (db) => listMilestones(db, { phase: 'inReview', page }) },
  {
    name: 'list of an engagement’s milestones',
    run: (db, n) => listMilestones(db, { engagementId: engagement(n), page }),
  },
  { name: 'list of engagements', run: (db) => listEngagements(db, page) },
  {
    name: 'list of an engagement’s documents',
    run: (db, n) => listDocuments(db, { engagementId: engagement(n), page }),
  },
  { name: 'mails of a milestone', run: (db, n) => listMails(db, { milestoneId: milestone(n), page }) },
  {
    name: 'mails of a milestone by status',
    run: (db, n) => listMails(db, { milestoneId: milestone(n), status: 'queued', page }),
  },
  { name: 'webhooks', run: (db) => listWebhooks(db, { page }) },
  { name: 'webhooks by status', run: (db) => listWebhooks(db, { status: 'dead', page }) },
  { name: 'webhooks of a milestone', run: (db, n) => listWebhooks(db, { milestoneId: milestone(n), page }) },
  { name: 'records due for disposal', run: (db) => listDue(db, page) },
  { name: 'milestones not started yet', run: (db) => listUnstartedMilestones(db, 15) },
];

const ofMilestone: HotQuery[] = [
  { name: 'milestone', run: (db, n) => findMilestone(db, milestone(n)) },
  { name: 'engagement', run: (db, n) => findEngagement(db, engagement(n)) },
  { name: 'events of a milestone', run: (db, n) => listEvents(db, milestone(n), page) },
  { name: 'refused messages of a milestone', run: (db, n) => listRefusedMessages(db, milestone(n), page) },
  { name: 'invoice gate', run: (db, n) => readGateSituation(db, milestone(n)) },
  { name: 'invoices of a milestone', run: (db, n) => listInvoices(db, milestone(n), page) },
  { name: 'start gate', run: (db, n) => findAuthorisations(db, [milestone(n), milestone(n + 1), milestone(n + 2)]) },
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
    run: (db, n) => listAuditLines(db, `milestone:M${n}`, { after: 0, limit: 200 }),
  },
  { name: 'one audit line', run: (db, n) => findAuditLine(db, `milestone:M${n}`, 2) },
];

const atTheDoor: HotQuery[] = [
  { name: 'request behind a link', run: (db, n) => findRequestByTokenHash(db, sha256Hex(`token${n}-1`)) },
  {
    name: 'mail a report is about',
    run: (db, n) => findMailByMessageIdLocalPart(db, `${sha256Hex(String(n))}-1`),
  },
  { name: 'what a request was last told', run: (db, n) => findLatestMailOfRequest(db, `R${n}-1`) },
  {
    name: 'messages that came in for a milestone',
    run: (db, n) => listInboundMessages(db, { milestoneId: milestone(n), page }),
  },
  { name: 'whether a message came before', run: (db, n) => isKnownMessageId(db, `<m${n}@client.example>`, '0') },
  {
    name: 'answer by Idempotency-Key',
    run: (db, n) => findOrClaim(db, { key: `key:${n}`, route: 'POST /milestones', requestHash: 'x' }),
  },
];

const claims: HotQuery[] = [
  { name: 'claim of effects, with a backlog', run: (db) => claimEffects(db, effects) },
  { name: 'claim of messages that came in', run: (db) => claimMessages(db, claim) },
  {
    name: 'whether a file is still referred to',
    run: (db, n) => db.raw('select is_referred_to(?)', [sha256Hex(`archive${n}`)]),
  },
];

const reports: HotQuery[] = [
  {
    name: 'register of a month',
    isReport: true,
    async run(db) {
      const from = fiveYearsAgo();
      const to = new Date(Date.parse(from) + 30 * 24 * 3600 * 1000).toISOString();
      let milestones = 0;
      for await (const _each of readRegister(db, { from, to, includesOpen: false })) milestones += 1;
      return milestones;
    },
  },
];

export const hotQueries: readonly HotQuery[] = [...listsOf, ...ofMilestone, ...atTheDoor, ...claims, ...reports];
