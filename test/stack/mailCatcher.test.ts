// The mail catcher: takes mail over SMTP, shows it in its inbox, and still has it after a restart.
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { openTransport } from '../../mail/transport.ts';
import { startMailCatcher, type MailCatcher, type MailCatcherOptions } from '../../stack/mailCatcher.ts';
import { freePort } from '../../stack/ports.ts';
import { openFolder } from './service.ts';

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
});
