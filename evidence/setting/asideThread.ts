// The thread in which documents are set: one at a time, in order of arrival. Knows no more than what it is handed.
import { parentPort } from 'node:worker_threads';
import { isSettable } from './pictures.ts';
import { setPdf, type Document } from './setPdf.ts';

/** What is asked of the thread; `id` is repeated in the answer. */
export type Asked =
  { id: number; is: 'document'; document: Document } | { id: number; is: 'picture'; bytes: Uint8Array };

export interface Answer {
  id: number;
  pdf?: Uint8Array;
  isSettable?: boolean;
  /** Why it could not be done. */
  error?: string;
}

/** Bytes lose on the way what makes them a Buffer. */
const withBuffers = ({ pictures, ...document }: Document): Document => ({
  ...document,
  ...(pictures ? { pictures: new Map([...pictures].map(([name, bytes]) => [name, Buffer.from(bytes)])) } : {}),
});

function answerTo(asked: Asked): Answer {
  const { id } = asked;
  try {
    return asked.is === 'document'
      ? { id, pdf: setPdf(withBuffers(asked.document)) }
      : { id, isSettable: isSettable(Buffer.from(asked.bytes)) };
  } catch (error) {
    return { id, error: (error as Error).message };
  }
}

parentPort?.on('message', (asked: Asked) => parentPort?.postMessage(answerTo(asked)));
