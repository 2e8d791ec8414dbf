// The arithmetic of sizing: what a milestone takes of Temporal, the database and the processors, and what a year of them comes to. Measures nothing.
import type { temporal } from '@temporalio/proto';

type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

/**
 * What Temporal Cloud bills as an action, counted in a history as its documentation lists them: starts, signals, updates, timers, activities and
 * their retries, upserts of search attributes, and the local activities of a task as one. What is refused or only asked leaves no event.
 */
export function actionsIn(events: readonly HistoryEvent[]): number {
  let actions = 0;
  const tasksWithLocalActivities = new Set<string>();
  for (const each of events) {
    const started = each.activityTaskStartedEventAttributes;
    const marker = each.markerRecordedEventAttributes;
    if (each.workflowExecutionStartedEventAttributes) actions += 1;
    else if (each.workflowExecutionSignaledEventAttributes) actions += 1;
    else if (each.workflowExecutionUpdateAcceptedEventAttributes) actions += 1;
    else if (each.timerStartedEventAttributes) actions += 1;
    else if (each.upsertWorkflowSearchAttributesEventAttributes) actions += 1;
    else if (started) actions += started.attempt ?? 1;
    else if (marker?.markerName === 'core_local_activity')
      tasksWithLocalActivities.add(String(marker.workflowTaskCompletedEventId));
  }
  return actions + tasksWithLocalActivities.size;
}

/** Of one milestone, on average. */
export interface PerMilestone {
  actions: number;
  historyBytes: number;
  databaseBytes: number;
  documentBytes: number;
  workerSeconds: number;
}

export interface Prices {
  /** For a million actions. */
  actions: number;
  /** For a gigabyte of database or documents for a month. */
  gigabyteMonth: number;
  /** For a processor for an hour. */
  processorHour: number;
}

export interface Year {
  milestones: number;
  actions: number;
  databaseGigabytes: number;
  documentGigabytes: number;
  processorHours: number;
  /** In the currency of the prices, what is stored for half of the first year on average. */
  cost: number;
}

/** Of the dispatcher, which is always at work: a run of five minutes with its mark, and a heartbeat each eight seconds, as the SDK lets through. */
export const dispatcherActionsPerYear = Math.round((365 * 24 * 3600) / 300) * 3 + Math.round((365 * 24 * 3600) / 8);

export function yearOf(milestones: number, each: PerMilestone, prices: Prices): Year {
  const actions = milestones * each.actions + dispatcherActionsPerYear;
  const gigabytes = (bytes: number): number => (milestones * bytes) / 1e9;
  const [databaseGigabytes, documentGigabytes] = [gigabytes(each.databaseBytes), gigabytes(each.documentBytes)];
  const processorHours = (milestones * each.workerSeconds) / 3600;
  return {
    ...{ milestones, actions, databaseGigabytes, documentGigabytes, processorHours },
    cost:
      (actions / 1e6) * prices.actions +
      (databaseGigabytes + documentGigabytes) * 6 * prices.gigabyteMonth +
      processorHours * prices.processorHour,
  };
}
