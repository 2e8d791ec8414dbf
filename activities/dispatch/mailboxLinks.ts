// The link to all that is asked of a mailbox: mailed where something was, and otherwise to nobody.
import type { Pool } from '../../db/database.ts';
import { asJob } from '../../db/inScope.ts';
import { findMailboxLink, listMailedTo } from '../../db/mailboxLinks.ts';
import { mailboxLinkMail, mailboxToken } from '../../mail/mailboxToken.ts';
import { wordsIn } from '../../mail/messages/words.ts';
import { mailboxLinkMinutes } from '../../domain/access/mailboxLinks.ts';
import type { PlainNotice } from './plainNoticeHandler.ts';

export const mailboxLinks =
  ({ db: pool, linkSecret, publicUrl }: { db: Pool; linkSecret: string; publicUrl: string }) =>
  async (linkId: string): Promise<PlainNotice | undefined> => {
    const found = await findMailboxLink(asJob(pool, 'signIn'), linkId);
    if (!found) return undefined;
    const { address, mailbox, language } = found;
    const [asked] = await listMailedTo(asJob(pool, 'door'), [address, mailbox], 1);
    if (!asked) return undefined;
    const link = `${publicUrl}/asked-by-mail/${mailboxToken(linkSecret, linkId)}`;
    return {
      noticeId: linkId,
      toAddress: address,
      mail: mailboxLinkMail(address, link, mailboxLinkMinutes, wordsIn(language)),
    };
  };
