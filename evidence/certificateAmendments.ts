// Under which amendments of the plan a milestone was signed: as data of its certificate, and as it prints them.
import type { ChangedTerm } from '../domain/amendments/amendment.ts';
import { nameOf, type Milestone } from '../domain/milestone.ts';
import { changedLines } from '../mail/messages/changedLines.ts';
import type { Words } from '../mail/messages/words.ts';
import { bold, paragraph, table, type Block } from './setting/blocks.ts';

/** One that was made; `consentedBy` is null where the contract asks for no consent. Names, as elsewhere on a certificate. */
export interface CertifiedAmendment {
  amendmentId: string;
  /** Of the plan that it made. */
  version: number;
  changeOrder: string | null;
  reason: string;
  changed: ChangedTerm[];
  proposedBy: string;
  consentedBy: string | null;
  amendedAt: string;
}

export const certifiedAmendments = (milestone: Milestone): CertifiedAmendment[] =>
  milestone.amendments.flatMap(({ amendmentId, changeOrder, reason, changed, proposedBy, consent, outcome }) =>
    outcome?.kind === 'made'
      ? [
          {
            ...{ amendmentId, version: outcome.version, changeOrder: changeOrder ?? null, reason, changed },
            proposedBy: nameOf(milestone, proposedBy),
            consentedBy: consent ? nameOf(milestone, consent.by) : null,
            amendedAt: outcome.at,
          },
        ]
      : [],
  );

/** References of change orders, those of the contract and those the plan was amended by, each once. */
export const changeOrdersOn = ({
  contract,
  amendments,
}: {
  contract: { changeOrders: string[] };
  amendments: CertifiedAmendment[];
}): string[] => [...new Set([...contract.changeOrders, ...amendments.flatMap((each) => each.changeOrder ?? [])])];

export function amended({ amendments }: { amendments: CertifiedAmendment[] }, words: Words): Block[] {
  if (amendments.length === 0) return [];
  const { say } = words;
  const rows = amendments.map(({ amendmentId, version, changeOrder, proposedBy, consentedBy, ...each }) => [
    paragraph(
      bold(changeOrder ?? amendmentId),
      say('certificate.amended.version', { version: String(version), at: words.utc(each.amendedAt) }),
      say('certificate.amended.proposed', { name: proposedBy }),
      ...(consentedBy === null ? [] : [say('certificate.amended.consented', { name: consentedBy })]),
    ),
    paragraph(...changedLines(each.changed, words), each.reason),
  ]);
  const head = [say('certificate.amended.order'), say('certificate.amended.what')];
  return [table(say('certificate.amended'), [40, 60], head, rows)];
}
