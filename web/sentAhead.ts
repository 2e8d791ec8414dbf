// What a browser sends ahead of a form with files: the files themselves, piece by piece, and the digests of those that come with the form.
import type { ReceivedFile } from './receiveForm.ts';
import type { DecisionForm } from './postedForm.ts';
import { PageRefusal } from './problemWords.ts';
import { HttpProblem } from '../api/http/problems.ts';
import { SignOffError } from '../domain/errors.ts';

/** Of the fields that hold files: `files`, or `files-` and what they are for; what goes with each is named alike. */
const digestsField = /^sha256(?=-|$)/;
const uploadsField = /^uploads(?=-|$)/;

export const documentsFieldOf = (field: string): string => field.replace(/^(files|uploads)(?=-|$)/, 'documentIds');

/** The form with one more document named where its files are. */
export const named = (form: DecisionForm, field: string, documentId: string): DecisionForm => {
  const name = documentsFieldOf(field);
  const ids = [...new Set([...(form[name] ?? '').split(' '), documentId])].filter(Boolean);
  return { ...form, [name]: ids.join(' ') };
};

/** What the browser says of the files of each field, where it can; no part of what the form says. */
export function withoutDigests(posted: DecisionForm): { digests: Map<string, string[]>; form: DecisionForm } {
  const all = Object.entries(posted);
  const said = all.filter(([name]) => digestsField.test(name));
  return {
    digests: new Map(said.map(([name, value = '']) => [name.replace(digestsField, 'files'), shasIn(value)])),
    form: Object.fromEntries(all.filter(([name]) => !digestsField.test(name))),
  };
}

const shasIn = (text: string): string[] => text.split(/\r?\n/).flatMap((each) => /^[0-9a-f]{64}/.exec(each)?.[0] ?? []);

export const isAltered = ({ field, sha256 }: ReceivedFile, digests: ReadonlyMap<string, string[]>): boolean => {
  const said = digests.get(field) ?? [];
  return said.length > 0 && !said.includes(sha256);
};

export const asOther = ({ fileName }: ReceivedFile): Error =>
  new PageRefusal('INVALID_MESSAGE', ({ say }) => say('refusal.fileOther', { fileName }), { field: 'files' });

/**
 * What was sent piece by piece is made documents of by `complete`, which gives the ID of each, and is named in the form; `problem` is
 * what was wrong with one.
 */
export async function withUploads(
  posted: DecisionForm,
  complete: (uploadId: string) => Promise<string>,
): Promise<{ form: DecisionForm; problem?: Error }> {
  let form = Object.fromEntries(Object.entries(posted).filter(([name]) => !uploadsField.test(name)));
  let problem: Error | undefined;
  for (const [field, ids = ''] of Object.entries(posted).filter(([name]) => uploadsField.test(name)))
    for (const uploadId of new Set(ids.split(' ').filter(Boolean)))
      try {
        form = named(form, field, await complete(uploadId));
      } catch (error) {
        if (!(error instanceof SignOffError || error instanceof HttpProblem)) throw error;
        problem ??= error instanceof HttpProblem && error.code === 'NOT_FOUND' ? isGone() : error;
      }
  return { form, ...(problem ? { problem } : {}) };
}

const isGone = (): Error =>
  new PageRefusal('INVALID_MESSAGE', ({ say }) => say('refusal.uploadGone'), { field: 'files' });
