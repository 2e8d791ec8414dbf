// What the API shows of the record; every read is answered from PostgreSQL, so none needs a worker.
import { z } from 'zod';
import type { MilestoneRow } from '../db/milestones.ts';
import { currentPackage, openExceptions, type MessageOutcome, type Milestone } from '../domain/milestone.ts';
import { awaitsVerification } from '../domain/exceptions/verifiers.ts';
import type { Role } from '../domain/access/rights.ts';
import { signOffStatement } from '../domain/terms/signOffStatement.ts';
import { approvalGroup, milestonePlan, requirement, type MilestonePlan } from '../domain/terms/plan.ts';
import { businessCalendar } from '../domain/time/businessCalendar.ts';
import { exceptionFor } from '../domain/validation/unmetRequirements.ts';
import { forewarnings, obstaclesToSigning } from '../domain/signOff/signability.ts';
import { phases } from '../domain/phases.ts';
import { obstacleSentence, type Obstacle } from '../domain/records/obstacles.ts';
import { pendingAssignees } from '../domain/requests/pendingAssignees.ts';
import { reviewObstacles } from '../domain/review/approvals.ts';
import { termsVersion } from '../domain/terms/contractVersions.ts';
import { delegationsOf, delegationsView, deputiesOf, deputiesView } from './deputiesView.ts';
import { partsOf, partsView } from './partsView.ts';
import { amendmentsOf, amendmentsView } from './amendmentsView.ts';
import { disputeOf, disputeView } from './disputeView.ts';
import { enteredOf, enteredView } from './enteredView.ts';
import { warnings } from './warnings.ts';

export const phaseSchema = z.enum(phases);

const standingAgainst = z.object({
  field: z.string().describe('what it follows from, as it was sent with the registration'),
  reason: z.string(),
  remedy: z.string().describe('what to do about it'),
});

const signingView = z
  .object({
    isPossible: z.boolean(),
    obstacles: z
      .array(standingAgainst)
      .describe('everything that keeps enough people from deciding, as plan, people and contract stand'),
    warnings: z
      .array(standingAgainst)
      .describe('what will stand in the way as the dates are: people who leave before they are to decide'),
  })
  .describe('whether this milestone can be signed at all; once it is accepted, or over, nothing stands in the way')
  .meta({ id: 'Signing' });

