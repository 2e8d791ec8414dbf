// The search attributes administrators filter milestones by; plaintext in Temporal, so no names, clients or amounts.
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

export const phase = defineSearchAttributeKey('MilestonePhase', SearchAttributeType.KEYWORD);
export const engagementId = defineSearchAttributeKey('EngagementId', SearchAttributeType.KEYWORD);
export const deadline = defineSearchAttributeKey('MilestoneDeadline', SearchAttributeType.DATETIME);

/** Kinds of `domain/records/obstacles.ts` that the workflow knows of; unset while nothing is in the way. */
export const obstacle = defineSearchAttributeKey('MilestoneObstacle', SearchAttributeType.KEYWORD);

/** By name and type, as the server wants them registered before a worker starts. */
export const searchAttributes = {
  MilestonePhase: 'Keyword',
  EngagementId: 'Keyword',
  MilestoneDeadline: 'Datetime',
  MilestoneObstacle: 'Keyword',
} as const;
