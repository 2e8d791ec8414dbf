// When what is under way will be accepted, from what the holder sees of the firm's own history: one answer, for the API and for the page.
import type { Pool } from '../../db/database.ts';
import { readCasts } from '../../db/engagements.ts';
import { listCourses, listUnderWay } from '../../db/history.ts';
import { inScope } from '../../db/inScope.ts';
import { scopeWith } from '../../domain/access/holders.ts';
import { isWithin } from '../../domain/access/scope.ts';
import { forecast, type Forecast } from '../../domain/work/history.ts';
import type { Access } from './holders.ts';

/** What was long ago was done by other people in other ways. */
const coursesLookedAt = 300;
const lookedThrough = 1000;

export interface ForecastShown extends Omit<Forecast, 'milestones'> {
  milestones: (Forecast['milestones'][number] & { engagement: string; timeZone: string })[];
  isWhole: boolean;
}

export async function readForecast(
  pool: Pool,
  { holder }: Access,
  engagementId: string | undefined,
  now: string,
): Promise<ForecastShown> {
  const scope = scopeWith(holder, 'listMilestones');
  const money = scopeWith(holder, 'readMoney');
  const db = inScope(pool, scope);
  const [courses, found] = await Promise.all([
    listCourses(db, scope, coursesLookedAt),
    listUnderWay(
      db,
      engagementId === undefined || !isWithin(scope, engagementId) ? scope : [engagementId],
      lookedThrough,
    ),
  ]);
  const casts = await readCasts(db, [...new Set([...courses, ...found].map((each) => each.engagementId))]);
  const underWay = found.flatMap(({ value, ...each }) => {
    const calendar = casts.get(each.engagementId)?.calendar;
    const seen = value && isWithin(money, each.engagementId) ? { value } : {};
    return calendar ? [{ ...each, ...seen, calendar }] : [];
  });
  const passed = courses.flatMap(({ engagementId: id, entered }) => {
    const calendar = casts.get(id)?.calendar;
    return calendar ? [{ calendar, entered }] : [];
  });
  const { milestones, ...rest } = forecast(passed, underWay, now);
  return {
    ...rest,
    milestones: milestones.map((each) => ({
      ...each,
      engagement: casts.get(each.engagementId)?.name ?? each.engagementId,
      timeZone: casts.get(each.engagementId)?.timeZone ?? 'UTC',
    })),
    isWhole: found.length < lookedThrough,
  };
}
