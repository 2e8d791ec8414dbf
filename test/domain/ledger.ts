// An auditor that follows the events alone and keeps its own books, so that the rules are checked by other code than the rules.
import assert from 'node:assert/strict';
import type { RecordedEvent } from '../../domain/events.ts';
import type { MilestonePlan } from '../../domain/plan.ts';
import type { Quorum } from '../../domain/quorum.ts';

interface Members {
  quorum: Quorum;
  ids: string[];
}

const closing = ['accepted', 'terminated', 'cancelled'];

export class Ledger {
  readonly #plan: MilestonePlan;
  #digest: string | undefined;
  #submitter = '';
  #passed = new Set<string>();
  #approved = new Set<string>();
  #signed = new Set<string>();
  #openRefusals = 0;
  #openReviewGroup = -1;
  #openSigningGroup = -1;
  #isDetermined = false;
  #sequence = 1;
  #acceptances: string[] = [];
  isOver = false;

  constructor(plan: MilestonePlan) {
    this.#plan = plan;
  }

  /** Enters one event; throws when a rule does not hold. */
  enter(event: RecordedEvent): void {
    this.#sequence += 1;
    assert.equal(event.sequence, this.#sequence, 'sequence numbers have no gaps');
    if (this.isOver) assert.equal(event.type, 'undeliverableReported', 'nothing is decided after the end');
    this.#enterDecision(event);
    this.#enterCourse(event);
    if (event.type === 'closedOut' || closing.includes(event.type)) this.isOver = true;
  }

  #enterDecision(event: RecordedEvent): void {
    switch (event.type) {
      case 'validationReported': {
        const { personId, packageDigest, isPassed } = event.report;
        this.#assertBound(packageDigest, personId, event);
        assert.ok(!this.#authors().includes(personId), 'rule 1: an author validated');
        assert.ok(!this.#passed.has(personId), 'rule 3: counted twice');
        if (isPassed) this.#passed.add(personId);
        return;
      }
      case 'feedbackGiven': {
        const { personId, packageDigest, verdict, group } = event.feedback;
        this.#assertBound(packageDigest, personId, event);
        assert.ok(group <= this.#openReviewGroup, 'rule 3: a later group was not asked yet');
        if (verdict === 'approve') this.#approved.add(personId);
        return;
      }
      case 'signed': {
        const { personId, packageDigest, group } = event.signature;
        this.#assertBound(packageDigest, personId, event);
        assert.ok(group <= this.#openSigningGroup, 'rule 3: a later group was not asked yet');
        assert.ok(!this.#signed.has(personId), 'rule 3: counted twice');
        assert.ok(this.#mayCount(personId, group), 'rules 1 and 4: signed without authority');
        this.#signed.add(personId);
        return;
      }
      case 'refused':
        this.#assertBound(event.refusal.packageDigest, event.refusal.personId, event);
        this.#openRefusals += 1;
        this.#signed.delete(event.refusal.personId);
        return;
      case 'sponsorDecided':
        assert.equal(event.actor.personId, 'sponsor');
        this.#openRefusals = 0;
        this.#isDetermined ||= event.determination.determination === 'formalSignOff';
        return;
      default:
    }
  }

  #enterCourse(event: RecordedEvent): void {
    switch (event.type) {
      case 'packageFrozen':
        assert.notEqual(event.package.digest, this.#digest, 'rule 2: a new version has a new digest');
        this.#digest = event.package.digest;
        this.#submitter = event.package.submittedBy;
        for (const decided of [this.#passed, this.#approved, this.#signed]) decided.clear();
        this.#openRefusals = 0;
        this.#isDetermined = false;
        return;
      case 'facilitationOutcomeRecorded':
        if (event.facilitation.outcome !== 'escalate') this.#openRefusals = 0;
        if (event.facilitation.outcome === 'reviewAgain')
          for (const each of [this.#approved, this.#signed]) each.clear();
        return;
      case 'signaturesVoided':
        event.personIds.forEach((id) => this.#signed.delete(id));
        return;
      case 'reviewOpened':
      case 'reviewGroupAsked':
        assert.ok(isReached(this.#validators(), this.#passed), 'reviewed before it was validated');
        this.#openReviewGroup = event.openGroup;
        for (const group of this.#reviewers().slice(0, event.openGroup))
          assert.ok(isReached(group, this.#approved), 'rule 3: asked before the group before was at quorum');
        return;
      case 'formalSignOffOpened':
      case 'approvalGroupAsked':
        this.#openSigningGroup = event.openGroup;
        assert.ok(isReached(this.#validators(), this.#passed), 'to be signed without having been validated');
        for (const group of this.#signers().slice(0, event.openGroup))
          assert.ok(isReached(group, this.#signed), 'rule 3: asked before the group before was at quorum');
        if (!this.#isDetermined) this.#assertReviewed();
        return;
      case 'accepted':
      case 'acceptedWithExceptions':
      case 'closedOut':
        this.#enterAcceptance(event);
        return;
      default:
    }
  }

  #enterAcceptance({ type, acceptance }: Extract<RecordedEvent, { acceptance: unknown }>): void {
    this.#acceptances.push(type);
    assert.ok(
      ['accepted', 'acceptedWithExceptions', 'acceptedWithExceptions closedOut'].includes(this.#acceptances.join(' ')),
    );
    for (const group of this.#signers()) assert.ok(isReached(group, this.#signed), 'accepted without quorum');
    assert.equal(this.#openRefusals, 0, 'accepted over a standing refusal');
    assert.equal(acceptance.basis === 'sponsorDetermined', this.#isDetermined, 'the certificate names the wrong basis');
    const parts = Number(acceptance.amountReleased) + Number(acceptance.amountWithheld);
    assert.equal(
      parts.toFixed(4),
      Number(this.#plan.value.amount).toFixed(4),
      'rule 5: released and withheld make the value',
    );
  }

  #assertReviewed(): void {
    for (const group of this.#reviewers()) assert.ok(isReached(group, this.#approved), 'to be signed without review');
  }

  #assertBound(digest: string, personId: string, event: RecordedEvent): void {
    assert.equal(digest, this.#digest, 'rule 2: bound to the current package');
    assert.equal(personId, event.actor.personId, 'nobody decides for somebody else');
  }

  #mayCount(personId: string, group: number): boolean {
    const listed = this.#plan.approvalAuthorityList[group]?.members.find((each) => each.personId === personId);
    if (!listed || personId === this.#submitter) return false;
    return listed.limit === undefined || Number(listed.limit) >= Number(this.#plan.value.amount);
  }

  #authors = (): string[] => this.#plan.deliverables.flatMap((each) => each.authorIds);

  #validators = (): Members => ({ quorum: this.#plan.validators.quorum, ids: this.#plan.validators.memberIds });

  #reviewers = (): Members[] => this.#plan.reviewGroups.map((each) => ({ quorum: each.quorum, ids: each.memberIds }));

  /** Members whose signature cannot count stay in the size of the group, so that "all" still means all. */
  #signers = (): Members[] =>
    this.#plan.approvalAuthorityList.map((each, group) => ({
      quorum: each.quorum,
      ids: each.members.map(({ personId }) => (this.#mayCount(personId, group) ? personId : `not ${personId}`)),
    }));
}

function isReached({ quorum, ids }: Members, decided: ReadonlySet<string>): boolean {
  const count = ids.filter((id) => decided.has(id)).length;
  if (quorum.kind === 'all') return count === ids.length;
  return count >= (quorum.kind === 'any' ? 1 : quorum.count);
}
