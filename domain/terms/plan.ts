// What a milestone is to deliver, who validates, reviews and signs it, and what it is worth.
import { z } from 'zod';
import { severity, type Engagement } from './engagement.ts';
import { amount, isMore, money, sumOf, whyNotInCurrency } from './money.ts';
import { priority } from './priority.ts';
import { personId } from '../people/people.ts';
import { isSameHuman, isShared } from '../people/humans.ts';
import { needed, quorum } from '../people/quorum.ts';
import { key, line, text } from './text.ts';

export const plannedDeliverable = z.object({
  deliverableId: key,
  title: line(300),
  isRequired: z.boolean().default(true),
  authorIds: z.array(personId).default([]),
  value: amount
    .optional()
    .describe('its part of the value, in the same currency; given for each of them or for none, and in all the value'),
});
export type PlannedDeliverable = z.infer<typeof plannedDeliverable>;

export const requirement = z.object({
  requirementId: key,
  text: text(2000),
  isMandatory: z.boolean().default(true),
  standard: line(300).optional().describe('the performance or quality standard it is held to'),
  acceptableQualityLevel: line(300).optional().describe('how much of it is enough, e.g. "90 %" or "no failures"'),
  method: line(300).optional().describe('how it is surveyed, e.g. "coverage report of the build"'),
});
export type Requirement = z.infer<typeof requirement>;

const group = z.object({
  name: line(100),
  quorum: quorum.default({ kind: 'all' }),
  memberIds: z.array(personId).min(1).max(100),
});
export type Group = z.infer<typeof group>;

/** A system among the validators is listed under a person ID like anybody; it reports with its own API key, and decides nothing else. */
const validatorGroup = group.extend({
  systems: z
    .array(z.object({ personId, apiKeyId: line(100).describe('ID of the API key it reports with') }))
    .max(20)
    .optional()
    .describe('those of the members that are systems'),
});

/** A line of the approval authority list. Without a limit the signer may accept any value. */
export const authority = z.object({
  personId,
  capacity: line(200).optional().describe('capacity to sign in, where it differs from the person’s own'),
  limit: amount.optional().describe('greatest milestone value this person may accept, in its currency'),
});

export const approvalGroup = z.object({
  name: line(100),
  quorum: quorum.default({ kind: 'all' }),
  members: z.array(authority).min(1).max(100),
  delegates: z
    .array(authority)
    .max(100)
    .optional()
    .describe('who beside the people listed may sign for one of them, up to which value'),
});
export type ApprovalGroup = z.infer<typeof approvalGroup>;

export const reviewMeeting = z.object({
  startsAt: z.iso.datetime({ offset: true }),
  durationMinutes: z.int().min(5).max(600).default(60),
  location: line(500),
});
export type ReviewMeeting = z.infer<typeof reviewMeeting>;

export const milestonePlan = z.object({
  title: line(200),
  deliverables: z.array(plannedDeliverable).min(1).max(500),
  requirements: z.array(requirement).min(1).max(1000),
  qualityStandards: z.array(line(300)).default([]),
  expectedQualityReviews: z.array(line(200)).default([]).describe('reviews the package must report on by name'),
  validators: validatorGroup.describe('who validates, asked at the same time'),
  reviewGroups: z.array(group).min(1).max(20),
  reviewMeeting: reviewMeeting.optional(),
  approvalAuthorityList: z.array(approvalGroup).min(1).max(20).describe('groups sign in this order'),
  observerIds: z
    .array(personId)
    .max(200)
    .optional()
    .describe(
      'who decides nothing and gets copies of the certificates: people, and shared mailboxes as distribution lists',
    ),
  value: money,
  priority: priority.optional().describe('where the contract has other waits for it (`contract.waitsFor`)'),
  dueOn: z.iso.date().optional().describe('the contract’s date for the milestone'),
  nextPhase: z.object({ name: line(200), scope: text(2000) }),
  dependsOn: z
    .array(
      z.object({
        milestoneId: key,
        acceptsRestricted: z.boolean().default(true).describe('false: conditions on it must be lifted first'),
      }),
    )
    .max(50)
    .default([])
    .describe('milestones whose next-phase authorisation this one needs before it starts'),
});
export type MilestonePlan = z.infer<typeof milestonePlan>;
export { severity };

/**
 * What a plan and its engagement do not hold together in, each beginning with the field as it was sent: every person exists,
 * identifiers are unique, quorums can be reached, and somebody who is not an author can validate.
 */
export function planProblems(plan: MilestonePlan, engagement: Engagement): string[] {
  const problems = [
    ...unknownPeople(plan, engagement),
    ...repeated(
      'deliverables',
      plan.deliverables.map((each) => each.deliverableId),
    ),
    ...repeated(
      'requirements',
      plan.requirements.map((each) => each.requirementId),
    ),
    ...unreachableQuorums(plan),
    ...sharedMailboxes(plan, engagement),
    ...authorsOnly(plan, engagement),
    ...systemsOutOfPlace(plan, engagement),
    ...observersOutOfPlace(plan, engagement),
    ...limitsNotInCurrency(plan),
    ...partsNotOfValue(plan),
    ...repeated(
      'dependsOn',
      plan.dependsOn.map((each) => each.milestoneId),
    ),
  ];
  return problems.map((each) => `plan.${each}`);
}

function peopleNamed(plan: MilestonePlan): [string, readonly string[]][] {
  return [
    ...plan.deliverables.map((each, i): [string, string[]] => [`deliverables.${i}.authorIds`, each.authorIds]),
    ['validators.memberIds', plan.validators.memberIds],
    ...plan.reviewGroups.map((each, i): [string, string[]] => [`reviewGroups.${i}.memberIds`, each.memberIds]),
    ...plan.approvalAuthorityList.map((each, i): [string, string[]] => [
      `approvalAuthorityList.${i}.members`,
      each.members.map((member) => member.personId),
    ]),
    ...plan.approvalAuthorityList.map((each, i): [string, string[]] => [
      `approvalAuthorityList.${i}.delegates`,
      (each.delegates ?? []).map((delegate) => delegate.personId),
    ]),
  ];
}

