// Routes of the record: events, refused messages, mails, replies, and who was asked for what.
import { z } from 'zod';
import { listInboundMessages } from '../db/inboundMessages.ts';
import { listMails } from '../db/mails.ts';
import { listRequestDeliveries } from '../db/requestDeliveries.ts';
import { listEvents, listRefusedMessages, readEvents } from '../db/timeline.ts';
import { latenessByStage, latenessOf } from '../domain/time/lateness.ts';
import type { ChainedEvent } from '../evidence/ledger/chainedEvent.ts';
import { getMilestone } from './http/lookUps.ts';
import { eventView, mailView, refusedMessageView, replyView } from './recordViews.ts';
import { requestStatus, requestStatusOf } from './requestStatus.ts';
import { onRecord, pageOf, readOf, route } from './route.ts';
import { listQuery, mailListQuery } from './schemas.ts';
import { phaseSchema } from './views.ts';

const shared = {
  method: 'get',
  tag: 'Record',
  problems: onRecord,
  audited: readOf('milestone'),
  right: 'readRecord',
} as const;

const party = z.object({ firm: z.int(), client: z.int() });

const waitLateness = z
  .object({
    phase: phaseSchema,
    group: z.int().optional().describe('in review and formal sign-off, counted from 1'),
    of: z.literal('revocation').optional().describe('of the wait for the sponsor while a revocation is proposed'),
    openedAt: z.string(),
    firstDeadline: z.string().describe('before anything moved it'),
    deadline: z.string(),
    endedAt: z.string().optional().describe('absent while it lasts'),
    stops: z.array(
      z.object({
        stopId: z.string(),
        from: z.string(),
        to: z.string().optional(),
        by: z.string(),
        reason: z.string(),
        awaits: z.enum(['firm', 'client']),
        forPersonId: z.string().optional().describe('whose clock alone stood still'),
      }),
    ),
    stoppedSeconds: z.int().describe('in which everybody’s clock stood still'),
    lateSeconds: party.describe(
      'past the deadline, by the party of whoever still owed a decision; stopped time is nobody’s',
    ),
  })
  .meta({ id: 'WaitLateness' });

const stageLateness = waitLateness
  .pick({ phase: true, stoppedSeconds: true, lateSeconds: true })
  .describe('of all waits of a stage together')
  .meta({ id: 'StageLateness' });

export const recordRoutes = [
  route({
    ...shared,
    path: '/milestones/{milestoneId}/lateness',
    operationId: 'getLateness',
    summary: 'Of each wait, whose party was late and for how long, stopped time apart',
    description: 'Follows from the events alone (`listEvents`), so that anybody with the record can draw it up again.',
    answer: z.object({
      items: z.array(waitLateness),
      stages: z.array(stageLateness).describe('the same by stage, all its waits together'),
    }),
    async handle({ db }, { params }) {
      const { milestoneId, sequence } = await getMilestone(db, params.milestoneId);
      const events = (await readEvents(db, milestoneId, sequence)).map((each) => each.event);
      const items = latenessOf(events, new Date().toISOString());
      return { items, stages: latenessByStage(items) };
    },
  }),
  route({
    ...shared,
    path: '/milestones/{milestoneId}/timeline',
    operationId: 'listEvents',
    summary: 'Every event, in order, with its hash',
    query: listQuery,
    answer: pageOf(eventView),
    async handle({ db }, { params, query }) {
      const { milestoneId } = await getMilestone(db, params.milestoneId);
      const { items, ...page } = await listEvents(db, milestoneId, query);
      return { ...page, items: items.map(eventViewOf) };
    },
  }),
  route({
    ...shared,
    path: '/milestones/{milestoneId}/refused-messages',
    operationId: 'listRefusedMessages',
    summary: 'Messages that were not acted on',
    query: listQuery,
    answer: pageOf(refusedMessageView),
    async handle({ db }, { params, query }) {
      const { milestoneId } = await getMilestone(db, params.milestoneId);
      return listRefusedMessages(db, milestoneId, query);
    },
  }),
  route({
    ...shared,
    path: '/milestones/{milestoneId}/mails',
    operationId: 'listMails',
    summary: 'Mails of the milestone and their delivery',
    query: mailListQuery,
    answer: pageOf(mailView),
    async handle({ db }, { params, query: { status, ...page } }) {
      const { milestoneId } = await getMilestone(db, params.milestoneId);
      const { items, ...rest } = await listMails(db, { milestoneId, page, ...(status ? { status } : {}) });
      return { ...rest, items: items.map(({ model: _model, ...mail }) => mail) };
    },
  }),
  route({
    ...shared,
    path: '/milestones/{milestoneId}/replies',
    operationId: 'listReplies',
    summary: 'Messages that came in by e-mail about the milestone: decided, held and why, absences, bounces',
    query: listQuery,
    answer: pageOf(replyView),
    async handle({ db }, { params, query: page }) {
      const { milestoneId } = await getMilestone(db, params.milestoneId);
      return listInboundMessages(db, { milestoneId, page });
    },
  }),
  route({
    ...shared,
    path: '/milestones/{milestoneId}/requests',
    operationId: 'listRequests',
    summary: 'Who was asked for what, and how far it got: queued, sent, bounced, opened by a person, decided',
    answer: z.object({ items: z.array(requestStatus) }),
    async handle({ db }, { params }) {
      const { milestoneId, snapshot } = await getMilestone(db, params.milestoneId);
      const deliveries = await listRequestDeliveries(db, milestoneId);
      return { items: deliveries.map((each) => requestStatusOf(each, snapshot)) };
    },
  }),
];

const eventViewOf = ({ event, previousHash, hash, redacted }: ChainedEvent): z.infer<typeof eventView> => ({
  sequence: event.sequence,
  type: event.type,
  at: event.at,
  actor: event.actor,
  event,
  previousHash,
  hash,
  ...(redacted ? { redacted } : {}),
});
