// Reads a form posted with files, each streamed into the file store as it arrives. Decides nothing, records nothing.
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy, type BusboyFileStream, type BusboyHeaders } from '@fastify/busboy';
import type { Request } from 'express';
import { PageRefusal, type Said } from './problemWords.ts';
import { fileName } from '../domain/terms/text.ts';
import type { TakenFile } from '../api/http/intake.ts';
import { HttpProblem } from '../api/http/problems.ts';
import { saidIn } from '../mail/messages/words.ts';
import { StorageError } from '../storage/fileStore.ts';

export interface ReceivedFile extends TakenFile {
  /** Of the form, in which it came. */
  field: string;
  fileName: string;
  mediaType: string;
}

export interface ReceivedForm {
  body: Record<string, string | string[]>;
  files: ReceivedFile[];
  /** What is wrong with a file; the others, and the fields, are there all the same. */
  problem?: Error;
}

export const maxFiles = 10;

/** Stores a file that is admitted. Throws StorageError FILE_TOO_LARGE, or HttpProblem for what is said of one file alone. */
export type TakeFile = (
  content: Readable,
  named: { fileName: string; mediaType: string; maxBytes: number },
) => Promise<TakenFile>;

/** Whether a file is taken, by the fields before it and the files so far; with how many bytes and what is said of more, or why not. */
export type Admission = (
  received: ReceivedForm,
) => { maxBytes: number; tooLarge: (fileName: string) => Error } | { refused: Error };

export const isMultipart = (request: Request): boolean => Boolean(request.is('multipart/form-data'));

/** Throws INVALID_MESSAGE when the body is no such form, or breaks off. Files that `admit` refuses, or are larger, are not kept. */
export async function receiveForm(
  take: TakeFile,
  request: Request,
  admit: Admission,
  atMost = maxFiles,
): Promise<ReceivedForm> {
  const received: ReceivedForm = { body: {}, files: [] };
  const arriving: Promise<void>[] = [];
  const parser = openParser(request, atMost);
  parser.on('field', (name, value) => {
    const earlier = Object.hasOwn(received.body, name) ? received.body[name] : undefined;
    received.body[name] = earlier === undefined ? value : [earlier, value].flat();
  });
  parser.on('file', (field, stream, fileName, _encoding, mediaType) => {
    arriving.push(receiveFile(take, stream, { field, fileName, mediaType, admit }, received));
  });
  parser.on('filesLimit', () => {
    received.problem ??= atFault(({ say }) => say('refusal.manyFiles', { count: atMost }));
  });
  try {
    await pipeline(request, parser);
  } catch (error) {
    for (const each of arriving) each.catch(() => undefined);
    throw new PageRefusal('INVALID_MESSAGE', ({ say }) => say('refusal.formCut'), { cause: error });
  }
  await Promise.all(arriving);
  return received;
}

function openParser(request: Request, files: number) {
  try {
    return new Busboy({
      headers: request.headers as BusboyHeaders,
      isPartAFile: (_name, _type, fileName) => fileName !== undefined,
      limits: { files, fields: 2000, parts: 2000 + files, fieldSize: 100_000, fieldNameSize: 200, headerSize: 8192 },
    });
  } catch (error) {
    throw new PageRefusal('INVALID_MESSAGE', ({ say }) => say('refusal.formForeign'), { cause: error });
  }
}

async function receiveFile(
  take: TakeFile,
  stream: BusboyFileStream,
  {
    field,
    fileName: given,
    mediaType,
    admit,
  }: { field: string; fileName: string; mediaType: string; admit: Admission },
  received: ReceivedForm,
): Promise<void> {
  // Browsers send an empty part where nothing was chosen.
  if (given === '') return void stream.resume();
  const admission = admit(received);
  if ('refused' in admission) {
    stream.resume();
    received.problem ??= admission.refused;
    return;
  }
  const { maxBytes } = admission;
  const name = fileName.safeParse(given);
  if (!name.success) {
    stream.resume();
    const why = name.error.issues[0]?.message ?? '';
    received.problem ??= atFault((words) =>
      words.say('refusal.fileName', { fileName: shown(given), why: saidIn(words, why) }),
    );
    return;
  }
  try {
    const named = { fileName: name.data, mediaType: mediaTypeOf(mediaType), maxBytes };
    const stored = await take(throughPipe(stream), named);
    if (stored.sizeBytes === 0) {
      received.problem ??= atFault(({ say }) => say('refusal.fileEmpty', { fileName: name.data }));
      return;
    }
    received.files.push({ ...stored, field, fileName: named.fileName, mediaType: named.mediaType });
  } catch (error) {
    // The rest is read and thrown away, or the fields behind it would never arrive.
    stream.unpipe().resume();
    if (error instanceof HttpProblem) received.problem ??= error;
    else if (error instanceof StorageError && error.code === 'FILE_TOO_LARGE')
      received.problem ??= admission.tooLarge(name.data);
    else throw error;
  }
}

/** The store destroys what it reads from when it fails, and the parser would wait for ever for a part destroyed under it. */
function throughPipe(stream: Readable): Readable {
  const content = new PassThrough();
  stream.on('error', (error) => content.destroy(error));
  return stream.pipe(content);
}

const shown = (name: string): string => name.replace(/[\p{Cc}\p{Cf}]/gu, '\ufffd').slice(0, 80);

const atFault = (said: Said): Error => new PageRefusal('INVALID_MESSAGE', said, { field: 'files' });

const mediaTypeOf = (given: string): string =>
  /^[\w!#$&^.+-]{1,100}\/[\w!#$&^.+-]{1,100}$/.test(given) ? given : 'application/octet-stream';
