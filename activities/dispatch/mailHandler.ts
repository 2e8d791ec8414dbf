// Sends queued mail: renders it, hands it to SMTP, says what came of it. Never decides whether a mail is due.
import { deskAddress } from '../../mail/deskAddress.ts';
import { buffer } from 'node:stream/consumers';
import type { Logger } from 'pino';
import type { Pool } from '../../db/database.ts';
import { asJob, inEngagement } from '../../db/inScope.ts';
import { readDecisionProof, type DecisionProof } from '../../db/decisionProofs.ts';
import { integrateLog } from '../../db/merkleLog.ts';
import { readOutgoingMails, type OutgoingMail } from '../../db/mails.ts';
import type { ClaimedEffect, Outcome } from '../../db/outbox.ts';
import { raiseWhereUnreachable } from '../../db/obstacles.ts';
import { findShutOut } from '../../db/shutOut.ts';
import { shutOutWords } from '../../domain/access/restrictions.ts';
import { mayWait } from '../../domain/requests/digests.ts';
import { mailboxOf } from '../../domain/people/humans.ts';
import { wantDigests } from '../../db/digests.ts';
import { entryText } from '../../evidence/ledger/auditEntry.ts';
import type { LogSigner } from '../../evidence/ledger/logSigner.ts';
import { withReplySections, type MailModel } from '../../mail/mailModel.ts';
import type { RenderMail } from '../../mail/renderMail.ts';
import { bounceAddress, replyAddress } from '../../mail/replyAddress.ts';
import { linkThatOpens } from '../../db/requestLinks.ts';
import type { LinkParts } from '../../domain/requests/requestKinds.ts';
import { confirmationCode, linksBy, requestToken, tokenHash } from '../../mail/requestToken.ts';
import type { AttachedFile } from '../../mail/mailContent.ts';
import { asPart, type OutgoingFile, type SendOutcome, type Transport } from '../../mail/transport.ts';
import { isLost, type Files, type FileStore } from '../../storage/fileStore.ts';
import { doubling, doublingForDays, nothingToDo, type EffectHandler } from './effectHandler.ts';

export interface UndeliverableMail {
  milestoneId: string;
  mailId: string;
  addresseeId: string;
  reason: string;
}

export interface MailDelivery {
  db: Pool;
  transport: Transport;
  /** What goes with a mail is read from here. */
  files: FileStore;
  render: RenderMail;
  publicUrl: string;
  /** Whether people sign in, so that a manager's mail can lead to their desk. */
  hasDesk?: boolean;
  linkSecret: string;
  /** Of the audit log, which proves to people what they decided. */
  logSigner: Pick<LogSigner, 'sign' | 'verifierKey'>;
  mailDomain: string;
  /** Where replies and delivery reports come back to; without it mails ask for none. */
  replyDomain?: string | undefined;
  log: Logger;
  reportUndeliverable(mail: UndeliverableMail): Promise<void>;
}

const delaySeconds = doublingForDays(5, doubling(2, 900));

export function mailHandler(given: MailDelivery): EffectHandler {
  const delivery = { ...given, ready: readyFiles() };
  return {
    atOnce: 20,
    // Longer than the transport's own timeouts, so that a slow server is not taken for a dead sender.
    patienceSeconds: 120,
    delaySeconds,
    async prepare(effects) {
      const mails = await readOutgoingMails(
        asJob(delivery.db, 'dispatcher'),
        effects.map((each) => each.reference),
      );
      const addressed = [...mails.values()].map((mail) => ({ ...mail, address: mail.toAddress }));
      const waiting = await wantDigests(
        asJob(delivery.db, 'dispatcher'),
        [...mails.values()].filter(isDigestible).map(mailboxOfMail),
      );
      const shutOut = new Set([...(await findShutOut(delivery.db, addressed))].map(({ mailId }) => mailId));
      return async (effect) => {
        const mail = mails.get(effect.reference);
        if (!mail) return nothingToDo;
        if (shutOut.has(mail.mailId)) return fail(delivery, mail, notTold);
        const waitsFor = mailboxOfMail(mail);
        const isHeld = !effect.isSingle && isDigestible(mail) && waiting.has(waitsFor);
        return isHeld ? { status: 'later', error: '', delaySeconds: 0, waitsFor } : send(delivery, mail, effect);
      };
    },
    async giveUp({ reference }, error) {
      const mail = (await readOutgoingMails(asJob(delivery.db, 'dispatcher'), [reference])).get(reference);
      return mail ? fail(delivery, mail, error) : nothingToDo;
    },
  };
}

