// The forms by which the plan is amended at the desk: what changes of it row by row, where the API takes whole lists. Rules nothing.
import { openAmendment } from '../../domain/amendments/consent.ts';
import type { PlanChanges } from '../../domain/amendments/planChanges.ts';
import type { Milestone } from '../../domain/milestone.ts';
import { untilAcceptance } from '../../domain/phases.ts';
import type { DecisionForm } from '../postedForm.ts';
import type { ActFault, ActField, ActForm, ActRows } from './actForm.ts';
import { rowsOf, type Row } from './actRows.ts';

const text = (form: DecisionForm, name: string): string | undefined => form[name]?.trim() || undefined;

const optional = (
  name: string,
  kind: ActField['kind'],
  label: ActField['label'],
  hint?: ActField['hint'],
): ActField => ({
  ...{ name, kind, label, isOptional: true },
  ...(hint === undefined ? {} : { hint }),
});

const isOpen = ({ stage }: Milestone): boolean => (untilAcceptance as readonly string[]).includes(stage.phase);

const change: ActField = {
  ...{ name: 'change', kind: 'choice', label: 'act.rowChange', isOptional: true },
  options: [{ value: 'remove', label: 'act.rowChange.remove' }],
};

const requirements: ActRows = {
  ...{ id: 'requirements', legend: 'form.plan.requirements', says: 'act.requirementsSays' },
  ...{ add: 'act.addRequirement', of: 'form.plan.requirement' },
  fields: [
    { name: 'requirementId', kind: 'line', label: 'form.plan.id' },
    optional('text', 'text', 'form.plan.requirementText'),
    {
      ...{ name: 'isMandatory', kind: 'choice', label: 'form.plan.isMandatory', isOptional: true },
      options: [
        { value: 'true', label: 'form.plan.mandatory' },
        { value: 'false', label: 'form.plan.desirable' },
      ],
    },
    change,
  ],
  known: ({ plan }) => plan.requirements.map(({ requirementId: id, text: words }) => ({ id, text: words })),
};

const deliverables: ActRows = {
  ...{ id: 'deliverables', legend: 'form.plan.deliverables', says: 'act.deliverablesSays' },
  ...{ add: 'act.addDeliverable', of: 'form.plan.deliverable' },
  fields: [
    { name: 'deliverableId', kind: 'line', label: 'form.plan.id' },
    optional('title', 'line', 'form.plan.deliverableTitle'),
    optional('value', 'line', 'form.plan.partValue', 'form.plan.partValueHint'),
    change,
  ],
  known: ({ plan }) => plan.deliverables.map(({ deliverableId: id, title }) => ({ id, text: title })),
};

const isLeft = (row: Row): boolean => row.change === 'remove';

/** What a row says of an item, as the plan has it. */
const saidOf = ({ change: _left, isMandatory, ...row }: Row): object => ({
  ...Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)),
  ...(isMandatory === undefined ? {} : { isMandatory: isMandatory === 'true' }),
});

/** The list as it is to be: what a row names changes in its place or leaves, and what there is none of yet comes behind the others. */
function changed<I extends object>(items: readonly I[], id: keyof I & string, rows: readonly Row[]): I[] | undefined {
  if (rows.length === 0) return undefined;
  const list = [...items];
  for (const row of rows) {
    const at = list.findIndex((each) => each[id] === row[id]);
    if (isLeft(row)) list.splice(at, at < 0 ? 0 : 1);
    else list.splice(at < 0 ? list.length : at, at < 0 ? 0 : 1, { ...list[at], ...saidOf(row) } as I);
  }
  return list;
}

/** What names nothing that there is cannot leave, and what is new needs its words: both are said at their row, whatever else was changed. */
function faultIn(form: DecisionForm, milestone: Milestone): ActFault | undefined {
  for (const [rows, id, words] of [
    [requirements, 'requirementId', 'text'],
    [deliverables, 'deliverableId', 'title'],
  ] as const)
    for (const [index, row] of rowsOf(form, rows).entries()) {
      const isKnown = rows.known(milestone).some((each) => each.id === row[id]);
      const at = (name: string): string => `${rows.id}.${index}.${name}`;
      if (row[id] === undefined) return { field: at(id) };
      if (isLeft(row) && !isKnown) return { field: at(id), says: 'act.rowChange.none' };
      if (!isLeft(row) && !isKnown && row[words] === undefined) return { field: at(words) };
    }
  return undefined;
}

function changesIn(form: DecisionForm, { plan }: Milestone): Partial<PlanChanges> {
  const [title, amount, dueOn] = [text(form, 'newTitle'), text(form, 'newValue'), text(form, 'newDueOn')];
  const [name, scope] = [text(form, 'nextPhaseName'), text(form, 'nextPhaseScope')];
  const lists = {
    requirements: changed(plan.requirements, 'requirementId', rowsOf(form, requirements)),
    deliverables: changed(plan.deliverables, 'deliverableId', rowsOf(form, deliverables)),
  };
  return {
    ...(title === undefined ? {} : { title }),
    ...(amount === undefined ? {} : { value: { amount, currency: plan.value.currency } }),
    ...(dueOn === undefined ? {} : { dueOn }),
    ...(name === undefined && scope === undefined
      ? {}
      : { nextPhase: { name: name ?? plan.nextPhase.name, scope: scope ?? plan.nextPhase.scope } }),
    ...(lists.requirements ? { requirements: lists.requirements } : {}),
    ...(lists.deliverables ? { deliverables: lists.deliverables } : {}),
  };
}

export const amendmentForms: readonly ActForm[] = [
  {
    command: 'amendPlan',
    fields: [
      optional('changeOrder', 'line', 'act.changeOrder', 'act.changeOrderHint'),
      optional('newTitle', 'line', 'act.newTitle'),
      optional('newValue', 'line', 'act.newValue', 'act.newValueHint'),
      optional('newDueOn', 'date', 'act.newDueOn'),
      optional('nextPhaseName', 'line', 'act.nextPhaseName'),
      optional('nextPhaseScope', 'text', 'act.nextPhaseScope'),
      { name: 'reason', kind: 'text', label: 'act.reason' },
    ],
    rows: [requirements, deliverables],
    faultIn,
    isOffered: (milestone) => isOpen(milestone) && openAmendment(milestone) === undefined,
    read: (form, milestone) => ({
      ...(text(form, 'changeOrder') === undefined ? {} : { changeOrder: text(form, 'changeOrder') }),
      changes: changesIn(form, milestone),
      reason: text(form, 'reason'),
    }),
  },
  {
    command: 'withdrawAmendment',
    fields: [{ name: 'reason', kind: 'text', label: 'act.reason' }],
    isOffered: (milestone) => openAmendment(milestone) !== undefined,
    read: (form, milestone) => ({
      amendmentId: openAmendment(milestone)?.amendmentId,
      reason: text(form, 'reason'),
    }),
  },
];