export const milestoneView = z
  .object({
    milestoneId: z.string(),
    engagementId: z.string(),
    title: z.string(),
    phase: phaseSchema,
    hasStarted: z.boolean().describe('false until the workflow has recorded its first event'),
    round: z.int(),
    dueOn: z.string().optional().describe('the contract’s date for the milestone'),
    deadline: z.string().optional().describe('until when the current wait lasts'),
    waitingFor: z.array(z.string()).describe('person IDs'),
    obstacles: z
      .array(z.string())
      .describe(
        'what the service cannot get done by itself, with the remedy; and what keeps a review at quorum from closing',
      ),
    signing: signingView,
    package: z.object({ version: z.int(), digest: z.string(), requestNumber: z.string() }).optional(),
    contractVersion: z.int().optional().describe('of the contract terms it runs under; absent before it has started'),
    plan: milestonePlan.describe('as pinned, with the amendments made since'),
    ...amendmentsView,
    parts: partsView,
    requirements: z
      .array(
        requirement.extend({
          results: z.array(z.object({ personId: z.string(), outcome: z.enum(['met', 'notMet', 'notApplicable']) })),
          exceptionId: z.string().optional().describe('it is accepted under this exception, though not met'),
        }),
      )
      .describe('those of the plan, with what validators found of the current package'),
    approvers: z.array(approvalGroup).describe('the approval authority list, in the order of signing, with limits'),
    calendar: businessCalendar.optional().describe('as pinned when the milestone started; absent until then'),
    feedback: z.array(
      z.object({
        feedbackId: z.string(),
        personId: z.string(),
        text: z.string(),
        needsAnswer: z.boolean().describe('whether it must be addressed before formal sign-off'),
        response: z.string().optional(),
      }),
    ),
    exceptions: z.array(
      z.object({
        exceptionId: z.string(),
        description: z.string(),
        dueOn: z.string(),
        requirementIds: z
          .array(z.string())
          .optional()
          .describe('mandatory, not met, and accepted under it: a concession'),
        isOpen: z.boolean(),
        isFailed: z.boolean().describe('its balance is held'),
        awaitsVerification: z.boolean(),
      }),
    ),
    ...disputeView,
    signatures: z.array(
      z.object({
        personId: z.string(),
        onBehalfOf: z.string().optional(),
        at: z.string(),
        isVoid: z.boolean(),
        deliverableIds: z.array(z.string()).optional().describe('signed for these alone, as a part'),
      }),
    ),
    enteredByFirm: enteredView,
    delegations: delegationsView,
    deputies: deputiesView,
    certificateNumber: z.string().optional(),
    statement: signOffStatement.unwrap().optional().describe('what signers agree to'),
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .meta({ id: 'Milestone' });
export type MilestoneView = z.infer<typeof milestoneView>;

/** In lists: where each stands and whom it waits for. */
export const milestoneSummary = milestoneView
  .pick({ milestoneId: true, engagementId: true, title: true, phase: true, hasStarted: true, round: true })
  .extend(milestoneView.pick({ dueOn: true, deadline: true, waitingFor: true, createdAt: true, updatedAt: true }).shape)
  .extend({ obstacles: z.array(z.string()).describe('what is on record not to be got done, with the remedy') })
  .meta({ id: 'MilestoneSummary' });

/** `standing`: the obstacles on record for this milestone; `roles`: of who asks, in its engagement. */
export function viewOf(row: MilestoneRow, standing: readonly Obstacle[], roles: readonly Role[]): MilestoneView {
  const { milestoneId, engagementId, title, phase, round, deadline, createdAt, updatedAt, snapshot } = row;
  const base = {
    milestoneId,
    engagementId,
    title,
    phase,
    round,
    hasStarted: snapshot !== null,
    createdAt,
    updatedAt,
    ...pinned(snapshot?.plan ?? row.plan, snapshot),
    ...amendmentsOf(snapshot),
    parts: partsOf(snapshot),
    deputies: deputiesOf(snapshot ?? undefined),
  };
  if (!snapshot)
    return {
      ...base,
      waitingFor: [],
      signing: { isPossible: true, obstacles: [], warnings: [] },
      obstacles: standing.map(obstacleSentence),
      feedback: [],
      refusals: [],
      exceptions: [],
      signatures: [],
      enteredByFirm: [],
      delegations: [],
    };
  const subject = currentPackage(snapshot);
  const certificateNumber = snapshot.outputs.at(-1)?.certificateNumber;
  const open = openExceptions(snapshot);
  return {
    ...base,
    contractVersion: termsVersion(snapshot.engagement),
    ...(snapshot.plan.dueOn === undefined ? {} : { dueOn: snapshot.plan.dueOn }),
    ...(deadline ? { deadline } : {}),
    waitingFor: pendingAssignees(snapshot),
    signing: signingOf(snapshot),
    obstacles: [
      ...standing.map(obstacleSentence),
      ...(snapshot.stage.phase === 'inReview' ? reviewObstacles(snapshot) : []),
    ],
    ...(subject
      ? {
          package: {
            version: subject.packageVersion,
            digest: subject.digest,
            requestNumber: snapshot.signOffRequests.at(-1)?.requestNumber ?? '',
          },
        }
      : {}),
    feedback: snapshot.feedbackItems.map(({ feedbackId, personId, text, isForInformation, response }) => ({
      feedbackId,
      personId,
      text,
      needsAnswer: isForInformation !== true,
      ...(response ? { response } : {}),
    })),
    exceptions: snapshot.exceptions.map((each) => ({
      exceptionId: each.exceptionId,
      description: each.description,
      dueOn: each.dueOn,
      ...(each.requirementIds ? { requirementIds: each.requirementIds } : {}),
      isOpen: open.includes(each),
      isFailed: each.failure !== undefined,
      awaitsVerification: open.includes(each) && awaitsVerification(each),
    })),
    ...disputeOf(snapshot, roles),
    signatures: snapshot.signatures.map(({ personId, onBehalfOf, at, isVoid, deliverableIds }) => ({
      ...{ personId, ...(onBehalfOf ? { onBehalfOf } : {}), at, isVoid, ...(deliverableIds ? { deliverableIds } : {}) },
    })),
    enteredByFirm: enteredOf(snapshot),
    delegations: delegationsOf(snapshot),
    ...(certificateNumber ? { certificateNumber } : {}),
    statement: snapshot.engagement.contract.signOffStatement,
  };
}

function signingOf(milestone: Milestone): MilestoneView['signing'] {
  const obstacles = obstaclesToSigning(milestone, new Date().toISOString());
  return { isPossible: obstacles.length === 0, obstacles, warnings: forewarnings(milestone) };
}

/** What the milestone was started with, and how it stands on each requirement. */
function pinned(
  plan: MilestonePlan,
  milestone: Milestone | null,
): Pick<MilestoneView, 'plan' | 'requirements' | 'approvers' | 'calendar'> {
  const reports = milestone?.reports.filter((each) => !each.isVoid) ?? [];
  return {
    plan,
    requirements: plan.requirements.map((each) => {
      const exception = milestone && exceptionFor(milestone, each.requirementId);
      return {
        ...each,
        results: reports.flatMap(({ personId, results }) =>
          results
            .filter(({ requirementId }) => requirementId === each.requirementId)
            .map(({ outcome }) => ({ personId, outcome })),
        ),
        ...(exception ? { exceptionId: exception.exceptionId } : {}),
      };
    }),
    approvers: plan.approvalAuthorityList,
    ...(milestone ? { calendar: milestone.engagement.contract.calendar } : {}),
  };
}

export const answerView = z
  .object({
    milestoneId: z.string(),
    messageId: z.string(),
    status: z.enum(['decided', 'accepted']).describe('accepted: kept safe, not yet ruled on; see statusUrl'),
    phase: phaseSchema.optional(),
    sequence: z.int().optional(),
    isRepeat: z.boolean().optional(),
    statusUrl: z.string(),
    warnings,
  })
  .meta({ id: 'Answer' });

export const messageOutcomeView = z
  .object({
    messageId: z.string(),
    status: z.enum(['pending', 'decided', 'refused']),
    code: z.string().optional(),
    detail: z.string().optional(),
    field: z.string().optional(),
    details: z.array(z.string()).optional(),
    sequence: z.int().optional(),
  })
  .meta({ id: 'MessageOutcome' });

export function outcomeView(
  messageId: string,
  outcome: MessageOutcome | undefined,
): z.infer<typeof messageOutcomeView> {
  if (!outcome) return { messageId, status: 'pending' };
  if (outcome.outcome === 'accepted') return { messageId, status: 'decided', sequence: outcome.sequence };
  return {
    messageId,
    status: 'refused',
    ...(outcome.code ? { code: outcome.code } : {}),
    ...(outcome.message ? { detail: outcome.message } : {}),
    ...(outcome.field ? { field: outcome.field } : {}),
    ...(outcome.details && outcome.details.length > 0 ? { details: outcome.details } : {}),
  };
}
