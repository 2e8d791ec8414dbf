// Sets documents aside of the event loop, in a thread of its own: a page of many deliverables takes a second, in which others are served.
import { Worker } from 'node:worker_threads';
import type { Answer, Asked } from './asideThread.ts';
import type { Document } from './setPdf.ts';

interface Waiting {
  resolve: (answer: Answer) => void;
  reject: (error: Error) => void;
}

/** Started with the first document, and kept with the faces it has read; a thread that died takes what it had with it, and the next begins anew. */
let thread: Worker | undefined;
const waiting = new Map<number, Waiting>();
let asked = 0;

function theThread(): Worker {
  if (thread) return thread;
  const started = new Worker(new URL(`asideThread.${import.meta.url.slice(-2)}`, import.meta.url));
  started.on('message', (answer: Answer) => {
    waiting.get(answer.id)?.resolve(answer);
    waiting.delete(answer.id);
    if (waiting.size === 0) started.unref();
  });
  started.on('error', (error) => fail(error));
  started.on('exit', () => fail(new Error('The thread that sets documents ended')));
  // Nobody waits for it at the end of a process.
  started.unref();
  thread = started;
  return started;
}

function fail(error: Error): void {
  thread = undefined;
  for (const each of waiting.values()) each.reject(error);
  waiting.clear();
}

type Asking<A> = A extends unknown ? Omit<A, 'id'> : never;

async function ask(question: Asking<Asked>): Promise<Answer> {
  const setter = theThread();
  const id = (asked += 1);
  const answer = await new Promise<Answer>((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    setter.ref();
    setter.postMessage({ ...question, id });
  });
  if (answer.error !== undefined) throw new Error(answer.error);
  return answer;
}

/** As setPdf does. */
export const setPdfAside = async (document: Document): Promise<Buffer> =>
  Buffer.from((await ask({ is: 'document', document })).pdf ?? []);

export const isSettableAside = async (bytes: Buffer): Promise<boolean> =>
  (await ask({ is: 'picture', bytes })).isSettable === true;
