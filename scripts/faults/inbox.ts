// The mail server of a run: takes mail and remembers it, is away for a while, or dies behind DATA, when nobody knows whether it was taken.
import type { AddressInfo, Socket } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export interface Taken {
  messageId: string;
  to: string;
  subject: string;
  text: string;
}

export type Behaviour = 'well' | 'dropsAfterData' | 'dropsBeforeTaking';

export class FaultyInbox {
  /** Every mail that was taken, as often as it came. */
  readonly taken: Taken[] = [];
  behaviour: Behaviour = 'well';
  port = 0;
  #server: SMTPServer | undefined;
  readonly #sockets = new Map<number, Socket>();

  /** On the same port each time. */
  async open(): Promise<void> {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      disableReverseLookup: true,
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => void this.#take(Buffer.concat(chunks), session.remotePort).then(() => done(), done));
      },
    });
    server.server.on('connection', (socket) => {
      const { remotePort = 0 } = socket;
      this.#sockets.set(remotePort, socket);
      socket.once('close', () => this.#sockets.delete(remotePort));
    });
    // What breaks off is the point of it.
    server.on('error', () => undefined);
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    ({ port: this.port } = server.server.address() as AddressInfo);
    this.#server = server;
  }

  async close(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    for (const socket of this.#sockets.values()) socket.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  async #take(raw: Buffer, remotePort: number): Promise<void> {
    const { behaviour } = this;
    if (behaviour !== 'dropsBeforeTaking') {
      const mail = await simpleParser(raw);
      const [to] = [mail.to].flat();
      this.taken.push({
        messageId: mail.messageId ?? '',
        to: to?.value[0]?.address ?? '',
        subject: mail.subject ?? '',
        text: mail.text ?? '',
      });
    }
    if (behaviour === 'well') return;
    this.#sockets.get(remotePort)?.destroy();
    throw new Error('The connection is gone.');
  }
}
