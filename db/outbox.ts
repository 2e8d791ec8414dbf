// The outbox: a row per effect that is due, queued with what causes it, claimed by one dispatcher at a time, gone once done.
import { storable } from '../domain/terms/text.ts';
import type { Knex } from 'knex';
import type { Database } from './database.ts';

/** What is told or done outside the database: a mail sent, the billing system told, a file removed from the store, the administrator told of a key that ends or of milestones that are not on record, or with the manager of a file that is kept aside, sponsor and records officers of an engagement that somebody opened, whoever asked for it of all that is asked of their mailbox, of what waited for their digest, or in their chat of a mail. */
export const effectKinds = [
  'mail',
  'webhook',
  'fileRemoval',
  'keyNotice',
  'unknownNotice',
  'quarantineNotice',
  'openingNotice',
  'mailboxLink',
  'digest',
  'chat',
] as const;
export type EffectKind = (typeof effectKinds)[number];

/** Notified whenever an effect is queued. */
export const effectsDue = 'effects_due';

/** `waiting` for its next attempt, in the hands of a dispatcher, or given up: nothing tries it again by itself. */
export type EffectStatus = 'waiting' | 'claimed' | 'failed';

export interface ClaimedEffect {
  effectId: string;
  kind: EffectKind;
  /** ID of the mail, which is told in chat too, or the webhook; digest of the file, or of the key's secret; `all` milestones that are not on record; ID of the quarantine or the opening and who is told; ID of the link to what is asked of a mailbox, or of the digest. Together with the kind it names one effect. */
  reference: string;
  /** Of what belongs to one. */
  engagementId?: string;
  /** This one included. */
  attempts: number;
  queuedAt: string;
  /** Trace of what caused it, where that is kept, as `traceparent` of W3C Trace Context. */
  trace?: string;
  /** It waits for no digest, whoever it is for. */
  isSingle: boolean;
  /** True when an earlier dispatcher died with this effect in hand: it may have been done already. */
  isRepeat: boolean;
}

/** Effects as they are asked for; `milestoneId` where one milestone waits for it. */
export interface QueuedEffect {
  reference: string;
  milestoneId?: string;
}

/**
 * Queues effects of one kind from their first attempt, whatever became of them before: an attempt under way no longer
 * settles them. Part of the transaction that causes them.
 */
export async function queueAnew(
  transaction: Knex.Transaction,
  kind: EffectKind,
  effects: readonly QueuedEffect[],
): Promise<void> {
  if (effects.length === 0) return;
  await transaction('outbox')
    .insert(effects.map(({ reference, milestoneId }) => ({ kind, reference, milestone_id: milestoneId ?? null })))
    .onConflict(['kind', 'reference'])
    .merge({
      ...{ status: 'waiting', attempts: 0, repeats: 0, next_attempt_at: transaction.fn.now() },
      ...{ claimed_by: null, last_error: null, failed_at: null, trace: transaction.raw('excluded.trace') },
    });
  await transaction.raw(`notify ${effectsDue}`);
}

export interface Claim {
  /** How many of each kind at most; a kind that is left out stays where it is. */
  room: Partial<Record<EffectKind, number>>;
  claimant: string;
  /** After so long without being renewed or settled a claim counts as left by a dead process. */
  leaseSeconds: number;
}

/** Takes due effects, of each kind the longest due first; two claimants never get the same one. */
export async function claimEffects(db: Database, { room, claimant, leaseSeconds }: Claim): Promise<ClaimedEffect[]> {
  const { rows } = await db.raw(
    `with wanted as (select * from unnest(cast(:kinds as text[]), cast(:limits as integer[])) as wanted (kind, room)),
     due as (
       select each.* from wanted cross join lateral (
         select effect_id, status = 'claimed' as was_claimed from outbox
         where kind = wanted.kind and status in ('waiting', 'claimed') and next_attempt_at <= now()
           and coalesce(digest_mailbox, '') = ''
         order by next_attempt_at, effect_id
         limit wanted.room
         for update skip locked) each),
     claimed as (
       update outbox
       set status = 'claimed', claimed_by = :claimant, attempts = attempts + 1,
         repeats = repeats + cast(status = 'claimed' as integer),
         next_attempt_at = now() + make_interval(secs => :leaseSeconds)
       where effect_id = any (array(select effect_id from due))
       returning effect_id, kind, reference, engagement_id, attempts, queued_at, trace, digest_mailbox is not null as is_single)
     select * from claimed join due using (effect_id)`,
    { kinds: Object.keys(room), limits: Object.values(room), claimant, leaseSeconds },
  );
  return (rows as Record<string, unknown>[])
    .map((row) => ({
      effectId: String(row.effect_id),
      kind: row.kind as EffectKind,
      reference: row.reference as string,
      ...(row.engagement_id === null ? {} : { engagementId: row.engagement_id as string }),
      attempts: row.attempts as number,
      queuedAt: (row.queued_at as Date).toISOString(),
      isSingle: row.is_single as boolean,
      isRepeat: row.was_claimed as boolean,
      ...(row.trace === null ? {} : { trace: row.trace as string }),
    }))
    .sort((a, b) => Number(a.effectId) - Number(b.effectId));
}

