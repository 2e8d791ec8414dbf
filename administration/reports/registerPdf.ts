// Sets a register as a PDF in landscape, heads repeated on every page.
import { paragraph, section, table, type Block } from '../../evidence/setting/blocks.ts';
import { allPrintable, box } from '../../evidence/setting/printable.ts';
import { setPdf } from '../../evidence/setting/setPdf.ts';
import { byScript, unprintableTexts, type UnprintableText } from '../../evidence/setting/unprintable.ts';
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

/** As of the end of its period: the same register gives the same bytes. */
export function renderRegisterPdf(register: RegisterPages): Buffer {
  const lacks = unprintableTexts({ profile: register.profile, rows: register.rows });
  const { profile, period, rows } = allPrintable(register);
  const { title } = profile;
  const span = `${period.from} to ${period.to}`;
  const name = `${title}, ${span}`;
  return setPdf({
    template: 'register',
    createdAt: `${period.to}T00:00:00Z`,
    pages: {
      title: name,
      author: [],
      subject: `${profile.body}; ${span}`,
      paper: profile.columns.length > 9 ? 'a3' : 'a4',
      heading: paragraph(title),
      basis: paragraph(`For: ${profile.body}. Basis: ${profile.basis}.`),
      running: [paragraph(name), []],
      foot: paragraph(name),
      blocks: [
        rows.length === 0 ? section(undefined, `No milestone falls in the period ${span}.`) : rowsOf(),
        ...lacksWords(lacks),
      ],
    },
  });

  function rowsOf(): Block {
    return table(
      `${rows.length} milestone${rows.length === 1 ? '' : 's'}, ${span}`,
      profile.columns.map(() => 1),
      profile.columns.map((each) => each.title),
      rows.map((row) => row.map((cell) => paragraph(cell))),
    );
  }
}

function lacksWords(lacks: readonly UnprintableText[]): Block[] {
  if (lacks.length === 0) return [];
  const characters = [...new Set(lacks.flatMap((each) => each.characters))];
  const listed = [...byScript(characters)].map(([script, all]) => `${script} (${all.length})`);
  return [
    section(
      undefined,
      `“${box}” stands for a character that this document cannot print, by script: ${listed.join(', ')}. The exact texts are in the same register as JSON or CSV.`,
    ),
  ];
}
