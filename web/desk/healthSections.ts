// How the service is, for its administrators: each dependency, and what is to be sent. Decides nothing.
import { perform } from '../../api/http/operations.ts';
import type { OutboxCount } from '../../db/outbox.ts';
import { mayHere } from './ask.ts';
import type { ListSection } from './lists.ts';
import type { PageCall, PageDependencies } from './pageRoute.ts';

interface Health {
  dependencies: Record<string, { status: 'up' | 'down'; reason?: string }>;
  outbox?: OutboxCount[];
}

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
        ...{ title, chip: say(`admin.${status}`), tone: status === 'up' ? 'met' : 'notMet', facts: [why] },
      })),
    },
    {
      ...{ id: 'outbox', heading: say('admin.outbox'), none: say('admin.noOutbox') },
      rows: outbox.map(({ kind, status, effects, since }) => ({
        ...{ title: say(`admin.effect.${kind}`), chip: say(`admin.outbox.${status}`, { count: effects }) },
        ...(status === 'failed' ? { tone: 'notMet' as const } : {}),
        facts: [say('desk.work.since', { date: words.instant(since, 'UTC') })],
      })),
    },
  ];
}
