// How the newest run of a milestone's workflow ended, and what it had been sent and not ruled on. Reads only.
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { Payload } from '@temporalio/common';
import type { Milestone } from '../../domain/milestone.ts';
import type { WorkflowEnd } from '../../domain/records/obstacles.ts';
import { findOutcome } from '../../domain/records/messageOutcomes.ts';
import type { UnreadMessage } from '../messages.ts';
import { payloadConverter } from '../payloadConverter.ts';

type Page = Awaited<ReturnType<Client['workflowService']['getWorkflowExecutionHistoryReverse']>>;
type HistoryEvent = NonNullable<NonNullable<Page['history']>['events']>[number];

/** `runId` is absent where Temporal knows of no run. */
export interface EndedRun {
  end: WorkflowEnd;
  runId?: string;
}

/** A run that goes over into the next is none of these, nor is one that is paused or of a status not known here. */
const ends: Record<string, WorkflowEnd | undefined> = {
  TERMINATED: 'terminated',
  FAILED: 'failed',
  TIMED_OUT: 'timedOut',
  CANCELLED: 'cancelled',
  COMPLETED: 'completed',
};

/** Undefined while one runs. Asks the server's own record of the workflow, which knows of no delay. */
export async function findEnd(client: Client, workflowId: string): Promise<EndedRun | undefined> {
  try {
    const { status, runId } = await client.workflow.getHandle(workflowId).describe();
    const end = ends[status.name];
    return end && { end, runId };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { end: 'deleted' };
    throw error;
  }
}

/** So much of a history is read, from its end: what was not ruled on lies there, but for a flood. */
const eventsRead = 1000;
/** Beside the state, of what Temporal takes as input. */
const greatestBytes = 200_000;

export interface LastWords {
  /** What whoever ended it gave as the reason, or how it failed. */
  said: string;
  /** Signals that the record has no outcome of, in the order they came; those without a message ID would be refused anyway. */
  unread: UnreadMessage[];
}

/** Of the newest task that failed, its message; empty where there is none, or it cannot be read. */
export async function lastTaskFailure(client: Client, workflowId: string, runId: string): Promise<string> {
  const events = await readFromEnd(client, workflowId, runId, failuresLookedAt);
  const failure = events.find((each) => each.workflowTaskFailedEventAttributes)?.workflowTaskFailedEventAttributes
    ?.failure;
  const sealed = await readPayload(client, workflowId, failure?.encodedAttributes ?? undefined);
  return (sealed as { message?: string } | undefined)?.message ?? failure?.message ?? '';
}

/** Further failures in a row leave no event of their own. */
const failuresLookedAt = 20;

export async function readLastWords(
  client: Client,
  workflowId: string,
  { runId }: EndedRun,
  milestone: Milestone | null,
): Promise<LastWords> {
  if (runId === undefined) return { said: '', unread: [] };
  const events = await readFromEnd(client, workflowId, runId, eventsRead);
  const unread: UnreadMessage[] = [];
  let bytes = 0;
  for (const { workflowExecutionSignaledEventAttributes: signal } of events.toReversed()) {
    if (!signal) continue;
    const raw = await readPayload(client, workflowId, signal.input?.payloads?.[0]);
    const messageId = (raw as { messageId?: unknown } | null | undefined)?.messageId;
    if (typeof messageId !== 'string' || (milestone && findOutcome(milestone, messageId))) continue;
    bytes += JSON.stringify(raw).length;
    if (bytes > greatestBytes) break;
    unread.push({ name: signal.signalName ?? '', raw });
  }
  return { said: saidIn(events[0]), unread };
}

/** Undefined where anybody with access to Temporal sent what cannot be read. */
async function readPayload(client: Client, workflowId: string, payload: Payload | undefined): Promise<unknown> {
  const { namespace, loadedDataConverter } = client.options;
  const { payloadCodecs } = loadedDataConverter;
  if (!payload) return undefined;
  try {
    let payloads = [payload];
    for (const codec of payloadCodecs.toReversed())
      payloads = await codec.decode(payloads, { type: 'workflow', namespace, workflowId });
    return payloads[0] && payloadConverter.fromPayload<unknown>(payloads[0]);
  } catch {
    return undefined;
  }
}

/** The newest first. */
async function readFromEnd(client: Client, workflowId: string, runId: string, most: number): Promise<HistoryEvent[]> {
  const events: HistoryEvent[] = [];
  let nextPageToken: Uint8Array | null | undefined;
  do {
    const page: Page = await client.workflowService.getWorkflowExecutionHistoryReverse({
      namespace: client.options.namespace,
      execution: { workflowId, runId },
      maximumPageSize: most - events.length,
      ...(nextPageToken ? { nextPageToken } : {}),
    });
    events.push(...(page.history?.events ?? []));
    ({ nextPageToken } = page);
  } while (events.length < most && (nextPageToken?.length ?? 0) > 0);
  return events;
}

const saidIn = (last: HistoryEvent | undefined): string =>
  last?.workflowExecutionTerminatedEventAttributes?.reason ??
  last?.workflowExecutionFailedEventAttributes?.failure?.message ??
  '';
