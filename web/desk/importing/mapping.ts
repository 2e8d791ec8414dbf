// Which column of a table is which field of a milestone, and each row as the operation takes it.
import { normalPriority } from '../../../domain/work/importedPlan.ts';
import type { Table } from './readTable.ts';

export const fields = [
  'title',
  'amount',
  'dueOn',
  'priority',
  'deliverables',
  'deliverableValues',
  'requirements',
  'qualityReviews',
  'qualityStandards',
  'nextPhase',
  'nextPhaseScope',
  'dependsOn',
  'meetingStartsAt',
  'meetingMinutes',
  'meetingLocation',
] as const;
export type Field = (typeof fields)[number];

/** By what people call their columns, in English and German; what says more than another comes before it. */
const names: Record<Field, RegExp> = {
  deliverableValues: /^(values? of (the )?deliverables|deliverable values?|werte? der liefergegenst)/i,
  nextPhaseScope: /^(scope of (the )?next phase|next phase scope|scope|umfang)/i,
  meetingMinutes: /^(meeting (minutes|length|duration)|length of (the )?meeting|minutes|dauer|minuten)/i,
  meetingLocation: /^(meeting (place|location)|place of (the )?meeting|ort\b|besprechungsort)/i,
  meetingStartsAt: /^((review )?meeting|besprechung|review-?termin)/i,
  title: /^(title|name|milestone|task name|titel|bezeichnung|meilenstein|vorgangsname)$/i,
  amount: /^(amount|value|price|cost|betrag|wert|preis|summe)\b/i,
  dueOn:
    /^(due|due on|due date|date|finish|end|deadline|termin|vertrags(datum|termin)|fällig|fertig stellen|ende|datum)\b/i,
  priority: /^(priority|priorität)/i,
  deliverables: /^(deliverables?|liefergegenst|lieferung|ergebnis)/i,
  requirements: /^(requirements?|criteria|anforderung|kriteri)/i,
  qualityReviews: /^(quality reviews?|qualitätsprüfung)/i,
  qualityStandards: /^(quality )?standards?\b|^(qualitäts)?normen/i,
  nextPhase: /^(next phase|next|nächste phase|folgephase)/i,
  dependsOn: /^(waits for|depends on|predecessors?|wartet auf|vorgänger)/i,
};

/** For each column its field, or ''. A field is had by the first column that names it. */
export function guessed(table: Table): (Field | '')[] {
  const taken = new Set<Field>();
  return (table[0] ?? []).map((name, column) => {
    const found = (Object.keys(names) as Field[]).find((each) => !taken.has(each) && names[each].test(name.trim()));
    if (!found || (found === 'priority' && !isPriority(table, column))) return '';
    taken.add(found);
    return found;
  });
}

/** Others count priorities from 1, or by words of their own, and from either end: such a column is used where somebody says so. */
const isPriority = (table: Table, column: number): boolean =>
  table.slice(1).every((row) => [...priorities, ''].includes(priority(row[column] ?? '')));

/** By which paths of the plan a field is found at fault, where they are not called as it is. */
const paths: Partial<Record<Field, RegExp>> = {
  amount: /^value\b/,
  deliverables: /^deliverables\b(?!\.\d+\.value)/,
  deliverableValues: /^(deliverableValues|deliverables\.\d+\.value)$/,
  qualityReviews: /^expectedQualityReviews\b/,
  nextPhase: /^nextPhase\.name$/,
  nextPhaseScope: /^nextPhase\.scope$/,
  meetingStartsAt: /^reviewMeeting(\.startsAt)?$/,
  meetingMinutes: /^reviewMeeting\.durationMinutes$/,
  meetingLocation: /^reviewMeeting\.location$/,
};

export const isFaultOf = (field: Field, path: string): boolean =>
  paths[field]?.test(path) ?? (path === field || path.startsWith(`${field}.`));

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
  dueOn: (cell) => date(cell).replace(/^(\d{4}-\d\d-\d\d)[ T][\d:.]+$/, '$1'),
  priority,
  deliverables: list,
  deliverableValues: (cell) => list(cell).map(amount),
  requirements: list,
  qualityReviews: list,
  qualityStandards: list,
  nextPhase: (cell) => cell,
  nextPhaseScope: (cell) => cell,
  dependsOn: list,
  meetingStartsAt: (cell) =>
    date(cell).replace(
      /^(\d{4}-\d\d-\d\d) (\d{1,2}):(\d\d)/,
      (_, day: string, hour: string, minute: string) => `${day}T${hour.padStart(2, '0')}:${minute}`,
    ),
  meetingMinutes: (cell) => (/^\d{1,4}$/.test(cell) ? Number(cell) : cell),
  meetingLocation: (cell) => cell,
};

const priorities: readonly string[] = ['high', 'low', normalPriority];

/** "High", "hoch" and "high (700)" as "high"; what says neither stays, for the rule to refuse. */
function priority(cell: string): string {
  const [word = ''] = /^\p{L}+/u.exec(cell.toLowerCase()) ?? [];
  if (priorities.includes(word)) return word;
  return { hoch: 'high', niedrig: 'low', medium: normalPriority, mittel: normalPriority }[word] ?? cell;
}

/** "125,000.00", "125.000,00" and "€ 125000" as "125000.00" and "125000"; what could be either stays, for the rule to refuse. */
function amount(cell: string): string {
  const plain = cell.replace(/[^\d.,-]/g, '');
  const last = Math.max(plain.lastIndexOf('.'), plain.lastIndexOf(','));
  const decimals = plain.length - last - 1;
  const isDecimal = last >= 0 && (/[.,].*[.,]/.test(plain) ? decimals < 3 : decimals !== 3);
  if (!isDecimal) return /[.,].*[.,]/.test(plain) ? plain.replace(/[.,]/g, '') : plain.replace(',', '.');
  return `${plain.slice(0, last).replace(/[.,]/g, '')}.${plain.slice(last + 1)}`;
}

/** "31.03.2026" as "2026-03-31", with the time behind it; what could be a month or a day stays, for the rule to refuse. */
const date = (cell: string): string =>
  cell
    .replace(
      /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?=$|[ ,T])[ ,]*/,
      (_, day: string, month: string, year: string) => `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')} `,
    )
    .trim();
