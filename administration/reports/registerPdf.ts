// Sets a register as a PDF in landscape, heads repeated on every page.
import { pdfmake, provideFaces } from '../../evidence/pdfFonts.ts';
import { paragraph, table } from '../../evidence/pdfTable.ts';
import { baseFamily } from '../../evidence/typeface.ts';
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
  const title = profile.title;
  await provideFaces({ profile, rows });
  const shown = rows.map((row) => row.map((cell) => paragraph(...cell.split('\n'))));
  return pdfmake
    .createPdf({
      pageSize: profile.columns.length > 9 ? 'A3' : 'A4',
      pageOrientation: 'landscape',
      pageMargins: [36, 44, 36, 48],
      info: { title, subject: `${profile.body}; ${period.from} to ${period.to}` },
      defaultStyle: { font: baseFamily, fontSize: 8, lineHeight: 1.15 },
      styles: {
        title: { fontSize: 17, bold: true, color: '#14324f' },
        section: { fontSize: 10, bold: true, color: '#14324f', margin: [0, 6, 0, 2] },
        head: { bold: true, fontSize: 7.5, color: '#44566c' },
        small: { fontSize: 8, color: '#44566c' },
      },
      footer: (page, pages) => ({
        columns: [
          { text: `${title}, ${period.from} to ${period.to}`, style: 'small' },
          { text: `Page ${page} of ${pages}`, style: 'small', alignment: 'right' },
        ],
        margin: [36, 18, 36, 0],
      }),
      content: [
        { text: title, style: 'title' },
        { text: `For: ${profile.body}. Basis: ${profile.basis}.`, style: 'small', margin: [0, 2, 0, 8] },
        rows.length === 0
          ? { text: `No milestone falls in the period ${period.from} to ${period.to}.` }
          : table(
              `${rows.length} milestone${rows.length === 1 ? '' : 's'}, ${period.from} to ${period.to}`,
              profile.columns.map(() => '*'),
              profile.columns.map((each) => each.title),
              shown,
            ),
      ],
    })
    .getBuffer();
}
