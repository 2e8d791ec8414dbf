// Sends notices about the service or an engagement, each once: those that are about no milestone, so that no record waits for them.
import type { Logger } from 'pino';
import type { RenderedMail } from '../../mail/renderMail.ts';
import type { Transport } from '../../mail/transport.ts';
import { doubling, doublingForDays, nothingToDo, type EffectHandler } from './effectHandler.ts';

export interface PlainNotice {
  /** The local part of its Message-ID, the same at every attempt. */
  noticeId: string;
  toAddress: string;
  mail: RenderedMail;
}

export interface NoticeDelivery {
  log: Logger;
  transport: Pick<Transport, 'send'>;
  mailDomain: string;
}

/** `find` gives undefined where there is nothing to say any more. */
export const plainNoticeHandler = (
  { log, transport, mailDomain }: NoticeDelivery,
  find: (reference: string) => Promise<PlainNotice | undefined>,
): EffectHandler => ({
  atOnce: 1,
  // Longer than the transport's own timeouts, so that a slow server is not taken for a dead sender.
  patienceSeconds: 120,
  delaySeconds: doublingForDays(5, doubling(60, 3600)),
  prepare:
    async () =>
    async ({ reference }) => {
      const notice = await find(reference);
      if (!notice) return nothingToDo;
      const { noticeId, toAddress, mail } = notice;
      const envelope = {
        to: { name: '', address: toAddress },
        messageId: `<${noticeId}@${mailDomain}>`,
        headers: {},
      };
      const outcome = await transport.send(envelope, mail);
      if (outcome.status === 'deferred') throw new Error(outcome.error);
      if (outcome.status === 'rejected')
        log.warn({ noticeId, error: outcome.error }, 'a notice could not be delivered');
      return outcome.status === 'sent' ? { status: 'done' } : { status: 'failed', error: outcome.error };
    },
});
