// Ports: are they free, and if not, whose setting is to be changed.
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import type { Config } from '../config.ts';

export interface WantedPort {
  /** What wants it, for people. */
  name: string;
  port: number;
  /** The setting that changes it. */
  setting: string;
  /** 127.0.0.1 by default. */
  host?: string;
}

/** Of every process that tells Prometheus anything. */
export const metricsPorts = ({
  metrics,
  temporalMetrics,
}: Pick<Config, 'metrics' | 'temporalMetrics'>): WantedPort[] => [
  ...(metrics ? [{ name: 'figures for Prometheus', setting: 'METRICS_PORT', ...metrics }] : []),
  ...(temporalMetrics
    ? [{ name: 'figures of the Temporal SDK', setting: 'TEMPORAL_METRICS_PORT', ...temporalMetrics }]
    : []),
];

/** Throws one error naming every port that is busy or wanted twice, what wanted it and the setting to change. */
export async function assertPortsFree(wanted: readonly WantedPort[]): Promise<void> {
  const problems: string[] = [];
  for (const [index, { name, port, setting, host }] of wanted.entries()) {
    const rival = wanted.slice(0, index).find((each) => each.port === port);
    if (rival) problems.push(`  ${port} (${name}): ${rival.setting} names it too; set ${setting} to another port`);
    else {
      const { code } = await listen(port, host);
      if (code === 'EADDRINUSE')
        problems.push(`  ${port} (${name}): set ${setting} to another port, or stop what listens there`);
      else if (code) problems.push(`  ${port} (${name}): ${code}; set ${setting} to a port you may listen on`);
    }
  }
  if (problems.length > 0) throw new Error(`Ports that cannot be used:\n${problems.join('\n')}`);
}

function listen(port: number, host = '127.0.0.1'): Promise<{ code?: string }> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve({ code: error.code ?? error.message }));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve({})));
  });
}

const given = new Set<number>();

/**
 * A port nobody listens on at the moment of asking, never the same twice. Of those below the ones that systems give out by themselves: one of
 * these may be somebody else's a moment later.
 */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < 1000; tried += 1) {
    const port = randomInt(20_000, 32_000);
    if (given.has(port) || (await listen(port)).code !== undefined) continue;
    given.add(port);
    return port;
  }
  throw new Error('No free port between 20000 and 32000');
}
