// The certificate as a PDF: says what its data say, loses nothing on the page, and comes out the same every time.
import assert from 'node:assert/strict';
import decodeQr from 'qr/decode.js';
import { canonicalJson, sha256Hex } from '../../evidence/ledger/canonicalJson.ts';
import { certificateDocument } from '../../evidence/certificate.ts';
import { renderCertificateAside, renderCertificatePdf } from '../../evidence/certificatePdf.ts';
import type { Milestone } from '../../domain/milestone.ts';
import * as act from '../domain/acts.ts';
import { people } from '../domain/cast.ts';
import { given, givenTerms } from '../domain/scenario.ts';
import { isSettable } from '../../evidence/setting/pictures.ts';
import { drawnPng } from '../support/png.ts';
import { withLetterhead } from './certificatesOfEveryKind.ts';
import { inkBeyond, pageImages, pictured } from './pageImages.ts';
import { readPdf } from './readPdf.ts';

function documentOf(milestone: Milestone) {
  const acceptance = milestone.acceptances.at(-1);
  assert.ok(acceptance);
  return certificateDocument(milestone, acceptance, { sequence: 22, hash: 'b'.repeat(64) });
}

const printed = (milestone: Milestone) => readPdf(renderCertificatePdf(documentOf(milestone)));
const toSigned = act.toAccepted.slice(-3);

describe('Certificate as a PDF', () => {
  const { milestone } = given(...act.toAccepted);

  it('has the very data of the certificate attached', () => {
    const document = documentOf(milestone);
    const { attachment } = readPdf(renderCertificatePdf(document));
    assert.ok(attachment);
    assert.equal(sha256Hex(attachment), sha256Hex(canonicalJson(document)));
  });

  it('prints number, parties, digests, signatories, amounts and how it was signed', () => {
    const { text, pages } = printed(milestone);
    const digest = documentOf(milestone).package.digest.replace(/(.{8})(?=.)/g, '$1 ');
    for (const expected of [
      'Milestone Acceptance Certificate',
      'The Client',
      'C-1; SOW-1 v2',
      digest,
      'Name of director',
      'Authority up to €100,000.00',
      '€100,000.00',
      'Simple electronic signatures',
      'no cryptographic seal',
      `Page ${pages} of ${pages}`,
    ])
      assert.ok(text.includes(expected), `"${expected}" is not printed`);
    assert.ok((text.match(/M1-C1/g) ?? []).length > pages, 'the number is at the foot of every page');
  });

  it('is set in a thread of its own, byte for byte the same, while others are served', async () => {
    const document = documentOf(milestone);
    const [first, second, bare] = await Promise.all([
      renderCertificateAside(document, new Map()),
      renderCertificateAside(document, new Map([['a'.repeat(64), Buffer.from('no picture')]])),
      Promise.resolve(renderCertificatePdf(document)),
    ]);
    assert.deepEqual([sha256Hex(first), sha256Hex(second)], [sha256Hex(bare), sha256Hex(bare)]);
    const letterhead = withLetterhead();
    assert.equal(
      sha256Hex(await renderCertificateAside(letterhead.document, letterhead.pictures)),
      sha256Hex(renderCertificatePdf(letterhead.document, letterhead.pictures)),
    );
    const damaged = { ...document, issuedAt: 'never' };
    await assert.rejects(renderCertificateAside(damaged, new Map()));
    assert.equal(
      sha256Hex(await renderCertificateAside(document, new Map())),
      sha256Hex(bare),
      'it goes on after that',
    );
  });

  it('comes out with the same bytes at another time', () => {
    const first = renderCertificatePdf(documentOf(milestone));
    const { Date: realDate } = globalThis;
    globalThis.Date = class extends realDate {
      constructor(...given: []) {
        super(...((given.length === 0 ? [2_000_000_000_000] : given) as []));
      }
    } as DateConstructor;
    try {
      assert.equal(sha256Hex(renderCertificatePdf(documentOf(milestone))), sha256Hex(first));
    } finally {
      globalThis.Date = realDate;
    }
  });

  it('spells the names of people from all over Europe, and beyond', () => {
    const names = [
      'Žluťoučký Kůň',
      'Łódź Żółć',
      'Ñandú d’Œuvre',
      'Åse Þórarinsdóttir',
      'Ελένη',
      'Юлія Ґонта',
      'Nguyễn Thị Ánh',
    ];
    const renamed = people.map((each, index) => ({ ...each, name: names[index % names.length] ?? each.name }));
    const signed = toSigned.map((sign) => (state: Milestone) => {
      const { name, raw } = sign(state);
      const { personId } = raw.actor as { personId: string };
      return { name, raw: { ...raw, typedName: renamed.find((each) => each.personId === personId)?.name } };
    });
    const { text } = printed(
      givenTerms({ engagement: { people: renamed, name: names.join(', ') } }, ...act.toSignOff, ...signed).milestone,
    );
    for (const name of names) assert.ok(text.includes(name), `"${name}" is not printed`);
  });

  it('prints what would be markup as it was written', () => {
    const hostile = [
      '#import "@preview/x:1.0.0": *',
      '#sys.inputs $x^2$ @ref <label> = Heading',
      '\\u{41} \\ *bold* _it_ `raw` // gone /* gone */ ~ -- ...',
      '#[#] [unclosed { ( " \' ]',
      'https://example.org/#a',
    ];
    const { text } = printed(
      givenTerms(
        { plan: { title: hostile.join(' ') }, engagement: { name: hostile.join(' '), firm: hostile[3] } },
        ...act.toAccepted,
      ).milestone,
    );
    for (const each of hostile) assert.ok(text.includes(each), `"${each}" is not printed`);
  });

  it('writes to nobody’s console', () => {
    const { warn } = console;
    const warnings: unknown[] = [];
    console.warn = (...said: unknown[]) => warnings.push(...said);
    try {
      printed(milestone);
    } finally {
      console.warn = warn;
    }
    assert.deepEqual(warnings, []);
  });
});

