// Routes by which administrators mend one milestone: what of it was given up, tried again; whether record and workflow agree, and going on from the record.
import { z } from 'zod';
import { appendAudit } from '../db/auditLog.ts';
import { asJob, inScope } from '../db/inScope.ts';
import {
  effectKinds,
  givenUpOfNone,
  listGivenUp,
  listGivenUpOfNone,
  retryEffects,
  retryEffectsOf,
} from '../db/outbox.ts';
import { unknownCursor } from '../db/page.ts';
import { listKnown } from '../db/sweeps.ts';
import { SignOffError } from '../domain/errors.ts';
import { disagreements as kinds, losesNothing, mendingOf, mendings } from '../domain/records/agreement.ts';
import { key as identifier, text } from '../domain/terms/text.ts';
import { serviceChain } from '../evidence/ledger/auditEntry.ts';
import { disagreementOf, disagreements, mend, type Found, type From } from '../workflows/client/recovery.ts';
import { carriedOutBy } from './authentication.ts';
import type { Access } from './http/holders.ts';
import { getMilestone, noSuch } from './http/lookUps.ts';
import type { RouteDependencies } from './http/dependencies.ts';
import { actOn, onRecord, pageOf, readOf, route } from './route.ts';
import { listQuery } from './schemas.ts';

const shownAtMost = 500;

const givenUpView = z
  .object({
    milestoneId: z.string(),
    kind: z.enum(effectKinds).describe('what could not be done'),
    effects: z.int().describe('how many of them'),
    since: z.string().describe('when the first was given up'),
  })
  .meta({ id: 'GivenUpEffects' });

const agreementView = z
  .object({
    milestoneId: z.string(),
    agrees: z.boolean().describe('false: record and workflow know of different things, or nothing runs that should'),
    kind: z
      .enum(kinds)
      .optional()
      .describe(
        'missing, behind: the record knows all there is; ahead, completed: the workflow knows of more; stuck: its tasks fail; silent: no worker answers for it',
      ),
    losesNothing: z.boolean().optional().describe('whether going on from the record loses nothing'),
  })
  .meta({ id: 'Agreement' });

const namedAtMost = 100;

const mendedView = z
  .object({
    milestoneId: z.string(),
    kind: z.enum(kinds).optional().describe('how they disagree; absent where they agree'),
    becomes: z
      .enum([...mendings, 'agrees'])
      .describe(
        'goesOn: from its record; ends: the record does not have it; left: as it is, since something would be lost or no worker answers for it; agrees: there is nothing to mend',
      ),
  })
  .meta({ id: 'MendedMilestone' });

const mendedViewOf = ({ milestoneId, kind }: Found, isRecordRight: boolean): z.infer<typeof mendedView> => ({
  ...{ milestoneId, kind, becomes: mendingOf(kind, isRecordRight) },
});

/** No more than which it is: what a failure says can be of the engagement. */
const viewOf = (milestoneId: string, found: Found | undefined): z.infer<typeof agreementView> => ({
  ...{ milestoneId, agrees: found === undefined },
  ...(found ? { kind: found.kind, losesNothing: losesNothing(found.kind) } : {}),
});

const lookAt = ({ client, pool: db }: RouteDependencies, milestoneId: string) => {
  const recovering = { client, db, now: new Date() };
  return { recovering, find: () => disagreementOf(recovering, milestoneId) };
};

const reason = text(500).describe('why, for the audit log');

