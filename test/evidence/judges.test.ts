// Sealed certificates of every kind, script and length before the judges of PDF/A, PDF/UA and PAdES, and before the tools that people
// have at hand; in `npm run test:long` only.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signatureValue } from '../../evidence/seal/cades.ts';
import { sealPdf, signatureOf, timestampPdf } from '../../evidence/seal/sealPdf.ts';
import { requestTimestamp } from '../../evidence/seal/timestampAuthority.ts';
import { renderCertificatePdf } from '../../evidence/certificatePdf.ts';
import { testEvidenceKeys } from '../support/evidenceKeys.ts';
import { needTools, pdfsig, pyHanko } from '../support/evidenceTools.ts';
import { isLongRun } from '../run/properties.ts';
import { dss, needJudges, veraPdf } from '../support/judges.ts';
import { startTimestampAuthority, type TimestampAuthority } from '../support/timestampAuthority.ts';
import { certificatesToLookAt } from './certificatesOfEveryKind.ts';

function judged(): void {
  let folder: string;
  let authority: TimestampAuthority | undefined;
  const files: string[] = [];
  const at = (name: string) => join(folder, name);

  before(async function () {
    this.timeout(600_000);
    await needJudges(this);
    await needTools(this);
    folder = await mkdtemp(join(tmpdir(), 'judged-'));
    authority = await startTimestampAuthority();
    const { seal } = await testEvidenceKeys();
    await writeFile(at('seal.pem'), String(seal.certificates[0]));
    await writeFile(at('authority.pem'), authority.certificate);
    await writeFile(at('root.pem'), authority.root);
    for (const [name, { document, pictures }] of Object.entries(certificatesToLookAt())) {
      const sealed = await sealPdf(renderCertificatePdf(document, pictures), seal, {
        reason: `Milestone acceptance ${document.certificateNumber}`,
        at: new Date().toISOString(),
        isTimestampExpected: name === 'acceptance',
      });
      files.push(at(`${name}.pdf`));
      await writeFile(at(`${name}.pdf`), sealed);
      if (name !== 'acceptance') continue;
      const { token } = await requestTimestamp(authority.url, signatureValue(signatureOf(sealed).signature));
      files.push(at('timestamped.pdf'));
      await writeFile(at('timestamped.pdf'), timestampPdf(sealed, token));
      await writeFile(at('changed.pdf'), Buffer.from(sealed.map((byte, index) => (index === 9000 ? byte ^ 1 : byte))));
    }
  });
  after(async () => {
    await authority?.stop();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  for (const flavour of ['3a', 'ua1'] as const)
    it(`are PDF/${flavour === '3a' ? 'A-3a' : 'UA-1'} by veraPDF`, async function () {
      this.timeout(300_000);
      assert.deepEqual(
        (await veraPdf(flavour, ...files)).toSorted(),
        files.map((each) => `PASS ${each} ${flavour}`).toSorted(),
      );
    });

  it('are PAdES B-B of every kind, and B-T, by DSS, with the anchor and not without, and not with a byte changed', async function () {
    this.timeout(900_000);
    const [seal, time] = [at('seal.pem'), at('authority.pem')];
    for (const file of files.filter((each) => !each.endsWith('timestamped.pdf')))
      assert.deepEqual(await dss(file, seal), ['signature TOTAL_PASSED null PAdES-BASELINE-B'], file);
    assert.deepEqual(await dss(at('timestamped.pdf'), seal, time), [
      'signature TOTAL_PASSED null PAdES-BASELINE-T',
      'timestamp PASSED null',
    ]);
    assert.match((await dss(at('acceptance.pdf'), time)).join(), /^signature INDETERMINATE NO_CERTIFICATE_CHAIN_FOUND/);
    assert.match((await dss(at('changed.pdf'), seal)).join(), /^signature TOTAL_FAILED HASH_FAILURE/);
  });

  it('are valid by pdfsig and pyHanko of every kind, and B-T, and are not with a byte changed', async function () {
    this.timeout(300_000);
    for (const file of files) {
      const poppler = await pdfsig(file);
      assert.match(poppler.output, /Signature is Valid/, file);
      assert.match(poppler.output, /Total document signed/, file);
      const hanko = await pyHanko(file, at('seal.pem'), at('root.pem'));
      assert.match(hanko.output, /The signature is judged VALID/, `${file}\n${hanko.output}`);
      assert.match(hanko.output, /covers the entire file/, file);
      assert.equal(/The TSA certificate is trusted/.test(hanko.output), file.endsWith('timestamped.pdf'), file);
    }
    assert.doesNotMatch((await pdfsig(at('changed.pdf'))).output, /Signature is Valid/);
    assert.doesNotMatch((await pyHanko(at('changed.pdf'), at('seal.pem'), at('root.pem'))).output, /judged VALID/);
  });
}

if (isLongRun) describe('Sealed certificates, before judges of others', judged);
