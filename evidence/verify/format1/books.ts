// Who decided what on the package that counts, by the events of a record of format 1, and whether that is enough. Frozen: see
// docs/recordFormat.md.
import canonicalize from 'canonicalize';
import type { Primitives } from '../bag.ts';
import { hexDigestOf } from '../hashing.ts';
import { isAtLeast } from './amendments.ts';
import { assignees, isAtQuorum, limitOf, scaled, type ApprovalGroup, type PassedOn } from './authority.ts';
import { whyNotTaken } from './channels.ts';
import { whyNotGranted } from './closing.ts';
import { Entries } from './entered.ts';
import { whyOfOtherPart, type Parts } from './parts.ts';
import type { Parties } from './parties.ts';
import { askedFor, listedFor, notReviewed, unsigned, whyNotTheirs, whyUnseen } from './groups.ts';
import { whyNotAsFound, whyNotValidated } from './reports.ts';
import { whyNotSilence } from './silence.ts';
import { whyNotStated, type Ground } from './statement.ts';
import type { Decision, Exception, Terms, Told } from './sufficiencyShapes.ts';

export const at = ({ sequence }: Told, sentence: string): string => `${sentence} (event ${sequence})`;

/** Taking an acceptance back releases nothing, so that of a revocation only this is asked. */
export const revoking = ['revocationProposed', 'revoked'];

/** What counts towards acceptance does not where it came by no channel of the contract. */
const counting = ['validationReported', 'feedbackGiven', 'signed', 'delegated', 'sponsorDecided'];

export class Books {
  readonly reasons: string[] = [];
  readonly #primitives: Primitives;
  readonly #terms: Terms;
  readonly #parties: Parties;
  readonly #unvouched: ReadonlyMap<number, string>;
  readonly #entries: Entries;
  readonly #parts: Parts;
  /** Who said something on the package in review, and who determined that it goes to signature. */
  readonly #spoke = new Set<string>();
  #packaged: string[] = [];
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
  /** Whether the sponsor sent this package to signature. */
  #isDetermined = false;
  #noticedAt = '';
  #version = 1;
  /** The version of the plan since which nothing changed that is decided on. */
  #decidedOnSince = 1;

  constructor(
    primitives: Primitives,
    terms: Terms,
    parties: Parties,
    { unvouched, parts }: { unvouched: ReadonlyMap<number, string>; parts: Parts },
  ) {
    this.#primitives = primitives;
    this.#unvouched = unvouched;
    this.#parts = parts;
    this.#terms = terms;
    this.#parties = parties;
    this.#entries = new Entries(terms);
  }

