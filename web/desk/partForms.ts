// The acts about parts of a milestone as forms: which deliverables are put to signature by themselves, and that they are no longer. Rules nothing.
import { openDeliverables, openPart } from '../../domain/acceptance/parts.ts';
import { currentPackage, type Milestone } from '../../domain/milestone.ts';
import type { DecisionForm } from '../postedForm.ts';
import type { ActForm } from './actForm.ts';

const text = (form: DecisionForm, name: string): string | undefined => form[name]?.trim() || undefined;

const isInSignOff = ({ stage, engagement }: Milestone): boolean =>
  stage.phase === 'formalSignOff' && engagement.contract.partialAcceptance !== 'none';

export const partForms: readonly ActForm[] = [
  {
    command: 'proposePart',
    fields: [
      { name: 'deliverableIds', kind: 'deliverables', label: 'act.partDeliverables', hint: 'act.partDeliverablesHint' },
      { name: 'restDueOn', kind: 'date', label: 'act.restDueOn', hint: 'act.restDueOnHint', isOptional: true },
      { name: 'reason', kind: 'text', label: 'act.reason' },
    ],
    isOffered: (milestone) => isInSignOff(milestone) && !openPart(milestone) && openDeliverables(milestone).length > 1,
    read: (form, milestone) => ({
      packageDigest: currentPackage(milestone)?.digest,
      deliverableIds: (text(form, 'deliverableIds') ?? '').split(/[\s,;]+/).filter(Boolean),
      ...(text(form, 'restDueOn') ? { restDueOn: text(form, 'restDueOn') } : {}),
      reason: text(form, 'reason'),
    }),
  },
  {
    command: 'withdrawPart',
    fields: [{ name: 'reason', kind: 'text', label: 'act.reason' }],
    isOffered: (milestone) => isInSignOff(milestone) && openPart(milestone) !== undefined,
    read: (form, milestone) => ({ partId: openPart(milestone)?.partId, reason: text(form, 'reason') }),
  },
];
