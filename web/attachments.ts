// Files an owner attaches to the evidence that an exception is closed: documents of the engagement, uploaded behind one request.
import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { visitorOf } from '../api/http/auditTrail.ts';
import type { ApiDependencies, RouteDependencies } from '../api/http/dependencies.ts';
import { begunOn, completeUpload } from '../api/http/resumable.ts';
import type { Database } from '../db/database.ts';
import type { DecisionRequest } from '../db/requests.ts';
import { begunBehind } from '../db/uploads.ts';
import { findDocumentsUploadedBehind, keepDocument, uploadedBehind } from '../db/documents.ts';
import type { KeptFile } from '../db/filesToRemove.ts';
import { assertKept, orLetGo, takeFile } from '../api/http/intake.ts';
import { HttpProblem } from '../api/http/problems.ts';
import { personOf } from '../domain/milestone.ts';
import { whyAnotherName } from '../domain/people/names.ts';
import { PageProblem, PageRefusal } from './problemWords.ts';
import { whyIn } from './typedName.ts';
import { authenticatedOn } from './linkActor.ts';
import type { OpenedRequest } from './resolveLink.ts';
import { documentIdsIn, formOf, type DecisionForm } from './postedForm.ts';
import { isMultipart, receiveForm, type Admission, type ReceivedFile, type TakeFile } from './receiveForm.ts';
import { readerOf } from './pageWords.ts';
import { asOther, isAltered, named, withoutDigests, withUploads } from './sentAhead.ts';
import { sizeWords } from './shownFiles.ts';

/** Only who is asked to show that an exception is closed can upload, and only as long as it is asked. */
export const takesFiles = ({ state, request }: OpenedRequest): boolean =>
  state === 'open' && request.kind === 'closure';

/** The record as far as the request leads, as what takes uploads in works with. */
export const withRecordOf = (deps: ApiDependencies, { db }: OpenedRequest): RouteDependencies => ({
  ...deps,
  ...{ db, pool: deps.db },
});

/**
 * The posted form, with the files that came with it, or were sent ahead of it, kept as documents and named in it, so that a form with something to
 * correct loses none of them. `problem` is what was wrong with a file.
 */
export async function readForm(
  deps: ApiDependencies,
  opened: OpenedRequest,
  request: Request,
): Promise<{ form: DecisionForm; problem?: Error }> {
  if (!isMultipart(request)) return { form: formOf(request.body) };
  if (!takesFiles(opened)) {
    request.resume();
    return { form: {} };
  }
  const admit = await admissionTo(deps, opened);
  const { engagementId } = opened.milestone.engagement;
  const uploadedBy = authenticatedOn(opened, 'submitClosureEvidence', visitorOf(request));
  const own = withRecordOf(deps, opened);
  const stored: KeptFile[] = [];
  const take: TakeFile = async (content, given) => {
    const taken = await takeFile(own, content, { engagementId, uploadedBy, ...given, field: 'files' });
    stored.push({ engagementId, sha256: taken.sha256 });
    return taken;
  };
  const { body, files, problem } = await orLetGo(own, stored, () => receiveForm(take, request, admit));
  const { digests, form } = withoutDigests(formOf(body));
  const { unsent, ...posted } = form;
  // What was not sent at all, since the name stood against it when it was to be.
  let first = problem ?? (unsent ? whyNotActing(opened, posted.typedName) : undefined);
  const kept = await Promise.all(
    files.map((file) =>
      keepAsSent(deps, opened, request, { file, formId: form.formId ?? '', digests }).catch((error: unknown) => {
        if (!(error instanceof HttpProblem || error instanceof PageRefusal)) throw error;
        first ??= error;
        return undefined;
      }),
    ),
  );
  const withFiles = kept.reduce<DecisionForm>((all, id) => (id === undefined ? all : named(all, 'files', id)), posted);
  const uploads = await withUploads(withFiles, (uploadId) => completeBehind(deps, opened, uploadId));
  const wrong = first ?? uploads.problem;
  return { form: uploads.form, ...(wrong ? { problem: wrong } : {}) };
}

async function completeBehind(deps: ApiDependencies, opened: OpenedRequest, uploadId: string): Promise<string> {
  const { request, milestone } = opened;
  const own = withRecordOf(deps, opened);
  const { engagementId } = milestone.engagement;
  const { document } = await completeUpload(own, begunOn(request), { engagementId, uploadId });
  return document.documentId;
}

/** What one request may bring in altogether. */
const quota = { files: 50, timesTheLargest: 4 };

/** NAME_MISMATCH, unless the name is that of who is asked. */
export function whyNotActing({ milestone, request }: OpenedRequest, typedName = ''): Error | undefined {
  const why = whyAnotherName(typedName, personOf(milestone, request.personId)?.name ?? '');
  return why === undefined ? undefined : notNamed(why);
}

/** What was begun counts as if all of it had arrived. */
async function broughtIn(db: Database, requestId: string): Promise<{ files: number; bytes: number }> {
  const [kept, begun] = [await uploadedBehind(db, requestId), await begunBehind(db, requestId)];
  return { files: kept.files + begun.files, bytes: kept.bytes + begun.bytes };
}

