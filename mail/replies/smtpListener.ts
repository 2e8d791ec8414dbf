// Takes replies in over SMTP, for our reply addresses only; says 250 when a message is safe. Reads nothing of it.
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import { around } from '../../db/inScope.ts';
import { findRequestByReplyTokenHash } from '../../db/requests.ts';
import { readReplyAddress } from '../replyAddress.ts';
import { tokenHash } from '../requestToken.ts';
import { receiveMessage, type Receiving } from './receiveMessage.ts';
import { MessageRefused, messageLimits } from './screening.ts';

export interface SmtpListenerSettings {
  host: string;
  port: number;
  domain: string;
  secret: string;
  /** PEM; without them STARTTLS is not offered. */
  tls?: { key: string; cert: string };
}

export interface ReplySource {
  /** Throws when messages cannot come in. */
  check(): Promise<void>;
  close(): Promise<void>;
}

type Failure = Error & { responseCode?: number };

const answer = (responseCode: number, message: string): Failure => Object.assign(new Error(message), { responseCode });

export async function openSmtpListener(
  receiving: Receiving,
  settings: SmtpListenerSettings,
): Promise<ReplySource & { port: number }> {
  const { db, log } = receiving;
  const server = new SMTPServer({
    name: settings.domain,
    banner: 'replies to sign-off requests',
    disabledCommands: settings.tls ? ['AUTH'] : ['AUTH', 'STARTTLS'],
    authOptional: true,
    disableReverseLookup: true,
    maxClients: 50,
    socketTimeout: 60_000,
    closeTimeout: 5000,
    ...(settings.tls ?? {}),
    onRcptTo(address, session, done) {
      if (session.envelope.rcptTo.length >= 10) return done(answer(452, 'Too many recipients'));
      // Not by the server for all: what came back is kept, as far as it is read, however much of the mail it encloses.
      const { mailFrom } = session.envelope;
      const announced = Number((mailFrom && mailFrom.args && mailFrom.args.SIZE) || 0);
      if (announced > messageLimits.bytes && !isReturnAddress(address.address))
        return done(answer(552, 'The message is larger than 25 MB.'));
      isOurs(address.address).then(
        (known) => done(known ? undefined : answer(550, 'No such reply address')),
        (error: unknown) => {
          log.error({ err: error }, 'a reply address could not be looked up');
          done(answer(451, 'Try again later'));
        },
      );
    },
    onData(stream, session, done) {
      receiveMessage(receiving, stream, envelopeOf(session), isReturn(session)).then(
        () => done(null),
        (error: unknown) => {
          stream.resume();
          if (error instanceof MessageRefused) return done(answer(error.smtpCode, error.message));
          log.error({ err: error }, 'a message could not be taken');
          done(answer(451, 'The message could not be stored; try again later'));
        },
      );
    },
  });
  const isReturnAddress = (address: string): boolean =>
    readReplyAddress(address, settings.domain, settings.secret)?.kind === 'bounce';
  const isReturn = ({ envelope }: SMTPServerSession): boolean =>
    envelope.rcptTo.some(({ address }) => isReturnAddress(address));
  const isOurs = async (address: string): Promise<boolean> => {
    const found = readReplyAddress(address, settings.domain, settings.secret);
    if (found?.kind !== 'reply') return found !== undefined;
    const hash = tokenHash(found.token);
    return (await findRequestByReplyTokenHash(around(db, 'replyAddress', hash), hash)) !== undefined;
  };
  server.on('error', (error) => log.warn({ err: error }, 'SMTP listener'));
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(settings.port, settings.host, resolve);
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    check: async () => {
      if (!server.server.listening) throw new Error('The SMTP listener for replies is closed');
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

const envelopeOf = (session: SMTPServerSession) => ({
  source: 'smtp' as const,
  envelopeFrom: session.envelope.mailFrom ? plain(session.envelope.mailFrom.address).slice(0, 400) : '',
  envelopeTo: session.envelope.rcptTo.map((each) => each.address.toLowerCase()),
  remoteAddress: session.remoteAddress.slice(0, 64),
  helo: plain(session.hostNameAppearsAs).slice(0, 255),
});

/** The other side may say anything; the record takes no control characters. */
const plain = (text: string): string => text.replace(/[\p{Cc}\p{Surrogate}]/gu, '');
