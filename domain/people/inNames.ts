// How sentences of the service name people to people: by name, where the record and the API tell them apart by ID.
import { personOf, type Milestone } from '../milestone.ts';

/** A sentence that the service made, with the name for each person ID that stands in it in quotes or behind the name. */
export const inNames = (milestone: Milestone, sentence: string): string =>
  sentence
    .replace(/"([^"]*)"/gu, (quoted, id: string) => personOf(milestone, id)?.name ?? quoted)
    .replace(/ \(([^()]*)\)/gu, (behind, id: string) => {
      const person = personOf(milestone, id);
      return person && sentence.includes(`${person.name}${behind}`) ? '' : behind;
    });
