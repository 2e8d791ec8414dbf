// Somebody's desk: what needs them, whom they wait for, and what is stuck, each in the order in which it is due. Pure.
import type { Role } from '../access/rights.ts';
import type { Phase } from '../milestone.ts';
import type { Obstacle } from '../records/obstacles.ts';
import { requestKindOf, type WorkAct, type WorkItem } from './workOf.ts';

/** How far the request to whoever is waited for has got. */
export interface Reached {
  requestId: string;
  status: 'queued' | 'sent' | 'bounced' | 'opened';
  at?: string;
  lastError?: string;
}

/** A milestone that is not over. */
export interface OpenMilestone {
  milestoneId: string;
  engagementId: string;
  title: string;
  phase: Phase;
  hasStarted: boolean;
  createdAt: string;
  items: readonly WorkItem[];
  obstacles: readonly Obstacle[];
}

/** Who somebody is in an engagement, and what they are there. A system that acts for the manager is the manager. */
export interface Standing {
  personId: string | undefined;
  roles: readonly Role[];
}

/** What keeps a milestone from going on until something is put right, whosever act that is. */
export const stuckActs = ['resumeClock', 'makeSignable'] as const satisfies readonly WorkAct[];
export type StuckAct = (typeof stuckActs)[number];

/** `reachPerson`: their mail came back, and somebody has to get the request to them. */
export type DeskAct = Exclude<WorkAct, StuckAct> | 'reachPerson';

export interface DeskRow {
  milestoneId: string;
  engagementId: string;
  title: string;
  phase: Phase;
  act: DeskAct;
  /** Whose act it is; of mail that came back, whose that was. */
  personId: string;
  since: string;
  due?: string;
  isOverdue: boolean;
  count?: number;
  about?: string;
  /** Who asked the question. */
  askedBy?: string;
  reached?: Reached;
}

export type StuckItem = WorkItem & { act: StuckAct };

export interface StuckRow {
  milestoneId: string;
  engagementId: string;
  title: string;
  phase: Phase;
  since: string;
  /** With an item absent where a milestone was registered and nothing has started it yet. */
  obstacle?: Obstacle;
  item?: StuckItem;
  /** Whether whoever looks may put right what the item tells. */
  isYours: boolean;
}

export interface Desk {
  needsYou: DeskRow[];
  waitingFor: DeskRow[];
  stuck: StuckRow[];
}

/** Who sees whom a milestone waits for beside what is asked of themselves. */
const overseers: readonly Role[] = ['engagementManager', 'sponsor', 'auditor'];

/** So long a start may take before somebody is told that it does not come. */
const startWithinMilliseconds = 60_000;

/** `whoIn` is undefined where nothing of an engagement is theirs; `reachedBy` finds the request by which an item is asked for. */
export function deskOf(
  open: readonly OpenMilestone[],
  whoIn: (engagementId: string) => Standing | undefined,
  reachedBy: (milestoneId: string, item: WorkItem) => Reached | undefined,
  now: string,
): Desk {
  const desk: Desk = { needsYou: [], waitingFor: [], stuck: [] };
  for (const milestone of open) {
    const standing = whoIn(milestone.engagementId);
    if (!standing) continue;
    const isOverseer = standing.roles.some((each) => overseers.includes(each));
    for (const item of milestone.items.filter(isOnDesk).filter((each) => each.since <= now)) {
      const reached = reachedBy(milestone.milestoneId, item);
      const row = rowOf(milestone, item, reached, now);
      if (item.personId === standing.personId) desk.needsYou.push(row);
      else if (reached?.status === 'bounced' && standing.roles.includes('engagementManager'))
        desk.needsYou.push({ ...row, act: 'reachPerson' });
      else if (isOverseer) desk.waitingFor.push(row);
    }
    if (isOverseer) desk.stuck.push(...stuckIn(milestone, standing, now));
  }
  return {
    needsYou: desk.needsYou.sort(byDue),
    waitingFor: desk.waitingFor.sort(byDue),
    stuck: desk.stuck.sort((one, other) => one.since.localeCompare(other.since)),
  };
}

const named = ({ milestoneId, engagementId, title, phase }: OpenMilestone) => ({
  ...{ milestoneId, engagementId, title, phase },
});

type DeskItem = WorkItem & { act: Exclude<WorkAct, StuckAct> };

const isStuck = (item: WorkItem): item is StuckItem => (stuckActs as readonly WorkAct[]).includes(item.act);

const isOnDesk = (item: WorkItem): item is DeskItem => !isStuck(item);

const rowOf = (milestone: OpenMilestone, item: DeskItem, reached: Reached | undefined, now: string): DeskRow => ({
  ...named(milestone),
  ...item,
  isOverdue: item.due !== undefined && item.due < now,
  ...(reached ? { reached } : {}),
});

/** A clock is resumed by manager or sponsor; what a plan lacks to be signed is the manager's. */
const putsRight = ({ act }: StuckItem, { roles }: Standing): boolean =>
  roles.includes('engagementManager') || (act === 'resumeClock' && roles.includes('sponsor'));

function stuckIn(milestone: OpenMilestone, standing: Standing, now: string): StuckRow[] {
  const { hasStarted, createdAt, obstacles, items } = milestone;
  const isLate = Date.parse(createdAt) + startWithinMilliseconds < Date.parse(now);
  return [
    ...items
      .filter(isStuck)
      .map((item) => ({ ...named(milestone), since: item.since, item, isYours: putsRight(item, standing) })),
    ...obstacles.map((obstacle) => ({ ...named(milestone), since: obstacle.since, obstacle, isYours: false })),
    ...(hasStarted || !isLate ? [] : [{ ...named(milestone), since: createdAt, isYours: false }]),
  ];
}

/** What has no date comes last. Dates are in letters that sort by themselves, and many are compared. */
const byDue = (one: DeskRow, other: DeskRow): number =>
  inOrder(one.due ?? '9', other.due ?? '9') ||
  one.title.localeCompare(other.title) ||
  one.personId.localeCompare(other.personId);

const inOrder = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** Whether an item is asked for by a request, so that a request to its person can tell how far it got. */
export const isAskedFor = ({ act }: Pick<WorkItem, 'act'>): boolean => requestKindOf[act] !== undefined;
