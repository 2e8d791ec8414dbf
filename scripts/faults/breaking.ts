// What goes wrong in a run: one thing after the other, drawn by the seed, each for a few seconds.
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import type { Draw } from './draw.ts';
import type { FaultyInbox } from './inbox.ts';
import { dispatcherWorkflowId, markMemo } from '../../workflows/temporalNames.ts';
import type { Installation, Part } from './installation.ts';
import type { Machine, MachineState } from './machine.ts';

type Fault = (draw: Draw) => Promise<void>;

/** Each by the name under which it is counted. */
export function faultsOf(installation: Installation, inbox: FaultyInbox): Record<string, Fault> {
  const { postgres, temporal, apis, workers, moveDocuments, temporalAddress, machines } = installation;
  const kill = async (part: Part, draw: Draw): Promise<void> => {
    await end(part);
    await sleep(draw.between(200, 5000));
    await part.start();
  };
  const pause = async (part: Part, draw: Draw): Promise<void> => {
    part.signal('SIGSTOP');
    await sleep(draw.between(1000, 12_000));
    part.signal('SIGCONT');
  };
  const misbehaving =
    (behaviour: FaultyInbox['behaviour']): Fault =>
    async (draw) => {
      inbox.behaviour = behaviour;
      await sleep(draw.between(2000, 8000));
      inbox.behaviour = 'well';
    };
  return {
    'API killed': (draw) => kill(draw.of(apis), draw),
    'worker killed': (draw) => kill(draw.of(workers), draw),
    'all workers killed': async (draw) => {
      await Promise.all(workers.map((each) => kill(each, draw)));
    },
    'PostgreSQL killed': (draw) => kill(postgres, draw),
    'Temporal killed': (draw) => kill(temporal, draw),
    'API paused': (draw) => pause(draw.of(apis), draw),
    'worker paused': (draw) => pause(draw.of(workers), draw),
    'PostgreSQL paused': (draw) => pause(postgres, draw),
    'Temporal paused': (draw) => pause(temporal, draw),
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
    'older Temporal put back': (draw) => olderTemporal(installation, draw),
    // Where Temporal lies in the same PostgreSQL, an older copy of the one is an older copy of the other.
    ...(installation.isTogether ? {} : { 'older record put back': () => olderRecord(installation) }),
    ...(machines === undefined ? {} : ofMachines(installation, machines)),
  };
}

async function end(part: Part): Promise<void> {
  part.signal('SIGKILL');
  await part.gone();
}

/** What each process is told of clock and disk; the first machine is that of PostgreSQL, which writes what counts. */
function ofMachines({ parts }: Installation, machines: readonly Machine[]): Record<string, Fault> {
  const [database] = machines;
  const told =
    (of: (draw: Draw) => Machine | undefined, state: (draw: Draw) => MachineState): Fault =>
    async (draw) => {
      const machine = of(draw);
      await machine?.set(state(draw));
      await sleep(draw.between(3000, 10_000));
      await machine?.set({});
      // What a disk that fails had ended.
      for (const each of parts) if (!each.isRunning) await each.start();
    };
  const any = (draw: Draw) => draw.of(machines);
  return {
    'disk slow': told(
      () => database,
      (draw) => ({ syncMilliseconds: draw.between(100, 800) }),
    ),
    'disk fails': told(any, () => ({ syncError: inputOutputError })),
    'disk lies': async (draw) => {
      await database?.set({ isLying: true });
      await sleep(draw.between(3000, 10_000));
      const [postgres] = parts;
      if (postgres) await end(postgres);
      await database?.set({});
      await postgres?.start();
    },
    'clock jumps': told(any, (draw) => ({ clockMilliseconds: draw.between(-300_000, 300_000) })),
  };
}

const inputOutputError = 5;

/** As a backup of some seconds ago that somebody restored: what workflows did since, the record knows. */
async function olderTemporal({ temporal, ofTemporal }: Installation, draw: Draw): Promise<void> {
  await end(temporal);
  await ofTemporal.take('older');
  await temporal.start();
  await sleep(draw.between(5000, 15_000));
  await end(temporal);
  await ofTemporal.putBack('older');
  await temporal.start();
}

/** By mistake: nothing may start on it, and once the newer one is back all goes on. */
async function olderRecord({ postgres, apis, workers, record, temporalAddress }: Installation): Promise<void> {
  const all = [...apis, ...workers];
  const restart = async () => {
    await postgres.start();
    for (const each of all) await each.start();
  };
  const stop = async () => {
    for (const each of all) await end(each);
    postgres.signal('SIGINT');
    await postgres.gone();
  };
  await stop();
  await record.take('older');
  await restart();
  await markedAgain(temporalAddress);
  await stop();
  await record.take('newer');
  await record.putBack('older');
  await postgres.start();
  for (const each of all) await each.start();
  const until = Date.now() + 60_000;
  while (all.some(({ isRunning }) => isRunning) && Date.now() < until) await sleep(200);
  const running = all.filter(({ isRunning }) => isRunning).map(({ name }) => name);
  await stop();
  await record.putBack('newer');
  await restart();
  if (running.length > 0) throw new Finding(`${running.join(', ')} went on with an older record.`);
}

/** What was found while things were broken. */
export class Finding extends Error {}

/** Ended by an administrator the dispatcher comes back with the next mark of the record. */
async function markedAgain(address: string): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: 5000 });
  try {
    // As it is stored: what the memo says is sealed, and nothing here opens it.
    const described = async () => {
      const execution = { workflowId: dispatcherWorkflowId };
      const { workflowExecutionInfo } = await connection.workflowService.describeWorkflowExecution({
        ...{ namespace: 'default', execution },
      });
      const { execution: found, memo } = workflowExecutionInfo ?? {};
      return { runId: found?.runId, isMarked: memo?.fields?.[markMemo] !== undefined };
    };
    const { runId } = await described();
    await new Client({ connection }).workflow.getHandle(dispatcherWorkflowId).terminate('a fault that is tried');
    for (const until = Date.now() + 180_000; Date.now() < until; await sleep(300)) {
      const next = await described().catch(() => ({ runId, isMarked: false }));
      if (next.runId !== runId && next.isMarked) return;
    }
    throw new Error('the record was not marked again');
  } finally {
    await connection.close();
  }
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
  found: (finding: string) => void,
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
      if (error instanceof Finding) found(error.message);
      say(`${name}: not done (${error instanceof Error ? error.message : String(error)})`);
    }
    await sleep(draw.between(500, 4000));
  }
  return counts;
}
