// What a firm's own milestones took, stage by stage, and when those that are open will be accepted if they take as long: in business days. Pure.
import type { Phase } from '../milestone.ts';
import type { BusinessCalendar } from '../time/businessCalendar.ts';
import { countedDays, type CountedDays } from '../time/countedDays.ts';
import { sums, type Sum } from './money.ts';

/** How an accepted milestone got there. */
export interface Course {
  calendar: BusinessCalendar;
  /** In order; the last is the acceptance. */
  entered: readonly { phase: Phase; at: string }[];
}

/** One that is under way. */
export interface UnderWay {
  milestoneId: string;
  engagementId: string;
  title: string;
  phase: Phase;
  /** When it entered its stage. */
  since: string;
  calendar: BusinessCalendar;
  dueOn?: string;
  value?: { amount: string; currency: string };
}

/** Days at which half, and four of five, of those like it were accepted. */
export interface Outlook {
  likelyOn: string;
  safeOn: string;
  /** How many milestones it rests on. */
  restsOn: number;
}

export interface Forecast {
  /** How many accepted milestones were looked at. */
  courses: number;
  /** Of fewer like it nothing is said of a milestone. */
  least: number;
  milestones: (Omit<UnderWay, 'calendar'> & { ageDays: number; outlook?: Outlook; isLate: boolean })[];
  /** What is released by the month it is likely in, and by the one it is in four times of five; without a month where too little is known. */
  months: (Sum & { month?: string; by: 'likely' | 'safe' })[];
  stages: StageFigures[];
}

export interface StageFigures {
  phase: Phase;
  /** Open ones, and how long they have been in it. */
  open: number;
  ages: number[];
  /** Business days that accepted ones spent in it, in the middle; absent where too few did. */
  medianDays?: number;
}

/** Below that, one more milestone changes what is said by days. */
export const leastKnown = 10;
/** Upper ends of the classes of age, in business days; the last has none. */
export const ageClasses = [5, 10, 20] as const;

export const stagesBeforeAcceptance: readonly Phase[] = [
  ...(['compiling', 'validating', 'inReview', 'formalSignOff', 'facilitation', 'escalated', 'rework'] as const),
];

export function forecast(courses: readonly Course[], underWay: readonly UnderWay[], now: string): Forecast {
  const daysOf = eachOnce(countedDays);
  const visited = courses.map(({ calendar, entered }) => visitsOf(daysOf(calendar), entered));
  const took = new Map(stagesBeforeAcceptance.map((phase) => [phase, passagesOf(visited, phase)]));
  const todayIn = eachOnce((days: CountedDays) => days.dayOf(now));
  const milestones = underWay.map(({ calendar, ...each }) => {
    const days = daysOf(calendar);
    const today = todayIn(days);
    const ageDays = days.between(days.dayOf(each.since), today);
    const outlook = outlookOf(took.get(each.phase)?.untilAccepted ?? [], ageDays, (count) =>
      days.dateAfter(today, count),
    );
    const isLate = outlook !== undefined && each.dueOn !== undefined && outlook.safeOn > each.dueOn;
    return { ...each, ageDays, isLate, ...(outlook ? { outlook } : {}) };
  });
  return {
    ...{ courses: courses.length, least: leastKnown, milestones },
    months: [...monthsOf(milestones, 'likely'), ...monthsOf(milestones, 'safe')],
    stages: stagesBeforeAcceptance.map((phase) => {
      const open = milestones.filter((each) => each.phase === phase);
      const within = took.get(phase)?.within ?? [];
      return {
        ...{ phase, open: open.length },
        ages: classesOf(open.map((each) => each.ageDays)),
        ...(within.length < leastKnown ? {} : { medianDays: quantile(within, 0.5) }),
      };
    }),
  };
}

const classesOf = (ages: readonly number[]): number[] =>
  [...ageClasses, Infinity].map(
    (end, index) => ages.filter((age) => age <= end && age > (ageClasses[index - 1] ?? -1)).length,
  );

/** Those that took no longer than this one has already say nothing of it. `taken` is sorted. */
function outlookOf(
  taken: readonly number[],
  age: number,
  dateAfter: (businessDays: number) => string,
): Outlook | undefined {
  const first = taken.findIndex((each) => each > age || (age === 0 && each === 0));
  const like = first < 0 ? [] : taken.slice(first);
  if (like.length < leastKnown) return undefined;
  const leftAt = (part: number): string => dateAfter(quantile(like, part) - age);
  return { likelyOn: leftAt(0.5), safeOn: leftAt(0.8), restsOn: like.length };
}

/** The smallest that so large a part is no larger than, of what is sorted. */
const quantile = (sorted: readonly number[], part: number): number =>
  sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? 0;

interface Visit {
  phase: Phase;
  /** Business days until the next one. */
  days: number;
  untilAccepted: number;
}

function visitsOf(days: CountedDays, entered: Course['entered']): Visit[] {
  const on = entered.map((each) => days.dayOf(each.at));
  const accepted = on.at(-1) ?? 0;
  return entered.slice(0, -1).map(({ phase }, index) => ({
    phase,
    days: days.between(on[index] ?? 0, on[index + 1] ?? 0),
    untilAccepted: days.between(on[index] ?? 0, accepted),
  }));
}

/** Of those that were in it, each sorted. */
interface Passages {
  /** Days in the stage, all visits together. */
  within: number[];
  /** Days from the last time they entered it until acceptance. */
  untilAccepted: number[];
}

function passagesOf(courses: readonly Visit[][], phase: Phase): Passages {
  const visits = courses
    .map((each) => each.filter((visit) => visit.phase === phase))
    .filter(({ length }) => length > 0);
  return {
    within: ascending(visits.map((each) => each.reduce((sum, { days }) => sum + days, 0))),
    untilAccepted: ascending(visits.flatMap((each) => each.at(-1)?.untilAccepted ?? [])),
  };
}

const ascending = (values: readonly number[]): number[] => [...values].sort((one, other) => one - other);

function monthsOf(milestones: Forecast['milestones'], by: 'likely' | 'safe'): Forecast['months'] {
  const values = new Map<string | undefined, Sum[]>();
  for (const { outlook, value } of milestones) {
    const month = (by === 'likely' ? outlook?.likelyOn : outlook?.safeOn)?.slice(0, 7);
    const known = values.get(month) ?? [];
    if (value) known.push(value);
    values.set(month, known);
  }
  return [...values]
    .sort(([one = '9'], [other = '9']) => (one < other ? -1 : 1))
    .flatMap(([month, each]) =>
      sums(each).map((sum) => ({ ...{ ...sum, by }, ...(month === undefined ? {} : { month }) })),
    );
}

/** Asked for each milestone, of few calendars. */
function eachOnce<T extends object, R>(of: (what: T) => R): (what: T) => R {
  const known = new Map<T, R>();
  return (what) => {
    const found = known.get(what) ?? of(what);
    known.set(what, found);
    return found;
  };
}
