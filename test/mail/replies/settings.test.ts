// Settings of replies: what is taken, and what is refused with the remedy rather than left half done.
import assert from 'node:assert/strict';
import { loadConfig } from '../../../config.ts';

describe('Settings of replies', () => {
  it('leave replies off by default, so that mails ask for none', () => {
    assert.equal(loadConfig({}).replies, undefined);
  });

  it('open both ways in when both are set', () => {
    const { replies } = loadConfig({
      REPLY_DOMAIN: 'Reply.Example.com',
      REPLY_SMTP_PORT: '2525',
      REPLY_IMAP_URL: 'imaps://replies:secret@imap.example.com/INBOX',
    });
    assert.equal(replies?.domain, 'reply.example.com');
    assert.equal(replies?.smtp?.port, 2525);
    assert.equal(replies?.mailbox?.pollSeconds, 20);
  });

  for (const [what, env, remedy] of [
    ['a host with no way in', { REPLY_DOMAIN: 'reply.example.com' }, /set REPLY_SMTP_PORT or REPLY_IMAP_URL/],
    ['a way in with no host', { REPLY_SMTP_PORT: '2525' }, /REPLY_DOMAIN: set it/],
    [
      'a key without its certificate',
      { REPLY_DOMAIN: 'reply.example.com', REPLY_SMTP_PORT: '2525', REPLY_TLS_KEY_FILE: 'key.pem' },
      /together with REPLY_TLS_CERT_FILE/,
    ],
    [
      'a mailbox that is not IMAP',
      { REPLY_DOMAIN: 'reply.example.com', REPLY_IMAP_URL: 'https://example.com' },
      /imaps:\/\//,
    ],
    ['something that is no host', { REPLY_DOMAIN: 'a b', REPLY_SMTP_PORT: '2525' }, /REPLY_DOMAIN/],
  ] as const)
    it(`refuse ${what}`, () => {
      assert.throws(() => loadConfig(env), remedy);
    });
});
