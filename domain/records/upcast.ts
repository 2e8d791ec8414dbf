// Reads what is stored, or handed on, as an earlier release wrote it: each shape names its version, and steps lead to today's.
import { currentRulesVersion } from '../rulesVersions.ts';
import type { PackageSubmission } from '../commands.ts';
import type { Milestone } from '../milestone.ts';
import type { Engagement } from '../terms/engagement.ts';
import type { MilestonePlan } from '../terms/plan.ts';

/** What is kept beyond the run that wrote it. Events are none of these: they stay as written, and `evolve` reads them all. */
export interface Stored {
  milestone: Milestone;
  engagement: Engagement;
  plan: MilestonePlan;
  package: PackageSubmission;
}
export type StoredKind = keyof Stored;

type Json = Record<string, unknown>;

/** Step N leads from version N to N + 1; a kind it leaves out is the same in both. */
export type Steps = Readonly<Record<number, Partial<Record<StoredKind, (was: Json) => Json>>>>;

const steps: Steps = {};

/** Something kept that this release cannot read: it carries no version, or one that only a later release knows. */
export class UnreadableShape extends Error {
  override readonly name = 'UnreadableShape';
}

export type Upcast = <K extends StoredKind>(kind: K, value: unknown, version: unknown) => Stored[K];

/** Of the product's own steps and version but in tests, which make up a version to come. */
export function upcaster(known: Steps = steps, current = currentRulesVersion): Upcast {
  return <K extends StoredKind>(kind: K, value: unknown, version: unknown): Stored[K] => {
    if (!isVersion(version) || typeof value !== 'object' || value === null)
      throw new UnreadableShape(`A stored ${kind} names no version of its shape; it was not written by a release.`);
    if (version > current)
      throw new UnreadableShape(
        `A stored ${kind} has version ${version} of its shape, and this release reads up to ${current}; run the release that wrote it, or a later one.`,
      );
    let upcast = value as Json;
    for (let from = version; from < current; from += 1) upcast = known[from]?.[kind]?.(upcast) ?? upcast;
    return upcast as unknown as Stored[K];
  };
}

const isVersion = (version: unknown): version is number => Number.isInteger(version) && (version as number) >= 1;

const upcast = upcaster();

/** A state, from the record or from the run before: it names its version itself. */
export const upcastMilestone = (state: unknown): Milestone => ({
  ...upcast('milestone', state, (state as Partial<Milestone> | null | undefined)?.shapesVersion),
  shapesVersion: currentRulesVersion,
});

/** Terms as an event has them: of the version of the rules that wrote it. */
export const upcastEngagement = (terms: unknown, version: number): Engagement => upcast('engagement', terms, version);

type Versioned<T> = T & { shapesVersion: number };

/** As it is stored, with the version to read it by. */
export const toStored = <T extends Engagement | MilestonePlan | PackageSubmission>(value: T): Versioned<T> => ({
  ...value,
  shapesVersion: currentRulesVersion,
});

/** The reverse of `toStored`. */
export function fromStored<K extends Exclude<StoredKind, 'milestone'>>(kind: K, stored: unknown): Stored[K] {
  const { shapesVersion, ...value } = (stored ?? {}) as Partial<Versioned<object>>;
  return upcast(kind, value, shapesVersion);
}
