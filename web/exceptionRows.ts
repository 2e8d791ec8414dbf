// The exceptions a sponsor names on the page: fixed rows of a form, so that they need no script. Checks nothing the domain checks.
import { dateAfter, dateOf } from '../domain/time/businessTime.ts';
import { verifiersOf } from '../domain/exceptions/verifiers.ts';
import type { Milestone } from '../domain/milestone.ts';
import { isConcedable, isCritical } from '../domain/terms/severity.ts';
import { notUnderException } from '../domain/validation/unmetRequirements.ts';
import { given, type DecisionForm } from './postedForm.ts';
import { PageRefusal } from './problemWords.ts';

const exceptionRows = [1, 2, 3, 4, 5];

/** The choice on the page that the domain knows as "back to formal sign-off" with exceptions. */
export const withExceptions = 'formalSignOffWithExceptions';

const remedies = {
  description: 'row.description',
  impact: 'row.impact',
  severity: 'row.severity',
  ownerId: 'row.ownerId',
  plan: 'row.plan',
  closureCriterion: 'row.closureCriterion',
  dueOn: 'row.dueOn',
} as const;
type Part = keyof typeof remedies;

const fieldOf = (row: number, part: string): string => `exception-${row}-${part}`;

/** A row counts once anything was written or chosen in it. */
const isFilled = (form: DecisionForm, row: number): boolean =>
  [...Object.keys(remedies), 'amountWithheld', 'requirementIds'].some(
    (part) => (form[fieldOf(row, part)] ?? '').trim() !== '',
  );

const filledRows = (form: DecisionForm): number[] => exceptionRows.filter((row) => isFilled(form, row));

/** The field in which it is chosen to go on under exceptions, and the values that do; some ask for at least one exception. */
const choices = {
  determination: { under: withExceptions, isRequired: true },
  outcome: { under: 'underExceptions', isRequired: true },
  recommendation: { under: 'acceptWithIssues', isRequired: false },
};

/** Throws INVALID_MESSAGE naming the field when a row is half filled, none is, or some are without being asked for. */
export function exceptionsFrom(
  milestone: Milestone,
  form: DecisionForm,
  field: keyof typeof choices,
): { exceptions?: object[] } {
  const rows = filledRows(form);
  const { under, isRequired } = choices[field];
  if (form[field] !== under) {
    if (rows.length === 0) return {};
    throw new PageRefusal('INVALID_MESSAGE', ({ say }) => say('row.notChosen'), { field });
  }
  if (rows.length === 0 && isRequired)
    throw new PageRefusal('INVALID_MESSAGE', ({ say }) => say('row.none'), {
      field: fieldOf(1, 'description'),
    });
  if (rows.length === 0) return {};
  const ids = newIds(milestone, rows.length);
  return { exceptions: rows.map((row, index) => ({ exceptionId: ids[index], ...exceptionIn(form, row) })) };
}

function exceptionIn(form: DecisionForm, row: number): object {
  const part = (name: Part) =>
    given(form, fieldOf(row, name), ({ say }) =>
      say('remedy.row', { number: String(row), remedy: say(remedies[name]) }),
    );
  const amount = (form[fieldOf(row, 'amountWithheld')] ?? '').trim();
  const requirementId = form[fieldOf(row, 'requirementIds')] ?? '';
  return {
    description: part('description'),
    impact: part('impact'),
    severity: Number(part('severity')),
    ownerId: part('ownerId'),
    plan: part('plan'),
    closureCriterion: part('closureCriterion'),
    dueOn: part('dueOn'),
    ...(amount === '' ? {} : { amountWithheld: amount }),
    ...(requirementId === '' ? {} : { requirementIds: [requirementId] }),
  };
}

function newIds({ exceptions }: Milestone, count: number): string[] {
  const used = new Set(exceptions.map((each) => each.exceptionId));
  const ids: string[] = [];
  for (let number = 1; ids.length < count; number += 1) if (!used.has(`E${number}`)) ids.push(`E${number}`);
  return ids;
}

/** Where on the page the field is that the domain named: `exceptions.0.dueOn` is in the first row that was filled in. */
export function pageFieldOf(form: DecisionForm, field: string | undefined): string | undefined {
  // What is wrong with a file that was sent ahead stands where it was chosen.
  if (field === 'uploadId' || field === 'sha256') return 'files';
  const [, index, part] = /^exceptions\.(\d+)\.(\w+)$/.exec(field ?? '') ?? [];
  const row = filledRows(form)[Number(index)];
  return row === undefined || part === undefined ? field : fieldOf(row, part);
}

/** What the rows offer to choose from, within the contract's limits. */
export function exceptionChoices(milestone: Milestone, proposedBy: string, now: string) {
  const { people, contract } = milestone.engagement;
  const isValidating = milestone.stage.phase === 'validating';
  const concedable = isValidating
    ? milestone.plan.requirements.filter((each) => each.isMandatory)
    : notUnderException(milestone);
  const today = dateOf(now, contract.calendar);
  return {
    rows: exceptionRows,
    owners: people
      .filter(({ personId: ownerId }) => verifiersOf(milestone, { exceptionId: '', ownerId, proposedBy }).length > 0)
      .map(({ personId, name, capacity }) => ({ personId, name, capacity })),
    today,
    latest: dateAfter(today, contract.maxExceptionDays),
    days: contract.maxExceptionDays,
    requirements: concedable.map(({ requirementId, text }) => ({ requirementId, text })),
    gravestConceded: contract.concessions.gravestSeverity,
    concedesMaterial: contract.concessions.allowsMaterial,
    severities: [5, 4, 3, 2, 1].filter((each) => !isCritical({ severity: each }) || isConcedable(each, contract)),
  };
}
