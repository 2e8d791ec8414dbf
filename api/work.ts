// Routes of what people work from.
import { z } from 'zod';
import { obstacleSentence } from '../domain/records/obstacles.ts';
import { stuckActs, type DeskAct, type StuckItem } from '../domain/work/desk.ts';
import { workActs } from '../domain/work/workOf.ts';
import { readWork } from './http/work.ts';
import { phaseSchema } from './views.ts';
import { readOf, route } from './route.ts';

const where = {
  milestoneId: z.string(),
  title: z.string(),
  engagementId: z.string(),
  engagement: z.string().describe('name of the engagement'),
  timeZone: z.string().describe('of the contract’s calendar, in which its dates are meant'),
  phase: phaseSchema,
  since: z.string(),
};

const deskActs = [
  ...workActs.filter((each) => !(stuckActs as readonly string[]).includes(each)),
  'reachPerson',
] as DeskAct[];

const workRow = z
  .object({
    ...where,
    act: z
      .enum(deskActs)
      .describe('what is to be done; reachPerson: a mail to them came back, so see that the request reaches them'),
    personId: z.string().describe('whose act it is; with reachPerson, whose mail came back'),
    name: z.string().optional(),
    due: z.string().optional().describe('an instant; of an exception the end of business on its date'),
    isOverdue: z.boolean(),
    count: z.int().optional().describe('how many comments wait for an answer'),
    about: z
      .string()
      .optional()
      .describe('ID of the exception, the amendment or, as stopId, the question it is about, or of who has left'),
    askedBy: z.string().optional().describe('of a question, whose it is: they decide once it is answered'),
    reached: z
      .object({
        requestId: z.string(),
        status: z.enum(['queued', 'sent', 'bounced', 'opened']),
        at: z.string().optional(),
        lastError: z.string().optional(),
      })
      .optional()
      .describe('how far the request to them has got; opened: a person acted on its page'),
  })
  .meta({ id: 'WorkRow' });

const stuckRow = z
  .object({
    ...where,
    why: z.string().describe('what stands in the way, with the remedy'),
    act: z.enum(stuckActs).optional().describe('what puts it right, where that is an act of manager or sponsor'),
    about: z
      .string()
      .optional()
      .describe('the stopId of a clock that stands still, or the field of the plan for which nobody can sign'),
    awaits: z.enum(['firm', 'client']).optional().describe('which party has to bring what the clock stands still for'),
  })
  .meta({ id: 'StuckRow' });

const section = <T extends z.ZodType>(row: T) => z.object({ count: z.int(), items: z.array(row) });

const workView = z
  .object({
    needsYou: section(workRow),
    waitingFor: section(workRow),
    stuck: section(stuckRow),
    isWhole: z.boolean().describe('false where more is open than is looked through; those due first are'),
  })
  .meta({ id: 'Work' });

const workQuery = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(100).describe('of each section, those due first'),
});

const notStarted =
  'It is registered, and its workflow has not started; it starts as soon as Temporal can be reached and a worker runs.';

/** What keeps a plan from being signed names its own remedy. */
const standstill = ({ act, awaits, reason = '' }: StuckItem): string =>
  act === 'makeSignable'
    ? reason
    : `The clock stands still until the ${awaits} has brought: “${reason}”. Deadlines move by as long as it does. Once it is there, the engagement manager or the engagement sponsor resumes it: POST /milestones/{milestoneId}/clock-stops/end.`;

export const workRoutes = [
  route({
    method: 'get',
    path: '/work',
    operationId: 'getWork',
    right: 'listMilestones',
    tag: 'Work',
    summary: 'What needs you, whom you wait for, and what is stuck',
    description:
      'Signed in, of the engagements that name you: what is asked of you, and, where you are engagement manager or sponsor, whom else your milestones wait for. With the key of a system that acts for engagement managers, “you” are those. Sorted by when it is due.',
    query: workQuery,
    answer: workView,
    audited: readOf('service'),
    async handle({ pool }, { key, query: { limit } }) {
      const { needsYou, waitingFor, stuck, isWhole } = await readWork(pool, key, new Date().toISOString());
      const sectionOf = <T>(rows: T[]) => ({ count: rows.length, items: rows.slice(0, limit) });
      const told = stuck.map(({ obstacle, item, names: _names, isYours: _isYours, ...row }) => ({
        ...row,
        ...(item ? { act: item.act, about: item.about, awaits: item.awaits } : {}),
        why: item ? standstill(item) : obstacle ? obstacleSentence(obstacle) : notStarted,
      }));
      return { needsYou: sectionOf(needsYou), waitingFor: sectionOf(waitingFor), stuck: sectionOf(told), isWhole };
    },
  }),
];