export const recoveryRoutes = [
  route({
    method: 'get',
    path: '/given-up-effects',
    operationId: 'listGivenUpEffects',
    right: 'readEffects',
    tag: 'Service',
    summary: 'Mails, webhooks, notices by chat and files to remove that were given up, by milestone and kind',
    description: `The ${shownAtMost} that were given up first. \`retryEffects\` has those of a milestone tried again, but for mails: whoever could not be reached needs another address, or their request another person.`,
    answer: z.object({
      items: z.array(givenUpView),
      ofNone: z.array(givenUpView.omit({ milestoneId: true }).meta({ id: 'GivenUpOfNone' })),
    }),
    audited: readOf('service'),
    async handle({ pool }, { key: { scope } }) {
      const seen = inScope(pool, scope);
      return { items: await listGivenUp(seen, shownAtMost), ofNone: await listGivenUpOfNone(seen) };
    },
  }),
  route({
    method: 'post',
    path: '/given-up-effects/attempts',
    operationId: 'retryEffectsOfNone',
    right: 'retryEffects',
    tag: 'Service',
    summary: 'Try again what was given up of one kind and belongs to no milestone',
    body: z.object({ kind: z.enum(effectKinds), reason }),
    status: 202,
    answer: z.object({ retried: z.int().describe('how many are tried now') }),
    audited: actOn('service'),
    async handle({ pool }, { body, key: { scope }, request }) {
      const effectIds = await givenUpOfNone(inScope(pool, scope), body.kind);
      await appendAudit(asJob(pool, 'door'), serviceChain, {
        ...{ at: new Date().toISOString(), type: 'effectsRetried', keyId: carriedOutBy(request).keyId },
        what: { kind: body.kind, reason: body.reason },
      });
      return { retried: await retryEffects(asJob(pool, 'dispatcher'), effectIds) };
    },
  }),
  route({
    method: 'post',
    path: '/milestones/{milestoneId}/effect-attempts',
    operationId: 'retryEffects',
    right: 'retryEffects',
    tag: 'Service',
    summary: 'Try now what of a milestone waits for its next attempt, or was given up',
    body: z.object({ reason }),
    status: 202,
    answer: z.object({
      retried: z.int().describe('how many are tried now'),
      mailsLeft: z.int().describe('mails given up as undeliverable, which stay so'),
    }),
    problems: ['NOT_FOUND'],
    audited: actOn('milestone'),
    async handle({ db, pool }, { params, body, request }) {
      const { milestoneId } = await getMilestone(db, params.milestoneId);
      await appendAudit(asJob(pool, 'door'), serviceChain, {
        ...{ at: new Date().toISOString(), type: 'effectsRetried', keyId: carriedOutBy(request).keyId },
        what: { milestoneId, reason: body.reason },
      });
      return retryEffectsOf(asJob(pool, 'dispatcher'), milestoneId);
    },
  }),
  route({
    method: 'get',
    path: '/milestones/{milestoneId}/agreement',
    operationId: 'getAgreement',
    right: 'readEffects',
    tag: 'Service',
    summary: 'Whether record and workflow of a milestone agree; nothing is changed',
    answer: agreementView,
    problems: ['NOT_FOUND', 'DEPENDENCY_DOWN'],
    audited: readOf('milestone'),
    async handle(deps, { params }) {
      const { milestoneId } = await getMilestone(deps.db, params.milestoneId);
      return viewOf(milestoneId, await lookAt(deps, milestoneId).find());
    },
  }),
  route({
    method: 'post',
    path: '/milestones/{milestoneId}/recovery',
    operationId: 'recoverMilestone',
    right: 'recoverMilestones',
    tag: 'Service',
    summary: 'Have a milestone go on from its record, where its workflow does not agree with it',
    body: z.object({
      reason,
      recordIsRight: z.boolean().default(false).describe('true: also where that loses what only the workflow knows'),
    }),
    answer: agreementView,
    problems: [...onRecord, 'DEPENDENCY_DOWN'],
    audited: actOn('milestone'),
    async handle(deps, { params, body, request }) {
      const { milestoneId } = await getMilestone(deps.db, params.milestoneId);
      const { recovering, find } = lookAt(deps, milestoneId);
      const found = await find();
      if (!found) return viewOf(milestoneId, found);
      if (found.kind === 'silent')
        throw new SignOffError('INVALID_MESSAGE', 'No worker answers for it; start the service, then look again.');
      if (!body.recordIsRight && !losesNothing(found.kind))
        throw new SignOffError(
          'INVALID_MESSAGE',
          'Its workflow may know of decisions that the record has not, and they would be lost; put the newer copy of the database back, or say that the record is right.',
          { field: 'recordIsRight' },
        );
      await mend(recovering, found, {
        ...{ isRecordRight: body.recordIsRight, through: carriedOutBy(request).keyId, reason: body.reason },
      });
      return viewOf(milestoneId, undefined);
    },
  }),
  route({
    method: 'get',
    path: '/disagreements',
    operationId: 'listDisagreements',
    right: 'readEffects',
    tag: 'Service',
    summary: 'Every milestone whose record and workflow do not agree, and those that run without a record',
    query: listQuery.extend({ limit: z.coerce.number().int().min(1).max(namedAtMost).default(namedAtMost) }),
    answer: pageOf(mendedView),
    problems: ['DEPENDENCY_DOWN'],
    audited: readOf('service'),
    async handle({ client, pool: db }, { key, query: { limit, after } }) {
      const items: z.infer<typeof mendedView>[] = [];
      const from = after === undefined ? undefined : fromCursor(after);
      for await (const found of disagreements({ client, db, now: new Date() }, from)) {
        if (!(await isSeen(db, key, found))) continue;
        const last = items.at(-1);
        if (last && items.length === limit) return { items, next: cursorOf(last) };
        items.push(mendedViewOf(found, false));
      }
      return { items };
    },
  }),
  route({
    method: 'post',
    path: '/recoveries',
    operationId: 'recoverSeveral',
    right: 'recoverMilestones',
    tag: 'Service',
    summary: 'Have several milestones go on from their record, and end those that have none',
    body: z.object({
      milestoneIds: z.array(identifier).min(1, 'name one at least').max(namedAtMost),
      reason,
      recordIsRight: z.boolean().default(false).describe('true: also where that loses what only workflows know'),
      isRehearsal: z.boolean().default(false).describe('true: says what would become of each, and changes nothing'),
    }),
    answer: z.object({ items: z.array(mendedView) }),
    problems: ['NOT_FOUND', 'DEPENDENCY_DOWN'],
    audited: actOn('service'),
    async handle(deps, { body, key, request }) {
      const { milestoneIds, recordIsRight: isRecordRight, isRehearsal, reason: why } = body;
      const recovering = { client: deps.client, db: deps.pool, now: new Date() };
      const looked = [];
      // All are looked at before anything is done.
      for (const milestoneId of new Set(milestoneIds)) {
        const isOnRecord = (await listKnown(inScope(deps.pool, key.scope), [milestoneId])).length > 0;
        const found = await disagreementOf(recovering, milestoneId);
        if (!isOnRecord && !(found && (await isSeen(deps.pool, key, found)))) throw noSuch('milestone', milestoneId);
        looked.push({ milestoneId, found });
      }
      const items: z.infer<typeof mendedView>[] = [];
      for (const { milestoneId, found } of looked) {
        const asked = { isRecordRight, through: carriedOutBy(request).keyId, reason: why };
        if (found && !isRehearsal) await mend(recovering, found, asked);
        items.push(found ? mendedViewOf(found, isRecordRight) : { milestoneId, becomes: 'agrees' });
      }
      return { items };
    },
  }),
];

/** Those that are not on record come behind the others. */
const cursorOf = ({ kind, milestoneId }: Pick<Found, 'milestoneId'> & { kind?: Found['kind'] | undefined }): string =>
  `${kind === 'unknown' ? 'unknown' : 'onRecord'}:${milestoneId}`;

function fromCursor(cursor: string): From {
  const [, part, milestoneId] = /^(onRecord|unknown):(.+)$/s.exec(cursor) ?? [];
  if (milestoneId === undefined) throw unknownCursor();
  return { isOnRecord: part === 'onRecord', milestoneId };
}

/** What is on record, to whom it is shown; what is not is of no engagement, and of who sees all. */
async function isSeen(pool: RouteDependencies['pool'], { scope }: Access, found: Found): Promise<boolean> {
  if (found.kind === 'unknown') return !Array.isArray(scope);
  return (await listKnown(inScope(pool, scope), [found.milestoneId])).length > 0;
}
