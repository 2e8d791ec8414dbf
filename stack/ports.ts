// Ports: are they free, and if not, whose setting is to be changed.
import { createServer } from 'node:net';

export interface WantedPort {
  /** What wants it, for people. */
  name: string;
  port: number;
  /** The setting that changes it. */
  setting: string;
}

/** Throws one error naming every busy port, what wanted it and the setting to change. */
export async function assertPortsFree(wanted: readonly WantedPort[]): Promise<void> {
  const busy: string[] = [];
  for (const { name, port, setting } of wanted)
    if (!(await isFree(port)))
      busy.push(`  ${port} (${name}): set ${setting} to another port, or stop what listens there`);
  if (busy.length > 0) throw new Error(`Ports in use:\n${busy.join('\n')}`);
}

function listen(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : undefined));
    });
  });
}

const isFree = async (port: number): Promise<boolean> => (await listen(port)) !== undefined;

/** A port nobody listens on at the moment of asking. */
export async function freePort(): Promise<number> {
  const port = await listen(0);
  if (port === undefined) throw new Error('No free port');
  return port;
}
