// Records what was decided: one transaction per batch, and the same in the details that the Temporal UI shows. The record wins.
import { ApplicationFailure, log, setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import type { Batch, Recording } from '../domain/records/batch.ts';
import type { VoucherClaim } from '../domain/records/vouchers.ts';
import { toBeRevoked } from '../domain/acceptance/publications.ts';
import { canonicalSha256 } from '../domain/records/canonical.ts';
import { headAfter, noHead } from '../domain/records/eventChain.ts';
import type { RecordedEvent, RefusedMessage } from '../domain/events.ts';
import { catchUp } from '../domain/evolve.ts';
import type { Milestone } from '../domain/milestone.ts';
import type { ObstacleKind } from '../domain/records/obstacles.ts';
import { notificationsFor } from '../domain/requests/notifications.ts';
import type { RecordPosition } from './continuedState.ts';
import { localActivities } from './localActivities.ts';
import { foundBy, obstacle } from './searchAttributes.ts';
import { batchSummary, currentDetails } from './temporalDetails.ts';

const { readRecordedSince } = localActivities('take over what is on record already');

const { checkCarriedState } = localActivities('compare the state it was started with to the record');

/** What was decided and is not on record yet. */
export type Unrecorded = Pick<Batch, 'events' | 'refused' | 'notifications'>;

/** `behind`: the record has gone on without this run. `unvouched`: the places of vouchers that do not hold; `shutOut`: in whose name nothing may be done. Nothing counts then. */
export type RecordOutcome = 'recorded' | 'behind' | { unvouched: number[]; shutOut: string[] };

export class Recorder {
  #position: RecordPosition;
  #continueAsNewAfterEvents: number | undefined;
  #shown = '';
  #pending: Unrecorded = { events: [], refused: [], notifications: [] };

  readonly #failing: () => string[];
  /** Whether the search attribute may be set: an earlier run may have done so. */
  #mayBeMarked: boolean;

  /** `failing` gives what the service cannot get done, as of when it is asked. */
  constructor(position: RecordPosition | undefined, failing: () => string[]) {
    const { lastBatch, head } = position ?? { lastBatch: 0, head: noHead };
    this.#failing = failing;
    this.#mayBeMarked = position !== undefined;
    this.#position = { lastBatch, head };
  }

  get position(): RecordPosition {
    return this.#position;
  }

  /** As the worker that recorded last has it. */
  get continueAsNewAfterEvents(): number | undefined {
    return this.#continueAsNewAfterEvents;
  }

  /** Takes events with the state after them; who is to be told is decided here, once. */
  take(milestone: Milestone, events: readonly RecordedEvent[]): void {
    const notifications = events.flatMap((event) =>
      notificationsFor(milestone, event).map((each) => ({ ...each, sequence: event.sequence, round: milestone.round })),
    );
    this.#pending.events.push(...events);
    this.#pending.notifications.push(...notifications);
  }

  takeRefused(refused: RefusedMessage): void {
    this.#pending.refused.push(refused);
  }

  /** A copy, to go back to. */
  get unrecorded(): Unrecorded {
    const { events, refused, notifications } = this.#pending;
    return { events: [...events], refused: [...refused], notifications: [...notifications] };
  }

  /** Forgets what was taken since `unrecorded` was. */
  goBackTo({ events, refused, notifications }: Unrecorded): void {
    this.#pending = { events: [...events], refused: [...refused], notifications: [...notifications] };
  }

  /**
   * Returns once PostgreSQL has the batch. While it is down this waits; nothing is answered that is not recorded. When the record
   * is ahead, `catchUp` gives the state to decide on; when vouchers do not hold or people are shut out, that is the state before the batch.
   */
  async record(milestone: Milestone, at: string, vouchers: VoucherClaim[]): Promise<RecordOutcome> {
    const { events, refused, notifications } = this.#pending;
    if (events.length === 0 && refused.length === 0) return 'recorded';
    const batch: Batch = {
      milestoneId: milestone.milestoneId,
      engagementId: milestone.engagement.engagementId,
      workflowId: workflowInfo().workflowId,
      batch: this.#position.lastBatch + 1,
      follows: this.#position.head,
      at,
      ...{ events, refused, notifications },
      snapshot: milestone,
      vouchers,
    };
    this.#pending = { events: [], refused: [], notifications: [] };
    const recording = await this.#write(batch);
    this.#continueAsNewAfterEvents = recording.continueAsNewAfterEvents;
    if (!recording.isRecorded) {
      const { unvouched = [], shutOut = [] } = recording;
      return unvouched.length + shutOut.length > 0 ? { unvouched, shutOut } : 'behind';
    }
    assertSameHead(batch, recording.head);
    this.#position = { lastBatch: batch.batch, head: recording.head };
    this.show(milestone);
    return 'recorded';
  }

  async #write(batch: Batch): Promise<Recording> {
    const { recordBatch } = localActivities(batchSummary(batch));
    try {
      return await recordBatch(batch);
    } catch (error) {
      // A local activity's failure comes as it was thrown, in no ActivityFailure. What is thrown in its place is none of Temporal's:
      // it fails the task, which is tried again until another release is deployed, and not the milestone.
      if (error instanceof ApplicationFailure && error.type === 'OtherHead')
        throw new RangeError(error.message, { cause: error });
      throw error;
    }
  }

  /** Whether a run goes on from what is on record: whoever starts one can hand it any state. */
  isOnRecord(milestone: Milestone): Promise<boolean> {
    const { milestoneId } = milestone;
    return checkCarriedState({ milestoneId, ...this.#position, stateSha256: canonicalSha256(milestone) });
  }

  /**
   * The state on record, when it is ahead of `known`. A worker that dies after its commit to PostgreSQL and before its answer
   * to Temporal leaves a batch that the next one knows nothing of, decided at another instant and perhaps on fewer messages,
   * or on an update that was never heard of again; after a reset in Temporal, or a start anew, it is everything since.
   */
  async catchUp(milestoneId: string, known: Milestone | undefined): Promise<Milestone> {
    const knownSequence = known?.sequence ?? 0;
    const events: RecordedEvent[] = [];
    for (;;) {
      const afterSequence = events.at(-1)?.sequence ?? knownSequence;
      const page = await readRecordedSince({ milestoneId, knownSequence, afterSequence });
      events.push(...page.events);
      if (!page.isLast) continue;
      log.warn('the record was ahead of this run and is taken over', { milestoneId, events: events.length });
      this.#position = { lastBatch: page.lastBatch, head: page.head };
      const milestone = catchUp(known, { events, outcomes: page.outcomes });
      this.show(milestone);
      return milestone;
    }
  }

  /** Of a run that goes on from the record; what it can be found by has come with its start. */
  showDetails(milestone: Milestone): void {
    setCurrentDetails(currentDetails(milestone, [...withheldWords(milestone), ...this.#failing()]));
  }

  /** Tells the Temporal UI where the milestone stands on record, and what the service cannot get done for it. */
  show(milestone: Milestone): void {
    const failing = this.#failing();
    this.showDetails(milestone);
    const isWithheld = toBeRevoked(milestone).length > 0;
    const kind: ObstacleKind | null = isWithheld ? 'insufficient' : failing.length > 0 ? 'publication' : null;
    const found = foundBy(milestone);
    const key = JSON.stringify([...found.map(({ value }) => value), kind]);
    if (key === this.#shown) return;
    this.#shown = key;
    upsertSearchAttributes([...found, ...(kind || this.#mayBeMarked ? [{ key: obstacle, value: kind }] : [])]);
    this.#mayBeMarked = kind !== null;
  }
}

const withheldWords = (milestone: Milestone): string[] =>
  toBeRevoked(milestone).map(
    ({ certificateNumber, reasons }) =>
      `acceptance ${certificateNumber} is withheld and is to be revoked: ${reasons.join('; ')}`,
  );

/**
 * A replay gets the answers of the first time: when the rules of this release decide otherwise than those that recorded the
 * batch did, the heads differ. Then the task fails, and is tried again, rather than that anything is decided on such a state.
 */
function assertSameHead(batch: Batch, head: string): void {
  if (headAfter(batch.follows, batch.events) === head) return;
  throw new RangeError(
    `Batch ${batch.batch} of milestone "${batch.milestoneId}" is on record with other events than this release decides: the rules were changed without a new version of them. Run the release that decided it, or put the change behind a version.`,
  );
}
