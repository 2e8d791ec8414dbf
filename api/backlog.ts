// What the installation waits for, of no engagement in particular: stage by stage, of sponsors, and which workers there are to do it.
import { z } from 'zod';
import { countOpenMilestones, listAwaitedActs } from '../db/figures.ts';
import { actsOfRole } from '../domain/work/awaitedRoles.ts';
import { phases } from '../domain/phases.ts';
import { workersAtWork } from '../workflows/client/workersAtWork.ts';
import { readOf, route } from './route.ts';

/** What waits longest is looked at first. */
const listedAtMost = 200;
const sponsorsActs = actsOfRole('sponsor');

const backlogView = z
  .object({
    stages: z
      .array(
        z.object({
          phase: z.enum(phases),
          open: z.int(),
          overdue: z.int().describe('of those, past the deadline they wait for'),
          earliestDeadline: z.string().optional().describe('the earliest that has passed'),
          oldest: z.string().describe('when the oldest of them was registered'),
        }),
      )
      .describe('of milestones that are not over; a stage without any is absent'),
    sponsors: z
      .array(
        z.object({
          milestoneId: z.string(),
          act: z.enum(sponsorsActs).describe('what the sponsor is to do'),
          since: z.string(),
          due: z.string().optional().describe('the deadline of that decision'),
        }),
      )
      .max(listedAtMost)
      .describe('decisions that sponsors are asked for, those on proposed revocations included, by when they are due'),
    workers: z
      .array(
        z.object({
          identity: z.string().describe('process and machine, as the Temporal UI names it'),
          build: z.string().describe('of workflows and SDK: workers with the same run the same code'),
          lastAskedAt: z.string().describe('when it last asked for work'),
        }),
      )
      .describe('those that asked for work in the last two minutes'),
  })
  .meta({ id: 'Backlog' });

export const backlogRoutes = [
  route({
    method: 'get',
    path: '/backlog',
    operationId: 'readBacklog',
    right: 'readEffects',
    tag: 'Service',
    summary: 'What is open and overdue by stage, what waits for sponsors, and which workers are at work',
    answer: backlogView,
    audited: readOf('service'),
    async handle({ db, client }) {
      const [stages, sponsors, workers] = await Promise.all([
        countOpenMilestones(db),
        listAwaitedActs(db, sponsorsActs, listedAtMost),
        workersAtWork(client.connection, client.options.namespace),
      ]);
      return { stages, sponsors, workers };
    },
  }),
];
