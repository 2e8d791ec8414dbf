// The lists that a service with many milestones shows all the time, each by the function that the product calls.
import { listDocuments } from '../../../db/documents.ts';
import { listEngagements } from '../../../db/engagements.ts';
import { listInboundMessages } from '../../../db/inboundMessages.ts';
import { readHolds } from '../../../db/legalHolds.ts';
import { listMails, listMailsOfRound, listMailsTo } from '../../../db/mails.ts';
import { listMilestones } from '../../../db/milestones.ts';
import { listUnstartedMilestones } from '../../../db/unstartedMilestones.ts';
import { countEffects } from '../../../db/outbox.ts';
import { listDue } from '../../../db/retention.ts';
import { takeNextToSweep } from '../../../db/sweeps.ts';
import { listWebhooks } from '../../../db/webhooks.ts';
import type { HotQuery } from './hotQuery.ts';
import { engagementOf as engagement, milestoneOf as milestone } from './population.ts';

const page = { limit: 200 };
const halfway = (instant: string, id: string): string =>
  Buffer.from(JSON.stringify([instant, id])).toString('base64url');
export const fiveYearsAgo = (): string => new Date(Date.now() - 5 * 365.25 * 24 * 3600 * 1000).toISOString();

export const hotLists: readonly HotQuery[] = [
  { name: 'list of milestones', job: 'register', run: (db) => listMilestones(db, { scope: 'all', page }) },
  {
    name: 'list of milestones, half way through',
    job: 'register',
    run: (db) => listMilestones(db, { scope: 'all', page: { ...page, after: halfway(fiveYearsAgo(), 'M1') } }),
  },
  {
    name: 'list of milestones in a phase',
    job: 'register',
    run: (db) => listMilestones(db, { scope: 'all', phase: 'inReview', page }),
  },
  {
    name: 'list of an engagement’s milestones',
    run: (db, n) => listMilestones(db, { scope: 'all', engagementId: engagement(n), page }),
  },
  { name: 'list of engagements', job: 'register', run: (db) => listEngagements(db, 'all', page) },
  {
    name: 'list of an engagement’s documents',
    run: (db, n) => listDocuments(db, { engagementId: engagement(n), page }),
  },
  { name: 'mails of a milestone', run: (db, n) => listMails(db, { milestoneId: milestone(n), page }) },
  {
    name: 'mails of a milestone by status',
    run: (db, n) => listMails(db, { milestoneId: milestone(n), status: 'queued', page }),
  },
  { name: 'webhooks', job: 'register', run: (db) => listWebhooks(db, { scope: 'all', page }) },
  {
    name: 'webhooks by status',
    job: 'register',
    run: (db) => listWebhooks(db, { scope: 'all', status: 'dead', page }),
  },
  {
    name: 'webhooks of a milestone',
    run: (db, n) => listWebhooks(db, { scope: 'all', milestoneId: milestone(n), page }),
  },
  {
    name: 'messages that came in for a milestone',
    run: (db, n) => listInboundMessages(db, { milestoneId: milestone(n), page }),
  },
  {
    name: 'legal holds on a milestone',
    run: (db, n) => readHolds(db, { engagementId: engagement(n), milestoneId: milestone(n) }),
  },
  { name: 'mails of a milestone’s round', run: (db, n) => listMailsOfRound(db, milestone(n), 1) },
  { name: 'mails to a person', run: (db, n) => listMailsTo(db, milestone(n), 'approver1') },
  { name: 'outbox as the health check shows it', job: 'keeper', run: (db) => countEffects(db) },
  { name: 'records due for disposal', job: 'register', run: (db) => listDue(db, 'all', page) },
  { name: 'milestones that need a workflow', job: 'keeper', run: (db) => takeNextToSweep(db, 100) },
  { name: 'milestones not started yet', job: 'keeper', run: (db) => listUnstartedMilestones(db, 15) },
];
