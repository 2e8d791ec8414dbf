// Route that starts many milestones of one kind: each row says what is its own, all else is as in the milestone that it is like.
import { z } from 'zod';
import { inEngagement } from '../db/inScope.ts';
import { findMilestone } from '../db/milestones.ts';
import { SignOffError } from '../domain/errors.ts';
import type { Engagement } from '../domain/terms/engagement.ts';
import { milestonePlan, type MilestonePlan } from '../domain/terms/plan.ts';
import { key as identifier } from '../domain/terms/text.ts';
import { personId } from '../domain/people/people.ts';
import { planOfRow, type ImportedRow } from '../domain/work/importedPlan.ts';
import { actorOf } from './authentication.ts';
import type { RouteDependencies } from './http/dependencies.ts';
import { noSuch } from './http/lookUps.ts';
import { HttpProblem, problemOf } from './http/problems.ts';
import { idempotencyKeyOf } from './idempotency.ts';
import { parse } from './http/parse.ts';
import { actOn, route } from './route.ts';
import { assertCanBegin, assertIsManager, begin, engagementToStartIn, madeUpId } from './startMilestone.ts';

/** Whatever stands in a cell: what of it is no plan is refused at its row, and the other rows are not. */
const cell = z.string().max(10_000);
const cells = z.array(cell).max(1000);

export const importRow = z.object({
  title: cell,
  amount: cell.optional().describe('of its value, in the currency of the milestone it is like'),
  dueOn: cell.optional().describe('a date, as in "2026-03-31"'),
  priority: cell
    .optional()
    .describe('"high", "low", or "normal" for neither, whatever the milestone that it is like has'),
  deliverables: cells.optional().describe('their titles'),
  deliverableValues: cells
    .optional()
    .describe('their parts of the value, in the order of the deliverables, one for each'),
  requirements: cells.optional().describe('their words'),
  qualityReviews: cells.optional().describe('reviews the package must report on, by name'),
  qualityStandards: cells.optional(),
  nextPhase: cell.optional().describe('its name'),
  nextPhaseScope: cell.optional().describe('what is done in it'),
  dependsOn: cells.optional().describe('IDs of the milestones that it waits for'),
  meetingStartsAt: cell
    .optional()
    .describe(
      'when the review meeting starts: an instant, or date and time of day in the zone of the engagement, as in "2026-03-05T10:00"',
    ),
  meetingMinutes: z
    .union([z.int(), cell])
    .optional()
    .describe('its length; that of the milestone it is like where only the time is given'),
  meetingLocation: cell.optional().describe('likewise'),
});
export type ImportRow = z.infer<typeof importRow>;

const outcome = z
  .object({
    row: z.int().describe('from 1, as they were sent'),
    title: z.string(),
    status: z.enum(['ready', 'started', 'refused']).describe('ready: it would be started'),
    milestoneId: z.string().optional(),
    problems: z.array(z.object({ field: z.string(), problem: z.string() })),
  })
  .meta({ id: 'ImportedRow' }) satisfies z.ZodType<ImportedRow>;

/** So many at a time, or Temporal has its hands full with starting. */
const atOnce = 8;

export const importRoutes = [
  route({
    method: 'post',
    path: '/engagements/{engagementId}/imports',
    operationId: 'importMilestones',
    right: 'runMilestones',
    tag: 'Milestones',
    summary: 'Start up to 500 milestones that are like one there is, each with what a row says of it',
    description:
      'People, groups, currency and whatever a row leaves out are taken from `likeMilestoneId`, but for dates, meetings and what it waits for. With `isDryRun` nothing is started and every row says whether it would be. Else rows that hold together are started and the others refused, each with why; the same request with the same `Idempotency-Key` starts none twice.',
    body: z.object({
      personId: personId.describe('who starts them: the engagement manager'),
      likeMilestoneId: identifier.describe('a milestone of the engagement'),
      rows: z.array(importRow).min(1).max(500),
      isDryRun: z.boolean().default(false),
    }),
    answer: z.object({ rows: z.array(outcome) }),
    problems: ['NOT_FOUND', 'WRONG_ACTOR'],
    audited: actOn('engagement'),
    async handle(deps, { params: { engagementId }, body, key, request }) {
      const engagement = await engagementToStartIn(deps, engagementId);
      assertIsManager(engagement, body.personId);
      const startedBy = actorOf(request, body.personId, 'engagementManager', engagementId);
      const like = await findMilestone(inEngagement(deps.pool, engagementId), body.likeMilestoneId);
      if (!like || like.engagementId !== engagementId) throw noSuch('milestone', body.likeMilestoneId);
      const imported = idempotencyKeyOf(request);
      const rows: z.infer<typeof outcome>[] = [];
      const startRow = async (row: ImportRow, index: number): Promise<void> => {
        const [number, { title }] = [index + 1, row];
        try {
          const plan = await plannedAs(deps, key, engagement, like.plan, row);
          if (body.isDryRun) return void rows.push({ row: number, title, status: 'ready', problems: [] });
          const own = imported === undefined ? undefined : `${imported}:${number}`;
          const milestoneId = madeUpId(own, startedBy);
          await begin(deps, engagement, { milestoneId, plan, startedBy });
          rows.push({ row: number, title, status: 'started', milestoneId, problems: [] });
        } catch (error) {
          rows.push({ row: number, title, status: 'refused', problems: problemsIn(error) });
        }
      };
      const left = body.rows.map((row, index) => ({ row, index }));
      const next = async (): Promise<void> => {
        for (let each = left.shift(); each; each = left.shift()) await startRow(each.row, each.index);
      };
      await Promise.all(Array.from({ length: atOnce }, next));
      return { rows: rows.sort((one, other) => one.row - other.row) };
    },
  }),
];

/** Throws what keeps it from being started. */
async function plannedAs(
  deps: RouteDependencies,
  key: Parameters<typeof assertCanBegin>[1],
  engagement: Engagement,
  like: MilestonePlan,
  row: ImportRow,
): Promise<MilestonePlan> {
  const plan = parse(milestonePlan, planOfRow(like, row, engagement.contract.calendar));
  await assertCanBegin(deps, key, engagement, plan);
  return plan;
}

/** Rows have the fields of a plan. */
const inRow = (field = ''): string => field.replace(/^plan\./, '');

/** What a row is refused for, field by field. Throws on what is no fault of it. */
function problemsIn(error: unknown): { field: string; problem: string }[] {
  if (error instanceof HttpProblem && problemOf(error).status < 500)
    return [{ field: inRow(error.field), problem: error.message }];
  if (!(error instanceof SignOffError)) throw error;
  const details = error.details.length > 0 ? error.details : [error.message];
  return details.map((each) => {
    const [, field = inRow(error.field), problem = each] =
      /^(?:plan\.)?([\w.]+)(?::\s+|\s(?=is |must ))(.*)$/s.exec(each) ?? [];
    return { field, problem };
  });
}
