// The administrator's pages: what is stuck, which effects failed and which files were kept aside, keys of systems, roles, sessions, departures and barriers; over the API's own operations.
import type { ObstacleKind } from '../../domain/records/obstacles.ts';
import { installationRoles, keyRoles } from '../../domain/access/rights.ts';
import type { MessageKey, Words } from '../../mail/messages/words.ts';
import { roleNamed, roleOptions, rolesNamed } from '../roleWords.ts';
import { ask, mayHere } from './ask.ts';
import { engagementHref } from './engagementHref.ts';
import type { FormField } from './forms/model.ts';
import { operationPages, type OperationPage } from './forms/operationPage.ts';
import { openingLink, openingPages } from './openingPages.ts';
import { backlogSections, healthSections } from './healthSections.ts';
import { endpointPages, endpointSection } from './endpointPages.ts';
import { quarantinePages, quarantineSection } from './quarantinePages.ts';
import { givenUpSection, recoveryActs, recoveryLinks, recoveryPages } from './recoveryPages.ts';
import { listPage, type ListSection } from './lists.ts';
import type { PageCall, PageDependencies, PageRoute, Shown } from './pageRoute.ts';

const home = '/desk/administration';
const reason: FormField = { name: 'reason', kind: 'text', label: 'form.reason' };
const address: FormField = { name: 'address', kind: 'email', label: 'form.person.email' };

/** As UTC, which the label says. */
const instant = (name: string, label: MessageKey): FormField => ({
  ...{ name, kind: 'instant', label, hint: 'admin.utc', isOptional: true, isShort: true },
  read: (text) => (text === '' ? undefined : /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text) ? `${text}:00Z` : text),
});

const noOrYes = ['no', 'yes'] as const;

const setting =
  (fields: Fields): OperationPage['setting'] =>
  (_deps, { words }) => ({
    ...{ crumb: words.say('desk.nav.administration'), crumbAt: home },
    parts: [{ id: 'act', legend: 'records.details', fields: typeof fields === 'function' ? fields(words) : fields }],
  });

/** Made anew for each reader where their options have words. */
type Fields = FormField[] | ((words: Words) => FormField[]);
type Form = [path: string, operation: string, right: OperationPage['right'], fields: Fields];

const sha256: FormField = { name: 'keySha256', kind: 'line', label: 'admin.keySha256', hint: 'admin.keySha256Hint' };
const engagementIds: FormField = {
  ...{
    name: 'engagementIds',
    kind: 'lines',
    label: 'admin.engagementIds',
    hint: 'admin.engagementIdsHint',
    isOptional: true,
  },
};

const forms: Form[] = [
  [
    'keys/new',
    'registerApiKey',
    'manageKeys',
    (words) => [
      { name: 'label', kind: 'line', label: 'admin.keyLabel' },
      sha256,
      { name: 'roles', kind: 'several', label: 'admin.keyRoles', options: roleOptions(words, keyRoles) },
      engagementIds,
      {
        ...{ name: 'isReadOnly', kind: 'choice', label: 'admin.isReadOnly', usual: 'false', isShort: true },
        read: (text) => text === 'true',
        options: noOrYes.map((each) => ({ value: `${each === 'yes'}`, label: words.say(`admin.${each}`) })),
      },
      instant('expiresAt', 'admin.expiresAt'),
    ],
  ],
  [
    'keys/{keyId}/rotate',
    'rotateApiKey',
    'manageKeys',
    [sha256, instant('expiresAt', 'admin.expiresAt'), instant('previousUntil', 'admin.previousUntil')],
  ],
  ['keys/{keyId}/revoke', 'revokeApiKey', 'manageKeys', [reason]],
  [
    'roles/new',
    'giveRole',
    'manageAccess',
    (words) => [
      address,
      {
        name: 'role',
        kind: 'choice',
        label: 'form.person.role',
        mustChoose: true,
        options: roleOptions(words, installationRoles),
      },
      instant('validFrom', 'admin.validFrom'),
      instant('validUntil', 'admin.validUntil'),
      reason,
    ],
  ],
  ['roles/{grantId}/end', 'endRole', 'manageAccess', [reason]],
  ['sessions/{sessionId}/end', 'endSession', 'manageAccess', [reason]],
  ['departures/new', 'recordDeparture', 'manageAccess', [address, instant('leavesAt', 'admin.leavesAt'), reason]],
  ['departures/{departureId}/take-back', 'takeBackDeparture', 'manageAccess', [reason]],
  [
    'barriers/new',
    'setBarrier',
    'manageBarriers',
    [{ name: 'engagementId', kind: 'line', label: 'admin.engagementId' }, address, reason],
  ],
  ['barriers/{barrierId}/lift', 'liftBarrier', 'manageBarriers', [reason]],
  ['webhooks/{webhookId}/replay', 'replayWebhook', 'retryEffects', []],
  [
    'engagements/{engagementId}/open',
    'openEngagement',
    'breakGlass',
    [
      { ...reason, hint: 'admin.openingReason' },
      {
        ...{ name: 'minutes', kind: 'line', label: 'admin.minutes', usual: '60', isShort: true },
        read: (text) => (/^\d+$/.test(text) ? Number(text) : text),
      },
    ],
  ],
];

