// The arithmetic of sizing: what counts as an action, and what a year comes to.
import assert from 'node:assert/strict';
import { actionsIn, dispatcherActionsPerYear, yearOf } from '../../scripts/bench/sizing.ts';

describe('Sizing', () => {
  it('counts what is billed in a history: each try of an activity, and the local activities of a task as one', () => {
    const marker = (task: number) => ({
      markerRecordedEventAttributes: {
        markerName: 'core_local_activity',
        workflowTaskCompletedEventId: task as never,
      },
    });
    const counted = actionsIn([
      { workflowExecutionStartedEventAttributes: {} },
      { workflowTaskScheduledEventAttributes: {} },
      { workflowTaskCompletedEventAttributes: {} },
      marker(4),
      marker(4),
      { markerRecordedEventAttributes: { markerName: 'core_patch', workflowTaskCompletedEventId: 4 as never } },
      { upsertWorkflowSearchAttributesEventAttributes: {} },
      { timerStartedEventAttributes: {} },
      { timerCanceledEventAttributes: {} },
      { workflowExecutionSignaledEventAttributes: {} },
      { workflowExecutionUpdateAcceptedEventAttributes: {} },
      marker(11),
      { activityTaskScheduledEventAttributes: {} },
      { activityTaskStartedEventAttributes: { attempt: 3 } },
      { activityTaskCompletedEventAttributes: {} },
      { workflowExecutionCompletedEventAttributes: {} },
    ]);
    // Started, local activities of two tasks, attributes, timer, signal, update, three tries.
    assert.equal(counted, 1 + 2 + 1 + 1 + 1 + 1 + 3);
  });

  it('multiplies by the milestones of a year, adds what the dispatcher takes by itself, and keeps half of what grows', () => {
    const each = { actions: 30, historyBytes: 1, databaseBytes: 200_000, documentBytes: 300_000, workerSeconds: 0.5 };
    const year = yearOf(100_000, each, { actions: 50, gigabyteMonth: 0.1, processorHour: 0.04 });
    assert.equal(year.actions, 3_000_000 + dispatcherActionsPerYear);
    assert.deepEqual([year.databaseGigabytes, year.documentGigabytes], [20, 30]);
    assert.equal(Math.round(year.processorHours * 10) / 10, 13.9);
    const expected = (year.actions / 1e6) * 50 + 50 * 6 * 0.1 + year.processorHours * 0.04;
    assert.equal(year.cost, expected);
  });
});
