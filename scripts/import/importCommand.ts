// Starts the milestones of a table by the HTTP API: tried first, and started where that is asked for.
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { problemList } from '../../api/http/importProblems.ts';
import { guessed, rowsOf } from '../../web/desk/importing/mapping.ts';
import { projectPriority, readTable } from '../../web/desk/importing/readTable.ts';
import { wordsIn } from '../../mail/messages/words.ts';
import type { ImportedRow } from '../../domain/work/importedPlan.ts';

export const usage = `npm run import -- FILE --engagement ID --like MILESTONE-ID --person PERSON-ID [--start] [--problems FILE.csv] [--url ADDRESS]

FILE is CSV, XLSX or XML of MS Project, with the names of its columns in the first row: title, value, due, priority, deliverables and their
values, requirements, meeting and so on, as in the example that the page of an import offers. Nothing is started without --start.
The API key is read from API_KEY. A file that is brought in again starts none of its milestones twice.`;

/** Gives what to print. Throws with the usage where something is missing, and with what the service says where it refuses all. */
export async function importCommand(args: string[], apiKey: string | undefined): Promise<string> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      ...{ engagement: { type: 'string' }, like: { type: 'string' }, person: { type: 'string' } },
      ...{ start: { type: 'boolean', default: false }, problems: { type: 'string' } },
      url: { type: 'string', default: 'http://localhost:3000' },
    },
  });
  const { engagement, like, person, start: isStart, problems, url } = values;
  const [file] = positionals;
  if (!file || !engagement || !like || !person || !apiKey) throw new Error(usage);
  const content = await readFile(file);
  const table = await readTable(content);
  const rows = rowsOf(table, guessed(table));
  if (!rows.some((each) => 'title' in each))
    throw new Error('No column is called title, name or milestone; name the one that has the titles so.');
  const begun = performance.now();
  const body = { personId: person, likeMilestoneId: like, rows, isDryRun: !isStart };
  const response = await fetch(`${url}/engagements/${encodeURIComponent(engagement)}/imports`, {
    method: 'POST',
    headers: {
      ...{ 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
      // The same file into the same engagement, like the same milestone, is the same request.
      'idempotency-key': createHash('sha256')
        .update(`${engagement}\0${JSON.stringify(body)}`)
        .digest('hex'),
    },
    body: JSON.stringify(body),
  });
  const answered = (await response.json()) as { rows?: ImportedRow[]; detail?: string };
  if (!answered.rows) throw new Error(answered.detail ?? `The service answers ${response.status}.`);
  if (problems !== undefined) await writeFile(problems, problemList(answered.rows));
  const note = table[0]?.includes(projectPriority) ? [wordsIn('en').say('import.projectPriority')] : [];
  return [...note, told(answered.rows, isStart, (performance.now() - begun) / 1000)].join('\n');
}

function told(rows: readonly ImportedRow[], isStart: boolean, seconds: number): string {
  const refused = rows.filter((each) => each.status === 'refused');
  const lines = refused.flatMap(({ row, title, problems }) =>
    problems.map(({ field, problem }) => `  line ${row + 1}, ${title}: ${`${field} ${problem}`.trim()}`),
  );
  const taken = rows.length - refused.length;
  const ending = isStart
    ? `${taken} started, ${refused.length} refused, in ${seconds.toFixed(1)} s.`
    : `${taken} would be started, ${refused.length} refused. Nothing was started: give --start for that.`;
  return [...lines, ending].join('\n');
}
