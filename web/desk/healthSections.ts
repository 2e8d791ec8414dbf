// How the service is, for its administrators: each dependency, what is to be sent, what is under way and waits for sponsors, and who works. Decides nothing.
import { perform } from '../../api/http/operations.ts';
import type { OutboxCount } from '../../db/outbox.ts';
import type { Phase } from '../../domain/milestone.ts';
import { phaseNames } from '../../domain/phases.ts';
import type { MessageKey, Words } from '../../mail/messages/words.ts';
import { ask, mayHere } from './ask.ts';
import type { ListSection } from './lists.ts';
import { linksToTemporal } from './temporalLink.ts';
import type { PageCall, PageDependencies } from './pageRoute.ts';
import { phaseWord } from './phaseWords.ts';

interface Backlog {
  stages: { phase: Phase; open: number; overdue: number; earliestDeadline?: string }[];
  sponsors: { milestoneId: string; act: 'decideAsSponsor' | 'decideRevocation'; since: string; due?: string }[];
  workers: { identity: string; build: string; lastAskedAt: string }[];
}

interface Health {
  dependencies: Record<string, { status: 'up' | 'down'; reason?: string }>;
  outbox?: OutboxCount[];
}

const parts = {
  postgresql: 'admin.part.postgresql',
  temporal: 'admin.part.temporal',
  worker: 'admin.part.worker',
  smtp: 'admin.part.smtp',
  documentStore: 'admin.part.documentStore',
  scanner: 'admin.part.scanner',
} as const satisfies Record<string, MessageKey>;

/** A source of replies has the name that it was set up with. */
const partName = (name: string, { say }: Words): string =>
  name in parts ? say(parts[name as keyof typeof parts]) : name;

const order = Object.keys(phaseNames);
const inOrder = (one: { phase: Phase }, other: { phase: Phase }): number =>
  order.indexOf(one.phase) - order.indexOf(other.phase);

/** Each dependency, and what waits to be sent or was given up: to who may know of effects. */
export async function healthSections(deps: PageDependencies, call: PageCall): Promise<(ListSection | undefined)[]> {
  if (!mayHere(call, 'readEffects')) return [];
  const { words, access: key, request, response } = call;
  const { say } = words;
  const asked = { params: {}, key, request, response };
  const { dependencies, outbox = [] } = await perform<Health>(deps.operations('checkHealth'), deps, asked);
  return [
    {
      ...{ id: 'health', heading: say('admin.health'), none: '' },
      rows: Object.entries(dependencies).map(([title, { status, reason: why }]) => ({
        ...{
          title: partName(title, words),
          chip: say(`admin.${status}`),
          tone: status === 'up' ? 'met' : 'notMet',
          facts: [why],
        },
      })),
    },
    {
      ...{ id: 'outbox', heading: say('admin.outbox'), none: say('admin.noOutbox') },
      rows: outbox.map(({ kind, status, effects, since }) => ({
        ...{ title: say(`admin.effect.${kind}`), chip: say(`admin.outbox.${status}`, { count: effects }) },
        ...(status === 'failed' ? { tone: 'notMet' as const } : {}),
        facts: [say('desk.work.since', { date: words.utc(since) })],
      })),
    },
  ];
}

/** Counts and IDs alone: administrators see nothing of an engagement. */
export async function backlogSections(deps: PageDependencies, call: PageCall): Promise<(ListSection | undefined)[]> {
  const backlog = await ask<Backlog>(deps, call, 'readBacklog', {});
  if (!backlog) return [];
  const { words } = call;
  const { say } = words;
  const at = (instant: string): string => words.utc(instant);
  return [
    {
      ...{ id: 'stages', heading: say('admin.stages'), none: say('admin.noStages') },
      rows: [...backlog.stages].sort(inOrder).map(({ phase, open, overdue, earliestDeadline }) => ({
        ...{ title: phaseWord(words, phase), chip: say('admin.open', { count: open }) },
        ...(overdue > 0 ? { tone: 'notMet' as const } : {}),
        facts: [
          earliestDeadline === undefined
            ? undefined
            : say('admin.overdue', { count: overdue, date: at(earliestDeadline) }),
        ],
      })),
    },
    {
      ...{ id: 'sponsors', heading: say('admin.sponsors'), none: say('admin.noSponsors') },
      rows: backlog.sponsors.map(({ milestoneId, act, since, due }) => ({
        ...{ title: milestoneId, chip: say(`desk.act.${act}`), acts: linksToTemporal(deps, call, milestoneId) },
        facts: [
          say('desk.work.since', { date: at(since) }),
          due === undefined ? undefined : say('admin.due', { date: at(due) }),
        ],
      })),
    },
    {
      ...{ id: 'workers', heading: say('admin.workers'), none: say('admin.noWorkers') },
      rows: backlog.workers.map(({ identity, build, lastAskedAt }) => ({
        ...{ title: identity, facts: [build, say('admin.lastAsked', { at: at(lastAskedAt) })] },
      })),
    },
  ];
}
