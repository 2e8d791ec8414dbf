// Verifying as people do it: by the command, on a folder or a zip, and on the page in a browser with no network.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { verifyPage } from '../../evidence/verify/buildVerifyPage.ts';
import * as act from '../domain/acts.ts';
import { given } from '../domain/scenario.ts';
import { openBrowserOrSkip } from '../support/browser.ts';
import { asJob, inEngagement } from '../../db/inScope.ts';
import { integrateLog } from '../../db/merkleLog.ts';
import { readDecisionProof } from '../../db/decisionProofs.ts';
import { PublishedRecord } from '../support/publishedRecord.ts';
import { pathOf } from '../bags/keptBags.ts';
import { unzip } from './unzip.ts';

const execute = promisify(execFile);

describe('Verifying an archived record', function () {
  this.timeout(180_000);
  let folder: string;
  let zip: string;
  let spoilt: string;
  let checkpoint: string;
  let decision: string;
  const at = (name: string) => join(folder, name);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'verify-'));
    const published = await PublishedRecord.open();
    try {
      const scenario = given(...act.toAccepted);
      await published.record(scenario);
      const outputs = await published.publish('M1-C1');
      const bytes = await published.read(outputs.archiveSha256);
      [zip, spoilt, checkpoint] = [at('M1-C1.zip'), at('spoilt.zip'), at('receipt.txt')];
      await writeFile(zip, bytes);
      // The deliverable is four bytes and stored as they are or packed; its name stands right before them.
      const name = Buffer.from('M1-C1/data/deliverables/D1/doc1.pdf');
      const content = bytes.indexOf(name) + name.length;
      await writeFile(spoilt, Buffer.from(bytes.map((byte, index) => (index === content + 1 ? byte ^ 1 : byte))));
      await writeFile(checkpoint, outputs.checkpoint ?? '');
      await integrateLog(asJob(published.database.db, 'logKeeper'), published.evidence.log);
      const { sequence = 0, actor } = scenario.history.findLast((each) => each.type === 'signed') ?? {};
      const proof = await readDecisionProof(
        inEngagement(published.database.db, 'engagement-1'),
        { milestoneId: 'M1', sequence, personId: actor?.personId ?? '' },
        published.evidence.log.verifierKey,
      );
      assert.ok(proof.is === 'proven');
      decision = at(proof.fileName);
      await writeFile(decision, proof.text);
      await writeFile(at('other.tlog-proof'), proof.text.replace(/index \d+/, 'index 0'));
      await writeFile(at('log.vkey'), `${published.evidence.log.verifierKey}\n`);
      for (const [path, file] of unzip(bytes)) {
        await mkdir(dirname(at(join('unpacked', path))), { recursive: true });
        await writeFile(at(join('unpacked', path)), file);
      }
    } finally {
      await published.close();
    }
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function command(...args: string[]): Promise<{ code: number; output: string }> {
    try {
      const { stdout, stderr } = await execute(process.execPath, [
        fileURLToPath(new URL('../../evidence/verify/verifyCommand.ts', import.meta.url)),
        ...args,
      ]);
      return { code: 0, output: stdout + stderr };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { code, output: stdout + stderr };
    }
  }

  it('says what holds and ends with 0, for a zip, a folder, and a folder around it', async () => {
    for (const path of [zip, at('unpacked'), at('unpacked/M1-C1')]) {
      const { code, output } = await command(path, '--checkpoint', checkpoint);
      assert.equal(code, 0, output);
      assert.match(output, /^ok {6}Seal: /m);
      assert.match(output, /^ok {6}Receipt: /m);
      assert.match(output, /The record holds\.\n$/);
    }
  });

  it('names the first thing that does not hold and ends with 1', async () => {
    const { code, output } = await command(spoilt);
    assert.equal(code, 1);
    assert.match(output, /^FAILED {2}Files: data\/deliverables\/D1\/doc1\.pdf/m);
    assert.match(output, /does not hold/);
  });

  it('says of a whole record of what nobody decided whose signature is missing, and ends with 1', async () => {
    const { code, output } = await command(pathOf('forged-without-the-client', 'zip'));
    assert.equal(code, 1);
    assert.match(output, /^FAILED {2}Sufficiency: accepted without the client’s signature: group “Direction”/m);
    assert.doesNotMatch(output, /The record holds/);
  });

  it('checks the proof of a decision by itself, with the key somebody has, and against the record', async () => {
    for (const [more, says] of [
      [[], /as the file itself names it/],
      [['--key', at('log.vkey')], /the one you gave/],
    ] as const) {
      const { code, output } = await command(decision, ...more);
      assert.equal(code, 0, output);
      assert.match(output, says);
      assert.match(output, /The proof holds\. It proves [\s\S]* does not prove that the decision still stands/);
    }
    const within = await command(zip, '--checkpoint', decision);
    assert.match(within.output, /^ok {6}Receipt: the decision of the receipt is event \d+ of this record; /m);
    assert.equal(within.code, 0, within.output);
    const spoiltProof = await command(at('other.tlog-proof'));
    assert.equal(spoiltProof.code, 1);
    assert.match(spoiltProof.output, /^FAILED {2}Entry: .*\n\nThe proof does not hold\.\n$/m);
  });

  it('says how it is used, and what it could not open', async () => {
    for (const [args, says] of [
      [[], /npm run verify/],
      [[at('nowhere')], /there is no file or folder/],
      [[checkpoint], /this is no zip file/],
      [[folder], /bagit\.txt is missing|neither file nor folder/],
    ] as const) {
      const { code, output } = await command(...args);
      assert.equal(code, 1);
      assert.match(output, says);
    }
  });

  describe('in a browser', () => {
    let browser: Browser | undefined;
    let page: Page;
    const requested: string[] = [];
    before(async function () {
      browser = await openBrowserOrSkip(this);
      await writeFile(at('verify.html'), await verifyPage());
      const context = await browser.newContext({ offline: true });
      page = await context.newPage();
      page.on('request', (request) => requested.push(request.url()));
      await page.goto(pathToFileURL(at('verify.html')).href);
    });
    after(() => browser?.close());

    const checked = async (path: string): Promise<string> => {
      await page.setInputFiles('#file', path);
      await page.locator('#result.holds, #result.fails').waitFor({ timeout: 120_000 });
      return page.locator('main').innerText();
    };

    it('comes to the same findings as the command, and asks for nothing but itself', async () => {
      await page.getByText('Hold a receipt against it').click();
      const { readFile } = await import('node:fs/promises');
      await page.fill('#receipt', await readFile(checkpoint, 'utf8'));
      const text = await checked(zip);
      assert.match(text, /M1-C1\.zip: the record holds/);
      const { output } = await command(zip, '--checkpoint', checkpoint);
      for (const [, check = '', says = ''] of output.matchAll(/^ok {6}([^:]+): (.*)$/gm))
        assert.ok(text.includes(`Holds: ${check}. ${says}`), `${check}: ${says}`);
      assert.deepEqual(requested, [pathToFileURL(at('verify.html')).href]);
      if (process.env.PICTURES_FOLDER)
        await page.screenshot({ path: join(process.env.PICTURES_FOLDER, 'verify-holds.png'), fullPage: true });
    });

    it('checks the proof of a decision, and says how far it reaches', async () => {
      const { output } = await command(decision);
      const text = await checked(decision);
      assert.match(text, /tlog-proof: the proof holds\. It proves .* does not prove that the decision still stands/);
      for (const [, check = '', says = ''] of output.matchAll(/^ok {6}([^:]+): (.*)$/gm))
        assert.ok(text.includes(`Holds: ${check}. ${says}`), `${check}: ${says}`);
      if (process.env.PICTURES_FOLDER)
        await page.screenshot({ path: join(process.env.PICTURES_FOLDER, 'verify-decision.png'), fullPage: true });
      assert.match(await checked(at('other.tlog-proof')), /the proof does not hold\.[\s\S]*FAILED: Entry/);
      assert.deepEqual(requested, [pathToFileURL(at('verify.html')).href]);
    });

    it('says what an acceptance lacks', async () => {
      const text = await checked(pathOf('forged-without-the-client', 'zip'));
      assert.match(
        text,
        /the record does not hold[\s\S]*FAILED: Sufficiency\. accepted without the client’s signature/,
      );
    });

    it('names what was spoilt', async () => {
      const text = await checked(spoilt);
      assert.match(text, /spoilt\.zip: the record does not hold/);
      assert.match(text, /FAILED: Files\. data\/deliverables\/D1\/doc1\.pdf/);
      if (process.env.PICTURES_FOLDER)
        await page.screenshot({ path: join(process.env.PICTURES_FOLDER, 'verify-fails.png'), fullPage: true });
    });
  });
});
