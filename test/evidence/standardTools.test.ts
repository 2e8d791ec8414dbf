// Evidence in the hands of others: poppler, pyHanko, bagit-python, sha256sum and openssl say the same as we do.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readSealKey } from '../../evidence/seal/sealKey.ts';
import type { PublishedOutputs, TimestampOutcome } from '../../domain/milestone.ts';
import * as act from '../domain/acts.ts';
import { given } from '../domain/scenario.ts';
import { bagitPython, needTools, pdfsig, pyHanko, shell } from '../support/evidenceTools.ts';
import { PublishedRecord } from '../support/publishedRecord.ts';
import { startTimestampAuthority, type TimestampAuthority } from '../support/timestampAuthority.ts';
import { failure, inBag } from '../support/tamper.ts';
import { unzip } from './unzip.ts';

const byteAt = (bytes: Buffer, at: number): Buffer =>
  Buffer.from(bytes.map((byte, index) => (index === at ? byte ^ 1 : byte)));

describe('Evidence, by the tools of others', () => {
  let folder: string;
  let published: PublishedRecord;
  let authority: TimestampAuthority;
  let outputs: PublishedOutputs;
  let timestamp: TimestampOutcome;
  let trusted: { seal: string; root: string };
  const at = (name: string) => join(folder, name);

  before(async function () {
    this.timeout(240_000);
    await needTools(this);
    folder = await mkdtemp(join(tmpdir(), 'standard-tools-'));
    authority = await startTimestampAuthority();
    published = await PublishedRecord.open({
      timestamps: { authorityUrl: authority.url, giveUpAfterHours: 1 },
    });
    await published.record(given(...act.toAccepted));
    outputs = await published.publish('M1-C1');
    timestamp = await published.timestamp('M1-C1');
    trusted = { seal: at('seal.pem'), root: at('root.pem') };
    await writeFile(trusted.seal, String(published.evidence.seal.certificates[0]));
    await writeFile(trusted.root, authority.root);
    await writeFile(at('b-b.pdf'), await published.read(outputs.certificateSha256));
    await writeFile(at('b-t.pdf'), await published.read(timestamp.certificateSha256 ?? ''));
  });
  after(async () => {
    await published?.close();
    await authority?.stop();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  async function unpack(archiveSha256: string, name: string): Promise<string> {
    for (const [path, content] of unzip(await published.read(archiveSha256))) {
      await mkdir(dirname(at(join(name, path))), { recursive: true });
      await writeFile(at(join(name, path)), content);
    }
    return at(join(name, 'M1-C1'));
  }

  for (const level of ['b-b', 'b-t'])
    it(`accept a certificate at ${level.toUpperCase()}`, async () => {
      const poppler = await pdfsig(at(`${level}.pdf`));
      assert.match(poppler.output, /Signature is Valid/);
      assert.match(poppler.output, /Total document signed/);
      assert.match(poppler.output, /ETSI\.CAdES\.detached/);
      const hanko = await pyHanko(at(`${level}.pdf`), trusted.seal, trusted.root);
      assert.equal(hanko.code, 0, hanko.output);
      assert.match(hanko.output, /The signature is judged VALID/);
      assert.match(hanko.output, /covers the entire file/);
      if (level === 'b-t') assert.match(hanko.output, /The TSA certificate is trusted/);
      else assert.doesNotMatch(hanko.output, /timestamp/i);
    });

  for (const level of ['b-b', 'b-t'])
    it(`refuse a certificate at ${level.toUpperCase()} with one byte changed`, async () => {
      const whole = await readFile(at(`${level}.pdf`));
      await writeFile(at('changed.pdf'), byteAt(whole, 5000));
      assert.doesNotMatch((await pdfsig(at('changed.pdf'))).output, /Signature is Valid/);
      const hanko = await pyHanko(at('changed.pdf'), trusted.seal, trusted.root);
      assert.doesNotMatch(hanko.output, /judged VALID/);
    });

  it('do not take a timestamp by a stranger', async () => {
    const hanko = await pyHanko(at('b-t.pdf'), trusted.seal);
    assert.match(hanko.output, /The TSA certificate is untrusted|judged INVALID/);
  });

  it('find the raised certificate to be the sealed one, byte for byte but for the seal’s own room', async () => {
    const [before, after] = [await readFile(at('b-b.pdf')), await readFile(at('b-t.pdf'))];
    const room = before.lastIndexOf('/Contents <');
    assert.equal(before.length, after.length);
    assert.ok(before.subarray(0, room).equals(after.subarray(0, room)));
    assert.equal(timestamp.level, 'B-T');
  });

  it('validate the bag, as archived at signing and again with the timestamp', async () => {
    for (const [digest, name] of [
      [outputs.archiveSha256, 'first'],
      [timestamp.archiveSha256 ?? '', 'second'],
    ] as const) {
      const bag = await unpack(digest, name);
      const validated = await bagitPython(bag);
      assert.equal(validated.code, 0, validated.output);
      assert.equal(await failure(inBag(unzip(await published.read(digest)))), undefined);
      const summed = await shell('sha256sum --quiet -c manifest-sha256.txt tagmanifest-sha256.txt', bag);
      assert.equal(summed.code, 0, summed.output);
      await writeFile(join(bag, 'data/README.txt'), 'other');
      assert.notEqual((await bagitPython(bag)).code, 0);
    }
  });

  it('follow every command of the README inside the bag', async () => {
    const bag = await unpack(timestamp.archiveSha256 ?? '', 'readme');
    const readme = await readFile(join(bag, 'data/README.txt'), 'utf8');
    const commands = (readme.match(/^ {4}(\S(?:[^\n]*\\\n)*[^\n]*)$/gm) ?? []).map((each) => each.trim());
    assert.ok(commands.length >= 7, `${commands.length} commands`);
    for (const command of commands) {
      const { code, output } = await shell(command, bag);
      assert.equal(code, 0, `${command}\n${output}`);
    }
    const chain = await shell(commands.find((each) => each.includes('audit-log.jsonl')) ?? '', bag);
    const hashes = chain.output
      .trim()
      .split('\n')
      .map((line) => line.slice(0, 64));
    const lines = (await readFile(join(bag, 'data/audit-log.jsonl'), 'utf8')).trim().split('\n');
    const named = lines.map((line) => (JSON.parse(line) as { previousHash: string }).previousHash);
    assert.deepEqual(named, ['', ...hashes.slice(0, -1)]);
  });

  it('accept the seal of a PKCS#12 file that openssl made, RSA or elliptic', async () => {
    for (const [kind, ...options] of [
      ['rsa', '-newkey', 'rsa:2048'],
      ['ec', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
    ] as const) {
      const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
      openssl(
        'req',
        '-x509',
        ...options,
        '-nodes',
        '-keyout',
        `${kind}.key`,
        '-out',
        `${kind}.pem`,
        '-days',
        '30',
        '-subj',
        '/CN=Firm Sample/O=The Firm, Ltd',
        '-addext',
        'keyUsage=critical,digitalSignature,nonRepudiation',
      );
      openssl(
        'pkcs12',
        '-export',
        '-inkey',
        `${kind}.key`,
        '-in',
        `${kind}.pem`,
        '-out',
        `${kind}.p12`,
        '-passout',
        'pass:secret',
      );
      const seal = await readSealKey(at(`${kind}.p12`), 'secret');
      assert.equal(seal.isDevelopment, false);
      const other = await PublishedRecord.open({ seal });
      try {
        await other.record(given(...act.toAccepted));
        const { certificateSha256 } = await other.publish('M1-C1');
        await writeFile(at(`${kind}.pdf`), await other.read(certificateSha256));
      } finally {
        await other.close();
      }
      assert.match((await pdfsig(at(`${kind}.pdf`))).output, /Signature is Valid/);
      assert.match((await pyHanko(at(`${kind}.pdf`), at(`${kind}.pem`))).output, /judged VALID/);
    }
    await assert.rejects(readSealKey(at('rsa.p12'), 'wrong'), /SEAL_PKCS12: .* cannot be used with SEAL_PASSWORD/);
    await assert.rejects(readSealKey(at('none.p12'), ''), /SEAL_PKCS12 names .* cannot be read/);
  });
});
