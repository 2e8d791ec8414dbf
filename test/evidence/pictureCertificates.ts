// Takes the pictures of docs/certificates.md: the first page of a certificate of every kind and script, and all of one.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { renderCertificatePdf } from '../../evidence/certificatePdf.ts';
import { checkout } from '../support/checkout.ts';
import { certificatesToLookAt } from './certificatesOfEveryKind.ts';

const execute = promisify(execFile);
const folder = join(checkout, 'docs/certificates');

const captions: Record<string, string> = {
  letterhead: 'With the letterhead of an engagement, a signature that was drawn, and one whose picture is gone',
  conditional: 'Accepted with exceptions: what is withheld and by when; all of its pages',
  closeOut: 'At close-out, when every exception was verified closed',
  deemed: 'Deemed accepted, where the contract makes silence count',
  deputy: 'Signed by a standing deputy, on behalf of whom and on which days',
  entered: 'With a decision that the firm entered on the evidence of a document',
  revocation: 'A revocation',
  germanConditional: 'Under a contract in German, accepted with exceptions',
  rightToLeft: 'Names in Arabic, Hebrew and Vietnamese',
  southAsian: 'Names in Devanagari, Thai and Polish',
  eastAsian: 'Names in Chinese, Japanese and Korean',
  'deliverables-300': 'Of three hundred deliverables; it has 23 pages',
};
const whole = new Set(['conditional']);

const scratch = await mkdtemp(join(tmpdir(), 'certificates-'));
try {
  await mkdir(folder, { recursive: true });
  const certificates = certificatesToLookAt();
  const sections: string[] = [];
  for (const [name, caption] of Object.entries(captions)) {
    const found = certificates[name];
    if (!found) throw new Error(`There is no certificate "${name}"`);
    const pdf = join(scratch, `${name}.pdf`);
    await writeFile(pdf, renderCertificatePdf(found.document, found.pictures));
    const pages = whole.has(name) ? [1, 2, 3] : [1];
    const pictures: string[] = [];
    for (const page of pages) {
      const picture = pages.length === 1 ? name : `${name}-${page}`;
      const range = ['-f', String(page), '-l', String(page), '-singlefile'];
      await execute('pdftoppm', ['-r', '64', '-png', ...range, pdf, join(folder, picture)]);
      pictures.push(`![${name}, page ${page}](certificates/${picture}.png)`);
    }
    sections.push(`## ${caption}\n\n${pictures.join('\n\n')}\n`);
  }
  await writeFile(join(folder, '../certificates.md'), `${introduction()}\n${sections.join('\n')}`);
} finally {
  await rm(scratch, { recursive: true, force: true });
}

function introduction(): string {
  return `# Certificates as they are printed

Made by \`npm run picture-certificates\` from the certificates that \`test/evidence/certificatesAgreed.test.ts\` compares line by line and that veraPDF and
the Digital Signature Services judge in \`npm run test:long\`. Kinds are told apart without colour, by the line round the outcome.

An engagement names its letterhead when it is registered (\`POST /engagements\`, \`letterhead\`): \`name\`, the firm's by default; \`colour\`, which must be readable
on white; \`logo\`, a PNG or JPEG of up to 32 KB in base64. Signatures drawn on the page are shown beside the names. A picture that is gone or
damaged is left out, and a certificate says so of a signature.
`;
}
