// Digests: who wants one and when, which notices wait for it, and how these come together. What waits stays in the outbox until it is sent.
import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import { nextDigest, type DigestTimes } from '../domain/requests/digests.ts';
import type { Database } from './database.ts';
import { effectsDue, queueAnew } from './outbox.ts';
import { instant } from './rows.ts';

export type DigestPreference = DigestTimes & {
  preferenceId: string;
  mailbox: string;
  /** As they write it. */
  address: string;
  /** When the next one is due. */
  nextAt: string;
};

type Row = Record<string, unknown>;

const toPreference = (row: Row): DigestPreference => ({
  ...{ preferenceId: row.preference_id as string, mailbox: row.mailbox as string, address: row.address as string },
  frequency: row.frequency as DigestTimes['frequency'],
  ...(row.weekday === null ? {} : { weekday: row.weekday as number }),
  ...{ hour: row.hour as number, timeZone: row.time_zone as string, language: row.language as string },
  nextAt: instant(row.next_at),
});

/** In the place of what they chose before; their address in the link stays. */
export async function setDigest(
  db: Database,
  { mailbox, address }: Pick<DigestPreference, 'mailbox' | 'address'>,
  times: DigestTimes,
  now: string,
): Promise<DigestPreference> {
  const [row] = await db('digest_preferences')
    .insert({
      ...{ mailbox, address, preference_id: `dgp-${randomBytes(12).toString('hex')}` },
      ...{ frequency: times.frequency, weekday: times.frequency === 'weekly' ? (times.weekday ?? 1) : null },
      ...{ hour: times.hour, time_zone: times.timeZone, language: times.language },
      ...{ changed_at: now, next_at: nextDigest(times, now) },
    })
    .onConflict('mailbox')
    .merge(['address', 'frequency', 'weekday', 'hour', 'time_zone', 'language', 'changed_at', 'next_at'])
    .returning('*');
  return toPreference(row as Row);
}

/** What waits goes out by itself then. False where there was none. */
export async function endDigest(db: Database, mailbox: string): Promise<boolean> {
  const ended = (await db('digest_preferences').where({ mailbox }).delete()) > 0;
  await db.raw(`notify ${effectsDue}`);
  return ended;
}

const findBy = async (db: Database, where: object): Promise<DigestPreference | undefined> => {
  const row = await db('digest_preferences').where(where).first<Row | undefined>();
  return row && toPreference(row);
};

export const findDigest = (db: Database, mailbox: string) => findBy(db, { mailbox });
export const findDigestById = (db: Database, preferenceId: string) => findBy(db, { preference_id: preferenceId });

/** Of these mailboxes, those whose notices wait. */
export async function wantDigests(db: Database, mailboxes: readonly string[]): Promise<Set<string>> {
  if (mailboxes.length === 0) return new Set();
  return new Set(
    await db('digest_preferences')
      .whereIn('mailbox', [...new Set(mailboxes)])
      .pluck<string[]>('mailbox'),
  );
}

/**
 * Queues each digest that is due with all that waits for it, in one transaction with the time of the next: a crash before leaves
 * everything as it was, and none behind it changes what is in one. Nothing waits: none is made. What waits for nobody's digest any more
 * goes out by itself.
 */
export async function gatherDigests(db: Database, now: string): Promise<void> {
  await db('outbox')
    .whereRaw(
      `digest_mailbox <> '' and digest_id is null and not exists (
         select from digest_preferences p where p.mailbox = outbox.digest_mailbox)`,
    )
    .update({ digest_mailbox: null, next_attempt_at: db.fn.now() });
  const due = await db('digest_preferences').where('next_at', '<=', now).limit(1).first('mailbox');
  if (due) await db.transaction((transaction) => gatherDue(transaction, now));
}

async function gatherDue(transaction: Knex.Transaction, now: string): Promise<void> {
  const rows: Row[] = await transaction('digest_preferences')
    .where('next_at', '<=', now)
    .orderBy('next_at')
    .limit(100)
    .forUpdate()
    .skipLocked();
  for (const preference of rows.map(toPreference)) {
    const { mailbox, address, language, preferenceId, nextAt } = preference;
    const digestId = `${preferenceId}-${Date.parse(nextAt).toString(36)}`;
    const held = await transaction('outbox')
      .where({ digest_mailbox: mailbox, status: 'waiting' })
      .whereNull('digest_id')
      .update({ digest_id: digestId });
    if (held > 0) {
      await transaction('digests').insert({
        ...{ digest_id: digestId, preference_id: preferenceId, address, language, made_at: now },
      });
      await queueAnew(transaction, 'digest', [{ reference: digestId }]);
    }
    await transaction('digest_preferences')
      .where({ mailbox })
      .update({ next_at: nextDigest(preference, now) });
  }
}

export interface MadeDigest {
  digestId: string;
  preferenceId: string;
  address: string;
  language: string;
}

export async function findMadeDigest(db: Database, digestId: string): Promise<MadeDigest | undefined> {
  const row = await db('digests').where({ digest_id: digestId }).first<Row | undefined>();
  return (
    row && {
      digestId,
      preferenceId: row.preference_id as string,
      address: row.address as string,
      language: row.language as string,
    }
  );
}

/** In the order in which they were queued; what was withdrawn meanwhile is not among them. */
export const listDigestMails = async (db: Database, digestId: string): Promise<string[]> =>
  db('outbox').where({ digest_id: digestId, kind: 'mail' }).orderBy('effect_id').pluck('reference');

/** Each goes out by itself, at once, and waits for no digest again. */
export async function sendSingly(db: Database, digestId: string, mailIds?: readonly string[]): Promise<void> {
  const rows = db('outbox').where({ digest_id: digestId, kind: 'mail' });
  if (mailIds) void rows.whereIn('reference', [...mailIds]);
  await rows.update({ digest_mailbox: '', digest_id: null, next_attempt_at: db.fn.now() });
  await db.raw(`notify ${effectsDue}`);
}
