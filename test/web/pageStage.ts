// Everything a person's decision passes through: workflow, record, mail by SMTP, and the pages behind the links, all real.
import { openAuditWriter } from '../../api/http/auditWriter.ts';
import { openRateLimits } from '../../api/http/rateLimits.ts';
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import type { ParsedMail } from 'mailparser';
import { pino } from 'pino';
import { createHttpApp } from '../../worker/httpApp.ts';
import { openTransport } from '../../mail/transport.ts';
import { nameOf } from '../domain/cast.ts';
import { addressOf, openMailSink, type MailSink } from '../support/mailSink.ts';
import { testEvidenceKeys } from '../support/evidenceKeys.ts';
import { MilestoneStage, type StagedMilestone } from '../support/milestoneStage.ts';
import { devServer } from '../support/temporal.ts';
import { testDataKeys } from '../support/testEncryption.ts';
import { testEntrances } from '../support/testVouchers.ts';
import { testKey } from '../support/apiKey.ts';
import { testSignIn } from '../support/signedIn.ts';

export class PageStage {
  readonly stage: MilestoneStage;
  readonly sink: MailSink;
  readonly url: string;
  readonly app: Express;
  readonly apiKey: string;
  readonly #server: Server;

  private constructor(stage: MilestoneStage, sink: MailSink, app: Express, server: Server, apiKey: string) {
    this.stage = stage;
    this.sink = sink;
    this.apiKey = apiKey;
    this.#server = server;
    this.app = app;
    this.url = `http://localhost:${(server.address() as AddressInfo).port}`;
  }

  static async open({
    trustProxy = [],
    maxUploadBytes = 1_000_000,
    taskQueue,
  }: { trustProxy?: string[]; maxUploadBytes?: number; taskQueue?: string } = {}): Promise<PageStage> {
    const sink = await openMailSink();
    const environment = await devServer();
    const transport = openTransport(sink.url, 'Milestone Sign-Off <sign-off@example.com>');
    const stage = await MilestoneStage.open(environment, {
      transport,
      ...(taskQueue === undefined ? {} : { taskQueue }),
    });
    const { linkSecret, mailDomain } = stage.delivery;
    const settings = {
      publicUrl: 'http://localhost',
      maxUploadBytes,
      engagementQuotaBytes: 1024 ** 3,
      administratorEmail: undefined,
      answerWithinMilliseconds: 20_000,
      trustProxy,
      chatHosts: ['127.0.0.1'],
      webhook: undefined,
    };
    const api = createHttpApp({
      limits: openRateLimits(stage.database.db),
      auditWriter: openAuditWriter(stage.database.db, pino({ level: 'silent' })),
      db: stage.database.db,
      client: environment.client,
      files: stage.files,
      dataKeys: testDataKeys,
      transport,
      log: pino({ level: 'silent' }),
      linkSecret,
      mailDomain,
      logKey: (await testEvidenceKeys()).log.verifierKey,
      vouch: testEntrances.vouch,
      enrolments: testEntrances,
      signIn: testSignIn(),
      profiles: [],
      settings,
    });
    const server = api.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { key } = await testKey(stage.database.db);
    const pages = new PageStage(stage, sink, api, server, key);
    Object.assign(stage.delivery, { publicUrl: pages.url, hasDesk: true });
    settings.publicUrl = pages.url;
    return pages;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    this.stage.delivery.transport.close();
    await this.sink.close();
    await this.stage.close();
  }

  /** Sends what is queued and returns the newest mail to a person about a milestone that fits: by the record, as mails sent side by side arrive in any order. */
  async mailTo(milestone: StagedMilestone, personId: string, subject: RegExp): Promise<ParsedMail> {
    await milestone.deliverMail();
    const sequences = new Map((await milestone.mails()).map((each) => [each.messageIdHeader, each.sequence]));
    const sequence = ({ messageId = '' }: ParsedMail): number => sequences.get(messageId) ?? 0;
    const mail = this.sink.mails
      .filter(
        (each) =>
          addressOf(each) === `${personId}@example.com` &&
          subject.test(each.subject ?? '') &&
          each.text?.includes(milestone.milestoneId),
      )
      .toSorted((a, b) => sequence(a) - sequence(b))
      .at(-1);
    assert.ok(mail, `no mail to ${personId} about ${String(subject)}`);
    return mail;
  }

  async linkOf(milestone: StagedMilestone, personId: string, subject = /^Please|^Your decision:/): Promise<string> {
    const mail = await this.mailTo(milestone, personId, subject);
    const link = /https?:\/\/\S+\/r\/\S+/.exec(mail.text ?? '')?.[0];
    assert.ok(link, `no link in the mail to ${personId}`);
    return link;
  }

  async get<T>(path: string): Promise<T> {
    const response = await fetch(`${this.url}${path}`, { headers: { authorization: `Bearer ${this.apiKey}` } });
    assert.equal(response.status, 200, path);
    return (await response.json()) as T;
  }

  /** Posts a form as the page would, without a browser. */
  async post(link: string, entries: Record<string, string>): Promise<{ status: number; html: string; url: string }> {
    const response = await fetch(link, { method: 'POST', body: new URLSearchParams(entries) });
    return { status: response.status, html: await response.text(), url: response.url };
  }
}

/** What a signer posts, but for the form's own ID. */
export const signing = (personId: string, formId: string): Record<string, string> => ({
  formId,
  decision: 'sign',
  typedName: nameOf(personId),
  statementVersion: '1',
  agreesToStatement: 'yes',
});
