// Erases a person from a milestone's record at their request (GDPR Art. 17): at once, with every digest kept, and what stays named.
import type { Knex } from 'knex';
import type { Database } from '../db/database.ts';
import { forgetDrafts, mentionOfMailbox, mentionOfPerson } from '../db/drafts.ts';
import { eraseFromEngagement, readOtherRecords } from '../db/engagementErasure.ts';
import { eraseFromMessages, redactMilestoneRows, type ErasureSubject } from '../db/redactMilestoneRows.ts';
import { insertErasure, listErasures, readLines, readSubject, type Erasure, type Redactions } from '../db/erasures.ts';
import { forgetMailboxSettings } from '../db/mailboxSettings.ts';
import { isMailBeingSent } from '../db/mails.ts';
import { lockRecord, readRetention } from '../db/retention.ts';
import { decideOnListing, exemptionsOfRecord, type Exemption } from '../domain/records/erasureExemptions.ts';
import { mailboxOf } from '../domain/people/humans.ts';
import { erasableOf, redact } from '../domain/records/redaction.ts';
import type { RetentionState } from '../domain/records/retention.ts';
import { decideOnErasure, type CarriedOut, type ErasePerson } from '../domain/records/retentionActs.ts';
import { canonicalJson } from '../evidence/ledger/canonicalJson.ts';

/**
 * Undefined for an unknown milestone. A repeat redacts what came since, or finds nothing and returns the last erasure.
 * Throws what stands against it, PERSON_UNKNOWN, or MILESTONE_NOT_OVER while a mail to the person is being sent.
 */
export async function erasePerson(
  db: Database,
  milestoneId: string,
  command: ErasePerson,
  { keyId, now }: CarriedOut,
): Promise<{ erasure: Erasure; isRepeat: boolean } | undefined> {
  const { personId } = command;
  return db.transaction(async (transaction) => {
    if (!(await lockRecord(transaction, milestoneId, { withPeople: true }))) return undefined;
    const state = await readRetention(transaction, milestoneId);
    if (!state) return undefined;
    const isBeingSent = await isMailBeingSent(transaction, milestoneId, personId);
    decideOnErasure({ ...state, isMailBeingSent: isBeingSent }, command, now);
    const record = await readSubject(transaction, milestoneId, personId);
    const { milestone, events, requestIds } = record;
    const subject = { ...record, person: erasableOf(milestone, events, personId, requestIds) };
    const redactions = await redactChains(transaction, subject);
    const { redacted, filesErased } = await redactRows(transaction, subject, redactions);
    const listing = await eraseFromList(transaction, state, subject);
    await forgetDrafts(transaction, [
      mentionOfPerson(state.engagementId, personId),
      ...(subject.person.email === undefined ? [] : [mentionOfMailbox(subject.person.email)]),
    ]);
    const mailbox = listing.isErased && mailboxOf(subject.person.email ?? '');
    if (mailbox) await forgetMailboxSettings(transaction, mailbox);
    const isNew = listing.isErased || Object.values(redacted).some((each) => each > 0);
    if (isNew || !state.erased.includes(personId))
      await insertErasure(
        transaction,
        milestoneId,
        command,
        keyId,
        {
          losesName: subject.person.losesName,
          redacted: { ...redacted, ...(listing.isErased ? { engagements: 1 } : {}) },
          filesErased,
          kept: [...exemptionsOfRecord(subject, state), ...listing.kept],
        },
        redactions,
      );
    const erasure = (await listErasures(transaction, milestoneId)).findLast((each) => each.personId === personId);
    if (!erasure) throw new Error(`The erasure of ${personId} from milestone ${milestoneId} is not on record after it`);
    return { erasure, isRepeat: !isNew && state.erased.includes(personId) };
  });
}

/** What the erasure puts in the place of events and audit lines; written together with the erasure itself. */
async function redactChains(transaction: Knex.Transaction, subject: ErasureSubject): Promise<Redactions> {
  const { milestoneId, events, person } = subject;
  return {
    events: events.flatMap((each) => {
      const { value, redacted } = redact(each, person);
      return redacted.length === 0 ? [] : [{ sequence: value.sequence, event: value, redacted }];
    }),
    lines: (await readLines(transaction, milestoneId)).flatMap(({ sequence, line }) => {
      const { value, redacted } = redact(JSON.parse(line) as object, person);
      return redacted.length === 0 ? [] : [{ sequence, line: canonicalJson(value), redacted }];
    }),
  };
}

/** How many rows of what lose something, the chains' counted in, and the digests of files let go. */
async function redactRows(
  transaction: Knex.Transaction,
  subject: ErasureSubject,
  { events, lines }: Redactions,
): Promise<Pick<Erasure, 'redacted' | 'filesErased'>> {
  const messages = await eraseFromMessages(transaction, subject);
  const rows = await redactMilestoneRows(transaction, subject);
  return {
    redacted: { events: events.length, auditLines: lines.length, messages: messages.rows, ...rows },
    filesErased: messages.filesErased,
  };
}

async function eraseFromList(
  transaction: Knex.Transaction,
  state: RetentionState,
  { person }: ErasureSubject,
): Promise<{ isErased: boolean; kept: Exemption[] }> {
  const others = await readOtherRecords(transaction, state, person.personId);
  const decided = decideOnListing(person, others, state);
  if (!('erases' in decided)) return { isErased: false, kept: decided.kept };
  return { isErased: await eraseFromEngagement(transaction, state.engagementId, decided.erases), kept: [] };
}
