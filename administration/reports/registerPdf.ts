// Sets a register as a PDF in landscape, heads repeated on every page.
import { wordsIn, type Words } from '../../mail/messages/words.ts';
import { scriptName } from '../../evidence/certificateLacks.ts';
import { printedIn } from '../../evidence/printedIn.ts';
import { paragraph, section, table, type Block } from '../../evidence/setting/blocks.ts';
import { allPrintable, box } from '../../evidence/setting/printable.ts';
import { setPdfAside } from '../../evidence/setting/aside.ts';
import type { Document } from '../../evidence/setting/setPdf.ts';
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

/** As of the end of its period: the same register gives the same bytes. In the thread that sets documents, since it may be long. */
export const renderRegisterPdf = (register: RegisterPages): Promise<Buffer> => setPdfAside(documentOf(register));

function documentOf(register: RegisterPages): Document {
  const words = wordsIn(register.profile.language);
  const { say } = words;
  const lacks = unprintableTexts({ profile: register.profile, rows: register.rows });
  const { profile, period, rows } = allPrintable(register);
  const { title, body, basis } = profile;
  const span = say('register.span', { from: words.date(period.from), to: words.date(period.to) });
  const name = say('register.name', { title, span });
  return {
    template: 'register',
    createdAt: `${period.to}T00:00:00Z`,
    pages: {
      language: printedIn(words),
      title: name,
      author: [],
      subject: `${body}; ${span}`,
      paper: profile.columns.length > 9 ? 'a3' : 'a4',
      heading: paragraph(title),
      basis: paragraph(say('register.basis', { body, basis })),
      running: [paragraph(name), []],
      foot: paragraph(name),
      blocks: [
        rows.length === 0 ? section(undefined, say('register.none', { span })) : rowsOf(),
        ...lacksWords(lacks, words),
      ],
    },
  };

  function rowsOf(): Block {
    return table(
      say('register.count', { count: rows.length, span }),
      profile.columns.map(() => 1),
      profile.columns.map((each) => each.title),
      rows.map((row) => row.map((cell) => paragraph(cell))),
    );
  }
}

function lacksWords(lacks: readonly UnprintableText[], words: Words): Block[] {
  if (lacks.length === 0) return [];
  const { say, list } = words;
  const characters = [...new Set(lacks.flatMap((each) => each.characters))];
  const scripts = [...byScript(characters)].map(([script, all]) =>
    say('lacks.script', { script: scriptName(script, words), count: all.length }),
  );
  return [section(undefined, say('lacks.inRegister', { box, scripts: list(scripts) }))];
}
