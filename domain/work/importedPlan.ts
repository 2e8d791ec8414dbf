// A plan like another, with what a row of a table says of its own. Pure; whether it holds together, the plan's own rules say.
import { SignOffError } from '../errors.ts';
import type { MilestonePlan } from '../terms/plan.ts';
import type { BusinessCalendar } from '../time/businessCalendar.ts';
import { instantOf } from '../time/businessTime.ts';

/** Texts as somebody wrote them, for the plan's rules to refuse at their row. */
export interface PlanRow {
  title: string;
  amount?: string | undefined;
  dueOn?: string | undefined;
  /** As the plan has it, or `normal` for none. */
  priority?: string | undefined;
  deliverables?: readonly string[] | undefined;
  /** Parts of the value, one for each deliverable in their order. */
  deliverableValues?: readonly string[] | undefined;
  requirements?: readonly string[] | undefined;
  qualityReviews?: readonly string[] | undefined;
  qualityStandards?: readonly string[] | undefined;
  nextPhase?: string | undefined;
  nextPhaseScope?: string | undefined;
  /** IDs of milestones that it waits for. */
  dependsOn?: readonly string[] | undefined;
  /** An instant, or date and time of day as the engagement's calendar has them. */
  meetingStartsAt?: string | undefined;
  meetingMinutes?: number | string | undefined;
  meetingLocation?: string | undefined;
}

/** Of a priority, in a row: neither high nor low, whatever the milestone it is like has. */
export const normalPriority = 'normal';

/** What became of a row, or would. */
export interface ImportedRow {
  /** From 1, as they were sent. */
  row: number;
  title: string;
  /** `ready`: it would be started. */
  status: 'ready' | 'started' | 'refused';
  milestoneId?: string | undefined;
  problems: { field: string; problem: string }[];
}

/**
 * Dates, meetings and what it waits for are never taken over; deliverables of its own have the authors of those they take the place of.
 * Throws INVALID_MESSAGE for values of other deliverables than it has.
 */
export function planOfRow(like: MilestonePlan, row: PlanRow, calendar: BusinessCalendar): object {
  const { dueOn: _theirs, reviewMeeting: _held, dependsOn: _before, priority, ...rest } = like;
  const meeting = meetingOf(like, row, calendar);
  return {
    ...rest,
    title: row.title,
    value: { ...like.value, ...(row.amount === undefined ? {} : { amount: row.amount }) },
    ...(row.dueOn === undefined ? {} : { dueOn: row.dueOn }),
    ...priorityOf(row.priority ?? priority),
    deliverables: deliverablesOf(like, row),
    ...(row.requirements?.length
      ? {
          requirements: row.requirements.map((text, index) => ({
            requirementId: `R${index + 1}`,
            text,
            isMandatory: true,
          })),
        }
      : {}),
    ...(row.qualityReviews === undefined ? {} : { expectedQualityReviews: row.qualityReviews }),
    ...(row.qualityStandards === undefined ? {} : { qualityStandards: row.qualityStandards }),
    nextPhase: { name: row.nextPhase ?? like.nextPhase.name, scope: row.nextPhaseScope ?? like.nextPhase.scope },
    ...(meeting ? { reviewMeeting: meeting } : {}),
    dependsOn: (row.dependsOn ?? []).map((milestoneId) => ({ milestoneId })),
  };
}

const priorityOf = (priority: string | undefined) =>
  priority === undefined || priority === normalPriority ? {} : { priority };

function deliverablesOf({ deliverables: theirs }: MilestonePlan, row: PlanRow): object[] {
  const authorIds = [...new Set(theirs.flatMap((each) => each.authorIds))];
  const own = row.deliverables?.map((title, index) => ({
    ...{ deliverableId: `D${index + 1}`, title, isRequired: true, authorIds },
  }));
  const deliverables: readonly object[] = own?.length ? own : theirs;
  const values = row.deliverableValues;
  if (values === undefined || values.length === 0) return [...deliverables];
  if (values.length !== deliverables.length)
    throw new SignOffError(
      'INVALID_MESSAGE',
      `deliverableValues: ${values.length} values are given for ${deliverables.length} deliverables; give one for each, in their order, or none`,
      { field: 'deliverableValues' },
    );
  return deliverables.map((each, index) => ({ ...each, value: values[index] }));
}

/** Length and place are those of the meeting that it is like, where only its time is said. */
function meetingOf({ reviewMeeting: held }: MilestonePlan, row: PlanRow, calendar: BusinessCalendar) {
  const { meetingStartsAt: at, meetingMinutes: minutes, meetingLocation: place } = row;
  if (at === undefined && minutes === undefined && place === undefined) return undefined;
  const [durationMinutes, location] = [minutes ?? held?.durationMinutes, place ?? held?.location];
  return {
    // A date alone says no time of day.
    ...(at === undefined ? {} : { startsAt: (/T\d/.test(at) ? instantOf(at, calendar) : undefined) ?? at }),
    ...(durationMinutes === undefined ? {} : { durationMinutes }),
    ...(location === undefined ? {} : { location }),
  };
}
