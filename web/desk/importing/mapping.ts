// Which column of a table is which field of a milestone, and each row as the operation takes it.
import type { Table } from './readTable.ts';

export const fields = ['title', 'amount', 'dueOn', 'deliverables', 'requirements', 'nextPhase'] as const;
export type Field = (typeof fields)[number];

/** By what people call their columns, in English and German. */
const names: Record<Field, RegExp> = {
  title: /^(title|name|milestone|task name|titel|bezeichnung|meilenstein|vorgangsname)$/i,
  amount: /^(amount|value|price|cost|betrag|wert|preis|summe)\b/i,
  dueOn: /^(due|due on|due date|date|finish|end|deadline|termin|fällig|fertig stellen|ende|datum)\b/i,
  deliverables: /^(deliverables?|liefergegenst|lieferung|ergebnis)/i,
  requirements: /^(requirements?|criteria|anforderung|kriteri)/i,
  nextPhase: /^(next phase|next|nächste phase|folgephase)/i,
};

/** For each column its field, or ''. A field is had by the first column that names it. */
export function guessed(table: Table): (Field | '')[] {
  const taken = new Set<Field>();
  return (table[0] ?? []).map((name) => {
    const found = fields.find((each) => !taken.has(each) && names[each].test(name.trim()));
    if (found) taken.add(found);
    return found ?? '';
  });
}

/** Fields without a column, and cells without a text, are left to the milestone that it is like. */
export const rowsOf = (table: Table, columns: readonly string[]): Record<string, unknown>[] =>
  table.slice(1).map((row) =>
    Object.fromEntries(
      fields.flatMap((field) => {
        const cell = row[columns.indexOf(field)] ?? '';
        return cell === '' ? [] : [[field, read[field](cell)]];
      }),
    ),
  );

const list = (cell: string): string[] =>
  cell
    .split(/[\n;|]/)
    .map((each) => each.trim())
    .filter(Boolean);

const read: Record<Field, (cell: string) => unknown> = {
  title: (cell) => cell,
  amount,
  dueOn: date,
  deliverables: list,
  requirements: list,
  nextPhase: (cell) => cell,
};

/** "125,000.00", "125.000,00" and "€ 125000" as "125000.00" and "125000"; what could be either stays, for the rule to refuse. */
function amount(cell: string): string {
  const plain = cell.replace(/[^\d.,-]/g, '');
  const last = Math.max(plain.lastIndexOf('.'), plain.lastIndexOf(','));
  const decimals = plain.length - last - 1;
  const isDecimal = last >= 0 && (/[.,].*[.,]/.test(plain) ? decimals < 3 : decimals !== 3);
  if (!isDecimal) return /[.,].*[.,]/.test(plain) ? plain.replace(/[.,]/g, '') : plain.replace(',', '.');
  return `${plain.slice(0, last).replace(/[.,]/g, '')}.${plain.slice(last + 1)}`;
}

/** "31.03.2026" as "2026-03-31"; what could be a month or a day stays, for the rule to refuse. */
function date(cell: string): string {
  const [, day = '', month = '', year = ''] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(cell) ?? [];
  return year === '' ? cell : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
