// The desk of a milestone: takes every message in, rules on it with the domain, and answers only what is recorded.
import {
  allHandlersFinished,
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
import { commandNames, submitPackage, type CommandName } from '../domain/commands.ts';
import { record, rule, ruleOnTime, type Ruling } from '../domain/decide.ts';
import type { AssembledPackage } from '../domain/deliverableCompilation.ts';
import type { RecordedEvent } from '../domain/events.ts';
import { currentPackage, isOver, type Milestone, type Phase } from '../domain/milestone.ts';
import { nextInstant } from '../domain/passTime.ts';
import { systemActor } from '../domain/people.ts';
import { createAlarm } from './alarm.ts';
import { milestoneQuery, signals, updates, type Answer, type MilestoneSignOffInput } from './messages.ts';
import { Publications } from './publications.ts';
import { localActivityOptions, Recorder } from './recorder.ts';

const { assemblePackage } = proxyLocalActivities<Activities>({
  ...localActivityOptions,
  summary: 'look up the documents of the package and compute its digest',
});

/** A message on the desk, until it is ruled on and recorded. */
export interface Incoming {
  name: CommandName;
  raw: unknown;
  isOwn: boolean;
  ruling?: Ruling;
  isRecorded?: boolean;
}

const now = (): string => new Date(Date.now()).toISOString();
const isCommandName = (name: string): name is CommandName => commandNames.some((each) => each === name);

export class Desk {
  #milestone: Milestone;
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
    this.#inbox.push(...first);
    this.#recorder = new Recorder(input.carried?.lastBatch ?? 0);
    this.#recorder.take(milestone, events);
    // Signals of before the first task wait until a handler takes them: one for each name would sort them by name.
    setDefaultSignalHandler((name, raw) => {
      if (isCommandName(name)) this.accept(name, raw);
      else log.warn('a signal of no known name was left aside', { signal: name });
    });
    for (const name of commandNames) {
      setHandler(signals[name], (raw) => this.accept(name, raw));
      setHandler(updates[name], (raw) => this.#answer(name, raw));
    }
    setHandler(milestoneQuery, () => this.#milestone);
  }

  get milestone(): Milestone {
    return this.#milestone;
  }

  /** Puts a message on the desk; it is ruled on in the order of arrival. */
  accept(name: CommandName, raw: unknown, isOwn = false): void {
    this.#inbox.push({ name, raw, isOwn });
  }

  /** Serves messages, deadlines and publications until the milestone has left `phases`. */
  async serveWhile(...phases: Phase[]): Promise<void> {
    while (phases.includes(this.#milestone.stage.phase)) {
      await this.#takeTurn();
      if (!phases.includes(this.#milestone.stage.phase)) return;
      await this.#handOverIfLong();
      await condition(() => this.#hasWork());
    }
  }

  /** Serves what is left once the milestone is over, so that its outputs appear and no caller waits in vain. */
  async serveOut(): Promise<void> {
    await this.#takeTurn();
    while (this.#hasWork() || this.#publications.isUnderWay) {
      await condition(() => this.#hasWork());
      await this.#takeTurn();
    }
    await condition(allHandlersFinished);
  }

  async #answer(name: CommandName, raw: unknown): Promise<Answer> {
    const incoming: Incoming = { name, raw, isOwn: false };
    this.#inbox.push(incoming);
    await condition(() => incoming.isRecorded === true);
    const { outcome, isRepeat } = incoming.ruling as Ruling;
    if (outcome.outcome === 'refused')
      throw ApplicationFailure.create({
        message: outcome.message ?? 'The message was refused.',
        type: outcome.code ?? 'INVALID_MESSAGE',
        nonRetryable: true,
        details: [{ field: outcome.field, details: outcome.details ?? [] }],
      });
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
    const ruled: Incoming[] = [];
    for (let next = this.#inbox.shift(); next; next = this.#inbox.shift()) {
      await this.#ruleOn(next);
      ruled.push(next);
    }
    for (const outputs of this.#publications.collect())
      this.#take(record(this.#milestone, [{ type: 'outputsPublished', outputs }], systemActor, now()));
    this.#alarm.quiet();
    this.#take(ruleOnTime(this.#milestone, now()));
    await this.#recorder.record(this.#milestone, now());
    for (const each of ruled) each.isRecorded = true;
    this.#publications.startMissing(this.#milestone);
    const next = nextInstant(this.#milestone);
    if (next) this.#alarm.armFor(next, `next reminder or escalation: ${this.#milestone.stage.phase}`);
  }

  #take({ milestone, events }: { milestone: Milestone; events: RecordedEvent[] }): void {
    this.#milestone = milestone;
    this.#recorder.take(milestone, events);
  }

  async #ruleOn(incoming: Incoming): Promise<void> {
    const assembled = incoming.name === 'submitPackage' ? await this.#assemble(incoming.raw) : undefined;
    const circumstances = { now: now(), isOwn: incoming.isOwn, ...(assembled ? { assembled } : {}) };
    const ruling = rule(this.#milestone, incoming.name, incoming.raw, circumstances);
    this.#take(ruling);
    if (ruling.refused) this.#recorder.takeRefused(ruling.refused);
    incoming.ruling = ruling;
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

  /** Continues as new from the main flow only, with nothing on the desk, so that no message or wait is lost. */
  async #handOverIfLong(): Promise<void> {
    const { continueAsNewSuggested, historyLength } = workflowInfo();
    const limit = this.#input.continueAsNewAfterEvents ?? Number.POSITIVE_INFINITY;
    if (!continueAsNewSuggested && historyLength < limit) return;
    if (this.#hasWork() || this.#publications.isUnderWay || isOver(this.#milestone)) return;
    await condition(allHandlersFinished);
    if (this.#hasWork()) return;
    const { package: _submitted, ...rest } = this.#input;
    const carried = { milestone: this.#milestone, lastBatch: this.#recorder.lastBatch };
    await continueAsNew<(input: MilestoneSignOffInput) => Promise<unknown>>({ ...rest, carried });
  }
}
