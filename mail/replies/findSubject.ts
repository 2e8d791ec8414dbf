// What a message is about: the request behind its reply address, or the mail of ours that it reports on.
import type { ClaimedMessage } from '../../db/inboundMessages.ts';
import { around, asJob } from '../../db/inScope.ts';
import { findMailByMessageId, findMessageId, type MailRecord } from '../../db/mails.ts';
import { findRequestByReplyTokenHash, type DecisionRequest } from '../../db/requests.ts';
import { readReplyAddress } from '../replyAddress.ts';
import { tokenHash } from '../requestToken.ts';
import type { MessageReading } from './readMessage.ts';
import type { ReplyContext } from './replyContext.ts';

interface Common {
  address: string;
  engagementId: string;
  milestoneId: string;
  personId: string;
}

export type Subject =
  | (Common & { kind: 'reply'; request: DecisionRequest; mail?: undefined })
  | (Common & { kind: 'bounce'; mail: MailRecord; request?: undefined });

/** By the envelope; a mailbox knows none, so there by what its headers say. */
export async function findSubject(
  { db, domain, secret }: Pick<ReplyContext, 'db' | 'domain' | 'secret'>,
  message: ClaimedMessage,
  reading: Pick<MessageReading, 'deliveredTo' | 'addressedTo'>,
): Promise<Subject | undefined> {
  const addresses = message.source === 'smtp' ? message.envelopeTo : [...reading.deliveredTo, ...reading.addressedTo];
  for (const address of addresses.slice(0, 100).map((each) => each.toLowerCase())) {
    const found = readReplyAddress(address, domain, secret);
    if (found?.kind === 'reply') {
      const hash = tokenHash(found.token);
      const request = await findRequestByReplyTokenHash(around(db, 'replyAddress', hash), hash);
      if (request) return { kind: 'reply', address, request, ...whoseOf(request), personId: request.personId };
    }
    if (found?.kind === 'bounce') {
      const messageId = await findMessageId(asJob(db, 'door'), found.messageIdLocalPart);
      const mail = messageId && (await findMailByMessageId(around(db, 'mail', messageId), messageId));
      if (mail) return { kind: 'bounce', address, mail, ...whoseOf(mail), personId: mail.recipientId };
    }
  }
  return undefined;
}

const whoseOf = ({ engagementId, milestoneId }: Pick<Common, 'engagementId' | 'milestoneId'>) => ({
  engagementId,
  milestoneId,
});
