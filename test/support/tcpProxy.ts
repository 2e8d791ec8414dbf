// A proxy in front of a server, which can refuse, or swallow what is said without a word, as broken networks do.
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface TcpProxy {
  port: number;
  /** Passes everything on, for connections made from now on. */
  open(): void;
  /** Takes connections and what is said on them, those that stand included, and passes nothing on. */
  swallow(): void;
  /** Ends what stands and takes nothing more. */
  refuse(): void;
  close(): Promise<void>;
}

export async function openTcpProxy(target: { host: string; port: number }): Promise<TcpProxy> {
  let mode: 'open' | 'swallow' | 'refuse' = 'open';
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    if (mode === 'refuse') return void near.destroy();
    const far = mode === 'open' ? connect(target) : undefined;
    for (const each of far ? [near, far] : [near]) {
      sockets.add(each);
      each.on('error', () => undefined).on('close', () => sockets.delete(each));
    }
    if (!far) return void near.resume();
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
    near.on('data', (said: Buffer) => mode === 'open' && far.write(said));
    far.on('data', (said: Buffer) => mode === 'open' && near.write(said));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const end = (): void => sockets.forEach((each) => each.destroy());
  return {
    port: (server.address() as AddressInfo).port,
    open() {
      mode = 'open';
    },
    swallow() {
      mode = 'swallow';
    },
    refuse() {
      mode = 'refuse';
      end();
    },
    async close() {
      end();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
