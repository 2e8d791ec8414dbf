// Tells a milestone of a mail that could not be delivered, like any other message.
import type { UndeliverableMail } from '../activities/dispatch/mailHandler.ts';
import { SignOffError } from '../domain/errors.ts';
import { mailActor } from '../domain/people/people.ts';
import { sendMessage, type MessageSender } from '../workflows/client/sendMessage.ts';

/** Told once per mail however often it is reported: the message ID is the mail's. A milestone that is over need not hear it. */
export async function reportUndeliverable(
  sender: Omit<MessageSender, 'entrance'>,
  { milestoneId, mailId, addresseeId, reason }: UndeliverableMail,
): Promise<void> {
  try {
    await sendMessage({ ...sender, entrance: 'mailRoom' }, milestoneId, 'reportUndeliverable', {
      messageId: `undeliverable:${mailId}`.slice(0, 200),
      actor: mailActor,
      mailId,
      addresseeId,
      reason: reason.slice(0, 500),
    });
  } catch (error) {
    if (!(error instanceof SignOffError)) throw error;
  }
}
