// What the API shows of duties passed on, and of standing deputies: who decides instead of whom, when, and by whose word.
import { z } from 'zod';
import type { Milestone } from '../domain/milestone.ts';

export const deputiesView = z
  .array(
    z
      .object({
        deputyshipId: z.string(),
        personId: z.string().describe('instead of whom'),
        deputyId: z.string(),
        from: z.string().optional().describe('first day'),
        until: z.string().optional().describe('last day; absent: whenever an automatic reply says that they are away'),
        reason: z.string(),
        namedBy: z.string(),
        at: z.string(),
        endedAt: z.string().optional().describe('when it was ended before its time'),
      })
      .meta({ id: 'Deputyship' }),
  )
  .describe('standing deputies, in the order in which they were named; the last that covers a day counts');

export const deputiesOf = (milestone: Milestone | undefined): z.infer<typeof deputiesView> =>
  (milestone?.deputies ?? []).map(({ deputyshipId, personId, deputyId, from, until, reason, at, actor, ended }) => ({
    ...{ deputyshipId, personId, deputyId },
    ...(from === undefined ? {} : { from }),
    ...(until === undefined ? {} : { until }),
    ...{ reason, namedBy: actor.personId, at },
    ...(ended ? { endedAt: ended.at } : {}),
  }));

export const delegationsView = z
  .array(
    z.object({
      delegationId: z.string(),
      kind: z.enum(['delegated', 'reassigned', 'deputised']),
      duty: z.enum(['validation', 'review', 'signature']),
      memberId: z.string().describe('whom the plan lists'),
      fromPersonId: z.string(),
      toPersonId: z.string(),
      reason: z.string(),
      at: z.string(),
      isVoid: z.boolean(),
    }),
  )
  .describe('duties passed on');

export const delegationsOf = ({ delegations }: Milestone): z.infer<typeof delegationsView> =>
  delegations.map(({ delegationId, kind, duty, memberId, fromPersonId, toPersonId, reason, at, isVoid }) => ({
    ...{ delegationId, kind, duty, memberId, fromPersonId, toPersonId, reason, at, isVoid },
  }));
