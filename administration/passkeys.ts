// Resets the passkeys of somebody who lost them, or whose mailbox somebody else has: with its line in the audit log and the mails, in one transaction.
import { appendAudit } from '../db/auditLog.ts';
import type { Database } from '../db/database.ts';
import { queueMails, type OutgoingMail } from '../db/mails.ts';
import { removePasskeys } from '../db/passkeys.ts';
import { SignOffError } from '../domain/errors.ts';
import { personOf, type Milestone } from '../domain/milestone.ts';
import { assertMay } from '../domain/people/whoMay.ts';
import { milestoneChain } from '../evidence/ledger/auditEntry.ts';

export interface PasskeyReset {
  /** Whose they are. */
  ofPersonId: string;
  /** The engagement manager or sponsor. */
  personId: string;
  reason: string;
}

/** The IDs of those that went: all of the person's in the engagement. Throws WRONG_ACTOR, or PERSON_UNKNOWN for nobody of it. */
export async function resetPasskeys(
  db: Database,
  milestone: Milestone,
  { ofPersonId, personId, reason }: PasskeyReset,
  { keyId, now, mails }: { keyId: string; now: string; mails: readonly OutgoingMail[] },
): Promise<string[]> {
  assertMay(milestone, 'resetPasskeys', personId);
  if (!personOf(milestone, ofPersonId))
    throw new SignOffError('PERSON_UNKNOWN', `"${ofPersonId}" is not among the people of the engagement.`, {
      field: 'ofPersonId',
    });
  const { milestoneId, engagement } = milestone;
  return db.transaction(async (transaction) => {
    const credentialIds = await removePasskeys(transaction, {
      engagementId: engagement.engagementId,
      personId: ofPersonId,
    });
    await queueMails(transaction, [...mails]);
    const entry = { at: now, personId: ofPersonId, by: personId, reason, credentialIds, keyId };
    await appendAudit(transaction, milestoneChain(milestoneId), { type: 'passkeysReset', ...entry });
    return credentialIds;
  });
}
