// Has messages parsed in a thread with bounded memory and time, one after the other. Never throws what a message can cause but UnreadableMessage.
import { Worker } from 'node:worker_threads';
import type { MessageReading } from './readMessage.ts';

/** The message cannot be parsed, at all or within what one message may take. Reading it again would end the same. */
export class UnreadableMessage extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnreadableMessage';
  }
}

export interface MessageReader {
  /** Throws UnreadableMessage. */
  read(raw: Uint8Array): Promise<MessageReading>;
  close(): Promise<void>;
}

export interface ReaderLimits {
  milliseconds: number;
  heapMegabytes: number;
}

export function openMessageReader(limits: ReaderLimits = { milliseconds: 30_000, heapMegabytes: 384 }): MessageReader {
  let thread: Worker | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  const readInThread = (raw: Uint8Array): Promise<MessageReading> => {
    thread ??= startThread(limits);
    const current = thread;
    return answerOf(current, raw, limits).catch(async (error: unknown) => {
      if (!(error instanceof UnreadableMessage && error.message.startsWith('The parser says'))) {
        thread = undefined;
        await current.terminate();
      }
      throw error;
    });
  };
  return {
    read(raw) {
      const result = turn.then(() => readInThread(raw));
      turn = result.catch(() => undefined);
      return result;
    },
    async close() {
      await turn;
      await thread?.terminate();
      thread = undefined;
    },
  };
}

function startThread({ heapMegabytes }: ReaderLimits): Worker {
  const thread = new Worker(new URL('readingThread.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
  });
  thread.unref();
  return thread;
}

interface Answer {
  reading?: MessageReading;
  error?: string;
}

function answerOf(thread: Worker, raw: Uint8Array, { milliseconds }: ReaderLimits): Promise<MessageReading> {
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      settle();
      reject(new UnreadableMessage(why));
    };
    const onMessage = ({ reading, error }: Answer): void => {
      if (!reading) return fail(`The parser says: ${error ?? 'nothing'}`);
      settle();
      resolve(reading);
    };
    const onError = (error: Error): void => fail(`The parser broke down: ${error.message}`);
    const onExit = (): void => fail('The parser stopped');
    const timer = setTimeout(() => fail(`Parsing takes more than ${milliseconds / 1000} s`), milliseconds);
    const settle = (): void => {
      clearTimeout(timer);
      thread.off('message', onMessage).off('error', onError).off('exit', onExit);
    };
    thread.on('message', onMessage).on('error', onError).on('exit', onExit);
    thread.postMessage({ raw });
  });
}
