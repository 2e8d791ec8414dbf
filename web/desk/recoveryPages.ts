// How administrators mend one milestone: what was given up tried again, and going on from its record, with a look at both before anything is done.
import type { GivenUp } from '../../db/outbox.ts';
import type { ObstacleKind } from '../../domain/records/obstacles.ts';
import type { MessageKey } from '../../mail/messages/words.ts';
import type { Disagreement, Mending } from '../../domain/records/agreement.ts';
import { ask, mayHere } from './ask.ts';
import type { FormField } from './forms/model.ts';
import { operationPages, type OperationPage, type Setting } from './forms/operationPage.ts';
import { listPage, type Link, type ListSection } from './lists.ts';
import { linksToTemporal } from './temporalLink.ts';
import type { PageCall, PageDependencies, PageRoute, Shown } from './pageRoute.ts';

const home = '/desk/administration';
const reason: FormField = { name: 'reason', kind: 'text', label: 'form.reason' };
const at = (milestoneId: string, act: 'retry' | 'recover' | 'publish'): string =>
  `${home}/milestones/${encodeURIComponent(milestoneId)}/${act}`;

interface Agreement {
  agrees: boolean;
  kind?: Disagreement;
  losesNothing?: boolean;
}

const back = ({ words, params: { milestoneId = '' } }: PageCall) => ({
  ...{ crumb: words.say('desk.nav.administration'), crumbAt: home, about: milestoneId },
});

const isRight = ({ words }: PageCall): FormField => ({
  ...{ name: 'recordIsRight', kind: 'several', label: 'admin.recordIsRight' },
  options: [{ value: 'true', label: words.say('admin.recordIsRight.says') }],
});

const isChosen = (recordIsRight: unknown): boolean => Array.isArray(recordIsRight) && recordIsRight.includes('true');

interface Disagreeing {
  milestoneId: string;
  kind: Disagreement;
  becomes: Mending;
}

interface Mended {
  milestoneId: string;
  kind?: Disagreement;
  becomes: Mending | 'agrees';
}

/** Looks at all, and names each with what is the matter and what would become of it: nothing is done before somebody chooses. */
async function recoveringSeveral(deps: PageDependencies, call: PageCall): Promise<Setting> {
  const { say } = call.words;
  // What is chosen is of the page that it was chosen on.
  const after = (call.form.after ?? call.query.after) || undefined;
  const found = await ask<{ items: Disagreeing[]; next?: string }>(deps, call, 'listDisagreements', {
    query: after === undefined ? {} : { after },
  });
  const next = found?.next;
  const options = (found?.items ?? []).map(({ milestoneId, kind, becomes }) => ({
    value: milestoneId,
    // One that is silent stays as it is whatever is said: its own words have the remedy.
    label: `${milestoneId}: ${say(`admin.disagrees.${kind}`)} ${kind === 'silent' ? '' : say(`admin.becomes.${becomes}`)}`,
  }));
  const which: FormField = { name: 'milestoneIds', kind: 'several', label: 'admin.disagreeing', options };
  const says: MessageKey =
    options.length === 0 ? 'admin.agreesAll' : next === undefined ? 'admin.disagreesAll' : 'admin.disagreesMore';
  const here: FormField = { name: 'after', kind: 'hidden', label: 'admin.disagreeing' };
  return {
    ...{ crumb: say('desk.nav.administration'), crumbAt: home },
    ...(next === undefined
      ? {}
      : { next: { href: `${home}/recovery?after=${encodeURIComponent(next)}`, label: say('desk.portfolio.later') } }),
    parts: [
      {
        ...{ id: 'act', legend: 'records.details', says },
        fields: options.length === 0 ? [reason] : [which, isRight(call), reason, here],
      },
    ],
  };
}

const mended = ({ items }: { items: Mended[] }, { words: { say } }: PageCall): Shown =>
  listPage({
    title: say('admin.recoverSeveral'),
    crumb: { href: home, label: say('desk.nav.administration') },
    links: [{ href: `${home}/recovery`, label: say('admin.recoverSeveral.again') }],
    sections: [
      {
        ...{ id: 'mended', heading: say('admin.mended'), none: say('admin.agreesAll') },
        rows: items.map(({ milestoneId, kind, becomes }) => ({
          title: milestoneId,
          chip: say(`admin.became.${becomes}`),
          tone: becomes === 'left' ? 'notMet' : 'met',
          facts: [becomes === 'left' && kind ? say(`admin.disagrees.${kind}`) : undefined],
        })),
      },
    ],
  });

/** Says what is found, and asks whether the record is right only where something would be lost. */
async function recovering(deps: PageDependencies, call: PageCall): Promise<Setting> {
  const { agrees, kind, losesNothing } = (await ask<Agreement>(deps, call, 'getAgreement')) ?? { agrees: true };
  const says: MessageKey = agrees || kind === undefined ? 'admin.agrees' : `admin.disagrees.${kind}`;
  const fields = agrees || losesNothing ? [reason] : [isRight(call), reason];
  return { ...back(call), parts: [{ id: 'act', legend: 'records.details', says, fields }] };
}

