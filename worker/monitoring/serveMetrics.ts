// Answers Prometheus and probes on an address of its own, which people and clients of the API never reach.
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';

export interface ServedMetrics {
  url: string;
  stop(): Promise<void>;
}

/** What cannot be looked up makes the whole answer a failure, which Prometheus shows as a target that is down. */
export async function serveMetrics(
  registry: Registry,
  { host, port }: { host: string; port: number },
  log: Logger,
  /** Rejects while the process cannot do its work. */
  assertReady: () => Promise<unknown>,
): Promise<ServedMetrics> {
  const say = (response: ServerResponse, status: number, text: string): void =>
    void response.writeHead(status, { 'Content-Type': 'text/plain' }).end(`${text}\n`);
  const answers: Record<string, (response: ServerResponse) => void> = {
    '/live': (response) => say(response, 200, 'live'),
    '/ready': (response) =>
      void assertReady().then(
        () => say(response, 200, 'ready'),
        () => say(response, 503, 'PostgreSQL or Temporal does not answer.'),
      ),
    '/metrics': (response) =>
      void registry.metrics().then(
        (text) => response.writeHead(200, { 'Content-Type': registry.contentType }).end(text),
        (error: unknown) => {
          log.warn({ err: error }, 'figures for Prometheus cannot be looked up');
          say(response, 503, 'The figures cannot be looked up now.');
        },
      ),
  };
  const server = createServer((request, response) => {
    response.setHeader('X-Content-Type-Options', 'nosniff');
    const answer = request.method === 'GET' ? answers[request.url?.split('?')[0] ?? ''] : undefined;
    if (answer) answer(response);
    else say(response, 404, 'GET /metrics, /live and /ready are all there is here.');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, () => resolve());
  });
  const { address, family, port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${bound}/metrics`,
    async stop() {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
}
