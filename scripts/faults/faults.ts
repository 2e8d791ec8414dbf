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
import { needFullTemporal } from './fullTemporal.ts';
import { prepare } from './installation.ts';
import { People } from './people.ts';
import { buildNext, rollUpgrade } from './upgrade.ts';

const { values } = parseArgs({
  options: {
    milestones: { type: 'string', default: '60' },
    /** How long things are broken; the milestones then have as long again to end, and three seconds each. */
    minutes: { type: 'string', default: '4' },
    /** Milestones under way at a time. */
    'at-once': { type: 'string', default: '12' },
    /** Three workers, two APIs, and Temporal's production server on PostgreSQL, which is built by Go the first time. */
    full: { type: 'boolean', default: false },
    /** In place of faults: an upgrade to a made-up next release that rolls, is taken back, and rolls again. */
    upgrade: { type: 'boolean', default: false },
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
  const next = values.upgrade ? await buildNext(folder) : undefined;
  if (values.full) await needFullTemporal();
  const topology = values.full ? { apis: 2, workers: 3, isFull: true } : { apis: 1, workers: 2, isFull: false };
  const installation = await prepare(folder, `smtp://127.0.0.1:${inbox.port}`, topology);
  if (!installation.machines) say('no C compiler here: clocks and disks are left alone');
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void installation.end().finally(() => process.exit(130)));
  const isUp = async () => {
    const { dependencies } = (await (await fetch(`${installation.apiUrls[0]}/health`)).json()) as {
      dependencies: Record<string, { status: string }>;
    };
    return Object.values(dependencies).every(({ status }) => status === 'up');
  };
  try {
    const { postgres, temporal, apis, workers } = installation;
    for (const each of [postgres, temporal, ...apis]) await each.start();
    // From now on: what had to be built first may have taken minutes.
    const started = Date.now();
    await until('the API answers', async () => (await installation.key()) !== '', started + 120_000);
    for (const each of workers) await each.start();
    if (!(await until('everything is up', isUp, started + 180_000))) return false;
    const api = new Api(installation.apiUrls, await installation.key());
    const people = new People(api, inbox, installation.apiUrls);
    await people.register();
    const what = next ? 'an upgrade rolls' : `things are broken for ${minutes} minutes`;
    say(`${milestones} milestones, ${atOnce} at a time; ${what}, seed ${values.seed}`);
    const findings: string[] = [];
    const found = (finding: string): void => void findings.push(finding);
    const breaking = next
      ? rollUpgrade(installation, { folder, next, isUp, say, found })
      : breakThings(faultsOf(installation, inbox), draw, Date.now() + minutes * 60_000, say, found);
    // While an upgrade rolls there is always somebody at work, however fast the machine is.
    let isRolling = next !== undefined;
    void breaking.finally(() => (isRolling = false)).catch(() => undefined);
    let isTimeUp = false;
    const played = play(people, (number) => (number <= milestones && !isTimeUp) || isRolling);
    // A refusal is the end of the run; otherwise things are broken for their time, whoever is done before.
    const counts = await Promise.race([breaking, played.then(() => breaking)]);
    for (const part of installation.parts) if (!part.isRunning) await part.start();
    say('nothing is broken any more');
    const timeIsUp = Date.now() + Math.max(minutes, 3) * 60_000 + milestones * 3000;
    const isDone = await Promise.race([played.then(() => true), sleep(timeIsUp - Date.now(), false)]);
    isTimeUp = true;
    // What is looked at must stand still: whoever is under way ends, and nobody begins any more.
    if (!isDone) say('time is up for those who have not begun; those under way go on');
    const deadline = Math.max(timeIsUp, Date.now() + 180_000);
    await until('those under way have ended', () => isSettled(played), deadline);
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
    const { findings: left, figures } = await check(api, people, inbox);
    findings.push(...left);
    report(counts, { ...figures, repeatedDecisions: people.repeated, repeatedRequests: api.repeated }, findings);
    return isDone && findings.length === 0;
  } finally {
    await installation.end();
    await inbox.close();
    if (values.keep) say(`left behind: ${folder}`);
    else await rm(folder, { recursive: true, force: true });
  }
}

const isSettled = (promise: Promise<void>): Promise<boolean> =>
  Promise.race([promise.then(() => true), sleep(0, false)]);

async function play(people: People, isWanted: (number: number) => boolean): Promise<void> {
  let next = 1;
  const oneAfterTheOther = async (): Promise<void> => {
    while (isWanted(next)) {
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
