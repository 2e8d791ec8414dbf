// Lists as tables for spreadsheets, CSV and XLSX alike: texts stay texts, and no cell is a formula.
import type { Response } from 'express';
import { stringify } from 'csv-stringify/sync';
import type { SheetData } from 'write-excel-file/node';
import type { MoneyShown, PortfolioItem } from './portfolio.ts';

export const sheetFormats = ['csv', 'xlsx'] as const;
export type SheetFormat = (typeof sheetFormats)[number];

export const sheetMedia: Record<SheetFormat, string> = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** An amount is one that can be summed. */
type Cell = string | undefined | { amount: string | undefined };

export interface SheetTable {
  name: string;
  columns: readonly string[];
  rows: readonly (readonly Cell[])[];
}

export const portfolioTable = (items: readonly PortfolioItem[]): SheetTable => ({
  name: 'portfolio',
  columns: [
    ...['milestoneId', 'title', 'engagementId', 'engagement', 'phase', 'waitingFor', 'deadline'],
    ...['isOverdue', 'dueOn', 'amount', 'currency'],
  ],
  rows: items.map((each) => [
    ...[each.milestoneId, each.title, each.engagementId, each.engagement, each.phase],
    each.waitingFor.map(({ name, personId }) => name ?? personId).join('; '),
    ...[each.deadline, String(each.isOverdue), each.dueOn, { amount: each.value?.amount }, each.value?.currency],
  ]),
});

export function moneyTable({ ready, reserved, withheld, toCredit, blocked }: MoneyShown): SheetTable {
  const released = (state: string) => (each: MoneyShown['ready'][number]) => [
    ...[state, each.milestoneId, each.title, each.engagementId, each.engagement, each.certificateNumber],
    ...[each.releasedAt, { amount: each.amount }, each.currency],
    (each.exceptions ?? []).map(({ exceptionId, dueOn }) => `${exceptionId}, ${dueOn}`).join('; '),
    each.revoked,
  ];
  return {
    name: 'money',
    columns: [
      ...['state', 'milestoneId', 'title', 'engagementId', 'engagement', 'certificateNumber', 'releasedAt'],
      ...['amount', 'currency', 'exceptions', 'revoked', 'phase', 'waitingFor', 'dueOn'],
    ],
    rows: [
      ...ready.map(released('ready')),
      ...reserved.map(released('reserved')),
      ...withheld.map(released('withheld')),
      ...toCredit.map(released('toCredit')),
      ...blocked.map((each) => [
        ...['blocked', each.milestoneId, each.title, each.engagementId, each.engagement, undefined, undefined],
        ...[{ amount: each.amount }, each.currency, undefined, undefined, each.phase],
        each.waiting.map(({ name, personId }) => name ?? personId).join('; '),
        each.dueOn,
      ]),
    ],
  };
}

export const fileOf = async (table: SheetTable, format: SheetFormat): Promise<string | Buffer> =>
  format === 'csv' ? asCsv(table) : asXlsx(table);

/** As a file of the table's name. Gives undefined, as handlers do that answer by themselves. */
export async function sendSheet(response: Response, table: SheetTable, format: SheetFormat): Promise<undefined> {
  response
    .attachment(`${table.name}.${format}`)
    .type(sheetMedia[format])
    .send(await fileOf(table, format));
  return undefined;
}

/** RFC 4180, with a byte order mark for spreadsheets; what a spreadsheet would run as a formula is quoted (CSV injection). */
const asCsv = ({ columns, rows }: SheetTable): string =>
  stringify([columns, ...rows.map((row) => row.map((cell) => (typeof cell === 'object' ? cell.amount : cell)))], {
    ...{ bom: true, escape_formulas: true, record_delimiter: 'windows' },
  });

/** Its cells have types: a text that looks like a formula is a text. */
async function asXlsx({ name, columns, rows }: SheetTable): Promise<Buffer> {
  const { default: writeXlsx } = await import('write-excel-file/node');
  return writeXlsx(
    [
      columns.map((value) => ({ value, type: String, fontWeight: 'bold' as const })),
      ...rows.map((row) => row.map(xlsxCell)),
    ] satisfies SheetData,
    { sheet: name, stickyRowsCount: 1, columns: columns.map(() => ({ width: 20 })) },
  ).toBuffer();
}

/** Spreadsheets hold fifteen digits exactly; an amount with more is a text, so that none is rounded. */
const exactDigits = 15;

function xlsxCell(cell: Cell) {
  const text = typeof cell === 'object' ? cell.amount : cell;
  if (text === undefined || text === '') return null;
  if (typeof cell !== 'object' || text.replace(/^-?0*|\D/g, '').length > exactDigits)
    return { value: text, type: String };
  const decimals = text.split('.')[1]?.length ?? 0;
  return { value: Number(text), type: Number, format: decimals === 0 ? '0' : `0.${'0'.repeat(decimals)}` };
}