describe('The code on the first page of a certificate', () => {
  it('is read as the address that shows whether it stands, with the digest of the data', async function () {
    const { document } = withLetterhead();
    const pdf = renderCertificatePdf(document);
    const picture = await pictured(pdf);
    if (!picture) return this.skip();
    const digest = sha256Hex(readPdf(pdf).attachment ?? '');
    assert.equal(decodeQr(picture), `${document.address}#sha256=${digest}`);
  });
});

describe('Certificate with more to say than fits a page', () => {
  const words = (letter: string, count: number) =>
    Array.from({ length: count }, (_, index) => `${letter}${String(index).padStart(4, '0')}`);

  it('prints every word of an exception that takes pages', () => {
    const [plan, description] = [words('p', 650), words('d', 330)];
    const { text } = printed(
      given(
        ...act.toSignOff,
        act.propose('E1', { plan: plan.join(' '), description: description.join(' ') }),
        ...toSigned,
      ).milestone,
    );
    const lost = [...plan, ...description].filter((word) => !text.includes(word));
    assert.deepEqual(lost, []);
  });

  it('prints every line of evidence that is all line breaks', () => {
    const evidence = words('e', 200);
    const results = ['R1', 'R2'].map((requirementId) => ({
      requirementId,
      outcome: 'met',
      evidence: evidence.join('\n'),
    }));
    const { text, pages } = printed(
      given(act.submit(), act.report('validator1', { results }), ...act.toAccepted.slice(2)).milestone,
    );
    assert.deepEqual(
      evidence.filter((word) => !text.includes(word)),
      [],
    );
    assert.ok(pages > 4);
  });

  it('lists every one of 60 deliverables, and breaks a title without a space', () => {
    const deliverables = Array.from({ length: 60 }, (_, index) => ({
      deliverableId: `D${index + 1}`,
      title: `Deliverable ${index + 1}`,
    }));
    const submitted = deliverables.map(({ deliverableId }) => ({
      deliverableId,
      version: '1',
      documentIds: [`doc-${deliverableId}.`],
    }));
    const title = 'x'.repeat(200);
    const { text } = printed(
      givenTerms({ plan: { deliverables, title } }, act.submit({ deliverables: submitted }), ...act.toAccepted.slice(1))
        .milestone,
    );
    assert.deepEqual(
      deliverables.filter(({ deliverableId }) => !text.includes(`doc-${deliverableId}.`)),
      [],
    );
    assert.ok(text.replaceAll(' ', '').includes(title), 'all of the title is printed');
  });

  it('keeps within its margins what has no space in it, however long', async () => {
    const [reference, title] = ['X0123456789'.repeat(7), `${'Acceptance_of_the_'.repeat(10)}end`];
    const milestone = givenTerms({ contract: { reference }, plan: { title } }, ...act.toAccepted).milestone;
    const pages = await pageImages(renderCertificatePdf(documentOf(milestone)), 5);
    assert.ok(pages.length > 1);
    for (const page of pages) assert.deepEqual(inkBeyond(page, 17), [], 'something runs out of the page');
  });
});

describe('Certificate with pictures', () => {
  const { document, pictures } = withLetterhead();
  const picturesIn = (pdf: Buffer): number => (pdf.toString('latin1').match(/\/Subtype \/Image\n/g) ?? []).length;

  it('has the letterhead of the engagement, and its digest in the data', () => {
    assert.equal(document.letterhead?.name, 'The Firm, Advisory Services');
    assert.ok([...pictures.keys()].includes(document.letterhead.logoSha256 ?? ''));
    const { text } = readPdf(renderCertificatePdf(document, pictures));
    assert.match(text, /^ ?The Firm, Advisory Services ?Certificate M1-C1/);
    assert.match(text, /by The Firm for The Client under the contract/, 'the party has its own name');
  });

  it('shows what signatories drew, and says so where the picture is gone', () => {
    const pdf = renderCertificatePdf(document, pictures);
    assert.equal(
      picturesIn(pdf) - picturesIn(renderCertificatePdf(document)),
      4,
      'two pictures, each with its opacity',
    );
    const { text } = readPdf(pdf);
    assert.equal(text.split('A signature was drawn; its picture cannot be shown.').length - 1, 1);
    assert.equal(readPdf(renderCertificatePdf(document)).text.split('cannot be shown.').length - 1, 2);
  });

  it('is made all the same where a picture is damaged, or would unpack to more than a page has use for', () => {
    const whole = drawnPng();
    assert.ok(isSettable(whole));
    const bomb = Buffer.from(whole);
    bomb.writeUInt32BE(60_000, 16);
    bomb.writeUInt32BE(60_000, 20);
    for (const damaged of [
      whole.subarray(0, 60),
      bomb,
      Buffer.from('89504e470d0a1a0a', 'hex'),
      Buffer.from('no picture'),
    ])
      assert.ok(!isSettable(damaged));
    const [drawn = ''] = pictures.keys();
    const { text } = readPdf(renderCertificatePdf(document, new Map([[drawn, whole.subarray(0, 60)]])));
    assert.equal(text.split('cannot be shown.').length - 1, 2);
  });
});
