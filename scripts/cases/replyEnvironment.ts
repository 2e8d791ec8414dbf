// Where cases about mail run: milestones on record, and the SMTP listener that replies and reports come in by.
import nodemailer from 'nodemailer';
import type { InboundMessage } from '../../db/inboundMessages.ts';
import { openSmtpListener } from '../../mail/replies/smtpListener.ts';
import { domain, ReplyStage, secret } from '../../test/mail/replies/replyStage.ts';

type Listener = Awaited<ReturnType<typeof openSmtpListener>>;

export class ReplyEnvironment {
  readonly stage: ReplyStage;
  readonly #listener: Listener;

  private constructor(stage: ReplyStage, listener: Listener) {
    this.stage = stage;
    this.#listener = listener;
  }

  static async open(): Promise<ReplyEnvironment> {
    const stage = await ReplyStage.open();
    return new ReplyEnvironment(
      stage,
      await openSmtpListener(stage.context, { host: '127.0.0.1', port: 0, domain, secret }),
    );
  }

  /** Over SMTP, and read; an empty `from` is the null sender. The message as it was settled, if it was about the milestone. */
  async send(raw: Buffer, envelope: { from: string; to: string }, milestoneId: string): Promise<InboundMessage> {
    const mailer = nodemailer.createTransport({ host: '127.0.0.1', port: this.#listener.port, ignoreTLS: true });
    try {
      await mailer.sendMail({ envelope, raw });
    } finally {
      mailer.close();
    }
    return this.#settled(milestoneId);
  }

  /** As it is fetched from a mailbox, which knows no envelope. */
  async fetch(raw: Buffer, milestoneId: string): Promise<InboundMessage> {
    await this.stage.receive(raw, { source: 'imap', envelopeFrom: '', envelopeTo: [] });
    return this.#settled(milestoneId);
  }

  async #settled(milestoneId: string): Promise<InboundMessage> {
    await this.stage.readDue();
    const found = (await this.stage.messages(milestoneId)).at(-1);
    if (!found) throw new Error('the message was taken for one about no milestone');
    return found;
  }

  async close(): Promise<void> {
    await this.#listener.close();
    await this.stage.close();
  }
}
