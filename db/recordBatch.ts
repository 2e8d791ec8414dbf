// Records what one workflow task decided in one transaction: events in a hash chain, decisions, requests, mails, the state after.
import type { Knex } from 'knex';
import type { Batch, Recording } from '../domain/records/batch.ts';
import { needsWorkflow } from '../domain/acceptance/publications.ts';
import { headAfter, linkEvents, type LinkedEvent } from '../domain/records/eventChain.ts';
import { packagesAcceptedInPart } from '../domain/acceptance/parts.ts';
import { decisionIn, voidedBy } from '../domain/records/decisions.ts';
import { endings } from '../domain/events.ts';
import { pendingAssignees } from '../domain/requests/pendingAssignees.ts';
import {
  batchEntry,
  decisionEntries,
  entryText,
  milestoneChain,
  type AuditEntry,
} from '../evidence/ledger/auditEntry.ts';
import { canonicalJson } from '../evidence/ledger/canonicalJson.ts';
import { toStored } from '../domain/records/upcast.ts';
import { appendAudit } from './auditLog.ts';
import type { Database } from './database.ts';
import { projected } from './projections.ts';
import { queueMails, withdrawMails, type OutgoingMail } from './mails.ts';
import type { LinkParts } from '../domain/requests/requestKinds.ts';
import { insertFirstLinks } from './requestLinks.ts';
import type { DecisionRequest } from './requests.ts';
import { queueOutgoing, queueWebhook, type WebhookEvent } from './webhooks.ts';
import { outgoingOf } from '../domain/outgoing/outgoingOf.ts';

export interface BatchRecord extends Batch {
  mails: OutgoingMail[];
  requests: DecisionRequest[];
  /** A new link for each of the requests, for those that have none yet. */
  links: LinkParts[];
  /** What the billing system is to be told, where one is. */
  webhooks?: WebhookEvent[];
  /** Of what was done in it, for what follows from it. */
  trace?: string;
}

interface Locked {
  workflow_id: string;
  last_batch: number;
  last_hash: string;
  erased_at: Date | null;
  disposed_at: Date | null;
}

/** The milestone on record belongs to another workflow, or its record is closed for good. Trying again does not help. */
export class RecordConflict extends Error {
  override readonly name = 'RecordConflict';
}

/** The workflow has recorded more than the record holds, as after an older copy of the database was put back. Passes when the newer one is back. */
export class RecordBehind extends Error {
  override readonly name = 'RecordBehind';
}

/** The batch was decided on other events than the record has. Only another release of the rules, or an auditor, can help. */
export class OtherHead extends Error {
  override readonly name = 'OtherHead';
}

/**
 * Throws RecordConflict for a milestone of another workflow, or one disposed of or redacted, and OtherHead for a batch that
 * follows another head than the record's, RecordBehind for one that more is missing before; any other error may pass when tried again.
 */
export async function recordBatch(db: Database, batch: BatchRecord): Promise<Recording> {
  return db.transaction(async (transaction) => {
    if (batch.trace !== undefined) await transaction.raw(`select set_config('sign_off.trace', ?, true)`, [batch.trace]);
    const locked =
      (await lockMilestone(transaction, batch.milestoneId)) ?? (await insertUnregistered(transaction, batch));
    assertOpen(batch, locked);
    const isLate = batch.batch <= locked.last_batch;
    assertFollows(batch, isLate ? await headBefore(transaction, batch, locked) : locked.last_hash);
    if (isLate) return recordedBefore(transaction, batch);
    const chained = linkEvents(locked.last_hash, batch.events);
    await insertRows(transaction, 'milestone_events', eventRows(batch, chained));
    await insertRows(transaction, 'decisions', decisionRows(batch));
    await voidDecisions(transaction, batch);
    await insertRows(transaction, 'refused_messages', refusedRows(batch));
    await insertRequests(transaction, batch.requests);
    await insertFirstLinks(transaction, batch.links);
    await withdrawMailsToOldAddresses(transaction, batch);
    await queueMails(transaction, batch.mails, batch.at);
    const head = chained.at(-1)?.hash ?? locked.last_hash;
    await updateMilestone(transaction, batch, head);
    await appendAudit(
      transaction,
      milestoneChain(batch.milestoneId),
      batchEntry(batch, head, batch.mails, batch.requests),
      ...decisionEntries(batch.at, chained),
    );
    for (const webhook of batch.webhooks ?? []) await queueWebhook(transaction, webhook);
    await queueOutgoing(transaction, batch, outgoingOf(batch.events));
    return { isRecorded: true, head };
  });
}