type Titled =
  | 'registerApiKey'
  | 'rotateApiKey'
  | 'revokeApiKey'
  | 'giveRole'
  | 'endRole'
  | 'endSession'
  | 'recordDeparture'
  | 'takeBackDeparture'
  | 'setBarrier'
  | 'liftBarrier'
  | 'replayWebhook'
  | 'openEngagement';

/** What is done about one of these is on its record. */
const auditedOn: Partial<Record<string, OperationPage['audited']>> = {
  openEngagement: 'engagement',
};

const pages = forms.map(([path, operation, right, fields]): OperationPage => {
  const title = `admin.${operation as Titled}` as const;
  return {
    ...{ path: `${home}/${path}`, operation, right, audited: auditedOn[operation] ?? 'service' },
    ...{ title, says: `${title}.says`, act: title },
    setting: setting(fields),
    after: (_answer, { params: { engagementId } }) =>
      engagementId === undefined ? `${home}?done=${operation}` : engagementHref(engagementId),
  };
});

export const administrationPages: readonly PageRoute[] = [
  {
    ...{
      method: 'get',
      path: home,
      name: 'administration',
      right: 'none',
      audited: { as: 'recordRead', on: 'service' },
    },
    handle: (deps, call) => administration(deps, call),
  },
  ...openingPages,
  ...endpointPages,
  ...recoveryPages,
  ...quarantinePages,
  ...operationPages(pages),
];

interface Items {
  items: Record<string, unknown>[];
}
type Row = Record<string, string | undefined>;
interface Section {
  id: string;
  operation: string;
  query?: object;
  heading: MessageKey;
  none: MessageKey;
  /** The form that adds one. */
  add?: Titled;
  row(each: Row, words: Words): Omit<ListSection['rows'][number], 'acts'>;
  /** By which forms what is done about one, while it stands. */
  acts?: readonly Titled[];
  isOver?(each: Record<string, unknown>): boolean;
}

const at = (value: string | undefined, { utc }: Words): string => (value === undefined ? '' : utc(value));
const list = (value: unknown): string => (Array.isArray(value) ? value.join(', ') : '');

