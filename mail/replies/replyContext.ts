// What reading messages needs of the rest of the product, and how patient it is. Does nothing itself.
import type { DNSResolver } from 'mailauth';
import type { Logger } from 'pino';
import type { Pool } from '../../db/database.ts';
import type { Command } from '../../domain/commands.ts';
import type { FileStore } from '../../storage/fileStore.ts';
import type { RenderMail } from '../renderMail.ts';
import type { MessageReader } from './messageReader.ts';

export interface ReplyContext {
  db: Pool;
  files: FileStore;
  log: Logger;
  reader: MessageReader;
  resolveDns: DNSResolver;
  /** Host of reply and bounce addresses. */
  domain: string;
  secret: string;
  /** Right-hand side of our Message-IDs. */
  mailDomain: string;
  /** Address and name of From in our own mail. */
  ownAddress: string;
  ownName: string;
  render: RenderMail;
  /**
   * Gives a command to a milestone. `accepted`: it is safe with Temporal, but nobody has ruled on it yet. Throws SignOffError
   * when it is refused, anything else when it may not have arrived; giving it again changes nothing.
   */
  deliver(milestoneId: string, command: Command, taken: Taken): Promise<{ status: 'decided' | 'accepted' }>;
}

/** What a message is: somebody's reply, with when it came in (ISO 8601 UTC), or word of what became of a mail. */
export type Taken = { entrance: 'reply'; takenAt: string } | { entrance: 'mailRoom' };

/** Thrown where a message has to wait for something that will come: DNS, Temporal, a result. */
export class RetryLater extends Error {}

/** Thrown where a milestone takes nothing until somebody mends it, who has been told: waited for without an end. */
export class MilestoneAway extends RetryLater {}

/** About a day with the pauses between attempts; then a person is asked instead. */
export const lastAttempt = 100;
/** A message that its reader could not read so often will not be read. */
export const readAtMost = 3;
/** About an hour: mail domains that DNS knows nothing of should not keep a person waiting longer. */
export const lastAttemptAtDns = 11;
