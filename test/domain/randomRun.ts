// One run of a milestone, event by event under the eyes of the auditor; every rule is judged after each of them.
import assert from 'node:assert/strict';
import { handleTimer } from '../../domain/decide.ts';
import { SignOffError } from '../../domain/errors.ts';
import type { EventType, RecordedEvent } from '../../domain/events.ts';
import { evolve } from '../../domain/evolve.ts';
import { isOver, type Delivery, type Milestone } from '../../domain/milestone.ts';
import { assertAuthorised, extentOfNextPhase } from '../../domain/acceptance/nextPhase.ts';
import { systemActor } from '../../domain/people/people.ts';
import { notificationsFor } from '../../domain/requests/notifications.ts';
import { nextInstant } from '../../domain/time/onTimer.ts';
import type { Outage } from '../../domain/time/outages.ts';
import { pendingAssignees } from '../../domain/requests/pendingAssignees.ts';
import * as act from './acts.ts';
import type { Act, Message } from './acts.ts';
import { Billing } from './billing.ts';
import { monday } from './cast.ts';
import { assertCounted, endOfDays, isOnBusinessDay, type KnownCalendar } from './countedDays.ts';
import { daysAfterwards, daysOf } from './randomRunTerms.ts';
import { Auditor } from './auditor.ts';
import { assertNobodysTime } from './latenessBooks.ts';
import { assertArchivedAlike } from '../support/archivedAlike.ts';
import { assertPlainJson, ruleOn } from './scenario.ts';
import { whyInsufficient } from '../../domain/sufficiency/sufficiency.ts';
import { notVouchedFor } from '../../domain/sufficiency/vouched.ts';
import { addressee } from '../support/testVouchers.ts';
import { nodePrimitives } from '../../evidence/verify/nodePrimitives.ts';
import { whyInsufficient as toTheReader } from '../../evidence/verify/format1/sufficiency.ts';
import { acceptances, decidingIn } from './deciding.ts';
import { holds } from './timesTested.ts';
import { VoidedRows } from './voidedRows.ts';

export class RandomRun {
  milestone: Milestone;
  #folded: Milestone;
  #now = monday;
  readonly #calendar: KnownCalendar;
  readonly #sent: Message[] = [];
  readonly #outages: Outage[] = [];
  /** All of them, from the start on. */
  readonly events: RecordedEvent[];
  readonly #billing = new Billing();
  readonly auditor: Auditor;
  readonly #rows = new VoidedRows();
  readonly happened = new Set<EventType>();

