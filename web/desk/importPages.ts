// Many milestones at once from a table: brought in, its columns matched, each row tried, and only then started.
import { saidIn, type Words } from '../../mail/messages/words.ts';
import { randomUUID } from 'node:crypto';
import { stringify } from 'csv-stringify/sync';
import { getEngagement } from '../../api/http/lookUps.ts';
import { problemList } from '../../api/http/importProblems.ts';
import { perform } from '../../api/http/operations.ts';
import { assertFormOf } from '../../api/http/sessions.ts';
import { listMilestones } from '../../db/milestones.ts';
import type { Engagement } from '../../domain/terms/engagement.ts';
import { StorageError } from '../../storage/fileStore.ts';
import { formOf, type DecisionForm } from '../postedForm.ts';
import { PageRefusal } from '../problemWords.ts';
import { receiveForm, type TakeFile } from '../receiveForm.ts';
import { milestoneHref } from './actPages.ts';
import { engagementHref, engagementPath } from './engagementHref.ts';
import { refusalIn } from './forms/formPage.ts';
import { fields, guessed, isFaultOf, rowsOf, type Field } from './importing/mapping.ts';
import { projectPriority, readTable, type Table } from './importing/readTable.ts';
import type { PageCall, PageDependencies, PageRoute, Shown } from './pageRoute.ts';
import type { ImportedRow } from '../../domain/work/importedPlan.ts';

const path = `${engagementPath}/import`;
const right = 'runMilestones';
const offered = 200;
const mostBytes = 2_000_000;

export const importPages: readonly PageRoute[] = [
  {
    ...{ method: 'get', path, name: 'importMilestones.form', right, audited: { as: 'recordRead', on: 'engagement' } },
    handle: (deps, call) => bringIn(deps, call, {}),
  },
  {
    ...{ method: 'get', path: `${path}/example.csv`, name: 'importMilestones.example', right },
    audited: { as: 'recordRead', on: 'engagement' },
    async handle(_deps, { response, words }) {
      const { say } = words;
      const names = fields.map((field) => say(`import.field.${field}`));
      const row: Record<Field, string> = {
        ...{ title: say('import.exampleTitle'), amount: '25000.00', dueOn: '2027-03-31' },
        priority: say('terms.priority.high'),
        ...{ deliverables: say('import.exampleDeliverables'), deliverableValues: '20000.00; 5000.00' },
        ...{ requirements: say('import.exampleRequirements'), qualityReviews: '', qualityStandards: '' },
        ...{ nextPhase: say('import.exampleNext'), nextPhaseScope: say('import.exampleScope'), dependsOn: '' },
        ...{ meetingStartsAt: '2027-03-15 10:00', meetingMinutes: '45', meetingLocation: say('import.examplePlace') },
      };
      const rows = [names, fields.map((field) => row[field])];
      response.attachment('milestones.csv').type('text/csv').send(stringify(rows));
      return undefined;
    },
  },
  {
    ...{ method: 'post', path, name: 'importMilestones.table', right, takesFiles: true },
    audited: { as: 'recordRead', on: 'engagement' },
    handle: (deps, call) => receive(deps, call),
  },
  {
    ...{ method: 'post', path: `${path}/rows`, name: 'importMilestones.act', right, asks: 'importMilestones' },
    audited: { as: 'administered', on: 'engagement' },
    handle: (deps, call) => rows(deps, call),
  },
  {
    ...{ method: 'post', path: `${path}/problems.csv`, name: 'importMilestones.problems', right },
    audited: { as: 'recordRead', on: 'engagement' },
    async handle(deps, call) {
      const { table, columns, form } = tableOf(call);
      const found = await outcomesOf(deps, call, { table, columns, form: { ...form, step: 'check' } });
      call.response.attachment('problems.csv').type('text/csv').send(problemList(found));
      return undefined;
    },
  },
];

async function contextOf({ db }: PageDependencies, { params: { engagementId = '' } }: PageCall) {
  const engagement = await getEngagement(db, engagementId);
  const { items } = await listMilestones(db, { scope: [engagementId], page: { limit: offered }, engagementId });
  return { engagement, milestones: items.map(({ milestoneId, title }) => ({ value: milestoneId, label: title })) };
}

const frame = ({ engagementId, name }: Engagement) => ({
  ...{ crumb: name, crumbAt: engagementHref(engagementId), at: `${engagementHref(engagementId)}/import` },
});

async function bringIn(
  deps: PageDependencies,
  call: PageCall,
  { why, form = {} }: { why?: string; form?: DecisionForm },
): Promise<Shown> {
  const { engagement, milestones } = await contextOf(deps, call);
  return {
    page: 'deskImport',
    ...(why ? { status: 422 } : {}),
    values: {
      title: call.words.say('import.title'),
      ...frame(engagement),
      ...{ why, pasted: form.pasted, newAt: `${engagementHref(engagement.engagementId)}/new-milestone` },
      like: milestones.map((each) => ({ ...each, isChosen: each.value === form.likeMilestoneId })),
    },
  };
}

