// What an erasure leaves, each with the reason: what is needed as evidence stays until disposal (GDPR Art. 17(3)(e)). Pure.
import type { Milestone } from '../milestone.ts';
import type { Erasable } from './redaction.ts';
import { retentionOf, type RetentionState } from './retention.ts';
import { sourceDocuments } from './sourceDocuments.ts';

export interface Exemption {
  what: string;
  reason: string;
}

/** What of the milestone's record still tells of the person after the erasure. */
export function exemptionsOfRecord(
  { milestone, person, certificateNumbers }: { milestone: Milestone; person: Erasable; certificateNumbers: string[] },
  state: RetentionState,
): Exemption[] {
  const { messages } = sourceDocuments(milestone);
  const { disposableFrom } = retentionOf(state);
  const until = disposableFrom
    ? `until the record is disposed of, from ${disposableFrom} on`
    : 'until the record is disposed of';
  const claims = `needed to establish, exercise or defend legal claims, GDPR Art. 17(3)(e); kept ${until}`;
  const exempt = (what: string, reason = claims): Exemption => ({ what, reason });
  return [
    exempt(`the person ID "${person.personId}"`, `tells the acts of one person from those of another; ${claims}`),
    ...(person.losesName ? [] : [exempt('name, capacity and decisions')]),
    ...(certificateNumbers.length > 0
      ? [exempt(`sealed certificates and archived records ${certificateNumbers.join(', ')}, which name who decided`)]
      : []),
    ...(messages.length > 0
      ? [exempt(`${messages.length} raw messages that decisions rest on, all people’s together`)]
      : []),
    exempt('files of the deliverables, and what others wrote about the person in other words than name and address'),
    exempt(
      'messages by e-mail that named no request of this milestone, and backups of the database and of Temporal',
      'not part of this record; they go by the rules the operator has for them',
    ),
  ];
}

/** An erasure of the same person from another milestone of the engagement, or that there was none. */
export interface OtherRecord {
  milestoneId: string;
  /** Of the erasure there; absent where the person was not erased. */
  losesName?: boolean;
}

/**
 * The engagement's list of people is shared by all its milestones: a person goes from it once none of them needs them and
 * no other can be started. `erases` is then what to look for in it. `others` are those not disposed of.
 */
export function decideOnListing(
  person: Erasable,
  others: readonly OtherRecord[],
  { engagementEndedOn }: Pick<RetentionState, 'engagementEndedOn'>,
): { erases: Erasable; kept: [] } | { kept: [Exemption] } {
  const needing = [...new Set(others.filter((each) => each.losesName === undefined).map((each) => each.milestoneId))];
  if (needing.length > 0 || engagementEndedOn === undefined) return { kept: [stillListed(needing)] };
  const losesName = person.losesName && others.every((each) => each.losesName);
  const { name, ...rest } = person;
  return { erases: { ...rest, losesName, ...(losesName && name ? { name } : {}) }, kept: [] };
}

const stillListed = (needing: readonly string[]): Exemption => ({
  what: 'entry in the engagement’s list of people, with e-mail address',
  reason:
    needing.length > 0
      ? `milestones ${needing.join(', ')} of the engagement still need it; ask for the erasure on each of them`
      : 'the engagement has no end on record, and milestones may still be started with these people; record its end and ask again',
});
