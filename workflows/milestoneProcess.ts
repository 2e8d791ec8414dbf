// The process of a milestone: takes every message in, decides on it with the domain, and answers only what is recorded.
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
import {
  pinHolidays,
  applyEvents,
  filesNeededFor,
  handleMessage,
  handleTimer,
  type MessageResult,
} from '../domain/decide.ts';
import type { RecordedEvent } from '../domain/events.ts';
import {
  isOver,
  type Milestone,
  type Phase,
  type PublishedOutputs,
  type TimestampOutcome,
  type WithheldAcceptance,
} from '../domain/milestone.ts';
import { nextInstant } from '../domain/time/onTimer.ts';
import { systemActor } from '../domain/people/people.ts';
import type { MissingFile } from '../domain/records/filesNeeded.ts';
import { claimOf, recorded, type VoucherClaim } from '../domain/records/vouchers.ts';
import { createTimer } from './timer.ts';
import { continueAsNewInput, type CompressedState, type RecordPosition } from './continuedState.ts';
import { lookUpDeliveries, lookUpDocuments, lookUpHolidays, lookUpMissing } from './lookUps.ts';
import { milestoneQuery, publishAgain, signals, updates, type Answer, type ContinuedInput } from './messages.ts';
import { Publications } from './publications.ts';
import { Recorder, type Unrecorded } from './recorder.ts';
import { timerSummary } from './temporalDetails.ts';

/** A message in the inbox, until it is decided on and recorded. `name` is a command's, unless a Temporal user made one up. */
export interface Incoming {
  name: string;
  raw: unknown;
  isOwn: boolean;
  /** What it is taken to be vouched for by, until that was found not to hold. */
  claim: VoucherClaim | undefined;
  /** Found once it was ruled on: sent in Temporal in the name of somebody who has no access to the engagement. */
  isShutOut?: boolean;
  result?: MessageResult;
  isRecorded?: boolean;
}

/**
 * The rest waits for the next batch. The SDK cuts off workflow code that computes for five seconds on end, which ends the whole
 * worker process; signals that piled up by the thousand while no worker ran must not come to that, again at every start.
 */
const mostInOneBatch = 100;

const now = (): string => new Date(Date.now()).toISOString();

/** What one batch decides on; decided on again should the record turn out to be ahead. */
interface BatchInput {
  messages: Incoming[];
  published: PublishedOutputs[];
  withheld: WithheldAcceptance[];
  timestamps: TimestampOutcome[];
}

/** Where a batch begins: the state, and what was decided and is not on record. */
interface Before {
  milestone: Milestone;
  unrecorded: Unrecorded;
}

/** In whose name a message that was acted on came. */
const personIn = (raw: unknown): string =>
  (raw as { actor?: { personId?: string } } | undefined)?.actor?.personId ?? '';

const nothing: Unrecorded = { events: [], refused: [], notifications: [] };

/** A message before anybody looked at it. */
export type Given = Pick<Incoming, 'name' | 'raw'>;

/** Started, or from where the record stood when an earlier run ended. `first` comes before whatever was sent since. */
export type Opening = ({ start: Start } | { milestone: Milestone; position: RecordPosition }) & { first: Given[] };

/** How a milestone is started: `claim` is what that is vouched for by, until that was found not to hold. */
export interface Start {
  claim: VoucherClaim | undefined;
  open(claim: VoucherClaim | undefined): { milestone: Milestone; events: RecordedEvent[] };
}

export class MilestoneProcess {
  /** As decided so far. */
  #milestone: Milestone;
  /** Until it is on record. */
  #start: Start | undefined;
  /** As on record, which is all that anybody is told. Undefined until the first batch is recorded. */
  #onRecord: Milestone | undefined;
  #isTooLargeToContinue = false;
  readonly #inbox: Incoming[] = [];
  readonly #timer = createTimer();
  readonly #publications = new Publications(() => this.#showObstacles());
  readonly #recorder: Recorder;