async function receive(deps: PageDependencies, call: PageCall): Promise<Shown> {
  const { request, open } = call;
  const contents: Buffer[] = [];
  const take: TakeFile = async (content, { maxBytes, fileName: named }) => {
    const chunks: Buffer[] = [];
    let sizeBytes = 0;
    for await (const chunk of content) {
      sizeBytes += (chunk as Buffer).length;
      if (sizeBytes > maxBytes) throw new StorageError('FILE_TOO_LARGE', named);
      chunks.push(chunk as Buffer);
    }
    contents.push(Buffer.concat(chunks));
    return { sha256: '', sizeBytes };
  };
  const { body, problem } = await receiveForm(
    take,
    request,
    (received) => {
      assertFormOf(deps, request, open, formOf(received.body).formToken);
      return {
        maxBytes: mostBytes,
        tooLarge: () => new PageRefusal('INVALID_MESSAGE', ({ say }) => say('import.tooLarge'), { field: 'file' }),
      };
    },
    1,
  );
  const form = formOf(body);
  assertFormOf(deps, request, open, form.formToken);
  try {
    if (problem) throw problem;
    const content = contents.find((each) => each.length > 0) ?? Buffer.from(form.pasted ?? '');
    const table = await readTable(content);
    return await tried(deps, call, { table, columns: guessed(table), form: { ...form, formId: randomUUID() } });
  } catch (error) {
    const why = error instanceof PageRefusal ? error.said(call.words) : saidIn(call.words, refusalIn(error).message);
    return bringIn(deps, call, { why, form });
  }
}

interface Tried {
  table: Table;
  columns: readonly string[];
  form: DecisionForm;
}

const rows = (deps: PageDependencies, call: PageCall): Promise<Shown> => tried(deps, call, tableOf(call));

function tableOf({ form }: PageCall): Tried {
  const table = JSON.parse(form.table ?? '[]') as Table;
  const columns = (table[0] ?? []).map((_, index) => form[`column-${index}`] ?? '');
  // Cells may be put right on the page.
  for (const [name, value = ''] of Object.entries(form)) {
    const [, row, column] = /^cell-(\d+)-(\d+)$/.exec(name) ?? [];
    const cells = table[Number(row)];
    if (cells && column !== undefined && Number(column) < cells.length) cells[Number(column)] = value.trim();
  }
  return { table, columns, form };
}

const isStartOf = ({ form, columns }: Tried): boolean => form.step === 'start' && columns.includes('title');

/** As the operation finds each row: looked at, or started where that was asked for and the columns are matched. */
async function outcomesOf(deps: PageDependencies, call: PageCall, asked: Tried): Promise<ImportedRow[]> {
  const { table, columns, form } = asked;
  if (!columns.includes('title')) return [];
  const { params, access: key, request, response } = call;
  const { engagement } = await contextOf(deps, call);
  request.headers['idempotency-key'] = `desk-import-${(form.formId ?? '').replace(/[^A-Za-z0-9-]/g, '')}`;
  const body = {
    ...{ personId: engagement.engagementManagerId, likeMilestoneId: form.likeMilestoneId },
    rows: rowsOf(table, columns).map((row, index) => ({ title: `(${index + 1})`, ...row })),
    isDryRun: !isStartOf(asked),
  };
  const operation = deps.operations('importMilestones');
  const done = await perform<{ rows: ImportedRow[] }>(operation, deps, { params, body, key, request, response });
  response.status(200);
  return done.rows;
}

async function tried(deps: PageDependencies, call: PageCall, asked: Tried): Promise<Shown> {
  const { table, columns, form } = asked;
  const { words } = call;
  const { engagement } = await contextOf(deps, call);
  const isStart = isStartOf(asked);
  const done = { rows: await outcomesOf(deps, call, asked) };
  const outcomes = new Map(done.rows.map((each) => [each.row, each]));
  const counts = (status: ImportedRow['status']): number => done.rows.filter((each) => each.status === status).length;
  return {
    page: 'deskImportRows',
    values: {
      title: words.say('import.title'),
      ...{
        ...frame(engagement),
        formId: form.formId,
        likeMilestoneId: form.likeMilestoneId,
        table: JSON.stringify(table),
      },
      isStarted: isStart,
      told: isStart
        ? words.say('import.started', { started: counts('started'), refused: counts('refused') })
        : columns.includes('title')
          ? words.say('import.ready', { ready: counts('ready'), refused: counts('refused') })
          : words.say('import.noTitle'),
      isProject: columns[(table[0] ?? []).indexOf(projectPriority)] === 'priority',
      hasProblems: counts('refused') > 0,
      mayStart: !isStart && counts('ready') > 0,
      columns: columns.map((chosen, index) => ({
        ...{ index, name: table[0]?.[index] || String(index + 1), chosen },
        options: fields.map((value) => ({
          value,
          label: words.say(`import.field.${value}`),
          isChosen: value === chosen,
        })),
      })),
      rows: table.slice(1).map((cells, index) => rowView(cells, index + 1, columns, outcomes.get(index + 1), words)),
    },
  };
}

function rowView(
  cells: readonly string[],
  row: number,
  columns: readonly string[],
  outcome: ImportedRow | undefined,
  words: Words,
) {
  const isAt = (path: string, column: string): boolean => column !== '' && isFaultOf(column as Field, path);
  const wrong = (outcome?.problems ?? []).map((each) => ({ ...each, problem: saidIn(words, each.problem) }));
  return {
    row,
    status: outcome?.status,
    isRefused: outcome?.status === 'refused',
    isStarted: outcome?.status === 'started',
    href: outcome?.milestoneId === undefined ? undefined : milestoneHref(outcome.milestoneId),
    others: wrong
      .filter(({ field }) => !columns.some((each) => isAt(field, each)))
      .map((each) => `${each.field} ${each.problem}`.trim()),
    cells: cells.map((cell, index) => {
      const here = wrong.filter(({ field }) => isAt(field, columns[index] ?? '')).map((each) => each.problem);
      return { cell, index, row, here, isWrong: here.length > 0 };
    }),
  };
}
