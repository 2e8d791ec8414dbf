// The file a rehearsal plays: an engagement, a plan, and who does what when, or stays silent. Checked before anything runs.
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { untilAcceptance } from '../../domain/phases.ts';
import { whyUnknownPlace } from '../../administration/publicHolidays.ts';
import { startMilestone } from '../../domain/decide.ts';
import { SignOffError } from '../../domain/errors.ts';
import type { Milestone } from '../../domain/milestone.ts';
import { systemActor } from '../../domain/people/people.ts';
import { scriptedActions } from './scriptedActions.ts';

const delay = z
  .strictObject({
    businessDays: z.int().min(1).max(250).optional(),
    businessHours: z.number().positive().max(2000).optional(),
    minutes: z.int().min(0).max(525_600).optional(),
  })
  .refine((given) => Object.values(given).filter((each) => each !== undefined).length === 1, {
    message: 'give one of businessDays, businessHours and minutes',
  });
export type Delay = z.infer<typeof delay>;

/** One line of the script: the first time somebody is asked in a phase takes the first line for it, and so on. */
const line = z.strictObject({
  who: z.string(),
  on: z.enum([...untilAcceptance, 'acceptedWithExceptions']),
  after: delay.describe('from the moment of being asked'),
  does: z.enum(Object.keys(scriptedActions) as [keyof typeof scriptedActions, ...(keyof typeof scriptedActions)[]]),
  with: z.record(z.string(), z.unknown()).default({}).describe('fields of the message that differ from the usual ones'),
});
export type Line = z.infer<typeof line>;

const rehearsal = z.strictObject({
  milestoneId: z.string().default('rehearsal'),
  startsAt: z.iso.datetime({ offset: true }).optional().describe('in the future; now when left out'),
  untilDays: z.int().min(1).max(3650).default(400),
  engagement: z.unknown(),
  plan: z.unknown(),
  undelivered: z.array(z.string()).default([]).describe('people whose mail does not arrive'),
  script: z.array(line).max(1000),
});
export type Rehearsal = z.infer<typeof rehearsal>;

/** A file that cannot be rehearsed; the message says where and why. */
export class ScriptError extends Error {}

export async function readScript(path: string): Promise<Rehearsal> {
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new ScriptError(`${path} cannot be read: ${error.message}`);
  });
  return parseScript(text, path);
}

/** Throws ScriptError naming every field at fault. */
export function parseScript(text: string, path: string): Rehearsal {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new ScriptError(`${path} is no JSON: ${(error as Error).message}`);
  }
  const parsed = rehearsal.safeParse(json);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((each) => `${each.path.join('.') || 'file'}: ${each.message}`);
    throw new ScriptError(`${path} cannot be rehearsed:\n  ${problems.join('\n  ')}`);
  }
  const problems = whatIsMissing(parsed.data, asStarted(parsed.data, path));
  if (problems.length > 0) throw new ScriptError(`${path} cannot be rehearsed:\n  ${problems.join('\n  ')}`);
  return parsed.data;
}

function asStarted(given: Rehearsal, path: string): Milestone {
  try {
    return startMilestone(given, systemActor, given.startsAt ?? '2026-01-01T00:00:00.000Z').milestone;
  } catch (error) {
    if (!(error instanceof SignOffError)) throw error;
    throw new ScriptError(`${path} cannot be rehearsed: ${error.message}`);
  }
}

function whatIsMissing({ script, undelivered }: Rehearsal, { engagement }: Milestone): string[] {
  const known = new Set(engagement.people.map((each) => each.personId));
  return [
    ...script.flatMap((each, index) =>
      known.has(each.who) ? [] : [`script.${index}.who: "${each.who}" is not among the engagement's people`],
    ),
    ...undelivered
      .filter((id) => !known.has(id))
      .map((id) => `undelivered: "${id}" is not among the engagement's people`),
    ...engagement.contract.calendar.publicHolidaysOf.flatMap((place, index) => {
      const why = whyUnknownPlace(place);
      return why ? [`engagement.contract.calendar.publicHolidaysOf.${index}: ${why}`] : [];
    }),
  ];
}
