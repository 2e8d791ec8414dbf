// The desk of a milestone: takes every message in, rules on it with the domain, and answers only what is recorded.
import {
  allHandlersFinished,
  CancellationScope,
  ApplicationFailure,
  condition,
  continueAsNew,
  log,
  setDefaultSignalHandler,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { commandNames, type CommandName } from '../domain/commands.ts';
import { pinHolidays, applyEvents, handleMessage, handleTimer, type MessageResult } from '../domain/decide.ts';
import type { RecordedEvent } from '../domain/events.ts';
import {
  isOver,
  type Milestone,
  type Phase,
  type PublishedOutputs,
  type TimestampOutcome,
} from '../domain/milestone.ts';
import { nextInstant } from '../domain/time/onTimer.ts';
import { systemActor } from '../domain/people/people.ts';
import { createTimer } from './timer.ts';
import { handOverOf, type PackedState, type RecordPosition } from './carriedState.ts';
import { lookUpDeliveries, lookUpFor, lookUpHolidays } from './lookUps.ts';
import { milestoneQuery, signals, updates, type Answer, type ContinuedInput } from './messages.ts';
import { Publications } from './publications.ts';
import { Recorder } from './recorder.ts';

/** A message on the desk, until it is ruled on and recorded. `name` is a command's, unless a Temporal user made one up. */
export interface Incoming {
  name: string;
  raw: unknown;
  isOwn: boolean;
  result?: MessageResult;
  isRecorded?: boolean;
}

/**
 * The rest waits for the next turn. The SDK cuts off workflow code that computes for five seconds on end, which ends the whole
 * worker process; signals that piled up by the thousand while no worker ran must not come to that, again at every start.
 */
const mostInOneTurn = 100;

const now = (): string => new Date(Date.now()).toISOString();

/** What one turn rules on; ruled on again should the record turn out to be ahead. */
interface Turn {
  messages: Incoming[];
  published: PublishedOutputs[];
  timestamps: TimestampOutcome[];
}

/** With its first events, or from where the record stood when an earlier run ended. */
export interface Opening {
  position?: RecordPosition;
  events?: RecordedEvent[];
  first?: Incoming[];
}

export class Desk {
  /** As ruled so far. */
  #milestone: Milestone;
  /** As on record, which is all that anybody is told. Undefined until the first batch is recorded. */
  #onRecord: Milestone | undefined;
  #isTooLargeToHandOver = false;
  readonly #inbox: Incoming[] = [];
  readonly #timer = createTimer();
  readonly #publications = new Publications();
  readonly #recorder: Recorder;

  /**
   * Every handler is registered here, before anything is awaited and on initialised state. `first` comes before whatever
   * was sent while no worker was alive.
   */
  constructor(milestone: Milestone, { position, events = [], first = [] }: Opening) {
    this.#milestone = milestone;
    if (position) this.#onRecord = milestone;
    this.#inbox.push(...first);
    this.#recorder = new Recorder(position);
    this.#recorder.take(milestone, events);
    // Signals of before the first task wait until a handler takes them: one for each name would sort them by name.
    setDefaultSignalHandler((name, raw) => this.accept(name, raw));
    for (const name of commandNames) {
      setHandler(signals[name], (raw) => this.accept(name, raw));
      setHandler(updates[name], (raw) => this.#answer(name, raw));
    }
    setHandler(milestoneQuery, () => this.#onRecord ?? this.#milestone);
  }

  get milestone(): Milestone {
    return this.#milestone;
  }

  /** Puts a message on the desk; it is ruled on in the order of arrival. */
  accept(name: string, raw: unknown, isOwn = false): void {
    this.#inbox.push({ name, raw, isOwn });
  }

  /** Serves messages, deadlines and publications until the milestone has left `phases`. */
  async serveWhile(...phases: Phase[]): Promise<void> {
    const isServed = (): boolean => phases.includes(this.#milestone.stage.phase) && !isOver(this.#milestone);
    while (isServed()) {
      await this.#takeTurn();
      if (!isServed()) return;
      await this.#handOverIfLong();
      await condition(() => this.#hasWork());
    }
  }

  /** Serves what is left once the milestone is over, so that its outputs appear and no caller waits in vain. */
  async serveOut(): Promise<void> {
    const isServed = (): boolean => !this.#publications.isUnderWay && allHandlersFinished();
    await this.#takeTurn();
    while (this.#hasWork() || !isServed()) {
      await condition(() => this.#hasWork() || isServed());
      await this.#takeTurn();
    }
  }

  async #answer(name: CommandName, raw: unknown): Promise<Answer> {
    const incoming: Incoming = { name, raw, isOwn: false };
    this.#inbox.push(incoming);
    // A cancellation asked for in Temporal is a message among others; it must not take the answer from those before or after.
    await CancellationScope.nonCancellable(() => condition(() => incoming.isRecorded === true));
    const { outcome, refused, isRepeat } = incoming.result as MessageResult;
    if (outcome.outcome === 'refused') {
      const { code, message, field, details } = refused ?? outcome;
      throw ApplicationFailure.create({
        message: message ?? 'The message was refused.',
        type: code ?? 'INVALID_MESSAGE',
        nonRetryable: true,
        details: [{ field, details: details ?? [] }],
      });
    }
    return {
      milestoneId: this.#milestone.milestoneId,
      messageId: (raw as { messageId: string }).messageId,
      phase: this.#milestone.stage.phase,
      sequence: outcome.sequence,
      isRepeat,
    };
  }

  #hasWork(): boolean {
    return this.#inbox.length > 0 || this.#publications.hasNews || this.#timer.hasFired();
  }

  /** One turn: messages first, so that a decision of the same instant as a deadline comes before it; then the clock. */
  async #takeTurn(): Promise<void> {
    const turn: Turn = { messages: [], published: [], timestamps: [] };
    await this.#ruleOnTurn(turn);
    while (!(await this.#recorder.record(this.#milestone, now()))) {
      this.#milestone = await this.#recorder.catchUp(this.#milestone.milestoneId, this.#onRecord);
      this.#onRecord = this.#milestone;
      await this.#ruleOnTurn(turn);
    }
    this.#onRecord = this.#milestone;
    for (const each of turn.messages) each.isRecorded = true;
    this.#publications.startMissing(this.#milestone);
    const next = this.#inbox.length > 0 ? undefined : nextInstant(this.#milestone);
    if (next) this.#timer.ensureBy(next, 'looks whether a reminder or escalation is due');
  }

  async #ruleOnTurn(turn: Turn): Promise<void> {
    const holidays = await lookUpHolidays(this.#milestone);
    if (holidays) this.#take(pinHolidays(this.#milestone, holidays, now()));
    for (const again of turn.messages) await this.#ruleOn(again);
    while (turn.messages.length < mostInOneTurn) {
      const next = this.#inbox.shift();
      if (!next) break;
      await this.#ruleOn(next);
      turn.messages.push(next);
    }
    turn.published.push(...this.#publications.collect());
    for (const outputs of turn.published) {
      const { certificateNumber } = outputs;
      if (this.#milestone.outputs.some((each) => each.certificateNumber === certificateNumber)) continue;
      this.#take(applyEvents(this.#milestone, [{ type: 'outputsPublished', outputs }], systemActor, now()));
    }
    turn.timestamps.push(...this.#publications.collectTimestamps());
    for (const timestamp of turn.timestamps) {
      const { certificateNumber, level } = timestamp;
      if (this.#milestone.timestamps.some((each) => each.certificateNumber === certificateNumber)) continue;
      const type = level === 'B-T' ? 'certificateTimestamped' : 'timestampAbandoned';
      this.#take(applyEvents(this.#milestone, [{ type, timestamp }], systemActor, now()));
    }
    if (this.#inbox.length > 0) return;
    this.#timer.reset();
    this.#take(handleTimer(this.#milestone, now(), await lookUpDeliveries(this.#milestone, now())));
  }

  #take({ milestone, events }: { milestone: Milestone; events: RecordedEvent[] }): void {
    this.#milestone = milestone;
    this.#recorder.take(milestone, events);
  }

  async #ruleOn(incoming: Incoming): Promise<void> {
    const { name, raw, isOwn } = incoming;
    const found = await lookUpFor(this.#milestone, name, raw);
    const result = handleMessage(this.#milestone, name, raw, { now: now(), isOwn, ...found });
    this.#take(result);
    if (result.refused) this.#recorder.takeRefused(result.refused);
    incoming.result = result;
  }

  /** Continues as new from the main flow only, with nothing on the desk, so that no message or wait is lost. */
  async #handOverIfLong(): Promise<void> {
    const { continueAsNewSuggested, historyLength } = workflowInfo();
    const limit = this.#recorder.continueAsNewAfterEvents ?? Number.POSITIVE_INFINITY;
    if (this.#isTooLargeToHandOver || (!continueAsNewSuggested && historyLength < limit)) return;
    if (this.#hasWork() || this.#publications.isUnderWay || isOver(this.#milestone)) return;
    await condition(allHandlersFinished);
    if (this.#hasWork()) return;
    const handOver = handOverOf(this.#milestone, this.#recorder.position);
    if (!handOver) {
      this.#isTooLargeToHandOver = true;
      log.error('the state is too large for a payload, so this run goes on', {
        milestoneId: this.#milestone.milestoneId,
      });
      return;
    }
    const next: ContinuedInput = { milestoneId: this.#milestone.milestoneId, carried: handOver.carried };
    const arguments_: [ContinuedInput, PackedState?] = handOver.packed ? [next, handOver.packed] : [next];
    await continueAsNew<(input: ContinuedInput, packed?: PackedState) => Promise<unknown>>(...arguments_);
  }
}