/** A claim lasts as long as it is renewed; one that lapsed meanwhile may be somebody else's by now. */
export async function renewClaims(
  db: Database,
  effectIds: readonly string[],
  { claimant, leaseSeconds }: Omit<Claim, 'room'>,
): Promise<void> {
  await db('outbox')
    .whereIn('effect_id', [...effectIds])
    .where({ status: 'claimed', claimed_by: claimant })
    .update({ next_attempt_at: db.raw('now() + make_interval(secs => ?)', [leaseSeconds]) });
}

/** What became of an attempt. `entry` is its line in the milestone's audit log, as canonical JSON. */
export type Outcome =
  | {
      status: 'done';
      response?: string;
      entry?: string;
      /** Of a digest: the line of each mail that went out with it, and whose these are. */
      entries?: Record<string, string>;
      engagementIds?: readonly string[];
    }
  /**
   * `isRepeatedNext`: nobody knows whether this attempt succeeded, so the next one counts as a repeat. `waitsFor`: nothing was
   * attempted; it waits for the next digest of that mailbox.
   */
  | { status: 'later'; error: string; delaySeconds: number; isRepeatedNext?: true; waitsFor?: string }
  | { status: 'failed'; error: string; entry?: string };

export interface Settlement {
  effect: ClaimedEffect;
  outcome: Outcome;
}

/**
 * Puts outcomes on record, all of them or none: what is done leaves the outbox, and mail, webhook and audit log say so by
 * the same statement. A late report of what was claimed anew counts only when it says that the effect is done.
 */
export async function settleEffects(db: Database, settlements: readonly Settlement[]): Promise<void> {
  const said = settlements.map(({ effect: { effectId, attempts }, outcome }) => ({
    effect_id: effectId,
    attempts,
    status: outcome.status,
    ...(outcome.status === 'done' ? { response: bounded(outcome.response) } : { error: bounded(outcome.error) }),
    ...(outcome.status === 'later'
      ? { delay: outcome.delaySeconds, repeated: outcome.isRepeatedNext === true, waits_for: outcome.waitsFor }
      : { entry: outcome.entry }),
    ...(outcome.status === 'done' ? { entries: outcome.entries } : {}),
  }));
  await db.raw(settling, { said: JSON.stringify(said) });
}

/** Other servers say what they like, and as much. */
const bounded = (text: string | undefined): string | undefined =>
  text === undefined ? text : storable(text.slice(0, 1000));

/** Chains are locked in the order of their names, so that two dispatchers never wait for each other. */
const settling = `
  with said as materialized (
    select * from jsonb_to_recordset(:said) as said (effect_id bigint, attempts integer, status text, response text,
      error text, delay double precision, repeated boolean, waits_for text, entry text, entries jsonb)),
  done as (
    delete from outbox o using said s
    where s.status = 'done' and o.effect_id = s.effect_id and o.attempts >= s.attempts
    returning o.effect_id, o.kind, o.reference, o.attempts, o.repeats, s.response, s.entry, s.entries),
  told as (
    delete from outbox o using done d
    where d.kind = 'digest' and o.digest_id = d.reference
    returning o.effect_id, 'mail' as kind, o.reference, 1 as attempts, d.repeats, d.response,
      d.entries ->> o.reference as entry),
  let_go as (delete from digests g using done d where d.kind = 'digest' and g.digest_id = d.reference),
  undone as (
    update outbox o
    set status = case s.status when 'failed' then 'failed' else 'waiting' end,
      failed_at = case s.status when 'failed' then now() end,
      repeats = o.repeats + cast(coalesce(s.repeated, false) as integer),
      digest_mailbox = coalesce(s.waits_for, o.digest_mailbox),
      attempts = case when s.waits_for is null then o.attempts else 0 end,
      last_error = nullif(s.error, ''), claimed_by = null, next_attempt_at = now() + make_interval(secs => coalesce(s.delay, 0))
    from said s
    where s.status <> 'done' and o.effect_id = s.effect_id and o.status = 'claimed' and o.attempts = s.attempts
    returning o.effect_id, o.milestone_id, s.entry),
  sent as (
    update mails m set sent_at = now(), response = d.response, attempts = d.attempts, repeats = d.repeats
    from (select effect_id, kind, reference, attempts, repeats, response, entry from done where kind = 'mail'
      union all select * from told) d
    where m.mail_id = d.reference
    returning d.effect_id, m.milestone_id, d.entry),
  delivered as (
    update webhook_deliveries w set delivered_at = now(), attempts = d.attempts
    from done d where d.kind = 'webhook' and w.webhook_id = d.reference),
  entries as (
    select * from sent where entry is not null union all select * from undone where entry is not null)
  select append_audit('milestone:' || milestone_id, array_agg(entry order by effect_id)) from entries
  group by milestone_id order by milestone_id`;

