// Opens the ways replies come in, and the processor that reads them, as far as they are set.
import { readFile } from 'node:fs/promises';
import { Resolver } from 'node:dns/promises';
import type { Client } from '@temporalio/client';
import type { DNSResolver } from 'mailauth';
import type { Logger } from 'pino';
import { sendMessage } from '../workflows/client/sendMessage.ts';
import { UndeliveredError } from '../workflows/client/sendResult.ts';
import type { ReplySettings } from '../mail/mailSettings.ts';
import type { Pool } from '../db/database.ts';
import type { Command } from '../domain/commands.ts';
import type { Vouch } from '../domain/records/vouchers.ts';
import type { RenderMail } from '../mail/renderMail.ts';
import { openMailbox } from '../mail/replies/mailbox.ts';
import { openReplyProcessor } from '../mail/replies/openReplyProcessor.ts';
import { MilestoneAway, type Taken } from '../mail/replies/replyContext.ts';
import { openSmtpListener, type ReplySource } from '../mail/replies/smtpListener.ts';
import type { FileStore } from '../storage/fileStore.ts';
import type { MessageOf } from '../workflows/messages.ts';

export interface RepliesNeed {
  db: Pool;
  client: Client;
  files: FileStore;
  log: Logger;
  settings: ReplySettings;
  linkSecret: string;
  mailDomain: string;
  /** Address and name of From in our own mail. */
  ownAddress: string;
  ownName: string;
  render: RenderMail;
  answerWithinMilliseconds: number;
  vouch: Vouch;
  /** Only code can name another: a setting could make any sender prove anything. */
  resolveDns?: DNSResolver | undefined;
}

export interface Replies {
  /** What health asks, by name. */
  sources: Record<string, ReplySource>;
  stop(): Promise<void>;
}

export async function openReplies(need: RepliesNeed): Promise<Replies> {
  const { db, files, log, settings, linkSecret, mailDomain, ownAddress, ownName, render } = need;
  const processor = await openReplyProcessor({
    db,
    files,
    log,
    resolveDns: need.resolveDns ?? dnsOfThisMachine(),
    domain: settings.domain,
    secret: linkSecret,
    mailDomain,
    ownAddress,
    ownName,
    render,
    deliver: (milestoneId, command, taken) => deliver(need, milestoneId, command, taken),
  });
  const receiving = { db, files, log };
  const { smtp, mailbox } = settings;
  const sources: Record<string, ReplySource> = {
    ...(smtp ? { replyListener: await listener(need, smtp) } : {}),
    ...(mailbox ? { replyMailbox: openMailbox(receiving, mailbox) } : {}),
  };
  return {
    sources,
    async stop() {
      await Promise.all(Object.values(sources).map((each) => each.close()));
      await processor.stop();
    },
  };
}

/** While its workflow is to be started again, a message waits for as long as that takes. */
async function deliver(
  { db, client, log, answerWithinMilliseconds, vouch }: RepliesNeed,
  milestoneId: string,
  { name, ...message }: Command,
  taken: Taken,
) {
  try {
    return await sendMessage(
      { client, db, log, answerWithinMilliseconds, vouch, ...taken },
      milestoneId,
      name,
      message as MessageOf<typeof name>,
    );
  } catch (error) {
    if (!(error instanceof UndeliveredError) || error.reason !== 'workflowEnded') throw error;
    throw new MilestoneAway(error.message, { cause: error });
  }
}

async function listener(
  { db, files, log, settings, linkSecret }: RepliesNeed,
  smtp: NonNullable<ReplySettings['smtp']>,
) {
  const { host, port, keyFile, certFile } = smtp;
  const tls =
    keyFile && certFile ? { key: await readFile(keyFile, 'utf8'), cert: await readFile(certFile, 'utf8') } : undefined;
  return openSmtpListener(
    { db, files, log },
    { host, port, domain: settings.domain, secret: linkSecret, ...(tls ? { tls } : {}) },
  );
}

function dnsOfThisMachine(): DNSResolver {
  const resolver = new Resolver({ timeout: 5000, tries: 2 });
  return (name, type) => resolver.resolve(name, type) as Promise<string[][] | string[]>;
}
