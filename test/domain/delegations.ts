// Who acts for whom, by the events alone: the auditor's own book of duties passed on. Checks what may be passed on, and to whom.
import assert from 'node:assert/strict';
import type { RecordedEvent } from '../../domain/events.ts';
import { holdsOnDelegate } from './timesTested.ts';

export type Passed = Extract<RecordedEvent, { delegation: unknown }>;

export class Delegations {
  /** "duty listed person" to the person who acts, with whether the manager arranged it. */
  readonly #delegations = new Map<string, { to: string; isLasting: boolean }>();

  /** `decided`: who has given a decision of that duty. Throws when a decision would be lost, or a person would count twice. */
  enter({ type, delegation, actor }: Passed, decided: ReadonlySet<string>): void {
    const { duty, memberId, fromPersonId, toPersonId } = delegation;
    assert.equal(this.assignee(duty, memberId), fromPersonId, 'passed on by who does not have it');
    holdsOnDelegate(
      3,
      !decided.has(fromPersonId) && !decided.has(toPersonId),
      'a decision was passed on, or counts twice',
    );
    if (type !== 'deputised') assert.equal(actor.personId, type === 'delegated' ? fromPersonId : 'manager');
    this.#delegations.set(`${duty} ${memberId}`, { to: toPersonId, isLasting: type === 'reassigned' });
    holdsOnDelegate(3, this.#actingFor(duty, toPersonId).length <= 1, 'acts for two people');
  }

  /** What people passed on was about the old package; what the manager arranged lasts. */
  enterNewPackage(): void {
    for (const [place, { isLasting }] of this.#delegations) if (!isLasting) this.#delegations.delete(place);
  }

  /** Who acts on a place; undefined while the listed person acts on somebody else's, because one person counts once. */
  assignee(duty: string, memberId: string): string | undefined {
    const delegation = this.#delegations.get(`${duty} ${memberId}`);
    if (delegation && delegation.to !== memberId) return delegation.to;
    return this.#actingFor(duty, memberId).length > 0 ? undefined : memberId;
  }

  assertHolds(duty: string, { personId, onBehalfOf }: { personId: string; onBehalfOf?: string }): void {
    assert.equal(this.assignee(duty, onBehalfOf ?? personId), personId, 'decided by who was not, or no longer, asked');
    assert.notEqual(onBehalfOf, personId);
  }

  #actingFor = (duty: string, personId: string): string[] =>
    [...this.#delegations].flatMap(([place, { to }]) =>
      place.startsWith(`${duty} `) && to === personId && place !== `${duty} ${to}` ? [place] : [],
    );
}
