// The package as a form: what was entered, the files that came with it, and the submission that it makes. Rules nothing.
import { randomUUID } from 'node:crypto';
import type { RouteDependencies } from '../../api/http/dependencies.ts';
import { assertKept, orLetGo, takeFile } from '../../api/http/intake.ts';
import { PageProblem, PageRefusal } from '../problemWords.ts';
import { sizeWords } from '../shownFiles.ts';
import { perform } from '../../api/http/operations.ts';
import { completeUpload } from '../../api/http/resumable.ts';
import { HttpProblem } from '../../api/http/problems.ts';
import { assertFormOf } from '../../api/http/sessions.ts';
import { findDocuments, insertDocument } from '../../db/documents.ts';
import type { KeptFile } from '../../db/filesToRemove.ts';
import type { AssembledPackage } from '../../domain/compilation/deliverableCompilation.ts';
import { mayIn } from '../../domain/access/holders.ts';
import { SignOffError } from '../../domain/errors.ts';
import { currentPackage, type Milestone, type PackageFile } from '../../domain/milestone.ts';
import type { Actor } from '../../domain/people/people.ts';
import { formOf, type DecisionForm } from '../postedForm.ts';
import { receiveForm, type Admission, type ReceivedFile, type TakeFile } from '../receiveForm.ts';
import type { PageCall, PageDependencies } from './pageRoute.ts';

/** More at a time would be a folder for a deliverable; there is a next time. */
const filesAtOnce = 50;

const filled = (form: DecisionForm, name: string): string | undefined => form[name]?.trim() || undefined;
export const idsOf = (form: DecisionForm, deliverableId: string): string[] =>
  (filled(form, `documentIds-${deliverableId}`) ?? '').split(' ').filter(Boolean);

/** What the current package says, to be reworked; today's date and nothing else where there is none. */
export function firstEntered(milestone: Milestone, today: string): DecisionForm {
  const current = currentPackage(milestone);
  if (!current) return { completedOn: today };
  const { completedOn, summary, deliverables, waivers, completedServices, qualityReviews } = current;
  return {
    ...{ completedOn, summary, services: completedServices.map((each) => each.description).join('\n') },
    ...Object.fromEntries(
      deliverables.flatMap(({ deliverableId, version, files }) => [
        [`version-${deliverableId}`, version],
        [`documentIds-${deliverableId}`, files.map((each) => each.documentId).join(' ')],
      ]),
    ),
    ...Object.fromEntries(waivers.map(({ deliverableId, reason }) => [`waive-${deliverableId}`, reason])),
    ...Object.fromEntries(
      qualityReviews.flatMap(({ name, outcome, explanation = '' }) => [
        [`review-${name}`, outcome],
        [`explanation-${name}`, explanation],
      ]),
    ),
  };
}

/** The fields of the command; what is not filled in is left out, for the rule to say what is missing. */
export function submissionOf({ plan }: Milestone, form: DecisionForm) {
  const completedOn = filled(form, 'completedOn') ?? '';
  const lines = (filled(form, 'services') ?? '').split('\n').map((each) => each.trim());
  return {
    completedOn,
    summary: filled(form, 'summary') ?? '',
    deliverables: plan.deliverables.flatMap(({ deliverableId }) => {
      const documentIds = idsOf(form, deliverableId);
      const change = filled(form, `change-${deliverableId}`);
      if (documentIds.length === 0) return [];
      const version = filled(form, `version-${deliverableId}`) ?? '1';
      return [{ deliverableId, version, documentIds, ...(change === undefined ? {} : { change }) }];
    }),
    waivers: plan.deliverables.flatMap(({ deliverableId }) => {
      const reason = filled(form, `waive-${deliverableId}`);
      return reason === undefined || idsOf(form, deliverableId).length > 0 ? [] : [{ deliverableId, reason }];
    }),
    completedServices: lines.filter(Boolean).map((description) => ({ description, completedOn })),
    qualityReviews: plan.expectedQualityReviews.flatMap((name) => {
      const [outcome, explanation] = [filled(form, `review-${name}`), filled(form, `explanation-${name}`)];
      if (outcome !== 'passed' && outcome !== 'failed') return [];
      return [{ name, outcome, ...(explanation === undefined ? {} : { explanation }) } as const];
    }),
  };
}