function unknownPeople(plan: MilestonePlan, engagement: Engagement): string[] {
  const known = new Set(engagement.people.map((each) => each.personId));
  return [...peopleNamed(plan), ['observerIds', plan.observerIds ?? []] as const].flatMap(([field, ids]) =>
    ids.filter((id) => !known.has(id)).map((id) => `${field}: "${id}" is not among the engagement's people`),
  );
}

/** Nobody in particular validates, reviews or signs from one, nor could be told from an author who validates. */
function sharedMailboxes(plan: MilestonePlan, { people }: Engagement): string[] {
  return peopleNamed(plan).flatMap(([field, ids]) =>
    ids
      .filter((id) => isShared(people, id))
      .map(
        (id) => `${field}: "${id}" is a shared mailbox, which decides and authors nothing; list the person who does`,
      ),
  );
}

function repeated(field: string, ids: readonly string[]): string[] {
  return ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `${field}: "${id}" is listed twice`);
}

function unreachableQuorums(plan: MilestonePlan): string[] {
  const groups = [
    { field: 'validators', quorum: plan.validators.quorum, ids: plan.validators.memberIds },
    ...plan.reviewGroups.map((each, i) => ({ field: `reviewGroups.${i}`, quorum: each.quorum, ids: each.memberIds })),
    ...plan.approvalAuthorityList.map((each, i) => ({
      field: `approvalAuthorityList.${i}`,
      quorum: each.quorum,
      ids: each.members.map((member) => member.personId),
    })),
  ];
  return groups.flatMap(({ field, quorum, ids }) => {
    const size = new Set(ids).size;
    if (size !== ids.length) return [`${field}: a person is listed twice in the same group`];
    return needed(quorum, size) > size ? [`${field}: asks for ${needed(quorum, size)} of only ${size} people`] : [];
  });
}

const limitsNotInCurrency = ({ approvalAuthorityList, value }: MilestonePlan): string[] =>
  approvalAuthorityList.flatMap(({ members, delegates = [] }, index) =>
    [...members, ...delegates].flatMap(({ personId: id, limit }) => {
      const why = limit === undefined ? undefined : whyNotInCurrency(limit, value.currency);
      return why === undefined ? [] : [`approvalAuthorityList.${index}: limit of "${id}": ${why}`];
    }),
  );

/** Parts of the value add up to it, to the last minor unit. */
function partsNotOfValue({ deliverables, value: { amount: value, currency } }: MilestonePlan): string[] {
  const parts = deliverables.flatMap((each) => (each.value === undefined ? [] : [each.value]));
  if (parts.length === 0) return [];
  const problems = deliverables.flatMap((each, index) => {
    const why = each.value === undefined ? undefined : whyNotInCurrency(each.value, currency);
    if (each.value === undefined)
      return [`deliverables.${index}.value: other deliverables have a part of the value; give one for each`];
    return why === undefined ? [] : [`deliverables.${index}.value: ${why}`];
  });
  if (problems.length > 0) return problems;
  const sum = sumOf(parts, currency);
  return isMore(sum, value) || isMore(value, sum)
    ? [
        `deliverables: their parts of the value add up to ${sum} ${currency}; the milestone is worth ${value} ${currency}`,
      ]
    : [];
}

/** A system reports on what it tested; it reviews, signs and manages nothing. */
function systemsOutOfPlace(plan: MilestonePlan, engagement: Engagement): string[] {
  const { systems = [], memberIds } = plan.validators;
  const elsewhere = [
    engagement.engagementManagerId,
    engagement.engagementSponsorId,
    ...plan.reviewGroups.flatMap((each) => each.memberIds),
    ...plan.approvalAuthorityList.flatMap((each) =>
      [...each.members, ...(each.delegates ?? [])].map((one) => one.personId),
    ),
  ];
  const ids = systems.map((each) => each.personId);
  return [
    ...repeated('validators.systems', ids),
    ...ids
      .filter((id) => !memberIds.includes(id))
      .map((id) => `validators.systems: "${id}" is not among validators.memberIds`),
    ...ids
      .filter((id) => elsewhere.includes(id))
      .map((id) => `validators.systems: "${id}" is a system and cannot manage, review or sign; list a person there`),
  ];
}

/** Whoever has a duty gets copies by that; an observer beside it would be one who decides. */
function observersOutOfPlace(plan: MilestonePlan, engagement: Engagement): string[] {
  const { observerIds = [] } = plan;
  const withDuty = [
    engagement.engagementManagerId,
    engagement.engagementSponsorId,
    ...peopleNamed(plan).flatMap(([field, ids]) => (field.startsWith('deliverables') ? [] : ids)),
  ];
  return [
    ...repeated('observerIds', observerIds),
    ...observerIds
      .filter((id) => withDuty.includes(id))
      .map((id) => `observerIds: "${id}" has a duty in this milestone, and gets copies by that; leave them out here`),
  ];
}

function authorsOnly(plan: MilestonePlan, engagement: Engagement): string[] {
  const authors = plan.deliverables.flatMap((each) => each.authorIds);
  const free = plan.validators.memberIds.filter((id) => !authors.some((each) => isSameHuman({ engagement }, each, id)));
  return free.length < needed(plan.validators.quorum, plan.validators.memberIds.length)
    ? ['validators: authors of a deliverable cannot validate it, and too few others are listed']
    : [];
}