  enter(event: Told): void {
    const how = whyNotTaken(this.#terms, event);
    if (how !== undefined) {
      const { personId } = event.actor;
      this.#tell(event, `a decision of ${this.#parties.who(personId)} (${event.type}) came by ${how}`);
      if (counting.includes(event.type)) return;
    }
    const unvouched = revoking.includes(event.type) ? this.#unvouched.get(event.sequence) : undefined;
    if (unvouched !== undefined)
      this.#tell(event, `that the acceptance was taken back is not vouched for: ${unvouched}`);
    switch (event.type) {
      case 'packageFrozen':
        return this.#enterPackage(event);
      case 'validationReported':
        return this.#enterReport(event);
      case 'feedbackGiven':
        if (event.feedback.verdict !== 'comment') this.#entries.endFor(event.feedback.personId, 'review');
        if (event.feedback.verdict === 'approve' && this.#isTheirs(event, event.feedback, 'review', 'reviewed'))
          this.#approved.add(event.feedback.personId);
        return;
      case 'signed':
        this.#entries.endFor(event.signature.personId, 'signature');
        if (this.#isTheirs(event, event.signature, 'signature', 'signed') && this.#isWithinAuthority(event))
          this.#signatures.set(event.signature.personId, event.signature);
        return;
      case 'decisionEntered':
      case 'objectionPeriodExtended':
      case 'entryOpposed':
      case 'entryDropped':
      case 'entryUpheld':
        return this.#enterEntry(event);
      case 'refused':
        this.#entries.endFor(event.refusal.personId);
        for (const each of [this.#deemedReview, this.#deemedSignOff]) each.delete(event.refusal.personId);
        return;
      case 'delegated':
      case 'reassigned':
      case 'deputised':
        this.#delegations.push({ ...event.delegation });
        return;
      case 'planAmended':
        return this.#enterAmended(event);
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
      case 'partProposed':
      case 'partWithdrawn':
        if (event.type === 'exceptionProposed') this.#exceptions.push(event.exception);
        this.#entries.endAll('signature');
        this.#deemedSignOff.clear();
        return;
      case 'finalNoticeGiven':
        this.#noticedAt = event.at;
        return;
      case 'silenceDeemed':
        return this.#enterSilence(event);
      case 'formalSignOffOpened':
        return this.#enterSignOff(event);
      case 'reviewGroupAsked':
        return this.#assertReviewed(event, event.openGroup, 'the next review group was asked');
      case 'approvalGroupAsked':
        for (const group of this.#terms.plan.approvalAuthorityList.slice(0, event.openGroup))
          if (!this.#isAgreed(group))
            this.#tell(event, `the next group was asked before group “${group.name}” had signed`);
        return;
      case 'facilitationOutcomeRecorded':
        if (event.facilitation.outcome === 'underExceptions') this.#isConceded = true;
        if (event.facilitation.outcome === 'reviewAgain') this.#clearAgreed();
        return;
      case 'sponsorDecided':
        this.#isConceded = this.#isReviewed = event.determination.determination === 'formalSignOff';
        this.#isDetermined ||= this.#isReviewed;
        this.#spoke.add(event.actor.personId);
        return;
      case 'partAccepted':
      case 'accepted':
      case 'acceptedWithExceptions':
        return this.#enterAcceptance(event);
      default:
    }
  }

  #enterEntry(event: Told): void {
    const { plan } = this.#terms;
    const facts = {
      ...{ digest: this.#digest, submitter: this.#submitter, packaged: this.#packaged, exceptions: this.#exceptions },
      seen: this.#seen(),
      part: this.#parts.open(),
      maySign: plan.approvalAuthorityList.flatMap((each) => this.#signersOf(each)),
      asked: askedFor(plan, this.#delegations),
      decided: [...this.#reports.map((each) => each.personId), ...this.#spoke, ...this.#signatures.keys()],
      isUnvouched: this.#unvouched.has(event.sequence),
    };
    for (const each of this.#entries.enter(event, facts)) this.#tell(event, each);
  }

  #enterPackage({ package: { digest, submittedBy, deliverables } }: Told): void {
    this.#entries.clear();
    this.#packaged = deliverables.flatMap((each) => each.files.map((file) => file.sha256));
    this.#digest = digest;
    this.#submitter = submittedBy;
    this.#reports = [];
    this.#exceptions = [];
    this.#isConceded = this.#isDetermined = false;
    this.#delegations = this.#delegations.filter((each) => each.kind === 'reassigned');
    this.#clearAgreed();
  }

  /** What was decided on a plan that is another now is asked again, with all that follows. */
  #enterAmended({ asksAgain, version }: Told): void {
    if (asksAgain !== 'nothing') this.#decidedOnSince = version;
    this.#version = version;
    if (isAtLeast(asksAgain, 'validation')) {
      this.#reports = [];
      this.#exceptions = [];
      this.#isConceded = false;
      return this.#clearAgreed();
    }
    if (isAtLeast(asksAgain, 'review')) {
      this.#deemedReview.clear();
      this.#entries.clear();
      this.#isReviewed = false;
    }
    if (!isAtLeast(asksAgain, 'signature')) return;
    this.#signatures.clear();
    this.#deemedSignOff.clear();
    this.#entries.endAll('signature');
  }

  #clearAgreed(): void {
    for (const each of [this.#approved, this.#signatures, this.#deemedReview, this.#deemedSignOff]) each.clear();
    this.#entries.clear();
    this.#spoke.clear();
    this.#isReviewed = false;
  }

  #enterReport(event: Told): void {
    const { report } = event;
    if (!this.#isTheirs(event, report, 'validation', 'validated')) return;
    const W = this.#parties.who(report.personId);
    const authors = this.#terms.plan.deliverables.flatMap((each) => each.authorIds);
    if (authors.some((each) => this.#parties.isSame(each, report.personId)))
      return this.#tell(event, `the same human authored and validated: ${W}`);
    for (const each of whyNotAsFound(this.#terms, report, W)) this.#tell(event, each);
    this.#reports.push(report);
  }

  /** Their own act, on the package that counts, being on the list or acting for who is, and one human once. */
  #isTheirs(event: Told, decision: Decision, duty: string, did: string): boolean {
    const { personId, planVersion = 1 } = decision;
    const { plan } = this.#terms;
    const standing = { review: [...this.#approved], validation: this.#reports.map((each) => each.personId) }[duty] ?? [
      ...this.#signatures.keys(),
    ];
    const why = whyNotTheirs(this.#parties, event, decision, {
      ...{ duty, did, standing, digest: this.#digest, enterers: this.#entries.enterers() },
      places: listedFor(plan, duty).map((ids) => assignees(this.#delegations, duty, ids)),
      unvouched: this.#unvouched.get(event.sequence),
      isPlanSeen: planVersion >= this.#decidedOnSince && planVersion <= this.#version,
    });
    for (const each of why) this.#tell(event, each);
    if (duty === 'review') this.#spoke.add(personId);
    return why.length === 0;
  }

  #isWithinAuthority(event: Told): boolean {
    const { personId } = event.signature;
    const W = this.#parties.who(personId);
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
    const isForFirm = [personId, this.#submitter].some((id) => this.#parties.find(id)?.party === 'firm');
    return isForFirm && this.#parties.isSame(personId, this.#submitter);
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

  #enterSilence(event: Told): void {
    const { of, outcome, personIds } = event.deeming;
    if (outcome !== 'accepted') return;
    const why = whyNotSilence(this.#terms, event, { digest: this.#digest, noticedAt: this.#noticedAt });
    for (const each of why)
      this.#tell(event, `the silence of ${this.#parties.names(personIds)} was taken for acceptance: ${each}`);
    if (why.length > 0) return;
    for (const id of personIds) (of === 'review' ? this.#deemedReview : this.#deemedSignOff).add(id);
  }

  #enterSignOff(event: Told): void {
    if (!this.#isReviewed) this.#assertReviewed(event, undefined, 'formal sign-off was opened');
    this.#isReviewed = true;
  }

  /** Of the review groups before one of them, or of all. */
  #assertReviewed(event: Told, before: number | undefined, what: string): void {
    const approved = new Set([...this.#approved, ...this.#entries.standing('review'), ...this.#deemedReview]);
    for (const each of notReviewed(this.#terms.plan, this.#parties, this.#delegations, approved, before))
      this.#tell(event, `${what} ${each}`);
  }

  /** Who agreed at formal sign-off, by whatever means the contract takes. */
  #agreed = (): string[] => [
    ...this.#signatures.keys(),
    ...this.#entries.standing('signature'),
    ...this.#deemedSignOff,
  ];

  #isAgreed = (group: ApprovalGroup, agreed = this.#agreed()): boolean => {
    const may = this.#signersOf(group);
    return isAtQuorum(group.quorum, this.#placesOf(group), new Set(agreed.filter((id) => may.includes(id))));
  };

  #enterAcceptance(event: Told): void {
    if (!this.#isReviewed) this.#tell(event, 'accepted without stakeholder review');
    const found = { reports: this.#reports, exceptions: this.#exceptions, isConceded: this.#isConceded };
    for (const each of whyNotValidated(this.#terms, this.#parties, this.#delegations, found)) this.#tell(event, each);
    for (const group of this.#terms.plan.approvalAuthorityList) this.#assertSigned(event, group);
    const given = [...this.#signatures.values()];
    for (const each of whyUnseen(given, this.#seen(), this.#parties)) this.#tell(event, each);
    for (const each of whyOfOtherPart(this.#parts.open(), given, this.#parties)) this.#tell(event, each);
    const stated = {
      exceptions: this.#exceptions,
      ground: this.#ground(),
      isDetermined: this.#isDetermined,
      parts: this.#parts.found(),
    };
    for (const each of whyNotStated(this.#terms, event, stated)) this.#tell(event, each);
    for (const each of whyNotGranted(this.#terms, this.#parties, this.#exceptions, given)) this.#tell(event, each);
  }

  /** By their digest, as whoever signed saw them; undefined where there are none. */
  #seen = (): string | undefined =>
    this.#exceptions.length === 0 ? undefined : hexDigestOf(this.#primitives, canonicalize(this.#exceptions) ?? '');

  #ground(): Ground {
    const own = [...this.#signatures.keys()];
    const entered = [...own, ...this.#entries.standing('signature')];
    if (!this.#areSignedBy(this.#agreed())) return undefined;
    if (this.#deemedReview.size > 0 || !this.#areSignedBy(entered)) return 'silence';
    return this.#entries.standing('review').length > 0 || !this.#areSignedBy(own) ? 'entered' : 'own';
  }

  #areSignedBy = (signed: string[]): boolean =>
    this.#terms.plan.approvalAuthorityList.every((group) => this.#isAgreed(group, signed));

  #assertSigned(event: Told, group: ApprovalGroup): void {
    if (this.#isAgreed(group)) return;
    const may = this.#signersOf(group);
    const agreed = this.#agreed().filter((id) => may.includes(id));
    const missing = this.#placesOf(group).flatMap((id) => (id === undefined || agreed.includes(id) ? [] : [id]));
    this.#tell(event, unsigned(group, missing, this.#parties));
  }

  #tell(event: Told, sentence: string): void {
    this.reasons.push(at(event, sentence));
  }
}
