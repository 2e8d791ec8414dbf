// The mail catcher: takes mail over SMTP, shows it in its inbox, and still has it after a restart.
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { openTransport } from '../../mail/transport.ts';
import { startMailCatcher } from '../../stack/mailCatcher.ts';
import { freePort } from '../../stack/ports.ts';
import { openFolder } from './service.ts';

describe('The mail catcher', function () {
  this.timeout(120_000);

  it('keeps what it was sent, across a kill', async () => {
    const folder = await openFolder();
    const ports = { smtpPort: await freePort(), webPort: await freePort() };
    const subjects = async (webUrl: string) =>
      ((await (await fetch(`${webUrl}/email`)).json()) as { subject: string }[]).map(({ subject }) => subject);
    const first = await startMailCatcher({ ...ports, folder });
    const transport = openTransport(first.smtpUrl, 'Sign-Off <sign-off@example.com>');
    const sent = await transport.send(
      { to: { name: 'Zoë Sample', address: 'zoe@example.com' }, messageId: '<one@example.com>', headers: {} },
      { subject: 'Please sign: größe', html: '<p>Please sign.</p>', text: 'Please sign.' },
    );
    transport.close();
    assert.equal(sent.status, 'sent');
    assert.deepEqual(await subjects(first.webUrl), ['Please sign: größe']);
    process.kill(first.pid, 'SIGKILL');
    await assert.rejects(first.ended, /mail-catcher ended by signal SIGKILL/);
    const second = await startMailCatcher({ ...ports, folder });
    assert.deepEqual(await subjects(second.webUrl), ['Please sign: größe']);
    await second.stop();
    await rm(folder, { recursive: true, force: true });
  });
});