const sections: readonly Section[] = [
  {
    ...{ id: 'obstacles', operation: 'listObstacles', heading: 'admin.obstacles', none: 'admin.noObstacles' },
    row: (each, words) => ({
      title: each.milestoneId ?? '',
      chip: each.kind,
      tone: 'notMet',
      facts: [
        // By kind alone: the reasons are of the engagement, which administrators do not see.
        words.say(`admin.stuck.${each.kind as ObstacleKind}`),
        words.say('desk.work.since', { date: at(each.since, words) }),
      ],
    }),
  },
  {
    ...{ id: 'effects', operation: 'listWebhookDeliveries', query: { status: 'dead', limit: '200' } },
    ...{ heading: 'admin.effects', none: 'admin.noEffects', acts: ['replayWebhook'] },
    row: (each, words) => ({
      title: each.type ?? '',
      chip: each.status,
      tone: 'notMet',
      facts: [each.lastError, at(each.queuedAt, words)],
    }),
  },
  {
    ...{ id: 'keys', operation: 'listApiKeys', heading: 'admin.keys', none: 'admin.noKeys', add: 'registerApiKey' },
    acts: ['rotateApiKey', 'revokeApiKey'],
    isOver: (each) => each.revoked !== undefined,
    row: (each, words) => ({
      ...{ title: each.label ?? '', chip: each.status, tone: each.status === 'valid' ? 'met' : 'notMet' },
      facts: [
        `${each.keyId}: ${rolesNamed(words, each.roles)}${each.engagementIds ? ` (${list(each.engagementIds)})` : ''}`,
        at(each.createdAt, words),
      ],
    }),
  },
  {
    ...{ id: 'roles', operation: 'listRoleGrants', heading: 'admin.roles', none: 'admin.noRoles', add: 'giveRole' },
    acts: ['endRole'],
    isOver: (each) => each.ended !== undefined,
    row: (each, words) => ({
      ...{ title: each.address ?? '', chip: roleNamed(words, each.role ?? '') },
      facts: [
        each.reason,
        each.validUntil === undefined
          ? words.say('desk.work.since', { date: at(each.validFrom, words) })
          : words.say('admin.from', { from: at(each.validFrom, words), until: at(each.validUntil, words) }),
      ],
    }),
  },
  {
    ...{
      id: 'sessions',
      operation: 'listSessions',
      heading: 'admin.sessions',
      none: 'admin.noSessions',
      acts: ['endSession'],
    },
    isOver: (each) => each.ended !== undefined,
    row: (each, words) => ({
      title: each.name ?? '',
      facts: [each.address, words.say('admin.lastUsed', { at: at(each.lastUsedAt, words) })],
    }),
  },
  {
    ...{ id: 'departures', operation: 'listDepartures', heading: 'admin.departures', none: 'admin.noDepartures' },
    ...{ add: 'recordDeparture', acts: ['takeBackDeparture'] },
    isOver: (each) => each.takenBack !== undefined,
    row: (each, words) => ({ title: each.address ?? '', facts: [each.reason, at(each.leavesAt, words)] }),
  },
  {
    ...{ id: 'openings', operation: 'listOpenings', heading: 'admin.openings', none: 'admin.noOpenings' },
    isOver: (each) => String(each.endsAt) <= new Date().toISOString(),
    row: (each, words) => ({
      title: `${each.name} · ${each.engagementId}`,
      facts: [each.reason, words.say('admin.from', { from: at(each.openedAt, words), until: at(each.endsAt, words) })],
    }),
  },
  {
    ...{
      id: 'barriers',
      operation: 'listBarriers',
      heading: 'admin.barriers',
      none: 'admin.noBarriers',
      add: 'setBarrier',
    },
    acts: ['liftBarrier'],
    isOver: (each) => each.lifted !== undefined,
    row: (each, words) => ({
      title: `${each.address} · ${each.engagementId}`,
      facts: [each.reason, at(each.setAt, words)],
    }),
  },
];

const ofOthers = ['endEventEndpoint', ...recoveryActs] as const;

const doneIn = (name: string | undefined): Titled | (typeof ofOthers)[number] | undefined =>
  ofOthers.find((each) => each === name) ?? (forms.find((each) => each[1] === name)?.[1] as Titled | undefined);

const formOf = (operation: Titled): Form | undefined => forms.find((each) => each[1] === operation);

async function administration(deps: PageDependencies, call: PageCall): Promise<Shown> {
  const { words, query } = call;
  const { say } = words;
  const found = await Promise.all(
    sections.map((each) => ask<Items>(deps, call, each.operation, { query: each.query ?? {} })),
  );
  const done = doneIn(query.done);
  return listPage({
    title: say('desk.nav.administration'),
    ...(found.every((each) => each === undefined) ? { says: say('admin.nothing') } : {}),
    done: done && say('admin.done', { what: say(`admin.${done}`) }),
    sections: [
      ...(await healthSections(deps, call)),
      ...(await backlogSections(deps, call)),
      await givenUpSection(deps, call),
      await quarantineSection(deps, call),
      ...sections.map((section, index) => sectionOf(section, found[index], call, deps)),
      await endpointSection(deps, call),
    ],
  });
}

function sectionOf(
  section: Section,
  found: Items | undefined,
  call: PageCall,
  deps: PageDependencies,
): ListSection | undefined {
  const { say } = call.words;
  if (!found) return undefined;
  const linked = (operation: Titled, each: Row = {}) => {
    const [path = '', , right] = formOf(operation) ?? [];
    if (right === undefined || !mayHere(call, right)) return [];
    const href = `${home}/${path.replace(/\{(\w+)\}/, (_, name: string) => encodeURIComponent(each[name] ?? ''))}`;
    return [{ href, label: say(`admin.${operation}`) }];
  };
  return {
    ...{ id: section.id, heading: say(section.heading as 'admin.keys'), none: say(section.none as 'admin.noKeys') },
    add: section.id === 'openings' ? openingLink(call) : section.add && linked(section.add)[0],
    rows: found.items.map((each) => ({
      ...section.row(each as Row, call.words),
      ...(section.isOver?.(each) ? { chip: say('admin.over') } : {}),
      acts: section.isOver?.(each)
        ? []
        : [
            ...(section.acts ?? []).flatMap((act) => linked(act, each as Row)),
            ...(section.id === 'obstacles' ? recoveryLinks(deps, call, each as Row) : []),
          ],
    })),
  };
}
