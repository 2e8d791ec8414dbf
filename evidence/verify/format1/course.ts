// Whether each step on the way to an acceptance was due, and by whose office it was taken, in a record of format 1. Frozen: see
// docs/recordFormat.md.
import { isForInformation } from './comments.ts';
import { isAtLeast } from './amendments.ts';
import type { PassedOn } from './authority.ts';
import { whyNotClosed, whyNotRevoked, whyNotVerified } from './closing.ts';
import { Deputies } from './deputies.ts';
import { whyNotAttested, whyNotInTurn } from './inTurn.ts';
import { whyTooShort } from './silence.ts';
import type { Parties } from './parties.ts';
import type { Exception, Terms, Told } from './sufficiencyShapes.ts';
import { phaseWords, turnOf } from './turns.ts';

const outcomesFrom: Record<string, readonly string[]> = {
  validating: ['rework', 'underExceptions', 'escalate'],
  inReview: ['rework', 'reviewAgain', 'escalate'],
  formalSignOff: ['rework', 'reviewAgain', 'askAgain', 'escalate'],
};

const says = (isBroken: boolean, sentence: string): string[] => (isBroken ? [sentence] : []);

/** Goes along with the events, one after the other, and believes none of them. */
export class Course {
  readonly #terms: Terms;
  readonly #parties: Parties;
  #phase = 'compiling';
  #openGroup = 0;
  #packages = 0;
  #acceptances: { certificateNumber: string; isRevocation: boolean; isWithheld?: true }[] = [];
  #disputedFrom = '';
  /** How the dispute or escalation that the milestone is in was resolved. */
  #resolution = '';
  #isMeetingPlanned: boolean;
  #hasNotes = false;
  #unanswered = new Set<string>();
  /** Outcomes that whoever refused may still object to, by refusal. */
  #contested = new Map<string, string>();
  #refusers = new Map<string, string>();
  #delegations: (PassedOn & { kind: string })[] = [];
  readonly #deputies: Deputies;
  #exceptions: Exception[] = [];
  #open = new Set<string>();
  #revocationBy: string | undefined;

  constructor(terms: Terms, parties: Parties) {
    this.#terms = terms;
    this.#parties = parties;
    this.#deputies = new Deputies(terms, parties);
    this.#isMeetingPlanned = terms.plan.reviewMeeting !== undefined;
  }

