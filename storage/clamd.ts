// Asks a clamd whether a stream is one it knows to be harmful: its INSTREAM command, over TCP or a UNIX socket. Decides nothing.
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import type { Readable } from 'node:stream';

export interface Scanner {
  /** The name under which it is known, when it is. Throws ScannerDown when nobody can say. */
  scan(content: Readable): Promise<string | undefined>;
  /** Throws ScannerDown when it does not answer. */
  check(): Promise<void>;
}

/** Nothing is known of the file: it may be harmful. */
export class ScannerDown extends Error {
  constructor(why: string, options?: { cause: unknown }) {
    super(`The scanner for uploads (CLAMD) cannot be asked: ${why}`, options);
    this.name = 'ScannerDown';
  }
}

/** A scan of a large archive takes clamd up to its own limit, two minutes by default. */
const patienceMilliseconds = 150_000;
const answerAtMost = 4096;

/** `address` is `tcp://host:port` or `unix:/path`. */
export function openClamd(address: string): Scanner {
  const url = new URL(address);
  const open = (): Socket =>
    url.protocol === 'unix:'
      ? connect({ path: decodeURIComponent(url.pathname) })
      : connect({ host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || 3310) });
  return {
    async scan(content) {
      const answer = await asked(open(), async (socket) => {
        await written(socket, Buffer.from('zINSTREAM\0'));
        for await (const chunk of content as AsyncIterable<Buffer>) {
          if (chunk.length === 0) continue;
          const length = Buffer.alloc(4);
          length.writeUInt32BE(chunk.length);
          await written(socket, length);
          await written(socket, chunk);
        }
        await written(socket, Buffer.alloc(4));
      }).finally(() => content.destroy());
      if (answer === 'stream: OK') return undefined;
      const found = /^stream: (.{1,200}) FOUND$/.exec(answer)?.[1];
      if (found !== undefined) return found;
      if (/size limit exceeded/i.test(answer))
        throw new ScannerDown('the file is larger than its StreamMaxLength; set that to MAX_UPLOAD_MB at least');
      throw new ScannerDown(`it answers "${answer.slice(0, 200)}"`);
    },
    async check() {
      const answer = await asked(open(), (socket) => written(socket, Buffer.from('zPING\0')));
      if (answer !== 'PONG') throw new ScannerDown(`it answers "${answer.slice(0, 200)}"`);
    },
  };
}

/** What clamd answers, up to its closing NUL. It may answer, and close, before all is said. */
async function asked(socket: Socket, say: (socket: Socket) => Promise<void>): Promise<string> {
  socket.setTimeout(patienceMilliseconds, () => socket.destroy(new Error('no answer in time')));
  const answered = answerOf(socket);
  answered.catch(() => undefined);
  try {
    await once(socket, 'connect');
    const said = say(socket);
    said.catch(() => undefined);
    await Promise.race([said, answered.then(() => undefined)]);
    return await answered;
  } catch (error) {
    throw error instanceof ScannerDown ? error : new ScannerDown((error as Error).message, { cause: error });
  } finally {
    socket.destroy();
  }
}

async function answerOf(socket: Socket): Promise<string> {
  let answer = '';
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    answer += chunk.toString('utf8');
    const end = answer.indexOf('\0');
    if (end >= 0) return answer.slice(0, end).trim();
    if (answer.length > answerAtMost) break;
  }
  throw new Error('it closed the connection without an answer');
}

async function written(socket: Socket, bytes: Buffer): Promise<void> {
  if (socket.destroyed) throw new Error('it closed the connection');
  if (!socket.write(bytes)) await once(socket, 'drain');
}
