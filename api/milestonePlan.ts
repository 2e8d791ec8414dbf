// Routes of the plan of a milestone: read with its version, and amended as a JSON Merge Patch of what was read. Decides nothing.
import { z } from 'zod';
import { changesOf } from '../domain/amendments/patchedPlan.ts';
import { planVersion } from '../domain/amendments/planSeen.ts';
import { rightOfCommand } from '../domain/access/rights.ts';
import { amendPlan } from '../domain/changeCommands.ts';
import { SignOffError } from '../domain/errors.ts';
import { personId } from '../domain/people/people.ts';
import { milestonePlan } from '../domain/terms/plan.ts';
import type { MilestoneRow } from '../db/milestones.ts';
import { commandTable } from './commandTable.ts';
import { ofEveryCommand, takeCommand } from './commands.ts';
import { getMilestone } from './http/lookUps.ts';
import { assertMatches, expectedTag, tagOf } from './http/preconditions.ts';
import { actOn, readOf, route } from './route.ts';
import { answerView } from './views.ts';

const path = '/milestones/{milestoneId}/plan';

const planView = z
  .object({ planVersion: z.int().describe('the one it started with is the first'), plan: milestonePlan })
  .meta({ id: 'PlanVersion' });

const viewOf = ({ plan, snapshot }: MilestoneRow): z.infer<typeof planView> => ({
  planVersion: snapshot ? planVersion(snapshot) : 1,
  plan: snapshot?.plan ?? plan,
});

const amending = commandTable.find((each) => each.command === 'amendPlan');
if (!amending) throw new RangeError('The table of commands has no amendPlan');

export const milestonePlanRoutes = [
  route({
    method: 'get',
    path,
    operationId: 'getPlan',
    right: 'readMilestones',
    tag: 'Milestones',
    summary: 'The plan of a milestone, with its version',
    description: 'The `ETag` of the answer goes into the `If-Match` of an amendment.',
    answer: planView,
    problems: ['MILESTONE_DISPOSED'],
    audited: readOf('milestone'),
    async handle({ db }, { params, response }) {
      const view = viewOf(await getMilestone(db, params.milestoneId));
      response.set('ETag', tagOf(view));
      return view;
    },
  }),
  route({
    method: 'patch',
    path,
    operationId: 'patchPlan',
    right: rightOfCommand('amendPlan'),
    tag: 'Milestones',
    summary: 'Amend the plan, as a patch of what was read',
    description:
      'A JSON Merge Patch (RFC 7396): under `plan`, what is left out stays, `null` takes away, a list is given whole. It is an amendment like one by `amendPlan`: with its change order and reason beside the patch, with the consent of the other party where the contract asks for it, and with what was decided asked again where that follows. `If-Match` is the `ETag` of the plan as it was read.',
    body: z.object({
      personId: personId.describe('who acts'),
      changeOrder: amendPlan.shape.changeOrder,
      reason: amendPlan.shape.reason,
      plan: z.record(z.string(), z.unknown()).describe('what of the plan is to be another way'),
    }),
    answer: answerView,
    otherwise: { status: 202, description: 'Kept safe; no worker answered in time', answer: answerView },
    problems: [...ofEveryCommand, ...amending.problems, 'PRECONDITION_REQUIRED', 'PRECONDITION_FAILED'],
    audited: actOn('milestone'),
    async handle(deps, call) {
      const { plan: patch, ...act } = call.body;
      const expected = expectedTag(call.request);
      const read = viewOf(await getMilestone(deps.db, call.params.milestoneId));
      assertMatches(expected, tagOf(read));
      const changes = changesOf(read.plan, patch);
      const body = { ...act, changes, planVersion: read.planVersion };
      return takeCommand(deps, amending, { ...call, body }).catch((error: unknown) => {
        throw error instanceof SignOffError ? underPlan(error) : error;
      });
    },
  }),
];

/** What the command names under `changes` was sent under `plan`. */
function underPlan({ code, message, field, details }: SignOffError): SignOffError {
  const sentAs = (words: string): string => words.replace(/^changes(?=[.:]|$)/u, 'plan');
  return new SignOffError(code, message.replaceAll(/\bchanges(?=\.)/gu, 'plan'), {
    ...(field === undefined ? {} : { field: sentAs(field) }),
    ...(details ? { details: details.map(sentAs) } : {}),
  });
}