  /** What stands against the event, by the course so far. */
  enter(event: Told): string[] {
    const turn = turnOf(event.type, this.#phase);
    const why = [
      ...(turn?.why ?? []),
      ...this.#deputies.enter(event),
      ...this.#afterLeaving(event),
      ...whyTooShort(this.#terms, event),
      ...this.#against(event),
      ...this.#againstStep(event),
      ...this.#againstEnd(event),
    ];
    this.#follow(event);
    if (turn) this.#phase = turn.to;
    return why;
  }

  /** A day begins, somewhere on earth, within fourteen hours of when it does in UTC. Manager and sponsor do not leave. */
  #afterLeaving({ actor: { personId }, voucher, at }: Told): string[] {
    const { people, engagementManagerId, engagementSponsorId } = this.#terms.engagement;
    const lastDay = people.find((each) => each.personId === personId)?.lastDayOn;
    if (lastDay === undefined || [engagementManagerId, engagementSponsorId].includes(personId)) return [];
    const isAfter = Date.parse(voucher?.takenAt ?? at) - Date.parse(`${lastDay}T00:00:00.000Z`) > 38 * 3_600_000;
    return says(isAfter, `${this.#parties.who(personId)} acted after their last day, ${lastDay}`);
  }

  #against(event: Told): string[] {
    switch (event.type) {
      case 'packageFrozen':
        return this.#againstPackage(event);
      case 'validationReported':
        return whyNotInTurn(this.#terms, this.#parties, event.report, this.#at('validation'));
      case 'feedbackGiven':
        return whyNotInTurn(this.#terms, this.#parties, event.feedback, this.#at('review'));
      case 'signed':
        return [
          ...whyNotInTurn(this.#terms, this.#parties, event.signature, this.#at('signature')),
          ...whyNotAttested(this.#terms, this.#parties, event.signature),
        ];
      case 'feedbackAddressed':
        return this.#mustBe(event, 'manager', `feedback ${event.feedbackId} was addressed`);
      case 'meetingNotesRecorded':
        return this.#mustBe(event, 'manager', 'notes of the review meeting were recorded');
      case 'delegated':
      case 'reassigned':
      case 'deputised':
        return this.#deputies.againstPassing(event);
      case 'exceptionProposed':
        return says(
          event.exception.proposedBy !== event.actor.personId,
          `exception ${event.exception.exceptionId} names another proposer than who acted`,
        );
      default:
        return [];
    }
  }

  #againstPackage({ package: { submittedBy, packageVersion }, actor }: Told): string[] {
    const { engagementManagerId: manager } = this.#terms.engagement;
    return [
      ...says(
        submittedBy !== manager || actor.personId !== manager,
        `the package was submitted by ${this.#parties.who(actor.personId)} and not by the engagement manager`,
      ),
      ...says(packageVersion !== this.#packages + 1, `version ${packageVersion} follows ${this.#packages} on record`),
      ...says(
        !['compiling', 'rework'].includes(this.#phase),
        `the package was replaced in ${phaseWords[this.#phase] ?? this.#phase}`,
      ),
    ];
  }

  #at = (duty: string) => ({
    ...{ duty, phase: this.#phase, openGroup: this.#openGroup, delegations: this.#delegations },
  });

  #mustBe({ actor }: Told, office: 'manager' | 'sponsor', did: string): string[] {
    const { engagementManagerId, engagementSponsorId } = this.#terms.engagement;
    const holder = office === 'manager' ? engagementManagerId : engagementSponsorId;
    const by = `${did} by ${this.#parties.who(actor.personId)} and not by the engagement ${office}`;
    return says(actor.personId !== holder, `${by}, ${this.#parties.names([holder])}`);
  }

  #againstStep(event: Told): string[] {
    switch (event.type) {
      case 'reviewOpened':
        return says(
          (this.#phase === 'facilitation' && !['reviewAgain', 'underExceptions'].includes(this.#resolution)) ||
            (['inReview', 'formalSignOff'].includes(this.#phase) && this.#resolution !== 'amended'),
          'review was opened although no facilitation came to that',
        );
      case 'validationOpened':
        return says(
          !['compiling', 'rework'].includes(this.#phase) && this.#resolution !== 'amended',
          'validation was opened again although no amendment asks for that',
        );
      case 'formalSignOffOpened':
        return this.#againstSignOff();
      case 'facilitationOutcomeRecorded': {
        const { outcome } = event.facilitation;
        const isOpen = this.#phase === 'facilitation' && outcomesFrom[this.#disputedFrom]?.includes(outcome) === true;
        return [
          ...this.#mustBe(event, 'manager', 'the outcome of the facilitation was recorded'),
          ...says(!isOpen, `a facilitation came to “${outcome}”, which was not open to it`),
        ];
      }
      case 'sponsorDecided':
        return [
          ...this.#mustBe(event, 'sponsor', 'the determination was made'),
          ...says(this.#phase !== 'escalated', 'the engagement sponsor determined where nothing was escalated'),
        ];
      case 'exceptionVerified': {
        const exception = this.#exceptions.find((each) => each.exceptionId === event.exceptionId);
        return whyNotVerified(this.#terms, this.#parties, this.#delegations, event, exception);
      }
      default:
        return [];
    }
  }

  #againstSignOff(): string[] {
    switch (this.#phase) {
      case 'inReview':
        return [
          ...[...this.#unanswered].map(
            (id) => `formal sign-off was opened although feedback item ${id} is not addressed`,
          ),
          ...says(
            this.#isMeetingPlanned && !this.#hasNotes,
            'formal sign-off was opened although the review meeting has no notes',
          ),
        ];
      case 'facilitation':
        return says(
          this.#resolution !== 'askAgain',
          'formal sign-off was opened although no facilitation came to that',
        );
      case 'escalated':
        return says(
          this.#resolution !== 'formalSignOff',
          'formal sign-off was opened without a determination of the engagement sponsor',
        );
      default:
        return [];
    }
  }

  #againstEnd(event: Told): string[] {
    switch (event.type) {
      case 'partAccepted':
      case 'accepted':
      case 'acceptedWithExceptions':
        return [
          ...[...this.#contested.values()].map(
            (id) => `accepted while ${this.#parties.names([id])} could still object to what was facilitated`,
          ),
          ...this.#againstNumber(event),
        ];
      case 'closedOut':
        return [...whyNotClosed(this.#terms, event, [...this.#open]), ...this.#againstNumber(event)];
      case 'revocationProposed':
        return this.#mustBe(event, 'manager', 'the revocation was proposed');
      case 'revoked':
        return [...whyNotRevoked(this.#terms, this.#parties, event, this.#revocationBy), ...this.#againstNumber(event)];
      default:
        return [];
    }
  }

  /** Certificates are numbered, and each replaces the one in force. */
  #againstNumber({ acceptance: { certificateNumber, supersedes } }: Told): string[] {
    const due = `${this.#terms.milestoneId}-C${this.#acceptances.length + 1}`;
    const last = this.#acceptances.findLast((each) => !each.isWithheld);
    const inForce = last?.isRevocation ? undefined : last?.certificateNumber;
    return says(
      certificateNumber !== due || supersedes !== inForce,
      `the acceptance states number ${certificateNumber}; by the record it is ${due}, in the place of ${inForce ?? 'none'}`,
    );
  }

  #follow(event: Told): void {
    if (turnOf(event.type, this.#phase)) this.#resolution = '';
    switch (event.type) {
      case 'packageFrozen':
        this.#packages += 1;
        this.#exceptions = [];
        this.#open.clear();
        this.#delegations = this.#delegations.filter((each) => each.kind === 'reassigned');
        return;
      case 'reviewOpened':
      case 'reviewGroupAsked':
      case 'formalSignOffOpened':
      case 'approvalGroupAsked':
        this.#openGroup = event.openGroup;
        return;
      case 'reviewMeetingScheduled':
        this.#isMeetingPlanned = true;
        return;
      case 'meetingNotesRecorded':
        this.#hasNotes = true;
        return;
      case 'feedbackGiven':
        for (const { feedbackId } of event.items.filter(
          (_each, index) => !isForInformation(event.feedback, index, event.items.length),
        ))
          this.#unanswered.add(feedbackId);
        if (event.feedback.verdict !== 'comment') this.#settle(event.feedback.personId);
        return;
      case 'feedbackAddressed':
        this.#unanswered.delete(event.feedbackId);
        return;
      case 'planAmended':
        if (event.asksAgain !== 'nothing') this.#resolution = 'amended';
        if (!isAtLeast(event.asksAgain, 'validation')) return;
        this.#exceptions = [];
        this.#open.clear();
        return;
      case 'delegated':
      case 'reassigned':
      case 'deputised':
        this.#delegations.push({ ...event.delegation });
        return;
      case 'signed':
        return this.#settle(event.signature.personId);
      default:
        this.#followDispute(event);
    }
  }

  #followDispute(event: Told): void {
    switch (event.type) {
      case 'refused':
        this.#settle(event.refusal.personId);
        this.#refusers.set(event.refusal.refusalId, event.refusal.personId);
        return;
      case 'facilitationOpened':
        this.#disputedFrom = event.from;
        return;
      case 'facilitationOutcomeRecorded': {
        const { outcome, refusalId = '', confirmBy } = event.facilitation;
        this.#resolution = outcome;
        if (confirmBy !== undefined) this.#contested.set(refusalId, this.#refusers.get(refusalId) ?? '');
        return;
      }
      case 'facilitationOutcomeConfirmed':
      case 'facilitationOutcomeUnopposed':
      case 'facilitationOutcomeOpposed':
        this.#contested.delete(event.refusalId);
        return;
      case 'sponsorDecided':
        this.#resolution = event.determination.determination;
        return;
      default:
        this.#followEnd(event);
    }
  }

  #followEnd(event: Told): void {
    switch (event.type) {
      case 'exceptionProposed':
        this.#exceptions.push(event.exception);
        this.#open.add(event.exception.exceptionId);
        return;
      case 'exceptionVerified':
        this.#open.delete(event.exceptionId);
        return;
      case 'acceptanceWithheld':
        this.#acceptances = this.#acceptances.map((each) =>
          each.certificateNumber === event.withheld.certificateNumber ? { ...each, isWithheld: true } : each,
        );
        return;
      case 'revocationProposed':
        this.#revocationBy = event.proposal.proposedBy;
        return;
      case 'revocationDeclined':
        this.#revocationBy = undefined;
        return;
      case 'partAccepted':
      case 'accepted':
      case 'acceptedWithExceptions':
      case 'closedOut':
      case 'revoked':
        this.#acceptances.push({
          certificateNumber: event.acceptance.certificateNumber,
          isRevocation: event.type === 'revoked',
        });
        return;
      default:
    }
  }

  /** Whoever decides anew has said what they have to say to an outcome. */
  #settle(personId: string): void {
    for (const [refusalId, id] of this.#contested) if (id === personId) this.#contested.delete(refusalId);
  }
}