  /** Every handler is registered here, before anything is awaited and on initialised state. */
  constructor(opening: Opening) {
    const isStart = 'start' in opening;
    const opened = isStart ? opening.start.open(opening.start.claim) : opening;
    this.#milestone = opened.milestone;
    this.#recorder = new Recorder(isStart ? undefined : opening.position, () => this.#publications.obstacles);
    if (isStart) this.#start = opening.start;
    if ('events' in opened) this.#recorder.take(opened.milestone, opened.events);
    for (const { name, raw } of opening.first) this.accept(name, raw);
    // Signals of before the first task wait until a handler takes them: one for each name would sort them by name.
    setDefaultSignalHandler((name, raw) => this.accept(name, raw));
    for (const name of commandNames) {
      setHandler(signals[name], (raw) => this.accept(name, raw));
      setHandler(updates[name], (raw) => this.#answer(name, raw));
    }
    setHandler(publishAgain, () => this.#publications.tryAgain());
    setHandler(milestoneQuery, () => this.#onRecord ?? this.#milestone);
  }

  get milestone(): Milestone {
    return this.#milestone;
  }

  /** Before anything is decided on a state that was carried over: the record knows better than whoever started the run. */
  async takeOver(): Promise<void> {
    if (this.#start) return;
    if (!(await this.#recorder.isOnRecord(this.#milestone)))
      this.#milestone = await this.#recorder.catchUp(this.#milestone.milestoneId, undefined);
    else this.#recorder.showDetails(this.#milestone);
    this.#onRecord = this.#milestone;
  }

  /** Puts a message in the inbox; it is decided on in the order of arrival. */
  accept(name: string, raw: unknown, isOwn = false): void {
    this.#inbox.push(this.#incoming(name, raw, isOwn));
  }

  /** What it claims to be vouched for by is read as this very milestone's: a voucher for another does not fit it. */
  #incoming(name: string, raw: unknown, isOwn: boolean): Incoming {
    const { workflowId } = workflowInfo();
    return { name, raw, isOwn, claim: claimOf({ milestoneId: this.#milestone.milestoneId, workflowId }, name, raw) };
  }

  /** Handles messages, deadlines and publications until the milestone has left `phases`. */
  async runWhileIn(...phases: Phase[]): Promise<void> {
    const isIn = (): boolean => phases.includes(this.#milestone.stage.phase) && !isOver(this.#milestone);
    while (isIn()) {
      await this.#processBatch();
      if (!isIn()) return;
      await this.#continueAsNewIfLong();
      await condition(() => this.#hasWork());
    }
  }

  /** Handles what is left once the milestone is over, so that its outputs appear and no caller waits in vain. */
  async drain(): Promise<void> {
    const isDone = (): boolean => !this.#publications.isUnderWay && allHandlersFinished();
    await this.#processBatch();
    while (this.#hasWork() || !isDone()) {
      await condition(() => this.#hasWork() || isDone());
      await this.#processBatch();
    }
  }

  async #answer(name: CommandName, raw: unknown): Promise<Answer> {
    const incoming = this.#incoming(name, raw, false);
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

  /** Messages first, so that a decision of the same instant as a deadline comes before it; then the clock. */
  async #processBatch(): Promise<void> {
    const input: BatchInput = { messages: [], published: [], withheld: [], timestamps: [] };
    const before = { milestone: this.#milestone, unrecorded: this.#recorder.unrecorded };
    await this.#handleBatch(input);
    while (!(await this.#isRecorded(input, before))) await this.#handleBatch(input);
    this.#start = undefined;
    this.#onRecord = this.#milestone;
    for (const each of input.messages) each.isRecorded = true;
    this.#publications.startMissing(this.#milestone);
    const next = this.#inbox.length > 0 ? undefined : nextInstant(this.#milestone);
    if (next) this.#timer.ensureBy(next, timerSummary(this.#milestone, next));
  }

  /** When it is not, the state is the one on which the same batch is to be decided anew. */
  async #isRecorded({ messages }: BatchInput, before: Before): Promise<boolean> {
    const claimed: { claim: VoucherClaim | undefined }[] = [...(this.#start ? [this.#start] : []), ...messages].filter(
      ({ claim }) => claim !== undefined,
    );
    const vouchers = claimed.flatMap(({ claim }) => claim ?? []);
    const outcome = await this.#recorder.record(this.#milestone, now(), vouchers);
    if (outcome === 'recorded') return true;
    if (outcome === 'behind') {
      this.#milestone = await this.#recorder.catchUp(this.#milestone.milestoneId, this.#onRecord);
      this.#start = undefined;
      this.#onRecord = this.#milestone;
      Object.assign(before, { milestone: this.#milestone, unrecorded: this.#recorder.unrecorded });
      return false;
    }
    for (const index of outcome.unvouched) Object.assign(claimed[index] ?? {}, { claim: undefined });
    for (const each of messages)
      if (!each.isOwn && !each.claim && outcome.shutOut.includes(personIn(each.raw))) each.isShutOut = true;
    this.#goBackTo(before);
    return false;
  }

  #goBackTo({ milestone, unrecorded }: Before): void {
    const opened = this.#start?.open(this.#start.claim);
    this.#milestone = opened?.milestone ?? milestone;
    this.#recorder.goBackTo(opened ? nothing : unrecorded);
    if (opened) this.#recorder.take(opened.milestone, opened.events);
  }

  async #handleBatch(input: BatchInput): Promise<void> {
    const holidays = await lookUpHolidays(this.#milestone);
    if (holidays) this.#take(pinHolidays(this.#milestone, holidays, now()));
    for (const again of input.messages) await this.#handle(again);
    while (input.messages.length < mostInOneBatch) {
      const next = this.#inbox.shift();
      if (!next) break;
      await this.#handle(next);
      input.messages.push(next);
    }
    input.published.push(...this.#publications.collect());
    for (const outputs of input.published) {
      const { certificateNumber } = outputs;
      if (this.#milestone.outputs.some((each) => each.certificateNumber === certificateNumber)) continue;
      this.#take(applyEvents(this.#milestone, [{ type: 'outputsPublished', outputs }], systemActor, now()));
    }
    input.withheld.push(...this.#publications.collectWithheld());
    for (const withheld of input.withheld) {
      const { certificateNumber } = withheld;
      if (this.#milestone.withheld.some((each) => each.certificateNumber === certificateNumber)) continue;
      this.#take(applyEvents(this.#milestone, [{ type: 'acceptanceWithheld', withheld }], systemActor, now()));
    }
    input.timestamps.push(...this.#publications.collectTimestamps());
    for (const timestamp of input.timestamps) {
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

  async #handle(incoming: Incoming): Promise<void> {
    const { name, raw, isOwn, claim, isShutOut = false } = incoming;
    const from = { isOwn, isShutOut, ...(claim ? { voucher: recorded(claim) } : {}) };
    const known = { ...from, ...(await lookUpDocuments(this.#milestone, name, raw)) };
    const rule = (missing: MissingFile[]) =>
      handleMessage(this.#milestone, name, raw, { now: now(), ...known, missing });
    // Ruled on twice only where files must be there, which follows from what would come of it.
    let result = rule([]);
    const needed = filesNeededFor(result);
    if (needed.length > 0) result = rule(await lookUpMissing(this.#milestone, needed));
    this.#take(result);
    if (result.refused) this.#recorder.takeRefused(result.refused);
    incoming.result = result;
  }

  #showObstacles(): void {
    if (this.#onRecord) this.#recorder.show(this.#onRecord);
  }

  /** Continues as new from the main flow only, with nothing in the inbox, so that no message or deadline is lost. */
  async #continueAsNewIfLong(): Promise<void> {
    const { continueAsNewSuggested, historyLength } = workflowInfo();
    const limit = this.#recorder.continueAsNewAfterEvents ?? Number.POSITIVE_INFINITY;
    if (this.#isTooLargeToContinue || (!continueAsNewSuggested && historyLength < limit)) return;
    if (this.#hasWork() || !this.#publications.canBeHandedOver || isOver(this.#milestone)) return;
    await condition(allHandlersFinished);
    if (this.#hasWork()) return;
    const input = continueAsNewInput(this.#milestone, this.#recorder.position);
    if (!input) {
      this.#isTooLargeToContinue = true;
      log.error('the state is too large for a payload, so this run goes on', {
        milestoneId: this.#milestone.milestoneId,
      });
      return;
    }
    const next: ContinuedInput = { milestoneId: this.#milestone.milestoneId, continuedState: input.continuedState };
    const arguments_: [ContinuedInput, CompressedState?] = input.compressed ? [next, input.compressed] : [next];
    await continueAsNew<(input: ContinuedInput, compressed?: CompressedState) => Promise<unknown>>(...arguments_);
  }
}
