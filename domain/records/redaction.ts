// Takes a person's data out of plain JSON and puts a mark in their place, so that what is left keeps its shape. Decides nothing.
import { SignOffError } from '../errors.ts';
import type { RecordedEvent } from '../events.ts';
import type { Milestone } from '../milestone.ts';

export const erasedMark = '[erased]';

/** What to look for. Texts are left out where somebody else goes by the same. */
export interface Erasable {
  personId: string;
  /** Requests to this person: whoever came through their links is taken for them. */
  requestIds: readonly string[];
  email?: string;
  phone?: string;
  /** Only of people who never decided anything. */
  name?: string;
  losesName: boolean;
}

/** `redacted` are JSON pointers (RFC 6901) of the strings that changed. */
export interface Redacted<T> {
  value: T;
  redacted: string[];
}

/** Where an object is about the person, these fields of it, and of the authentication in it, say where they sat and wrote from. */
const traces = [
  'ipAddress',
  'userAgent',
  'fromAddress',
  'envelopeFrom',
  'remoteAddress',
  'helo',
  'messageIdHeader',
  'dkimDomain',
];

export function redact<T>(value: T, person: Erasable): Redacted<T> {
  const patterns = patternsOf(person);
  const redacted: string[] = [];
  const walk = (each: unknown, pointer: string, isTrace: boolean): unknown => {
    if (typeof each === 'string') {
      const after = isTrace ? erasedMark : patterns.reduce((text, pattern) => text.replace(pattern, erasedMark), each);
      if (after !== each) redacted.push(pointer);
      return after;
    }
    if (typeof each !== 'object' || each === null) return each;
    if (Array.isArray(each)) return each.map((item, index) => walk(item, `${pointer}/${index}`, false));
    const gone = fieldsToErase(each as Record<string, unknown>, person);
    return Object.fromEntries(
      Object.entries(each).map(([key, inner]) => [
        key,
        key === 'authentication' && gone.includes(key) && typeof inner === 'object' && inner !== null
          ? walkTraces(inner, `${pointer}/authentication`, walk)
          : walk(inner, below(pointer, key), gone.includes(key)),
      ]),
    );
  };
  return { value: walk(value, '', false) as T, redacted };
}

const below = (pointer: string, key: string): string => `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;

type Walk = (value: unknown, pointer: string, isTrace: boolean) => unknown;

const walkTraces = (value: object, pointer: string, walk: Walk): unknown =>
  Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, walk(inner, below(pointer, key), traces.includes(key))]),
  );

function fieldsToErase(object: Record<string, unknown>, person: Erasable): string[] {
  const { requestId } = object;
  const cameByRequest = typeof requestId === 'string' && person.requestIds.includes(requestId);
  const isTheirs = cameByRequest || object.personId === person.personId;
  if (!isTheirs) return [];
  const isListed = object.personId === person.personId && typeof object.email === 'string';
  return [
    ...traces,
    'authentication',
    ...(isListed ? ['email', 'phone'] : []),
    ...(isListed && person.losesName ? ['name', 'capacity'] : []),
  ];
}

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** An address, a number or a name, not as a part of a longer one. */
function patternsOf({ email, phone, name }: Erasable): RegExp[] {
  return [
    ...(email ? [new RegExp(`(?<![\\p{L}\\p{N}._%+-])${literal(email)}(?![\\p{L}\\p{N}-])`, 'giu')] : []),
    ...(phone ? [new RegExp(`${literal(phone)}(?!\\d)`, 'gu')] : []),
    ...(name ? [new RegExp(`(?<![\\p{L}\\p{N}])${literal(name)}(?![\\p{L}\\p{N}])`, 'giu')] : []),
  ];
}

/**
 * Whether the record needs the person's name as evidence of a decision (GDPR Art. 17(3)(e)): they acted, somebody acted on
 * their behalf or entered what they decided, or their silence was made to count.
 */
export const isNeededAsEvidence = (milestone: Milestone, events: readonly RecordedEvent[], personId: string): boolean =>
  events.some((each) => each.actor.personId === personId) ||
  milestone.deemings.some((each) => each.personIds.includes(personId)) ||
  milestone.entered.some((each) => each.personId === personId) ||
  [...milestone.reports, ...milestone.feedback, ...milestone.signatures, ...milestone.refusals].some(
    (each) => each.onBehalfOf === personId,
  );

/** What to look for in the record of a milestone. Throws PERSON_UNKNOWN. An address or name that two people share is not theirs alone to erase. */
export function erasableOf(
  milestone: Milestone,
  events: readonly RecordedEvent[],
  personId: string,
  requestIds: readonly string[],
): Erasable {
  const { people } = milestone.engagement;
  const person = people.find((each) => each.personId === personId);
  if (!person)
    throw new SignOffError(
      'PERSON_UNKNOWN',
      `"${personId}" is not among the people of engagement ${milestone.engagement.engagementId}; use the ID it lists.`,
      { field: 'personId' },
    );
  const losesName = !isNeededAsEvidence(milestone, events, personId);
  const isTheirsAlone = (field: 'email' | 'name'): boolean =>
    person[field] !== erasedMark &&
    !people.some(
      (each) => each.personId !== personId && each[field].toLowerCase().includes(person[field].toLowerCase()),
    );
  return {
    personId,
    requestIds,
    losesName,
    ...(isTheirsAlone('email') ? { email: person.email } : {}),
    ...(person.phone === undefined || people.some((each) => each !== person && each.phone === person.phone)
      ? {}
      : { phone: person.phone }),
    ...(losesName && isTheirsAlone('name') ? { name: person.name } : {}),
  };
}
