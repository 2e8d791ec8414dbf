// The second source of public holidays: the Python package `holidays`, kept in the cache folder, asked by compare.py.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { countriesWithTables, firstTable, type Comparison } from '../../administration/publicHolidays.ts';
import { cacheFolder } from '../../stack/temporalBinary.ts';
import { checkout } from '../checkout.ts';

const execute = promisify(execFile);

/** Named in docs/calendars.md. */
export const secondSource = 'holidays==0.109';
const folder = (): string => join(cacheFolder(), secondSource.replace('==', '-'));

/** Whole or not at all. Throws where pip cannot have it. */
async function install(): Promise<void> {
  if (existsSync(folder())) return;
  await mkdir(cacheFolder(), { recursive: true });
  const fresh = await mkdtemp(join(cacheFolder(), 'holidays-'));
  try {
    const flags = ['--quiet', '--disable-pip-version-check', '--no-compile', '--target', fresh];
    await execute('python3', ['-m', 'pip', 'install', ...flags, secondSource]);
    await rename(fresh, folder()).catch((error: Error) => {
      if (!existsSync(folder())) throw error;
    });
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

/** The countries that both have, for whole years, both included. `comparedOn` is a date, kept with what was found. */
export async function compareHolidays(
  years: [number, number],
  comparedOn: string,
  asked = countriesWithTables(),
): Promise<Comparison> {
  await install();
  const countries = Object.fromEntries(
    asked.map((country) => [country, Object.fromEntries(firstTable({ country }, ...years))]),
  );
  const answer = execute('python3', [join(checkout, 'scripts/holidays/compare.py')], {
    env: { ...process.env, PYTHONPATH: folder(), PYTHONDONTWRITEBYTECODE: '1' },
    maxBuffer: 1 << 26,
  });
  answer.child.stdin?.end(JSON.stringify({ years, countries }));
  const found = JSON.parse((await answer).stdout) as Comparison['countries'];
  return { comparedOn, years, countries: found };
}
