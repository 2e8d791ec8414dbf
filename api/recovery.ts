// Routes by which administrators mend one milestone: what of it was given up, tried again; whether record and workflow agree, and going on from the record.
import { z } from 'zod';
import { appendAudit } from '../db/auditLog.ts';
import { asJob, inScope } from '../db/inScope.ts';
import { effectKinds, listGivenUp, retryEffectsOf } from '../db/outbox.ts';
import { SignOffError } from '../domain/errors.ts';
import { text } from '../domain/terms/text.ts';
import { serviceChain } from '../evidence/ledger/auditEntry.ts';
import { disagreementOf, losesNothing, recover, type Found } from '../workflows/client/recovery.ts';
import { carriedOutBy } from './authentication.ts';
import { getMilestone } from './http/lookUps.ts';
import type { RouteDependencies } from './http/dependencies.ts';
import { actOn, onRecord, readOf, route } from './route.ts';

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
      .enum(['missing', 'behind', 'ahead', 'completed', 'stuck', 'silent', 'unknown'])
      .optional()
      .describe(
        'missing, behind: the record knows all there is; ahead, completed: the workflow knows of more; stuck: its tasks fail; silent: no worker answers for it',
      ),
    losesNothing: z.boolean().optional().describe('whether going on from the record loses nothing'),
  })
  .meta({ id: 'Agreement' });

/** No more than which it is: what a failure says can be of the engagement. */
const viewOf = (milestoneId: string, found: Found | undefined): z.infer<typeof agreementView> => ({
  ...{ milestoneId, agrees: found === undefined },
  ...(found ? { kind: found.kind, losesNothing: losesNothing(found) } : {}),
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
    answer: z.object({ items: z.array(givenUpView) }),
    audited: readOf('service'),
    async handle({ pool }, { key: { scope } }) {
      return { items: await listGivenUp(inScope(pool, scope), shownAtMost) };
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
      if (!body.recordIsRight && !losesNothing(found))
        throw new SignOffError(
          'INVALID_MESSAGE',
          'Its workflow may know of decisions that the record has not, and they would be lost; put the newer copy of the database back, or say that the record is right.',
          { field: 'recordIsRight' },
        );
      await recover(recovering, found, { through: carriedOutBy(request).keyId, reason: body.reason });
      return viewOf(milestoneId, undefined);
    },
  }),
];
