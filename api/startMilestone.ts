// Starts milestones, one or many: whether it can be begun, its registration, and its workflow.
import { createHash, randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { findAuthorisations } from '../db/authorisations.ts';
import { asJob, inEngagement, inScope } from '../db/inScope.ts';
import { findMilestone, registerMilestone, type MilestoneRow, type NewMilestone } from '../db/milestones.ts';
import { assertAuthorised } from '../domain/acceptance/nextPhase.ts';
import type { PackageSubmission } from '../domain/commands.ts';
import { SignOffError } from '../domain/errors.ts';
import { assertPasskeysOffered } from '../domain/people/relyingParty.ts';
import type { Actor } from '../domain/people/people.ts';
import { assertSignInOffered } from '../domain/people/signInOffered.ts';
import { firstPackageMessage, startMessage, type StartVouchers, type Vouch } from '../domain/records/vouchers.ts';
import { assertCanStart } from '../domain/signOff/signability.ts';
import type { Engagement } from '../domain/terms/engagement.ts';
import type { MilestonePlan } from '../domain/terms/plan.ts';
import { assertStartable, startMilestoneWorkflow } from '../workflows/client/startMilestoneWorkflow.ts';
import { milestoneWorkflowId } from '../workflows/temporalNames.ts';
import type { Access } from './http/access.ts';
import type { RouteDependencies } from './http/dependencies.ts';
import { getKeptEngagement, getMilestone } from './http/lookUps.ts';
import { HttpProblem } from './http/problems.ts';
import { assertKeysReport } from './reportingKeys.ts';
import { plain } from './route.ts';

export const engagementToStartIn = ({ pool }: RouteDependencies, engagementId: string): Promise<Engagement> =>
  getKeptEngagement(inEngagement(pool, engagementId), asJob(pool, 'keyRing'), engagementId);

/** Throws PLAN_INCONSISTENT or NOT_AUTHORISED, and what else keeps a milestone of this plan from being begun. */
export async function assertCanBegin(
  { pool, settings, signIn }: RouteDependencies,
  { scope }: Pick<Access, 'scope'>,
  engagement: Engagement,
  plan: MilestonePlan,
  milestoneId = '',
): Promise<void> {
  assertCanStart({ milestoneId, engagement, plan }, new Date().toISOString());
  assertPasskeysOffered(engagement.contract, settings.publicUrl);
  assertSignInOffered(engagement.contract, signIn !== undefined);
  await assertKeysReport(asJob(pool, 'door'), engagement.engagementId, plan);
  const needed = plan.dependsOn.map((each) => each.milestoneId);
  assertAuthorised(plan, await findAuthorisations(inScope(pool, scope), needed, scope));
}

/** Throws WRONG_ACTOR. */
export function assertIsManager({ engagementManagerId }: Engagement, personId: string): void {
  if (personId === engagementManagerId) return;
  throw new SignOffError('WRONG_ACTOR', `A milestone is started by the engagement manager, ${engagementManagerId}.`, {
    field: 'personId',
  });
}

interface Beginning {
  milestoneId: string;
  plan: MilestonePlan;
  package?: PackageSubmission;
  startedBy: Actor;
}

/** Registers it and starts its workflow, as soon as Temporal can be reached. Throws ALREADY_EXISTS for another one of that ID. */
export async function begin(
  { pool, client, log, settings, vouch }: RouteDependencies,
  engagement: Engagement,
  { milestoneId, plan, package: submission, startedBy }: Beginning,
): Promise<{ row: MilestoneRow; isNew: boolean }> {
  const { engagementId } = engagement;
  const db = inEngagement(pool, engagementId);
  const wanted: NewMilestone = {
    milestoneId,
    engagementId,
    workflowId: milestoneWorkflowId(milestoneId),
    plan,
    ...(submission ? { package: submission } : {}),
    startedBy,
    vouchers: vouchersFor(vouch, { milestoneId, engagementId, plan, package: submission, startedBy }),
  };
  assertStartable(wanted, engagement);
  const isNew = await registerMilestone(db, wanted);
  const row = isNew ? await getMilestone(db, milestoneId) : await findMilestone(db, milestoneId);
  if (!row || !isSame(row, wanted))
    throw new HttpProblem(
      'ALREADY_EXISTS',
      `There is a milestone "${milestoneId}" already; choose another ID.`,
      'milestoneId',
    );
  const about = { milestoneId, workflowId: row.workflowId };
  await client
    .withDeadline(Date.now() + settings.answerWithinMilliseconds, () =>
      startMilestoneWorkflow({ client, db: pool, log }, row),
    )
    .then(
      () => log.info(about, 'milestone started'),
      (error: unknown) =>
        log.warn(
          { err: error, ...about },
          'milestone registered; its workflow starts as soon as Temporal can be reached',
        ),
    );
  return { row, isNew };
}

/** What this entrance vouches for, kept with the registration: the workflow may be started from it much later, and again. */
function vouchersFor(vouch: Vouch, { package: submission, ...start }: Omit<NewMilestone, 'workflowId'>): StartVouchers {
  const { milestoneId, startedBy } = start;
  const to = { milestoneId, workflowId: milestoneWorkflowId(milestoneId) };
  const taken = { entrance: 'api', takenAt: new Date().toISOString() } as const;
  return {
    start: vouch(to, 'startMilestone', startMessage({ ...start, plan: plain(start.plan) }), taken),
    ...(submission
      ? {
          package: vouch(to, 'submitPackage', firstPackageMessage(milestoneId, plain(submission), startedBy), taken),
        }
      : {}),
  };
}

/** The same for the same key, so that a repeat after a crash finds what the first request registered. */
export function madeUpId(key: string | undefined, { authentication }: Actor): string {
  if (key === undefined) return `ms-${randomBytes(5).toString('hex')}`;
  const hash = createHash('sha256').update(JSON.stringify([authentication, key]));
  return `ms-${hash.digest('hex').slice(0, 20)}`;
}

const isSame = (row: MilestoneRow, { engagementId, plan, package: submission, startedBy }: NewMilestone): boolean =>
  isDeepStrictEqual(
    plain([row.engagementId, row.plan, row.package, row.startedBy]),
    plain([engagementId, plan, submission, startedBy]),
  );