/** As it would be frozen, but for its digest, which nothing here looks at. */
export function assembledOf(
  milestone: Milestone,
  submission: ReturnType<typeof submissionOf>,
  files: ReadonlyMap<string, PackageFile>,
): AssembledPackage {
  const titles = new Map(milestone.plan.deliverables.map((each) => [each.deliverableId, each.title]));
  const deliverables = submission.deliverables.map(({ documentIds, ...rest }) => ({
    ...{ ...rest, title: titles.get(rest.deliverableId) ?? rest.deliverableId },
    files: documentIds.flatMap((id) => files.get(id) ?? []),
  }));
  const wanted = submission.deliverables.flatMap((each) => each.documentIds);
  return {
    contents: {
      ...{ ...submission, deliverables },
      ...{ packageVersion: milestone.packages.length + 1, digest: '0'.repeat(64) },
    },
    unknownDocumentIds: wanted.filter((id) => !files.has(id)),
  };
}

export async function filesIn(
  db: RouteDependencies['db'],
  { plan, engagement }: Milestone,
  form: DecisionForm,
): Promise<Map<string, PackageFile>> {
  const ids = plan.deliverables.flatMap(({ deliverableId }) => idsOf(form, deliverableId));
  const found = await findDocuments(db, engagement.engagementId, [...new Set(ids)]);
  return new Map(found.map((each) => [each.documentId, each]));
}

/** The posted form with its files kept as documents and named in it, so that nothing has to be attached twice. */
export async function readPackageForm(
  deps: PageDependencies,
  { engagement }: Pick<Milestone, 'engagement'>,
  uploadedBy: Actor,
  call: PageCall,
): Promise<{ form: DecisionForm; problem?: Error }> {
  const { engagementId } = engagement;
  const { request, open } = call;
  const stored: KeptFile[] = [];
  const take: TakeFile = async (content, named) => {
    const taken = await takeFile(deps, content, { engagementId, uploadedBy, ...named, field: 'files' });
    stored.push({ engagementId, sha256: taken.sha256 });
    return taken;
  };
  // The fields come before the files: nothing is stored for a page that is not of this session.
  const admit: Admission = ({ body }) => {
    assertFormOf(deps, request, open, formOf(body).formToken);
    if (!mayIn(call.access.holder, 'uploadDocuments', engagementId)) return { refused: notTheirs() };
    return { maxBytes: deps.settings.maxUploadBytes, tooLarge: (fileName) => tooLarge(fileName, deps.settings) };
  };
  const { body, files, problem } = await orLetGo(deps, stored, () => receiveForm(take, request, admit, filesAtOnce));
  const { digests, form } = withoutDigests(formOf(body));
  assertFormOf(deps, request, open, form.formToken);
  const altered = files.filter((file) => isAltered(file, digests));
  await orLetGo(deps, fileKeys(engagementId, altered), () => assertAsSent(altered)).catch(() => undefined);
  for (const file of files.filter((each) => !altered.includes(each))) {
    const name = `documentIds-${file.field.replace(/^files-/, '')}`;
    form[name] = `${form[name] ?? ''} ${await keep(deps, { file, engagementId, uploadedBy })}`.trim();
  }
  const [first] = altered;
  const uploads = await withUploads(deps, form, engagementId, call);
  const wrong = problem ?? (first && asOther(first)) ?? uploads.problem;
  return { form: await withoutTakenOff(deps, uploads.form, uploadedBy, call), ...(wrong ? { problem: wrong } : {}) };
}

const uploadsField = /^uploads-/;

/** What the browser has sent piece by piece is made documents of, by whoever sent it. */
async function withUploads(
  deps: PageDependencies,
  posted: DecisionForm,
  engagementId: string,
  { access }: PageCall,
): Promise<{ form: DecisionForm; problem?: Error }> {
  const form = Object.fromEntries(Object.entries(posted).filter(([name]) => !uploadsField.test(name)));
  const found: { form: DecisionForm; problem?: Error } = { form };
  for (const [field, ids = ''] of Object.entries(posted).filter(([name]) => uploadsField.test(name)))
    for (const uploadId of new Set(ids.split(' ').filter(Boolean)))
      try {
        if (!mayIn(access.holder, 'uploadDocuments', engagementId)) throw notTheirs();
        const { document } = await completeUpload(deps, access, { engagementId, uploadId });
        const name = field.replace(uploadsField, 'documentIds-');
        form[name] = `${form[name] ?? ''} ${document.documentId}`.trim();
      } catch (error) {
        if (!(error instanceof SignOffError || error instanceof HttpProblem)) throw error;
        found.problem ??= error instanceof HttpProblem && error.code === 'NOT_FOUND' ? isGone() : error;
      }
  return found;
}

