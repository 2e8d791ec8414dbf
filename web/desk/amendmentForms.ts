// The forms by which the plan is amended at the desk: what changes of it one by one, where the API takes whole lists. Rules nothing.
import { openAmendment } from '../../domain/amendments/consent.ts';
import type { PlanChanges } from '../../domain/amendments/planChanges.ts';
import type { Milestone } from '../../domain/milestone.ts';
import { untilAcceptance } from '../../domain/phases.ts';
import type { DecisionForm } from '../postedForm.ts';
import type { ActField, ActForm } from './actForm.ts';

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

/** The item with this ID as it is to be, in its place, or a new one behind the others. */
function withItem<I extends object>(items: readonly I[], isMeant: (item: I) => boolean, item: Partial<I>): I[] {
  return items.some(isMeant)
    ? items.map((each) => (isMeant(each) ? { ...each, ...item } : each))
    : [...items, item as I];
}

function changesIn(form: DecisionForm, { plan }: Milestone): Partial<PlanChanges> {
  const [title, amount, dueOn] = [text(form, 'newTitle'), text(form, 'newValue'), text(form, 'newDueOn')];
  const [name, scope] = [text(form, 'nextPhaseName'), text(form, 'nextPhaseScope')];
  const [requirementId, wording] = [text(form, 'requirementId'), text(form, 'requirementText')];
  const [deliverableId, called] = [text(form, 'deliverableId'), text(form, 'deliverableTitle')];
  return {
    ...(title === undefined ? {} : { title }),
    ...(amount === undefined ? {} : { value: { amount, currency: plan.value.currency } }),
    ...(dueOn === undefined ? {} : { dueOn }),
    ...(name === undefined && scope === undefined
      ? {}
      : { nextPhase: { name: name ?? plan.nextPhase.name, scope: scope ?? plan.nextPhase.scope } }),
    ...(requirementId === undefined
      ? {}
      : {
          requirements: withItem(plan.requirements, (each) => each.requirementId === requirementId, {
            requirementId,
            ...(wording === undefined ? {} : { text: wording }),
          }),
        }),
    ...(deliverableId === undefined
      ? {}
      : {
          deliverables: withItem(plan.deliverables, (each) => each.deliverableId === deliverableId, {
            deliverableId,
            ...(called === undefined ? {} : { title: called }),
          }),
        }),
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
      optional('requirementId', 'line', 'act.requirementId', 'act.requirementIdHint'),
      optional('requirementText', 'text', 'act.requirementText'),
      optional('deliverableId', 'line', 'act.deliverableId', 'act.deliverableIdHint'),
      optional('deliverableTitle', 'line', 'act.deliverableTitle'),
      { name: 'reason', kind: 'text', label: 'act.reason' },
    ],
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