  /** From its start, or from where `before` has brought it. */
  constructor(
    started: Milestone,
    calendar: KnownCalendar,
    before: { milestone: Milestone; events: RecordedEvent[] } = { milestone: started, events: [] },
  ) {
    this.milestone = started;
    this.events = [startOf(started)];
    this.#folded = this.milestone;
    this.#calendar = calendar;
    const { plan, engagement } = this.milestone;
    this.auditor = new Auditor(plan, engagement.contract, engagement.people);
    this.#take(before.milestone, before.events);
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

  /** The billing system has an invoice registered, or the same one again. */
  invoice(n: number): void {
    this.#billing.register(this.milestone, n, this.auditor.released);
  }

  /**
   * Until something is due, and then what is due; where silence is judged, on mails that arrived or did not, and over a time in which
   * the service took answers in or was down for some hours.
   */
  wait(n = 0): void {
    this.#isDown(n);
    const next = nextInstant(this.milestone);
    if (!next) return;
    if (next > this.#now) this.#now = next;
    const { milestone, events } = handleTimer(this.milestone, this.#now, {
      deliveries: mailsTo(this.milestone, n),
      outages: this.#outages,
    });
    const mayLead = events.some((each) => ['silenceDeemed', 'facilitationOutcomeUnopposed'].includes(each.type));
    for (const event of events) {
      holds(7, mayLead || clockMay.includes(event.type), `silence led to ${event.type}`);
      if (event.type === 'silenceDeemed') this.#assertHadPeriod(event);
      if (event.type === 'deadlinePassed') holds(9, event.at >= event.deadline, 'told before the deadline');
    }
    this.#take(milestone, events);
  }

  /** Once in some further periods. */
  #isDown(n: number): void {
    const { stage } = this.milestone;
    const noticeAt = 'wait' in stage ? stage.wait.finalNoticeAt : undefined;
    if (noticeAt === undefined || n % 3 !== 1 || this.#outages.some((each) => each.from > noticeAt)) return;
    this.#outages.push({ from: hoursAfter(noticeAt, 1), to: hoursAfter(noticeAt, 1 + downHours) });
  }

  /** Whoever is taken to have said nothing could have said something for the whole further period. */
  #assertHadPeriod({ at, deeming }: Extract<RecordedEvent, { type: 'silenceDeemed' }>): void {
    const end = endOfDays(deeming.finalNoticeAt, daysAfterwards, { ...this.#calendar, firstDay: 'dayAfterSent' });
    const isDown = this.#outages.some((each) => each.from > deeming.finalNoticeAt && each.from < end);
    holds(7, at >= (isDown ? hoursAfter(end, downHours) : end), 'judged before the whole period was had');
  }

  #take(milestone: Milestone, events: readonly RecordedEvent[]): void {
    const before = this.milestone;
    for (const event of events) {
      this.auditor.enter(event);
      this.#rows.enter(event);
      this.happened.add(event.type);
      this.events.push(event);
      this.#folded = { ...evolve(this.#folded, event), sequence: event.sequence };
      assertNotifications(this.#folded, event);
      this.#assertDays(event);
      this.#billing.check(this.#folded, this.auditor.released);
    }
    if (events.length > 0) this.#assertNextPhase();
    for (const kind of ['reports', 'feedback', 'signatures', 'refusals', 'determinations', 'acceptances'] as const)
      holds(2, milestone[kind].length >= before[kind].length, 'a decision is gone from the record');
    this.milestone = milestone;
  }

  #assertNextPhase(): void {
    holds(6, mayStartNext(this.#folded, true) === this.auditor.isInForce, 'the next phase began unauthorised, or not');
    holds(6, mayStartNext(this.#folded, false) === this.auditor.isUnconditional, 'it began over conditions, or not');
  }

  /** Rule 9 on what deadlines have just opened; exceptions are due on the date agreed, whatever day that is. */
  #assertDays(event: RecordedEvent): void {
    if (event.type === 'deadlineExtended' || event.type === 'ownTimeTaken')
      holds(9, isOnBusinessDay(event.wait.deadline, this.#calendar), 'extended to no business day');
    if (event.type === 'facilitationOutcomeRecorded' && event.facilitation.confirmBy) {
      const expected = endOfDays(event.at, 1, { ...this.#calendar, firstDay: 'dayAfterSent' });
      holds(9, event.facilitation.confirmBy === expected, 'the period to object is counted otherwise');
    }
    const wait = event.type === 'revocationProposed' ? event.proposal.wait : 'wait' in event ? event.wait : undefined;
    const days = event.type === 'revocationProposed' ? daysOf.escalated : daysOf[this.#folded.stage.phase];
    if (!wait || days === undefined || wait.openedAt !== event.at || moved.includes(event.type)) return;
    const dated = event.type === 'partAccepted' && this.#folded.parts.at(-1)?.restDueOn;
    if (dated) holds(9, wait.deadline.startsWith(dated), 'the rest is due on another day');
    else assertCounted(wait, days, daysAfterwards, this.#calendar);
    holds(9, isOnBusinessDay(wait.deadline, this.#calendar), `${wait.deadline} is no business day`);
  }

  /** The events alone make the state, the state is JSON, and what is archived of it follows from the events as well. */
  check(): void {
    assert.deepEqual({ ...this.#folded, messages: this.milestone.messages }, this.milestone);
    assertPlainJson(this.milestone);
    this.#rows.assertAgrees(this.milestone);
    assertNobodysTime(this.events, this.#now);
    assert.equal(this.auditor.isOver, isOver(this.milestone));
    if (this.milestone.acceptances.length > 0) assertArchivedAlike(this.milestone, this.events);
    // Costs as much as all the rest of a run, so a few of them do.
    if (this.events.length % 4 === 0) assertSufficient(this.events);
  }
}

/** The event that a milestone begins with, from the state it began in. */
function startOf({ milestoneId, engagement, plan, stage, rulesVersion }: Milestone): RecordedEvent {
  assert.ok('wait' in stage);
  const { wait } = stage;
  const started = { type: 'milestoneStarted' as const, milestoneId, engagement, plan, wait, rulesVersion };
  return { ...started, sequence: 1, at: wait.openedAt, actor: systemActor };
}

/** All but the signatures, which nobody makes here. */
const vouching = (events: readonly RecordedEvent[]) => notVouchedFor(events, addressee('M1'), () => true);

/** Whatever the rules let be accepted rests on everything it needs; and without what decided a step, it does not. */
function assertSufficient(events: readonly RecordedEvent[]): void {
  for (const [index, { type }] of events.entries())
    if (acceptances.includes(type)) {
      assert.deepEqual(whyInsufficient(events.slice(0, index + 1), vouching), []);
      assert.deepEqual(toTheReader(nodePrimitives, events.slice(0, index + 1), new Map()), []);
    }
  const last = events.findLastIndex(({ type }) => type !== 'revoked' && acceptances.includes(type));
  const upTo = events.slice(0, last + 1);
  const deciding = decidingIn(upTo);
  const index = deciding[upTo.length % deciding.length];
  const left = index === undefined ? undefined : upTo[index];
  if (left)
    assert.notDeepEqual(
      whyInsufficient(
        upTo.filter((each) => each !== left),
        vouching,
      ),
      [],
      `sufficient without ${left.type}`,
    );
}

function assertNotifications(milestone: Milestone, event: RecordedEvent): void {
  const notifications = notificationsFor(milestone, event);
  const keys = notifications.map((each) => `${each.kind} ${each.recipientId}`);
  assert.equal(new Set(keys).size, keys.length, 'a notification repeats');
  for (const { kind, recipientId } of notifications) {
    const who = milestone.engagement.people.find((each) => each.personId === recipientId);
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
  'furtherPeriodExtended',
  'exceptionFailed',
  'deputised',
  'consentStepDue',
  'amendmentLapsed',
];

/** A deadline that runs already, and is put off. */
const moved: EventType[] = ['deadlineExtended', 'ownTimeTaken', 'clockResumed'];

const downHours = 3;
const hoursAfter = (instant: string, hours: number): string =>
  new Date(Date.parse(instant) + hours * 3_600_000).toISOString();

/** Whether a milestone that depends on this one could start, if it did or did not accept conditions. */
function mayStartNext({ milestoneId, acceptances, plan }: Milestone, acceptsRestricted: boolean): boolean {
  const extent = extentOfNextPhase(acceptances.at(-1));
  const given = { milestoneId, authorisationNumber: `${milestoneId}-N`, conditions: ['E1: tested'] };
  const dependent = { ...plan, dependsOn: [{ milestoneId, acceptsRestricted }] };
  try {
    assertAuthorised(dependent, extent === 'none' ? [] : [{ ...given, extent }]);
    return true;
  } catch (error) {
    assert.ok(error instanceof SignOffError && error.code === 'NOT_AUTHORISED');
    return false;
  }
}

/** Mails of the round as the record might have them: all taken by the server, or one still waiting. */
function mailsTo(milestone: Milestone, n: number): Delivery[] {
  const { stage } = milestone;
  const sentAt = ('wait' in stage ? stage.wait.finalNoticeAt : undefined) ?? monday;
  return pendingAssignees(milestone).flatMap((recipientId, index) =>
    ['reviewRequest', 'signatureRequest', 'finalNotice'].map((kind): Delivery => ({
      mailId: `${kind}:${recipientId}`,
      recipientId,
      kind,
      ...(n % 4 === 0 && index === 0 ? { status: 'queued' } : { status: 'sent', sentAt, response: '250 taken' }),
    })),
  );
}
