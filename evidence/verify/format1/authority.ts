// Who acts for whom in a record of format 1, how far each may sign, and when a group is at quorum. Frozen: see docs/recordFormat.md.

export interface Person {
  personId: string;
  name: string;
  email: string;
  party: string;
  sharedMailbox?: boolean;
  lastDayOn?: string;
}

interface Entry {
  personId: string;
  limit?: string;
}

export type Quorum = { kind: 'all' | 'any' } | { kind: 'atLeast'; count: number };

export interface Group {
  name: string;
  quorum: Quorum;
  memberIds: string[];
}

export interface ApprovalGroup {
  name: string;
  quorum: Quorum;
  members: Entry[];
  delegates?: Entry[];
}

export interface PassedOn {
  duty: string;
  memberId: string;
  toPersonId: string;
  isVoid: boolean;
}

/** Per place of a list who fills it; nobody while the person listed acts for somebody else. */
export function assignees(
  delegations: readonly PassedOn[],
  duty: string,
  memberIds: readonly string[],
): (string | undefined)[] {
  const standing = delegations.filter((each) => each.duty === duty && !each.isVoid);
  const passed = new Map(standing.map((each) => [each.memberId, each.toPersonId]));
  const standIns = new Set([...passed].filter(([from, to]) => from !== to).map(([, to]) => to));
  return memberIds.map((id) => {
    const to = passed.get(id);
    if (to !== undefined && to !== id) return to;
    return standIns.has(id) ? undefined : id;
  });
}

/** One person counts once; a place that nobody fills counts in the size of the group. */
export function isAtQuorum(
  rule: Quorum,
  places: readonly (string | undefined)[],
  agreed: ReadonlySet<string>,
): boolean {
  const present = new Set(places.filter((id) => id !== undefined));
  const size = present.size + places.filter((id) => id === undefined).length;
  const needed = rule.kind === 'atLeast' ? rule.count : rule.kind === 'any' ? 1 : size;
  return [...present].filter((id) => agreed.has(id)).length >= needed;
}

/** Exact, in ten-thousandths: no amount of the format has more decimals. */
export function scaled(amount: string): bigint {
  const [whole = '', decimals = ''] = amount.split('.');
  return BigInt(whole + decimals.padEnd(4, '0'));
}

const smaller = (one: string | undefined, other: string | undefined): string | undefined =>
  one === undefined || other === undefined ? (one ?? other) : scaled(one) > scaled(other) ? other : one;

/** What binds whoever fills a member's place: the member's limit and, for another person, their own; "0" without any authority. */
export function limitOf(
  lists: readonly ApprovalGroup[],
  group: ApprovalGroup,
  member: Entry,
  personId: string,
): string | undefined {
  if (personId === member.personId) return member.limit;
  const entriesIn = (each: ApprovalGroup) =>
    [...each.members, ...(each.delegates ?? [])].filter((entry) => entry.personId === personId);
  const [here] = entriesIn(group);
  if (here) return smaller(member.limit, here.limit);
  const anywhere = lists.flatMap(entriesIn);
  if (anywhere.length === 0) return '0';
  return anywhere.reduce((least, each) => smaller(least, each.limit), member.limit);
}

/** Without case and tags, and of one provider without dots, which it does not count. Undefined for what is no address. */
function mailboxOf(address: string): string | undefined {
  const [, local = '', domain = ''] = /^([^+]+).*@([^@]+)$/.exec(address.normalize('NFC').toLowerCase()) ?? [];
  if (local === '') return undefined;
  const isWithoutDots = domain === 'gmail.com' || domain === 'googlemail.com';
  return isWithoutDots
    ? `${local.replace(/@.*$/, '').replaceAll('.', '')}@gmail.com`
    : `${local.replace(/@.*$/, '')}@${domain}`;
}

/** One mailbox is one human. */
export function isSameHuman(people: readonly Person[], one: string, other: string): boolean {
  const of = (id: string) => mailboxOf(people.find((each) => each.personId === id)?.email ?? '');
  return one === other || (of(one) !== undefined && of(one) === of(other));
}

/** Pairs of person IDs that are one human, but for mailboxes that several people read and that say so. */
export const doubled = (people: readonly Person[]): [string, string][] =>
  people.flatMap((each, index) => {
    const first = people.slice(0, index).find((other) => isSameHuman(people, other.personId, each.personId));
    return first === undefined || (first.sharedMailbox && each.sharedMailbox) ? [] : [[first.personId, each.personId]];
  });
