// Amending the contract terms of an engagement: the terms as they are in a form, what would come of it, and the operation of the API itself.
import { randomUUID } from 'node:crypto';
import { getEngagement } from '../../api/http/lookUps.ts';
import { perform } from '../../api/http/operations.ts';
import { parse } from '../../api/http/parse.ts';
import { assertMatches } from '../../api/http/preconditions.ts';
import { HttpProblem, problemOf } from '../../api/http/problems.ts';
import { tagOfTerms } from '../../api/http/termsTag.ts';
import { lookUpDocuments } from '../../db/documents.ts';
import { listTermsVersions } from '../../db/termsVersions.ts';
import { mayIn } from '../../domain/access/holders.ts';
import {
  termsVersion,
  withAmendedTerms,
  type AmendTerms,
  type ContractPatch,
} from '../../domain/terms/contractVersions.ts';
import type { Engagement } from '../../domain/terms/engagement.ts';
import type { DecisionForm } from '../postedForm.ts';
import { refusalIn as refusalWords } from '../problemWords.ts';
import { sizeWords } from '../shownFiles.ts';
import { deskActor } from './actPages.ts';
import { engagementHref, engagementPath } from './engagementHref.ts';
import type { Refusal } from './forms/faults.ts';
import { documentsOf, isOnlyLooking } from './forms/documents.ts';
import { formPage, isOnlyRows, refusalIn } from './forms/formPage.ts';
import { textOf, tidied } from './forms/model.ts';
import { readFormWithFiles, uploadsAt } from './formWithFiles.ts';
import type { PageCall, PageDependencies, PageRoute, Shown } from './pageRoute.ts';
import {
  asItStands,
  begunWith,
  changesBetween,
  commandOf,
  emptied,
  patchOf,
  rebased,
  type TermsChange,
} from './termsChanges.ts';
import { actPart, consentDocuments, contractParts, type TermsContext } from './termsForm.ts';

const path = `${engagementPath}/terms`;
const right = 'oversee';

export const termsPages: readonly PageRoute[] = [
  {
    ...{ method: 'get', path, name: 'amendTerms.form', right, audited: { as: 'recordRead', on: 'engagement' } },
    async handle(deps, call) {
      const context = await contextOf(deps, call, {});
      return amending(context, opened(context));
    },
  },
  {
    ...{ method: 'post', path, name: 'amendTerms.look', right, asks: 'amendTerms', takesFiles: true },
    // Files are kept by it, whatever becomes of the amendment.
    audited: { as: 'administered', on: 'engagement' },
    handle: (deps, call) => look(deps, call),
  },
  {
    ...{ method: 'post', path: `${path}/changed`, name: 'amendTerms.change', right },
    audited: { as: 'recordRead', on: 'engagement' },
    handle: async (deps, call) => amending(await contextOf(deps, call, call.form), call.form),
  },
  {
    ...{ method: 'post', path: `${path}/confirmed`, name: 'amendTerms.act', right, asks: 'amendTerms' },
    audited: { as: 'administered', on: 'engagement' },
    handle: (deps, call) => amend(deps, call),
  },
];

async function contextOf({ db }: PageDependencies, call: PageCall, form: DecisionForm): Promise<TermsContext> {
  const engagement = await getEngagement(db, call.params.engagementId ?? '');
  const { words } = call;
  return {
    ...{ engagement, words, personId: deskActor(call, { engagement }).personId },
    documents: await documentsOf(db, engagement, { form, name: consentDocuments, words }),
  };
}

const wasPrefix = 'was.';

/** As the terms are, with what tells them from those of another day. */
function opened(context: TermsContext, form: DecisionForm = begunWith(context)): DecisionForm {
  const now = begunWith(context);
  const was = Object.entries(now).flatMap(([name, value]) => (value ? [[`${wasPrefix}${name}`, value]] : []));
  const others = Object.entries(form).filter(([name]) => !name.startsWith(wasPrefix));
  return { ...Object.fromEntries([...others, ...was]), tag: tagOfTerms(context.engagement) };
}

