// Codes that confirm a decision: issued with their mail in one transaction, good once, and for some attempts only.
import type { Database } from './database.ts';
import { queueMails, type OutgoingMail } from './mails.ts';

export interface NewCode {
  codeId: string;
  requestId: string;
  /** Of request and code; the code itself is stored nowhere. */
  codeHash: string;
  expiresInSeconds: number;
}

/** From whatever addresses they come: one in two million of who guesses gets through, and a new code can be asked for. */
const attemptsPerCode = 50;

/** A minute from the first code of an hour to the second, then twice as long each time, a quarter of an hour at most. */
const pauseAfter = (codes: number): number => (codes === 0 ? 0 : Math.min(900, 60 * 2 ** (codes - 1)));

/** In how many seconds another code can be asked for; 0 when it was issued, with its mail. */
export async function issueCode(db: Database, code: NewCode, mail: OutgoingMail): Promise<number> {
  return db.transaction(async (transaction) => {
    await transaction('requests').where({ request_id: code.requestId }).forUpdate().first('request_id');
    const recent = await transaction('confirmation_codes')
      .where({ request_id: code.requestId })
      .where('created_at', '>', transaction.raw("now() - interval '1 hour'"))
      .first<{ codes: number; seconds: number | null }>(
        transaction.raw('count(*)::integer as codes, extract(epoch from now() - max(created_at)) as seconds'),
      );
    const left = Math.ceil(pauseAfter(recent.codes) - Number(recent.seconds ?? 0));
    if (left > 0) return left;
    await transaction('confirmation_codes').insert({
      code_id: code.codeId,
      request_id: code.requestId,
      code_hash: code.codeHash,
      expires_at: transaction.raw('now() + make_interval(secs => ?)', [code.expiresInSeconds]),
    });
    await queueMails(transaction, [mail]);
    return 0;
  });
}

/** Whether a code can still be entered for this request, so that no second one is mailed for a slip of the finger. */
export async function hasLiveCode(db: Database, requestId: string): Promise<boolean> {
  const row = await live(db, requestId).first('code_id');
  return row !== undefined;
}

const live = (db: Database, requestId: string) =>
  db('confirmation_codes')
    .where({ request_id: requestId })
    .whereNull('used_at')
    .where('attempts', '<', attemptsPerCode)
    .where('expires_at', '>', db.fn.now());

/** Counts the attempt on every live code of the request, in one statement, so that guesses in parallel count as well. */
export async function tryCode(db: Database, requestId: string, codeHash: string): Promise<string | undefined> {
  const tried = await live(db, requestId)
    .update({ attempts: db.raw('attempts + 1') })
    .returning(['code_id', 'code_hash']);
  return (tried as { code_id: string; code_hash: string }[]).find((each) => each.code_hash === codeHash)?.code_id;
}

export async function markCodeUsed(db: Database, codeId: string): Promise<void> {
  await db('confirmation_codes').where({ code_id: codeId }).update({ used_at: db.fn.now() });
}