/** What has not gone out yet to an address that was wrong, or to who has left, does not go there any more. */
async function withdrawMailsToOldAddresses(transaction: Knex.Transaction, { milestoneId, events }: Batch) {
  for (const event of events)
    if (event.type === 'personCorrected' && event.isReaddressed)
      await withdrawMails(transaction, milestoneId, event.person.personId);
    else if (event.type === 'personLeft') await withdrawMails(transaction, milestoneId, event.personId);
}

function lockMilestone(transaction: Knex.Transaction, milestoneId: string): Promise<Locked | undefined> {
  return transaction('milestones')
    .where({ milestone_id: milestoneId })
    .forUpdate()
    .first('workflow_id', 'last_batch', 'last_hash', 'erased_at', 'disposed_at');
}

function assertOpen(batch: Batch, locked: Locked): void {
  if (locked.workflow_id !== batch.workflowId)
    throw new RecordConflict(
      `Milestone "${batch.milestoneId}" is on record as workflow "${locked.workflow_id}"; workflow "${batch.workflowId}" must use another milestone ID.`,
    );
  if (locked.disposed_at || (locked.erased_at && batch.batch > locked.last_batch))
    throw new RecordConflict(
      `The record of milestone "${batch.milestoneId}" was ${locked.disposed_at ? 'disposed of' : 'redacted at the request of a person'}; nothing can be added to it.`,
    );
  if (batch.batch > locked.last_batch + 1)
    throw new RecordBehind(
      `Batch ${batch.batch} of milestone "${batch.milestoneId}" would follow batch ${locked.last_batch}: the record has lost what lies between, as after restoring an old copy of the database.`,
    );
}

function assertFollows({ milestoneId, batch, follows }: Batch, head: string): void {
  if (follows === head) return;
  throw new OtherHead(
    `Batch ${batch} of milestone "${milestoneId}" was decided on events that end with hash "${follows}", but those on record before it end with "${head}"; nothing was recorded. Either the rules were changed without a new version of them, then run the release that decided before, or the record was changed by hand, then verify it.`,
  );
}

/** The head of the record before a batch whose number it has already. */
async function headBefore(
  transaction: Knex.Transaction,
  { milestoneId, batch }: Batch,
  locked: Locked,
): Promise<string> {
  const next = await transaction('milestone_events')
    .where({ milestone_id: milestoneId })
    .where('batch', '>=', batch)
    .orderBy('sequence')
    .first<{ previous_hash: string } | undefined>('previous_hash');
  return next?.previous_hash ?? locked.last_hash;
}

/** A repeat is known by the line it put in the audit log, which says all of it: events, refusals, mails and requests. */
async function recordedBefore(transaction: Knex.Transaction, batch: BatchRecord): Promise<Recording> {
  const head = headAfter(batch.follows, batch.events);
  const lines: string[] = await transaction('audit_entries')
    .where({ chain: milestoneChain(batch.milestoneId) })
    .whereRaw(`line like '%"type":"batchRecorded"%' and line::jsonb #> '{entry,batch}' = to_jsonb(?::integer)`, [
      batch.batch,
    ])
    .pluck('line');
  const text = entryText(batchEntry(batch, head, batch.mails, batch.requests));
  const isSame = lines.some((line) => canonicalJson((JSON.parse(line) as { entry: AuditEntry }).entry) === text);
  return isSame ? { isRecorded: true, head } : { isRecorded: false };
}

/** A workflow started from the Temporal UI or CLI has registered nothing; its first batch brings all that is needed. */
async function insertUnregistered(transaction: Knex.Transaction, { snapshot, ...batch }: BatchRecord): Promise<Locked> {
  const startedBy = JSON.stringify(batch.events[0]?.actor ?? {});
  const { engagement, plan } = snapshot;
  await transaction('engagements')
    .insert({
      engagement_id: batch.engagementId,
      name: engagement.name,
      terms: JSON.stringify(toStored(engagement)),
      registered_by: startedBy,
    })
    .onConflict('engagement_id')
    .ignore();
  await transaction('milestones')
    .insert({
      milestone_id: batch.milestoneId,
      engagement_id: batch.engagementId,
      workflow_id: batch.workflowId,
      title: plan.title,
      phase: 'compiling',
      plan: JSON.stringify(toStored(plan)),
      started_by: startedBy,
    })
    .onConflict()
    .ignore();
  const locked = await lockMilestone(transaction, batch.milestoneId);
  if (!locked) throw new Error(`Milestone ${batch.milestoneId} could not be registered`);
  return locked;
}

