// Fetches replies from an IMAP mailbox: each unseen message goes the way of all messages, and is marked seen once it is safe.
import { Readable } from 'node:stream';
import { ImapFlow, type ImapFlowOptions } from 'imapflow';
import { connectionTo, folderOf } from './mailboxConnection.ts';
import { receiveMessage, type Receiving } from './receiveMessage.ts';
import { MessageRefused, messageLimits } from './screening.ts';
import type { ReplySource } from './smtpListener.ts';

export interface MailboxSettings {
  /** imaps://user:password@host/Folder, or imap:// for STARTTLS; the folder is INBOX without one. */
  url: string;
  pollSeconds: number;
}

/** Runs until closed; a connection that breaks is made again, ever more slowly. */
export function openMailbox(receiving: Receiving, { url, pollSeconds }: MailboxSettings): ReplySource {
  const { log } = receiving;
  const address = new URL(url);
  const folder = folderOf(address);
  const stopping = new AbortController();
  let failure: Error | undefined = new Error('The mailbox has not been opened yet');
  let failures = 0;
  const visitOnce = async (): Promise<void> => {
    try {
      await visit(receiving, connectionTo(address), folder);
      failure = undefined;
      failures = 0;
    } catch (error) {
      failure = error as Error;
      failures += 1;
      log.warn({ err: error, mailbox: address.host }, 'the mailbox for replies could not be read');
    }
  };
  const running = (async () => {
    while (!stopping.signal.aborted) {
      await visitOnce();
      await pause(Math.min(pollSeconds * 2 ** Math.min(failures, 4), 900) * 1000, stopping.signal);
    }
  })();
  return {
    check: async () => {
      if (failure) throw failure;
    },
    async close() {
      stopping.abort();
      await running;
    },
  };
}

/** One visit: everything unseen at its start. Seen is set last, so that a crash fetches the same message again. */
async function visit(receiving: Receiving, options: ImapFlowOptions, folder: string): Promise<void> {
  const client = new ImapFlow(options);
  client.on('error', () => undefined);
  await client.connect();
  try {
    const lock = await client.getMailboxLock(folder);
    try {
      const unseen = (await client.search({ seen: false }, { uid: true })) || [];
      for (const uid of unseen) {
        await fetchOne(receiving, client, uid);
        await client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true });
      }
    } finally {
      lock.release();
    }
    await client.logout();
  } finally {
    client.close();
  }
}

async function fetchOne(receiving: Receiving, client: ImapFlow, uid: number): Promise<void> {
  const { content } = await client.download(String(uid), undefined, { uid: true, maxBytes: messageLimits.bytes });
  try {
    // Nobody waits for an answer; only its header says whether it is mail that came back.
    await receiveMessage(receiving, content as Readable, { source: 'imap', envelopeFrom: '', envelopeTo: [] }, true);
  } catch (error) {
    // Logged; fetching it again would end the same.
    if (!(error instanceof MessageRefused)) throw error;
  }
}

const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    if (signal.aborted) done();
    else signal.addEventListener('abort', done);
  });