const mailboxOfMail = ({ toAddress }: OutgoingMail): string => mailboxOf(toAddress) ?? toAddress;

/** What comes with something to open or to keep goes by itself, whatever its kind. */
const isDigestible = ({ kind, requestId, model }: OutgoingMail): boolean => {
  const { files = [], attachments = [], meeting } = model as MailModel;
  return mayWait[kind] && requestId === undefined && files.length + attachments.length === 0 && meeting === undefined;
};

/** Final: whoever may be told again is told what is new by then. */
const notTold = `Not sent: who it is for has ${shutOutWords}.`;

async function send(delivery: ReadyDelivery, mail: OutgoingMail, effect: ClaimedEffect): Promise<Outcome> {
  const { log } = delivery;
  const about = { milestoneId: mail.milestoneId, mailId: tokenHash(mail.mailId).slice(0, 16), kind: mail.kind };
  if (effect.isRepeat)
    log.warn(about, 'sending again a mail whose sender died; the server may have taken it, the Message-ID is the same');
  const outcome = await transmit(delivery, mail, about.mailId);
  const at = new Date().toISOString();
  switch (outcome.status) {
    case 'sent': {
      log.info(about, 'mail sent');
      const { response } = outcome;
      return { status: 'done', response, entry: entryText({ at, type: 'mailSent', mailId: mail.mailId, response }) };
    }
    case 'deferred': {
      const { error, mayHaveArrived } = outcome;
      if (mayHaveArrived)
        log.warn(
          about,
          'the connection broke behind a mail; the server may have taken it, the next try has the same Message-ID',
        );
      const seconds = delaySeconds(effect);
      if (seconds === undefined) return fail(delivery, mail, error);
      log.warn({ ...about, attempts: effect.attempts }, 'mail deferred');
      return { status: 'later', error, delaySeconds: seconds, ...(mayHaveArrived ? { isRepeatedNext: true } : {}) };
    }
    case 'rejected':
      return fail(delivery, mail, outcome.error);
    default:
      return outcome satisfies never;
  }
}

async function transmit(delivery: ReadyDelivery, mail: OutgoingMail, shortId: string): Promise<SendOutcome> {
  const { linkSecret, publicUrl, mailDomain, replyDomain, transport, render } = delivery;
  const model = mail.model as MailModel;
  const { codeId } = model;
  const parts = await linkOf(delivery, mail);
  const link = parts && `${publicUrl}/r/${requestToken(linkSecret, parts)}`;
  const files = await filesOf(delivery, mail, model.files ?? []);
  if ('lacking' in files) return { status: 'deferred', error: `The file store lacks ${files.lacking}.` };
  const proof = await proofWith(delivery, mail);
  if (proof.is === 'pending') return { status: 'deferred', error: 'The audit log has not taken the decision in yet.' };
  return transport.send(
    {
      to: { name: model.recipient, address: mail.toAddress },
      senderName: model.firm,
      messageId: mail.messageIdHeader,
      headers: { 'X-Milestone-Sign-Off': shortId },
      ...returnAddresses(delivery, mail, parts, model.contact),
      references: `<${tokenHash(`${mail.milestoneId} ${mail.recipientId}`).slice(0, 32)}@${mailDomain}>`,
    },
    render(
      replyDomain ? withReplySections(model) : model,
      link,
      codeId && confirmationCode(linkSecret, codeId),
      delivery.hasDesk && model.isForManager ? deskAddress(publicUrl, model.milestoneId) : undefined,
    ),
    proof.is === 'proven' ? [...files, { ...proof, mediaType: 'text/plain', content: Buffer.from(proof.text) }] : files,
  );
}

