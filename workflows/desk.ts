// The desk of a milestone: takes every message in, rules on it with the domain, and answers only what is recorded.
import {
  allHandlersFinished,
  CancellationScope,
  ApplicationFailure,
  condition,
  continueAsNew,
  log,
  proxyLocalActivities,
  setDefaultSignalHandler,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import { dateOf } from '../domain/time/businessTime.ts';
import { commandNames, submitClosureEvidence, submitPackage, type CommandName } from '../domain/commands.ts';
import {
  mustPinHolidays,
  pinHolidays,
  applyEvents,
  handleMessage,
  handleTimer,
  type Circumstances,
  type MessageResult,
} from '../domain/decide.ts';
import type { AssembledPackage } from '../domain/compilation/deliverableCompilation.ts';
import type { RecordedEvent } from '../domain/events.ts';
import {
  currentPackage,
  isOver,
  type Delivery,
  type Milestone,
  type Phase,
  type PublishedOutputs,
  type TimestampOutcome,
} from '../domain/milestone.ts';
import { mustKnowDeliveries, nextInstant } from '../domain/time/onTimer.ts';
import { systemActor } from '../domain/people/people.ts';
import { createAlarm } from './alarm.ts';
import { handOverOf, type PackedState } from './carriedState.ts';
import { milestoneQuery, signals, updates, type Answer, type MilestoneSignOffInput } from './messages.ts';
import { Publications } from './publications.ts';
import { localActivityOptions, Recorder } from './recorder.ts';

const { assemblePackage } = proxyLocalActivities<Activities>({
  ...localActivityOptions,
  summary: 'look up the documents of the package and compute its digest',
});

const { resolveHolidays } = proxyLocalActivities<Activities>({
  ...localActivityOptions,
  summary: 'look up the public holidays the contract counts by',
});

const { readDeliveries } = proxyLocalActivities<Activities>({
  ...localActivityOptions,
  summary: 'look up whether the mails of this round were delivered',
});

const { findEvidence } = proxyLocalActivities<Activities>({
  ...localActivityOptions,
  summary: 'look up the documents that show an exception closed',
});

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

export class Desk {
  /** As ruled so far. */
  #milestone: Milestone;
  /** As on record, which is all that anybody is told. Undefined until the first batch is recorded. */
  #onRecord: Milestone | undefined;
  #isTooLargeToHandOver = false;
  readonly #input: MilestoneSignOffInput;
  readonly #inbox: Incoming[] = [];
  readonly #alarm = createAlarm();
  readonly #publications = new Publications();
  readonly #recorder: Recorder;

  /**
   * Every handler is registered here, before anything is awaited and on initialised state. `first` comes before whatever
   * was sent while no worker was alive.
   */
  constructor(input: MilestoneSignOffInput, milestone: Milestone, events: RecordedEvent[], first: Incoming[] = []) {
    this.#input = input;
    this.#milestone = milestone;
    if (input.carried) this.#onRecord = milestone;
    this.#inbox.push(...first);
    this.#recorder = new Recorder(input.carried);
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
    return this.#inbox.length > 0 || this.#publications.hasNews || this.#alarm.hasRung();
  }

  /** One turn: messages first, so that a decision of the same instant as a deadline comes before it; then the clock. */
  async #takeTurn(): Promise<void> {
    const turn: Turn = { messages: [], published: [], timestamps: [] };
    await this.#ruleOnTurn(turn);
    while (!(await this.#recorder.record(this.#milestone, now()))) {
      this.#milestone = await this.#recorder.catchUp(this.#input.milestoneId, this.#onRecord);
      this.#onRecord = this.#milestone;
      await this.#ruleOnTurn(turn);
    }
    this.#onRecord = this.#milestone;
    for (const each of turn.messages) each.isRecorded = true;
    this.#publications.startMissing(this.#milestone);
    const next = this.#inbox.length > 0 ? undefined : nextInstant(this.#milestone);
    if (next) this.#alarm.armFor(next, 'looks whether a reminder or escalation is due');
  }

  async #ruleOnTurn(turn: Turn): Promise<void> {
    await this.#pinHolidays();
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
      if (this.#milestone.timestamps?.some((each) => each.certificateNumber === certificateNumber)) continue;
      const type = level === 'B-T' ? 'certificateTimestamped' : 'timestampAbandoned';
      this.#take(applyEvents(this.#milestone, [{ type, timestamp }], systemActor, now()));
    }
    if (this.#inbox.length > 0) return;
    this.#alarm.quiet();
    this.#take(handleTimer(this.#milestone, now(), await this.#deliveries()));
  }

  /** Once, before anything is ruled on: from here on the dates are part of the state, whatever later versions know. */
  async #pinHolidays(): Promise<void> {
    if (!mustPinHolidays(this.#milestone)) return;
    const { calendar } = this.#milestone.engagement.contract;
    const holidays = await resolveHolidays({
      places: calendar.publicHolidaysOf,
      from: dateOf(this.#milestone.startedAt, calendar),
    });
    this.#take(pinHolidays(this.#milestone, holidays, now()));
  }

  /** What became of the mails of this round, read only when silence is about to be judged. */
  async #deliveries(): Promise<{ deliveries?: Delivery[] }> {
    if (!mustKnowDeliveries(this.#milestone, now())) return {};
    const { milestoneId, round } = this.#milestone;
    return { deliveries: await readDeliveries({ milestoneId, round }) };
  }

  #take({ milestone, events }: { milestone: Milestone; events: RecordedEvent[] }): void {
    this.#milestone = milestone;
    this.#recorder.take(milestone, events);
  }

  async #ruleOn(incoming: Incoming): Promise<void> {
    const assembled = incoming.name === 'submitPackage' ? await this.#assemble(incoming.raw) : undefined;
    const found = incoming.name === 'submitClosureEvidence' ? await this.#find(incoming.raw) : undefined;
    const circumstances = {
      now: now(),
      isOwn: incoming.isOwn,
      ...(assembled ? { assembled } : {}),
      ...(found ? { found } : {}),
    };
    const result = handleMessage(this.#milestone, incoming.name, incoming.raw, circumstances);
    this.#take(result);
    if (result.refused) this.#recorder.takeRefused(result.refused);
    incoming.result = result;
  }

  /** Undefined for a submission of the wrong shape: the domain will refuse it with the reason. */
  async #assemble(raw: unknown): Promise<AssembledPackage | undefined> {
    const submission = submitPackage.safeParse(raw);
    if (!submission.success) return undefined;
    const { milestoneId, engagement, plan } = this.#milestone;
    return assemblePackage({
      milestoneId,
      engagementId: engagement.engagementId,
      packageVersion: (currentPackage(this.#milestone)?.packageVersion ?? 0) + 1,
      titles: Object.fromEntries(plan.deliverables.map((each) => [each.deliverableId, each.title])),
      submission: submission.data,
    });
  }

  async #find(raw: unknown): Promise<Circumstances['found']> {
    const closure = submitClosureEvidence.safeParse(raw);
    if (!closure.success || closure.data.documentIds.length === 0) return undefined;
    const { engagementId } = this.#milestone.engagement;
    return findEvidence({ engagementId, documentIds: closure.data.documentIds });
  }

  /** Continues as new from the main flow only, with nothing on the desk, so that no message or wait is lost. */
  async #handOverIfLong(): Promise<void> {
    const { continueAsNewSuggested, historyLength } = workflowInfo();
    const limit = this.#input.continueAsNewAfterEvents ?? Number.POSITIVE_INFINITY;
    if (this.#isTooLargeToHandOver || (!continueAsNewSuggested && historyLength < limit)) return;
    if (this.#hasWork() || this.#publications.isUnderWay || isOver(this.#milestone)) return;
    await condition(allHandlersFinished);
    if (this.#hasWork()) return;
    const handOver = handOverOf(this.#milestone, this.#recorder.position);
    if (!handOver) {
      this.#isTooLargeToHandOver = true;
      log.error('the state is too large for a payload, so this run goes on', { milestoneId: this.#input.milestoneId });
      return;
    }
    const { package: _submitted, ...rest } = this.#input;
    const next: MilestoneSignOffInput = { ...rest, carried: handOver.carried };
    const arguments_: [MilestoneSignOffInput, PackedState?] = handOver.packed ? [next, handOver.packed] : [next];
    await continueAsNew<(input: MilestoneSignOffInput, packed?: PackedState) => Promise<unknown>>(...arguments_);
  }
}