const pages: readonly OperationPage[] = [
  {
    ...{ path: `${home}/milestones/{milestoneId}/retry`, operation: 'retryEffects', right: 'retryEffects' },
    ...{
      audited: 'milestone',
      title: 'admin.retryEffects',
      says: 'admin.retryEffects.says',
      act: 'admin.retryEffects',
    },
    setting: (_deps, call) => ({ ...back(call), parts: [{ id: 'act', legend: 'records.details', fields: [reason] }] }),
  },
  {
    ...{ path: `${home}/milestones/{milestoneId}/publish`, operation: 'publishAgain', right: 'retryEffects' },
    ...{
      audited: 'milestone',
      title: 'admin.publishAgain',
      says: 'admin.publishAgain.says',
      act: 'admin.publishAgain',
    },
    setting: (_deps, call) => ({ ...back(call), parts: [{ id: 'act', legend: 'records.details', fields: [] }] }),
  },
  {
    ...{ path: `${home}/milestones/{milestoneId}/recover`, operation: 'recoverMilestone', right: 'recoverMilestones' },
    ...{ audited: 'milestone', title: 'admin.recoverMilestone', says: 'admin.recoverMilestone.says' },
    act: 'admin.recoverNow',
    setting: recovering,
    body: ({ recordIsRight, ...body }) => ({ ...body, recordIsRight: isChosen(recordIsRight) }),
  },
  {
    ...{ path: `${home}/recovery`, operation: 'recoverSeveral', right: 'recoverMilestones', audited: 'service' },
    ...{ title: 'admin.recoverSeveral', says: 'admin.recoverSeveral.says', act: 'admin.recoverNow' },
    setting: recoveringSeveral,
    body: ({ recordIsRight, after: _page, ...body }) => ({ ...body, recordIsRight: isChosen(recordIsRight) }),
    after: (answer, call) => mended(answer as { items: Mended[] }, call),
  },
  {
    ...{ path: `${home}/effects`, operation: 'retryEffectsOfNone', right: 'retryEffects', audited: 'service' },
    ...{ title: 'admin.retryEffectsOfNone', says: 'admin.retryEffectsOfNone.says', act: 'admin.retryEffects' },
    async setting(deps, call) {
      const found = await ask<{ ofNone: GivenUp[] }>(deps, call, 'listGivenUpEffects');
      const options = (found?.ofNone ?? []).map(({ kind, effects }) => ({
        value: kind,
        label: `${call.words.say(`admin.effect.${kind}`)} (${call.words.number(effects)})`,
      }));
      const kind: FormField = { name: 'kind', kind: 'choice', label: 'admin.effectKind', options };
      return {
        ...{ crumb: call.words.say('desk.nav.administration'), crumbAt: home },
        parts: [{ id: 'act', legend: 'records.details', fields: [kind, reason] }],
      };
    },
  },
];

export const recoveryPages: readonly PageRoute[] = operationPages(pages);

export const recoveryActs = ['retryEffects', 'recoverMilestone', 'publishAgain', 'retryEffectsOfNone'] as const;

/** What of a milestone keeps it from being published. */
const publishes: readonly ObstacleKind[] = ['publication', 'insufficient', 'files', 'store'];

/** What can be done about a milestone that is stuck. */
export function recoveryLinks(
  deps: PageDependencies,
  call: PageCall,
  { milestoneId, kind }: { milestoneId?: string | undefined; kind?: string | undefined },
): Link[] {
  const { say } = call.words;
  if (milestoneId === undefined) return [];
  const retry = { href: at(milestoneId, 'retry'), label: say('admin.retryEffects') };
  const publish = { href: at(milestoneId, 'publish'), label: say('admin.publishAgain') };
  const compare = { href: at(milestoneId, 'recover'), label: say('admin.recoverMilestone') };
  const isPublishing = publishes.some((each) => each === kind);
  return [
    ...(mayHere(call, 'retryEffects') ? [isPublishing ? publish : retry] : []),
    ...(mayHere(call, 'recoverMilestones') ? [compare] : []),
    ...linksToTemporal(deps, call, milestoneId),
  ];
}

export async function givenUpSection(deps: PageDependencies, call: PageCall): Promise<ListSection | undefined> {
  const { words } = call;
  const found = await ask<{ items: GivenUp[]; ofNone: Omit<GivenUp, 'milestoneId'>[] }>(
    deps,
    call,
    'listGivenUpEffects',
  );
  if (!found) return undefined;
  const factsOf = ({ effects, since }: Pick<GivenUp, 'effects' | 'since'>) => [
    words.say('admin.outbox.failed', { count: effects }),
    words.say('desk.work.since', { date: words.utc(since) }),
  ];
  return {
    ...{ id: 'givenUp', heading: words.say('admin.givenUp'), none: words.say('admin.noGivenUp') },
    add: mayHere(call, 'recoverMilestones')
      ? { href: `${home}/recovery`, label: words.say('admin.recoverSeveral') }
      : undefined,
    rows: [
      ...found.items.map(({ milestoneId, kind, ...given }) => ({
        ...{ title: milestoneId, chip: words.say(`admin.effect.${kind}`), tone: 'notMet' as const },
        facts: [...factsOf(given), kind === 'mail' ? words.say('admin.mailsStay') : undefined],
        acts: kind === 'mail' ? [] : recoveryLinks(deps, call, { milestoneId }).slice(0, 1),
      })),
      ...found.ofNone.map(({ kind, ...given }) => ({
        ...{ title: words.say(`admin.effect.${kind}`), chip: words.say('admin.ofNone'), tone: 'notMet' as const },
        facts: factsOf(given),
        acts: mayHere(call, 'retryEffects')
          ? [{ href: `${home}/effects?kind=${kind}`, label: words.say('admin.retryEffects') }]
          : [],
      })),
    ],
  };
}
