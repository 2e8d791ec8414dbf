// Which people of an engagement are one human: judged by the mailbox behind an address, and as a hint by the name. Pure.
import type { Person } from './people.ts';
import { foldedName } from './names.ts';

type Listed = Pick<Person, 'personId' | 'email'> & { sharedMailbox?: boolean | undefined };

/** A provider's domains, which lead to the same mailboxes; it says that dots before the at sign mean nothing to it. */
const withoutDots = ['gmail.com', 'googlemail.com'];

/** No address is longer (RFC 5321); what is, is not looked at. */
const longestAddress = 254;

/**
 * The mailbox an address leads to. Domains have no case (RFC 5321), and no provider in use tells local parts apart by theirs;
 * what follows a plus is a tag of its owner's (RFC 5233). A dot is a letter like others, but with the one provider that says it is
 * none. Other marks of tags mean something else elsewhere and stay: addresses that only their provider knows to be one count as two.
 * Undefined for what is no address, such as the mark of an erasure.
 */
export function mailboxOf(address: string): string | undefined {
  if (address.length > longestAddress) return undefined;
  const at = address.lastIndexOf('@');
  if (at < 1) return undefined;
  const domain = address
    .slice(at + 1)
    .normalize('NFC')
    .toLowerCase();
  const [local = ''] = address.slice(0, at).normalize('NFC').toLowerCase().split('+', 1);
  const isWithoutDots = withoutDots.includes(domain);
  return `${isWithoutDots ? local.replaceAll('.', '') : local}@${isWithoutDots ? withoutDots[0] : domain}`;
}

/** One mailbox is one human, however many person IDs it has in an engagement (rule 12). */
export function isSameHuman(
  { engagement }: { engagement: { people: readonly Listed[] } },
  one: string,
  other: string,
): boolean {
  if (one === other) return true;
  const of = (id: string) => mailboxOf(engagement.people.find((each) => each.personId === id)?.email ?? '');
  const mailbox = of(one);
  return mailbox !== undefined && mailbox === of(other);
}

/** Who reads a shared mailbox is nobody in particular, so nothing that a human answers for can be theirs. */
export const isShared = (people: readonly Listed[], id: string): boolean =>
  people.find((each) => each.personId === id)?.sharedMailbox === true;

export interface Doubled {
  /** Place among the people. */
  index: number;
  personId: string;
  /** Listed before. */
  first: string;
}

/** People with the mailbox of somebody listed before, unless both say that it is a shared one. */
export function doubled(people: readonly Listed[]): Doubled[] {
  const isDeclared = (id: string, other: string) => isShared(people, id) && isShared(people, other);
  return sameBy(people, ({ email }) => mailboxOf(email)).filter(({ personId, first }) => !isDeclared(personId, first));
}

/** People with the name of somebody listed before: one human with two addresses, or two of one name. */
export const namesakes = (people: readonly (Listed & Pick<Person, 'name'>)[]): Doubled[] =>
  sameBy(people, ({ name }) => foldedName(name));

function sameBy<T extends Listed>(people: readonly T[], key: (each: T) => string | undefined): Doubled[] {
  const first = new Map<string, string>();
  return people.flatMap((each, index) => {
    const found = key(each);
    if (found === undefined) return [];
    const before = first.get(found);
    if (before === undefined) first.set(found, each.personId);
    return before === undefined ? [] : [{ index, personId: each.personId, first: before }];
  });
}
