// Whether the acceptance that the events of a record of format 1 claim rests on what it needs. Frozen: see docs/recordFormat.md.
import canonicalize from 'canonicalize';
import type { Primitives } from '../bag.ts';
import { hexDigestOf } from '../hashing.ts';
import {
  assignees,
  doubled,
  isAtQuorum,
  isSameHuman,
  limitOf,
  scaled,
  type ApprovalGroup,
  type PassedOn,
  type Person,
} from './authority.ts';
import { whyNotTaken } from './channels.ts';
import type { ArchivedEvent } from './shapes.ts';
import type { Decision, Exception, Terms, Told } from './sufficiencyShapes.ts';

const daysInMilliseconds = 86_400_000;

/**
 * Sentences that name group and people; none where the acceptance is sufficient. A revocation releases nothing and is not asked.
 * `unvouched` says which acts no entrance vouches for, and why, by the sequence numbers of their events.
 */
export function whyInsufficient(
  primitives: Primitives,
  events: readonly ArchivedEvent[],
  unvouched: ReadonlyMap<number, string>,
): string[] {
  const [first, ...rest] = events as unknown as [Told & Terms, ...Told[]];
  if (rest.at(-1)?.type === 'revoked') return [];
  const books = new Books(primitives, first, unvouched);
  for (const [one, other] of doubled(first.engagement.people))
    books.reasons.push(`“${other}” and “${one}” have one mailbox and are one human under two person IDs (event 1)`);
  for (const each of rest) books.enter(each);
  return books.reasons;
}

/** What counts towards acceptance does not where it came by no channel of the contract. */
const counting = ['validationReported', 'feedbackGiven', 'signed', 'delegated', 'sponsorDecided'];

class Books {
  readonly reasons: string[] = [];
  readonly #primitives: Primitives;
  readonly #terms: Terms;
  readonly #unvouched: ReadonlyMap<number, string>;
  #digest = '';
  #submitter = '';
  #reports: Told['report'][] = [];
  #approved = new Set<string>();
  #deemedReview = new Set<string>();
  #signatures = new Map<string, Told['signature']>();
  #deemedSignOff = new Set<string>();
  #delegations: (PassedOn & { kind: string })[] = [];
  #exceptions: Exception[] = [];
  /** Whether the review was brought to its end, or the sponsor sent the package to signature. */
  #isReviewed = false;
  /** Whether people agreed to go on with what too few passed, under exceptions. */
  #isConceded = false;
  #noticedAt = '';

  constructor(primitives: Primitives, terms: Terms, unvouched: ReadonlyMap<number, string>) {
    this.#primitives = primitives;
    this.#unvouched = unvouched;
    this.#terms = terms;
  }

  enter(event: Told): void {
    const how = whyNotTaken(this.#terms, event);
    if (how !== undefined) {
      const { personId } = event.actor;
      this.#tell(event, `a decision of ${this.#who(personId)} (${event.type}) came by ${how}`);
      if (counting.includes(event.type)) return;
    }
    switch (event.type) {
      case 'packageFrozen':
        return this.#enterPackage(event);
      case 'validationReported':
        return this.#enterReport(event);
      case 'feedbackGiven':
        if (event.feedback.verdict === 'approve' && this.#isTheirs(event, event.feedback, 'review', 'reviewed'))
          this.#approved.add(event.feedback.personId);
        return;
      case 'signed':
        if (this.#isTheirs(event, event.signature, 'signature', 'signed') && this.#isWithinAuthority(event))
          this.#signatures.set(event.signature.personId, event.signature);
        return;
      case 'refused':
        for (const each of [this.#deemedReview, this.#deemedSignOff]) each.delete(event.refusal.personId);
        return;
      case 'delegated':
      case 'reassigned':
        this.#delegations.push({ ...event.delegation });
        return;
      case 'signaturesVoided':
        for (const id of event.personIds) this.#signatures.delete(id);
        return;
      default:
        return this.#enterStep(event);
    }
  }

  #enterStep(event: Told): void {
    switch (event.type) {
      case 'exceptionProposed':
        this.#exceptions.push(event.exception);
        this.#deemedSignOff.clear();
        return;
      case 'finalNoticeGiven':
        this.#noticedAt = event.at;
        return;
      case 'silenceDeemed':
        return this.#enterSilence(event);
      case 'formalSignOffOpened':
        return this.#enterSignOff(event);
      case 'facilitationOutcomeRecorded':
        if (event.facilitation.outcome === 'underExceptions') this.#isConceded = true;
        if (event.facilitation.outcome === 'reviewAgain') this.#clearAgreed();
        return;
      case 'sponsorDecided':
        this.#isConceded = this.#isReviewed = event.determination.determination === 'formalSignOff';
        return;
      case 'accepted':
      case 'acceptedWithExceptions':
        return this.#enterAcceptance(event);
      default:
    }
  }

  #enterPackage({ package: { digest, submittedBy } }: Told): void {
    this.#digest = digest;
    this.#submitter = submittedBy;
    this.#reports = [];
    this.#exceptions = [];
    this.#isConceded = false;
    this.#delegations = this.#delegations.map((each) => ({
      ...each,
      isVoid: each.isVoid || each.kind === 'delegated',
    }));
    this.#clearAgreed();
  }

