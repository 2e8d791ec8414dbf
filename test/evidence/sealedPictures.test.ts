// What a certificate takes from the store of files when it is sealed, and what of it the log says.
import assert from 'node:assert/strict';
import { Readable, Writable } from 'node:stream';
import { pino } from 'pino';
import { acceptedRecord } from '../../activities/acceptedRecord.ts';
import { sealCertificate } from '../../activities/sealCertificate.ts';
import * as act from '../domain/acts.ts';
import { people } from '../domain/cast.ts';
import { givenTerms } from '../domain/scenario.ts';
import { drawnPng, logoPng } from '../support/png.ts';
import { PublishedRecord } from '../support/publishedRecord.ts';
import { readPdf } from './readPdf.ts';

describe('Sealing a certificate', () => {
  let published: PublishedRecord;
  beforeEach(async () => {
    published = await PublishedRecord.open();
  });
  afterEach(() => published.close());

  async function sealed(): Promise<{ pdf: Buffer; said: Record<string, unknown>[] }> {
    const said: Record<string, unknown>[] = [];
    const stream = new Writable({
      write(line: Buffer, _, done) {
        said.push(JSON.parse(String(line)) as Record<string, unknown>);
        done();
      },
    });
    const deps = { ...published.deps(), log: pino(stream) };
    const { milestone, acceptance, events } = await acceptedRecord(deps.db, 'M1', 'M1-C1');
    const { pdfSha256 } = await sealCertificate(deps, milestone, acceptance, events);
    return { pdf: await published.read(pdfSha256), said };
  }

  const pictures = (pdf: Buffer): number => pdf.toString('latin1').split('/SMask ').length - 1;

  it('shows the logo and what was drawn, and only says so of a picture that is gone since', async () => {
    const { sha256: kept } = await published.files.put(Readable.from([drawnPng(5)]));
    const { sha256: gone } = await published.files.put(Readable.from([drawnPng(3)]));
    await published.record(
      givenTerms(
        { engagement: { letterhead: { logo: logoPng().toString('base64') } } },
        ...act.toSignOff,
        act.sign('approver1', { drawnSignatureSha256: kept }),
        act.sign('approver2', { drawnSignatureSha256: gone }),
        act.sign('director'),
      ),
    );
    await published.files.remove(gone);
    const { pdf, said } = await sealed();
    assert.equal(pictures(pdf), 2);
    assert.equal(readPdf(pdf).text.split('A signature was drawn; its picture cannot be shown.').length, 2);
    assert.deepEqual(said, []);
  });

  it('says in the log which characters it shows as boxes', async () => {
    const named = people.map((each) => (each.personId === 'sponsor' ? each : { ...each, capacity: 'ሀላፊ' }));
    await published.record(givenTerms({ engagement: { people: named } }, ...act.toAccepted));
    const { pdf, said } = await sealed();
    assert.match(readPdf(pdf).text, /□□□, for the client/);
    const [warning] = said;
    assert.deepEqual([said.length, warning?.level, warning?.certificateNumber], [1, 40, 'M1-C1']);
    assert.ok(
      (warning?.lacks as { path: string; characters: string[] }[]).some(
        ({ path, characters }) => path === 'signatories.0.capacity' && characters.join('') === 'ሀላፊ',
      ),
    );
  });
});
