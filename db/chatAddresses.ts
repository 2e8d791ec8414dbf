// Where engagement managers have notices told in their chat, one address a mailbox, sealed. Decides nothing, and cannot read an address.
import type { ChatService } from '../domain/requests/chat.ts';
import type { Database } from './database.ts';
import { instant } from './rows.ts';

export interface SealedChatAddress {
  service: ChatService;
  /** All that is shown of the address again. */
  host: string;
  keyId: string;
  sealed: Uint8Array;
  setAt: string;
  /** When a message was last taken there. */
  toldAt?: string;
  /** When none was, last, and why; absent once one was taken after it. */
  failed?: { at: string; because: string };
}

/** What an address is sealed as, so that nobody reads it as another mailbox's. */
export const chatAddressOf = (mailbox: string): string => `chat address of ${mailbox}`;

type Row = Record<string, unknown>;

const toAddress = (row: Row): SealedChatAddress => ({
  ...{ service: row.service as ChatService, host: row.host as string },
  ...{ keyId: row.key_id as string, sealed: row.sealed as Buffer, setAt: instant(row.set_at) },
  ...(row.told_at === null ? {} : { toldAt: instant(row.told_at) }),
  ...(row.failed_at === null ? {} : { failed: { at: instant(row.failed_at), because: row.failed_because as string } }),
});

/** In the place of the one before. */
export async function setChatAddress(
  db: Database,
  mailbox: string,
  { service, host, keyId, sealed, setAt, toldAt }: SealedChatAddress,
): Promise<void> {
  await db('chat_addresses')
    .insert({
      ...{ mailbox, service, host, key_id: keyId, sealed: Buffer.from(sealed) },
      ...{ set_at: setAt, told_at: toldAt ?? null, failed_at: null, failed_because: null },
    })
    .onConflict('mailbox')
    .merge();
}

export async function findChatAddress(db: Database, mailbox: string): Promise<SealedChatAddress | undefined> {
  const row = await db('chat_addresses').where({ mailbox }).first<Row | undefined>();
  return row && toAddress(row);
}

/** By mailbox. */
export async function readChatAddresses(
  db: Database,
  mailboxes: readonly string[],
): Promise<Map<string, SealedChatAddress>> {
  const rows: Row[] = await db('chat_addresses').whereIn('mailbox', [...new Set(mailboxes)]);
  return new Map(rows.map((row) => [row.mailbox as string, toAddress(row)]));
}

/** Of one that was set anew meanwhile nothing is noted. */
export async function noteChat(
  db: Database,
  mailbox: string,
  { setAt }: Pick<SealedChatAddress, 'setAt'>,
  failedBecause?: string,
): Promise<void> {
  const failed = { failed_at: db.fn.now(), failed_because: failedBecause };
  const told = { told_at: db.fn.now(), failed_at: null, failed_because: null };
  await db('chat_addresses')
    .where({ mailbox, set_at: setAt })
    .update(failedBecause === undefined ? told : failed);
}

/** False where there was none. */
export const endChatAddress = async (db: Database, mailbox: string): Promise<boolean> =>
  (await db('chat_addresses').where({ mailbox }).delete()) > 0;