/** For one more that is sent piece by piece. Throws UPLOAD_TOO_LARGE. */
export async function assertRoom(
  transaction: Database,
  { settings: { maxUploadBytes } }: Pick<ApiDependencies, 'settings'>,
  { requestId }: DecisionRequest,
  lengthBytes: number,
): Promise<void> {
  const before = await broughtIn(transaction, requestId);
  const bytes = quota.timesTheLargest * maxUploadBytes;
  if (before.files < quota.files && before.bytes + lengthBytes <= bytes) return;
  throw tooMuch(bytes);
}

/**
 * A file is taken once the fields before it say that its person acts, as the page sends them, and within the quota of the request:
 * whoever else has the link fills no store with it.
 */
async function admissionTo({ settings }: ApiDependencies, opened: OpenedRequest): Promise<Admission> {
  const before = await broughtIn(opened.db, opened.request.requestId);
  const { maxUploadBytes } = settings;
  const bytes = quota.timesTheLargest * maxUploadBytes;
  return ({ body, files }) => {
    const refused = whyNotActing(opened, formOf(body).typedName);
    if (refused) return { refused };
    const left = bytes - before.bytes - files.reduce((sum, each) => sum + each.sizeBytes, 0);
    if (before.files + files.length >= quota.files || left <= 0) return { refused: tooMuch(bytes) };
    if (left < maxUploadBytes) return { maxBytes: left, tooLarge: () => tooMuch(bytes) };
    return { maxBytes: maxUploadBytes, tooLarge: (fileName) => tooLarge(fileName, maxUploadBytes) };
  };
}

const notNamed = (why: string): Error =>
  new PageRefusal('NAME_MISMATCH', (words) => words.say('refusal.nameFiles', { why: whyIn(words, why) }), {
    field: 'typedName',
  });

const tooLarge = (fileName: string, maxBytes: number): Error =>
  new PageProblem(
    'UPLOAD_TOO_LARGE',
    (words) => words.say('refusal.fileLarge', { fileName, size: sizeWords(maxBytes, words) }),
    'files',
  );

const tooMuch = (bytes: number): Error =>
  new PageProblem(
    'UPLOAD_TOO_LARGE',
    (words) => words.say('refusal.filesUsedUp', { files: quota.files, size: sizeWords(bytes, words) }),
    'files',
  );

/** Where the browser says what it sent, nothing else is kept for it. */
async function keepAsSent(
  deps: ApiDependencies,
  opened: OpenedRequest,
  request: Request,
  { file, formId, digests }: { file: ReceivedFile; formId: string; digests: ReadonlyMap<string, string[]> },
): Promise<string> {
  const { engagementId } = opened.milestone.engagement;
  if (!isAltered(file, digests)) return keep(deps, opened, request, formId, file);
  return orLetGo(withRecordOf(deps, opened), [{ engagementId, sha256: file.sha256 }], () => {
    throw asOther(file);
  });
}

async function keep(
  deps: ApiDependencies,
  opened: OpenedRequest,
  request: Request,
  formId: string,
  file: ReceivedFile,
): Promise<string> {
  const { fileName, sha256 } = file;
  // The same file of the same form, sent twice by a second press of the button, is one document.
  const identity = JSON.stringify([opened.request.requestId, formId, fileName, sha256]);
  const documentId = `doc-${createHash('sha256').update(identity).digest('hex').slice(0, 32)}`;
  const { engagementId } = opened.milestone.engagement;
  const uploadedBy = authenticatedOn(opened, 'submitClosureEvidence', visitorOf(request));
  const { db } = opened;
  await orLetGo({ ...deps, db }, [{ engagementId, sha256 }], () =>
    db.transaction(async (transaction) => {
      await assertKept(transaction, deps, { ...file, engagementId, field: 'files' });
      await keepDocument(transaction, { ...file, documentId, engagementId, uploadedBy });
    }),
  );
  return documentId;
}

/** What is attached so far, for a form that is shown again. */
export async function attachedTo({ db, request, milestone }: OpenedRequest, form: DecisionForm) {
  const { words } = readerOf(milestone, request.personId);
  const files = await findDocumentsUploadedBehind(db, request.requestId, documentIdsIn(form));
  return files.map((each) => ({ ...each, size: sizeWords(each.sizeBytes, words) }));
}

/** A link opens nothing else of the engagement, so its holder can attach nothing else of it either. Throws INVALID_MESSAGE. */
export async function assertOwnDocuments(
  { db, request: { requestId } }: OpenedRequest,
  documentIds: readonly string[],
): Promise<void> {
  const own = await findDocumentsUploadedBehind(db, requestId, documentIds);
  if (documentIds.every((id) => own.some((each) => each.documentId === id))) return;
  throw new PageRefusal('INVALID_MESSAGE', ({ say }) => say('refusal.foreignFile'), {
    field: 'files',
  });
}
