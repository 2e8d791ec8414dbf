// Stands before the web inbox of the mail catcher, which asks nobody who they are: lets in only what this machine's own browser opens.
import { createServer, request as forward, type IncomingMessage, type Server } from 'node:http';
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import type { AddressInfo } from 'node:net';

export interface Inbox {
  port: number;
  /** Where the catcher itself listens, and what opens it. */
  behind: { port: number; user: string; password: string };
}

/** Headers by which the catcher lets every page of the web read it. */
const openings = /^access-control-/i;

/**
 * A page of another origin may send a browser here: its requests carry an Origin, or come by another host name than this
 * machine's. Both are refused, and nothing that goes out lets other origins read it.
 */
export async function guardInbox({ port, behind }: Inbox): Promise<Server> {
  const server = createServer();
  server.on('request', (incoming, outgoing) => {
    const refusal = whyRefused(incoming, server);
    if (refusal) return void outgoing.writeHead(403, { 'Content-Type': 'text/plain' }).end(`${refusal}\n`);
    const inner = forward(askingFor(incoming, behind), (answer) => {
      const headers = Object.entries(answer.headers).filter(([name]) => !openings.test(name));
      outgoing.writeHead(answer.statusCode ?? 502, Object.fromEntries(headers));
      answer.pipe(outgoing);
    });
    inner.on('error', () => (outgoing.headersSent ? outgoing.destroy() : outgoing.writeHead(502).end()));
    outgoing.on('close', () => inner.destroy());
    incoming.pipe(inner);
  });
  server.on('upgrade', (incoming: IncomingMessage, socket: Duplex) => {
    if (whyRefused(incoming, server)) return void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    const inner = forward({ ...askingFor(incoming, behind) });
    inner.on('upgrade', (answer, partner, head) => {
      const lines = answer.rawHeaders.flatMap((each, index) =>
        index % 2 === 0 ? [`${each}: ${answer.rawHeaders[index + 1]}`] : [],
      );
      socket.write(['HTTP/1.1 101 Switching Protocols', ...lines, '', ''].join('\r\n'));
      socket.write(head);
      partner.on('error', () => socket.destroy()).pipe(socket);
      socket.on('error', () => partner.destroy()).pipe(partner);
    });
    inner.on('response', () => socket.destroy());
    inner.on('error', () => socket.destroy());
    inner.end();
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function whyRefused({ headers, method = '' }: IncomingMessage, server: Server): string | undefined {
  const { port } = server.address() as AddressInfo;
  const hosts = ['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${port}`);
  if (!hosts.includes(headers.host ?? ''))
    return `The inbox is open at http://127.0.0.1:${port} alone; this request named another host.`;
  const { origin } = headers;
  if (origin !== undefined && !hosts.some((host) => origin === `http://${host}`))
    return 'The inbox answers no page of another origin.';
  const site = headers['sec-fetch-site'];
  const isOpened = headers['sec-fetch-mode'] === 'navigate' && method === 'GET';
  if ((site === 'cross-site' || site === 'same-site') && !isOpened)
    return 'The inbox answers no page of another origin.';
  return undefined;
}

const askingFor = (incoming: IncomingMessage, { port, user, password }: Inbox['behind']) => ({
  host: '127.0.0.1',
  port,
  method: incoming.method,
  path: incoming.url,
  headers: { ...incoming.headers, host: `127.0.0.1:${port}` },
  auth: `${user}:${password}`,
});
