// Who owed a decision at a time, by the events of a record of format 1: what its ledger of lateness counts. Frozen: see docs/recordFormat.md.
import { assignees, isAtQuorum, isSameHuman, limitOf, scaled, type ApprovalGroup, type PassedOn } from './authority.ts';
import type { Facts } from './facts.ts';
import type { Exception, Terms, Told } from './sufficiencyShapes.ts';

interface Dated {
  personId: string;
  packageDigest: string;
  isVoid: boolean;
  at: string;
}

type Entered = Dated & { duty: string; enteredBy: string; outcome?: { kind: string } };
type Signed = Dated & { onBehalfOf?: string };

/** The facts as far as somebody owes something by them. */
interface Seen {
  packages: { digest: string; submittedBy: string }[];
  reports: Dated[];
  feedback: (Dated & { verdict: string })[];
  signatures: Signed[];
  entered: Entered[];
  refusals: (Dated & { refusalId: string })[];
  delegations: PassedOn[];
  facilitations: { at: string; refusalId?: string; confirmBy?: string; confirmation?: object }[];
  exceptions: (Exception & { verifiedAt?: string })[];
}

/** Where a milestone is, and under which plan and people. */
export interface Standing {
  phase: string;
  openGroup: number;
  terms: Pick<Terms, 'engagement' | 'plan'>;
  facts: Facts;
  /** Silence that stands for what somebody did not say. */
  deemings: (Told['deeming'] & { at: string })[];
  left: readonly string[];
  isRevocationProposed: boolean;
}

interface Signer {
  personId: string;
  onBehalfOf: string;
  limit: string | undefined;
}

export function owing(standing: Standing): string[] {
  return new Owing(standing).ids();
}

class Owing {
  readonly #standing: Standing;
  readonly #seen: Seen;
  readonly #digest: string | undefined;

  constructor(standing: Standing) {
    this.#standing = standing;
    this.#seen = standing.facts as unknown as Seen;
    this.#digest = this.#seen.packages.at(-1)?.digest;
  }

  ids(): string[] {
    const { phase, openGroup, terms, isRevocationProposed } = this.#standing;
    const { engagement, plan } = terms;
    if (isRevocationProposed) return [engagement.engagementSponsorId];
    switch (phase) {
      case 'compiling':
      case 'rework':
      case 'facilitation':
        return [engagement.engagementManagerId];
      case 'validating':
        return this.#validators();
      case 'inReview': {
        const group = plan.reviewGroups[openGroup];
        const approved = this.#approved();
        const places = group ? assignees(this.#seen.delegations, 'review', group.memberIds) : [];
        if (!group || isAtQuorum(group.quorum, places, approved)) return [engagement.engagementManagerId];
        return this.#present(places).filter((id) => !approved.has(id));
      }
      case 'formalSignOff': {
        const asked = this.#signers(openGroup);
        const refuser = this.#toConfirm();
        return asked.length === 0 && refuser !== undefined ? [refuser] : asked;
      }
      case 'escalated':
        return [engagement.engagementSponsorId];
      case 'acceptedWithExceptions':
        return this.#closers();
      default:
        return [];
    }
  }

  #isSame = (one: string, other: string): boolean => isSameHuman(this.#standing.terms.engagement.people, one, other);

  #party = (id: string): string | undefined =>
    this.#standing.terms.engagement.people.find((each) => each.personId === id)?.party;

  #present = (ids: readonly (string | undefined)[]): string[] =>
    ids.flatMap((id) => (id === undefined || this.#standing.left.includes(id) ? [] : [id]));

  #validators(): string[] {
    const { validators, deliverables } = this.#standing.terms.plan;
    const authors = deliverables.flatMap((each) => each.authorIds);
    const reported = this.#seen.reports.filter((each) => !each.isVoid).map((each) => each.personId);
    return this.#present(assignees(this.#seen.delegations, 'validation', validators.memberIds)).filter(
      (id) => !reported.includes(id) && !authors.some((each) => this.#isSame(each, id)),
    );
  }

  #approved(): Set<string> {
    const own = this.#seen.feedback.filter((each) => !each.isVoid && each.verdict === 'approve');
    return new Set([...own.map((each) => each.personId), ...this.#entered('review'), ...this.#deemed('review')]);
  }

  /** What somebody decided themselves since counts in the place of what was entered for them. */
  #isOvertaken({ personId, duty, at }: Entered): boolean {
    const { refusals, signatures, feedback } = this.#seen;
    const own = duty === 'signature' ? signatures : feedback.filter((each) => each.verdict !== 'comment');
    return [...refusals, ...own].some((each) => !each.isVoid && each.personId === personId && each.at >= at);
  }

  #standingEntries = (): Entered[] =>
    this.#seen.entered.filter(
      (each) => !each.isVoid && each.packageDigest === this.#digest && !this.#isOvertaken(each),
    );

  #entered = (duty: string): string[] =>
    this.#standingEntries()
      .filter((each) => each.duty === duty && each.outcome?.kind === 'upheld')
      .map((each) => each.personId);

  #deemed = (of: string): string[] =>
    this.#standing.deemings
      .filter((each) => each.packageDigest === this.#digest && each.of === of && each.outcome === 'accepted')
      .flatMap(({ personIds, at }) =>
        personIds.filter(
          (id) => !this.#seen.refusals.some((each) => !each.isVoid && each.personId === id && each.at >= at),
        ),
      );

  #signatures = (): Signed[] =>
    this.#seen.signatures.filter((each) => !each.isVoid && each.packageDigest === this.#digest);

  #signedFor = (): string[] => [
    ...this.#signatures().map((each) => each.personId),
    ...this.#entered('signature'),
    ...this.#deemed('signOff'),
  ];

  #signersOf(group: ApprovalGroup): Signer[] {
    const { approvalAuthorityList } = this.#standing.terms.plan;
    const places = this.#placesOf(group);
    return group.members.flatMap((member, index): Signer[] => {
      const id = places[index];
      if (id === undefined) return [];
      return [{ personId: id, onBehalfOf: member.personId, limit: limitOf(approvalAuthorityList, group, member, id) }];
    });
  }

