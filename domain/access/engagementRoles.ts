// What a person of the firm is to an engagement: as its terms name them, a plan lists them or a request has asked them. Pure.
import type { RequestKind } from '../requests/requestKinds.ts';
import type { EngagementRole } from './rights.ts';

/** In which places of its plans a person stands, of all milestones of an engagement that are on record. */
export interface PlannedAs {
  isAuthor: boolean;
  isValidator: boolean;
  isReviewer: boolean;
  isSigner: boolean;
}

/** Duties come by delegation and reassignment as well: who was asked is known by that. */
const byRequest: Record<RequestKind, EngagementRole> = {
  validation: 'validator',
  review: 'stakeholder',
  signature: 'approver',
  facilitation: 'engagementManager',
  confirmation: 'stakeholder',
  objection: 'stakeholder',
  determination: 'sponsor',
  closure: 'stakeholder',
  verification: 'stakeholder',
  extension: 'approver',
  revocation: 'sponsor',
  amendment: 'approver',
};

/** Manager and sponsor are those of the engagement, whoever a request has asked. */
const byTerms: readonly EngagementRole[] = ['engagementManager', 'sponsor'];

export function rolesOf(
  engagement: { engagementManagerId: string; engagementSponsorId: string },
  personId: string,
  planned: PlannedAs,
  asked: readonly RequestKind[],
): EngagementRole[] {
  const named: [EngagementRole, boolean][] = [
    ['engagementManager', personId === engagement.engagementManagerId],
    ['sponsor', personId === engagement.engagementSponsorId],
    ['author', planned.isAuthor],
    ['validator', planned.isValidator],
    ['stakeholder', planned.isReviewer],
    ['approver', planned.isSigner],
  ];
  const byDuty = asked.map((kind) => byRequest[kind]).filter((each) => !byTerms.includes(each));
  return [...new Set([...named.flatMap(([role, is]) => (is ? [role] : [])), ...byDuty])];
}
