// Bundled beside the workflows when histories are replayed: passes on every batch that would be recorded. Changes nothing.
import { proxySinks, type Sinks, type WorkflowInterceptors } from '@temporalio/workflow';
import type { Batch } from '../../domain/records/batch.ts';

export interface CapturedSinks extends Sinks {
  captured: { batch(batch: Batch): void };
}

const { captured } = proxySinks<CapturedSinks>();

/** The input of a local activity is not in the history: this is the only place where a replay shows what was decided. */
export const interceptors = (): WorkflowInterceptors => ({
  outbound: [
    {
      async scheduleLocalActivity(input, next) {
        if (input.activityType === 'recordBatch') captured.batch(input.args[0] as Batch);
        return next(input);
      },
    },
  ],
});
