// given(what happened).when(an act or the clock).then(event types, or the code of a refusal); checks on the way what always holds.
import assert from 'node:assert/strict';
import { enterDecision, submitClosureEvidence, submitPackage } from '../../domain/commands.ts';
import { unpublished } from '../../domain/acceptance/publications.ts';
import { applyEvents, handleMessage, handleTimer, startMilestone, type MessageResult } from '../../domain/decide.ts';
import { signOffErrorCodes, type SignOffErrorCode } from '../../domain/errors.ts';
import type { EventType, MilestoneEvent, RecordedEvent } from '../../domain/events.ts';
import { begin, evolve } from '../../domain/evolve.ts';
import type { Milestone, Phase, PublishedOutputs } from '../../domain/milestone.ts';
import { notificationsFor, type Notification } from '../../domain/requests/notifications.ts';
import { nextInstant } from '../../domain/time/onTimer.ts';
import { kindOfCommand } from '../../domain/people/decisionKinds.ts';
import { kindOfEvent } from '../../domain/records/decisions.ts';
import { milestonePlan } from '../../domain/terms/plan.ts';
import { systemActor, type Actor } from '../../domain/people/people.ts';
import { unsignedVoucher } from '../support/testVouchers.ts';
import type { Act, Message } from './acts.ts';
import { assembledFrom, engagementWith, foundFor, monday, planWith } from './cast.ts';

/** An act, or the passing of time until an instant. */
export type Step = Act | { until: string };

export const until = (instant: string): Step => ({ until: instant });

/** Rules on a message as the workflow does: a submission of the right shape meets what storage found. */
export function ruleOn(milestone: Milestone, { name, raw }: Message, now: string): MessageResult {
  const submission = name === 'submitPackage' ? submitPackage.safeParse(raw) : undefined;
  const assembled = submission?.success ? { assembled: assembledFrom(milestone, submission.data) } : {};
  const naming = { submitClosureEvidence, enterDecision };
  const shown = Object.hasOwn(naming, name) ? naming[name as keyof typeof naming].safeParse(raw) : undefined;
  const found = shown?.success ? { found: foundFor(shown.data.documentIds) } : {};
  const voucher = isSentInTemporal(raw) ? undefined : unsignedVoucher(milestone.milestoneId, name, raw, now);
  return handleMessage(milestone, name, raw, { now, ...assembled, ...found, ...(voucher ? { voucher } : {}) });
}

const isSentInTemporal = ({ actor }: Message['raw']): boolean =>
  (actor as Partial<Actor> | undefined)?.authentication?.method === 'temporalMessage';

/** Fires every step up to `instant`, each at its own time, as a workflow that never sleeps through one. */
function passUntil(milestone: Milestone, instant: string): { milestone: Milestone; events: RecordedEvent[] } {
  const events: RecordedEvent[] = [];
  for (let next = nextInstant(milestone); next && next <= instant; next = nextInstant(milestone)) {
    const passed = handleTimer(milestone, next);
    assert.ok(passed.events.length > 0, 'the timer fired, and nothing was due');
    milestone = passed.milestone;
    events.push(...passed.events);
  }
  return { milestone, events };
}

/** Terms that differ from the usual cast's. */
export interface Terms {
  contract?: object;
  plan?: object;
  engagement?: object;
}

export const started = ({ contract, plan, engagement }: Terms = {}, now = monday) =>
  startMilestone(
    { milestoneId: 'M1', engagement: engagementWith(contract, engagement), plan: planWith(plan) },
    systemActor,
    now,
  );

export class Scenario {
  readonly milestone: Milestone;
  readonly now: string;
  /** Everything since the milestone started. */
  readonly history: readonly RecordedEvent[];
  /** What the last step brought about. */
  readonly events: readonly RecordedEvent[];
  readonly result: MessageResult | undefined;

  constructor(
    milestone: Milestone,
    now: string,
    before: readonly RecordedEvent[],
    events: RecordedEvent[],
    result?: MessageResult,
  ) {
    this.milestone = milestone;
    this.now = now;
    this.history = [...before, ...events];
    this.events = events;
    this.result = result;
    assertPlainJson(milestone);
    this.history.forEach((event, index) => assert.equal(event.sequence, index + 1, 'sequence numbers have no gaps'));
    assert.equal(milestone.sequence, this.history.length);
  }

  get phase(): Phase {
    return this.milestone.stage.phase;
  }

  when(step: Step): Scenario {
    if (typeof step !== 'function') {
      const passed = passUntil(this.milestone, step.until);
      return new Scenario(passed.milestone, step.until, this.history, passed.events);
    }
    const message = step(this.milestone);
    const result = ruleOn(this.milestone, message, this.now);
    if (result.events.length > 0) assertSameKind(message, result.events);
    return new Scenario(result.milestone, this.now, this.history, result.events, result);
  }

