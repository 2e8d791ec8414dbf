// Real milestones on a real record, with DNS of their own: replies are received, proven and ruled on as in the product, without Temporal.
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { DNSResolver } from 'mailauth';
import { dkimSign } from 'mailauth/lib/dkim/sign.js';
import { pino } from 'pino';
import { recordBatch } from '../../../activities/recordBatch.ts';
import { listInboundMessages, type InboundMessage } from '../../../db/inboundMessages.ts';
import { listMails, type MailRecord } from '../../../db/mails.ts';
import { listRequests, type DecisionRequest } from '../../../db/requests.ts';
import type { Command } from '../../../domain/commands.ts';
import { handleMessage, startMilestone, type MessageResult } from '../../../domain/decide.ts';
import { headAfter, noHead } from '../../../domain/records/eventChain.ts';
import { SignOffError } from '../../../domain/errors.ts';
import type { Milestone } from '../../../domain/milestone.ts';
import { notificationsFor } from '../../../domain/requests/notifications.ts';
import { systemActor } from '../../../domain/people/people.ts';
import { loadMailTemplates, type RenderMail } from '../../../mail/renderMail.ts';
import { findNewestLink } from '../../../db/requestLinks.ts';
import { bounceAddress, replyAddress } from '../../../mail/replyAddress.ts';
import { openMessageReader, type MessageReader } from '../../../mail/replies/messageReader.ts';
import { readDueMessages } from '../../../mail/replies/openReplyProcessor.ts';
import { receiveMessage, type Envelope } from '../../../mail/replies/receiveMessage.ts';
import type { ReplyContext } from '../../../mail/replies/replyContext.ts';
import type { FileStore } from '../../../storage/fileStore.ts';
import * as act from '../../domain/acts.ts';
import { engagementWith, monday, people, planWith } from '../../domain/cast.ts';
import { ruleOn } from '../../domain/scenario.ts';
import { testDatabase, type TestDatabase } from '../../support/postgres.ts';
import { testEntrances, unsignedVoucher } from '../../support/testVouchers.ts';
import { openTestFiles } from '../../support/testFiles.ts';

export const secret = 'a secret that only tests know, 32+';
export const domain = 'reply.firm.example';
const log = pino({ level: 'silent' });

const named: Record<string, object> = {
  user1: { name: 'Bo Sample' },
  user2: { name: 'Cy Sample' },
  approver1: { name: 'Zoë Sample' },
};
const castWith = (changes: Record<string, object>) =>
  people.map((each) => ({ ...each, ...named[each.personId], ...changes[each.personId] }));

const keys = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'der' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const keyRecord = `v=DKIM1; k=rsa; p=${keys.publicKey.toString('base64')}`;

/** Mail domains of the tests; every name not here does not exist. */
const zone: Record<string, string> = {
  ...Object.fromEntries(
    ['example.com', 'mail.example.com', 'other.example', 'nopolicy.example', 'mail.strict.example'].map((each) => [
      `s1._domainkey.${each}`,
      keyRecord,
    ]),
  ),
  '_dmarc.example.com': 'v=DMARC1; p=reject',
  '_dmarc.other.example': 'v=DMARC1; p=none',
  '_dmarc.strict.example': 'v=DMARC1; p=reject; adkim=s',
  'example.com': 'v=spf1 ip4:192.0.2.1 -all',
};

export const testDns: DNSResolver = async (name, type) => {
  const found = type === 'TXT' ? zone[name.toLowerCase()] : undefined;
  if (found === undefined) throw Object.assign(new Error(`no ${type} for ${name}`), { code: 'ENOTFOUND' });
  return [[found]];
};

export interface Signing {
  domain?: string;
  selector?: string;
  headers?: string;
  expires?: Date;
  maxBodyLength?: number;
}

