// `npm run faults`: milestones played by their people while everything they rest on is killed, paused and lied to; then checks that
// nothing acknowledged was lost or doubled. Exit code 0 when all of it holds, else 1.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Api } from './api.ts';
import { breakThings, faultsOf } from './breaking.ts';
import { check } from './checks.ts';
import { Draw } from './draw.ts';
import { FaultyInbox } from './inbox.ts';
import { prepare } from './installation.ts';
import { People } from './people.ts';

const { values } = parseArgs({
  options: {
    milestones: { type: 'string', default: '200' },
    /** How long things are broken; the milestones then have as long again to end. */
    minutes: { type: 'string', default: '5' },
    /** Milestones under way at a time. */
    'at-once': { type: 'string', default: '12' },
    seed: { type: 'string', default: '1' },
    /** Leaves folder and logs behind. */
    keep: { type: 'boolean', default: false },
  },
});
const milestones = Number(values.milestones);
const minutes = Number(values.minutes);
const atOnce = Number(values['at-once']);
const draw = new Draw(Number(values.seed));
const began = Date.now();
const say = (text: string): void => console.log(`${((Date.now() - began) / 1000).toFixed(0).padStart(5)} s  ${text}`);

/** Where root's PostgreSQL, which runs as another user, can get in. */
async function openFolder(): Promise<string> {
  const folder = await mkdtemp(join(process.platform === 'linux' ? '/var/tmp' : tmpdir(), 'sign-off-faults-'));
  await chmod(folder, 0o755);
  return folder;
}

async function until(what: string, isSo: () => Promise<boolean>, deadline: number): Promise<boolean> {
  for (;;) {
    if (await isSo().catch(() => false)) return true;
    if (Date.now() > deadline) {
      say(`waited in vain until ${what}`);
      return false;
    }
    await sleep(1000);
  }
}

async function run(): Promise<boolean> {
  const folder = await openFolder();
  const inbox = new FaultyInbox();
  await inbox.open();
  const installation = await prepare(folder, `smtp://127.0.0.1:${inbox.port}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void installation.end().finally(() => process.exit(130)));
  const isUp = async () => {
    const { dependencies } = (await (await fetch(`${installation.apiUrl}/health`)).json()) as {
      dependencies: Record<string, { status: string }>;
    };
    return Object.values(dependencies).every(({ status }) => status === 'up');
  };
  try {
    const { postgres, temporal, api: apiPart, worker1, worker2 } = installation.parts;
    for (const each of [postgres, temporal, apiPart]) await each.start();
    await until('the API answers', async () => (await installation.key()) !== '', began + 120_000);
    for (const each of [worker1, worker2]) await each.start();
    if (!(await until('everything is up', isUp, began + 180_000))) return false;
    const api = new Api(installation.apiUrl, await installation.key());
    const people = new People(api, inbox);
    await people.register();
    say(`${milestones} milestones, ${atOnce} at a time; things are broken for ${minutes} minutes, seed ${values.seed}`);
    const breaking = breakThings(faultsOf(installation, inbox), draw, Date.now() + minutes * 60_000, say);
    const played = play(people);
    // A refusal is the end of the run; otherwise things are broken for their time, whoever is done before.
    const counts = await Promise.race([breaking, played.then(() => breaking)]);
    for (const part of Object.values(installation.parts)) if (!part.isRunning) await part.start();
    say('nothing is broken any more');
    const deadline = Date.now() + Math.max(minutes, 3) * 60_000;
    const isDone = await Promise.race([played.then(() => true), sleep(deadline - Date.now(), false)]);
    if (!isDone) say('not every milestone was played to its end');
    await until('health is up', isUp, deadline);
    for (const milestoneId of people.accepted())
      await until(
        `${milestoneId} has its certificate`,
        async () => (await api.find(`/milestones/${milestoneId}/certificate`)) !== undefined,
        deadline,
      );
    const hasNothingLeft = async () => {
      const { outbox = [] } = await api.get<{ outbox?: { kind: string }[] }>('/health');
      return outbox.length === 0;
    };
    await until('the outbox is empty', hasNothingLeft, deadline);
    // What was told of as not getting done is taken back by a sweep, half a minute later at most.
    const isWhole = async () => (await api.get<{ status: string }>('/health')).status === 'up';
    await until('nothing is said to be in trouble', isWhole, Date.now() + 120_000);
    const { findings, figures } = await check(api, people, inbox);
    report(counts, { ...figures, repeatedDecisions: people.repeated, repeatedRequests: api.repeated }, findings);
    return isDone && findings.length === 0;
  } finally {
    await installation.end();
    await inbox.close();
    if (values.keep) say(`left behind: ${folder}`);
    else await rm(folder, { recursive: true, force: true });
  }
}

async function play(people: People): Promise<void> {
  let next = 1;
  const oneAfterTheOther = async (): Promise<void> => {
    while (next <= milestones) {
      const number = next;
      next += 1;
      await people.play(number);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, oneAfterTheOther));
}

function report(counts: Map<string, number>, figures: object, findings: readonly string[]): void {
  const [cpu] = cpus();
  console.log(
    `\n${cpus().length} × ${cpu?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`,
  );
  console.log(`Faults: ${[...counts.values()].reduce((a, b) => a + b, 0)}`);
  for (const [name, times] of counts) console.log(`  ${String(times).padStart(3)} × ${name}`);
  console.log('Figures:');
  for (const [name, value] of Object.entries(figures)) console.log(`  ${name}: ${value}`);
  console.log(findings.length === 0 ? 'Nothing was lost or doubled.' : `Findings: ${findings.length}`);
  for (const each of findings) console.log(`  ${each}`);
}

process.exitCode = (await run()) ? 0 : 1;
process.exit();
