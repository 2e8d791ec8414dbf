// What is kept to begin from again: a plan, the terms of a contract, or an approval authority list. It names nobody and no value or date of its own. Pure.
import { z } from 'zod';
import { quorum } from '../people/quorum.ts';
import type { Person } from '../people/people.ts';
import { contractTerms, type ContractTerms } from '../terms/engagement.ts';
import { amount } from '../terms/money.ts';
import { plannedDeliverable, requirement, type ApprovalGroup, type MilestonePlan } from '../terms/plan.ts';
import { line, text } from '../terms/text.ts';

const namedGroup = z.object({ name: line(100), quorum: quorum.default({ kind: 'all' }) });

export const planTemplate = z.object({
  title: line(200),
  deliverables: z
    .array(plannedDeliverable.omit({ authorIds: true }))
    .min(1)
    .max(500),
  requirements: z.array(requirement).min(1).max(1000),
  qualityStandards: z.array(line(300)).default([]),
  expectedQualityReviews: z.array(line(200)).default([]),
  validators: namedGroup.optional(),
  reviewGroups: z.array(namedGroup).max(20).default([]),
  nextPhase: z.object({ name: line(200), scope: text(2000) }).optional(),
});
export type PlanTemplate = z.infer<typeof planTemplate>;

export const termsTemplate = contractTerms.omit({ reference: true, statementOfWork: true, changeOrders: true });
export type TermsTemplate = z.infer<typeof termsTemplate>;

/** Signers are found again by the capacity that they have in the engagement. */
const capacity = z.object({
  capacity: line(200).describe('of who signs; in an engagement, whoever is listed with it'),
  limit: amount.optional().describe('greatest milestone value that they may accept, in its currency'),
});

export const authorityTemplate = z.object({
  groups: z
    .array(
      namedGroup.extend({
        members: z.array(capacity).min(1).max(100),
        delegates: z.array(capacity).max(100).optional().describe('who may sign for one of them'),
      }),
    )
    .min(1)
    .max(20)
    .describe('groups sign in this order'),
});
export type AuthorityTemplate = z.infer<typeof authorityTemplate>;

export const templateKinds = ['plan', 'terms', 'authority'] as const;
export type TemplateKind = (typeof templateKinds)[number];

export type Template = { name: string } & (
  | { kind: 'plan'; content: PlanTemplate }
  | { kind: 'terms'; content: TermsTemplate }
  | { kind: 'authority'; content: AuthorityTemplate }
);

const named = ({ name, quorum: rule }: z.infer<typeof namedGroup>) => ({ name, quorum: rule });

/** Without people, value, dates and what it waited for. */
export const planTemplateOf = (plan: MilestonePlan): PlanTemplate => ({
  title: plan.title,
  deliverables: plan.deliverables.map(({ authorIds: _theirs, ...each }) => each),
  ...{ requirements: plan.requirements, qualityStandards: plan.qualityStandards },
  expectedQualityReviews: plan.expectedQualityReviews,
  ...{ validators: named(plan.validators), reviewGroups: plan.reviewGroups.map(named), nextPhase: plan.nextPhase },
});

/** Without the number of the contract, the people who grant concessions, and holidays as they were looked up once. */
export function termsTemplateOf(contract: TermsTemplate & Partial<ContractTerms>): TermsTemplate {
  const { reference: _number, statementOfWork: _work, changeOrders: _orders, ...terms } = contract;
  const { pinnedHolidays: _then, ...calendar } = terms.calendar;
  const { grantedBy: _people, ...concessions } = terms.concessions;
  return { ...terms, calendar, concessions };
}

type Listed = Pick<Person, 'personId' | 'capacity'>;

export function authorityTemplateOf(list: readonly ApprovalGroup[], people: readonly Listed[]): AuthorityTemplate {
  const inCapacity = (all: ApprovalGroup['members']) =>
    all.flatMap(({ personId, capacity: own, limit }) => {
      const as = own ?? people.find((each) => each.personId === personId)?.capacity;
      return as === undefined ? [] : [{ capacity: as, ...(limit === undefined ? {} : { limit }) }];
    });
  return {
    groups: list.map(({ name, quorum: rule, members, delegates }) => ({
      ...{ name, quorum: rule, members: inCapacity(members) },
      ...(delegates?.length ? { delegates: inCapacity(delegates) } : {}),
    })),
  };
}

/** The list for these people: each capacity is whoever has it, the first who is not in the group yet. Groups may come out empty. */
export function authorityFor({ groups }: AuthorityTemplate, people: readonly Listed[]): object[] {
  const folded = (words: string): string => words.trim().toLocaleLowerCase('en').replace(/\s+/g, ' ');
  return groups.map(({ members, delegates = [], ...group }) => {
    const taken = new Set<string>();
    const found = (all: typeof members) =>
      all.flatMap(({ capacity: wanted, limit }) => {
        const person = people.find((each) => !taken.has(each.personId) && folded(each.capacity) === folded(wanted));
        if (!person) return [];
        taken.add(person.personId);
        return [{ personId: person.personId, ...(limit === undefined ? {} : { limit }) }];
      });
    return { ...group, members: found(members), delegates: found(delegates) };
  });
}