/** Signs as a mail provider does, with a key that the tests' DNS publishes. */
export async function signed(raw: Buffer, signing: Signing = {}): Promise<Buffer> {
  const { signatures, errors } = await dkimSign(raw, {
    canonicalization: 'relaxed/relaxed',
    algorithm: 'rsa-sha256',
    signTime: new Date(Date.now() - 60_000),
    ...(signing.expires ? { expires: signing.expires } : {}),
    ...(signing.headers ? { headerList: signing.headers } : {}),
    signatureData: [
      {
        signingDomain: signing.domain ?? 'example.com',
        selector: signing.selector ?? 's1',
        privateKey: keys.privateKey,
        ...(signing.maxBodyLength === undefined ? {} : { maxBodyLength: signing.maxBodyLength }),
      },
    ],
  } as Parameters<typeof dkimSign>[1]);
  if (errors.length > 0) throw new Error(errors.map((each) => String(each)).join('; '));
  return Buffer.concat([Buffer.from(signatures), raw]);
}

export type Asked = 'validation' | 'review' | 'signature';

export interface StagedRequest {
  milestoneId: string;
  request: DecisionRequest;
  mail: MailRecord;
  replyTo: string;
  bounceTo: string;
}

type Step = Pick<MessageResult, 'milestone' | 'events'>;

const until: Record<Asked, act.Act[]> = {
  validation: act.toValidation,
  review: act.toReview,
  signature: act.toSignOff,
};

export class ReplyStage {
  readonly database: TestDatabase;
  readonly files: FileStore;
  readonly context: ReplyContext;
  readonly delivered: Command[] = [];
  readonly #folder: string;
  readonly #milestones = new Map<string, { milestone: Milestone; batch: number; head: string }>();
  readonly #reader: MessageReader;

