// Records what was decided: one batch per turn, one transaction per batch, and the same story for the Temporal UI.
import { proxyLocalActivities, setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import type { NoticeOfEvent } from '../domain/batch.ts';
import type { RecordedEvent, RefusedMessage } from '../domain/events.ts';
import type { Milestone } from '../domain/milestone.ts';
import { noticesFor } from '../domain/notices.ts';
import { deadline, engagementId, phase } from './searchAttributes.ts';
import { batchSummary, currentDetails } from './story.ts';

/** Short reads and writes of PostgreSQL run inside the workflow task: one history event each instead of six. */
export const localActivityOptions = {
  startToCloseTimeout: '20s',
  retry: { initialInterval: '200ms', maximumInterval: '30s' },
} as const;

export class Recorder {
  #lastBatch: number;
  #shown = '';
  #events: RecordedEvent[] = [];
  #refused: RefusedMessage[] = [];
  #notices: NoticeOfEvent[] = [];

  constructor(lastBatch: number) {
    this.#lastBatch = lastBatch;
  }

  get lastBatch(): number {
    return this.#lastBatch;
  }

  /** Takes events with the state after them; who is to be told is decided here, once. */
  take(milestone: Milestone, events: readonly RecordedEvent[]): void {
    this.#events.push(...events);
    for (const event of events)
      for (const notice of noticesFor(milestone, event))
        this.#notices.push({ ...notice, sequence: event.sequence, round: milestone.round });
  }

  takeRefused(refused: RefusedMessage): void {
    this.#refused.push(refused);
  }

  get hasUnrecorded(): boolean {
    return this.#events.length > 0 || this.#refused.length > 0;
  }

  /**
   * Returns once PostgreSQL has the batch. While it is down this waits; nothing is answered that is not recorded.
   * Returns the state on record when that is another one, and then drops the batch: a worker that was killed after
   * recording leaves the record ahead of the workflow, and so does a reset in Temporal.
   */
  async record(milestone: Milestone, at: string): Promise<Milestone | undefined> {
    if (!this.hasUnrecorded) return undefined;
    const batch = {
      milestoneId: milestone.milestoneId,
      engagementId: milestone.engagement.engagementId,
      workflowId: workflowInfo().workflowId,
      batch: this.#lastBatch + 1,
      at,
      events: this.#events,
      refused: this.#refused,
      notices: this.#notices,
      snapshot: milestone,
    };
    this.#events = [];
    this.#refused = [];
    this.#notices = [];
    const { recordBatch } = proxyLocalActivities<Activities>({ ...localActivityOptions, summary: batchSummary(batch) });
    const standing = await recordBatch(batch);
    this.#lastBatch = standing?.lastBatch ?? batch.batch;
    this.#show(standing?.snapshot ?? milestone);
    return standing?.snapshot;
  }

  #show(milestone: Milestone): void {
    setCurrentDetails(currentDetails(milestone));
    const due = 'wait' in milestone.stage ? milestone.stage.wait.deadline : undefined;
    const key = `${milestone.stage.phase} ${due ?? ''}`;
    if (key === this.#shown) return;
    this.#shown = key;
    upsertSearchAttributes([
      { key: phase, value: milestone.stage.phase },
      { key: engagementId, value: milestone.engagement.engagementId },
      { key: deadline, value: due === undefined ? null : new Date(due) },
    ]);
  }
}
