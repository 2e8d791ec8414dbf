// An amendment that is open, and who of the other party may consent to it. Reads the state, decides nothing.
import { personOf, type Milestone } from '../milestone.ts';
import { assigneesOf, groupsFor } from '../people/assignments.ts';
import { present } from '../people/leaving.ts';
import { isShared } from '../people/humans.ts';
import { untilAcceptance } from '../phases.ts';
import { authorityOf } from '../signOff/signers.ts';
import { isMore } from '../terms/money.ts';
import type { ApprovalGroup } from '../terms/plan.ts';
import type { Amendment } from './amendment.ts';

/** What was proposed and neither made, declined nor withdrawn; with its acceptance or its end a milestone goes on without it. */
export const openAmendment = ({ amendments, stage }: Milestone): Amendment | undefined =>
  (untilAcceptance as readonly string[]).includes(stage.phase)
    ? amendments.find((each) => each.outcome === undefined)
    : undefined;

export const needsConsent = ({ engagement }: Milestone): boolean =>
  engagement.contract.amendments === 'withConsentOfOtherParty';

/**
 * Whoever signs for the other party, and its manager or sponsor. A higher value commits the party that pays: then those only whose limit
 * reaches it. Nobody gives more authority to themselves.
 */
export function consentersTo(milestone: Milestone, { proposedBy, changes }: Pick<Amendment, 'proposedBy' | 'changes'>) {
  const { engagement, plan } = milestone;
  const party = personOf(milestone, proposedBy)?.party;
  const higher = changes?.value && isMore(changes.value.amount, plan.value.amount) ? changes.value.amount : undefined;
  const signers = groupsFor(milestone, 'signature').flatMap((ids) => assigneesOf(milestone, 'signature', ids));
  const offices = [engagement.engagementManagerId, engagement.engagementSponsorId];
  return [...new Set([...present(milestone, signers), ...offices])].filter((id) => {
    const person = personOf(milestone, id);
    if (!person || person.party === party || isShared(engagement.people, id)) return false;
    if (
      changes?.approvalAuthorityList &&
      isMoreAuthority(changes.approvalAuthorityList, plan.approvalAuthorityList, id)
    )
      return false;
    return higher === undefined || reaches(milestone, id, higher);
  });
}

function reaches(milestone: Milestone, personId: string, amount: string): boolean {
  const own = milestone.plan.approvalAuthorityList.flatMap((group) => authorityOf(milestone, group, personId) ?? []);
  return own.length > 0 && own.every(({ limit }) => limit === undefined || !isMore(amount, limit));
}

const withoutLimit = 'without limit';

/** The most that a list lets somebody accept; undefined for who is not on it. */
function mostOf(list: readonly ApprovalGroup[], personId: string): string | undefined {
  const entries = list
    .flatMap((group) => [...group.members, ...(group.delegates ?? [])])
    .filter((entry) => entry.personId === personId);
  return entries
    .map(({ limit }) => limit ?? withoutLimit)
    .reduce<string | undefined>((most, each) => (most === undefined || isHigher(each, most) ? each : most), undefined);
}

const isHigher = (one: string, other: string): boolean =>
  other !== withoutLimit && (one === withoutLimit || isMore(one, other));

function isMoreAuthority(after: readonly ApprovalGroup[], before: readonly ApprovalGroup[], personId: string): boolean {
  const [will, did] = [mostOf(after, personId), mostOf(before, personId)];
  return will !== undefined && (did === undefined || isHigher(will, did));
}
