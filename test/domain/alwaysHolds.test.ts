// The rules that hold always, over random courses of a milestone: people in and out of turn, repeats, stale packages, missed deadlines.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ruleOnTime } from '../../domain/decide.ts';
import type { EventType, RecordedEvent } from '../../domain/events.ts';
import { evolve } from '../../domain/evolve.ts';
import { grantersOf } from '../../domain/exceptionCloseOut.ts';
import { isOver, openExceptions, type Delivery, type Milestone } from '../../domain/milestone.ts';
import { extentOfNextPhase } from '../../domain/nextPhase.ts';
import { noticesFor } from '../../domain/notices.ts';
import { nextInstant, stillAsked } from '../../domain/passTime.ts';
import { acceptanceInForce } from '../../domain/revocation.ts';
import { outcomeToConfirm } from '../../domain/outcomeConfirmation.ts';
import * as act from './acts.ts';
import type { Act, Message } from './acts.ts';
import { monday, people } from './cast.ts';
import { holds, Ledger, timesTested, type RuleNumber } from './ledger.ts';
import { assertPlainJson, ruleOn, started, type Terms } from './scenario.ts';
import { answering, anyone, concluding, determining, menu } from './randomActs.ts';
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
  confirmOutcomeWithinBusinessDays: 1,
  exceptionFailsAfterBusinessDays: 3,
  calendar: { timeZone: 'UTC' },
};

const silences = [
  {},
  { review: 'deemedAccepted', signOff: 'deemedAccepted', furtherPeriodBusinessDays: 1 },
  { signOff: 'deemedRejected', furtherPeriodBusinessDays: 1 },
];

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

class Course {
  milestone: Milestone;
  #folded: Milestone;
  #now = monday;
  readonly #sent: Message[] = [];
  readonly ledger: Ledger;
  readonly happened = new Set<EventType>();

