// How sentences of the service name people to people: by name, where the record and the API tell them apart by ID.
import { personOf, type Milestone } from '../milestone.ts';

/** A sentence that the service made, with the name for each person ID that stands in it in quotes or behind the name. */
export const inNames = (milestone: Milestone, sentence: string): string =>
  named(sentence, (id) => personOf(milestone, id)?.name);

/** The same where there is no milestone yet, by the people of its engagement. */
export const inNamesOf = (people: readonly { personId: string; name: string }[], sentence: string): string =>
  named(sentence, (id) => people.find((each) => each.personId === id)?.name);

const named = (sentence: string, nameOf: (id: string) => string | undefined): string =>
  sentence
    .replace(/"([^"]*)"/gu, (quoted, id: string) => nameOf(id) ?? quoted)
    .replace(/ \(([^()]*)\)/gu, (behind, id: string) => {
      const name = nameOf(id);
      return name !== undefined && sentence.includes(`${name}${behind}`) ? '' : behind;
    });
