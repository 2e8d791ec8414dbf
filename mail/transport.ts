// SMTP: hands one rendered mail to the server and says whether it took it, may take it later, or never will.
import { PassThrough } from 'node:stream';
import nodemailer, { type SendMailOptions } from 'nodemailer';
import MimeNode from 'nodemailer/lib/mime-node';
import type { DkimKey } from './dkimKey.ts';
import type { RenderedMail } from './renderMail.ts';

/** A file as it goes out; `asPart` where it was made a part of a mail once for all that it goes with. */
export interface OutgoingFile {
  fileName: string;
  mediaType: string;
  content: Buffer;
  asPart?: Buffer;
}

/** Headers and base64 take longer to make than to send, and a certificate goes to everybody who is named. */
export async function asPart({ fileName, mediaType, content }: OutgoingFile): Promise<Buffer> {
  const part = new MimeNode('multipart/mixed').createChild(mediaType, { filename: fileName });
  return part.setContent(content).build();
}

export interface Envelope {
  to: { name: string; address: string };
  /** Whose name people see as the sender's; the address stays ours. That of the settings where it is left out. */
  senderName?: string;
  messageId: string;
  headers: Record<string, string>;
  references?: string;
  replyTo?: string;
  /** Where delivery reports go; the address of From when absent. */
  bounceTo?: string;
}

export type SendOutcome =
  | { status: 'sent'; response: string }
  /** A 4xx answer, or no connection: the same mail may go through later. `mayHaveArrived`: the connection broke behind the whole of it. */
  | { status: 'deferred'; error: string; mayHaveArrived?: true }
  /** A 5xx answer to the recipient or the mail itself: it will not. */
  | { status: 'rejected'; error: string };

export interface Transport {
  send(envelope: Envelope, mail: RenderedMail, files?: readonly OutgoingFile[]): Promise<SendOutcome>;
  check(): Promise<void>;
  close(): void;
}

/** What is called once the last of a mail has been handed to its connection. */
const whenRead = 'whenRead';

/** Connections are kept open and shared. Its timeouts end well before those of the activity that sends. */
export function openTransport(smtpUrl: string, from: string, dkim?: DkimKey): Transport {
  const address = /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from;
  const mailer = nodemailer.createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: 5,
    maxMessages: 500,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    ...(dkim ? { dkim } : {}),
  });
  mailer.use('stream', ({ data, message }, done) => {
    const { [whenRead]: read } = data as { [whenRead]?: () => void };
    message.transform(() => new PassThrough({ final: (last) => (read?.(), last()) }));
    done();
  });
  return {
    async send(envelope, { subject, html, text, invitation, attachments = [] }, files = []) {
      let isWhole = false;
      try {
        const options: SendMailOptions & { [whenRead](): void } = {
          from: envelope.senderName === undefined ? from : { name: envelope.senderName, address },
          to: envelope.to,
          ...(envelope.replyTo ? { replyTo: envelope.replyTo } : {}),
          ...(envelope.bounceTo ? { envelope: { from: envelope.bounceTo, to: envelope.to.address } } : {}),
          subject,
          html,
          text,
          messageId: envelope.messageId,
          headers: { 'Auto-Submitted': 'auto-generated', ...envelope.headers },
          ...(envelope.references ? { references: envelope.references, inReplyTo: envelope.references } : {}),
          ...(invitation ? { icalEvent: { method: 'REQUEST', content: invitation } } : {}),
          attachments: [
            ...files.map(({ fileName, mediaType, content, asPart: raw }) =>
              raw ? { raw } : { filename: fileName, content, contentType: mediaType },
            ),
            ...attachments.map((each) => ({
              filename: each.fileName,
              content: each.text,
              contentType: 'text/plain; charset=utf-8',
            })),
          ],
          disableFileAccess: true,
          disableUrlAccess: true,
          [whenRead]: () => (isWhole = true),
        };
        const info = await mailer.sendMail(options);
        return { status: 'sent', response: info.response };
      } catch (error) {
        return failedOutcome(error, isWhole);
      }
    },
    check: async () => void (await mailer.verify()),
    close: () => mailer.close(),
  };
}

function failedOutcome(error: unknown, isWhole: boolean): SendOutcome {
  const failure = error as Error & { responseCode?: number; code?: string; command?: string };
  const text = `${failure.responseCode ?? failure.code ?? ''} ${failure.message}`.trim().slice(0, 500);
  // A 5xx to the greeting, the login or the sender is about the server's settings, not this mail: somebody will mend them.
  const isAboutThisMail = ['RCPT TO', 'DATA', 'API'].includes(failure.command ?? 'API');
  const isPermanent =
    failure.responseCode !== undefined
      ? failure.responseCode >= 500 && isAboutThisMail
      : failure.code === 'EENVELOPE' && isAboutThisMail;
  if (isPermanent) return { status: 'rejected', error: text };
  const mayHaveArrived = isWhole && failure.responseCode === undefined;
  return { status: 'deferred', error: text, ...(mayHaveArrived ? { mayHaveArrived } : {}) };
}
