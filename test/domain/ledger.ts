// An auditor that follows the events alone and keeps its own books, so that the rules are checked by other code than the rules.
import assert from 'node:assert/strict';
import type { SilenceTerms } from '../../domain/engagement.ts';
import type { RecordedEvent } from '../../domain/events.ts';
import type { MilestonePlan } from '../../domain/plan.ts';
import type { Quorum } from '../../domain/quorum.ts';

interface Members {
  quorum: Quorum;
  ids: string[];
}

const closing = ['accepted', 'closedOut', 'revoked', 'terminated', 'cancelled'];
const afterTheEnd = ['undeliverableReported', 'revocationProposed'];

/** The rules of the domain by number, with how often each was put to the test; 4's delegates and 8 are kept elsewhere. */
export type RuleNumber = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 9;
export const timesTested: Record<RuleNumber, number> = { 1: 0, 2: 0, 3: 0, 4: 0, 5: 0, 6: 0, 7: 0, 9: 0 };

export function holds(rule: RuleNumber, condition: boolean, broken: string): void {
  timesTested[rule] += 1;
  assert.ok(condition, `rule ${rule}: ${broken}`);
}

export class Ledger {
  readonly #plan: MilestonePlan;
  #digest: string | undefined;
  #submitter = '';
  /** Who acts for whom: "duty listed person" to the person who acts, with whether the manager arranged it. */
  #passages = new Map<string, { to: string; isLasting: boolean }>();
  #passed = new Set<string>();
  #approved = new Set<string>();
  #signed = new Set<string>();
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
  #sequence = 1;
  #acceptances: string[] = [];
  isOver = false;

  constructor(plan: MilestonePlan, silence: SilenceTerms) {
    this.#plan = plan;
    this.#silence = silence;
  }

