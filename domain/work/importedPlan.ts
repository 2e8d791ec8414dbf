// A plan like another, with what a row of a table says of its own. Pure; whether it holds together, the plan's own rules say.
import type { MilestonePlan } from '../terms/plan.ts';

export interface PlanRow {
  title: string;
  amount?: string | undefined;
  dueOn?: string | undefined;
  deliverables?: readonly string[] | undefined;
  requirements?: readonly string[] | undefined;
  nextPhase?: string | undefined;
}

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

/** Dates and meetings are never taken over; deliverables of its own have the authors of those they take the place of. */
export function planOfRow(like: MilestonePlan, row: PlanRow): object {
  const { dueOn: _theirs, reviewMeeting: _held, dependsOn: _before, ...rest } = like;
  const authorIds = [...new Set(like.deliverables.flatMap((each) => each.authorIds))];
  return {
    ...rest,
    title: row.title,
    value: { ...like.value, ...(row.amount === undefined ? {} : { amount: row.amount }) },
    ...(row.dueOn === undefined ? {} : { dueOn: row.dueOn }),
    ...(row.deliverables?.length
      ? {
          deliverables: row.deliverables.map((title, index) => ({
            ...{ deliverableId: `D${index + 1}`, title, isRequired: true, authorIds },
          })),
        }
      : {}),
    ...(row.requirements?.length
      ? {
          requirements: row.requirements.map((text, index) => ({
            requirementId: `R${index + 1}`,
            text,
            isMandatory: true,
          })),
        }
      : {}),
    ...(row.nextPhase === undefined ? {} : { nextPhase: { ...like.nextPhase, name: row.nextPhase } }),
  };
}