async function insertRows(transaction: Knex.Transaction, table: string, rows: object[]): Promise<void> {
  if (rows.length > 0) await transaction(table).insert(rows);
}

const eventRows = (batch: Batch, chained: readonly LinkedEvent[]): object[] =>
  chained.map(({ event, previousHash, hash }) => ({
    milestone_id: batch.milestoneId,
    sequence: event.sequence,
    batch: batch.batch,
    type: event.type,
    at: event.at,
    event: JSON.stringify(event),
    previous_hash: previousHash,
    hash,
  }));

const decisionRows = (batch: Batch): object[] =>
  batch.events.flatMap((event) => {
    const found = decisionIn(event);
    if (!found) return [];
    return {
      milestone_id: batch.milestoneId,
      sequence: event.sequence,
      kind: event.type,
      person_id: event.actor.personId,
      package_digest: found.packageDigest ?? null,
      at: event.at,
      decision: JSON.stringify(found.decision),
    };
  });

async function voidDecisions(transaction: Knex.Transaction, batch: Batch): Promise<void> {
  const kept = packagesAcceptedInPart(batch.snapshot);
  for (const event of batch.events) {
    const voiding = voidedBy(event);
    if (!voiding) continue;
    const update = transaction('decisions')
      .where({ milestone_id: batch.milestoneId })
      .whereNull('voided_by_sequence')
      .where('sequence', '<', event.sequence)
      .whereIn('kind', voiding.types);
    // What accepted a part keeps its effect, as in the state.
    if (kept.length > 0)
      void update.whereNot((row) =>
        row
          .whereIn('package_digest', kept)
          .where((each) => each.where('kind', 'signed').orWhereRaw(`decision->>'duty' = 'signature'`)),
      );
    if (voiding.personIds) void update.whereIn('person_id', voiding.personIds);
    await update.update({ voided_by_sequence: event.sequence });
  }
}

const refusedRows = (batch: Batch): object[] =>
  batch.refused.map((each) => ({
    milestone_id: batch.milestoneId,
    message_id: each.messageId,
    name: each.name,
    at: each.at,
    actor: each.actor ? JSON.stringify(each.actor) : null,
    code: each.code,
    message: each.message,
    field: each.field ?? null,
    details: JSON.stringify(each.details),
  }));

/** A reminder repeats a request, and its link then lives as long as the later mail says. */
async function insertRequests(transaction: Knex.Transaction, requests: readonly DecisionRequest[]): Promise<void> {
  if (requests.length === 0) return;
  await transaction('requests')
    .insert(requestRows(requests))
    .onConflict('request_id')
    .merge({ expires_at: transaction.raw('greatest(requests.expires_at, excluded.expires_at)') });
}

const requestRows = (requests: readonly DecisionRequest[]): object[] =>
  requests.map((each) => ({
    request_id: each.requestId,
    milestone_id: each.milestoneId,
    engagement_id: each.engagementId,
    person_id: each.personId,
    kind: each.kind,
    round: each.round,
    package_digest: each.packageDigest ?? null,
    created_at: each.createdAt,
    expires_at: each.expiresAt,
  }));

async function updateMilestone(transaction: Knex.Transaction, batch: Batch, lastHash: string): Promise<void> {
  const { snapshot } = batch;
  await transaction('milestones')
    .where({ milestone_id: batch.milestoneId })
    .update({
      title: snapshot.plan.title,
      phase: snapshot.stage.phase,
      round: snapshot.round,
      sequence: snapshot.sequence,
      last_batch: batch.batch,
      last_hash: lastHash,
      deadline: 'wait' in snapshot.stage ? snapshot.stage.wait.deadline : null,
      package_digest: snapshot.packages.at(-1)?.digest ?? null,
      snapshot: JSON.stringify(snapshot),
      waiting_for: pendingAssignees(snapshot),
      ...projected(transaction, snapshot),
      started_at: snapshot.startedAt,
      needs_workflow: needsWorkflow(snapshot),
      ...endOf(batch),
      updated_at: transaction.fn.now(),
    });
}

/** When the milestone ended, if it did with this batch; an end is followed by a later one when an acceptance is revoked. */
function endOf({ events }: Batch): { ended_at?: string } {
  const end = events.findLast((each) => endings.includes(each.type));
  return end ? { ended_at: end.at } : {};
}