/** With a receipt goes the proof of what was decided; what the log has not taken in yet it takes in for it. */
async function proofWith({ db: pool, logSigner }: MailDelivery, mail: OutgoingMail): Promise<DecisionProof> {
  if (mail.kind !== 'decisionReceipt') return { is: 'none' };
  const { milestoneId, sequence, recipientId: personId } = mail;
  const read = () =>
    readDecisionProof(
      inEngagement(pool, mail.engagementId),
      { milestoneId, sequence, personId },
      logSigner.verifierKey,
    );
  const before = await read();
  if (before.is !== 'pending') return before;
  await integrateLog(asJob(pool, 'logKeeper'), logSigner);
  return read();
}

/** A mail waits for its files as it waits for its server: one without them would not be the one that was promised. */
async function filesOf(
  { files: store, ready }: ReadyDelivery,
  { engagementId }: OutgoingMail,
  attached: readonly AttachedFile[],
): Promise<OutgoingFile[] | { lacking: string }> {
  const found: OutgoingFile[] = [];
  for (const each of attached)
    try {
      found.push(
        await ready.file(`${engagementId} ${each.sha256} ${each.fileName}`, () => open(store.of(engagementId), each)),
      );
    } catch (error) {
      if (isLost(error)) return { lacking: each.fileName };
      throw error;
    }
  return found;
}

async function open(files: Files, { fileName, mediaType, sha256 }: AttachedFile): Promise<OutgoingFile> {
  const file = { fileName, mediaType, content: await buffer(await files.open(sha256)) };
  return { ...file, asPart: await asPart(file) };
}

/** As many certificates as go out at a time, each to some ten people. */
const keptAtMost = 10;

/** Files that went out last, ready to go again; one that could not be opened is opened anew. */
function readyFiles() {
  const kept = new Map<string, Promise<OutgoingFile>>();
  return {
    file(key: string, opened: () => Promise<OutgoingFile>): Promise<OutgoingFile> {
      const file = kept.get(key) ?? opened();
      file.catch(() => kept.delete(key));
      kept.delete(key);
      kept.set(key, file);
      const [oldest] = kept.keys();
      if (kept.size > keptAtMost && oldest !== undefined) kept.delete(oldest);
      return file;
    },
  };
}

type ReadyDelivery = MailDelivery & { ready: ReturnType<typeof readyFiles> };

/**
 * The link that was mailed last; after a change of the secret, which cannot make it again, another one beside it. None where it was
 * revoked and not replaced, and none in the mail with a code: whoever sees that alone can decide nothing with it.
 */
async function linkOf(
  { db: pool, linkSecret }: MailDelivery,
  { engagementId, requestId, kind }: OutgoingMail,
): Promise<LinkParts | undefined> {
  if (requestId === undefined || kind === 'confirmationCode') return undefined;
  return linkThatOpens(inEngagement(pool, engagementId), requestId, linksBy(linkSecret, requestId));
}

/** Where replies are not taken in, one reaches a human. */
function returnAddresses(
  { replyDomain, linkSecret }: MailDelivery,
  mail: OutgoingMail,
  link: LinkParts | undefined,
  contact: MailModel['contact'],
) {
  if (!replyDomain) return contact ? { replyTo: contact.address } : {};
  return {
    bounceTo: bounceAddress(replyDomain, linkSecret, mail.messageIdHeader),
    ...(link ? { replyTo: replyAddress(replyDomain, linkSecret, link) } : {}),
  };
}

/** Reported before it is settled: a crash in between reports twice, which the milestone takes for one. */
async function fail(delivery: MailDelivery, mail: OutgoingMail, error: string): Promise<Outcome> {
  const { milestoneId, mailId, recipientId, kind } = mail;
  await delivery.reportUndeliverable({ milestoneId, mailId, addresseeId: recipientId, reason: error });
  await raiseWhereUnreachable(inEngagement(delivery.db, mail.engagementId), mail, error);
  delivery.log.warn({ milestoneId, kind }, 'mail undeliverable');
  const at = new Date().toISOString();
  return { status: 'failed', error, entry: entryText({ at, type: 'mailFailed', mailId, error }) };
}
