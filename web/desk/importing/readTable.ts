// Reads what somebody exported elsewhere as a table of texts: CSV with any usual separator, XLSX, or the milestones of a project from MS Project as XML.
import { unzipSync } from 'fflate';
import type { parseDocument } from 'htmlparser2';
import { SignOffError } from '../../../domain/errors.ts';
import { normalPriority } from '../../../domain/work/importedPlan.ts';

/** The first row names the columns. What reads a kind of file is loaded by the first of its kind. */
export type Table = string[][];

const mostRows = 501;
const mostColumns = 40;
/** What a file may unpack to; a table of 500 rows is far below. */
const mostUnpacked = 50_000_000;

/** Throws INVALID_MESSAGE for what is no table, has nothing in it, or too much. */
export async function readTable(content: Buffer): Promise<Table> {
  const rows = (await rowsIn(content)).map((row) => row.map((cell) => cell.trim())).filter((row) => row.some(Boolean));
  if (rows.length < 2) throw unusable('It has no rows below the names of its columns.');
  if (rows.length > mostRows)
    throw unusable(`It has ${rows.length - 1} rows; bring in up to ${mostRows - 1} at a time.`);
  if (rows.some((row) => row.length > mostColumns)) throw unusable(`It has more than ${mostColumns} columns.`);
  const width = Math.max(...rows.map((row) => row.length));
  return rows.map((row) => Array.from({ length: width }, (_, index) => row[index] ?? ''));
}

async function rowsIn(content: Buffer): Promise<Table> {
  try {
    if (content.subarray(0, 2).toString('latin1') === 'PK') return await fromXlsx(content);
    const text = content.toString('utf8');
    return /^\uFEFF?\s*<(\?xml|Project)/.test(text) ? await fromProject(text) : await fromCsv(text);
  } catch (error) {
    if (error instanceof SignOffError) throw error;
    throw unusable('It cannot be read; save it as CSV or XLSX, or export it as XML from MS Project.', error);
  }
}

const unusable = (why: string, cause?: unknown): SignOffError =>
  new SignOffError('INVALID_MESSAGE', `The table cannot be used. ${why}`, { field: 'file', cause });

async function fromXlsx(content: Buffer): Promise<Table> {
  let unpacked = 0;
  unzipSync(content, { filter: ({ originalSize }) => ((unpacked += originalSize), false) });
  if (unpacked > mostUnpacked) throw unusable('It unpacks to more than a table should.');
  const { default: readXlsx } = await import('read-excel-file/node');
  const sheets = await readXlsx(content);
  const [first] = sheets as unknown as { data: unknown[][] }[];
  const rows = Array.isArray(first) ? (sheets as unknown as unknown[][]) : (first?.data ?? []);
  return rows.map((row) => row.map(textOf));
}

/** Readers of sheets give texts, numbers, booleans and dates; whatever else is in a cell has nothing to say here. */
function textOf(cell: unknown): string {
  // A sheet has no zone: a time of day is that of whoever wrote it.
  if (cell instanceof Date) return cell.toISOString().slice(0, 16).replace('T00:00', '');
  return typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean' ? String(cell) : '';
}

/** The separator is the one that the names of the columns have most of; a table copied from a sheet has tabs. */
async function fromCsv(text: string): Promise<Table> {
  const { parse } = await import('csv-parse/sync');
  const names = text.split(/\r?\n/, 1)[0] ?? '';
  const count = (each: string): number => names.split(each).length;
  const [delimiter = ','] = ['\t', ';', ','].sort((one, other) => count(other) - count(one));
  return parse(text, { delimiter, bom: true, relaxColumnCount: true, skipEmptyLines: true });
}

type Element = ReturnType<typeof parseDocument>['children'][number] & {
  name?: string;
  children?: Element[];
  data?: string;
};

/** Of a task, from 0 to 1000, as all of them have it where nobody says otherwise. */
const usualPriority = 500;
/** It names the column, and says how what stands in it is counted. */
export const projectPriority = 'Priority (MS Project)';

const priorityOf = (number: string): string => {
  const word = Number(number) > usualPriority ? 'high' : Number(number) < usualPriority ? 'low' : normalPriority;
  return `${word} (${number})`;
};

/** Tasks that are marked as milestones, by name and finish (MSPDI); by priority as well where they do not all have the usual one. */
async function fromProject(text: string): Promise<Table> {
  const { parseDocument } = await import('htmlparser2');
  const all: Element[] = [];
  const walk = (each: Element): void => {
    if (each.name === 'Task') all.push(each);
    each.children?.forEach(walk);
  };
  (parseDocument(text, { xmlMode: true }).children as Element[]).forEach(walk);
  const valueOf = (task: Element, name: string): string =>
    task.children
      ?.find((each) => each.name === name)
      ?.children?.map((each) => each.data ?? '')
      .join('') ?? '';
  const milestones = all.filter((task) => valueOf(task, 'Milestone') === '1');
  const numbers = milestones.map((task) => valueOf(task, 'Priority') || String(usualPriority));
  const isTold = numbers.some((each) => Number(each) !== usualPriority);
  return [
    ['Name', 'Finish', ...(isTold ? [projectPriority] : [])],
    ...milestones.map((task, index) => [
      ...[valueOf(task, 'Name'), valueOf(task, 'Finish').slice(0, 10)],
      ...(isTold ? [priorityOf(numbers[index] ?? '')] : []),
    ]),
  ];
}
