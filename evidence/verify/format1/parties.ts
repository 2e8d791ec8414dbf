// The people of a record of format 1, as its findings name them. Frozen: see docs/recordFormat.md.
import { isSameHuman, type Person } from './authority.ts';
import type { Terms } from './sufficiencyShapes.ts';

export class Parties {
  readonly #terms: Terms;

  constructor(terms: Terms) {
    this.#terms = terms;
  }

  find = (id: string): Person | undefined => this.#terms.engagement.people.find((each) => each.personId === id);

  isSame = (one: string, other: string): boolean => isSameHuman(this.#terms.engagement.people, one, other);

  names = (ids: readonly string[]): string => ids.map((id) => this.find(id)?.name ?? `“${id}”`).join(', ');

  /** "Ann Sample of the client". */
  who(id: string): string {
    const person = this.find(id);
    return person ? `${person.name} of the ${person.party}` : `“${id}”, who is not among the people of the engagement,`;
  }
}
