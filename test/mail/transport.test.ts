// The transport in conversation with real SMTP servers: what it sends, and what it makes of each answer.
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { freePort } from '../../stack/ports.ts';
import { openTransport, type Envelope } from '../../mail/transport.ts';
import type { RenderedMail } from '../../mail/renderMail.ts';
import { openSmtpSink } from './smtpSink.ts';

const from = 'Sign-Off <sign-off@example.com>';
const mail: RenderedMail = { subject: 'Please sign: Größe', html: '<p>Hello</p>', text: 'Hello' };
const envelope = (changes: Partial<Envelope> = {}): Envelope => ({
  to: { name: 'Zoë Sample', address: 'zoe@example.com' },
  messageId: '<one@example.com>',
  headers: { 'X-Milestone-Sign-Off': 'abc' },
  ...changes,
});

describe('Mail handed to an SMTP server', () => {
  it('arrives in HTML and text, marked as automatic, under its Message-ID', async () => {
    const sink = await openSmtpSink();
    const transport = openTransport(sink.url, from);
    await transport.check();
    assert.equal((await transport.send(envelope({ references: '<thread@example.com>' }), mail)).status, 'sent');
    const [taken] = sink.taken;
    assert.equal(taken?.subject, mail.subject);
    assert.deepEqual([taken.html, taken.text?.trim()], [mail.html, mail.text]);
    assert.equal(taken.messageId, '<one@example.com>');
    assert.equal(taken.headers.get('auto-submitted'), 'auto-generated');
    assert.equal(taken.inReplyTo, '<thread@example.com>');
    transport.close();
    await sink.close();
  });

  it('comes in the name of the firm, from our address', async () => {
    const sink = await openSmtpSink();
    const transport = openTransport(sink.url, from);
    await transport.send(envelope({ senderName: 'Größe & Söhne, Advisory' }), mail);
    await transport.send(envelope(), mail);
    assert.deepEqual(
      sink.taken.map((each) => each.from?.value[0]),
      [
        { name: 'Größe & Söhne, Advisory', address: 'sign-off@example.com' },
        { name: 'Sign-Off', address: 'sign-off@example.com' },
      ],
    );
    transport.close();
    await sink.close();
  });

  it('cannot be given headers or recipients by a name or a subject', async () => {
    const sink = await openSmtpSink();
    const transport = openTransport(sink.url, from);
    const evil = 'Eve\r\nBcc: victim@example.com\r\n\r\nbody';
    await transport.send(envelope({ to: { name: evil, address: 'zoe@example.com' } }), { ...mail, subject: evil });
    const [taken] = sink.taken;
    assert.equal(taken?.headers.get('bcc'), undefined);
    assert.equal(taken?.text?.trim(), 'Hello');
    assert.ok(!taken.subject?.includes('\n'));
    transport.close();
    await sink.close();
  });

  for (const [code, status] of [
    [450, 'deferred'],
    [452, 'deferred'],
    [550, 'rejected'],
    [553, 'rejected'],
  ] as const)
    it(`is ${status} when its recipient is answered ${code}`, async () => {
      const sink = await openSmtpSink();
      sink.refuse.set('zoe@example.com', code);
      const transport = openTransport(sink.url, from);
      assert.equal((await transport.send(envelope(), mail)).status, status);
      transport.close();
      await sink.close();
    });

  for (const [dataCode, status] of [
    [451, 'deferred'],
    [554, 'rejected'],
  ] as const)
    it(`is ${status} when its content is answered ${dataCode}`, async () => {
      const sink = await openSmtpSink({ dataCode });
      const transport = openTransport(sink.url, from);
      assert.equal((await transport.send(envelope(), mail)).status, status);
      transport.close();
      await sink.close();
    });

  it('is deferred, not given up, when the server refuses our login', async () => {
    const sink = await openSmtpSink({ needsLogin: true });
    const transport = openTransport(sink.url.replace('//', '//user:wrong@'), from);
    const outcome = await transport.send(envelope(), mail);
    assert.equal(outcome.status, 'deferred', JSON.stringify(outcome));
    await assert.rejects(transport.check());
    transport.close();
    await sink.close();
  });

  it('is deferred when no server listens', async () => {
    const transport = openTransport(`smtp://127.0.0.1:${await freePort()}`, from);
    assert.equal((await transport.send(envelope(), mail)).status, 'deferred');
    await assert.rejects(transport.check());
    transport.close();
  });

  it('is deferred when the server takes the call and never says a word', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    const { port } = silent.address() as AddressInfo;
    const transport = openTransport(`smtp://127.0.0.1:${port}`, from);
    assert.equal((await transport.send(envelope(), mail)).status, 'deferred');
    transport.close();
    silent.close();
  });
});
