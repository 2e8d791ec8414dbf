// Tells the administrator of a key that is about to end. Says nothing of one that has got another secret meanwhile.
import type { Logger } from 'pino';
import type { Database } from '../../db/database.ts';
import { findEndingKey } from '../../db/keyNotices.ts';
import { keyNotice } from '../../mail/keyNotice.ts';
import type { Transport } from '../../mail/transport.ts';
import { doubling, doublingForDays, nothingToDo, type EffectHandler } from './effectHandler.ts';

export interface KeyNoticeDelivery {
  db: Database;
  log: Logger;
  transport: Pick<Transport, 'send'>;
  mailDomain: string;
  administratorEmail: string;
}

export const keyNoticeHandler = (delivery: KeyNoticeDelivery): EffectHandler => ({
  atOnce: 1,
  // Longer than the transport's own timeouts, so that a slow server is not taken for a dead sender.
  patienceSeconds: 120,
  delaySeconds: doublingForDays(5, doubling(60, 3600)),
  prepare:
    async () =>
    async ({ reference }) => {
      const { db, log, transport, mailDomain, administratorEmail } = delivery;
      const key = await findEndingKey(db, reference);
      if (!key) return nothingToDo;
      const envelope = {
        to: { name: '', address: administratorEmail },
        messageId: `<${key.keyId}.${Date.parse(key.validUntil)}@${mailDomain}>`,
        headers: {},
      };
      const outcome = await transport.send(envelope, keyNotice(key));
      if (outcome.status === 'deferred') throw new Error(outcome.error);
      if (outcome.status === 'rejected')
        log.warn({ keyId: key.keyId, error: outcome.error }, 'nobody could be told that a key ends');
      return outcome.status === 'sent' ? { status: 'done' } : { status: 'failed', error: outcome.error };
    },
});
