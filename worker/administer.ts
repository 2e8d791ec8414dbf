// What an administrator asks of the dispatcher in Temporal: checked, done, and on the service's chain of the audit log, refused or not.
import type { Client } from '@temporalio/client';
import { z } from 'zod';
import type { Administer } from '../activities/index.ts';
import { appendAudit } from '../db/auditLog.ts';
import type { Pool } from '../db/database.ts';
import { around, asJob } from '../db/inScope.ts';
import { findMilestone } from '../db/milestones.ts';
import { retryEffectsOf } from '../db/outbox.ts';
import { unpublished } from '../domain/acceptance/publications.ts';
import { SignOffError } from '../domain/errors.ts';
import { losesNothing } from '../domain/records/agreement.ts';
import type { AdministrativeAct } from '../domain/records/administrativeActs.ts';
import { assertReadable } from '../domain/records/unreadable.ts';
import { serviceChain } from '../evidence/ledger/auditEntry.ts';
import { askToPublish } from '../workflows/client/sendMessage.ts';
import { disagreementOf, recover } from '../workflows/client/recovery.ts';

export interface Administering {
  client: Client;
  db: Pool;
  answerWithinMilliseconds: number;
}

const shape = z.strictObject({
  milestoneId: z.string().min(1).max(200),
  reason: z.string().trim().min(1).max(500),
  recordIsRight: z.boolean().default(false),
  /** Sealed with the message by the codec server. */
  encodedBy: z.unknown().optional(),
});
type Asked = z.infer<typeof shape>;

const through = 'Temporal';

/** Once more changes nothing that was not to be changed: what is due stays due, and what agrees is left. */
export function administer(administering: Administering): Administer {
  const acts: Record<AdministrativeAct, (asked: Asked) => Promise<string[]>> = {
    retryEffects: (asked) => retryEffects(administering, asked),
    recover: (asked) => recoverOne(administering, asked),
  };
  return async (act, raw) => {
    try {
      const asked = read(raw);
      return { milestoneId: asked.milestoneId, did: await acts[act](asked) };
    } catch (error) {
      if (!(error instanceof SignOffError)) throw error;
      const { code, message: detail } = error;
      await note(administering, {
        ...{ type: 'attemptRefused', method: 'update', route: act, code, detail: detail.slice(0, 500) },
      });
      return { refused: { code, detail } };
    }
  };
}

type Noted =
  | { type: 'effectsRetried'; what: object }
  | { type: 'attemptRefused'; method: string; route: string; code: string; detail: string };

const note = ({ db }: Administering, entry: Noted): Promise<number> =>
  appendAudit(asJob(db, 'door'), serviceChain, { at: new Date().toISOString(), keyId: through, ...entry });

function read(raw: unknown): Asked {
  assertReadable(raw);
  const { success, data, error } = shape.safeParse(raw);
  if (success) return data;
  const [first] = error.issues;
  const field = first?.path.join('.') || undefined;
  throw new SignOffError(
    'INVALID_MESSAGE',
    `${field ?? 'The message'}: ${first?.message}. Send { "milestoneId": "…", "reason": "…" }.`,
    { ...(field === undefined ? {} : { field }) },
  );
}

async function retryEffects(administering: Administering, { milestoneId, reason }: Asked): Promise<string[]> {
  const { db, client, answerWithinMilliseconds } = administering;
  const row = await findMilestone(around(db, 'milestone', milestoneId), milestoneId);
  if (!row) throw unknownMilestone(milestoneId);
  await note(administering, { type: 'effectsRetried', what: { milestoneId, reason } });
  const { retried, mailsLeft } = await retryEffectsOf(asJob(db, 'dispatcher'), milestoneId);
  const isUnpublished = row.snapshot && unpublished(row.snapshot).length > 0;
  if (isUnpublished) await askToPublish({ client, db, answerWithinMilliseconds }, milestoneId);
  return [
    `${retried} effects that waited or were given up are tried now.`,
    ...(isUnpublished ? ['What is not published is tried again.'] : []),
    ...(mailsLeft > 0
      ? [`${mailsLeft} mails were given up as undeliverable: correct the address, or reassign the request.`]
      : []),
  ];
}

async function recoverOne(
  { client, db }: Administering,
  { milestoneId, reason, recordIsRight }: Asked,
): Promise<string[]> {
  const recovering = { client, db, now: new Date() };
  const found = await disagreementOf(recovering, milestoneId);
  if (!found) {
    if (!(await findMilestone(around(db, 'milestone', milestoneId), milestoneId))) throw unknownMilestone(milestoneId);
    return ['Record and workflow agree; nothing was changed.'];
  }
  if (!recordIsRight && !losesNothing(found.kind))
    throw new SignOffError(
      'INVALID_MESSAGE',
      `${milestoneId} is ${found.kind}: ${found.said}. To go on from the record all the same, and lose what only the workflow knows, send "recordIsRight": true.`,
      { field: 'recordIsRight' },
    );
  await recover(recovering, found, { through, reason });
  return [
    found.kind === 'unknown'
      ? 'It was ended: the record does not have it.'
      : `It goes on from the record (${found.kind}: ${found.said}).`,
  ];
}

const unknownMilestone = (milestoneId: string): SignOffError =>
  new SignOffError('INVALID_MESSAGE', `milestoneId: no milestone "${milestoneId}" is on record.`, {
    field: 'milestoneId',
  });
