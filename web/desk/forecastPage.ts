// When what is under way will be accepted and paid for, and where it waits: from the firm's own history. Decides nothing.
import { readForecast, type ForecastShown } from '../../api/http/forecast.ts';
import { mayIn } from '../../domain/access/holders.ts';
import { ageClasses } from '../../domain/work/history.ts';
import type { Words } from '../../mail/messages/words.ts';
import { milestoneHref } from './actPages.ts';
import { barsOf } from './bars.ts';
import { monthWord } from './monthWord.ts';
import type { PageRoute } from './pageRoute.ts';
import { phaseWord } from './phaseWords.ts';

const shownAtOnce = 100;

export const forecastPages: readonly PageRoute[] = [
  {
    ...{ method: 'get', path: '/desk/forecast', name: 'forecast', right: 'listMilestones' },
    audited: { as: 'recordRead', on: 'service' },
    async handle({ pool }, { access, words, query, now }) {
      const shown = await readForecast(pool, access, query.engagementId || undefined, now);
      const mayOpen = (engagementId: string): boolean => mayIn(access.holder, 'readMilestones', engagementId);
      return {
        page: 'deskForecast',
        values: { title: words.say('desk.forecast.title'), ...forecastView(shown, words, mayOpen) },
      };
    },
  },
];

function forecastView(shown: ForecastShown, words: Words, mayOpen: (engagementId: string) => boolean) {
  const { say } = words;
  const { courses, least, milestones, isWhole } = shown;
  const later = milestones.length - shownAtOnce;
  return {
    isCut: !isWhole,
    rests: say('desk.forecast.rests', { count: courses }),
    ...(milestones.some((each) => !each.outlook)
      ? { knowsLittle: say('desk.forecast.knowsLittle', { least: String(least) }) }
      : {}),
    charts: chartsOf(shown, words),
    classes: classWords(words),
    stages: shown.stages.map(({ phase, open, ages, medianDays }) => ({
      ...{ phase: phaseWord(words, phase), open, ages },
      median: medianDays === undefined ? undefined : say('desk.forecast.days', { days: medianDays }),
    })),
    months: monthsView(shown, words),
    count: milestones.length,
    rows: milestones.slice(0, shownAtOnce).map(({ engagementId, milestoneId, outlook, isLate, dueOn, ...each }) => ({
      ...{ title: each.title, engagement: each.engagement, phase: phaseWord(words, each.phase), isLate },
      at: mayOpen(engagementId) ? milestoneHref(milestoneId) : undefined,
      age: say('desk.forecast.days', { days: each.ageDays }),
      dueOn: dueOn && words.date(dueOn),
      likely: outlook && words.date(outlook.likelyOn),
      safe: outlook && words.date(outlook.safeOn),
    })),
    ...(later > 0 ? { more: say('desk.work.more', { count: later }) } : {}),
  };
}

const classWords = ({ say }: Words): string[] => [
  ...ageClasses.map((days) => say('desk.forecast.upTo', { days: String(days) })),
  say('desk.forecast.longer', { days: String(ageClasses.at(-1) ?? 0) }),
];

function chartsOf({ stages }: ForecastShown, words: Words) {
  const { say } = words;
  const known = stages.filter((each) => each.medianDays !== undefined);
  return [
    barsOf(
      say('desk.forecast.funnel'),
      stages.map(({ phase, open, ages }) => ({ label: phaseWord(words, phase), said: String(open), parts: ages })),
    ),
    barsOf(
      say('desk.forecast.cycle'),
      known.map(({ phase, medianDays = 0 }) => ({
        label: phaseWord(words, phase),
        said: say('desk.forecast.days', { days: medianDays }),
        parts: [medianDays],
      })),
    ),
  ].filter((each) => each !== undefined);
}

/** What is not known comes last. */
function monthsView({ months }: ForecastShown, words: Words) {
  const sumsBy = (month: string | undefined, by: 'likely' | 'safe'): string[] =>
    months
      .filter((each) => each.month === month && each.by === by)
      .map(({ amount, currency }) => words.money(amount, currency));
  return [...new Set(months.map((each) => each.month))]
    .sort((one, other) => ((one ?? '9') < (other ?? '9') ? -1 : 1))
    .map((month) => ({
      month: month === undefined ? words.say('desk.forecast.unknown') : monthWord(words, month),
      ...{ likely: sumsBy(month, 'likely'), safe: sumsBy(month, 'safe') },
    }));
}
