// The register of milestones by profile: the same rows as CSV, JSON or PDF.
import { stringify } from 'csv-stringify/sync';
import type { RegisteredMilestone } from '../../db/register.ts';
import type { RegisterProfile } from './profile.ts';
import { wordsIn } from '../../mail/messages/words.ts';
import { registerEntry } from './registerEntry.ts';
import { renderRegisterPdf, type RegisterPeriod } from './registerPdf.ts';

export interface Register {
  profile: RegisterProfile;
  period: RegisterPeriod;
  rows: (string | number | string[])[][];
}

export function register(
  profile: RegisterProfile,
  period: RegisterPeriod,
  milestones: readonly RegisteredMilestone[],
): Register {
  const words = wordsIn(profile.language);
  const rows = milestones.map(({ milestone, counts, endedAt }) => {
    const entry = registerEntry(milestone, { counts, endedAt }, profile.redaction, words);
    return profile.columns.map(({ field }) => entry[field]);
  });
  return { profile, period, rows };
}

const asText = (value: string | number | string[]): string => (Array.isArray(value) ? value.join('\n') : `${value}`);

/** RFC 4180, with a byte order mark for spreadsheets; what a spreadsheet would run as a formula is quoted (CSV injection). */
export const registerCsv = ({ profile, rows }: Register): string =>
  stringify([profile.columns.map(({ title }) => title), ...rows.map((row) => row.map(asText))], {
    bom: true,
    escape_formulas: true,
    record_delimiter: 'windows',
  });

export const registerJson = ({ profile, period, rows }: Register): object => ({
  profile: { profileId: profile.profileId, title: profile.title, body: profile.body, basis: profile.basis },
  period,
  milestones: rows.map((row) => Object.fromEntries(profile.columns.map(({ field }, index) => [field, row[index]]))),
});

export const registerPdf = (register: Register): Promise<Buffer> =>
  renderRegisterPdf({ ...register, rows: register.rows.map((row) => row.map(asText)) });
