// Documents as a field of a form: files that come with it, and those that the engagement has already, chosen by name.
import { findDocuments, findNewest } from '../../../db/documents.ts';
import type { Database } from '../../../db/database.ts';
import type { PackageFile } from '../../../domain/milestone.ts';
import type { Engagement } from '../../../domain/terms/engagement.ts';
import type { Words } from '../../../mail/messages/words.ts';
import type { DecisionForm } from '../../postedForm.ts';
import { sizeWords } from '../../shownFiles.ts';

export interface ShownDocuments {
  /** Uploaded with the form so far. */
  kept: (PackageFile & { size: string })[];
  /** There already; those that are chosen, and the newest of the others. */
  offered: { documentId: string; fileName: string; about: string; isChosen: boolean }[];
  /** There are more than are shown. */
  hasMore: boolean;
}

const newestShown = 6;
const foundShown = 20;

/** `documentIds`: uploaded with the form; `pickedIds`: there already; `find`: by what name others are looked for. */
type What = 'files' | 'uploads' | 'sha256' | 'documentIds' | 'pickedIds' | 'find';

/** As the reader of a form with files has them: by what stands before `documentIds` in the name of the field. */
const partOf = (what: What, name: string): string =>
  [what, ...[name.replace(/\.?documentIds$/, '')].filter(Boolean)].join('-');

const idsIn = (form: DecisionForm, what: What, name: string): string[] =>
  (form[partOf(what, name)] ?? '').split(/\s+/).filter(Boolean);

/** All that the field names. */
export const documentIdsIn = (form: DecisionForm, name: string): string[] => [
  ...new Set([...idsIn(form, 'documentIds', name), ...idsIn(form, 'pickedIds', name)]),
];

const soughtIn = (form: DecisionForm, name: string): string => form[partOf('find', name)]?.trim() ?? '';

/** Whether a button only looks for a document. */
export const isOnlyLooking = ({ step }: DecisionForm): boolean => step === 'find';

export async function documentsOf(
  db: Database,
  { engagementId, contract }: Pick<Engagement, 'engagementId' | 'contract'>,
  {
    form,
    name,
    words,
    except = [],
  }: { form: DecisionForm; name: string; words: Words; except?: readonly PackageFile[] },
): Promise<ShownDocuments> {
  const [kept = [], picked = []] = (['documentIds', 'pickedIds'] as const).map((what) => idsIn(form, what, name));
  const inOrder = async (ids: string[]): Promise<PackageFile[]> => {
    const files = await findDocuments(db, engagementId, ids);
    return ids.flatMap((id) => files.filter((each) => each.documentId === id));
  };
  const part = soughtIn(form, name);
  const limit = part === '' ? newestShown : foundShown;
  const others = await findNewest(db, engagementId, {
    ...{ part, limit: limit + 1 },
    except: { documentIds: [...kept, ...picked], sha256: except.map(({ sha256 }) => sha256) },
  });
  const size = ({ sizeBytes }: PackageFile): string => sizeWords(sizeBytes, words);
  const { timeZone } = contract.calendar;
  return {
    kept: (await inOrder(kept)).map((each) => ({ ...each, size: size(each) })),
    offered: [
      ...(await inOrder(picked)).map((each) => ({ ...each, about: size(each), isChosen: true })),
      ...others.slice(0, limit).map((each) => ({
        ...each,
        about: words.say('documents.about', { size: size(each), date: words.dateIn(each.uploadedAt, timeZone) }),
        isChosen: false,
      })),
    ],
    hasMore: others.length > limit,
  };
}

/** The field as its part of a page has it. */
export function documentsView({ kept, offered, hasMore }: ShownDocuments, name: string, form: DecisionForm) {
  const sought = soughtIn(form, name);
  const part = (what: What): string => partOf(what, name);
  const others = offered.filter(({ isChosen }) => !isChosen);
  return {
    names: {
      ...{ files: part('files'), uploads: part('uploads'), sha256: part('sha256') },
      ...{ documentIds: part('documentIds'), pickedIds: part('pickedIds'), find: part('find') },
    },
    documentIds: kept.map(({ documentId }) => documentId).join(' '),
    pickedIds: idsIn(form, 'pickedIds', name).join(' '),
    ...{ kept, sought, chosen: offered.filter(({ isChosen }) => isChosen), others },
    isFindable: hasMore || sought !== '',
    hasMore: hasMore && sought !== '',
    isNotFound: sought !== '' && others.length === 0,
  };
}
