// The embedded PostgreSQL: whom it runs as, where its data lies, and what it makes of what a crash left.
import assert from 'node:assert/strict';
import { chmod, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { startPostgres, type Postgres } from '../../stack/postgres.ts';
import { freePort } from '../../stack/ports.ts';
import { openFolder } from './service.ts';

const isRoot = process.getuid?.() === 0;

let folder: string;
let running: Postgres | undefined;

async function start(isDisposable = true): Promise<Postgres> {
  running = await startPostgres({ folder, port: await freePort(), database: 'kept', isDisposable });
  return running;
}

/** As the test before left it, where there was one: setting up takes most of the time. */
const started = async (): Promise<Postgres> => running ?? start(false);

async function ask(sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: running?.url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function remove(): Promise<void> {
  await running?.stop();
  if (running) await rm(running.dataFolder, { recursive: true, force: true });
  running = undefined;
  await rm(folder, { recursive: true, force: true });
}

describe('The embedded PostgreSQL', function () {
  this.timeout(180_000);
  before(async () => {
    folder = await openFolder();
  });
  after(remove);

  it('runs as an ordinary user, who alone can read its data', async () => {
    const { dataFolder } = await started();
    const { uid, mode } = await stat(dataFolder);
    assert.equal(mode & 0o777, 0o700);
    assert.equal(uid === 0, false);
    if (!isRoot) assert.equal(uid, process.getuid?.());
    assert.equal(dataFolder, join(folder, 'postgres'));
  });

  it('keeps what was committed when it is killed', async () => {
    const { pid, ended } = await started();
    await ask(`create table decisions (answer text); insert into decisions values ('kept')`);
    process.kill(pid, 'SIGKILL');
    await assert.rejects(ended, /postgres ended by signal SIGKILL/);
    await start(false);
    assert.deepEqual(await ask('select answer from decisions'), [{ answer: 'kept' }]);
  });

  it('is not kept out by a lock whose process number is by now somebody else’s', async () => {
    const { dataFolder } = await started();
    await running?.stop();
    await writeFile(join(dataFolder, 'postmaster.pid'), `${process.pid}\n${dataFolder}\n`);
    await start(false);
    assert.deepEqual(await ask('select 1 as one'), [{ one: 1 }]);
  });

  it('is opened by passwords of its own alone, which only the owner of the state folder reads', async () => {
    const { url } = await started();
    const path = join(folder, 'postgres-passwords.json');
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    const { owner, application } = JSON.parse(await readFile(path, 'utf8')) as Record<string, string>;
    assert.equal(new Set([owner, application]).size, 2);
    assert.ok([owner, application].every((each) => (each ?? '').length >= 32));
    for (const guess of ['signoff', application ?? '', '']) {
      const wrong = new URL(url);
      wrong.password = guess;
      const client = new pg.Client({ connectionString: wrong.href });
      client.on('error', () => undefined);
      await assert.rejects(client.connect(), /password/);
      await client.end().catch(() => undefined);
    }
    await running?.stop();
    await rm(path);
    await assert.rejects(start(), /postgres-passwords\.json is gone/);
  });
});

describe('The embedded PostgreSQL, set up in another place', function () {
  this.timeout(180_000);
  beforeEach(async () => {
    folder = await openFolder();
  });
  afterEach(remove);

  it('is set up again where a crash cut the set-up short', async () => {
    await mkdir(join(folder, 'postgres.unfinished'));
    await writeFile(join(folder, 'postgres.unfinished', 'PG_VERSION'), '18\n');
    await writeFile(join(folder, 'postgres.password'), 'left behind');
    await start();
    assert.deepEqual(await ask('select 1 as one'), [{ one: 1 }]);
    await assert.rejects(readFile(join(folder, 'postgres.password')), { code: 'ENOENT' });
  });

  it('keeps its data elsewhere when root’s folder is closed to the user it runs as', async function () {
    if (!isRoot) return this.skip();
    await chmod(folder, 0o700);
    const { dataFolder } = await start();
    assert.match(dataFolder, /^\/var\/lib\/milestone-sign-off\/[0-9a-f]+\/data$/);
    await ask(`create table decisions (answer text); insert into decisions values ('kept')`);
    await running?.stop();

    const moved = `${folder}-moved`;
    await rename(folder, moved);
    folder = moved;
    assert.equal((await start()).dataFolder, dataFolder, 'a folder that was moved leads to its data');
    assert.deepEqual(await ask('select answer from decisions'), [{ answer: 'kept' }]);
    await running?.stop();

    await rename(dataFolder, `${dataFolder}-away`);
    await assert.rejects(start(), /belongs to .*-moved is not in .*data any more\. Put it back/);
    await rename(`${dataFolder}-away`, dataFolder);
  });

  it('keeps its data where a setting says, and begins none anew elsewhere', async () => {
    const given = join(`${folder}-given`, 'data');
    running = await startPostgres({
      ...{ folder, dataFolder: given, database: 'kept', isDisposable: true },
      port: await freePort(),
    });
    assert.equal(running.dataFolder, given);
    await running.stop();
    assert.equal((await start()).dataFolder, given, 'the state folder leads there');
    await running.stop();
    const elsewhere = { folder, dataFolder: `${folder}-other`, port: await freePort(), database: 'kept' };
    await assert.rejects(
      startPostgres(elsewhere),
      /POSTGRES_DATA_FOLDER is .*-other, and the data of .* lies in .*-given/,
    );
    await rm(`${folder}-given`, { recursive: true });
  });
});