const isGone = (): Error =>
  new PageRefusal('INVALID_MESSAGE', ({ say }) => say('refusal.uploadGone'), { field: 'files' });

const digestsField = /^sha256-/;

/** What the browser says of the files of each deliverable, where it can; no part of the package. */
function withoutDigests(posted: DecisionForm): { digests: Map<string, string[]>; form: DecisionForm } {
  const all = Object.entries(posted);
  const said = all.filter(([name]) => digestsField.test(name));
  return {
    digests: new Map(said.map(([name, value = '']) => [name.replace(digestsField, 'files-'), shasIn(value)])),
    form: Object.fromEntries(all.filter(([name]) => !digestsField.test(name))),
  };
}

const shasIn = (text: string): string[] => text.split(/\r?\n/).flatMap((each) => /^[0-9a-f]{64}/.exec(each)?.[0] ?? []);

const isAltered = ({ field, sha256 }: ReceivedFile, digests: ReadonlyMap<string, string[]>): boolean => {
  const said = digests.get(field) ?? [];
  return said.length > 0 && !said.includes(sha256);
};

const fileKeys = (engagementId: string, files: readonly ReceivedFile[]): KeptFile[] =>
  files.map(({ sha256 }) => ({ engagementId, sha256 }));

const asOther = ({ fileName }: ReceivedFile): Error =>
  new PageRefusal('INVALID_MESSAGE', ({ say }) => say('refusal.fileOther', { fileName }), { field: 'files' });

/** Throws for the first. */
async function assertAsSent(altered: readonly ReceivedFile[]): Promise<void> {
  const [first] = altered;
  if (first) throw asOther(first);
}

const takenOff = /^remove-/;

/** What is taken off the form goes as a document too, unless something on record names or holds it. */
async function withoutTakenOff(
  deps: PageDependencies,
  form: DecisionForm,
  { personId }: Actor,
  { access: key, request, response }: PageCall,
): Promise<DecisionForm> {
  const gone = new Set(
    Object.keys(form)
      .filter((name) => takenOff.test(name))
      .map((name) => name.replace(takenOff, '')),
  );
  for (const documentId of gone) {
    const asked = { params: { documentId }, body: { personId }, key, request, response };
    await perform(deps.operations('removeDocument'), deps, asked).catch((error: unknown) => {
      if (!(error instanceof SignOffError || error instanceof HttpProblem)) throw error;
    });
  }
  const left = Object.entries(form).filter(([name]) => !takenOff.test(name));
  return Object.fromEntries(
    left.map(([name, value = '']) => [
      name,
      name.startsWith('documentIds-')
        ? value
            .split(' ')
            .filter((id) => !gone.has(id))
            .join(' ')
        : value,
    ]),
  );
}

const notTheirs = (): Error => new PageProblem('RIGHT_MISSING', (words) => words.say('refusal.fileNotTheirs'), 'files');

const tooLarge = (fileName: string, { maxUploadBytes }: RouteDependencies['settings']): Error =>
  new PageProblem(
    'UPLOAD_TOO_LARGE',
    (words) => words.say('refusal.fileLarge', { fileName, size: sizeWords(maxUploadBytes, words) }),
    'files',
  );

function keep(
  deps: RouteDependencies,
  { file, engagementId, uploadedBy }: { file: ReceivedFile; engagementId: string; uploadedBy: Actor },
): Promise<string> {
  const { field: _field, ...rest } = file;
  const document = { ...rest, documentId: `doc-${randomUUID()}`, engagementId, uploadedBy };
  return orLetGo(deps, [{ engagementId, sha256: file.sha256 }], () =>
    deps.db.transaction(async (transaction) => {
      await assertKept(transaction, deps, { ...document, field: 'files' });
      return (await insertDocument(transaction, document)).documentId;
    }),
  );
}
