// Files that the scanner kept aside, for administrators: which there are, and releasing or removing one after a look at it; over the API's own operations.
import { settlements, type Settled, type Settlement } from '../../domain/compilation/quarantine.ts';
import type { Words } from '../../mail/messages/words.ts';
import { sizeWords } from '../shownFiles.ts';
import { ask, mayHere } from './ask.ts';
import { operationPages, type OperationPage } from './forms/operationPage.ts';
import { listPage, type Link, type ListRow, type ListSection } from './lists.ts';
import type { PageCall, PageDependencies, PageRoute, Shown } from './pageRoute.ts';

const home = '/desk/administration';
const path = `${home}/quarantine`;
/** On the page of everything an administrator looks after. */
const shownThere = '20';
const shownAtOnce = '100';

interface File {
  quarantineId: string;
  engagementId: string;
  fileName: string;
  contentType?: string;
  sizeBytes: number;
  sha256: string;
  foundAs: string;
  uploadedBy: string;
  quarantinedAt: string;
  keptUntil: string;
  settled?: Settled;
}
interface Listed {
  items: File[];
  next?: string;
}

const operations = { released: 'releaseQuarantinedFile', removed: 'removeQuarantinedFile' } as const;
const acts = { released: 'release', removed: 'removal' } as const;

const settling = (outcome: Settlement): OperationPage => ({
  ...{ path: `${path}/{quarantineId}/${acts[outcome]}`, operation: operations[outcome], right: 'settleQuarantine' },
  ...{ audited: 'service', title: `admin.aside.${outcome}`, says: `admin.aside.${outcome}.says` },
  act: `admin.aside.${outcome}`,
  async setting(deps, call) {
    const { words } = call;
    const file = await ask<File>(deps, call, 'getQuarantinedFile');
    return {
      ...{ crumb: words.say('admin.aside'), crumbAt: path },
      ...(file ? { about: file.fileName, facts: factsOf(file, words) } : {}),
      parts: [
        { id: 'act', legend: 'records.details', fields: [{ name: 'reason', kind: 'text', label: 'form.reason' }] },
      ],
    };
  },
});

export const quarantinePages: readonly PageRoute[] = [
  {
    ...{ method: 'get', path, name: 'quarantine', right: 'readQuarantine' },
    audited: { as: 'recordRead', on: 'service' },
    handle: (deps, call) => listed(deps, call),
  },
  ...operationPages(settlements.map(settling)),
];

async function listed(deps: PageDependencies, call: PageCall): Promise<Shown> {
  const { words, query } = call;
  const { say } = words;
  const { after, done } = query;
  const found = await ask<Listed>(deps, call, 'listQuarantinedFiles', {
    query: { limit: shownAtOnce, ...(after === undefined ? {} : { after }) },
  });
  const settled = settlements.find((each) => operations[each] === done);
  const next = found?.next;
  return listPage({
    ...{ title: say('admin.aside'), says: say('admin.aside.says') },
    crumb: { href: home, label: say('desk.nav.administration') },
    done: settled && say('admin.done', { what: say(`admin.aside.${settled}`) }),
    sections: [
      {
        ...{ id: 'aside', heading: say('admin.aside.files'), none: say('admin.aside.none') },
        rows: (found?.items ?? []).map((each) => rowOf(each, call)),
      },
    ],
    ...(next === undefined
      ? {}
      : { next: { href: `${path}?after=${encodeURIComponent(next)}`, label: say('desk.portfolio.later') } }),
  });
}

/** Those that wait; undefined for who may not see them. */
export async function quarantineSection(deps: PageDependencies, call: PageCall): Promise<ListSection | undefined> {
  const { say } = call.words;
  const found = await ask<Listed>(deps, call, 'listQuarantinedFiles', {
    query: { waiting: 'true', limit: shownThere },
  });
  if (!found) return undefined;
  return {
    ...{ id: 'aside', heading: say('admin.aside'), none: say('admin.aside.noneWaits') },
    add: { href: path, label: say('admin.aside.all') },
    rows: found.items.map((each) => rowOf(each, call)),
  };
}

function rowOf(file: File, call: PageCall): ListRow {
  const { say } = call.words;
  const { fileName, foundAs, settled } = file;
  return {
    title: fileName,
    ...(settled
      ? { chip: say(`admin.aside.was.${settled.outcome}`) }
      : { chip: foundAs, tone: 'notMet', acts: actsOn(file, call) }),
    facts: factsOf(file, call.words),
  };
}

function actsOn({ quarantineId }: File, call: PageCall): Link[] {
  if (!mayHere(call, 'settleQuarantine')) return [];
  return settlements.map((each) => ({
    href: `${path}/${encodeURIComponent(quarantineId)}/${acts[each]}`,
    label: call.words.say(`admin.aside.${each}`),
  }));
}

/** By ID, as administrators see whatever is of an engagement. */
function factsOf(file: File, words: Words): string[] {
  const { engagementId, uploadedBy, contentType, sizeBytes, sha256, foundAs, quarantinedAt, keptUntil, settled } = file;
  const { say } = words;
  const at = (instant: string): string => words.utc(instant);
  return [
    say('admin.aside.found', { foundAs, at: at(quarantinedAt) }),
    say('admin.aside.whose', { engagement: engagementId, uploader: uploadedBy }),
    [sizeWords(sizeBytes, words), ...(contentType ? [contentType] : []), `SHA-256 ${sha256}`].join(' · '),
    settled
      ? say('admin.aside.settled', {
          outcome: settled.outcome,
          by: settled.by,
          at: at(settled.at),
          reason: settled.reason,
        })
      : say('admin.aside.until', { at: at(keptUntil) }),
  ];
}
