// How administrators mend one milestone: what was given up tried again, and going on from its record, with a look at both before anything is done.
import type { GivenUp } from '../../db/outbox.ts';
import type { ObstacleKind } from '../../domain/records/obstacles.ts';
import type { MessageKey } from '../../mail/messages/words.ts';
import { ask, mayHere } from './ask.ts';
import type { FormField } from './forms/model.ts';
import { operationPages, type OperationPage, type Setting } from './forms/operationPage.ts';
import type { Link, ListSection } from './lists.ts';
import { linksToTemporal } from './temporalLink.ts';
import type { PageCall, PageDependencies, PageRoute } from './pageRoute.ts';

const home = '/desk/administration';
const reason: FormField = { name: 'reason', kind: 'text', label: 'form.reason' };
const at = (milestoneId: string, act: 'retry' | 'recover' | 'publish'): string =>
  `${home}/milestones/${encodeURIComponent(milestoneId)}/${act}`;

interface Agreement {
  agrees: boolean;
  kind?: 'missing' | 'behind' | 'ahead' | 'completed' | 'stuck' | 'silent' | 'unknown';
  losesNothing?: boolean;
}

const back = ({ words, params: { milestoneId = '' } }: PageCall) => ({
  ...{ crumb: words.say('desk.nav.administration'), crumbAt: home, about: milestoneId },
});

/** Says what is found, and asks whether the record is right only where something would be lost. */
async function recovering(deps: PageDependencies, call: PageCall): Promise<Setting> {
  const { agrees, kind, losesNothing } = (await ask<Agreement>(deps, call, 'getAgreement')) ?? { agrees: true };
  const says: MessageKey = agrees || kind === undefined ? 'admin.agrees' : `admin.disagrees.${kind}`;
  const isRight: FormField = {
    ...{ name: 'recordIsRight', kind: 'several', label: 'admin.recordIsRight' },
    options: [{ value: 'true', label: call.words.say('admin.recordIsRight.says') }],
    read: (text) => text.includes('true'),
  };
  const fields = agrees || losesNothing ? [reason] : [isRight, reason];
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
    body: ({ recordIsRight, ...body }) => ({ ...body, recordIsRight: recordIsRight === true }),
  },
];

export const recoveryPages: readonly PageRoute[] = operationPages(pages);

export const recoveryActs = ['retryEffects', 'recoverMilestone', 'publishAgain'] as const;

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
  const found = await ask<{ items: GivenUp[] }>(deps, call, 'listGivenUpEffects');
  if (!found) return undefined;
  return {
    ...{ id: 'givenUp', heading: words.say('admin.givenUp'), none: words.say('admin.noGivenUp') },
    rows: found.items.map(({ milestoneId, kind, effects, since }) => ({
      ...{ title: milestoneId, chip: words.say(`admin.effect.${kind}`), tone: 'notMet' },
      facts: [
        words.say('admin.outbox.failed', { count: effects }),
        words.say('desk.work.since', { date: words.instant(since, 'UTC') }),
        kind === 'mail' ? words.say('admin.mailsStay') : undefined,
      ],
      acts: kind === 'mail' ? [] : recoveryLinks(deps, call, { milestoneId }).slice(0, 1),
    })),
  };
}
