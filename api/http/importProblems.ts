// What rows of a table were refused for, as a table of its own.
import { stringify } from 'csv-stringify/sync';
import type { ImportedRow } from '../../domain/work/importedPlan.ts';

/** For a spreadsheet: a line for each problem, with the number that its row has there, where no line is blank. */
export const problemList = (rows: readonly ImportedRow[]): string =>
  stringify(
    [
      ['line', 'title', 'field', 'problem'],
      ...rows.flatMap(({ row, title, problems }) =>
        problems.map(({ field, problem }) => [String(row + 1), title, field, problem]),
      ),
    ],
    { bom: true, escape_formulas: true, record_delimiter: 'windows' },
  );
