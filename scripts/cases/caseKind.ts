// What a kind of case is, and how cases are read from a file of JSON. Knows no kind, and runs nothing.
import type { z } from 'zod';
import type { CaseEnvironment } from './caseEnvironment.ts';

export interface Case {
  /** What tells it from the others of its file. */
  name: string;
  /** Throws what is wrong, with the value found and the right one. */
  run(environment: CaseEnvironment): Promise<void>;
}

export interface CaseKind {
  name: string;
  /** By the path below the folder, with slashes: "names.json", "bounces/full.eml". */
  isOf(path: string): boolean;
  /** A case that is malformed becomes one that fails and says why; none is left out. */
  read(path: string, content: Buffer): Case[];
}

interface JsonKind<S extends z.ZodType> {
  name: string;
  shape: S;
  titleOf(value: z.output<S>): string;
  run(value: z.output<S>, environment: CaseEnvironment): Promise<void>;
}

/** Cases as a list in `NAME.json`, or one alone; further files may be called `NAME-ANYTHING.json`. */
export function jsonKind<S extends z.ZodType>({ name, shape, titleOf, run }: JsonKind<S>): CaseKind {
  return {
    name,
    isOf: (path) => path === `${name}.json` || (path.startsWith(`${name}-`) && /^[^/]+\.json$/.test(path)),
    read(path, content) {
      const parsed = parse(content);
      if ('why' in parsed) return [failing(path, parsed.why)];
      const given = [parsed.value].flat();
      if (given.length === 0) return [failing(path, 'holds no case')];
      return given.map((value, index) => {
        const read = shape.safeParse(value);
        if (!read.success) return failing(`case ${index + 1}`, `is malformed: ${whatIsWrong(read.error)}`);
        return { name: `${index + 1}: ${titleOf(read.data)}`, run: (environment) => run(read.data, environment) };
      });
    },
  };
}

export const failing = (name: string, why: string): Case => ({
  name,
  run: () => Promise.reject(new Error(why)),
});

function parse(content: Buffer): { value: unknown } | { why: string } {
  try {
    return { value: JSON.parse(content.toString('utf8')) as unknown };
  } catch (error) {
    return { why: `is no JSON: ${(error as Error).message}` };
  }
}

const whatIsWrong = ({ issues }: z.ZodError): string =>
  issues.map((each) => `${each.path.join('.') || 'the case'}: ${each.message}`).join('; ');