  private constructor(database: TestDatabase, files: FileStore, folder: string, render: RenderMail) {
    this.database = database;
    this.files = files;
    this.#folder = folder;
    this.#reader = openMessageReader();
    this.context = {
      ...{ db: database.db, files, log, domain, secret, resolveDns: testDns, reader: this.#reader },
      mailDomain: 'firm.example',
      ownAddress: 'sign-off@firm.example',
      ownName: 'Milestone Sign-Off',
      render,
      deliver: (milestoneId, command) => this.#deliver(milestoneId, command),
    };
  }

  static async open(): Promise<ReplyStage> {
    const database = await testDatabase();
    const folder = await mkdtemp(join(tmpdir(), 'sign-off-replies-'));
    return new ReplyStage(database, await openTestFiles(folder), folder, await loadMailTemplates('firm.example'));
  }

  async close(): Promise<void> {
    await this.#reader.close();
    await this.database.drop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** A milestone in which `personId` has just been asked; what the people are called and listed under may differ. */
  async ask(
    asked: Asked,
    personId: string,
    changes: { contract?: object; plan?: object; people?: Record<string, object> } = {},
  ) {
    const milestoneId = `M-${this.#milestones.size + 1}`;
    const engagement = engagementWith(changes.contract, {
      engagementId: `E-${milestoneId}`,
      people: castWith(changes.people ?? {}),
    });
    const started = startMilestone({ milestoneId, engagement, plan: planWith(changes.plan) }, systemActor, monday);
    await this.#played([started], until[asked]);
    return this.requestOf(milestoneId, personId);
  }

  async play(milestoneId: string, ...acts: act.Act[]): Promise<void> {
    await this.#played([{ milestone: this.milestone(milestoneId), events: [] }], acts);
  }

  /** All of it as one batch, as a workflow task records what came together. */
  async #played(steps: Step[], acts: readonly act.Act[]): Promise<void> {
    for (const each of acts) {
      const { milestone } = steps.at(-1) as Step;
      steps.push(ruleOn(milestone, each(milestone), monday));
    }
    await this.#record(steps);
  }

  milestone(milestoneId: string): Milestone {
    const found = this.#milestones.get(milestoneId);
    if (!found) throw new Error(`No milestone ${milestoneId}`);
    return found.milestone;
  }

  /** What the person was asked last, with the mail that asked. */
  async requestOf(milestoneId: string, personId: string): Promise<StagedRequest> {
    const requests = await listRequests(this.database.db, milestoneId);
    const request = requests.filter((each) => each.personId === personId).sort((a, b) => b.round - a.round)[0];
    const mail = (await this.mails(milestoneId)).find((each) => each.requestId === request?.requestId);
    const link = await findNewestLink(this.database.db, request?.requestId ?? '');
    if (!request || !mail || !link) throw new Error(`${personId} has not been asked on ${milestoneId}`);
    return {
      milestoneId,
      request,
      mail,
      replyTo: replyAddress(domain, secret, link),
      bounceTo: bounceAddress(domain, secret, mail.messageIdHeader),
    };
  }

  async mails(milestoneId: string): Promise<MailRecord[]> {
    return (await listMails(this.database.db, { milestoneId, page: { limit: 1000 } })).items;
  }

  receive(raw: Buffer, envelope: Partial<Envelope>): Promise<void> {
    const usual: Envelope = { source: 'smtp', envelopeFrom: 'someone@example.com', envelopeTo: [] };
    return receiveMessage(this.context, Readable.from([raw]), { ...usual, ...envelope }, envelope.source === 'imap');
  }

  readDue(): Promise<number> {
    return readDueMessages(this.context);
  }

  async last(): Promise<InboundMessage | undefined> {
    return (await this.messages()).at(-1);
  }

  /** From where it is kept: with the engagement it turned out to be about, or else with the installation. */
  async rawOf(message: InboundMessage | undefined): Promise<Buffer> {
    const { sha256 = '', engagementId } = message ?? {};
    const files = engagementId === undefined ? this.files.ofInstallation : this.files.of(engagementId);
    return buffer(await files.open(sha256));
  }

  async messages(milestoneId?: string): Promise<InboundMessage[]> {
    const filter = milestoneId === undefined ? {} : { milestoneId };
    return (await listInboundMessages(this.database.db, { ...filter, page: { limit: 1000 } })).items;
  }

  async #deliver(milestoneId: string, command: Command): Promise<{ status: 'decided' }> {
    const { name, ...raw } = command;
    this.delivered.push(command);
    const voucher = unsignedVoucher(milestoneId, name, raw, monday);
    const result = handleMessage(this.milestone(milestoneId), name, raw, {
      now: monday,
      ...(voucher ? { voucher } : {}),
    });
    await this.#record([result]);
    const { outcome, code, message } = result.outcome;
    if (outcome === 'refused') throw new SignOffError(code ?? 'INVALID_MESSAGE', message ?? '');
    return { status: 'decided' };
  }

  async #record(steps: readonly Step[]): Promise<void> {
    const { milestone } = steps.at(-1) as Step;
    const { milestoneId, engagement } = milestone;
    const events = steps.flatMap((each) => each.events);
    const { batch: last = 0, head: follows = noHead } = this.#milestones.get(milestoneId) ?? {};
    const batch = last + (events.length > 0 ? 1 : 0);
    this.#milestones.set(milestoneId, { milestone, batch, head: headAfter(follows, events) });
    if (events.length === 0) return;
    const notifications = steps.flatMap((step) =>
      step.events.flatMap((event) =>
        notificationsFor(step.milestone, event).map((each) => ({
          ...{ ...each, sequence: event.sequence },
          round: step.milestone.round,
        })),
      ),
    );
    const write = recordBatch({
      ...{ db: this.database.db, linkSecret: secret, mailDomain: 'firm.example' },
      entranceKeys: testEntrances,
    });
    await write({
      ...{ milestoneId, engagementId: engagement.engagementId, workflowId: milestoneId, batch, follows, at: monday },
      ...{ events, refused: [], notifications, snapshot: milestone, vouchers: [] },
    });
  }
}
