// Systems outside that are told what happens, for their administrators: registered, given another secret, told no more; over the API's own operations.
import type { EventEndpoint } from '../../db/eventEndpoints.ts';
import { outgoingKinds } from '../../domain/outgoing/outgoingEvents.ts';
import { overlapHours } from '../../mail/endpointSecret.ts';
import type { Words } from '../../mail/messages/words.ts';
import { ask, mayHere } from './ask.ts';
import type { FormField } from './forms/model.ts';
import { operationPages, type OperationPage } from './forms/operationPage.ts';
import type { ListSection } from './lists.ts';
import type { PageCall, PageDependencies, PageRoute, Shown } from './pageRoute.ts';

const home = '/desk/administration';
const right = 'manageEndpoints';

const page = (
  path: string,
  operation: 'registerEventEndpoint' | 'changeEventEndpointSecret' | 'endEventEndpoint',
  fieldsIn: (words: Words) => FormField[],
): OperationPage => ({
  ...{ path: `${home}/endpoints/${path}`, operation, right, audited: 'service' },
  ...{ title: `admin.${operation}`, says: `admin.${operation}.says`, act: `admin.${operation}` },
  setting: (_deps, { words }) => ({
    ...{ crumb: words.say('desk.nav.administration'), crumbAt: home },
    parts: [{ id: 'act', legend: 'records.details', fields: fieldsIn(words) }],
  }),
  // Left out, it is told of every kind.
  body: ({ kinds, ...body }) => (Array.isArray(kinds) && kinds.length > 0 ? { ...body, kinds } : body),
  after: (answer, call) => secretIn(answer, call) ?? `${home}?done=${operation}`,
});

export const endpointPages: readonly PageRoute[] = operationPages([
  page('new', 'registerEventEndpoint', ({ say }) => [
    { name: 'label', kind: 'line', label: 'admin.endpointLabel' },
    { name: 'url', kind: 'line', label: 'admin.endpointUrl', hint: 'admin.endpointUrlHint' },
    {
      ...{ name: 'engagementIds', kind: 'lines', label: 'admin.engagementIds', hint: 'admin.engagementIdsHint' },
      isOptional: true,
    },
    {
      ...{ name: 'kinds', kind: 'several', label: 'admin.endpointKinds', isOptional: true },
      options: outgoingKinds.map((value) => ({ value, label: say(`admin.told.${value}`) })),
    },
  ]),
  page('{endpointId}/secret', 'changeEventEndpointSecret', () => []),
  page('{endpointId}/end', 'endEventEndpoint', () => [{ name: 'reason', kind: 'text', label: 'form.reason' }]),
]);

/** Shown in the answer to its form alone: it stands in no address, and is kept nowhere. */
function secretIn(answer: unknown, { words: { say } }: PageCall): Shown | undefined {
  const { secret, label, secretNumber } = answer as Partial<EventEndpoint> & { secret?: string };
  if (secret === undefined) return undefined;
  const changed = secretNumber === 1 ? undefined : say('admin.secretOverlap', { hours: overlapHours });
  return {
    page: 'deskSecret',
    values: { title: say('admin.secretOf', { label: label ?? '' }), secret, changed, crumbAt: home },
  };
}

/** With what each is told; undefined for who may not know. */
export async function endpointSection(deps: PageDependencies, call: PageCall): Promise<ListSection | undefined> {
  const { say, utc } = call.words;
  const found = await ask<{ items: EventEndpoint[] }>(deps, call, 'listEventEndpoints');
  if (!found) return undefined;
  const may = mayHere(call, right);
  return {
    ...{ id: 'endpoints', heading: say('admin.endpoints'), none: say('admin.noEndpoints') },
    ...(may ? { add: { href: `${home}/endpoints/new`, label: say('admin.registerEventEndpoint') } } : {}),
    rows: found.items.map(({ endpointId, label, url, engagementIds, kinds, createdAt, secretSince, ended }) => ({
      title: label,
      ...(ended ? { chip: say('admin.over') } : {}),
      facts: [
        url,
        [
          kinds ? kinds.map((each) => say(`admin.told.${each}`)).join(', ') : say('admin.toldAll'),
          ...(engagementIds ? [engagementIds.join(', ')] : []),
        ].join(' · '),
        say('desk.work.since', { date: utc(createdAt) }),
        secretSince && say('admin.secretSince', { at: utc(secretSince) }),
        ended?.reason,
      ],
      acts:
        may && !ended
          ? (['changeEventEndpointSecret', 'endEventEndpoint'] as const).map((operation, index) => ({
              href: `${home}/endpoints/${encodeURIComponent(endpointId)}/${['secret', 'end'][index]}`,
              label: say(`admin.${operation}`),
            }))
          : [],
    })),
  };
}
