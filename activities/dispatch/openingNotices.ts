// What sponsor and records officers are told of an engagement that somebody opened in an emergency.
import type { Pool } from '../../db/database.ts';
import { findEngagement } from '../../db/engagements.ts';
import { asJob, inEngagement } from '../../db/inScope.ts';
import { findOpening } from '../../db/restrictions.ts';
import { isAddressShutOut } from '../../db/shutOut.ts';
import { wordsIn } from '../../mail/messages/words.ts';
import { openingNotice } from '../../mail/openingNotice.ts';
import { tokenHash } from '../../mail/requestToken.ts';
import type { PlainNotice } from './plainNoticeHandler.ts';

export const openingNotices =
  (pool: Pool) =>
  async (reference: string): Promise<PlainNotice | undefined> => {
    const [openingId = '', toAddress = ''] = reference.split(' ');
    const opening = await findOpening(asJob(pool, 'signIn'), openingId);
    if (opening && (await isAddressShutOut(pool, opening.engagementId, toAddress))) return undefined;
    const engagement =
      opening && (await findEngagement(inEngagement(pool, opening.engagementId), opening.engagementId));
    if (!opening || !engagement) return undefined;
    const noticeId = `${openingId}.${tokenHash(toAddress).slice(0, 12)}`;
    const reader = engagement.people.find((each) => each.email === toAddress);
    const words = wordsIn(reader?.language ?? engagement.contract.language);
    return { noticeId, toAddress, mail: openingNotice(opening, engagement.name, words) };
  };
