// A form of the desk that came with files: kept as documents of its engagement and named in it, so that nothing has to be attached twice.
import { randomUUID } from 'node:crypto';
import type { RouteDependencies } from '../../api/http/dependencies.ts';
import { assertKept, orLetGo, takeFile } from '../../api/http/intake.ts';
import { perform } from '../../api/http/operations.ts';
import { HttpProblem } from '../../api/http/problems.ts';
import { begunWith, completeUpload } from '../../api/http/resumable.ts';
import { assertFormOf } from '../../api/http/sessions.ts';
import { insertDocument } from '../../db/documents.ts';
import type { KeptFile } from '../../db/filesToRemove.ts';
import { SignOffError } from '../../domain/errors.ts';
import type { Authenticated } from '../../domain/people/people.ts';
import { formOf, type DecisionForm } from '../postedForm.ts';
import { PageProblem } from '../problemWords.ts';
import { receiveForm, type Admission, type ReceivedFile, type TakeFile } from '../receiveForm.ts';
import { asOther, isAltered, named, withoutDigests, withUploads } from '../sentAhead.ts';
import { sizeWords } from '../shownFiles.ts';
import type { PageCall, PageDependencies } from './pageRoute.ts';

/** More at a time would be a folder for a deliverable; there is a next time. */
const filesAtOnce = 50;

export async function readFormWithFiles(
  deps: PageDependencies,
  engagementId: string,
  uploadedBy: Authenticated,
  call: PageCall,
): Promise<{ form: DecisionForm; problem?: Error }> {
  const { request, open, access } = call;
  const stored: KeptFile[] = [];
  const take: TakeFile = async (content, given) => {
    const taken = await takeFile(deps, content, { engagementId, uploadedBy, ...given, field: 'files' });
    stored.push({ engagementId, sha256: taken.sha256 });
    return taken;
  };
  // The fields come before the files: nothing is stored for a page that is not of this session.
  const admit: Admission = ({ body }) => {
    assertFormOf(deps, request, open, formOf(body).formToken);
    return { maxBytes: deps.settings.maxUploadBytes, tooLarge: (fileName) => tooLarge(fileName, deps.settings) };
  };
  const { body, files, problem } = await orLetGo(deps, stored, () => receiveForm(take, request, admit, filesAtOnce));
  const { digests, form } = withoutDigests(formOf(body));
  assertFormOf(deps, request, open, form.formToken);
  const altered = files.filter((file) => isAltered(file, digests));
  await orLetGo(deps, fileKeys(engagementId, altered), () => assertAsSent(altered)).catch(() => undefined);
  let kept = form;
  for (const file of files.filter((each) => !altered.includes(each)))
    kept = named(kept, file.field, await keep(deps, { file, engagementId, uploadedBy }));
  const [first] = altered;
  const uploads = await withUploads(kept, async (uploadId) => {
    const { document } = await completeUpload(deps, begunWith(access), { engagementId, uploadId });
    return document.documentId;
  });
  const wrong = problem ?? (first && asOther(first)) ?? uploads.problem;
  return { form: await withoutTakenOff(deps, uploads.form, uploadedBy, call), ...(wrong ? { problem: wrong } : {}) };
}

const fileKeys = (engagementId: string, files: readonly ReceivedFile[]): KeptFile[] =>
  files.map(({ sha256 }) => ({ engagementId, sha256 }));

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
  { personId }: Authenticated,
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
      /^documentIds(-|$)/.test(name)
        ? value
            .split(' ')
            .filter((id) => !gone.has(id))
            .join(' ')
        : value,
    ]),
  );
}

const tooLarge = (fileName: string, { maxUploadBytes }: RouteDependencies['settings']): Error =>
  new PageProblem(
    'UPLOAD_TOO_LARGE',
    (words) => words.say('refusal.fileLarge', { fileName, size: sizeWords(maxUploadBytes, words) }),
    'files',
  );

function keep(
  deps: RouteDependencies,
  { file, engagementId, uploadedBy }: { file: ReceivedFile; engagementId: string; uploadedBy: Authenticated },
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

/** Where a browser sends files piece by piece, as this person. */
export const uploadsAt = (engagementId: string, personId: string): string =>
  `/engagements/${encodeURIComponent(engagementId)}/uploads?personId=${encodeURIComponent(personId)}`;
