// What the administrator is told of milestones that run in Temporal and are not on record. Nothing once they run no more.
import type { Pool } from '../../db/database.ts';
import { asJob } from '../../db/inScope.ts';
import { findUnknown } from '../../db/unknownWorkflows.ts';
import { unknownNotice } from '../../mail/unknownNotice.ts';
import type { PlainNotice } from './plainNoticeHandler.ts';

export const unknownNotices = (db: Pool, administratorEmail: string) => async (): Promise<PlainNotice | undefined> => {
  const found = await findUnknown(asJob(db, 'dispatcher'));
  return (
    found && {
      noticeId: `unknown.${Date.parse(found.toldAt)}`,
      toAddress: administratorEmail,
      mail: unknownNotice(found),
    }
  );
};