  constructor(terms: Terms) {
    this.milestone = startedOnce(terms);
    this.#folded = this.milestone;
    this.ledger = new Ledger(this.milestone.plan, this.milestone.engagement.contract.silence);
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

  /** Until something is due, and then what is due; where silence is judged, on mails that arrived or did not. */
  wait(n = 0): void {
    const next = nextInstant(this.milestone);
    if (!next) return;
    if (next > this.#now) this.#now = next;
    const { milestone, events } = ruleOnTime(this.milestone, this.#now, { deliveries: mailsTo(this.milestone, n) });
    const mayLead = events.some((each) => ['silenceDeemed', 'facilitationOutcomeUnopposed'].includes(each.type));
    for (const event of events) holds(7, mayLead || clockMay.includes(event.type), `silence led to ${event.type}`);
    this.#take(milestone, events);
  }

  #take(milestone: Milestone, events: readonly RecordedEvent[]): void {
    const before = this.milestone;
    for (const event of events) {
      this.ledger.enter(event);
      this.happened.add(event.type);
      this.#folded = { ...evolve(this.#folded, event), sequence: event.sequence };
      assertNotices(this.#folded, event);
      if ('wait' in event && event.wait) assertBusinessDay(event.type, event.wait.deadline);
      holds(6, isAuthorised(this.#folded) === this.ledger.isInForce, 'the next phase is authorised without acceptance');
      const inForce = acceptanceInForce(this.#folded);
      holds(5, (inForce === undefined) === !this.ledger.isInForce, 'released without a certificate in force');
    }
    for (const kind of ['reports', 'feedback', 'signatures', 'refusals', 'determinations', 'acceptances'] as const)
      holds(2, milestone[kind].length >= before[kind].length, 'a decision is gone from the record');
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

const clockMay: EventType[] = [
  'reminderDue',
  'deadlinePassed',
  'overdueEscalated',
  'escalatedToSponsor',
  'finalNoticeGiven',
  'silenceNotDeemed',
  'exceptionFailed',
];

const isAuthorised = (milestone: Milestone): boolean => extentOfNextPhase(milestone.acceptances.at(-1)) !== 'none';

/** Mails of the round as the record might have them: all taken by the server, or one still waiting. */
function mailsTo(milestone: Milestone, n: number): Delivery[] {
  const { stage } = milestone;
  const sentAt = ('wait' in stage ? stage.wait.finalNoticeAt : undefined) ?? monday;
  return stillAsked(milestone).flatMap((recipientId, index) =>
    ['reviewRequest', 'signatureRequest', 'finalNotice'].map((kind): Delivery => ({
      mailId: `${kind}:${recipientId}`,
      recipientId,
      kind,
      ...(n % 4 === 0 && index === 0 ? { status: 'queued' } : { status: 'sent', sentAt, response: '250 taken' }),
    })),
  );
}

const known = new Map<string, Milestone>();

/** Checking the same engagement thousands of times would take longer than the courses themselves. */
function startedOnce(terms: Terms): Milestone {
  const key = JSON.stringify(terms);
  const found = known.get(key) ?? started(terms).milestone;
  known.set(key, found);
  return found;
}

/** Exceptions are due on the date agreed, whatever day that is. */
function assertBusinessDay(type: string, deadline: string): void {
  if (['acceptedWithExceptions', 'exceptionVerified', 'exceptionExtended', 'exceptionFailed'].includes(type)) return;
  holds(9, ![0, 6].includes(new Date(deadline).getUTCDay()), `${deadline} is no business day`);
}

/** The owner shows something, or somebody else does not take it for closed. */
function closing(milestone: Milestone, n: number): Act {
  const [open] = openExceptions(milestone);
  const { exceptionId = '', ownerId = '' } = open ?? {};
  if (n % 6 === 0) return act.extendException(exceptionId, '2026-04-20', grantersOf(milestone)[0]);
  if (open?.closures?.at(-1)) return act.rejectClosure(exceptionId, ownerId === 'manager' ? 'approver1' : 'manager');
  return act.showClosed(exceptionId, n % 4 === 0 ? ownerId : anyone(n));
}

function whatIsAskedFor(milestone: Milestone, n: number): Act | undefined {
  if (milestone.proposedRevocation) return n % 2 === 0 ? act.confirmRevocation() : act.declineRevocation();
  if (milestone.stage.phase === 'accepted') return act.proposeRevocation();
  if (outcomeToConfirm(milestone) && n % 4 === 0) return answering(n >> 2);
  if (milestone.stage.phase === 'facilitation') return concluding(n);
  if (milestone.stage.phase === 'escalated') return determining(n);
  if (milestone.stage.phase === 'acceptedWithExceptions' && n % 2 === 0) return closing(milestone, n);
  return nextAct(milestone, 0);
}

/** Half of the time somebody does what is asked, or milestones would hardly ever get beyond validation. */
function play(terms: Terms, picks: readonly number[]): Course {
  const course = new Course(terms);
  for (const pick of picks) {
    const wanted = pick % 2 === 0 ? whatIsAskedFor(course.milestone, pick >> 6) : undefined;
    const n = pick >> 6;
    const chosen = (pick >> 1) % (menu.length + 3);
    if (wanted) course.do(wanted);
    else if (chosen === menu.length) course.wait(n);
    else if (chosen === menu.length + 1) course.again(n);
    else if (chosen > menu.length) for (let rung = 0; rung < 4; rung += 1) course.wait(n);
    else course.do((menu[chosen] as (n: number) => Act)(n));
  }
  course.check();
  return course;
}

const courses = fc.record({
  plan: fc.nat(plans.length - 1),
  maxReworkCycles: fc.nat(2),
  silence: fc.nat(silences.length - 1),
  amount: fc.constantFrom('100000.00', '100000', '99999.9999'),
  picks: fc.array(fc.nat(0xffff), { maxLength: 30, size: 'max' }),
});

const termsOf = ({
  plan,
  maxReworkCycles,
  silence,
  amount,
}: {
  plan: number;
  maxReworkCycles: number;
  silence: number;
  amount: string;
}): Terms => ({
  contract: { ...quick, maxReworkCycles, silence: silences[silence] },
  plan: { value: { amount, currency: 'EUR' }, ...plans[plan] },
});

describe('A milestone in whatever course', function () {
  this.timeout(900_000);
  const reached = new Set<string>();
  const happened = new Set<string>();

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
        played.happened.forEach((each) => happened.add(each));
      }),
      { numRuns: 10_000 },
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
      'revoked',
      'rework',
      'terminated',
      'validating',
    ]);
  });

  it('saw everything happen that can', () => {
    const can: EventType[] = [
      'silenceDeemed',
      'silenceNotDeemed',
      'deadlineExtended',
      'facilitationOutcomeConfirmed',
      'facilitationOutcomeOpposed',
      'facilitationOutcomeUnopposed',
      'closureEvidenceSubmitted',
      'closureRejected',
      'exceptionVerified',
      'exceptionExtended',
      'exceptionFailed',
      'revocationProposed',
      'revocationDeclined',
      'revoked',
      'closedOut',
    ];
    assert.deepEqual(
      can.filter((each) => !happened.has(each)),
      [],
    );
  });

  for (const rule of Object.keys(timesTested).map((each) => Number(each) as RuleNumber))
    it(`put rule ${rule} to the test again and again`, () => {
      assert.ok(timesTested[rule] >= 10_000, `${timesTested[rule]} times only`);
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