/**
 * Has what waits of one milestone tried now, and webhooks and files that were given up from their first attempt. A mail that was given up
 * was told of as undeliverable: another address, or another person, is what helps there. What is in hand stays in hand.
 */
export async function retryEffectsOf(
  db: Database,
  milestoneId: string,
): Promise<{ retried: number; mailsLeft: number }> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `update outbox set status = 'waiting', next_attempt_at = now(), failed_at = null,
       attempts = case status when 'failed' then 0 else attempts end
     where milestone_id = :milestoneId and (status = 'waiting' or status = 'failed' and kind <> 'mail')
     returning effect_id`,
    { milestoneId },
  );
  const left = await db('outbox')
    .where({ milestone_id: milestoneId, kind: 'mail', status: 'failed' })
    .count({ mails: '*' })
    .first();
  await db.raw(`notify ${effectsDue}`);
  return { retried: rows.length, mailsLeft: Number(left?.mails ?? 0) };
}

export interface GivenUp {
  milestoneId: string;
  kind: EffectKind;
  effects: number;
  /** When the first of them was given up. */
  since: string;
}

/** Effects that nothing tries again by itself, by milestone and kind; nothing of what they say. */
export async function listGivenUp(db: Database, limit: number): Promise<GivenUp[]> {
  const rows: { milestone_id: string; kind: EffectKind; effects: string; since: Date }[] = await db('outbox')
    .where({ status: 'failed' })
    .whereNotNull('milestone_id')
    .groupBy('milestone_id', 'kind')
    .orderByRaw('min(failed_at), milestone_id, kind')
    .limit(limit)
    .select('milestone_id', 'kind', { effects: db.raw('count(*)'), since: db.raw('min(failed_at)') });
  return rows.map(({ milestone_id: milestoneId, kind, effects, since }) => ({
    ...{ milestoneId, kind, effects: Number(effects), since: since.toISOString() },
  }));
}

/** The same of what belongs to no milestone: notices, links, digests, files. */
export async function listGivenUpOfNone(db: Database): Promise<Omit<GivenUp, 'milestoneId'>[]> {
  const rows: { kind: EffectKind; effects: string; since: Date }[] = await db('outbox')
    .where({ status: 'failed', milestone_id: null })
    .groupBy('kind')
    .orderBy('kind')
    .select('kind', { effects: db.raw('count(*)'), since: db.raw('min(failed_at)') });
  return rows.map(({ kind, effects, since }) => ({ kind, effects: Number(effects), since: since.toISOString() }));
}

/** So many at once; more are there to be asked for again. */
const retriedAtOnce = 1000;

/** Of one kind, as far as the asker sees them. */
export const givenUpOfNone = (db: Database, kind: EffectKind): Promise<string[]> =>
  db('outbox')
    .where({ status: 'failed', milestone_id: null, kind })
    .orderBy(['failed_at', 'effect_id'])
    .limit(retriedAtOnce)
    .pluck('effect_id');

/** From their first attempt. */
export async function retryEffects(db: Database, effectIds: readonly string[]): Promise<number> {
  const retried = await db('outbox')
    .whereIn('effect_id', [...effectIds])
    .where({ status: 'failed', milestone_id: null })
    .update({ status: 'waiting', attempts: 0, next_attempt_at: db.fn.now(), failed_at: null });
  await db.raw(`notify ${effectsDue}`);
  return retried;
}

/** Counting goes no further, so that a health check costs no more when much waits. */
export const countedAtMost = 1000;

export interface OutboxCount {
  kind: EffectKind;
  status: EffectStatus;
  /** Up to `countedAtMost`, which stands for that many or more. */
  effects: number;
  /** When the oldest of them was queued. */
  since: string;
}

/** What waits, what is in hand and what was given up, by kind. */
export async function countEffects(db: Database): Promise<OutboxCount[]> {
  const statuses = ['waiting', 'claimed', 'failed'] satisfies EffectStatus[];
  const { rows } = await db.raw(
    `select asked.kind, asked.status, effects, since
     from (select * from unnest(cast(:kinds as text[])) kind, unnest(cast(:statuses as text[])) status) asked
     cross join lateral (
       select count(*)::integer as effects, min(queued_at) as since from (
         select queued_at from outbox where kind = asked.kind and status = asked.status and queued_at <= now()
           and coalesce(digest_mailbox, '') = ''
         order by queued_at limit :countedAtMost) oldest) counted
     where effects > 0
     order by kind, status`,
    { kinds: [...effectKinds], statuses, countedAtMost },
  );
  return (rows as (Omit<OutboxCount, 'since'> & { since: Date })[]).map((row) => ({
    ...row,
    since: row.since.toISOString(),
  }));
}

/** Everything that is still to happen by itself; notices that wait for a digest wait for its hour. */
export async function countPending(db: Database): Promise<number> {
  const row = await db('outbox')
    .whereIn('status', ['waiting', 'claimed'])
    .whereRaw(`coalesce(digest_mailbox, '') = ''`)
    .count({ pending: '*' })
    .first();
  return Number(row?.pending ?? 0);
}
