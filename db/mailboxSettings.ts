// What a mailbox has set for itself over all engagements: a chat, digests, an address of a calendar. Decides nothing.
import type { Knex } from 'knex';

/** All of it, with whoever has the mailbox. */
export async function forgetMailboxSettings(transaction: Knex.Transaction, mailbox: string): Promise<void> {
  for (const table of ['chat_addresses', 'digest_preferences', 'calendar_feeds'])
    await transaction(table).where({ mailbox }).delete();
}
