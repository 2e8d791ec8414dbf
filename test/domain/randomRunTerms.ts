// Contracts and plans that random runs are played under; they differ in what could be got wrong.
import fc from 'fast-check';
import type { Milestone, Phase } from '../../domain/milestone.ts';
import { calendars, type KnownCalendar } from './countedDays.ts';
import { started, type Terms } from './scenario.ts';

/** Business days of each deadline: short, since counting them takes most of the time, and unlike each other. */
export const daysOf: Partial<Record<Phase, number>> = {
  compiling: 1,
  rework: 1,
  validating: 2,
  inReview: 3,
  formalSignOff: 2,
  facilitation: 1,
  escalated: 1,
};

export const daysAfterwards = 1;

const quick = {
  waits: Object.fromEntries(Object.entries(daysOf).map(([phase, businessDays]) => [phase, { businessDays }])),
  reminderPercents: [],
  escalateAfterBusinessDays: daysAfterwards,
  repeatEscalations: 0,
  confirmOutcomeWithinBusinessDays: 1,
  exceptionFailsAfterBusinessDays: 3,
};

const silences = [
  {},
  { review: 'deemedAccepted', signOff: 'deemedAccepted', furtherPeriodBusinessDays: daysAfterwards },
  { signOff: 'deemedRejected', furtherPeriodBusinessDays: daysAfterwards },
];

/** By the same number: with silence that accepts, a part is accepted by it as well. */
const partialAcceptances = ['bySignature', 'alsoBySilence', 'none'];

const anyOf = (name: string, ...memberIds: string[]) => ({ name, quorum: { kind: 'any' }, memberIds });
const twoOf = (name: string, ...members: object[]) => ({ name, quorum: { kind: 'atLeast', count: 2 }, members });

/** Quorums, order, people in several places, limits on either side of the value, separation of duties. */
const plans: object[] = [
  {},
  {
    validators: { name: 'V', quorum: { kind: 'atLeast', count: 2 }, memberIds: ['author', 'validator1', 'validator2'] },
    reviewGroups: [
      { name: 'Two of three', quorum: { kind: 'atLeast', count: 2 }, memberIds: ['user1', 'user2', 'owner1'] },
      anyOf('Again', 'user1', 'owner2'),
    ],
    approvalAuthorityList: [
      { name: 'First', members: [{ personId: 'approver1' }], delegates: [{ personId: 'deputy', limit: '250000.00' }] },
      {
        name: 'Second',
        quorum: { kind: 'any' },
        members: [{ personId: 'approver1', limit: '1.00' }, { personId: 'director' }],
        delegates: [{ personId: 'deputy' }, { personId: 'owner1', limit: '100000' }],
      },
    ],
  },
  {
    approvalAuthorityList: [
      {
        ...twoOf(
          'Two of three',
          { personId: 'approver1' },
          { personId: 'approver2', limit: '100000.00' },
          { personId: 'director', limit: '300000.00' },
        ),
        delegates: [
          { personId: 'deputy', limit: '100000.00' },
          { personId: 'owner1', limit: '5.00' },
          { personId: 'user2', limit: '200000.00' },
        ],
      },
      { name: 'Last', members: [{ personId: 'owner2' }], delegates: [{ personId: 'user1' }] },
    ],
  },
  {
    validators: anyOf('V', 'validator1', 'author'),
    reviewGroups: [anyOf('Users', 'user1', 'user2')],
    approvalAuthorityList: [
      {
        ...twoOf('Both sides', { personId: 'manager' }, { personId: 'approver1' }, { personId: 'approver2' }),
        delegates: [{ personId: 'sponsor', limit: '100000.01' }, { personId: 'deputy' }],
      },
    ],
    reviewMeeting: { startsAt: '2026-03-05T10:00:00Z', location: 'Room 1' },
  },
];

/** What one random run is made of. */
export interface Chance {
  plan: number;
  maxReworkCycles: number;
  silence: number;
  calendar: number;
  amount: string;
  picks: number[];
}

export const randomRuns = (maxLength = 28): fc.Arbitrary<Chance> =>
  fc.record({
    plan: fc.nat(plans.length - 1),
    maxReworkCycles: fc.nat(2),
    silence: fc.nat(silences.length - 1),
    calendar: fc.nat(calendars.length - 1),
    amount: fc.constantFrom('100000.00', '100000', '99999.9999'),
    picks: fc.array(fc.nat(0xffff), { maxLength, size: 'max' }),
  });

export const calendarOf = ({ calendar }: Pick<Chance, 'calendar'>): KnownCalendar =>
  calendars[calendar] as KnownCalendar;

export const termsOf = (chance: Omit<Chance, 'picks'>): Terms => ({
  contract: {
    ...quick,
    calendar: calendarOf(chance),
    maxReworkCycles: chance.maxReworkCycles,
    silence: silences[chance.silence],
    partialAcceptance: partialAcceptances[chance.silence],
    amendmentConsent: { businessDays: 2, unanswered: chance.maxReworkCycles === 1 ? 'escalates' : 'lapses' },
    // Lenient enough for a critical issue to reach those whose silence would count.
    ...(chance.silence === 1 ? { acceptableIssueSeverity: 1 } : {}),
  },
  // A currency of four decimals, so that every place an amount can have is tried.
  plan: { value: { amount: chance.amount, currency: 'CLF' }, ...inParts(chance), ...plans[chance.plan] },
});

/** Some plans say what each deliverable is worth, to the last place. */
const inParts = ({ plan, amount }: Pick<Chance, 'plan' | 'amount'>): object => {
  if (plan % 2 === 1) return {};
  const rest = amount.startsWith('100000') ? '40000.0001' : '39999.9999';
  const first = amount.startsWith('100000') ? '59999.9999' : '60000.0000';
  return {
    deliverables: [
      { deliverableId: 'D1', title: 'Design document', authorIds: ['author'], value: first },
      { deliverableId: 'D2', title: 'Model', value: rest },
    ],
  };
};

const known = new Map<string, Milestone>();

/** Checking the same engagement thousands of times would take longer than the runs themselves. */
export function startedOnce(terms: Terms): Milestone {
  const key = JSON.stringify(terms);
  const found = known.get(key) ?? started(terms).milestone;
  known.set(key, found);
  return found;
}
