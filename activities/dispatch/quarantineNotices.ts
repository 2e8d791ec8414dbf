// What engagement manager and administrator are told of a file that is kept aside. Nothing of one that somebody has settled meanwhile, and nobody who is shut out.
import type { Pool } from '../../db/database.ts';
import { findEngagement } from '../../db/engagements.ts';
import { around } from '../../db/inScope.ts';
import { findQuarantined } from '../../db/quarantine.ts';
import { isAddressShutOut } from '../../db/shutOut.ts';
import { keptAsideUntil } from '../../domain/compilation/quarantine.ts';
import { wordsIn } from '../../mail/messages/words.ts';
import { quarantineNotice } from '../../mail/quarantineNotice.ts';
import type { PlainNotice } from './plainNoticeHandler.ts';

export const quarantineNotices =
  (pool: Pool, administratorEmail: string | undefined) =>
  async (reference: string): Promise<PlainNotice | undefined> => {
    const [quarantineId = '', to] = reference.split(' ');
    const db = around(pool, 'quarantine', quarantineId);
    const file = await findQuarantined(db, quarantineId);
    const engagement = file && (await findEngagement(db, file.engagementId));
    if (!file || file.settled || !engagement) return undefined;
    const nameOf = (id: string) => engagement.people.find((each) => each.personId === id);
    const manager = nameOf(engagement.engagementManagerId);
    const toAddress = to === 'manager' ? manager?.email : administratorEmail;
    const language = to === 'manager' ? (manager?.language ?? engagement.contract.language) : undefined;
    if (toAddress === undefined || (await isAddressShutOut(pool, file.engagementId, toAddress))) return undefined;
    const { fileName, foundAs, uploadedBy } = file;
    const notice = {
      ...{ quarantineId, engagementName: engagement.name, fileName, foundAs },
      ...{ uploader: nameOf(uploadedBy.personId)?.name ?? uploadedBy.personId },
      keptUntil: keptAsideUntil(file.quarantinedAt),
      to: to === 'manager' ? ('manager' as const) : ('administrator' as const),
    };
    return { noticeId: `${quarantineId}.${to}`, toAddress, mail: quarantineNotice(notice, wordsIn(language)) };
  };
