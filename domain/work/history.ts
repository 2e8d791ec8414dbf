// What a firm's own milestones took, stage by stage, and when those that are open will be accepted if they take as long: in business days. Pure.
import type { Phase } from '../milestone.ts';
import type { BusinessCalendar } from '../time/businessCalendar.ts';
import { dateOf, isBusinessDate } from '../time/businessTime.ts';
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
  const days = businessDays();
  const took = new Map(stagesBeforeAcceptance.map((phase) => [phase, passagesOf(courses, phase, days)]));
  const milestones = underWay.map(({ calendar, ...each }) => {
    const ageDays = days.between(each.since, now, calendar);
    const outlook = outlookOf(took.get(each.phase)?.untilAccepted ?? [], ageDays, (count) =>
      days.after(now, count, calendar),
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

/** Those that took no longer than this one has already say nothing of it. */
function outlookOf(
  taken: readonly number[],
  age: number,
  dateAfter: (businessDays: number) => string,
): Outlook | undefined {
  const like = taken.filter((each) => each > age || (age === 0 && each === 0));
  if (like.length < leastKnown) return undefined;
  const left = like.map((each) => each - age);
  return { likelyOn: dateAfter(quantile(left, 0.5)), safeOn: dateAfter(quantile(left, 0.8)), restsOn: like.length };
}

/** The smallest that so large a part is no larger than. */
function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? 0;
}

interface Passages {
  /** Days in the stage, all visits together. */
  within: number[];
  /** Days from the last time they entered it until acceptance. */
  untilAccepted: number[];
}

function passagesOf(courses: readonly Course[], phase: Phase, days: ReturnType<typeof businessDays>): Passages {
  const passages: Passages = { within: [], untilAccepted: [] };
  for (const { entered, calendar } of courses) {
    const last = entered.findLastIndex((each) => each.phase === phase);
    const accepted = entered.at(-1);
    const begun = entered[last];
    if (!begun || !accepted) continue;
    passages.untilAccepted.push(days.between(begun.at, accepted.at, calendar));
    const visits = entered.flatMap((each, index) => {
      const next = entered[index + 1];
      return each.phase === phase && next ? [days.between(each.at, next.at, calendar)] : [];
    });
    passages.within.push(visits.reduce((sum, each) => sum + each, 0));
  }
  return passages;
}

function monthsOf(milestones: Forecast['milestones'], by: 'likely' | 'safe'): Forecast['months'] {
  const monthOf = ({ outlook }: Forecast['milestones'][number]): string | undefined =>
    (by === 'likely' ? outlook?.likelyOn : outlook?.safeOn)?.slice(0, 7);
  const months = [...new Set(milestones.map(monthOf))].sort((one, other) => ((one ?? '9') < (other ?? '9') ? -1 : 1));
  return months.flatMap((month) =>
    sums(milestones.flatMap((each) => (monthOf(each) === month && each.value ? [each.value] : []))).map((sum) => ({
      ...{ ...sum, by },
      ...(month === undefined ? {} : { month }),
    })),
  );
}

const millisecondsPerDay = 86_400_000;
const dayOf = (date: string): number => Date.parse(date) / millisecondsPerDay;
const dateIn = (day: number): string => new Date(day * millisecondsPerDay).toISOString().slice(0, 10);

/** Whether business is done on a day is asked again and again, of few calendars, and a calendar never says otherwise later. */
const openDays = new Map<string, Map<number, boolean>>();
const calendarsKept = 200;

function openDaysOf(calendar: BusinessCalendar): Map<number, boolean> {
  const key = JSON.stringify(calendar);
  const found = openDays.get(key) ?? new Map<number, boolean>();
  openDays.set(key, found);
  const [oldest] = openDays.keys();
  if (openDays.size > calendarsKept && oldest !== undefined) openDays.delete(oldest);
  return found;
}

function businessDays() {
  const known = new Map<BusinessCalendar, Map<number, boolean>>();
  const opening = (calendar: BusinessCalendar): ((day: number) => boolean) => {
    const days = known.get(calendar) ?? openDaysOf(calendar);
    known.set(calendar, days);
    return (day) => {
      const isOpen = days.get(day) ?? isBusinessDate(dateIn(day), calendar);
      days.set(day, isOpen);
      return isOpen;
    };
  };
  return {
    /** Business days after the one date, up to the other. */
    between(from: string, to: string, calendar: BusinessCalendar): number {
      const isOpen = opening(calendar);
      const end = dayOf(dateOf(to, calendar));
      let count = 0;
      for (let day = dayOf(dateOf(from, calendar)) + 1; day <= end; day += 1) if (isOpen(day)) count += 1;
      return count;
    },
    after(from: string, count: number, calendar: BusinessCalendar): string {
      const isOpen = opening(calendar);
      let day = dayOf(dateOf(from, calendar));
      for (let left = count; left > 0;) {
        day += 1;
        if (isOpen(day)) left -= 1;
      }
      return dateIn(day);
    },
  };
}
