// Passkeys of people of an engagement, and the challenges they answer: enrolled and removed with their line in the audit log and the mails that say so.
import type { Knex } from 'knex';
import type { PasskeyEnrolment } from '../domain/people/passkeys.ts';
import { milestoneChain, type AuditEntry } from '../evidence/ledger/auditEntry.ts';
import { appendAudit } from './auditLog.ts';
import type { Database } from './database.ts';
import { queueMails, type OutgoingMail } from './mails.ts';

export interface StoredPasskey {
  enrolment: PasskeyEnrolment;
  /** How browsers say that the authenticator is reached. */
  transports: string[];
  /** The highest count that it signed with; 0 from those that do not count. */
  signCount: number;
  usedAt?: string;
}

interface Owner {
  engagementId: string;
  personId: string;
}

/** `decide` confirms a decision, `enrol` makes a passkey, `add` and `remove` are confirmed with one that there is. */
export type ChallengePurpose = 'decide' | 'enrol' | 'add' | 'remove';

export interface PasskeyChallenge {
  /** In lower-case hexadecimal. */
  challenge: string;
  requestId: string;
  purpose: ChallengePurpose;
  nonce: string;
  /** Of an enrolment. */
  codeConfirmedAt?: string;
  confirmedBy?: string;
  isUsed: boolean;
}

const ownerOf = ({ engagementId, personId }: Owner) => ({ engagement_id: engagementId, person_id: personId });

/** Those that were not removed, in the order in which they were enrolled. */
export async function listPasskeys(db: Database | Knex.Transaction, owner: Owner): Promise<StoredPasskey[]> {
  const rows: Record<string, unknown>[] = await db('passkeys')
    .where(ownerOf(owner))
    .whereNull('removed_at')
    .orderBy(['enrolled_at', 'credential_id']);
  return rows.map(toPasskey);
}

/** Of everybody in the engagement. */
export async function listPasskeysOfAll(db: Database, engagementId: string): Promise<StoredPasskey[]> {
  const rows: Record<string, unknown>[] = await db('passkeys')
    .where({ engagement_id: engagementId })
    .whereNull('removed_at')
    .orderBy(['person_id', 'enrolled_at', 'credential_id']);
  return rows.map(toPasskey);
}

const toPasskey = (row: Record<string, unknown>): StoredPasskey => ({
  enrolment: row.enrolment as PasskeyEnrolment,
  transports: row.transports as string[],
  signCount: Number(row.sign_count),
  ...(row.used_at === null ? {} : { usedAt: (row.used_at as Date).toISOString() }),
});

export async function issueChallenge(
  db: Database,
  { challenge, requestId, purpose, nonce, codeConfirmedAt, confirmedBy }: Omit<PasskeyChallenge, 'isUsed'>,
  livesSeconds: number,
): Promise<void> {
  await db('passkey_challenges').insert({
    ...{ challenge, request_id: requestId, purpose, nonce },
    ...{ code_confirmed_at: codeConfirmedAt ?? null, confirmed_by: confirmedBy ?? null },
    expires_at: db.raw('now() + make_interval(secs => ?)', [livesSeconds]),
  });
}

/** Of this request and for this; undefined for one that was never issued, or has expired. */
export async function findChallenge(
  db: Database,
  requestId: string,
  purpose: ChallengePurpose,
  challenge: string,
): Promise<PasskeyChallenge | undefined> {
  const row = await db('passkey_challenges')
    .where({ challenge, request_id: requestId, purpose })
    .where('expires_at', '>', db.fn.now())
    .first();
  if (!row) return undefined;
  return {
    ...{ challenge, requestId, purpose, nonce: row.nonce as string, isUsed: row.used_at !== null },
    ...(row.code_confirmed_at === null ? {} : { codeConfirmedAt: (row.code_confirmed_at as Date).toISOString() }),
    ...(row.confirmed_by === null ? {} : { confirmedBy: row.confirmed_by as string }),
  };
}

/** False where it was used already: of two at once, one is the first. */
export async function useChallenge(db: Database | Knex.Transaction, challenge: string): Promise<boolean> {
  const used = await db('passkey_challenges')
    .where({ challenge })
    .whereNull('used_at')
    .update({ used_at: db.fn.now() });
  return used > 0;
}

/** False where it was removed meanwhile, or has signed with as high a count: then there is a copy of it. */
export async function notePasskeyUse(db: Database, { enrolment }: StoredPasskey, signCount: number): Promise<boolean> {
  const noted = await db('passkeys')
    .where({ ...ownerOf(enrolment), credential_id: enrolment.credentialId, removed_at: null })
    .whereRaw('(sign_count < ? or (sign_count = 0 and ? = 0))', [signCount, signCount])
    .update({ sign_count: signCount, used_at: db.fn.now() });
  return noted > 0;
}

/** What goes with it in one transaction. */
export interface ToldOf {
  milestoneId: string;
  entry: AuditEntry;
  mails: readonly OutgoingMail[];
}

/** False where its challenge was used already, or the passkey is enrolled or was removed. */
export async function enrolPasskey(
  db: Database,
  { enrolment, transports, signCount }: StoredPasskey,
  challenge: string,
  { milestoneId, entry, mails }: ToldOf,
): Promise<boolean> {
  return db.transaction(async (transaction) => {
    if (!(await useChallenge(transaction, challenge))) return false;
    const inserted = await transaction('passkeys')
      .insert({
        ...{ ...ownerOf(enrolment), credential_id: enrolment.credentialId, enrolment: JSON.stringify(enrolment) },
        ...{ transports: JSON.stringify(transports), sign_count: signCount, enrolled_at: enrolment.enrolledAt },
      })
      .onConflict()
      .ignore()
      .returning('credential_id');
    if (inserted.length === 0) return false;
    await queueMails(transaction, [...mails]);
    await appendAudit(transaction, milestoneChain(milestoneId), entry);
    return true;
  });
}

/** One, or all that its person has; gives the IDs of those that went. */
export async function removePasskeys(
  transaction: Knex.Transaction,
  owner: Owner & { credentialId?: string },
): Promise<string[]> {
  const rows: { credential_id: string }[] = await transaction('passkeys')
    .where({ ...ownerOf(owner), ...(owner.credentialId === undefined ? {} : { credential_id: owner.credentialId }) })
    .whereNull('removed_at')
    .update({ removed_at: transaction.fn.now() })
    .returning('credential_id');
  return rows.map((each) => each.credential_id);
}

/** Their own, confirmed with one they have. False where the challenge was used already or there is no such passkey. */
export async function removeOwnPasskey(
  db: Database,
  owner: Owner & { credentialId: string },
  challenge: string,
  { milestoneId, entry, mails }: ToldOf,
): Promise<boolean> {
  return db.transaction(async (transaction) => {
    if (!(await useChallenge(transaction, challenge))) return false;
    if ((await removePasskeys(transaction, owner)).length === 0) return false;
    await queueMails(transaction, [...mails]);
    await appendAudit(transaction, milestoneChain(milestoneId), entry);
    return true;
  });
}
