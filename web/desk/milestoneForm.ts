// The form of a new milestone: what is delivered against which requirements, who validates, reviews and signs up to which value, and what follows.
import type { Engagement } from '../../domain/terms/engagement.ts';
import { instantOf } from '../../domain/time/businessTime.ts';
import type { Words } from '../../mail/messages/words.ts';
import type { DecisionForm } from '../postedForm.ts';
import { bodyOf, formFrom, type FieldOption, type FormField, type FormPart } from './forms/model.ts';
import { asDependencies, asQuorum, yesOrNo } from './forms/reading.ts';

export interface PlanContext {
  engagement: Engagement;
  /** Milestones of the engagement that it may wait for. */
  earlier: readonly FieldOption[];
  words: Words;
}

export const peopleOptions = ({ people, client, firm }: Engagement): FieldOption[] =>
  people
    .filter((each) => each.sharedMailbox !== true)
    .map(({ personId, name, capacity, party }) => ({
      value: personId,
      label: `${name}, ${capacity} (${party === 'client' ? client : firm})`,
    }));

export function planParts({ engagement, earlier, words }: PlanContext): FormPart[] {
  const { say } = words;
  const options = peopleOptions(engagement);
  const firm = options.filter(({ value }) =>
    engagement.people.some((each) => each.personId === value && each.party === 'firm'),
  );
  const quorum = (name: string): FormField => ({
    ...{ name, kind: 'choice', label: 'form.plan.quorum', usual: 'all', isShort: true, ...asQuorum },
    options: [
      { value: 'all', label: say('form.plan.quorum.all') },
      { value: 'any', label: say('form.plan.quorum.any') },
      ...['2', '3', '4', '5'].map((value) => ({ value, label: say('form.plan.quorum.atLeast', { count: value }) })),
    ],
  });
  const yes = (name: string, label: FormField['label'], yesWord: string, noWord: string): FormField => ({
    ...{ name, kind: 'choice', label, usual: 'true', isShort: true, ...yesOrNo },
    options: [
      { value: 'true', label: yesWord },
      { value: 'false', label: noWord },
    ],
  });
  return [
    {
      id: 'what',
      legend: 'form.plan.what',
      fields: [
        { name: 'plan.title', kind: 'line', label: 'form.plan.title' },
        {
          name: 'plan.value.amount',
          kind: 'line',
          label: 'form.plan.amount',
          hint: 'form.plan.amountHint',
          isShort: true,
        },
        { name: 'plan.value.currency', kind: 'line', label: 'form.plan.currency', usual: 'EUR', isShort: true },
        { name: 'plan.dueOn', kind: 'date', label: 'form.plan.dueOn', isOptional: true, isShort: true },
        {
          ...{ name: 'plan.priority', kind: 'choice', label: 'form.plan.priority', isOptional: true, isShort: true },
          options: (['low', 'high'] as const).map((value) => ({ value, label: say(`terms.priority.${value}`) })),
        },
      ],
    },
    {
      id: 'plan.deliverables',
      legend: 'form.plan.deliverables',
      rows: { atLeast: 1, add: 'form.plan.addDeliverable', of: 'form.plan.deliverable' },
      fields: [
        { name: 'deliverableId', kind: 'line', label: 'form.plan.id', usual: (row) => `D${row + 1}`, isShort: true },
        yes('isRequired', 'form.plan.isRequired', say('desk.milestone.required'), say('desk.milestone.ifAny')),
        { name: 'title', kind: 'line', label: 'form.plan.deliverableTitle' },
        {
          name: 'value',
          kind: 'line',
          label: 'form.plan.partValue',
          hint: 'form.plan.partValueHint',
          isOptional: true,
          isShort: true,
        },
        {
          name: 'authorIds',
          kind: 'several',
          label: 'form.plan.authors',
          hint: 'form.plan.authorsHint',
          options: firm,
          isOptional: true,
        },
      ],
    },
    {
      id: 'plan.requirements',
      legend: 'form.plan.requirements',
      says: 'form.plan.requirementsSays',
      rows: { atLeast: 1, add: 'form.plan.addRequirement', of: 'form.plan.requirement' },
      fields: [
        { name: 'requirementId', kind: 'line', label: 'form.plan.id', usual: (row) => `R${row + 1}`, isShort: true },
        yes('isMandatory', 'form.plan.isMandatory', say('form.plan.mandatory'), say('form.plan.desirable')),
        { name: 'text', kind: 'text', label: 'form.plan.requirementText' },
        { name: 'standard', kind: 'line', label: 'form.plan.standard', isOptional: true, isShort: true },
        {
          name: 'acceptableQualityLevel',
          kind: 'line',
          label: 'form.plan.level',
          hint: 'form.plan.levelHint',
          isOptional: true,
          isShort: true,
        },
        {
          name: 'method',
          kind: 'line',
          label: 'form.plan.method',
          hint: 'form.plan.methodHint',
          isOptional: true,
          isShort: true,
        },
      ],
    },
    {
      id: 'validation',
      legend: 'form.plan.validation',
      says: 'form.plan.validationSays',
      fields: [
        {
          name: 'plan.validators.name',
          kind: 'line',
          label: 'form.plan.groupName',
          usual: say('act.duty.validation'),
          isShort: true,
        },
        quorum('plan.validators.quorum'),
        { name: 'plan.validators.memberIds', kind: 'several', label: 'form.plan.validators', options },
      ],
    },
    {
      id: 'plan.reviewGroups',
      legend: 'form.plan.review',
      says: 'form.plan.reviewSays',
      rows: { atLeast: 1, add: 'form.plan.addReviewGroup', of: 'form.plan.reviewGroup' },
      fields: [
        {
          name: 'name',
          kind: 'line',
          label: 'form.plan.groupName',
          isShort: true,
          usual: (row) => (row === 0 ? say('act.duty.review') : ''),
        },
        quorum('quorum'),
        { name: 'memberIds', kind: 'several', label: 'form.plan.reviewers', options },
      ],
    },
    {
      id: 'plan.approvalAuthorityList',
      legend: 'form.plan.authority',
      says: 'form.plan.authoritySays',
      rows: { atLeast: 1, add: 'form.plan.addSigners', of: 'form.plan.signingGroup' },
      fields: [
        {
          name: 'name',
          kind: 'line',
          label: 'form.plan.groupName',
          isShort: true,
          usual: (row) => (row === 0 ? say('act.duty.signature') : ''),
        },
        quorum('quorum'),
        { name: 'signers', kind: 'signers', label: 'form.plan.signers', hint: 'form.plan.signersHint', options },
      ],
    },
    {
      id: 'next',
      legend: 'form.plan.next',
      says: 'form.plan.nextSays',
      fields: [
        { name: 'plan.nextPhase.name', kind: 'line', label: 'form.plan.nextName' },
        { name: 'plan.nextPhase.scope', kind: 'text', label: 'form.plan.nextScope' },
      ],
    },
    {
      id: 'more',
      legend: 'form.plan.more',
      isFolded: true,
      fields: [
        {
          name: 'plan.expectedQualityReviews',
          kind: 'lines',
          label: 'form.plan.qualityReviews',
          hint: 'form.plan.onePerLine',
          isOptional: true,
        },
        {
          name: 'plan.qualityStandards',
          kind: 'lines',
          label: 'form.plan.standards',
          hint: 'form.plan.onePerLine',
          isOptional: true,
        },
        {
          name: 'plan.reviewMeeting.startsAt',
          kind: 'instant',
          label: 'form.plan.meeting',
          hint: 'form.plan.meetingHint',
          isOptional: true,
          isShort: true,
        },
        {
          name: 'plan.reviewMeeting.durationMinutes',
          kind: 'number',
          label: 'act.durationMinutes',
          hint: 'form.plan.meetingMinutesHint',
          isOptional: true,
          isShort: true,
        },
        { name: 'plan.reviewMeeting.location', kind: 'line', label: 'act.location', isOptional: true, isShort: true },
        {
          name: 'plan.observerIds',
          kind: 'several',
          label: 'form.plan.observers',
          hint: 'form.plan.observersHint',
          options: observerOptions(engagement),
          isOptional: true,
        },
        ...(earlier.length > 0
          ? [
              {
                name: 'dependsOnIds',
                kind: 'several' as const,
                label: 'form.plan.dependsOn' as const,
                hint: 'form.plan.dependsOnHint' as const,
                options: earlier,
                isOptional: true as const,
                ...asDependencies,
              },
            ]
          : []),
      ],
    },
  ];
}

