// Acceptance in parts on the certificate: which act it is, what of by it, what by those before it, and what is open after it.
import { acceptedParts, openDeliverables, valueOf } from '../domain/acceptance/parts.ts';
import type { Acceptance, Milestone } from '../domain/milestone.ts';
import type { Words } from '../mail/messages/words.ts';
import { bold, paragraph, small, table, type Block } from './setting/blocks.ts';

interface PartOfValue {
  deliverableId: string;
  title: string;
  amount: string;
}

export interface CertifiedPart {
  number: number;
  isLast: boolean;
  amount: string;
  deliverables: PartOfValue[];
  before: { certificateNumber: string; acceptedAt: string; amount: string; deliverables: PartOfValue[] }[];
  open: PartOfValue[];
}

interface Certified {
  part: CertifiedPart | null;
}

const partsOf = (milestone: Milestone, ids: readonly string[]): PartOfValue[] =>
  milestone.plan.deliverables
    .filter((each) => ids.includes(each.deliverableId))
    .map(({ deliverableId, title }) => ({ deliverableId, title, amount: valueOf(milestone, [deliverableId]) }));

/** As of the acceptance: the state is the one it led to. */
export function certifiedPart(milestone: Milestone, { certificateNumber, part }: Acceptance): CertifiedPart | null {
  if (!part) return null;
  const { number, isLast, deliverableIds, amount } = part;
  const before = acceptedParts(milestone).filter((each) => each.outcome.certificateNumber !== certificateNumber);
  return {
    ...{ number, isLast, amount, deliverables: partsOf(milestone, deliverableIds) },
    before: before.map(({ outcome, deliverableIds: ids }) => ({
      ...{ certificateNumber: outcome.certificateNumber, acceptedAt: outcome.at, amount: outcome.amount },
      deliverables: partsOf(milestone, ids),
    })),
    open: isLast ? [] : partsOf(milestone, openDeliverables(milestone)),
  };
}

/** "Part 1", "part 2, the last": what the sentence at the head of the certificate says of it. */
export const partWords = ({ part }: Certified, { say, list }: Words): string | undefined =>
  part === null
    ? undefined
    : say(part.isLast ? 'certificate.lastPart' : 'certificate.part', {
        number: String(part.number),
        titles: list(part.deliverables.map((each) => each.title)),
      });

export function partsTable({ part, amounts }: Certified & { amounts: { currency: string } }, words: Words): Block[] {
  if (part === null) return [];
  const { say, money, utc } = words;
  const row = (says: string) => (each: PartOfValue) => [
    paragraph(bold(each.title), small(each.deliverableId)),
    paragraph(says),
    paragraph(money(each.amount, amounts.currency)),
  ];
  return [
    table(
      say('certificate.parts'),
      [45, 35, 20],
      [say('certificate.deliverable'), say('certificate.accepted.when'), say('certificate.partOfValue')],
      [
        ...part.before.flatMap((each) =>
          each.deliverables.map(
            row(say('certificate.acceptedBy', { number: each.certificateNumber, at: utc(each.acceptedAt) })),
          ),
        ),
        ...part.deliverables.map(row(say('certificate.acceptedHere'))),
        ...part.open.map(row(say('certificate.notAccepted'))),
      ],
    ),
  ];
}
