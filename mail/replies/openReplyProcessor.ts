// Works through what has come in: claims a message, has it settled, and tries again later what has to wait.
import { claimMessages, readAgainLater, settleMessage, type ClaimedMessage } from '../../db/inboundMessages.ts';
import { asJob } from '../../db/inScope.ts';
import { listenFor } from '../../db/listen.ts';
import { openMessageReader } from './messageReader.ts';
import { lastAttempt, MilestoneAway, RetryLater, type ReplyContext } from './replyContext.ts';
import { processInbound, type Settled } from './processInbound.ts';

const staleAfterSeconds = 300;

export interface ReplyProcessor {
  stop(): Promise<void>;
}

export async function openReplyProcessor(context: Omit<ReplyContext, 'reader'>): Promise<ReplyProcessor> {
  const reader = openMessageReader();
  const notifications = await listenFor(context.db, 'messages_received');
  const stopping = new AbortController();
  const work = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await readDueMessages({ ...context, reader }, stopping.signal).catch((error: unknown) =>
        context.log.error({ err: error }, 'messages could not be read'),
      );
      await notifications.waitForNotification(2000, stopping.signal);
    }
  };
  const working = work();
  return {
    async stop() {
      stopping.abort();
      await working;
      await notifications.close();
      await reader.close();
    },
  };
}

/** Reads everything due now and returns how many messages were settled. */
export async function readDueMessages(context: ReplyContext, signal?: AbortSignal): Promise<number> {
  let settled = 0;
  while (!signal?.aborted) {
    const [message] = await claimMessages(asJob(context.db, 'intake'), { limit: 1, staleAfterSeconds });
    if (!message) break;
    if (await readOne(context, message)) settled += 1;
  }
  return settled;
}

async function readOne(context: ReplyContext, message: ClaimedMessage): Promise<boolean> {
  const about = { inboundId: message.inboundId, sha256: message.sha256 };
  try {
    const { settlement, mails } = await processInbound(context, message);
    await settleMessage(settling(context, settlement), message, settlement, new Date().toISOString(), mails);
    context.log.info({ ...about, outcome: settlement.outcome, reason: settlement.reason }, 'message settled');
    return true;
  } catch (error) {
    const isTooLate = message.attempts > lastAttempt && !(error instanceof MilestoneAway);
    if (isTooLate) return giveUp(context, message, error as Error);
    const level = error instanceof RetryLater ? 'info' : 'warn';
    context.log[level]({ ...about, attempts: message.attempts, err: error }, 'message to be read again');
    await readAgainLater(asJob(context.db, 'intake'), message.inboundId, {
      error: (error as Error).message,
      delaySeconds: Math.min(900, 2 ** Math.min(message.attempts, 10)),
    });
    return false;
  }
}

/** What it causes is written where it belongs, and nowhere else. */
const settling = ({ db }: ReplyContext, { engagementId }: Settled['settlement']) =>
  asJob(db, 'intake', engagementId === undefined ? [] : [engagementId]);

async function giveUp(context: ReplyContext, message: ClaimedMessage, error: Error): Promise<boolean> {
  const settled: Settled['settlement'] = { outcome: 'refused', reason: error.message };
  await settleMessage(asJob(context.db, 'intake'), message, settled, new Date().toISOString());
  context.log.error({ inboundId: message.inboundId, sha256: message.sha256, err: error }, 'message given up');
  return true;
}
