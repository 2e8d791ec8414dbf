// What needs whoever asks, whom they wait for, and what is stuck: one answer, for the API and for the page that shows it.
import type { Pool } from '../../db/database.ts';
import { readCasts, type Cast } from '../../db/engagements.ts';
import { inScope } from '../../db/inScope.ts';
import { listObstacles } from '../../db/obstacles.ts';
import { listOpen, listReturned, readReached } from '../../db/work.ts';
import { isPerson, rolesIn, scopeWith, type Holder } from '../../domain/access/holders.ts';
import { isWithin } from '../../domain/access/scope.ts';
import { deskOf, type Desk, type DeskRow, type Reached, type Standing, type StuckRow } from '../../domain/work/desk.ts';
import { requestKindOf, type WorkItem } from '../../domain/work/workOf.ts';
import type { Access } from './holders.ts';

type Named<T> = T & { engagement: string; timeZone: string; name?: string; aboutName?: string };
/** With the names of the engagement’s people by their IDs, in which sentences about it are said to people. */
export type NamedStuckRow = Named<StuckRow> & { names: ReadonlyMap<string, string> };

export interface Work {
  needsYou: Named<DeskRow>[];
  waitingFor: Named<DeskRow>[];
  stuck: NamedStuckRow[];
  /** False where more is open than is looked through at once. */
  isWhole: boolean;
  /** Where the holder runs milestones; they may start one there. */
  managed: { engagementId: string; name: string; isEmpty: boolean }[];
}

/** More than anybody works on; a list of all of a firm's is what the portfolio is for. */
const lookedThrough = 1000;
/** Of so many it is said how far the requests got; of those whose mail came back always. */
const followed = 100;

export async function readWork(pool: Pool, access: Pick<Access, 'holder'>, now: string): Promise<Work> {
  const { holder } = access;
  const own = isPerson(holder) ? ownEngagements(holder) : [];
  const scope = isPerson(holder) ? own : scopeWith(holder, 'listMilestones');
  const db = inScope(pool, scope);
  const rows = await listOpen(db, scope, lookedThrough + 1);
  const open = rows.slice(0, lookedThrough);
  const ids = open.map((each) => each.milestoneId);
  const engagementIds = [...new Set([...open.map((each) => each.engagementId), ...own])];
  // As somebody within these engagements: who lists all of them for reports is shown no mail.
  const within = inScope(
    pool,
    engagementIds.filter((each) => isWithin(scope, each)),
  );
  const [casts, obstacles, returned] = await Promise.all([
    readCasts(db, engagementIds),
    listObstacles(within, ids),
    listReturned(within, ids),
  ]);
  const asked = new Set([...ids.slice(0, followed), ...returned]);
  const reached = await readReached(
    inScope(pool, [...new Set(open.filter((each) => asked.has(each.milestoneId)).map((each) => each.engagementId))]),
    [...asked],
  );
  const desk = deskOf(
    open.map((each) => ({ ...each, obstacles: obstacles.filter((one) => one.milestoneId === each.milestoneId) })),
    (engagementId) => standingIn(holder, casts.get(engagementId), engagementId),
    (milestoneId, item) => reachedOf(reached, milestoneId, item),
    now,
  );
  return { ...named(desk, casts), isWhole: rows.length <= lookedThrough, managed: managedBy(holder, casts, open) };
}

/** Who is signed in works where an engagement names them; what they may list beside that is no desk. */
const ownEngagements = (holder: Holder): string[] =>
  (holder.memberships ?? []).map((each) => each.engagementId).filter((each) => !holder.barred?.includes(each));

/** A system that acts for engagement managers has what waits for them on its desk. */
function standingIn(holder: Holder, cast: Cast | undefined, engagementId: string): Standing | undefined {
  const roles = rolesIn(holder, engagementId);
  if (roles.length === 0) return undefined;
  if (!isPerson(holder))
    return { personId: roles.includes('engagementManager') ? cast?.engagementManagerId : undefined, roles };
  return { personId: holder.memberships?.find((each) => each.engagementId === engagementId)?.personId, roles };
}

function reachedOf(
  find: Awaited<ReturnType<typeof readReached>>,
  milestoneId: string,
  { act, personId }: WorkItem,
): Reached | undefined {
  const kind = requestKindOf[act];
  return kind && find(milestoneId, personId, kind);
}

function named(desk: Desk, casts: ReadonlyMap<string, Cast>): Pick<Work, 'needsYou' | 'waitingFor' | 'stuck'> {
  const withNames = <T extends { engagementId: string; about?: string; askedBy?: string }>(
    row: T,
    personId?: string,
  ): Named<T> => {
    const cast = casts.get(row.engagementId);
    const name = personId === undefined ? undefined : cast?.names.get(personId);
    const aboutName = cast?.names.get(row.askedBy ?? row.about ?? '');
    const { name: engagement = row.engagementId, timeZone = 'UTC' } = cast ?? {};
    return {
      ...row,
      engagement,
      timeZone,
      ...(name === undefined ? {} : { name }),
      ...(aboutName === undefined ? {} : { aboutName }),
    };
  };
  return {
    needsYou: desk.needsYou.map((each) => withNames(each, each.personId)),
    waitingFor: desk.waitingFor.map((each) => withNames(each, each.personId)),
    stuck: desk.stuck.map((each) => ({ ...withNames(each), names: casts.get(each.engagementId)?.names ?? new Map() })),
  };
}

const managedBy = (
  holder: Holder,
  casts: ReadonlyMap<string, Cast>,
  open: readonly { engagementId: string }[],
): Work['managed'] =>
  [...casts]
    .filter(([engagementId]) => rolesIn(holder, engagementId).includes('engagementManager'))
    .map(([engagementId, { name }]) => ({
      ...{ engagementId, name },
      isEmpty: !open.some((each) => each.engagementId === engagementId),
    }));
