// The acts that bring somebody in: a person added to a milestone, and what a signed document shows that somebody of the client decided.
import { planVersion } from '../../domain/amendments/planSeen.ts';
import { untilAcceptance } from '../../domain/phases.ts';
import { openPart } from '../../domain/acceptance/parts.ts';
import { currentPackage, type Milestone } from '../../domain/milestone.ts';
import { enterable } from '../../domain/terms/channels.ts';
import type { DecisionForm } from '../postedForm.ts';
import type { ActForm } from './actForm.ts';
import { documentIdsIn } from './forms/documents.ts';

const text = (form: DecisionForm, name: string): string | undefined => form[name]?.trim() || undefined;
const filled = (form: DecisionForm, ...names: string[]): object =>
  Object.fromEntries(names.flatMap((name) => (text(form, name) === undefined ? [] : [[name, text(form, name)]])));

export const peopleForms: readonly ActForm[] = [
  {
    command: 'addPerson',
    fields: [
      { name: 'personId', kind: 'line', label: 'act.personId', hint: 'act.personIdHint' },
      { name: 'name', kind: 'line', label: 'act.name' },
      { name: 'email', kind: 'line', label: 'act.email' },
      {
        name: 'party',
        kind: 'choice',
        label: 'form.person.party',
        options: (['firm', 'client'] as const).map((value) => ({ value, label: `form.person.${value}` })),
      },
      { name: 'capacity', kind: 'line', label: 'act.capacity' },
      { name: 'phone', kind: 'line', label: 'act.phone', hint: 'act.phoneHint', isOptional: true },
      { name: 'reason', kind: 'text', label: 'act.reason' },
    ],
    isOffered: ({ stage }) => (untilAcceptance as readonly string[]).includes(stage.phase),
    read: (form) => ({
      person: filled(form, 'personId', 'name', 'email', 'party', 'capacity', 'phone'),
      ...filled(form, 'reason'),
    }),
  },
  {
    command: 'enterDecision',
    fields: [
      { name: 'forPersonId', kind: 'person', label: 'act.enterFor', among: 'assignees' },
      {
        name: 'duty',
        kind: 'choice',
        label: 'act.enterDuty',
        options: enterable.map((value) => ({ value, label: `act.duty.${value}` })),
      },
      { name: 'decidedOn', kind: 'date', label: 'act.decidedOn' },
      { name: 'documentIds', kind: 'files', label: 'act.documentIds', hint: 'act.documentIdsHint' },
    ],
    isOffered: ({ stage }) => stage.phase === 'inReview' || stage.phase === 'formalSignOff',
    read: (form, milestone) => ({
      ...filled(form, 'forPersonId', 'duty', 'decidedOn'),
      packageDigest: currentPackage(milestone)?.digest,
      planVersion: planVersion(milestone),
      documentIds: documentIdsIn(form, 'documentIds'),
      ...(form.duty === 'signature' ? ofOpenPart(milestone) : {}),
      ...(milestone.exceptions.length > 0
        ? { exceptionIds: milestone.exceptions.map(({ exceptionId }) => exceptionId) }
        : {}),
    }),
  },
];

/** Where a part is put to signature by itself, a signature on paper is for that part as well. */
function ofOpenPart(milestone: Milestone): { deliverableIds?: string[] } {
  const part = openPart(milestone);
  return part ? { deliverableIds: part.deliverableIds } : {};
}
