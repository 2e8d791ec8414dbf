// The acts of those who run a milestone as forms: which fields each has, when it is offered, and the command that a posted form asks for. Rules nothing.
import { untilAcceptance } from '../../domain/phases.ts';
import { unaddressedFeedback } from '../../domain/review/approvals.ts';
import { standingValidators } from '../../domain/validation/validators.ts';
import { currentPackage, openExceptions, type Milestone } from '../../domain/milestone.ts';
import { openInquiries, openStop } from '../../domain/time/stops.ts';
import { instantOf } from '../../domain/time/businessTime.ts';
import type { DecisionForm } from '../postedForm.ts';
import type { ActField, ActForm } from './actForm.ts';
import { partForms } from './partForms.ts';
import { amendmentForms } from './amendmentForms.ts';
import { peopleForms } from './peopleForms.ts';

const before =
  (...but: string[]) =>
  (milestone: Milestone): boolean =>
    (untilAcceptance as readonly string[]).filter((each) => !but.includes(each)).includes(milestone.stage.phase);
const inPhase =
  (...phases: string[]) =>
  (milestone: Milestone): boolean =>
    phases.includes(milestone.stage.phase);

const text = (form: DecisionForm, name: string): string | undefined => form[name]?.trim() || undefined;
const texts = (form: DecisionForm, ...names: string[]): object =>
  Object.fromEntries(names.map((name) => [name, text(form, name)]));
const words = (form: DecisionForm, name: string): string[] => (text(form, name) ?? '').split(/[\s,;]+/).filter(Boolean);

const reason: ActField = { name: 'reason', kind: 'text', label: 'act.reason' };

/** Of the exceptions that a settlement names one can be given here; more are proposed one by one before. */
const exceptionFields: readonly ActField[] = [
  { name: 'exceptionId', kind: 'line', label: 'act.exception.id', hint: 'act.exception.idHint' },
  { name: 'description', kind: 'text', label: 'act.exception.description' },
  { name: 'impact', kind: 'text', label: 'act.exception.impact' },
  {
    name: 'severity',
    kind: 'choice',
    label: 'act.exception.severity',
    options: (['1', '2', '3', '4', '5'] as const).map((value) => ({ value, label: `act.severity.${value}` })),
  },
  { name: 'ownerId', kind: 'person', label: 'act.exception.owner', among: 'all' },
  { name: 'plan', kind: 'text', label: 'act.exception.plan' },
  { name: 'closureCriterion', kind: 'text', label: 'act.exception.criterion' },
  { name: 'dueOn', kind: 'date', label: 'act.exception.dueOn' },
  { name: 'amountWithheld', kind: 'line', label: 'act.exception.withheld', hint: 'act.exception.withheldHint' },
];

function exceptionIn(form: DecisionForm): object {
  const { severity, ...rest } = Object.fromEntries(
    exceptionFields.flatMap(({ name }) => (text(form, name) === undefined ? [] : [[name, text(form, name)]])),
  );
  return { ...rest, ...(severity === undefined ? {} : { severity: Number(severity) }) };
}

const outcomes = ['rework', 'reviewAgain', 'askAgain', 'underExceptions', 'escalate'] as const;

