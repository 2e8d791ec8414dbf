// What the administrator is told of a key that is about to end. Nothing of one that has got another secret meanwhile.
import type { Pool } from '../../db/database.ts';
import { asJob } from '../../db/inScope.ts';
import { findEndingKey } from '../../db/keyNotices.ts';
import { keyNotice } from '../../mail/keyNotice.ts';
import type { PlainNotice } from './plainNoticeHandler.ts';

export const keyNotices =
  (db: Pool, administratorEmail: string) =>
  async (reference: string): Promise<PlainNotice | undefined> => {
    const key = await findEndingKey(asJob(db, 'dispatcher'), reference);
    return (
      key && {
        noticeId: `${key.keyId}.${Date.parse(key.validUntil)}`,
        toAddress: administratorEmail,
        mail: keyNotice(key),
      }
    );
  };
