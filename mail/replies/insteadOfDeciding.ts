// What somebody says by reply in place of the decision they are asked for, as the command it is; rules nothing.
import type { Command } from '../../domain/commands.ts';
import type { Milestone } from '../../domain/milestone.ts';

/** 2026-12-10, or 10.12.2026; the first date counts, and the rest is the reason. */
const dates = /(\d{4})-(\d{2})-(\d{2})|(?<!\d)(\d{1,2})\.[ ]?(\d{1,2})\.[ ]?(\d{4})/u;

/** Undefined without a date that there is. */
export function dateIn(text: string): string | undefined {
  const [, year, month, day, germanDay, germanMonth, germanYear] = dates.exec(text) ?? [];
  const parts = year === undefined ? [germanYear, germanMonth, germanDay] : [year, month, day];
  if (parts.some((each) => each === undefined)) return undefined;
  const date = parts.map((each, index) => (each as string).padStart(index === 0 ? 4 : 2, '0')).join('-');
  return new Date(`${date}T00:00:00Z`).toString() !== 'Invalid Date' &&
    new Date(`${date}T00:00:00Z`).toISOString().slice(0, 10) === date
    ? date
    : undefined;
}

/** Whose it is, where an address of somebody among the people stands in the reasons. */
export function proposedIn({ engagement }: Milestone, text: string): string | undefined {
  const addresses = text
    .split(/[\s<>(),;:]/u)
    .filter((each) => each.includes('@'))
    .map((each) => (each.endsWith('.') ? each.slice(0, -1) : each).toLowerCase());
  const named = engagement.people.filter((each) => addresses.includes(each.email.toLowerCase()));
  return named.length === 1 ? named[0]?.personId : undefined;
}

type Bound = Pick<Extract<Command, { name: 'sign' }>, 'messageId' | 'actor' | 'packageDigest'>;

/** Undefined where a date is missing. */
export function insteadOfDeciding(
  verb: 'NEED INFORMATION' | 'MORE TIME' | 'NOT MINE' | 'WITHDRAW',
  reasons: readonly string[],
  { packageDigest, ...sent }: Bound,
  milestone: Milestone,
): Command | undefined {
  const text = reasons.join('\n\n');
  switch (verb) {
    case 'NEED INFORMATION':
      return { name: 'askForInformation', ...sent, packageDigest, question: text.slice(0, 4000) };
    case 'MORE TIME': {
      const newDeadlineOn = dateIn(text);
      return newDeadlineOn === undefined
        ? undefined
        : { name: 'requestMoreTime', ...sent, newDeadlineOn, reason: text.slice(0, 2000) };
    }
    case 'NOT MINE': {
      const proposedPersonId = proposedIn(milestone, text);
      const proposed = proposedPersonId === undefined ? {} : { proposedPersonId };
      return { name: 'declineToDecide', ...sent, packageDigest, reason: text.slice(0, 2000), ...proposed };
    }
    case 'WITHDRAW':
      return { name: 'withdrawSignature', ...sent, packageDigest, reason: text.slice(0, 4000) };
    default:
      return verb satisfies never;
  }
}
