// An auditor that follows the events alone and keeps its own books, so that the rules are checked by other code than the rules.
import assert from 'node:assert/strict';
import type { ContractTerms, SilenceTerms } from '../../domain/terms/engagement.ts';
import type { RecordedEvent } from '../../domain/events.ts';
import type { MilestonePlan } from '../../domain/terms/plan.ts';
import type { Person } from '../../domain/people/people.ts';
import { kindOfEvent } from '../../domain/records/decisions.ts';
import { phaseChanges } from '../../domain/phases.ts';
import type { Quorum } from '../../domain/people/quorum.ts';
import { AmendmentBooks } from './amendmentBooks.ts';
import { ConcessionBooks } from './concessionBooks.ts';
import { Delegations } from './delegations.ts';
import { inTenThousandths, PartBooks } from './partBooks.ts';
import { holds, timesTestedOnDelegates, type DelegateRule } from './timesTested.ts';

interface Members {
  quorum: Quorum;
  ids: string[];
}

const closing = ['accepted', 'closedOut', 'revoked', 'terminated', 'cancelled'];
const afterTheEnd = ['undeliverableReported', 'revocationProposed'];

/** What the clock does to the stage that is waited in. */
const clockDriven = [
  'reminderDue',
  'deadlinePassed',
  'overdueEscalated',
  'finalNoticeGiven',
  'silenceDeemed',
  'silenceNotDeemed',
];
const stageChanges: string[] = Object.keys(phaseChanges);

export class Auditor {
  #plan: MilestonePlan;
  readonly #amendments: AmendmentBooks;
  #digest: string | undefined;
  #submitter = '';
  readonly #delegations = new Delegations();
  #passed = new Set<string>();
  #approved = new Set<string>();
  #signed = new Set<string>();
  readonly #mailboxes = new Map<string, string>();
  readonly #readdressed = new Map<string, number>();
  #stoppedAt: string | undefined;
  #deadline = '';
  #openRefusals = new Set<string>();
  #standingRefusers = new Set<string>();
  #deemedReviewers = new Set<string>();
  #deemedSigners = new Set<string>();
  #silence: SilenceTerms;
  #isNoticed = false;
  #isGrave = false;
  #isProposed = false;
  #openReviewGroup = -1;
  #openSigningGroup = -1;
  #isDetermined = false;
  #withheld: bigint[] = [];
  readonly concessions: ConcessionBooks;
  readonly parts = new PartBooks();
  readonly #partialAcceptance: ContractTerms['partialAcceptance'];
  #sequence = 1;
  #acceptances: string[] = [];
  isOver = false;

  constructor(
    plan: MilestonePlan,
    { silence, partialAcceptance }: Pick<ContractTerms, 'silence' | 'partialAcceptance'>,
    people: readonly Person[],
  ) {
    for (const { personId, email } of people) this.#mailboxes.set(personId, email);
    this.#plan = plan;
    this.#silence = silence;
    this.#partialAcceptance = partialAcceptance;
    this.concessions = new ConcessionBooks(plan);
    this.#amendments = new AmendmentBooks(people);
  }

