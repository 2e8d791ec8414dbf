// What of the activities anybody with access to Temporal can have run: those that believe nothing but the record. The rest run inside
// the task of the workflow that asks for them, and nowhere else.
import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { Activities } from '../activities/index.ts';

/** They are told a milestone and a certificate number at most, and do what the record says of these. */
const open: readonly (keyof Activities)[] = ['publishAcceptance', 'timestampCertificate', 'dispatchEffects'];

type Activity = (...told: never[]) => Promise<unknown>;

/** Any that is not named above is guarded, so that a new one is not forgotten. */
export function guardedActivities(activities: Partial<Activities>): Partial<Activities> {
  const entries = Object.entries(activities as Record<string, Activity>).map(([name, activity]) => [
    name,
    (open as readonly string[]).includes(name) ? activity : onlyLocally(name, activity),
  ]);
  return Object.fromEntries(entries) as Partial<Activities>;
}

function onlyLocally(name: string, activity: Activity): Activity {
  return async (...told) => {
    if (Context.current().info.isLocal) return activity(...told);
    throw ApplicationFailure.nonRetryable(
      `"${name}" runs inside a task of a milestone's workflow and is not to be started by itself; send the milestone a message instead.`,
      'ONLY_LOCAL',
    );
  };
}
