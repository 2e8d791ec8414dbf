// Routes of legal holds, on a milestone or on an engagement with all its milestones.
import { createHash, randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { placeHold, releaseHold } from '../administration/legalHolds.ts';
import { readHolds, type HoldSubject } from '../db/legalHolds.ts';
import * as acts from '../domain/records/retentionActs.ts';
import type { Database } from '../db/database.ts';
import { assertNamesThemself, carriedOutBy } from './authentication.ts';
import { getEngagement, getMilestoneOrTombstone } from './http/lookUps.ts';
import type { ErrorCode } from './http/problems.ts';
import { idempotencyKeyOf } from './idempotency.ts';
import { holdView } from './retentionViews.ts';
import { actOn, onRecord, readOf, route, type Route } from './route.ts';

/** The subject that the path names, and how a request finds it. */
interface Subject {
  path: '/engagements/{engagementId}' | '/milestones/{milestoneId}';
  of: 'Engagement' | 'Milestone';
  what: string;
  /** A milestone can have been disposed of; an engagement cannot. */
  problems: readonly ErrorCode[];
  find(db: Database, params: Record<string, string>): Promise<HoldSubject>;
}

const onEngagement: Subject = {
  path: '/engagements/{engagementId}',
  of: 'Engagement',
  what: 'an engagement and all its milestones',
  problems: [],
  find: async (db, { engagementId = '' }) => ({ engagementId: (await getEngagement(db, engagementId)).engagementId }),
};

const onMilestone: Subject = {
  path: '/milestones/{milestoneId}',
  of: 'Milestone',
  what: 'a milestone',
  problems: onRecord,
  async find(db, params) {
    const { engagementId, milestoneId } = await getMilestoneOrTombstone(db, params.milestoneId ?? '');
    return { engagementId, milestoneId };
  },
};

/** On the chain of the service: why a record is held is nothing for the archive that every party gets. */
const holdRoutesOf = ({ path, of, what, problems, find }: Subject): Route[] => [
  route({
    method: 'get',
    path: `${path}/holds`,
    operationId: `list${of}Holds`,
    right: 'readRetention',
    tag: 'Retention',
    summary: `Legal holds on ${what}, released ones included`,
    answer: z.object({ items: z.array(holdView) }),
    audited: readOf('service'),
    handle: async ({ db }, { params }) => ({ items: await readHolds(db, await find(db, params)) }),
  }),
  route({
    method: 'post',
    path: `${path}/holds`,
    operationId: `place${of}Hold`,
    right: 'keepRecords',
    tag: 'Retention',
    summary: `Place a legal hold on ${what}`,
    body: acts.placeHold,
    status: 201,
    answer: holdView,
    problems,
    audited: actOn('service'),
    async handle({ db }, { params, body, request, response }) {
      const subject = await find(db, params);
      return place(db, subject, body, request, response);
    },
  }),
  route({
    method: 'post',
    path: `${path}/holds/{holdId}/release`,
    operationId: `release${of}Hold`,
    right: 'keepRecords',
    tag: 'Retention',
    summary: 'Release a legal hold',
    body: acts.releaseHold,
    answer: holdView,
    problems: [...problems, 'HOLD_UNKNOWN'],
    audited: actOn('service'),
    async handle({ db }, { params, body, request }) {
      assertNamesThemself(request, body.releasedBy, 'releasedBy');
      const released = await releaseHold(db, await find(db, params), params.holdId, body, carriedOutBy(request));
      return released?.hold;
    },
  }),
];

export const holdRoutes = [...holdRoutesOf(onEngagement), ...holdRoutesOf(onMilestone)];

async function place(db: Database, subject: HoldSubject, body: acts.PlaceHold, request: Request, response: Response) {
  assertNamesThemself(request, body.placedBy, 'placedBy');
  const by = carriedOutBy(request);
  const placed = await placeHold(db, subject, newHoldId(request, subject, by.keyId), body, by);
  response.status(placed?.isRepeat ? 200 : 201);
  return placed?.hold;
}

/** The same for the same key, so that a repeat after a crash finds the hold it placed. */
function newHoldId(request: Request, subject: HoldSubject, keyId: string): string {
  const key = idempotencyKeyOf(request);
  if (key === undefined) return `hold-${randomBytes(8).toString('hex')}`;
  const hash = createHash('sha256').update(JSON.stringify([keyId, subject.engagementId, subject.milestoneId, key]));
  return `hold-${hash.digest('hex').slice(0, 16)}`;
}