  /** Enters one event; throws when a rule does not hold. */
  enter(event: RecordedEvent): void {
    this.#sequence += 1;
    assert.equal(event.sequence, this.#sequence, 'sequence numbers have no gaps');
    if (this.isOver) assert.ok(afterTheEnd.includes(event.type), `${event.type} after the end`);
    this.concessions.enter(event);
    this.#enterPeople(event);
    this.parts.enter(event, this.#plan);
    this.#enterAmendment(event);
    this.#enterTime(event);
    this.#enterDecision(event);
    this.#enterDispute(event);
    this.#enterSilence(event);
    this.#enterEnd(event);
  }

  /** What was decided on what is another now does not count; what withholds was agreed on what was found. */
  #enterAmendment(event: RecordedEvent): void {
    const cleared = this.#amendments.enter(event, this.#plan);
    if (event.type !== 'planAmended' || !cleared) return;
    this.#plan = event.plan;
    if (cleared.signatures) for (const each of [this.#signed, this.#deemedSigners]) each.clear();
    if (cleared.review) this.#deemedReviewers.clear();
    if (!cleared.validation) return;
    for (const each of [this.#passed, this.#approved]) each.clear();
    this.#isGrave = false;
    this.#withheld = [];
  }

  #enterDecision(event: RecordedEvent): void {
    switch (event.type) {
      case 'validationReported': {
        const { personId, packageDigest, isPassed } = event.report;
        this.#assertBound(packageDigest, personId, event);
        this.#delegations.assertHolds('validation', event.report);
        judged(event.report, 1, !this.#authors().includes(personId), 'an author validated');
        judged(event.report, 3, !this.#passed.has(personId), 'counted twice');
        this.#isGrave ||= event.report.issues.some((each) => each.isMaterial || each.severity <= 2);
        if (isPassed) this.#passed.add(personId);
        return;
      }
      case 'feedbackGiven': {
        const { personId, packageDigest, verdict, group } = event.feedback;
        this.#assertBound(packageDigest, personId, event);
        this.#delegations.assertHolds('review', event.feedback);
        judged(event.feedback, 3, group <= this.#openReviewGroup, 'a later group was not asked yet');
        if (verdict === 'approve') {
          this.#approved.add(personId);
          this.#standingRefusers.delete(personId);
        }
        return;
      }
      case 'signed': {
        const { personId, packageDigest, group } = event.signature;
        this.#assertBound(packageDigest, personId, event);
        this.#delegations.assertHolds('signature', event.signature);
        const listed = event.signature.onBehalfOf ?? personId;
        judged(event.signature, 3, group <= this.#openSigningGroup, 'a later group was not asked yet');
        judged(event.signature, 3, !this.#signed.has(personId), 'counted twice');
        judged(event.signature, 1, personId !== this.#submitter, 'who submitted the package signed');
        judged(event.signature, 4, this.#mayCount(personId, listed, group), 'signed beyond their authority');
        const limit = this.#limitOf(personId, listed, group);
        judged(event.signature, 4, event.signature.authorityLimit === limit, 'the limit on the signature is another');
        this.#signed.add(personId);
        this.#standingRefusers.delete(personId);
        return;
      }
      case 'delegated':
      case 'reassigned':
      case 'deputised':
        this.#delegations.enter(event, this.#decided(event.delegation.duty));
        return;
      case 'refused':
        this.#assertBound(event.refusal.packageDigest, event.refusal.personId, event);
        this.#openRefusals.add(event.refusal.refusalId);
        for (const each of [this.#signed, this.#deemedReviewers, this.#deemedSigners])
          each.delete(event.refusal.personId);
        this.#standingRefusers.add(event.refusal.personId);
        return;
      case 'facilitationOutcomeOpposed':
        this.#openRefusals.add(event.refusalId);
        return;
      case 'sponsorDecided':
        assert.equal(event.actor.personId, 'sponsor');
        this.#openRefusals.clear();
        this.#isDetermined ||= event.determination.determination === 'formalSignOff';
        return;
      default:
    }
  }

  /** Rule 15: while the clock stands still nothing is due in the stage, and then its deadline moves by no more than that time. */
  #enterTime(event: RecordedEvent): void {
    const isOfStage = clockDriven.includes(event.type) && !('of' in event && event.of === 'revocation');
    if (isOfStage) holds(15, this.#stoppedAt === undefined, `${event.type} while the clock stood still`);
    if ('wait' in event && event.wait !== undefined) {
      if (event.type === 'clockResumed' && this.#deadline !== '') {
        const moved = Date.parse(event.wait.deadline) - Date.parse(this.#deadline);
        holds(
          15,
          moved >= 0 && moved <= Date.parse(event.at) - Date.parse(event.stop.from),
          'moved by other than that time',
        );
      }
      this.#deadline = event.wait.deadline;
    }
    if (event.type === 'clockStopped') this.#stoppedAt = event.at;
    const isEnd = event.type === 'clockResumed' && event.stop.forPersonId === undefined;
    if (isEnd || stageChanges.includes(event.type)) this.#stoppedAt = undefined;
    if (event.type === 'clockStopped') holds(15, this.#stoppedAt === event.at, 'not stopped');
  }

  /** Rule 12, and that nobody decides by what went to an address that was wrong. */
  #enterPeople(event: RecordedEvent): void {
    const { authentication, personId } = event.actor;
    const isDecision = kindOfEvent(event.type) !== undefined;
    if (isDecision && authentication.method === 'requestLink') {
      const mark = /:a(\d+)$/.exec(authentication.requestId)?.[1] ?? '0';
      holds(12, Number(mark) === (this.#readdressed.get(personId) ?? 0), 'decided by a link to another address');
    }
    if (event.type !== 'personCorrected' && event.type !== 'personAdded') return;
    const { personId: whose, email } = event.person;
    assert.ok(['manager', 'sponsor'].includes(personId), 'people were changed by somebody else');
    for (const [other, mailbox] of this.#mailboxes)
      holds(12, other === whose || mailbox !== email, 'one mailbox is two humans');
    this.#mailboxes.set(whose, email);
    if (event.type === 'personCorrected' && event.isReaddressed)
      this.#readdressed.set(whose, (this.#readdressed.get(whose) ?? 0) + 1);
  }

  #enterDispute(event: RecordedEvent): void {
    switch (event.type) {
      case 'packageFrozen':
        holds(2, event.package.digest !== this.#digest, 'a new version has the digest of the old one');
        this.#digest = event.package.digest;
        this.#submitter = event.package.submittedBy;
        for (const decided of [this.#passed, ...this.#agreed(), this.#openRefusals, this.#standingRefusers])
          decided.clear();
        this.#delegations.enterNewPackage();
        this.#isDetermined = false;
        this.#isGrave = false;
        this.#withheld = [];
        return;
      case 'facilitationOutcomeRecorded':
        if (event.facilitation.outcome !== 'escalate') this.#openRefusals.clear();
        if (event.facilitation.outcome === 'reviewAgain') this.#agreed().forEach((each) => each.clear());
        return;
      case 'exceptionProposed':
        this.#withheld.push(inTenThousandths(event.exception.amountWithheld));
        this.#deemedSigners.clear();
        return;
      case 'signaturesVoided':
        event.personIds.forEach((id) => this.#signed.delete(id));
        return;
      case 'reviewOpened':
      case 'reviewGroupAsked':
        assert.ok(this.#isValidated(), 'reviewed before it was validated');
        this.#openReviewGroup = event.openGroup;
        this.#isNoticed = false;
        for (const group of this.#reviewers().slice(0, event.openGroup))
          holds(3, isReached(group, this.#approvers()), 'asked before the group before was at quorum');
        return;
      case 'formalSignOffOpened':
      case 'approvalGroupAsked':
        this.#openSigningGroup = event.openGroup;
        this.#isNoticed = false;
        assert.ok(this.#isValidated(), 'to be signed without having been validated');
        for (const group of this.#signers().slice(0, event.openGroup))
          holds(3, isReached(group, this.#acceptors()), 'asked before the group before was at quorum');
        if (!this.#isDetermined) this.#assertReviewed();
        return;
      case 'partProposed':
      case 'partWithdrawn':
        this.#deemedSigners.clear();
        return;
      case 'partAccepted':
        assert.notEqual(this.#partialAcceptance, 'none');
        this.#assertAgreed(event);
        return;
      case 'accepted':
      case 'acceptedWithExceptions':
      case 'closedOut':
        this.#enterAcceptance(event);
        return;
      case 'deadlineExtended':
      case 'ownTimeTaken':
        this.#isNoticed = false;
        return;
      default:
    }
  }

  /** Rule 7: the contract says so, a final notice was given, delivery is proven, and nothing stands against it. */
  #enterSilence(event: RecordedEvent): void {
    if (event.type === 'finalNoticeGiven') this.#isNoticed = true;
    if (event.type !== 'silenceDeemed') return;
    const { of, outcome, personIds, packageDigest, deliveries } = event.deeming;
    const meaning = of === 'review' ? this.#silence.review : this.#silence.signOff;
    holds(7, meaning === (outcome === 'accepted' ? 'deemedAccepted' : 'deemedRejected'), 'the contract says otherwise');
    const isOfPart = of === 'signOff' && this.parts.isOpen;
    holds(7, !isOfPart || this.#partialAcceptance === 'alsoBySilence', 'of a part, which it has by signature alone');
    holds(7, this.#isNoticed, 'no final notice');
    holds(7, !this.#isGrave && this.#standingRefusers.size === 0, 'something stands against it');
    holds(2, packageDigest === this.#digest, 'silence on another package');
    const has = (id: string, kind: string) =>
      deliveries.some((each) => each.recipientId === id && each.kind === kind && each.status === 'sent');
    const request = of === 'review' ? 'reviewRequest' : 'signatureRequest';
    for (const id of personIds) holds(7, has(id, request) && has(id, 'finalNotice'), 'delivery is not proven');
    if (outcome === 'accepted')
      for (const id of personIds) (of === 'review' ? this.#deemedReviewers : this.#deemedSigners).add(id);
  }

  #enterEnd(event: RecordedEvent): void {
    if (event.type === 'revocationProposed') this.#isProposed = true;
    if (event.type === 'revocationDeclined' || event.type === 'revoked') this.#isProposed = false;
    if (event.type === 'revoked') {
      assert.equal(event.actor.personId, 'sponsor');
      assert.equal(event.revocation.proposedBy, 'manager');
      this.#acceptances.push(event.type);
    }
    const wasAccepted = ['accepted', 'acceptedWithExceptions closedOut'].includes(this.#acceptances.join(' '));
    this.isOver = !this.#isProposed && (this.isOver || wasAccepted || closing.includes(event.type));
  }

  get isInForce(): boolean {
    return this.#acceptances.length > 0 && this.#acceptances.at(-1) !== 'revoked';
  }

  get isUnconditional(): boolean {
    return ['accepted', 'closedOut'].includes(this.#acceptances.at(-1) ?? '');
  }

  /** What may be invoiced, in ten-thousandths: the value, less what exceptions withhold until they are closed out. */
  get released(): bigint {
    const withheld = this.isUnconditional ? [] : this.#withheld;
    return this.isInForce
      ? withheld.reduce((rest, each) => rest - each, inTenThousandths(this.#plan.value.amount))
      : this.#acceptances.length > 0
        ? 0n
        : this.parts.released;
  }

  #decided = (duty: 'validation' | 'review' | 'signature'): ReadonlySet<string> =>
    ({ validation: this.#passed, review: this.#approved, signature: this.#signed })[duty];
  #agreed = () => [this.#approved, this.#signed, this.#deemedReviewers, this.#deemedSigners];
  #approvers = () => new Set([...this.#approved, ...this.#deemedReviewers]);
  #acceptors = () => new Set([...this.#signed, ...this.#deemedSigners]);

  #enterAcceptance({ type, acceptance }: Extract<RecordedEvent, { acceptance: unknown }>): void {
    this.#acceptances.push(type);
    assert.ok(
      ['accepted', 'acceptedWithExceptions', 'acceptedWithExceptions closedOut'].includes(this.#acceptances.join(' ')),
    );
    if (type !== 'closedOut') this.parts.assertLast(acceptance.part);
    this.#assertAgreed({ acceptance });
  }

  /** Of a part as of the whole: everybody needed, nobody against it, and what it says of itself. */
  #assertAgreed({ acceptance }: Pick<Extract<RecordedEvent, { acceptance: unknown }>, 'acceptance'>): void {
    for (const group of this.#signers()) assert.ok(isReached(group, this.#acceptors()), 'accepted without quorum');
    assert.equal(this.#openRefusals.size, 0, 'accepted over a standing refusal');
    const isExpress =
      this.#deemedReviewers.size === 0 && this.#signers().every((group) => isReached(group, this.#signed));
    const basis = isExpress ? (this.#isDetermined ? 'sponsorDetermined' : 'express') : 'deemed';
    holds(7, acceptance.basis === basis, 'the certificate names the wrong basis');
    const value = inTenThousandths(this.#plan.value.amount);
    holds(5, inTenThousandths(acceptance.amountReleased) === this.released, 'more or less is released than agreed');
    holds(5, inTenThousandths(acceptance.amountWithheld) === value - this.released, 'the rest is not what is withheld');
  }

  #isValidated = (): boolean => isReached(this.#validators(), this.#passed) || this.concessions.isCovered;

  #assertReviewed(): void {
    for (const group of this.#reviewers())
      assert.ok(isReached(group, this.#approvers()), 'to be signed without review');
  }

  #assertBound(digest: string, personId: string, event: RecordedEvent): void {
    holds(2, digest === this.#digest, 'bound to another package than the current one');
    assert.equal(personId, event.actor.personId, 'nobody decides for somebody else');
  }

  /** Rule 4: within what the list allows the listed person, and what it allows whoever acts for them. */
  #mayCount(personId: string, memberId: string, group: number): boolean {
    if (personId === this.#submitter) return false;
    const limits = limitsOn(this.#plan.approvalAuthorityList, personId, memberId, group);
    return limits !== undefined && limits.every((each) => Number(each) >= Number(this.#plan.value.amount));
  }

  /** The smallest of them all, as it is written on the list; none where nothing limits. */
  #limitOf = (personId: string, memberId: string, group: number): string | undefined =>
    [...(limitsOn(this.#plan.approvalAuthorityList, personId, memberId, group) ?? [])].sort(
      (a, b) => Number(a) - Number(b),
    )[0];

  #authors = (): string[] => this.#plan.deliverables.flatMap((each) => each.authorIds);

  #validators = (): Members => {
    const { quorum, memberIds } = this.#plan.validators;
    return { quorum, ids: memberIds.map((id) => this.#delegations.assignee('validation', id) ?? `nobody for ${id}`) };
  };

  #reviewers = (): Members[] =>
    this.#plan.reviewGroups.map(({ quorum, memberIds }) => ({
      quorum,
      ids: memberIds.map((id) => this.#delegations.assignee('review', id) ?? `nobody for ${id}`),
    }));

  /** Members whose signature cannot count stay in the size of the group, so that "all" still means all. */
  #signers = (): Members[] =>
    this.#plan.approvalAuthorityList.map((each, group) => ({
      quorum: each.quorum,
      ids: each.members.map(({ personId }) => {
        const assignee = this.#delegations.assignee('signature', personId);
        return assignee && this.#mayCount(assignee, personId, group) ? assignee : `nobody for ${personId}`;
      }),
    }));
}

/** Counted once more where the person acts for somebody else, so that runs without delegates show. */
function judged({ onBehalfOf }: { onBehalfOf?: string }, rule: DelegateRule, condition: boolean, broken: string): void {
  if (onBehalfOf !== undefined) timesTestedOnDelegates[rule] += 1;
  holds(rule, condition, broken);
}

/** Every limit that binds a person who acts on a listed person's place; undefined for somebody without authority. */
function limitsOn(
  lists: MilestonePlan['approvalAuthorityList'],
  personId: string,
  memberId: string,
  group: number,
): string[] | undefined {
  const listed = lists[group]?.members.find((each) => each.personId === memberId);
  if (!listed) return undefined;
  const limits = [listed.limit];
  if (personId !== memberId) {
    const entries = lists.map((each) => [...each.members, ...(each.delegates ?? [])]);
    const own = (of: typeof entries) => of.flat().filter((each) => each.personId === personId);
    const here = own(entries.slice(group, group + 1)).slice(0, 1);
    const authority = here.length > 0 ? here : own(entries);
    if (authority.length === 0) return undefined;
    limits.push(...authority.map((each) => each.limit));
  }
  return limits.filter((each) => each !== undefined);
}

function isReached({ quorum, ids }: Members, decided: ReadonlySet<string>): boolean {
  const count = new Set(ids.filter((id) => decided.has(id))).size;
  if (quorum.kind === 'all') return count === ids.length;
  return count >= (quorum.kind === 'any' ? 1 : quorum.count);
}
