// Servers of the user's own, instead of embedded ones: do they answer, and if not, which setting is to be looked at.
import { Connection } from '@temporalio/client';
import { checkDatabase, openDatabase } from '../db/database.ts';
import { openTransport } from '../mail/transport.ts';
import { reasonOf } from './reasonOf.ts';
import type { TemporalConfig } from '../temporal.config.ts';

/** Throws naming DATABASE_URL, without its password. */
export async function assertDatabaseAnswers(databaseUrl: string): Promise<void> {
  const db = openDatabase(databaseUrl, { poolSize: 1 });
  try {
    await checkDatabase(db);
  } catch (error) {
    throw new Error(
      `DATABASE_URL: PostgreSQL at ${withoutPassword(databaseUrl)} cannot be used: ${reasonOf(error)}\nCorrect it, or leave DATABASE_URL out for an embedded server.`,
      { cause: error },
    );
  } finally {
    await db.destroy();
  }
}

/** Throws naming where the address came from. */
export async function assertTemporalAnswers({ connection }: TemporalConfig): Promise<void> {
  try {
    const opened = await Connection.connect({ ...connection, connectTimeout: '10s' });
    await opened.close();
  } catch (error) {
    throw new Error(
      `TEMPORAL_ADDRESS (or the profile in use): no Temporal server answers at ${connection.address}: ${reasonOf(error)}\nCorrect it, or leave it out for an embedded server.`,
      { cause: error },
    );
  }
}

/** Only said, not thrown: mail waits in the outbox until the server answers. */
export async function warnUnlessMailAnswers(smtpUrl: string, from: string): Promise<void> {
  const transport = openTransport(smtpUrl, from);
  try {
    await transport.check();
  } catch (error) {
    console.warn(
      `\n  SMTP_URL: ${withoutPassword(smtpUrl)} does not answer (${reasonOf(error)}); mail waits in the outbox until it does.`,
    );
  } finally {
    transport.close();
  }
}

function withoutPassword(address: string): string {
  const url = new URL(address);
  if (url.password) url.password = '…';
  return decodeURI(url.href);
}