  #placesOf = ({ members }: ApprovalGroup): (string | undefined)[] =>
    assignees(
      this.#seen.delegations,
      'signature',
      members.map((each) => each.personId),
    );

  #maySign({ personId, limit }: Signer): boolean {
    const { engagement, plan } = this.#standing.terms;
    const submitter = this.#seen.packages.at(-1)?.submittedBy ?? engagement.engagementManagerId;
    const isForFirm = [personId, submitter].some((id) => this.#party(id) === 'firm');
    if (isForFirm && this.#isSame(personId, submitter)) return false;
    const counting = this.#standingEntries().filter(({ outcome }) => !outcome || outcome.kind === 'upheld');
    if (counting.some((each) => this.#isSame(each.enteredBy, personId))) return false;
    return limit === undefined || scaled(plan.value.amount) <= scaled(limit);
  }

  #unsigned(group: ApprovalGroup): Signer[] {
    const signed = this.#signedFor();
    return this.#signersOf(group).filter(
      (each) => !signed.includes(each.personId) && !this.#standing.left.includes(each.personId) && this.#maySign(each),
    );
  }

  #isSigned(group: ApprovalGroup): boolean {
    const signed = this.#signedFor();
    const counted = this.#signersOf(group).filter((each) => signed.includes(each.personId) && this.#maySign(each));
    return isAtQuorum(group.quorum, this.#placesOf(group), new Set(counted.map((each) => each.personId)));
  }

  #signers(openGroup: number): string[] {
    const group = this.#standing.terms.plan.approvalAuthorityList[openGroup];
    const asked = (group ? this.#unsigned(group) : []).map((each) => each.personId);
    return [...new Set([...asked, ...this.#granters()])];
  }

  /** Once all groups are at quorum: whose signature would grant a concession that nobody has granted. */
  #granters(): string[] {
    const groups = this.#standing.terms.plan.approvalAuthorityList;
    const open = this.#seen.exceptions.filter(
      (each) =>
        (each.requirementIds ?? []).length > 0 &&
        !this.#signatures().some(({ personId, onBehalfOf = personId }) => this.#mayGrant(each, personId, onBehalfOf)),
    );
    if (open.length === 0 || !groups.every((each) => this.#isSigned(each))) return [];
    return groups
      .flatMap((each) => this.#unsigned(each))
      .filter(({ personId, onBehalfOf }) => open.some((each) => this.#mayGrant(each, personId, onBehalfOf)))
      .map((each) => each.personId);
  }

  #mayGrant({ ownerId, proposedBy }: Exception, personId: string, onBehalfOf: string): boolean {
    const { grantedBy } = this.#standing.terms.engagement.contract.concessions;
    return (
      this.#party(personId) === 'client' &&
      ![ownerId, proposedBy].some((id) => this.#isSame(id, personId)) &&
      (grantedBy === undefined || grantedBy.includes(personId) || grantedBy.includes(onBehalfOf))
    );
  }

  /** Who refused and may still object to what was facilitated. */
  #toConfirm(): string | undefined {
    const { facilitations, refusals, signatures, feedback } = this.#seen;
    for (const { confirmBy, confirmation, refusalId, at } of facilitations) {
      const index = refusals.findIndex((each) => each.refusalId === refusalId);
      const refusal = refusals[index];
      if (confirmBy === undefined || confirmation || !refusal) continue;
      const own = [
        ...signatures,
        ...feedback.filter((each) => each.verdict !== 'comment'),
        ...refusals.slice(index + 1),
      ];
      if (!own.some((each) => each.personId === refusal.personId && each.at >= at)) return refusal.personId;
    }
    return undefined;
  }

  #closers(): string[] {
    const { engagementManagerId } = this.#standing.terms.engagement;
    const open = this.#seen.exceptions.filter((each) => each.verifiedAt === undefined);
    return [
      ...new Set(open.map(({ ownerId }) => (this.#standing.left.includes(ownerId) ? engagementManagerId : ownerId))),
    ];
  }
}
