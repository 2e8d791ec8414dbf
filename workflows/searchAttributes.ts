// The search attributes administrators filter milestones by; plaintext in Temporal, so no names, clients or amounts, and no IDs of
// people, which firms may take from their names.
import {
  defineSearchAttributeKey,
  SearchAttributeType,
  type SearchAttributePair,
  type SearchAttributeUpdatePair,
  type TypedSearchAttributes,
} from '@temporalio/common';
import type { Milestone } from '../domain/milestone.ts';
import type { Listed } from '../domain/records/agreement.ts';
import { awaitedRoles } from '../domain/work/awaitedRoles.ts';
import { nextInstant } from '../domain/time/onTimer.ts';

const phase = defineSearchAttributeKey('MilestonePhase', SearchAttributeType.KEYWORD);
const engagementId = defineSearchAttributeKey('EngagementId', SearchAttributeType.KEYWORD);
const deadline = defineSearchAttributeKey('MilestoneDeadline', SearchAttributeType.DATETIME);
const nextStep = defineSearchAttributeKey('MilestoneNextStep', SearchAttributeType.DATETIME);
const waitsFor = defineSearchAttributeKey('MilestoneWaitsFor', SearchAttributeType.KEYWORD_LIST);
const reworkCycles = defineSearchAttributeKey('MilestoneReworkCycles', SearchAttributeType.INT);

/** Kinds of `domain/records/obstacles.ts` that the workflow knows of; unset while nothing is in the way. */
export const obstacle = defineSearchAttributeKey('MilestoneObstacle', SearchAttributeType.KEYWORD);

/** By name and type, as the server wants them registered before a worker starts. */
export const searchAttributes = {
  MilestonePhase: 'Keyword',
  EngagementId: 'Keyword',
  MilestoneDeadline: 'Datetime',
  MilestoneNextStep: 'Datetime',
  MilestoneWaitsFor: 'KeywordList',
  MilestoneReworkCycles: 'Int',
  MilestoneObstacle: 'Keyword',
} as const;

/** temporal.api.enums.v1.IndexedValueType */
export const valueTypes = { Keyword: 2, Int: 3, Datetime: 6, KeywordList: 7 } as const;

const instantOrNone = (instant: string | undefined): Date | null => (instant === undefined ? null : new Date(instant));

/** What a milestone is found by, where it stands; without its obstacle, of which the state does not know. */
export function foundBy(milestone: Milestone): SearchAttributeUpdatePair[] {
  const { stage } = milestone;
  const roles = awaitedRoles(milestone);
  return [
    { key: phase, value: stage.phase },
    { key: engagementId, value: milestone.engagement.engagementId },
    { key: deadline, value: instantOrNone('wait' in stage ? stage.wait.deadline : undefined) },
    { key: nextStep, value: instantOrNone(nextInstant(milestone)) },
    { key: waitsFor, value: roles.length > 0 ? roles : null },
    { key: reworkCycles, value: milestone.reworkCycles },
  ];
}

/** The other way round, of one that is listed. */
export const shownBy = (attributes: TypedSearchAttributes): Listed => ({
  phase: attributes.get(phase),
  deadline: attributes.get(deadline)?.toISOString(),
  nextStep: attributes.get(nextStep)?.toISOString(),
});

/** Where a run starts nothing has to be taken off. */
export const startingAt = (milestone: Milestone): SearchAttributePair[] =>
  foundBy(milestone).filter((each): each is SearchAttributePair => each.value !== null);

/** The same of one that has no state yet. */
export const foundAtStart = (of: { engagementId: string; deadline?: string | undefined }): SearchAttributePair[] => [
  { key: phase, value: 'compiling' },
  { key: engagementId, value: of.engagementId },
  ...(of.deadline === undefined ? [] : [{ key: deadline, value: new Date(of.deadline) }]),
];
