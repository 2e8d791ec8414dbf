// A real SMTP server that keeps what it takes and can be told how to behave.
import type { AddressInfo, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export interface SmtpSink {
  url: string;
  taken: ParsedMail[];
  /** The same, byte for byte. */
  raw: Buffer[];
  /** SMTP code by which a recipient is refused. */
  refuse: Map<string, number>;
  /** So many mails are taken, and the connection breaks before that is said. */
  breakBehindData: number;
  close(): Promise<void>;
}

const refusal = (code: number): Error => Object.assign(new Error(code < 500 ? 'busy' : 'no'), { responseCode: code });

export async function openSmtpSink(
  options: { port?: number; dataCode?: number; needsLogin?: boolean; refusedSubject?: RegExp } = {},
): Promise<SmtpSink> {
  const taken: ParsedMail[] = [];
  const raw: Buffer[] = [];
  const refuse = new Map<string, number>();
  const sockets = new Map<number, Socket>();
  const server = new SMTPServer({
    authOptional: !options.needsLogin,
    closeTimeout: 100,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: (_auth, _session, done) => done(new Error('wrong password')),
    onRcptTo({ address }, _session, done) {
      const code = refuse.get(address);
      done(code === undefined ? null : refusal(code));
    },
    onData(stream, session, done) {
      buffer(stream)
        .then(async (bytes) => ({ bytes, mail: await simpleParser(bytes) }))
        .then(
          ({ bytes, mail }) => {
            if (options.dataCode !== undefined) return done(refusal(options.dataCode));
            if (options.refusedSubject?.test(mail.subject ?? '')) return done(refusal(554));
            taken.push(mail);
            raw.push(bytes);
            if (sink.breakBehindData > 0) {
              sink.breakBehindData -= 1;
              sockets.get(session.remotePort)?.destroy();
            }
            return done();
          },
          (error: Error) => done(error),
        );
    },
  });
  server.on('error', () => undefined);
  server.server.on('connection', (socket) => void sockets.set(socket.remotePort ?? 0, socket));
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  const sink: SmtpSink = {
    url: `smtp://127.0.0.1:${port}`,
    taken,
    raw,
    refuse,
    breakBehindData: 0,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return sink;
}
