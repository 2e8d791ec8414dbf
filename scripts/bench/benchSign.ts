// `npm run bench:sign`: what a person feels. From the press of a button on a page to the receipt, on a system that does nothing else, against
// what a commit costs the database beneath it and an update that does nothing costs Temporal. Runs the processes of `npm run faults` and
// breaks nothing.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Client, Connection } from '@temporalio/client';
import pg from 'pg';
import { openDatabase } from '../../db/database.ts';
import { addressOfEmbedded } from '../../stack/postgres.ts';
import { Api } from '../faults/api.ts';
import { FaultyInbox } from '../faults/inbox.ts';
import { database, prepare } from '../faults/installation.ts';
import { People } from '../faults/people.ts';
import { createBareTables } from './bareActivities.ts';
import type { bareSignOff } from './bareWorkflow.ts';
import { percentile } from './figures.ts';
import { bareTaskQueue } from './variantWorkers.ts';
import { forkWorker } from './workerProcess.ts';

const { values } = parseArgs({ options: { milestones: { type: 'string', default: '30' } } });
const commits = 300;

const folder = await mkdtemp(join(process.platform === 'linux' ? '/var/tmp' : tmpdir(), 'sign-off-sign-'));
await chmod(folder, 0o755);
const inbox = new FaultyInbox();
await inbox.open();
const installation = await prepare(folder, `smtp://127.0.0.1:${inbox.port}`, { apis: 1, workers: 1, isFull: false });

async function isUp(): Promise<boolean> {
  const answer = await fetch(`${installation.apiUrls[0]}/health`).catch(() => undefined);
  return ((await answer?.json()) as { status?: string } | undefined)?.status === 'up';
}

/** As small as one can be that has to be safe. */
async function commitTimes(): Promise<number[]> {
  const url = await addressOfEmbedded(folder, installation.postgresPort, database, 'owner');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('create table commits (at timestamptz)');
  const times: number[] = [];
  for (let each = 0; each < commits; each += 1) {
    const began = performance.now();
    await client.query('insert into commits values (now())');
    times.push(performance.now() - began);
  }
  await client.query('drop table commits');
  await client.end();
  return times;
}

/** What Temporal alone takes to hand an update to a workflow that does nothing with it, and to bring its answer back. */
async function updateTimes(): Promise<number[]> {
  const { temporalAddress: address } = installation;
  const url = await addressOfEmbedded(folder, installation.postgresPort, database, 'owner');
  const db = openDatabase(url);
  await createBareTables(db);
  await db.destroy();
  const env = { DATABASE_URL: url, TEMPORAL_ADDRESS: address, BARE_TASK_QUEUE: bareTaskQueue };
  const worker = await forkWorker(new URL('bareWorker.ts', import.meta.url), env);
  const connection = await Connection.connect({ address });
  const handle = await new Client({ connection }).workflow.start<typeof bareSignOff>('bareSignOff', {
    ...{ workflowId: 'bare', taskQueue: bareTaskQueue, args: [{ milestoneId: 'bare', package: {} }] },
  });
  const times: number[] = [];
  for (let each = -3; each < Number(values.milestones); each += 1) {
    const began = performance.now();
    await handle.executeUpdate('feedback', { args: [{ each }] });
    if (each >= 0) times.push(performance.now() - began);
  }
  await handle.terminate('measured');
  await connection.close();
  await worker.stop();
  return times;
}

try {
  for (const each of installation.parts) await each.start();
  while (!(await isUp())) await sleep(300);
  const api = new Api(installation.apiUrls, await installation.key());
  const people = new People(api, inbox, installation.apiUrls);
  await people.register();
  // The first are slower: everything is loaded by them.
  for (let number = 1; number <= Number(values.milestones) + 3; number += 1) {
    if (number === 4) people.pressed.clear();
    await people.play(number);
  }
  const commit = await commitTimes();
  const update = await updateTimes();
  const [cpu] = cpus();
  console.log(`${cpus().length} × ${cpu?.model.trim()}, Node ${process.version}; one person at a time`);
  const line = (name: string, times: readonly number[]): void =>
    console.log(
      `${name.padEnd(20)} p50 ${percentile(times, 50).toFixed(1)} ms, p95 ${percentile(times, 95).toFixed(1)} ms, of ${times.length}`,
    );
  line('database commit', commit);
  line('update, bare', update);
  for (const [event, times] of people.pressed) line(event, times);
  const signed = people.pressed.get('signed') ?? [];
  for (const [name, times] of [['commit', commit] as const, ['bare update', update] as const])
    console.log(`Sign to receipt ÷ ${name}, p95: ${(percentile(signed, 95) / percentile(times, 95)).toFixed(1)}`);
} finally {
  await installation.end();
  await inbox.close();
  await rm(folder, { recursive: true, force: true });
}
process.exit();