  /** Event types in their order, or the code of the refusal with the field at fault. */
  then(...expected: [SignOffErrorCode, field?: string] | EventType[]): this {
    const [first, field] = expected;
    if (first !== undefined && first in signOffErrorCodes) {
      assert.equal(this.result?.outcome.code, first, this.result?.outcome.message ?? this.#types());
      if (field !== undefined) assert.equal(this.result?.outcome.field, field);
      assert.equal(this.result?.refused?.code, first);
      assert.deepEqual(this.events, []);
    } else {
      assert.equal(this.result?.outcome.message, undefined);
      assert.deepEqual(
        this.events.map((each) => each.type),
        expected,
      );
    }
    return this;
  }

  thenIn(phase: Phase): this {
    assert.equal(this.milestone.stage.phase, phase, this.result?.outcome.message);
    return this;
  }

  #types(): string {
    return `not refused: ${this.events.map((each) => each.type).join(', ')}`;
  }

  /** The event of that type among those of the last step. */
  event<T extends EventType>(type: T): Extract<RecordedEvent, { type: T }> {
    const found = this.events.find((each) => each.type === type);
    assert.ok(found, `no ${type} among ${this.#types()}`);
    return found as Extract<RecordedEvent, { type: T }>;
  }

  /** Who is told what of the last step, as "kind to recipient"; events of one step meet the states they led to. */
  notifications(): string[] {
    return notificationsOf(this).map((each) => `${each.kind} to ${each.recipientId}`);
  }

  deadline(): string {
    assert.ok('wait' in this.milestone.stage, `nothing is waited for in ${this.milestone.stage.phase}`);
    return this.milestone.stage.wait.deadline;
  }
}

/** Notes as the workflow does, at the scenario's instant, what happened without a message. */
export function noted({ milestone, now, history }: Scenario, ...happened: MilestoneEvent[]): Scenario {
  const after = applyEvents(milestone, happened, systemActor, now);
  return new Scenario(after.milestone, now, history, after.events);
}

/** Going on under a plan that registration would not have let in, as in a state that somebody made up. */
export function withPlan({ milestone, now, history }: Scenario, changes: object): Scenario {
  const plan = milestonePlan.parse(planWith(changes));
  return new Scenario({ ...milestone, plan }, now, history, []);
}

/** With the outputs of every acceptance on record. */
export const published = (scenario: Scenario, changes: Partial<PublishedOutputs> = {}): Scenario =>
  noted(
    scenario,
    ...unpublished(scenario.milestone).map((certificateNumber) => ({
      type: 'outputsPublished' as const,
      outputs: {
        certificateNumber,
        certificateSha256: 'c'.repeat(64),
        archiveSha256: 'a'.repeat(64),
        publishedAt: scenario.now,
        ...changes,
      },
    })),
  );

/** What the channels of a message were asked for is what those of its events are asked for when the record is checked. */
function assertSameKind({ name }: Message, events: readonly RecordedEvent[]): void {
  const kinds = new Set(events.flatMap(({ type }) => kindOfEvent(type) ?? []));
  assert.deepEqual([...kinds], [kindOfCommand(name) ?? []].flat(), name);
}

function notificationsOf({ milestone, events, history }: Scenario): Notification[] {
  const [first] = history;
  assert.equal(first?.type, 'milestoneStarted');
  let state = begin(first);
  const notifications = history.slice(1).flatMap((event) => {
    state = evolve(state, event);
    return events.includes(event) ? notificationsFor(state, event) : [];
  });
  assert.deepEqual({ ...state, sequence: milestone.sequence, messages: milestone.messages }, milestone);
  return notifications;
}

export function assertPlainJson(milestone: Milestone): void {
  assert.deepEqual(JSON.parse(JSON.stringify(milestone)), milestone);
}

/** The usual milestone after these steps, each of which must have been acted on. */
export const given = (...steps: Step[]): Scenario => givenTerms({}, ...steps);

/** Many courses begin alike: what one has led to is there for the next that begins so. */
const led = new Map<string, Course>();

interface Course {
  scenario: Scenario;
  /** By what was done, as JSON: an act makes its message from the state alone. */
  next: Map<string, Course>;
}

const once = (courses: Map<string, Course>, done: object, lead: () => Scenario): Course => {
  const key = JSON.stringify(done);
  const course = courses.get(key) ?? { scenario: lead(), next: new Map<string, Course>() };
  courses.set(key, course);
  return course;
};

export function givenTerms(terms: Terms, ...steps: Step[]): Scenario {
  const begun = once(led, terms, () => {
    const { milestone, events } = started(terms);
    return new Scenario(milestone, monday, [], events);
  });
  return steps.reduce((course, step) => {
    const done = typeof step === 'function' ? step(course.scenario.milestone) : step;
    return once(course.next, done, () => {
      const scenario = course.scenario.when(step);
      assert.equal(scenario.result?.outcome.message, undefined, 'what is given must be possible');
      return scenario;
    });
  }, begun).scenario;
}