export const actForms: readonly ActForm[] = [
  {
    command: 'addressFeedback',
    fields: [
      { name: 'feedbackId', kind: 'hidden', label: 'act.comment' },
      { name: 'response', kind: 'text', label: 'act.response', hint: 'act.responseHint' },
    ],
    isOffered: (milestone) => unaddressedFeedback(milestone).length > 0,
    read: (form) => texts(form, 'feedbackId', 'response'),
  },
  {
    command: 'recordFacilitationOutcome',
    fields: [
      {
        name: 'outcome',
        kind: 'choice',
        label: 'act.outcome',
        options: outcomes.map((value) => ({ value, label: `act.outcome.${value}` })),
      },
      { name: 'note', kind: 'text', label: 'act.note' },
      ...exceptionFields.map((each) => ({ ...each, isOptional: true as const })),
    ],
    isOffered: inPhase('facilitation'),
    read: (form) => ({
      ...texts(form, 'outcome', 'note'),
      ...(form.outcome === 'underExceptions' && text(form, 'exceptionId') ? { exceptions: [exceptionIn(form)] } : {}),
    }),
  },
  {
    command: 'reassign',
    fields: [
      { name: 'fromPersonId', kind: 'person', label: 'act.from', among: 'assignees' },
      { name: 'toPersonId', kind: 'person', label: 'act.to', hint: 'act.toHint', among: 'all' },
      {
        name: 'duty',
        kind: 'choice',
        label: 'act.duty',
        hint: 'act.dutyHint',
        isOptional: true,
        options: (['validation', 'review', 'signature'] as const).map((value) => ({
          value,
          label: `act.duty.${value}`,
        })),
      },
      reason,
    ],
    isOffered: before('facilitation', 'escalated'),
    read: (form) => texts(form, 'fromPersonId', 'toPersonId', 'duty', 'reason'),
  },
  {
    command: 'correctPerson',
    fields: [
      { name: 'ofPersonId', kind: 'person', label: 'act.person', among: 'all' },
      { name: 'email', kind: 'line', label: 'act.email', hint: 'act.emailHint', isOptional: true },
      { name: 'name', kind: 'line', label: 'act.name', isOptional: true },
      { name: 'capacity', kind: 'line', label: 'act.capacity', isOptional: true },
      { name: 'phone', kind: 'line', label: 'act.phone', hint: 'act.phoneHint', isOptional: true },
      { name: 'lastDayOn', kind: 'date', label: 'act.lastDayOn', hint: 'act.lastDayOnHint', isOptional: true },
      reason,
    ],
    isOffered: before(),
    read: (form) => ({
      ...texts(form, 'ofPersonId', 'reason'),
      changes: Object.fromEntries(
        Object.entries(texts(form, 'email', 'name', 'capacity', 'phone', 'lastDayOn')).filter(([, each]) => each),
      ),
    }),
  },
  {
    command: 'extendDeadline',
    fields: [{ name: 'newDeadlineOn', kind: 'date', label: 'act.newDeadlineOn' }, reason],
    isOffered: before(),
    read: (form) => texts(form, 'newDeadlineOn', 'reason'),
  },
  {
    command: 'scheduleReviewMeeting',
    fields: [
      { name: 'startsAt', kind: 'instant', label: 'act.startsAt', hint: 'act.startsAtHint' },
      { name: 'durationMinutes', kind: 'number', label: 'act.durationMinutes' },
      { name: 'location', kind: 'line', label: 'act.location' },
    ],
    isOffered: inPhase('inReview'),
    read: (form, { engagement }) => ({
      ...texts(form, 'location'),
      startsAt: instantOf(text(form, 'startsAt') ?? '', engagement.contract.calendar) ?? text(form, 'startsAt'),
      durationMinutes: Number(text(form, 'durationMinutes') ?? 60),
    }),
  },
  {
    command: 'recordMeetingNotes',
    fields: [
      { name: 'heldOn', kind: 'date', label: 'act.heldOn' },
      { name: 'attendeeIds', kind: 'people', label: 'act.attendees', isOptional: true },
      { name: 'notes', kind: 'text', label: 'act.notes' },
    ],
    isOffered: (milestone) => milestone.stage.phase === 'inReview' && milestone.meeting !== undefined,
    read: (form) => ({ ...texts(form, 'heldOn', 'notes'), attendeeIds: words(form, 'attendeeIds') }),
  },
  {
    command: 'proposeException',
    fields: exceptionFields,
    isOffered: inPhase('inReview', 'formalSignOff'),
    read: (form) => exceptionIn(form),
  },
  {
    command: 'escalate',
    fields: [reason],
    isOffered: before('escalated'),
    read: (form) => texts(form, 'reason'),
  },
  {
    command: 'correctCalendar',
    fields: [
      { name: 'holidays', kind: 'text', label: 'act.holidays', hint: 'act.datesHint', isOptional: true },
      { name: 'workingDays', kind: 'text', label: 'act.workingDays', hint: 'act.datesHint', isOptional: true },
      reason,
    ],
    isOffered: before(),
    read: (form) => ({
      ...(text(form, 'holidays') ? { holidays: words(form, 'holidays') } : {}),
      ...(text(form, 'workingDays') ? { workingDays: words(form, 'workingDays') } : {}),
      ...texts(form, 'reason'),
    }),
  },
  {
    command: 'failException',
    fields: [{ name: 'exceptionId', kind: 'hidden', label: 'act.exception.id' }, reason],
    isOffered: (milestone) =>
      milestone.stage.phase === 'acceptedWithExceptions' && openExceptions(milestone).length > 0,
    read: (form) => texts(form, 'exceptionId', 'reason'),
  },
  {
    command: 'nudge',
    fields: [],
    isOffered: inPhase('validating', 'inReview', 'formalSignOff'),
    read: () => ({}),
  },
  {
    command: 'stopClock',
    fields: [
      {
        name: 'awaits',
        kind: 'choice',
        label: 'act.awaits',
        options: (['client', 'firm'] as const).map((value) => ({ value, label: `act.awaits.${value}` })),
      },
      reason,
    ],
    isOffered: (milestone) => before('facilitation', 'escalated')(milestone) && openStop(milestone) === undefined,
    read: (form) => texts(form, 'awaits', 'reason'),
  },
  {
    command: 'resumeClock',
    fields: [
      { name: 'stopId', kind: 'stop', label: 'act.stopId', hint: 'act.stopIdHint', isOptional: true },
      { name: 'note', kind: 'text', label: 'act.resumeNote', hint: 'act.resumeNoteHint' },
    ],
    isOffered: (milestone) => openStop(milestone) !== undefined || openInquiries(milestone).length > 0,
    read: (form) => texts(form, 'stopId', 'note'),
  },
  {
    command: 'appointDeputy',
    fields: [
      { name: 'forPersonId', kind: 'person', label: 'act.deputyFor', among: 'all' },
      { name: 'deputyId', kind: 'person', label: 'act.to', hint: 'act.toHint', among: 'all' },
      { name: 'from', kind: 'date', label: 'act.deputyFrom', isOptional: true },
      { name: 'until', kind: 'date', label: 'act.deputyUntil', isOptional: true },
      reason,
    ],
    isOffered: before(),
    read: (form) => texts(form, 'forPersonId', 'deputyId', 'from', 'until', 'reason'),
  },
  {
    command: 'endDeputy',
    fields: [{ name: 'deputyshipId', kind: 'deputyship', label: 'act.deputyshipId' }, reason],
    isOffered: (milestone) => before()(milestone) && milestone.deputies.some((each) => each.ended === undefined),
    read: (form) => texts(form, 'deputyshipId', 'reason'),
  },
  {
    command: 'takeBackPackage',
    fields: [reason],
    isOffered: (milestone) => milestone.stage.phase === 'validating' && standingValidators(milestone).length === 0,
    read: (form, milestone) => ({ packageDigest: currentPackage(milestone)?.digest, ...texts(form, 'reason') }),
  },
  ...peopleForms,
  ...partForms,
  ...amendmentForms,
  {
    command: 'cancel',
    fields: [reason],
    isOffered: before(),
    read: (form) => texts(form, 'reason'),
  },
  {
    command: 'proposeRevocation',
    fields: [reason],
    isOffered: (milestone) => inPhase('accepted', 'acceptedWithExceptions')(milestone) && !milestone.proposedRevocation,
    read: (form) => texts(form, 'reason'),
  },
];

export const actFormOf = (command: string): ActForm | undefined => actForms.find((each) => each.command === command);
