// The mail catcher: takes mail over SMTP, shows it in its inbox, and still has it after a restart.
import assert from 'node:assert/strict';
import { readFile, readdir, readlink, rm } from 'node:fs/promises';
import { get, type IncomingHttpHeaders } from 'node:http';
import { openTransport } from '../../mail/transport.ts';
import { startMailCatcher, type MailCatcher, type MailCatcherOptions } from '../../stack/mailCatcher.ts';
import { freePort } from '../../stack/ports.ts';
import { openFolder } from './service.ts';

/** Of one process, as Linux lists them. */
async function listeningPorts(pid: number): Promise<number[]> {
  const links = await Promise.all(
    (await readdir(`/proc/${pid}/fd`)).map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')),
  );
  const own = new Set(links.map((each) => /^socket:\[(\d+)\]$/.exec(each)?.[1]));
  const lines = (await readFile('/proc/net/tcp', 'utf8')).split('\n').slice(1);
  return lines
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , state, , , , , , inode]) => state === '0A' && own.has(inode))
    .map(([, local = '']) => Number.parseInt(local.split(':')[1] ?? '', 16));
}

describe('The mail catcher', function () {
  this.timeout(120_000);
  let options: MailCatcherOptions;
  let running: MailCatcher | undefined;
  before(async () => {
    options = { smtpPort: await freePort(), webPort: await freePort(), folder: await openFolder() };
  });
  after(async () => {
    await running?.stop();
    await rm(options.folder, { recursive: true, force: true });
  });

  async function start(): Promise<MailCatcher> {
    running = await startMailCatcher(options);
    return running;
  }

  /** It answers SMTP, and its web address, a moment before its inbox is up to date. */
  async function caught(): Promise<string[]> {
    for (;;) {
      const mails = (await (await fetch(`${running?.webUrl}/email`)).json()) as { subject: string }[];
      if (mails.length > 0) return mails.map(({ subject }) => subject);
      await new Promise((wait) => setTimeout(wait, 50));
    }
  }

  it('keeps what it was sent, across a kill', async () => {
    const { smtpUrl, pid, ended } = await start();
    const transport = openTransport(smtpUrl, 'Sign-Off <sign-off@example.com>');
    const sent = await transport.send(
      { to: { name: 'Zoë Sample', address: 'zoe@example.com' }, messageId: '<one@example.com>', headers: {} },
      { subject: 'Please sign: größe', html: '<p>Please sign.</p>', text: 'Please sign.' },
    );
    transport.close();
    assert.equal(sent.status, 'sent');
    assert.deepEqual(await caught(), ['Please sign: größe']);
    process.kill(pid, 'SIGKILL');
    await assert.rejects(ended, /mail-catcher ended by signal SIGKILL/);
    await start();
    assert.deepEqual(await caught(), ['Please sign: größe']);
  });

  it('shows its inbox to no page of another origin, and under no other host name', async () => {
    const { webUrl } = running ?? (await start());
    const { port } = new URL(webUrl);
    const ask = (headers: Record<string, string>, path = '/email') =>
      new Promise<{ status: number | undefined; headers: IncomingHttpHeaders; text: string }>((resolve, reject) => {
        const request = get({ host: '127.0.0.1', port, path, headers }, (response) => {
          let text = '';
          response.on('data', (part) => (text += String(part)));
          response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }));
        });
        request.on('error', reject);
      });
    const own = { host: `127.0.0.1:${port}` };
    const mine = await ask({ ...own, origin: webUrl });
    assert.equal(mine.status, 200);
    assert.deepEqual(
      Object.keys(mine.headers).filter((name) => name.startsWith('access-control-')),
      [],
    );
    assert.equal((await ask(own, '/')).status, 200);
    const refused: Record<string, string>[] = [
      { ...own, origin: 'https://example.com' },
      { ...own, origin: 'null' },
      { ...own, origin: `http://localhost:${Number(port) + 1}` },
      { ...own, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' },
      { host: `inbox.example.com:${port}` },
      { host: '127.0.0.1' },
    ];
    for (const headers of refused) {
      const { status, text } = await ask(headers);
      assert.equal(status, 403, JSON.stringify(headers));
      assert.doesNotMatch(text, /größe/);
    }
  });

  it('keeps the catcher behind it closed to whoever does not come by the guard', async () => {
    const { pid } = running ?? (await start());
    const ports = await listeningPorts(pid);
    const { port } = new URL(running?.webUrl ?? '');
    const inner = ports.filter((each) => each !== options.smtpPort && `${each}` !== port);
    assert.equal(inner.length, 1);
    assert.equal((await fetch(`http://127.0.0.1:${inner[0]}/email`)).status, 401);
  });
});
