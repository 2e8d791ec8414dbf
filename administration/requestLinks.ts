// Withdraws the links of one request, and has a new one mailed to its person: with its line in the audit log, in one transaction.
import { appendAudit } from '../db/auditLog.ts';
import type { Database } from '../db/database.ts';
import { queueMails, type OutgoingMail } from '../db/mails.ts';
import { findMilestone } from '../db/milestones.ts';
import { addLink, revokeLinks } from '../db/requestLinks.ts';
import { lockRequest, type DecisionRequest } from '../db/requests.ts';
import { SignOffError } from '../domain/errors.ts';
import { personOf, type Milestone } from '../domain/milestone.ts';
import { assertMay } from '../domain/people/whoMay.ts';
import type { LinkParts } from '../domain/requests/requestKinds.ts';
import { milestoneChain } from '../evidence/ledger/auditEntry.ts';

export interface LinkRevocation {
  requestId: string;
  /** The engagement manager or sponsor. */
  personId: string;
  reason: string;
  /** Whether the person asked is mailed a new link. */
  isReplaced: boolean;
}

export interface RevokedBy {
  keyId: string;
  now: string;
  /** The new link, and the mail that carries it. */
  replacement(milestone: Milestone, request: DecisionRequest): { link: LinkParts; mail: OutgoingMail };
}

/** Undefined for no such request of this milestone. Throws WRONG_ACTOR for whom it is not reserved to. */
export async function revokeRequestLinks(
  db: Database,
  milestoneId: string,
  { requestId, personId, reason, isReplaced }: LinkRevocation,
  { keyId, now, replacement }: RevokedBy,
): Promise<DecisionRequest | undefined> {
  const milestone = (await findMilestone(db, milestoneId))?.snapshot;
  if (!milestone) return undefined;
  assertMay(milestone, 'revokeLink', personId);
  return db.transaction(async (transaction) => {
    const request = await lockRequest(transaction, milestoneId, requestId);
    if (!request) return undefined;
    await revokeLinks(transaction, requestId);
    if (isReplaced) {
      assertReachable(milestone, request);
      const { link, mail } = replacement(milestone, request);
      await addLink(transaction, link);
      await queueMails(transaction, [mail]);
    }
    await appendAudit(transaction, milestoneChain(milestoneId), {
      at: now,
      type: 'linkRevoked',
      requestId,
      personId,
      reason,
      isReplaced,
      keyId,
    });
    return request;
  });
}

function assertReachable(milestone: Milestone, { personId }: DecisionRequest): void {
  if (personOf(milestone, personId)) return;
  throw new SignOffError('PERSON_UNKNOWN', `"${personId}" is not among the people of the engagement any more.`, {
    field: 'requestId',
  });
}