  /** Enters one event; throws when a rule does not hold. */
  enter(event: RecordedEvent): void {
    this.#sequence += 1;
    assert.equal(event.sequence, this.#sequence, 'sequence numbers have no gaps');
    if (this.isOver) assert.ok(afterTheEnd.includes(event.type), `${event.type} after the end`);
    this.#enterDecision(event);
    this.#enterCourse(event);
    this.#enterSilence(event);
    this.#enterEnd(event);
  }

  #enterDecision(event: RecordedEvent): void {
    switch (event.type) {
      case 'validationReported': {
        const { personId, packageDigest, isPassed } = event.report;
        this.#assertBound(packageDigest, personId, event);
        this.#assertHolds('validation', event.report);
        holds(1, !this.#authors().includes(personId), 'an author validated');
        holds(3, !this.#passed.has(personId), 'counted twice');
        this.#isGrave ||= event.report.issues.some((each) => each.isMaterial || each.severity <= 2);
        if (isPassed) this.#passed.add(personId);
        return;
      }
      case 'feedbackGiven': {
        const { personId, packageDigest, verdict, group } = event.feedback;
        this.#assertBound(packageDigest, personId, event);
        this.#assertHolds('review', event.feedback);
        holds(3, group <= this.#openReviewGroup, 'a later group was not asked yet');
        if (verdict === 'approve') {
          this.#approved.add(personId);
          this.#standingRefusers.delete(personId);
        }
        return;
      }
      case 'signed': {
        const { personId, packageDigest, group } = event.signature;
        this.#assertBound(packageDigest, personId, event);
        this.#assertHolds('signature', event.signature);
        const listed = event.signature.onBehalfOf ?? personId;
        holds(3, group <= this.#openSigningGroup, 'a later group was not asked yet');
        holds(3, !this.#signed.has(personId), 'counted twice');
        holds(1, personId !== this.#submitter, 'who submitted the package signed');
        holds(4, this.#mayCount(personId, listed, group), 'signed beyond their authority');
        this.#signed.add(personId);
        this.#standingRefusers.delete(personId);
        return;
      }
      case 'delegated':
      case 'reassigned':
        this.#enterPassage(event);
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

  #enterCourse(event: RecordedEvent): void {
    switch (event.type) {
      case 'packageFrozen':
        holds(2, event.package.digest !== this.#digest, 'a new version has the digest of the old one');
        this.#digest = event.package.digest;
        this.#submitter = event.package.submittedBy;
        for (const decided of [this.#passed, ...this.#agreed(), this.#openRefusals, this.#standingRefusers])
          decided.clear();
        for (const [place, { isLasting }] of this.#passages) if (!isLasting) this.#passages.delete(place);
        this.#isDetermined = false;
        this.#isGrave = false;
        return;
      case 'facilitationOutcomeRecorded':
        if (event.facilitation.outcome !== 'escalate') this.#openRefusals.clear();
        if (event.facilitation.outcome === 'reviewAgain') this.#agreed().forEach((each) => each.clear());
        return;
      case 'exceptionProposed':
        this.#deemedSigners.clear();
        return;
      case 'signaturesVoided':
        event.personIds.forEach((id) => this.#signed.delete(id));
        return;
      case 'reviewOpened':
      case 'reviewGroupAsked':
        assert.ok(isReached(this.#validators(), this.#passed), 'reviewed before it was validated');
        this.#openReviewGroup = event.openGroup;
        this.#isNoticed = false;
        for (const group of this.#reviewers().slice(0, event.openGroup))
          holds(3, isReached(group, this.#approvers()), 'asked before the group before was at quorum');
        return;
      case 'formalSignOffOpened':
      case 'approvalGroupAsked':
        this.#openSigningGroup = event.openGroup;
        this.#isNoticed = false;
        assert.ok(isReached(this.#validators(), this.#passed), 'to be signed without having been validated');
        for (const group of this.#signers().slice(0, event.openGroup))
          holds(3, isReached(group, this.#acceptors()), 'asked before the group before was at quorum');
        if (!this.#isDetermined) this.#assertReviewed();
        return;
      case 'accepted':
      case 'acceptedWithExceptions':
      case 'closedOut':
        this.#enterAcceptance(event);
        return;
      case 'deadlineExtended':
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

  /** What the acceptance in force is worth to the next phase, and to the invoice. */
  get isInForce(): boolean {
    return this.#acceptances.length > 0 && this.#acceptances.at(-1) !== 'revoked';
  }

  #agreed = () => [this.#approved, this.#signed, this.#deemedReviewers, this.#deemedSigners];
  #approvers = () => new Set([...this.#approved, ...this.#deemedReviewers]);
  #acceptors = () => new Set([...this.#signed, ...this.#deemedSigners]);

  #enterAcceptance({ type, acceptance }: Extract<RecordedEvent, { acceptance: unknown }>): void {
    this.#acceptances.push(type);
    assert.ok(
      ['accepted', 'acceptedWithExceptions', 'acceptedWithExceptions closedOut'].includes(this.#acceptances.join(' ')),
    );
    for (const group of this.#signers()) assert.ok(isReached(group, this.#acceptors()), 'accepted without quorum');
    assert.equal(this.#openRefusals.size, 0, 'accepted over a standing refusal');
    const isExpress =
      this.#deemedReviewers.size === 0 && this.#signers().every((group) => isReached(group, this.#signed));
    const basis = isExpress ? (this.#isDetermined ? 'sponsorDetermined' : 'express') : 'deemed';
    holds(7, acceptance.basis === basis, 'the certificate names the wrong basis');
    const parts = Number(acceptance.amountReleased) + Number(acceptance.amountWithheld);
    holds(5, parts.toFixed(4) === Number(this.#plan.value.amount).toFixed(4), 'released and withheld make no value');
  }

  #assertReviewed(): void {
    for (const group of this.#reviewers())
      assert.ok(isReached(group, this.#approvers()), 'to be signed without review');
  }

  #assertBound(digest: string, personId: string, event: RecordedEvent): void {
    holds(2, digest === this.#digest, 'bound to another package than the current one');
    assert.equal(personId, event.actor.personId, 'nobody decides for somebody else');
  }

  #enterPassage({ type, delegation, actor }: Extract<RecordedEvent, { delegation: unknown }>): void {
    const { duty, memberId, fromPersonId, toPersonId } = delegation;
    const decided = { validation: this.#passed, review: this.#approved, signature: this.#signed }[duty];
    assert.equal(this.#holder(duty, memberId), fromPersonId, 'passed on by who does not have it');
    assert.ok(!decided.has(fromPersonId) && !decided.has(toPersonId), 'a decision was lost by passing it on');
    assert.equal(actor.personId, type === 'delegated' ? fromPersonId : 'manager');
    this.#passages.set(`${duty} ${memberId}`, { to: toPersonId, isLasting: type === 'reassigned' });
    const acting = [...this.#passages].filter(
      ([place, { to }]) => place.startsWith(`${duty} `) && to === toPersonId && place !== `${duty} ${to}`,
    );
    assert.ok(acting.length <= 1, 'rule 3: acts for two people');
  }

  /** Who acts on a place; undefined while the listed person acts on somebody else's, because one person counts once. */
  #holder(duty: string, memberId: string): string | undefined {
    const passage = this.#passages.get(`${duty} ${memberId}`);
    if (passage) return passage.to;
    const isAway = [...this.#passages].some(
      ([place, { to }]) => place.startsWith(`${duty} `) && to === memberId && place !== `${duty} ${to}`,
    );
    return isAway ? undefined : memberId;
  }

  #assertHolds(duty: string, { personId, onBehalfOf }: { personId: string; onBehalfOf?: string }): void {
    assert.equal(this.#holder(duty, onBehalfOf ?? personId), personId, 'decided by who was not, or no longer, asked');
    assert.notEqual(onBehalfOf, personId);
  }

  /** Rule 4: within what the list allows the listed person, and what it allows whoever acts for them. */
  #mayCount(personId: string, memberId: string, group: number): boolean {
    if (personId === this.#submitter) return false;
    const lists = this.#plan.approvalAuthorityList;
    const limits = [lists[group]?.members.find((each) => each.personId === memberId)];
    if (personId !== memberId) {
      const here = [...(lists[group]?.members ?? []), ...(lists[group]?.delegates ?? [])];
      const anywhere = lists.flatMap((each) => [...each.members, ...(each.delegates ?? [])]);
      const own = here.find((each) => each.personId === personId);
      limits.push(...(own ? [own] : anywhere.filter((each) => each.personId === personId)));
      if (limits.length < 2) return false;
    }
    return limits.every(
      (each) => each && (each.limit === undefined || Number(each.limit) >= Number(this.#plan.value.amount)),
    );
  }

  #authors = (): string[] => this.#plan.deliverables.flatMap((each) => each.authorIds);

  #validators = (): Members => {
    const { quorum, memberIds } = this.#plan.validators;
    return { quorum, ids: memberIds.map((id) => this.#holder('validation', id) ?? `nobody for ${id}`) };
  };

  #reviewers = (): Members[] =>
    this.#plan.reviewGroups.map(({ quorum, memberIds }) => ({
      quorum,
      ids: memberIds.map((id) => this.#holder('review', id) ?? `nobody for ${id}`),
    }));

  /** Members whose signature cannot count stay in the size of the group, so that "all" still means all. */
  #signers = (): Members[] =>
    this.#plan.approvalAuthorityList.map((each, group) => ({
      quorum: each.quorum,
      ids: each.members.map(({ personId }) => {
        const holder = this.#holder('signature', personId);
        return holder && this.#mayCount(holder, personId, group) ? holder : `nobody for ${personId}`;
      }),
    }));
}

function isReached({ quorum, ids }: Members, decided: ReadonlySet<string>): boolean {
  const count = ids.filter((id) => decided.has(id)).length;
  if (quorum.kind === 'all') return count === ids.length;
  return count >= (quorum.kind === 'any' ? 1 : quorum.count);
}
