// Files an owner attaches to the evidence that an exception is closed: documents of the engagement, uploaded behind one request.
import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { visitorOf } from '../api/http/auditTrail.ts';
import type { ApiDependencies } from '../api/http/dependencies.ts';
import { findDocumentsUploadedBehind, keepDocument, uploadedBehind } from '../db/documents.ts';
import type { KeptFile } from '../db/filesToRemove.ts';
import { assertKept, orLetGo, takeFile } from '../api/http/intake.ts';
import { HttpProblem } from '../api/http/problems.ts';
import { personOf } from '../domain/milestone.ts';
import { whyAnotherName } from '../domain/people/names.ts';
import { PageProblem, PageRefusal } from './problemWords.ts';
import { whyIn } from './typedName.ts';
import { actorOn } from './linkActor.ts';
import type { OpenedRequest } from './resolveLink.ts';
import { documentIdsIn, formOf, type DecisionForm } from './postedForm.ts';
import { isMultipart, receiveForm, type Admission, type ReceivedFile, type TakeFile } from './receiveForm.ts';
import { readerOf } from './pageWords.ts';
import { sizeWords } from './shownFiles.ts';

/** Only who is asked to show that an exception is closed can upload, and only as long as it is asked. */
const takesFiles = ({ state, request }: OpenedRequest): boolean => state === 'open' && request.kind === 'closure';

/**
 * The posted form, with the files that came with it kept as documents and named in it, so that a form with something to
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
  const uploadedBy = actorOn(opened, 'submitClosureEvidence', visitorOf(request));
  const own = { ...deps, db: opened.db };
  const stored: KeptFile[] = [];
  const take: TakeFile = async (content, named) => {
    const taken = await takeFile(own, content, { engagementId, uploadedBy, ...named, field: 'files' });
    stored.push({ engagementId, sha256: taken.sha256 });
    return taken;
  };
  const { body, files, problem } = await orLetGo(own, stored, () => receiveForm(take, request, admit));
  const form = formOf(body);
  let first = problem;
  const kept = await Promise.all(
    files.map((file) =>
      keep(deps, opened, request, form.formId ?? '', file).catch((error: unknown) => {
        if (!(error instanceof HttpProblem)) throw error;
        first ??= error;
        return undefined;
      }),
    ),
  );
  const documentIds = [...new Set([...documentIdsIn(form), ...kept.filter((each) => each !== undefined)])].join(' ');
  return { form: { ...form, documentIds }, ...(first ? { problem: first } : {}) };
}

/** What one request may bring in altogether. */
const quota = { files: 50, timesTheLargest: 4 };

/**
 * A file is taken once the fields before it say that its person acts, as the page sends them, and within the quota of the request:
 * whoever else has the link fills no store with it.
 */
async function admissionTo(
  { settings }: ApiDependencies,
  { db, request, milestone }: OpenedRequest,
): Promise<Admission> {
  const before = await uploadedBehind(db, request.requestId);
  const { maxUploadBytes } = settings;
  const bytes = quota.timesTheLargest * maxUploadBytes;
  const listed = personOf(milestone, request.personId)?.name ?? '';
  return ({ body, files }) => {
    const typed = formOf(body).typedName ?? '';
    const why = whyAnotherName(typed, listed);
    if (why !== undefined) return { refused: notNamed(why) };
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
  const uploadedBy = actorOn(opened, 'submitClosureEvidence', visitorOf(request));
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
