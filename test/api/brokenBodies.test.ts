// Every body of the API, broken field by field: each fault is told at once, by the name of its field as it was sent, in plain words.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parse } from '../../api/http/parse.ts';
import { openApiDocument } from '../../api/openApi.ts';
import { routes } from '../../api/routes.ts';
import { SignOffError } from '../../domain/errors.ts';

type Path = readonly string[];

interface Operation {
  operationId: string;
  requestBody?: { content: Record<string, { example?: unknown }> };
}

const { paths } = openApiDocument('http://localhost') as unknown as {
  paths: Record<string, Record<string, Operation>>;
};
const examples = new Map(
  Object.values(paths)
    .flatMap((methods) => Object.values(methods))
    .map(({ operationId, requestBody }) => [operationId, Object.values(requestBody?.content ?? {})[0]?.example]),
);

const bodies = routes.flatMap(({ operationId, body }) => {
  const example = examples.get(operationId);
  return body && typeof example === 'object' && example !== null ? [{ operationId, body, example }] : [];
});

/** Paths of all that stands in a value, lists by the numbers of their entries. */
function pathsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => [[...path, name], ...pathsIn(each, [...path, name])]);
}

function broken(example: object, at: Path, wrong: unknown): object {
  const body = structuredClone(example) as Record<string, unknown>;
  const last = at.at(-1) ?? '';
  let place = body;
  for (const each of at.slice(0, -1)) place = place[each] as Record<string, unknown>;
  if (wrong === undefined && !Array.isArray(place)) delete place[last];
  else place[last] = wrong;
  return body;
}

const wrongs = [undefined, null, true, -1, 1.5, '', 'neither this nor that', '\u0000', [], {}, [[]], { no: 'such' }];

const isIn = (example: unknown, [first, ...rest]: Path): boolean =>
  first === undefined ||
  (typeof example === 'object' && example !== null && first in example
    ? isIn((example as Record<string, unknown>)[first], rest)
    : false);

/** What a body is refused with; nothing where it can be read. */
function refusalOf(body: (typeof bodies)[number]['body'], given: unknown): readonly string[] {
  try {
    parse(body, given);
    return [];
  } catch (error) {
    assert.ok(error instanceof SignOffError, String(error));
    assert.equal(error.code, 'INVALID_MESSAGE');
    assert.ok(error.details.length > 0 && error.field !== undefined);
    return error.details;
  }
}

const ofProgrammers =
  /undefined|NaN|\bexpected\b|received|Invalid|Unrecognized|\bzod\b|regex|must be of another kind|must be of the kind|written otherwise|cannot be read|\[object/u;

describe('Body that is broken', () => {
  it('is an example that can be read before it is broken, for each route that takes one', () => {
    assert.ok(bodies.length > 60, `${bodies.length}`);
    for (const { operationId, body, example } of bodies) assert.deepEqual(refusalOf(body, example), [], operationId);
  });

  it('is refused by the name of the field at fault, in plain words, whatever stands in it', () => {
    for (const { operationId, body, example } of bodies)
      for (const at of pathsIn(example))
        for (const wrong of wrongs)
          for (const detail of refusalOf(body, broken(example, at, wrong))) {
            const said = `${operationId}, ${at.join('.')} ${JSON.stringify(wrong)}: ${detail}`;
            assert.doesNotMatch(detail, ofProgrammers, said);
            const [field = ''] = /^[^\s:]+/u.exec(detail) ?? [];
            assert.ok(field === 'body' || field.startsWith(at[0] ?? '') || isIn(example, field.split('.')), said);
          }
  });

  it('is refused for all its faults at once', () => {
    const several = fc.constantFrom(...bodies).chain(({ operationId, body, example }) => {
      const faults = Object.keys(example).filter(
        (each) => refusalOf(body, broken(example, [each], { no: 'such' })).length > 0,
      );
      return fc.subarray(faults).map((chosen) => ({ operationId, body, example, chosen }));
    });
    fc.assert(
      fc.property(several, ({ operationId, body, example, chosen }) => {
        const given = chosen.reduce((so, each) => broken(so, [each], { no: 'such' }), example);
        const told = refusalOf(body, given);
        for (const each of chosen)
          assert.ok(
            told.some((detail) => detail.startsWith(each)),
            `${operationId}, ${chosen.join(' and ')}: ${told.join('; ')}`,
          );
      }),
    );
  });
});
