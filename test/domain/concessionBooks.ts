// The auditor's own books on concessions: no acceptance with a mandatory requirement not met that is not under an exception which
// every signer saw and somebody of the client, who neither owns nor proposed it, signed for. Kept from the events alone.
import assert from 'node:assert/strict';
import type { RecordedEvent } from '../../domain/events.ts';
import type { AgreedException } from '../../domain/milestone.ts';
import type { MilestonePlan } from '../../domain/terms/plan.ts';
import { people } from './cast.ts';

export class ConcessionBooks {
  #mandatory: string[];
  #unmet = new Set<string>();
  #neverConceded = new Set<string>();
  #exceptions: AgreedException[] = [];
  #seen = new Map<string, string[]>();
  /** How often a milestone was accepted with something mandatory not met. */
  accepted = 0;

  constructor(plan: MilestonePlan) {
    this.#mandatory = plan.requirements.filter((each) => each.isMandatory).map((each) => each.requirementId);
  }

  enter(event: RecordedEvent): void {
    switch (event.type) {
      case 'packageFrozen':
        for (const each of [this.#unmet, this.#neverConceded, this.#seen]) each.clear();
        this.#exceptions = [];
        return;
      case 'planAmended':
        this.#mandatory = event.plan.requirements.filter((each) => each.isMandatory).map((each) => each.requirementId);
        if (event.asksAgain !== 'nothing') this.#seen.clear();
        if (event.asksAgain !== 'validation' && event.asksAgain !== 'package') return;
        for (const each of [this.#unmet, this.#neverConceded]) each.clear();
        this.#exceptions = [];
        return;
      case 'validationReported':
        for (const { requirementId, outcome, severity = 5, isMaterial } of event.report.results) {
          if (outcome !== 'notMet' || !this.#mandatory.includes(requirementId)) continue;
          this.#unmet.add(requirementId);
          if (severity < 3 || isMaterial) this.#neverConceded.add(requirementId);
        }
        return;
      case 'exceptionProposed':
        for (const each of event.exception.requirementIds ?? [])
          assert.ok(this.#unmet.has(each), `${each} is under an exception and was not found unmet`);
        this.#exceptions.push(event.exception);
        return;
      case 'reviewOpened':
      case 'formalSignOffOpened':
        this.#assertCovered();
        return;
      case 'signed':
        this.#seen.set(event.signature.personId, event.signature.exceptions?.exceptionIds ?? []);
        return;
      case 'signaturesVoided':
        event.personIds.forEach((each) => this.#seen.delete(each));
        return;
      case 'facilitationOutcomeRecorded':
        if (event.facilitation.outcome === 'reviewAgain') this.#seen.clear();
        return;
      case 'silenceDeemed':
        if (event.deeming.of === 'signOff' && event.deeming.outcome === 'accepted')
          assert.equal(this.#concessions().length, 0, 'silence accepted a concession');
        return;
      case 'accepted':
      case 'acceptedWithExceptions':
        this.#assertCovered();
        this.#assertSeenAndGranted();
        if (this.#unmet.size > 0) this.accepted += 1;
        return;
      default:
    }
  }

  /** Whether a package that too few validators passed may go on all the same: what is not met is all named. */
  get isCovered(): boolean {
    const named = this.#exceptions.flatMap((each) => each.requirementIds ?? []);
    return this.#unmet.size > 0 && this.#neverConceded.size === 0 && [...this.#unmet].every((id) => named.includes(id));
  }

  #concessions = (): AgreedException[] => this.#exceptions.filter((each) => each.requirementIds !== undefined);

  #assertCovered(): void {
    assert.ok(this.#unmet.size === 0 || this.isCovered, `${[...this.#unmet].join()} not met and under no exception`);
  }

  #assertSeenAndGranted(): void {
    const ids = this.#exceptions.map((each) => each.exceptionId);
    for (const [id, seen] of this.#seen) assert.deepEqual(seen, ids, `${id} signed under other exceptions`);
    const clients = [...this.#seen.keys()].filter(
      (id) => people.find((each) => each.personId === id)?.party === 'client',
    );
    for (const { exceptionId, ownerId, proposedBy } of this.#concessions())
      assert.ok(
        clients.some((id) => id !== ownerId && id !== proposedBy),
        `nobody of the client granted ${exceptionId}`,
      );
  }
}
