// Mail signed with DKIM by setting, as a receiver checks it; and a key that cannot be used, said with the setting to correct.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { readDkimKey } from '../../mail/dkimKey.ts';
import { openTransport } from '../../mail/transport.ts';
import { openSmtpSink } from './smtpSink.ts';

const from = 'Sign-Off <sign-off@firm.example>';
const rsa = (modulusLength: number) =>
  generateKeyPairSync('rsa', {
    modulusLength,
    publicKeyEncoding: { format: 'der', type: 'spki' },
    privateKeyEncoding: { format: 'pem', type: 'pkcs8' },
  });

describe('Mail under a DKIM key', () => {
  const keys = rsa(2048);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dkim-'));
    await writeFile(join(folder, 'key.pem'), keys.privateKey);
  });
  after(() => rm(folder, { recursive: true }));

  const verdict = async (raw: Buffer): Promise<unknown[]> => {
    const resolver = (name: string): Promise<string[][]> =>
      name === 'signoff._domainkey.firm.example'
        ? Promise.resolve([[`v=DKIM1; k=rsa; p=${keys.publicKey.toString('base64')}`]])
        : Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }));
    const { results } = await dkimVerify(raw, { resolver });
    return results.map(({ status, signingDomain }) => [status.result, signingDomain]);
  };

  it('passes for the domain it comes from, attachments and all, and not with a word changed', async () => {
    const sink = await openSmtpSink();
    const key = await readDkimKey({ keyFile: join(folder, 'key.pem'), selector: 'signoff' }, from);
    const transport = openTransport(sink.url, from, key);
    await transport.send(
      { to: { name: 'Zoë', address: 'zoe@example.com' }, messageId: '<1@firm.example>', headers: {} },
      { subject: 'Bitte prüfen', html: '<p>Größe</p>', text: 'Größe' },
      [{ fileName: 'a.pdf', mediaType: 'application/pdf', content: Buffer.alloc(9000, 7) }],
    );
    transport.close();
    await sink.close();
    const [raw] = sink.raw;
    assert.ok(raw);
    assert.deepEqual(await verdict(raw), [['pass', 'firm.example']]);
    const changed = Buffer.from(raw.toString('latin1').replace('BwcHBwcH', 'BwcHBwcI'), 'latin1');
    assert.deepEqual(await verdict(changed), [['neutral', 'firm.example']], 'the body is not what was signed');
  });

  it('is refused at the start where the key is not there, too short or of another kind', async () => {
    const { privateKey: elliptic } = generateKeyPairSync('ec', {
      namedCurve: 'P-256',
      publicKeyEncoding: { format: 'pem', type: 'spki' },
      privateKeyEncoding: { format: 'pem', type: 'pkcs8' },
    });
    for (const [name, content] of [
      ['short.pem', rsa(512).privateKey],
      ['elliptic.pem', elliptic],
      ['none.pem', 'no key'],
    ] as const) {
      await writeFile(join(folder, name), content);
      await assert.rejects(
        readDkimKey({ keyFile: join(folder, name), selector: 's' }, from),
        /MAIL_DKIM_KEY_FILE: .* must hold a private RSA key of 1024 bits or more/,
      );
    }
    await assert.rejects(
      readDkimKey({ keyFile: join(folder, 'missing.pem'), selector: 's' }, from),
      /MAIL_DKIM_KEY_FILE names .* cannot be read/,
    );
  });
});