  #clearAgreed(): void {
    for (const each of [this.#approved, this.#signatures, this.#deemedReview, this.#deemedSignOff]) each.clear();
    this.#isReviewed = false;
  }

  #enterReport(event: Told): void {
    const { report } = event;
    if (!this.#isTheirs(event, report, 'validation', 'validated')) return;
    const W = this.#who(report.personId);
    const authors = this.#terms.plan.deliverables.flatMap((each) => each.authorIds);
    if (authors.some((each) => this.#isSame(each, report.personId)))
      return this.#tell(event, `the same human authored and validated: ${W}`);
    for (const { requirementId, isMandatory } of this.#terms.plan.requirements) {
      const found = report.results.find((each) => each.requirementId === requirementId);
      if (!found) this.#tell(event, `the report of ${W} has no result for requirement ${requirementId}`);
      if (report.isPassed && isMandatory && found?.outcome === 'notMet' && report.recommendation !== 'acceptWithIssues')
        this.#tell(
          event,
          `validation of requirement ${requirementId} is not passed, though the report of ${W} is recorded so`,
        );
    }
    this.#reports.push(report);
  }

  /** Their own act, on the package that counts, being on the list or acting for who is, and one human once. */
  #isTheirs(event: Told, { personId, packageDigest }: Decision, duty: string, did: string): boolean {
    const W = this.#who(personId);
    const { plan } = this.#terms;
    const listed =
      { validation: [plan.validators.memberIds], review: plan.reviewGroups.map((each) => each.memberIds) }[duty] ??
      plan.approvalAuthorityList.map(({ members }) => members.map((each) => each.personId));
    const standing = { review: [...this.#approved], validation: this.#reports.map((each) => each.personId) }[duty] ?? [
      ...this.#signatures.keys(),
    ];
    const where = { validation: 'being a validator', review: 'belonging to a review group' }[duty];
    const why = [
      event.actor.personId === personId ? '' : `it is recorded that ${W} ${did}, but somebody else acted`,
      this.#whyNotVouched(event, `${W} ${did}`),
      packageDigest === this.#digest ? '' : `${W} ${did} on another digest than that of the current package`,
      this.#person(personId)?.sharedMailbox ? `${W} is a shared mailbox, which decides nothing, and ${did}` : '',
      listed.some((ids) => assignees(this.#delegations, duty, ids).includes(personId))
        ? ''
        : `${W} ${did} without ${where ?? 'being on the approval authority list'}`,
      standing.some((each) => this.#isSame(each, personId)) ? `${W}, the same human, ${did} twice on one package` : '',
    ].filter((each) => each !== '');
    for (const each of why) this.#tell(event, each);
    return why.length === 0;
  }

  #whyNotVouched({ sequence }: Told, act: string): string {
    const why = this.#unvouched.get(sequence);
    return why === undefined ? '' : `that ${act} is not vouched for: ${why}`;
  }

  #isWithinAuthority(event: Told): boolean {
    const { personId } = event.signature;
    const W = this.#who(personId);
    if (this.#isSubmitter(personId)) {
      this.#tell(event, `the same human submitted the package for the firm and signed: ${W}`);
      return false;
    }
    const { value, approvalAuthorityList } = this.#terms.plan;
    if (approvalAuthorityList.some((group) => this.#signersOf(group).includes(personId))) return true;
    this.#tell(event, `${W} signed above their limit; the milestone is worth ${value.amount} ${value.currency}`);
    return false;
  }

  #isSubmitter(personId: string): boolean {
    const isForFirm = [personId, this.#submitter].some((id) => this.#person(id)?.party === 'firm');
    return isForFirm && this.#isSame(personId, this.#submitter);
  }

  /** Who fills the places of a group and may sign for the value there. */
  #signersOf(group: ApprovalGroup): string[] {
    const { value, approvalAuthorityList } = this.#terms.plan;
    const places = this.#placesOf(group);
    return group.members.flatMap((member, index) => {
      const id = places[index];
      if (id === undefined || this.#isSubmitter(id)) return [];
      const limit = limitOf(approvalAuthorityList, group, member, id);
      return limit !== undefined && scaled(value.amount) > scaled(limit) ? [] : [id];
    });
  }

  #placesOf = ({ members }: ApprovalGroup): (string | undefined)[] =>
    assignees(
      this.#delegations,
      'signature',
      members.map((each) => each.personId),
    );

  /** The period is in business days, so it is over after as many days at the earliest. */
  #enterSilence(event: Told): void {
    const { of, outcome, personIds, packageDigest } = event.deeming;
    if (outcome !== 'accepted') return;
    const { silence } = this.#terms.engagement.contract;
    const silent = `the silence of ${this.#names(personIds)} was taken for acceptance`;
    const days = silence.furtherPeriodBusinessDays - 1;
    const why = [
      (of === 'review' ? silence.review : silence.signOff) === 'deemedAccepted'
        ? ''
        : 'the contract gives it no such meaning',
      packageDigest === this.#digest ? '' : 'it was on another digest',
      this.#noticedAt === '' ? 'no final notice was given' : '',
      Date.parse(event.at) - Date.parse(this.#noticedAt) < days * daysInMilliseconds
        ? 'the further period after the final notice was not over'
        : '',
    ].filter((each) => each !== '');
    for (const each of why) this.#tell(event, `${silent}: ${each}`);
    if (why.length > 0) return;
    for (const id of personIds) (of === 'review' ? this.#deemedReview : this.#deemedSignOff).add(id);
  }

  #enterSignOff(event: Told): void {
    if (this.#isReviewed) return;
    const approved = new Set([...this.#approved, ...this.#deemedReview]);
    for (const { name, quorum, memberIds } of this.#terms.plan.reviewGroups) {
      const places = assignees(this.#delegations, 'review', memberIds);
      if (isAtQuorum(quorum, places, approved)) continue;
      const missing = places.flatMap((id) => (id === undefined || approved.has(id) ? [] : [id]));
      this.#tell(
        event,
        `formal sign-off was opened without the quorum of review group “${name}”: not approved by ${this.#names(missing)}`,
      );
    }
    this.#isReviewed = true;
  }

  #enterAcceptance(event: Told): void {
    if (!this.#isReviewed) this.#tell(event, 'accepted without stakeholder review');
    this.#assertValidated(event);
    for (const group of this.#terms.plan.approvalAuthorityList) this.#assertSigned(event, group);
    const seen = hexDigestOf(this.#primitives, canonicalize(this.#exceptions) ?? '');
    for (const { personId, exceptions } of this.#signatures.values())
      if (exceptions?.sha256 !== (this.#exceptions.length === 0 ? undefined : seen))
        this.#tell(event, `${this.#names([personId])} signed without having seen the exceptions accepted under`);
    const { amountReleased, amountWithheld } = event.acceptance;
    const withheld = this.#exceptions.reduce((sum, each) => sum + scaled(each.amountWithheld), 0n);
    if (
      scaled(amountWithheld) !== withheld ||
      scaled(amountReleased) + withheld !== scaled(this.#terms.plan.value.amount)
    )
      this.#tell(event, `the acceptance releases ${amountReleased}, which the value less its exceptions is not`);
  }

  #assertValidated(event: Told): void {
    const { validators, requirements } = this.#terms.plan;
    const places = assignees(this.#delegations, 'validation', validators.memberIds);
    const passed = new Set(this.#reports.filter((each) => each.isPassed).map((each) => each.personId));
    const isUnderExceptions = this.#isConceded && this.#exceptions.some((each) => each.requirementIds !== undefined);
    if (!isUnderExceptions && !isAtQuorum(validators.quorum, places, passed)) {
      const missing = places.flatMap((id) => (id === undefined || passed.has(id) ? [] : [id]));
      this.#tell(
        event,
        `accepted without technical validation: “${validators.name}” not at quorum, not passed by ${this.#names(missing)}`,
      );
    }
    const named = this.#exceptions.flatMap((each) => each.requirementIds ?? []);
    for (const { requirementId, isMandatory } of requirements) {
      const isUnmet = this.#reports.some(({ results }) =>
        results.some((each) => each.requirementId === requirementId && each.outcome === 'notMet'),
      );
      if (isMandatory && isUnmet && !named.includes(requirementId))
        this.#tell(event, `accepted over requirement ${requirementId}, found not met and named in no exception`);
    }
  }

  #assertSigned(event: Told, group: ApprovalGroup): void {
    const may = this.#signersOf(group);
    const agreed = new Set([...this.#signatures.keys(), ...this.#deemedSignOff].filter((id) => may.includes(id)));
    const places = this.#placesOf(group);
    if (isAtQuorum(group.quorum, places, agreed)) return;
    const missing = places.flatMap((id) => (id === undefined || agreed.has(id) ? [] : [id]));
    const parties = [...new Set(missing.map((id) => `the ${this.#person(id)?.party ?? 'listed person'}’s`))];
    this.#tell(
      event,
      `accepted without ${parties.join(' and ')} signature: group “${group.name}” of the approval authority list is not at quorum, not signed by ${this.#names(missing)}`,
    );
  }

  #person = (id: string): Person | undefined => this.#terms.engagement.people.find((each) => each.personId === id);
  #isSame = (one: string, other: string): boolean => isSameHuman(this.#terms.engagement.people, one, other);
  #names = (ids: readonly string[]): string => ids.map((id) => this.#person(id)?.name ?? `“${id}”`).join(', ');

  #who(id: string): string {
    const person = this.#person(id);
    return person ? `${person.name} of the ${person.party}` : `“${id}”, who is not among the people of the engagement,`;
  }

  #tell({ sequence }: Told, sentence: string): void {
    this.reasons.push(`${sentence} (event ${sequence})`);
  }
}
