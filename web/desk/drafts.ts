// Drafts of who is signed in: forms of new engagements and milestones as far as they got, sealed, and theirs alone.
import { mayAnywhere, mayIn } from '../../domain/access/holders.ts';
import type { Engagement } from '../../domain/terms/engagement.ts';
import { asJob } from '../../db/inScope.ts';
import {
  draftDays,
  findDraft,
  keepDraft,
  listDrafts,
  mentionOfMailbox,
  mentionOfPerson,
  removeDraft,
  type SealedDraft,
} from '../../db/drafts.ts';
import { DataKeyGone } from '../../storage/encryption/dataKeys.ts';
import { sealBytes, unsealBytes } from '../../storage/encryption/sealedBytes.ts';
import type { DecisionForm } from '../postedForm.ts';
import { engagementHref } from './engagementHref.ts';
import { newEngagementPath } from './engagementHref.ts';
import type { PageCall, PageDependencies, PageRoute } from './pageRoute.ts';

type Kind = SealedDraft['form'];

/** Of the page, not of what somebody entered. */
const passing = ['formToken', 'formId', 'step', 'templateName', 'templateKind', 'templateShared'];
/** Longer ones are forms that nobody fills in by hand. */
const mostBytes = 500_000;

const boundTo = (holderId: string, draftId: string): string => `draft ${draftId} of ${holderId}`;
const idOf = ({ formId = '' }: DecisionForm): string => formId.replace(/[^A-Za-z0-9-]/g, '').slice(0, 60);

/** Under the ID of its form, in the place of what it was before. A form with nothing in it is not kept. */
export async function keepAsDraft(
  { pool, dataKeys }: PageDependencies,
  { access, form, now }: PageCall,
  kind: Kind,
  engagement?: Engagement,
): Promise<string | undefined> {
  const draftId = idOf(form);
  const entered = Object.fromEntries(Object.entries(form).filter(([name, value]) => value && !passing.includes(name)));
  const content = Buffer.from(JSON.stringify(entered));
  if (draftId === '' || Object.keys(entered).length === 0 || content.length > mostBytes) return undefined;
  const key = await (engagement ? dataKeys.current(engagement.engagementId) : dataKeys.installation());
  const { keyId: holderId, session } = access;
  const own = session === undefined ? [] : [mentionOfMailbox(session.address)];
  await keepDraft(asJob(pool, 'signIn'), holderId, {
    ...{ draftId, form: kind, keyId: key.keyId, keptAt: now },
    ...(engagement ? { engagementId: engagement.engagementId } : {}),
    sealed: sealBytes(key, content, boundTo(holderId, draftId)),
    mentions: [...new Set([...own, ...mentionsIn(entered, engagement)])],
  });
  return draftId;
}

/** Addresses in it, and people of the engagement that it has by ID, by name or by address. */
function mentionsIn(form: DecisionForm, engagement?: Engagement): string[] {
  const texts = Object.entries(form).flatMap(([name, value = '']) => [name, value]);
  const all = texts.join('\n').toLowerCase();
  const addresses = all.match(/[^\s<>,;:()"]+@[^\s<>,;:()"]+/g) ?? [];
  const tokens = new Set(all.split(/[\s.]+/));
  const people = (engagement?.people ?? []).filter(
    ({ personId, name, email }) =>
      tokens.has(personId.toLowerCase()) || all.includes(name.toLowerCase()) || all.includes(email.toLowerCase()),
  );
  return [
    ...addresses.map(mentionOfMailbox),
    ...people.map(({ personId }) => mentionOfPerson(engagement?.engagementId ?? '', personId)),
  ];
}

/** Undefined for one that is not theirs, is of another form, or can be read no more. */
export async function draftOf(
  deps: PageDependencies,
  { access: { keyId }, query }: PageCall,
  kind: Kind,
  engagementId?: string,
): Promise<DecisionForm | undefined> {
  if (!query.draft) return undefined;
  const found = await findDraft(asJob(deps.pool, 'signIn'), keyId, query.draft);
  if (!found || found.form !== kind || found.engagementId !== engagementId) return undefined;
  const form = await opened(deps, keyId, found);
  return form && { ...form, formId: found.draftId };
}

async function opened(
  { dataKeys }: PageDependencies,
  holderId: string,
  { draftId, keyId, sealed }: SealedDraft,
): Promise<DecisionForm | undefined> {
  try {
    return JSON.parse(
      String(unsealBytes(await dataKeys.byId(keyId), sealed, boundTo(holderId, draftId))),
    ) as DecisionForm;
  } catch (error) {
    if (error instanceof DataKeyGone) return undefined;
    throw error;
  }
}

/** Once it was sent. */
export const dropDraft = ({ pool }: PageDependencies, { access: { keyId }, form }: PageCall): Promise<void> =>
  removeDraft(asJob(pool, 'signIn'), keyId, idOf(form));

/** What they may still go on with, the newest first. */
export async function draftsView(deps: PageDependencies, { access, words }: PageCall) {
  const { holder, keyId } = access;
  const all = (await listDrafts(asJob(deps.pool, 'signIn'), keyId)).filter(({ engagementId }) =>
    engagementId === undefined
      ? mayAnywhere(holder, 'registerEngagements')
      : mayIn(holder, 'runMilestones', engagementId),
  );
  const shown = await Promise.all(
    all.map(async (draft) => {
      const form = await opened(deps, keyId, draft);
      if (!form) return [];
      const { engagementId, draftId, keptAt } = draft;
      const goneOn = new Date(Date.parse(keptAt) + draftDays * 86_400_000).toISOString();
      const at = engagementId === undefined ? newEngagementPath : `${engagementHref(engagementId)}/new-milestone`;
      return [
        {
          ...{ draftId, at: `${at}?draft=${encodeURIComponent(draftId)}` },
          what: words.say(engagementId === undefined ? 'form.engagement.title' : 'form.plan.titleNew'),
          title: form['plan.title'] || form.name || words.say('draft.untitled'),
          kept: words.say('draft.kept', { date: words.dateIn(keptAt, 'UTC'), until: words.dateIn(goneOn, 'UTC') }),
        },
      ];
    }),
  );
  return shown.flat();
}

export const draftPages: readonly PageRoute[] = [
  {
    ...{ method: 'post', path: '/desk/drafts/removal', name: 'removeDraft', right: 'none' },
    audited: { as: 'nothing', on: 'service' },
    async handle({ pool }, { access: { keyId }, form }) {
      await removeDraft(asJob(pool, 'signIn'), keyId, form.draftId ?? '');
      return { goTo: '/desk' };
    },
  },
];
