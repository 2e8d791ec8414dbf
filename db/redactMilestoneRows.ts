// What an erasure takes out of the tables beside events and audit lines: mails, visits, messages, decisions, refusals, the state.
import type { Knex } from 'knex';
import type { RecordedEvent } from '../domain/events.ts';
import type { Milestone } from '../domain/milestone.ts';
import { erasedMark, redact, type Erasable } from '../domain/records/redaction.ts';
import { upcastMilestone } from '../domain/records/upcast.ts';
import { sourceDocuments } from '../domain/records/sourceDocuments.ts';
import { shownReplyKinds } from '../domain/requests/notificationKinds.ts';
import { queueFileRemovals } from './filesToRemove.ts';
import { withdrawMails } from './mails.ts';
import { projected } from './projections.ts';

export interface ErasureSubject {
  milestoneId: string;
  milestone: Milestone;
  events: readonly RecordedEvent[];
  person: Erasable;
  /** Of the requests to this person. */
  requestIds: readonly string[];
  certificateNumbers: string[];
}

type Row = Record<string, unknown>;

/** Rows changed, by what they are. */
export async function redactMilestoneRows(
  transaction: Knex.Transaction,
  subject: ErasureSubject,
): Promise<Record<string, number>> {
  return {
    visits: await eraseVisits(transaction, subject),
    mails: await eraseMails(transaction, subject),
    decisions: await redactColumns(transaction, subject, 'decisions', ['sequence'], ['decision']),
    refusedMessages: await redactColumns(
      transaction,
      subject,
      'refused_messages',
      ['refused_id'],
      ['actor', 'message', 'details'],
    ),
    state: await redactState(transaction, subject),
  };
}

/** What is kept beside the state follows it: whom nobody names any more, no search finds. */
async function redactState(transaction: Knex.Transaction, subject: ErasureSubject): Promise<number> {
  const columns = ['snapshot', 'plan', 'first_package', 'title'];
  const changed = await redactColumns(transaction, subject, 'milestones', [], columns);
  const of = { milestone_id: subject.milestoneId };
  const row = await transaction('milestones').where(of).first('snapshot');
  await transaction('milestones')
    .where(of)
    .update(projected(transaction, upcastMilestone(row.snapshot)));
  return changed;
}

/** Their links end as well, or the next click would leave new traces. */
async function eraseVisits(transaction: Knex.Transaction, { requestIds }: ErasureSubject): Promise<number> {
  await transaction('requests')
    .whereIn('request_id', requestIds)
    .where('expires_at', '>', transaction.fn.now())
    .update({ expires_at: transaction.fn.now() });
  return transaction('request_visits')
    .whereIn('request_id', requestIds)
    .where((either) => void either.whereNotNull('ip_address').orWhereNotNull('user_agent'))
    .update({ ip_address: null, user_agent: null });
}

/** Of mails to them address and text, and none goes out any more; in mails to others what names them. */
async function eraseMails(transaction: Knex.Transaction, subject: ErasureSubject): Promise<number> {
  const { milestoneId, person } = subject;
  await withdrawMails(transaction, milestoneId, person.personId);
  const erased = await transaction('mails')
    .where({ milestone_id: milestoneId, recipient_id: person.personId })
    .whereNot({ to_address: erasedMark })
    .update({ to_address: erasedMark, model: '{}', response: null, bounce_reason: null });
  // What they wrote in a reply went to the manager in words; the message itself goes as well.
  const shown = await transaction('mails')
    .where({ milestone_id: milestoneId })
    .whereIn('kind', shownReplyKinds)
    .whereRaw(`model ->> 'writtenBy' = ? and model -> 'sections' <> '[]'`, [person.personId])
    .update({
      model: transaction.raw(`(model - 'attachments') || ?::jsonb`, [
        JSON.stringify({ paragraphs: [erasedMark], sections: [] }),
      ]),
    });
  const redacted = await redactColumns(
    transaction,
    subject,
    'mails',
    ['mail_id'],
    ['model', 'response', 'bounce_reason'],
  );
  return (
    erased + shown + redacted + (await redactColumns(transaction, subject, 'outbox', ['effect_id'], ['last_error']))
  );
}

/** Images that nothing was signed with. */
async function eraseDrawings(
  transaction: Knex.Transaction,
  { milestone, requestIds }: Pick<ErasureSubject, 'milestone' | 'requestIds'>,
): Promise<string[]> {
  const rows: { sha256: string }[] = await transaction('drawn_signatures')
    .whereIn('request_id', requestIds)
    .whereNotIn('sha256', sourceDocuments(milestone).drawnSignatures)
    .delete()
    .returning('sha256');
  return rows.map((each) => each.sha256);
}

/** Raw messages that no decision rests on go; of the others address and origin, beside what the decision needs. */
export async function eraseFromMessages(
  transaction: Knex.Transaction,
  { milestoneId, milestone, person, requestIds }: ErasureSubject,
): Promise<{ rows: number; filesErased: string[] }> {
  const needed = new Set(Object.values(sourceDocuments(milestone)).flat());
  const rows: Row[] = await transaction('inbound_messages')
    .where({ milestone_id: milestoneId })
    .where((either) => void either.where({ person_id: person.personId }).orWhereIn('request_id', requestIds))
    .whereNot({ envelope_from: erasedMark });
  const filesErased = await eraseDrawings(transaction, { milestone, requestIds });
  for (const row of rows) {
    const sha256 = row.sha256 as string;
    const isNeeded = needed.has(sha256);
    if (!isNeeded) filesErased.push(sha256);
    const { reason, last_error: lastError, proof } = row;
    const told = redact(
      { reason, lastError, proof: { ...(proof as object), personId: person.personId } },
      person,
    ).value;
    await transaction('inbound_messages')
      .where({ inbound_id: row.inbound_id as string })
      .update({
        ...{ envelope_from: erasedMark, remote_address: null, helo: null, message_id_header: erasedMark },
        ...{ reason: told.reason, last_error: told.lastError, left_out: null },
        proof: isNeeded && proof ? JSON.stringify({ ...told.proof, personId: undefined }) : null,
        ...(isNeeded ? {} : { file_erased_at: transaction.fn.now() }),
      });
  }
  await queueFileRemovals(
    transaction,
    filesErased.map((sha256) => ({ engagementId: milestone.engagement.engagementId, sha256 })),
  );
  return { rows: rows.length, filesErased };
}

/** Redacts text and JSON columns of the milestone's rows in `table`; `keys` tell one of its rows from another. */
async function redactColumns(
  transaction: Knex.Transaction,
  { milestoneId, person }: ErasureSubject,
  table: string,
  keys: readonly string[],
  columns: readonly string[],
): Promise<number> {
  const rows: Row[] = await transaction(table)
    .where({ milestone_id: milestoneId })
    .select([...keys, ...columns]);
  let changed = 0;
  for (const row of rows) {
    const before = Object.fromEntries(columns.map((column) => [column, row[column]]));
    const { value, redacted } = redact(before, person);
    if (redacted.length === 0) continue;
    changed += 1;
    const where = Object.fromEntries(keys.map((key) => [key, row[key]]));
    const after = Object.entries(value).map(([column, each]) => [
      column,
      typeof each === 'object' && each !== null ? JSON.stringify(each) : each,
    ]);
    await transaction(table)
      .where({ milestone_id: milestoneId, ...where })
      .update(Object.fromEntries(after) as Row);
  }
  return changed;
}
