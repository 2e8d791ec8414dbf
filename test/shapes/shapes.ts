// The shapes of what is taken in and what is kept, as JSON Schema: to put on file for each version, and to compare.
import { z } from 'zod';
import { shapesOf } from '../../domain/rulesVersions.ts';
import { milestoneState } from '../../domain/records/stateShape.ts';
import { continuedShape, startShape } from '../../workflows/startInput.ts';

interface CustomCheck {
  check: string;
  path?: PropertyKey[];
  error?: (issue: object) => unknown;
}

const messageOf = (error: CustomCheck['error']): string => {
  const message = error?.({});
  return typeof message === 'string' ? message : 'checked in code';
};

/** JSON Schema has no word for checks in code: they are listed by place and message. */
function withChecks({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodType; jsonSchema: object }): void {
  const checks = (zodSchema._zod.def.checks ?? []).map((each) => each._zod.def as unknown as CustomCheck);
  const custom = checks
    .filter((each) => each.check === 'custom')
    .map(({ path = [], error }) => `${path.join('.')}: ${messageOf(error)}`);
  if (custom.length > 0) Object.assign(jsonSchema, { 'x-checks': custom });
}

const schemaOf = (shape: z.ZodType): unknown =>
  z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any', reused: 'inline', override: withChecks });

/** By the rules of a version; states and runs handed on are always of the last. */
export function shapesOnFile(rulesVersion: number, of = shapesOf): Record<string, unknown> {
  const { commands, engagement, plan } = of({ rulesVersion });
  const shapes = { ...commands, engagement, plan, start: startShape, continued: continuedShape, state: milestoneState };
  const schemas = Object.entries(shapes).map(([name, shape]) => [name, schemaOf(shape)]);
  return JSON.parse(JSON.stringify(Object.fromEntries(schemas))) as Record<string, unknown>;
}
