// The rules that hold always, over random courses of a milestone: people in and out of turn, repeats, stale packages, missed deadlines.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ruleOnTime } from '../../domain/decide.ts';
import type { RecordedEvent } from '../../domain/events.ts';
import { evolve } from '../../domain/evolve.ts';
import { isOver, type Milestone } from '../../domain/milestone.ts';
import { noticesFor } from '../../domain/notices.ts';
import { nextInstant, stillAsked } from '../../domain/passTime.ts';
import * as act from './acts.ts';
import type { Act, Message } from './acts.ts';
import { monday, people } from './cast.ts';
import { Ledger } from './ledger.ts';
import { assertPlainJson, ruleOn, started, type Terms } from './scenario.ts';
import { nextAct } from './wayOut.ts';

const quick = {
  waits: Object.fromEntries(
    ['compiling', 'rework', 'validating', 'inReview', 'formalSignOff', 'facilitation', 'escalated'].map((phase) => [
      phase,
      { businessDays: 1 },
    ]),
  ),
  reminderPercents: [],
  repeatEscalations: 0,
  calendar: { timeZone: 'UTC' },
};

const anyOf = (name: string, ...memberIds: string[]) => ({ name, quorum: { kind: 'any' }, memberIds });

/** Plans that differ in what could be got wrong: quorums, order, people in several places, limits, separation of duties. */
const plans: object[] = [
  {},
  {
    validators: { name: 'V', quorum: { kind: 'atLeast', count: 2 }, memberIds: ['author', 'validator1', 'validator2'] },
    reviewGroups: [
      { name: 'Two of three', quorum: { kind: 'atLeast', count: 2 }, memberIds: ['user1', 'user2', 'owner1'] },
      anyOf('Again', 'user1', 'owner2'),
    ],
    approvalAuthorityList: [
      { name: 'First', members: [{ personId: 'approver1' }] },
      {
        name: 'Second',
        quorum: { kind: 'any' },
        members: [{ personId: 'approver1', limit: '1.00' }, { personId: 'director' }],
      },
    ],
  },
  {
    approvalAuthorityList: [
      {
        name: 'Two of three',
        quorum: { kind: 'atLeast', count: 2 },
        members: [{ personId: 'approver1' }, { personId: 'approver2', limit: '100000.00' }, { personId: 'director' }],
        delegates: [
          { personId: 'deputy', limit: '100000.00' },
          { personId: 'owner1', limit: '5.00' },
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
        name: 'Both sides',
        quorum: { kind: 'atLeast', count: 2 },
        members: [{ personId: 'manager' }, { personId: 'approver1' }, { personId: 'approver2' }],
      },
    ],
    reviewMeeting: { startsAt: '2026-03-05T10:00:00Z', location: 'Room 1' },
  },
];

const ids = people.map((each) => each.personId);
const anyone = (n: number): string => ids[n % ids.length] ?? 'manager';

/** Every other time somebody who is asked, or hardly any refusal would come from a person who may refuse. */
const who =
  (n: number, does: (personId: string) => Act): Act =>
  (milestone) => {
    const asked = stillAsked(milestone);
    return does(n % 2 === 0 && asked.length > 0 ? (asked[(n >> 1) % asked.length] as string) : anyone(n))(milestone);
  };

const concluding = (n: number): Act => act.conclude(['rework', 'reviewAgain', 'askAgain', 'escalate'][n % 4] as string);
const determining = (n: number): Act =>
  act.determine(['rework', 'formalSignOff', 'formalSignOff', 'terminate'][n % 4] as string);

/** What may come at any time, in turn or not; `n` picks the person and the details. */
const menu: ((n: number) => Act)[] = [
  () => act.submit(),
  (n) => who(n, act.report),
  (n) => who(n, act.fail),
  (n) => who(n, act.approve),
  (n) => who(n, (id) => act.comment(id, 'Why?')),
  (n) => who(n, act.requestRevision),
  (n) => act.address(`F${1 + (n % 3)}`),
  () => act.schedule(),
  () => act.takeNotes(),
  (n) => act.propose(`E${n % 3}`, { amountWithheld: ['0.00', '333.3333', '100000.00'][n % 3], ownerId: anyone(n) }),
  (n) => who(n, act.sign),
  (n) => act.sign(anyone(n), { packageDigest: act.noDigest }),
  (n) => who(n, act.refuse),
  (n) => who(n, (id) => act.delegate(id, anyone(n >> 3))),
  (n) => {
    const duty = [undefined, 'validation', 'review', 'signature'][n % 4];
    return act.reassign(anyone(n >> 2), anyone(n >> 6), duty === undefined ? {} : { duty });
  },
  concluding,
  (n) => who(n, act.escalate),
  determining,
  (n) => act.verify(`E${n % 3}`, anyone(n)),
  (n) => (n % 7 === 0 ? act.cancel(anyone(n)) : act.bounce(anyone(n))),
];

class Course {
  milestone: Milestone;
  #folded: Milestone;
  #now = monday;
  readonly #sent: Message[] = [];
  readonly ledger: Ledger;

  constructor(terms: Terms) {
    this.milestone = started(terms).milestone;
    this.#folded = this.milestone;
    this.ledger = new Ledger(this.milestone.plan);
  }

  do(next: Act): void {
    const before = this.milestone;
    const message = next(before);
    const { milestone, events, refused } = ruleOn(before, message, this.#now);
    this.#sent.push(message);
    if (refused) assert.deepEqual({ ...milestone, messages: before.messages }, before, 'a refusal changes nothing');
    this.#take(milestone, events);
  }

  /** A message that was sent before comes again: the same one, or another under its ID. */
  again(n: number): void {
    const message = this.#sent[n % this.#sent.length];
    if (!message) return;
    const isSame = n % 2 === 0;
    const raw = isSame ? message.raw : { ...message.raw, actor: act.actorOf('intruder') };
    const { milestone, events, isRepeat } = ruleOn(this.milestone, { name: message.name, raw }, this.#now);
    assert.equal(milestone, this.milestone, 'a used message ID changes nothing');
    assert.equal(isRepeat, isSame);
    assert.deepEqual(events, []);
  }

  /** Until something is due, and then what is due. */
  wait(): void {
    const next = nextInstant(this.milestone);
    if (!next) return;
    if (next > this.#now) this.#now = next;
    const { milestone, events } = ruleOnTime(this.milestone, this.#now);
    const clockMay = ['reminderDue', 'deadlinePassed', 'overdueEscalated', 'escalatedToSponsor'];
    for (const event of events) assert.ok(clockMay.includes(event.type), `rule 7: silence led to ${event.type}`);
    this.#take(milestone, events);
  }

  #take(milestone: Milestone, events: readonly RecordedEvent[]): void {
    const before = this.milestone;
    for (const event of events) {
      this.ledger.enter(event);
      this.#folded = { ...evolve(this.#folded, event), sequence: event.sequence };
      assertNotices(this.#folded, event);
      if ('wait' in event && event.wait) assertBusinessDay(event.type, event.wait.deadline);
    }
    for (const kind of ['reports', 'feedback', 'signatures', 'refusals', 'determinations', 'acceptances'] as const)
      assert.ok(milestone[kind].length >= before[kind].length, 'rule 2: decisions stay on record');
    this.milestone = milestone;
  }

  /** The events alone make the state, and the state is JSON. */
  check(): void {
    assert.deepEqual({ ...this.#folded, messages: this.milestone.messages }, this.milestone);
    assertPlainJson(this.milestone);
    assert.equal(this.ledger.isOver, isOver(this.milestone));
  }
}

function assertNotices(milestone: Milestone, event: RecordedEvent): void {
  const notices = noticesFor(milestone, event);
  const keys = notices.map((each) => `${each.kind} ${each.recipientId}`);
  assert.equal(new Set(keys).size, keys.length, 'a notice repeats');
  for (const { kind, recipientId } of notices) {
    const who = people.find((each) => each.personId === recipientId);
    assert.ok(who, `${recipientId} is nobody`);
    if (kind === 'indemnityPrompt') assert.equal(who.party, 'firm');
  }
}

/** Exceptions are due on the date agreed, whatever day that is. */
function assertBusinessDay(type: string, deadline: string): void {
  if (type === 'acceptedWithExceptions' || type === 'exceptionVerified') return;
  assert.ok(![0, 6].includes(new Date(deadline).getUTCDay()), `rule 9: ${deadline} is no business day`);
}

function whatIsAskedFor(milestone: Milestone, n: number): Act | undefined {
  if (milestone.stage.phase === 'facilitation') return concluding(n);
  if (milestone.stage.phase === 'escalated') return determining(n);
  return nextAct(milestone, 0);
}

/** Half of the time somebody does what is asked, or milestones would hardly ever get beyond validation. */
function play(terms: Terms, picks: readonly number[]): Course {
  const course = new Course(terms);
  for (const pick of picks) {
    const wanted = pick % 2 === 0 ? whatIsAskedFor(course.milestone, pick >> 6) : undefined;
    const n = pick >> 6;
    const chosen = (pick >> 1) % (menu.length + 2);
    if (wanted) course.do(wanted);
    else if (chosen === menu.length) course.wait();
    else if (chosen > menu.length) course.again(n);
    else course.do((menu[chosen] as (n: number) => Act)(n));
  }
  course.check();
  return course;
}

const courses = fc.record({
  plan: fc.nat(plans.length - 1),
  maxReworkCycles: fc.nat(2),
  amount: fc.constantFrom('100000.00', '100000', '99999.9999'),
  picks: fc.array(fc.nat(0xffff), { maxLength: 30, size: 'max' }),
});

const termsOf = ({
  plan,
  maxReworkCycles,
  amount,
}: {
  plan: number;
  maxReworkCycles: number;
  amount: string;
}): Terms => ({
  contract: { ...quick, maxReworkCycles },
  plan: { value: { amount, currency: 'EUR' }, ...plans[plan] },
});

describe('A milestone in whatever course', function () {
  this.timeout(300_000);
  const reached = new Set<string>();

  it('keeps every rule that holds always, and can always be brought to acceptance or, once over, stays so', () => {
    fc.assert(
      fc.property(courses, (course) => {
        const played = play(termsOf(course), course.picks);
        reached.add(played.milestone.stage.phase);
        for (let turn = 0; !isOver(played.milestone) && turn < 60; turn += 1) {
          const next = nextAct(played.milestone, turn);
          assert.ok(next);
          played.do(next);
        }
        assert.ok(isOver(played.milestone), `no way out of ${played.milestone.stage.phase}`);
        played.check();
      }),
      { numRuns: 2_000 },
    );
  });

  it('was seen in every phase', () => {
    assert.deepEqual([...reached].sort(), [
      'accepted',
      'acceptedWithExceptions',
      'cancelled',
      'compiling',
      'escalated',
      'facilitation',
      'formalSignOff',
      'inReview',
      'rework',
      'terminated',
      'validating',
    ]);
  });

  it('ends terminated when nobody is left who may sign, and is never let through', () => {
    const onlySubmitter = {
      approvalAuthorityList: [{ name: 'Firm', members: [{ personId: 'manager' }] }],
    };
    const course = new Course({ contract: quick, plan: onlySubmitter });
    for (let turn = 0; !isOver(course.milestone); turn += 1) course.do(nextAct(course.milestone, turn) as Act);
    assert.equal(course.milestone.stage.phase, 'terminated');
  });
});
