// What goes wrong in a run: one thing after the other, drawn by the seed, each for a few seconds.
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import type { Draw } from './draw.ts';
import type { FaultyInbox } from './inbox.ts';
import type { Installation } from './installation.ts';

type Fault = (draw: Draw) => Promise<void>;

/** Each by the name under which it is counted. */
export function faultsOf({ parts, moveDocuments, temporalAddress }: Installation, inbox: FaultyInbox) {
  const killed =
    (name: keyof Installation['parts']): Fault =>
    async (draw) => {
      const part = parts[name];
      part.signal('SIGKILL');
      await part.gone();
      await sleep(draw.between(200, 5000));
      await part.start();
    };
  const paused =
    (name: keyof Installation['parts']): Fault =>
    async (draw) => {
      parts[name].signal('SIGSTOP');
      await sleep(draw.between(1000, 12_000));
      parts[name].signal('SIGCONT');
    };
  const misbehaving =
    (behaviour: FaultyInbox['behaviour']): Fault =>
    async (draw) => {
      inbox.behaviour = behaviour;
      await sleep(draw.between(2000, 8000));
      inbox.behaviour = 'well';
    };
  return {
    'API killed': killed('api'),
    'worker killed': async (draw) => killed(draw.of(['worker1', 'worker2'] as const))(draw),
    'both workers killed': async (draw) => {
      await Promise.all([killed('worker1')(draw), killed('worker2')(draw)]);
    },
    'PostgreSQL killed': killed('postgres'),
    'Temporal killed': killed('temporal'),
    'API paused': paused('api'),
    'worker paused': async (draw) => paused(draw.of(['worker1', 'worker2'] as const))(draw),
    'PostgreSQL paused': paused('postgres'),
    'Temporal paused': paused('temporal'),
    'mail server away': async (draw) => {
      await inbox.close();
      await sleep(draw.between(2000, 10_000));
      await inbox.open();
    },
    'mail taken, connection lost': misbehaving('dropsAfterData'),
    'mail lost with its connection': misbehaving('dropsBeforeTaking'),
    'documents gone': async (draw) => {
      await moveDocuments('away');
      await sleep(draw.between(1000, 6000));
      await moveDocuments('back');
    },
    'workflow reset': (draw) => onOne(temporalAddress, draw, resetOne),
    'workflow terminated': (draw) => onOne(temporalAddress, draw, terminateOne),
  } satisfies Record<string, Fault>;
}

type Act = (client: Client, workflowId: string) => Promise<void>;

/** What an administrator may do to any workflow that runs, in the Temporal UI. */
async function onOne(address: string, draw: Draw, act: Act): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: 5000 });
  try {
    const client = new Client({ connection });
    const running: string[] = [];
    const query = 'WorkflowType = "milestoneSignOff" AND ExecutionStatus = "Running"';
    for await (const { workflowId } of client.workflow.list({ query })) running.push(workflowId);
    if (running.length > 0) await act(client, draw.of(running.toSorted()));
  } finally {
    await connection.close();
  }
}

/** Back to where its first task ended. */
async function resetOne(client: Client, workflowId: string): Promise<void> {
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  const firstTask = events?.find((each) => each.workflowTaskCompletedEventAttributes);
  if (!firstTask?.eventId) return;
  await client.workflowService.resetWorkflowExecution({
    namespace: 'default',
    workflowExecution: { workflowId },
    workflowTaskFinishEventId: firstTask.eventId,
    requestId: randomBytes(8).toString('hex'),
    reason: 'a fault that is tried',
  });
}

const terminateOne: Act = async (client, workflowId) => {
  await client.workflow.getHandle(workflowId).terminate('a fault that is tried');
};

/** One fault after the other until `until`, counted by name; one that could not be done, for what broke before, is not counted. */
export async function breakThings(
  faults: Record<string, Fault>,
  draw: Draw,
  until: number,
  say: (text: string) => void,
): Promise<Map<string, number>> {
  const counts = new Map<string, number>(Object.keys(faults).map((name) => [name, 0]));
  let order: string[] = [];
  while (Date.now() < until) {
    // All of them once, in an order that is drawn, before any comes again.
    if (order.length === 0)
      order = Object.keys(faults)
        .map((name) => ({ name, at: draw.next() }))
        .toSorted((a, b) => a.at - b.at)
        .map(({ name }) => name);
    const name = order.shift() ?? '';
    say(name);
    try {
      await faults[name]?.(draw);
      counts.set(name, (counts.get(name) ?? 0) + 1);
    } catch (error) {
      say(`${name}: not done (${error instanceof Error ? error.message : String(error)})`);
    }
    await sleep(draw.between(500, 4000));
  }
  return counts;
}
