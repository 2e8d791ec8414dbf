// One round: so many milestones of one variant from start to done, so many at a time, each message after the last was acknowledged.
import type { WorkflowHandle } from '@temporalio/client';
import type { Round } from './figures.ts';
import type { Message, Variant } from './variants.ts';

export type Way = 'signals' | 'updates';

export interface RoundPlan {
  /** Begins the ID of every milestone of the round; never used twice. */
  prefix: string;
  milestones: number;
  atOnce: number;
  way: Way;
}

/**
 * Measured from the first start until every workflow has ended and every mail is out. A signal is acknowledged when the
 * server has it, an update when the workflow has answered.
 */
export async function driveRound(variant: Variant, plan: RoundPlan): Promise<Round> {
  const ids = Array.from({ length: plan.milestones }, (_, index) => `${plan.prefix}-${index + 1}`);
  const messages = new Map<string, Message[]>();
  for (const id of ids) messages.set(id, await variant.prepare(id));
  const acknowledged: number[] = [];
  const handles: WorkflowHandle[] = [];
  const began = performance.now();
  const work = eachOf(ids, plan.atOnce, async (id) => {
    const handle = await variant.start(id);
    handles.push(handle);
    for (const { name, content } of messages.get(id) ?? []) {
      const sent = performance.now();
      if (plan.way === 'signals') await handle.signal(name, content);
      else await handle.executeUpdate(name, { args: [content] });
      acknowledged.push(performance.now() - sent);
    }
    await handle.result();
  });
  await within(60 + 3 * plan.milestones, `${variant.name}, ${plan.prefix}`, work.then(variant.settle));
  const seconds = (performance.now() - began) / 1000;
  return { milestones: plan.milestones, seconds, acknowledged, ...(await historiesOf(handles, plan.atOnce)) };
}

/** A milestone that waits for ever (a message refused, say) must not let the bench wait with it. */
async function within(seconds: number, what: string, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: not done within ${seconds} s`)), seconds * 1000);
  });
  await Promise.race([work, limit]).finally(() => clearTimeout(timer));
}

/** Mean events and bytes of a history, as the server counts them. */
async function historiesOf(handles: readonly WorkflowHandle[], atOnce: number) {
  let events = 0;
  let bytes = 0;
  await eachOf(handles, atOnce, async (handle) => {
    const { historyLength, historySize = 0 } = await handle.describe();
    events += historyLength;
    bytes += historySize;
  });
  return { historyEvents: events / handles.length, historyBytes: bytes / handles.length };
}

/** Runs `work` on every item, at most `atOnce` at a time. */
export async function eachOf<T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<void>): Promise<void> {
  const waiting = items.values();
  const lane = async (): Promise<void> => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}
