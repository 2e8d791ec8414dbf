// The names under which shapes stand in the document: those of the domain, and one for the body and the answer of each operation.
import { z } from 'zod';
import { exceptionProposal, packageSubmission, validationIssue } from '../../domain/commands.ts';
import { planChanges } from '../../domain/amendments/planChanges.ts';
import { person, personChanges } from '../../domain/people/people.ts';
import { quorum } from '../../domain/people/quorum.ts';
import { channelTerms } from '../../domain/terms/channels.ts';
import { contractTerms, engagement, retentionTerms, silenceTerms, waitTerms } from '../../domain/terms/engagement.ts';
import { letterhead } from '../../domain/terms/letterhead.ts';
import { money } from '../../domain/terms/money.ts';
import {
  approvalGroup,
  authority,
  milestonePlan,
  plannedDeliverable,
  requirement,
  reviewMeeting,
} from '../../domain/terms/plan.ts';
import { businessCalendar } from '../../domain/time/businessCalendar.ts';
import { errorCodeSchema, problemSchema } from '../http/problems.ts';
import type { Route } from '../route.ts';

const ofTheDomain: Readonly<Record<string, z.ZodType>> = {
  Engagement: engagement,
  ContractTerms: contractTerms,
  Calendar: businessCalendar,
  WaitTerms: waitTerms,
  SilenceTerms: silenceTerms,
  RetentionTerms: retentionTerms,
  ChannelTerms: channelTerms,
  Letterhead: letterhead,
  NewPerson: person,
  PersonChanges: personChanges,
  MilestonePlan: milestonePlan,
  PlanChanges: planChanges,
  Deliverable: plannedDeliverable,
  Requirement: requirement,
  ReviewGroup: milestonePlan.shape.reviewGroups.element,
  Quorum: quorum,
  ApprovalGroup: approvalGroup,
  Authority: authority,
  ReviewMeeting: reviewMeeting,
  MonetaryAmount: money,
  Package: packageSubmission,
  ExceptionProposal: exceptionProposal,
  ValidationIssue: validationIssue,
};

/** As bodies and answers are called where their shape has no name of its own: "SignBody", "ListMailsAnswer". */
export const nameOf = (operationId: string, of: 'Body' | 'Answer'): string =>
  `${operationId.charAt(0).toUpperCase()}${operationId.slice(1)}${of}`;

export function namedSchemas(table: readonly Route[]): Record<string, z.ZodType> {
  const named = new Map<z.ZodType, string>(Object.entries(ofTheDomain).map(([name, schema]) => [schema, name]));
  const add = (schema: z.ZodType | undefined, name: string): void => {
    if (schema && !named.has(schema) && schema.meta()?.id === undefined) named.set(schema, name);
  };
  for (const { operationId, body, answer } of table) {
    add(body, nameOf(operationId, 'Body'));
    add(answer, nameOf(operationId, 'Answer'));
  }
  const inOrder = [...named].map(([schema, name]) => [name, schema] as const);
  // What can go wrong stands at the end.
  return Object.fromEntries([...inOrder, ['Problem', problemSchema], ['ErrorCode', errorCodeSchema]]);
}