const wasIn = (form: DecisionForm): DecisionForm =>
  Object.fromEntries(
    Object.entries(form).flatMap(([name, value]) =>
      name.startsWith(wasPrefix) ? [[name.slice(wasPrefix.length), value]] : [],
    ),
  );

function amending(context: TermsContext, form: DecisionForm, refusal?: Refusal): Shown {
  const { engagement, words, personId } = context;
  const { say } = words;
  const at = engagementHref(engagement.engagementId);
  const contract = contractParts(context);
  return formPage(
    {
      ...{ title: say('terms.title'), says: say('terms.says'), action: `${at}/terms`, act: say('act.look') },
      ...{ crumb: engagement.name, crumbAt: at, finishHint: say('act.lookHint') },
      uploadsAt: uploadsAt(engagement.engagementId, personId),
      hidden: Object.entries(form).flatMap(([name, value]) =>
        name === 'tag' || name.startsWith(wasPrefix) ? [{ name, value }] : [],
      ),
      asItStands: asItStands(contract, engagement.contract),
    },
    [...contract, actPart(context)],
    { form, refusal: refusal && { ...refusal, people: engagement.people } },
    words,
  );
}

/** What somebody changed stays, all else is as it is now; and they are told what others changed. */
function amendedMeanwhile(context: TermsContext, form: DecisionForm): Shown {
  const { engagement, words } = context;
  const parts = contractParts(context);
  const [was, now] = [wasIn(form), begunWith(context)];
  const theirs = changesBetween(parts, was, now, words).map(
    ({ label, ...change }) => `${label}: ${words.say('terms.fromTo', change)}`,
  );
  const version = String(termsVersion(engagement));
  return amending(context, opened(context, rebased(parts, { form, was, now })), {
    message: words.say('terms.meanwhile', { version }),
    details: [words.say('terms.meanwhile', { version }), ...theirs],
  });
}

const isMeanwhile = (error: unknown): boolean => error instanceof HttpProblem && error.code === 'PRECONDITION_FAILED';

/** In the field that it is about; what is about the whole contract is about none. */
function refusalOf(error: unknown): Refusal {
  const refusal = refusalIn(error);
  return refusal.field === 'contract' ? { ...refusal, field: undefined } : refusal;
}

/** As the operation takes it. */
function bodyIn(context: TermsContext, form: DecisionForm): Record<string, unknown> {
  const { engagement, personId } = context;
  return {
    ...commandOf(actPart(context), form),
    ...{ personId, contract: patchOf(contractParts(context), form, engagement.contract) },
  };
}

async function look(deps: PageDependencies, call: PageCall): Promise<Shown> {
  const before = await contextOf(deps, call, {});
  const { engagementId } = before.engagement;
  const { form: posted, problem } = await readFormWithFiles(deps, engagementId, deskActor(call, before), call);
  const context = await contextOf(deps, call, posted);
  const parts = contractParts(context);
  const form = tidied({ ...posted, formId: posted.formId ?? randomUUID() }, parts);
  if (problem) {
    const message = refusalWords(call.words, problem, problemOf(problem));
    return amending(context, form, { message, details: [], field: consentDocuments });
  }
  if (isOnlyRows(form) || isOnlyLooking(form)) return amending(context, form);
  try {
    const { engagement } = context;
    assertMatches(form.tag ?? '', tagOfTerms(engagement));
    const missing = emptied(parts, form);
    if (missing.length > 0) return amending(context, form, { message: '', details: missing });
    const { body: shape } = deps.operations('amendTerms');
    const body = (shape ? parse(shape, bodyIn(context, form)) : {}) as AmendTerms & { contract: ContractPatch };
    const { contract: patch, ...command } = body;
    const found = await lookUpDocuments(deps.db, engagement.engagementId, command.consent?.documentIds ?? []);
    return previewOf(context, form, withAmendedTerms(engagement, { command, patch }, found, call.now));
  } catch (error) {
    return isMeanwhile(error) ? amendedMeanwhile(context, form) : amending(context, form, refusalOf(error));
  }
}

