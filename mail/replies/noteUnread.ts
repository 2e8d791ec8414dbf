// What is done with a message that is never parsed: mail that came back is told all the same, everything else is refused.
import type { ClaimedMessage, Settlement } from '../../db/inboundMessages.ts';
import { findSubject } from './findSubject.ts';
import { keepWithEngagement } from './keepWithEngagement.ts';
import { noteBounce } from './noteReports.ts';
import type { ReplyContext } from './replyContext.ts';
import { messageLimits } from './screening.ts';

/** `why` is a sentence for the sender; what follows its colon goes to the people of the engagement. */
export async function noteUnread(
  context: ReplyContext,
  message: ClaimedMessage,
  raw: Buffer,
  why: string,
): Promise<Settlement> {
  const addressedTo = message.source === 'smtp' ? [] : bounceAddressesIn(raw);
  const subject = await findSubject(context, message, { deliveredTo: [], addressedTo });
  if (subject?.kind !== 'bounce') return { outcome: 'refused', reason: why };
  await keepWithEngagement(context, message, raw, subject.milestoneId);
  const reason = `a report that cannot be read: ${/: (.*?)\.?$/s.exec(why)?.[1] ?? why}`;
  return noteBounce(context, { action: 'failed', reason }, subject);
}

/** A mailbox has no envelope. Wherever in its header such an address stands, it can only have come from the mail it was made for. */
function bounceAddressesIn(raw: Buffer): string[] {
  const header =
    raw
      .subarray(0, messageLimits.headerBytes)
      .toString('latin1')
      .split(/\r?\n\r?\n/, 1)[0] ?? '';
  return header.match(/\bbounce\+[0-9a-f]{32}\.[0-9a-f]{16}@[a-z0-9.-]+/gi) ?? [];
}
