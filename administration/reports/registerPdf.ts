// Sets a register as a PDF in landscape, heads repeated on every page.
import type { Content } from 'pdfmake/interfaces.js';
import { baseFamily } from '../../evidence/glyphCoverage.ts';
import { setPdf } from '../../evidence/pdfFonts.ts';
import { paragraph, table } from '../../evidence/pdfTable.ts';
import { standIn } from '../../evidence/typeface.ts';
import { byScript, numberOf, unprintableTexts, type UnprintableText } from '../../evidence/unprintable.ts';
import type { RegisterProfile } from './profile.ts';

export interface RegisterPeriod {
  /** Local dates as asked for, both inclusive. */
  from: string;
  to: string;
}

export interface RegisterPages {
  profile: RegisterProfile;
  period: RegisterPeriod;
  rows: string[][];
}

export async function renderRegisterPdf({ profile, period, rows }: RegisterPages): Promise<Buffer> {
  const { title } = profile;
  const lacks = await unprintableTexts({ profile, rows });
  const content = rows.map((row) => row.map((cell) => paragraph(...cell.split('\n'))));
  const span = `${period.from} to ${period.to}`;
  return setPdf({
    pageSize: profile.columns.length > 9 ? 'A3' : 'A4',
    pageOrientation: 'landscape',
    pageMargins: [36, 44, 36, 48],
    info: { title, subject: `${profile.body}; ${span}` },
    defaultStyle: { font: baseFamily, fontSize: 8, lineHeight: 1.15 },
    styles: {
      title: { fontSize: 17, bold: true, color: '#14324f' },
      section: { fontSize: 10, bold: true, color: '#14324f', margin: [0, 6, 0, 2] },
      head: { bold: true, fontSize: 7.5, color: '#44566c' },
      small: { fontSize: 8, color: '#44566c' },
    },
    footer: (page, pages) => ({
      columns: [
        { ...paragraph(`${title}, ${span}`), style: 'small' },
        { text: `Page ${page} of ${pages}`, style: 'small', alignment: 'right' },
      ],
      margin: [36, 18, 36, 0],
    }),
    content: [
      { ...paragraph(title), style: 'title' },
      { ...paragraph(`For: ${profile.body}. Basis: ${profile.basis}.`), style: 'small', margin: [0, 2, 0, 8] },
      rows.length === 0
        ? { text: `No milestone falls in the period ${span}.` }
        : table(
            `${rows.length} milestone${rows.length === 1 ? '' : 's'}, ${span}`,
            profile.columns.map(() => '*'),
            profile.columns.map((each) => each.title),
            content,
          ),
      ...lacksWords(lacks),
    ],
  });
}

function lacksWords(lacks: readonly UnprintableText[]): Content[] {
  if (lacks.length === 0) return [];
  const characters = [...new Set(lacks.flatMap((each) => each.characters))];
  const listed = [...byScript(characters)].map(([script, all]) => `${script} ${all.map(numberOf).join(', ')}`);
  return [
    {
      ...paragraph(
        `“${standIn}” stands for a character that this document cannot print, by script and Unicode number: ${listed.join('; ')}. The exact texts are in the same register as JSON or CSV.`,
      ),
      style: 'small',
      margin: [0, 8, 0, 0],
    },
  ];
}
