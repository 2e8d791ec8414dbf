// Whose word a message is: nobody acts as the system, and where the contract asks for more, a link alone proves nobody.
import type { Command } from '../commands.ts';
import { wantsCode, whyNoReplies } from '../terms/engagement.ts';
import { SignOffError } from '../errors.ts';
import type { Milestone } from '../milestone.ts';

export function assertNotImpersonatingSystem({ name, actor }: Command, isOwn: boolean): void {
  if (isOwn || name === 'reportUndeliverable' || name === 'reportAbsence') return;
  if (actor.authentication.method !== 'system' && actor.role !== 'system') return;
  throw new SignOffError(
    'WRONG_ACTOR',
    'Nobody acts as the system; name the person who acts and how they were authenticated.',
    {
      field: 'actor.authentication.method',
    },
  );
}

/** Where the contract asks for it, whoever holds a link must also have had the mailbox at the moment of deciding. */
export function assertSteppedUp(milestone: Milestone, { actor: { authentication } }: Command): void {
  if (!wantsCode(milestone.engagement.contract) || authentication.method !== 'requestLink') return;
  if (authentication.codeConfirmedAt !== undefined) return;
  throw new SignOffError(
    'CODE_REQUIRED',
    'Enter the code sent to you by e-mail to confirm that it is you who decides.',
    {
      field: 'code',
    },
  );
}

/** A contract may want decisions on the page only, or each confirmed with a code, which a reply cannot carry. */
export function assertReplyAccepted(milestone: Milestone, { actor }: Command): void {
  if (actor.authentication.method !== 'emailReply') return;
  const why = whyNoReplies(milestone.engagement.contract);
  if (why === undefined) return;
  throw new SignOffError(
    'REPLY_NOT_ACCEPTED',
    why === 'codeWanted'
      ? 'The contract wants every decision confirmed with a code, which a reply cannot carry; decide on the page behind the link.'
      : 'The contract does not let people decide by e-mail reply; decide on the page behind the link.',
    { field: 'actor.authentication.method' },
  );
}
