// Records one batch of decisions, with the mails and requests it causes, in one transaction.
import { ApplicationFailure } from '@temporalio/common';
import type { Logger } from 'pino';
import type { Batch, NotificationOfEvent, Recording } from '../domain/records/batch.ts';
import type { Measures } from './measures.ts';
import { currentTrace } from './trace.ts';
import { assertAsRegistered } from './assertAsRegistered.ts';
import { creditsToTell } from './creditsToTell.ts';
import { mailIdOf } from '../domain/requests/mailIds.ts';
import { currentPackage, personOf } from '../domain/milestone.ts';
import type { Pool } from '../db/database.ts';
import { around, inEngagement } from '../db/inScope.ts';
import type { OutgoingMail } from '../db/mails.ts';
import { raiseObstacle } from '../db/obstacles.ts';
import { findShutOut } from '../db/shutOut.ts';
import { shutOutWords } from '../domain/access/restrictions.ts';
import { OtherHead, RecordBehind, RecordConflict, recordBatch as writeBatch } from '../db/recordBatch.ts';
import type { DecisionRequest } from '../db/requests.ts';
import { secondsUntilRead } from '../domain/time/readersHours.ts';
import { mailModel } from '../mail/mailModel.ts';
import { changesHeld, heldExceptions } from '../domain/acceptance/invoiceGate.ts';
import { sumOf } from '../domain/terms/money.ts';
import type { WebhookEvent } from '../db/webhooks.ts';
import type { SendWebhook } from './dispatch/postWebhook.ts';
import type { EntranceKeys } from '../evidence/vouchers/entranceKeys.ts';
import { newLink, requestIdOf, tokenHash } from '../mail/requestToken.ts';

/** First of all, before anything is recorded, every voucher is checked. Fails for good, with the type RecordConflict or OtherHead, when the record is not this workflow's or not what it decided on. */
export function recordBatch(deps: {
  db: Pool;
  linkSecret: string;
  mailDomain: string;
  log?: Logger;
  sendWebhook?: SendWebhook | undefined;
  continueAsNewAfterEvents?: number | undefined;
  entranceKeys: Pick<EntranceKeys, 'holds'>;
  followEntranceKeys?: () => Promise<void>;
  measures?: Pick<Measures, 'recorded'> | undefined;
}) {
  return async (batch: Batch): Promise<Recording> => {
    const unvouchedOf = () => batch.vouchers.flatMap((each, index) => (deps.entranceKeys.holds(each) ? [] : [index]));
    // By a key that another process has since a moment ago, perhaps.
    if (unvouchedOf().length > 0) await deps.followEntranceKeys?.();
    const unvouched = unvouchedOf();
    if (unvouched.length > 0) return tellingOf(unvouched, batch, deps.log);
    const shutOut = await shutOutIn(deps.db, batch);
    // A run that nobody may have started has nothing to go on from: it ends.
    if (shutOut.length > 0 && batch.events[0]?.type === 'milestoneStarted')
      throw ApplicationFailure.nonRetryable(
        `The milestone was started in the name of "${shutOut.join('", "')}", who has ${shutOutWords}; start it in the name of somebody else.`,
        RecordConflict.name,
      );
    if (shutOut.length > 0) return { isRecorded: false, shutOut };
    const requests = new Map<string, DecisionRequest>();
    const credits = await creditsToTell(inEngagement(deps.db, batch.engagementId), batch);
    const mails = [...batch.notifications, ...credits.further].flatMap((notification): OutgoingMail[] => {
      const recipient = personOf(batch.snapshot, notification.recipientId);
      const event = batch.events.find((each) => each.sequence === notification.sequence);
      if (!recipient || !event) return [];
      const request = requestFor(batch, notification);
      if (request) requests.set(request.requestId, request);
      const mailId = mailIdOf(batch.milestoneId, notification.sequence, notification.kind, notification.recipientId);
      return [
        {
          mailId,
          milestoneId: batch.milestoneId,
          engagementId: batch.engagementId,
          kind: notification.kind,
          recipientId: notification.recipientId,
          toAddress: recipient.email,
          round: notification.round,
          sequence: notification.sequence,
          ...(request ? { requestId: request.requestId } : {}),
          model: mailModel(notification, batch.snapshot, event, {
            toCredit: credits.recipientIds.includes(notification.recipientId) ? credits.toCredit : [],
          }),
          messageIdHeader: `<${tokenHash(mailId).slice(0, 32)}@${deps.mailDomain}>`,
          holdSeconds: event.type === 'reminderDue' ? secondsUntilRead(batch.snapshot, recipient, batch.at) : 0,
        },
      ];
    });
    try {
      const db = inEngagement(deps.db, batch.engagementId);
      await assertAsRegistered(db, batch);
      const webhooks = deps.sendWebhook ? heldToTell(batch) : [];
      const links = [...requests.keys()].map((each) => newLink(deps.linkSecret, each));
      const asked = { requests: [...requests.values()], links };
      const trace = currentTrace();
      const recording = await writeBatch(db, { ...batch, mails, ...asked, webhooks, ...(trace ? { trace } : {}) });
      const { milestoneId, workflowId, batch: number, events } = batch;
      const what = { milestoneId, workflowId, batch: number, events: events.map((each) => each.type) };
      if (recording.isRecorded) deps.measures?.recorded(batch);
      if (recording.isRecorded) deps.log?.info(what, 'batch recorded');
      else deps.log?.warn(what, 'the record is ahead of the workflow, which goes on from the record');
      // Told with the answer, since that is in the history: a worker with another setting replays it alike.
      const { continueAsNewAfterEvents } = deps;
      return { ...recording, ...(continueAsNewAfterEvents === undefined ? {} : { continueAsNewAfterEvents }) };
    } catch (error) {
      if (error instanceof RecordBehind) await noteRecordBehind(deps, batch, error.message);
      if (!(error instanceof RecordConflict || error instanceof OtherHead)) throw error;
      const { milestoneId, workflowId, batch: number } = batch;
      deps.log?.error(
        { milestoneId, workflowId, batch: number, reason: error.message },
        'a batch was refused by the record',
      );
      throw ApplicationFailure.nonRetryable(error.message, error.name);
    }
  };
}