async function amend(deps: PageDependencies, call: PageCall): Promise<Shown> {
  const context = await contextOf(deps, call, call.form);
  const form = tidied(call.form, contractParts(context));
  const done = { goTo: `${engagementHref(context.engagement.engagementId)}?done=terms` };
  const { params, access: key, request, response } = call;
  request.headers['if-match'] = form.tag || '""';
  try {
    const body = bodyIn(context, form);
    await perform(deps.operations('amendTerms'), deps, { params, body, key, request, response });
    return done;
  } catch (error) {
    if (!isMeanwhile(error)) return amending(context, form, refusalOf(error));
    const now = await contextOf(deps, call, form);
    return (await isThis(deps, now, form)) ? done : amendedMeanwhile(now, form);
  }
}

/** Whether the newest version is what this very form made, by a button that was pressed twice. */
async function isThis({ db }: PageDependencies, { engagement, personId }: TermsContext, form: DecisionForm) {
  const newest = (await listTermsVersions(db, engagement.engagementId)).at(-1);
  return (
    newest?.amendedBy === personId &&
    newest.reference === textOf(form, 'reference') &&
    newest.reason === textOf(form, 'reason').replace(/\r\n/g, '\n')
  );
}

/** As others than the rules have it, too: what comes with a change by itself is named as the API does. */
function allChanges({ engagement, words }: TermsContext, after: Engagement): TermsChange[] {
  const parts = contractParts({ engagement, words });
  const [was, becomes] = [engagement, after].map((each) => asItStands(parts, each.contract));
  const valueOf = (list: typeof was, path: string): string =>
    list?.find((each) => each.path === path)?.value ?? words.say('terms.nothing');
  const paths = [...new Set([...(was ?? []), ...(becomes ?? [])].map(({ path: each }) => each))];
  return [
    ...changesBetween(parts, begunWith({ engagement, words }), begunWith({ engagement: after, words }), words),
    ...paths
      .map((each) => ({ label: each, was: valueOf(was, each), becomes: valueOf(becomes, each) }))
      .filter((each) => each.was !== each.becomes),
  ];
}

function previewOf(
  context: TermsContext,
  form: DecisionForm,
  { engagement: after, version }: ReturnType<typeof withAmendedTerms>,
): Shown {
  const { engagement, words } = context;
  const { say } = words;
  const at = engagementHref(engagement.engagementId);
  const { consent, reference, reason } = version;
  return {
    page: 'deskTermsPreview',
    values: {
      ...{ title: say('terms.title'), crumb: engagement.name, crumbAt: at, at: `${at}/terms` },
      ...{ formId: form.formId, reference, reason, changes: allChanges(context, after) },
      consent: consent && {
        says: say('terms.agreed', { name: nameIn(engagement, consent.byPersonId), date: words.date(consent.agreedOn) }),
        files: consent.files.map((each) => ({ ...each, size: sizeWords(each.sizeBytes, words) })),
      },
      effects: [
        say('terms.willBe', { version: String(version.version) }),
        say('terms.underWay'),
        say('terms.onRecord'),
      ],
      entered: Object.entries(form).flatMap(([name, value]) =>
        ['formToken', 'formId', 'step'].includes(name) || !value ? [] : [{ name, value }],
      ),
    },
  };
}

const nameIn = ({ people }: Engagement, id: string): string => people.find((each) => each.personId === id)?.name ?? id;

/** How the terms came about, for the page of their engagement. */
export async function termsView({ db }: PageDependencies, { access, words }: PageCall, engagement: Engagement) {
  const { engagementId, contract } = engagement;
  const versions = await listTermsVersions(db, engagementId);
  return {
    version: String(termsVersion(engagement)),
    ...(mayIn(access.holder, right, engagementId) ? { at: `${engagementHref(engagementId)}/terms` } : {}),
    versions: versions.reverse().map(({ version, reference, reason, amendedBy, amendedAt }) => ({
      ...{ version: String(version), reference },
      says: words.say('terms.by', {
        ...{ reason, name: nameIn(engagement, amendedBy) },
        date: words.dateIn(amendedAt, contract.calendar.timeZone),
      }),
    })),
  };
}