/** A mailbox that several read gets copies as well. */
const observerOptions = ({ people }: Engagement): FieldOption[] =>
  people.map(({ personId, name, capacity }) => ({ value: personId, label: `${name}, ${capacity}` }));

/** The body of the operation. */
export function planBody(
  parts: readonly FormPart[],
  form: DecisionForm,
  { engagement }: PlanContext,
): Record<string, unknown> {
  const {
    dependsOnIds = [],
    plan,
    ...body
  } = bodyOf(parts, form) as {
    dependsOnIds?: string[];
    plan?: Record<string, unknown>;
  };
  const { reviewMeeting, observerIds, ...rest } = plan ?? {};
  const { startsAt, ...held } = (reviewMeeting ?? {}) as { startsAt?: string };
  return {
    ...body,
    engagementId: engagement.engagementId,
    personId: engagement.engagementManagerId,
    plan: {
      ...rest,
      ...((observerIds as string[] | undefined)?.length ? { observerIds } : {}),
      ...(startsAt === undefined && Object.keys(held).length === 0
        ? {}
        : {
            reviewMeeting: { ...held, startsAt: instantOf(startsAt ?? '', engagement.contract.calendar) ?? startsAt },
          }),
      dependsOn: dependsOnIds.map((milestoneId) => ({ milestoneId })),
    },
  };
}

/** Of an earlier milestone or an example; the people of another engagement are left out, and so is a meeting that was. */
export function planAsForm(parts: readonly FormPart[], plan: object, { engagement }: PlanContext): DecisionForm {
  const { reviewMeeting: _held, dependsOn, ...rest } = plan as { reviewMeeting?: object; dependsOn?: object };
  const form = formFrom(parts, { plan: rest, dependsOnIds: dependsOn });
  const known = (personId: string): boolean => engagement.people.some((each) => each.personId === personId);
  return Object.fromEntries(
    Object.entries(form).flatMap(([name, value = '']) => {
      const of = /\.signers\.(?:as|limit)\.(.+)$/.exec(name)?.[1];
      if (of !== undefined && !known(of)) return [];
      return [[name, /Ids$/.test(name) && name !== 'dependsOnIds' ? value.split(' ').filter(known).join(' ') : value]];
    }),
  );
}