/** The activity is tried again, and may be for days: meanwhile this is what anybody is told by. */
async function noteRecordBehind(
  { db, log }: { db: Pool; log?: Logger },
  { milestoneId, workflowId, batch }: Batch,
  reason: string,
): Promise<void> {
  log?.error({ milestoneId, workflowId, batch, reason }, 'a batch waits for what the record has lost');
  await raiseObstacle(around(db, 'milestone', milestoneId), {
    ...{ milestoneId, kind: 'recordBehind', subject: '', reason, attempts: 1 },
  });
}

/** Entrances ask before they vouch; of what came past them this alone asks. */
async function shutOutIn(db: Pool, { engagementId, events, snapshot }: Batch): Promise<string[]> {
  const named = new Set(
    events.flatMap(({ actor }) => (actor.authentication.method === 'temporalMessage' ? [actor.personId] : [])),
  );
  const people = [...named].flatMap((personId) => {
    const address = personOf(snapshot, personId)?.email;
    return address === undefined ? [] : [{ personId, engagementId, address }];
  });
  return [...(await findShutOut(db, people))].map(({ personId }) => personId);
}

/** Recorded nothing: who is named in them has not acted, as far as anybody knows. */
function tellingOf(unvouched: number[], { milestoneId, workflowId, vouchers }: Batch, log?: Logger): Recording {
  const statements = unvouched.map((index) => vouchers[index]?.statement);
  log?.warn(
    { milestoneId, workflowId, statements },
    'messages carry vouchers that do not hold; they were sent in Temporal',
  );
  return { isRecorded: false, unvouched };
}

/** No certificate says that an exception failed, or failed no longer; the billing system is told all that is held by then. */
function heldToTell({ milestoneId, engagementId, events, snapshot, at }: Batch): WebhookEvent[] {
  const { phase } = snapshot.stage;
  const last = events.findLast((each) => changesHeld.includes(each.type));
  const certificate = snapshot.acceptances.at(-1);
  if (!last || !certificate || phase !== 'acceptedWithExceptions') return [];
  const { certificateNumber, amountReleased, amountWithheld } = certificate;
  const held = heldExceptions(phase, snapshot.exceptions);
  const { currency } = snapshot.plan.value;
  const data = {
    kind: 'holds',
    certificateNumber,
    amountReleased,
    amountWithheld,
    amountHeld: sumOf(
      held.map((each) => each.amount),
      currency,
    ),
    heldExceptions: held,
    currency,
  };
  return [{ type: 'invoiceRelease.updated', milestoneId, engagementId, subject: `holds-${last.sequence}`, at, data }];
}

/** A request is one person's, for one round and one package; a reminder repeats it rather than making another. */
function requestFor(batch: Batch, notification: NotificationOfEvent): DecisionRequest | undefined {
  if (!notification.asks) return undefined;
  const requestId = requestIdOf(
    batch.milestoneId,
    notification.round,
    notification.asks,
    notification.recipientId,
    notification.delegationId,
    notification.addressVersion,
  );
  const packageDigest = currentPackage(batch.snapshot)?.digest;
  return {
    requestId,
    milestoneId: batch.milestoneId,
    engagementId: batch.engagementId,
    personId: notification.recipientId,
    kind: notification.asks,
    round: notification.round,
    ...(packageDigest === undefined ? {} : { packageDigest }),
    createdAt: batch.at,
    expiresAt: expiryOf(batch),
  };
}

/** Counted from the deadline, so that a link never dies while it is waited for. */
function expiryOf({ at, snapshot: { stage, engagement } }: Batch): string {
  const from = 'wait' in stage ? stage.wait.deadline : at;
  return new Date(Date.parse(from) + engagement.contract.linkDays * 86_400_000).toISOString();
}
