// Answers Prometheus on an address of its own, which people and clients of the API never reach.
import { createServer } from 'node:http';
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
): Promise<ServedMetrics> {
  const server = createServer((request, response) => {
    response.setHeader('X-Content-Type-Options', 'nosniff');
    if (request.method !== 'GET' || request.url?.split('?')[0] !== '/metrics') {
      response.writeHead(404, { 'Content-Type': 'text/plain' }).end('GET /metrics is all there is here.\n');
      return;
    }
    registry.metrics().then(
      (text) => response.writeHead(200, { 'Content-Type': registry.contentType }).end(text),
      (error: unknown) => {
        log.warn({ err: error }, 'figures for Prometheus cannot be looked up');
        response.writeHead(503, { 'Content-Type': 'text/plain' }).end('The figures cannot be looked up now.\n');
      },
    );
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
