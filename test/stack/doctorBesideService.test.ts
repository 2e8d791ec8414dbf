// `npm run doctor` beside a service: what it says of itself, of its workers, of the keys it shares, and of whether clocks agree.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig, type Config } from '../../config.ts';
import { examineClock } from '../../stack/doctor/clocks.ts';
import type { Finding } from '../../stack/doctor/finding.ts';
import { examineKeys } from '../../stack/doctor/keys.ts';
import { examineOthers } from '../../stack/doctor/others.ts';
import { examineTemporal, ofMissingAttributes, ofWorkers } from '../../stack/doctor/temporal.ts';
import { freePort } from '../../stack/ports.ts';
import { startTemporalServer } from '../../stack/temporalServer.ts';
import { masterKeyFile } from '../../storage/encryption/masterKeyFile.ts';
import { openDataKeys } from '../../storage/encryption/openDataKeys.ts';
import { shareKeys } from '../../storage/encryption/sharedKeys.ts';
import { loadTemporalConfig } from '../../temporal.config.ts';
import { sharedKeysOf } from '../../worker/sharedKeyFiles.ts';
import { searchAttributes } from '../../workflows/searchAttributes.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';
import { startTimestampAuthority } from '../support/timestampAuthority.ts';

const now = new Date();

function of(found: readonly Finding[], subject: string): Finding {
  const each = found.find((one) => one.subject === subject);
  assert.ok(each, `${subject} is not among ${found.map((one) => one.subject).join(', ')}`);
  return each;
}

/** As the one line that a terminal shows, with what to do behind it. */
const text = ({ verdict, says, remedy }: Finding): string => [verdict, says, remedy].filter(Boolean).join('; ');

describe('npm run doctor, beside a service', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'doctor-test-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  describe('of what it says of itself', () => {
    let answer: { status: number; body: string };
    let server: Server;
    let config: Config;
    beforeEach(async () => {
      server = createServer((request, response) => {
        const isHealth = request.url === '/health';
        response.writeHead(isHealth ? answer.status : 204).end(isHealth ? answer.body : '');
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const publicUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      config = loadConfig({ STATE_FOLDER: folder, PUBLIC_URL: publicUrl });
    });
    afterEach(() => {
      server.closeAllConnections();
      server.close();
    });

    async function service(body: object | string, status = 200): Promise<string> {
      answer = { status, body: typeof body === 'string' ? body : JSON.stringify(body) };
      return text(of(await examineOthers(config, loadTemporalConfig({})), 'Service'));
    }
    const up = { postgresql: { status: 'up' }, smtp: { status: 'up' } };

    it('finds one that is well', async () => {
      assert.match(await service({ status: 'up', dependencies: up }), /^well; http:\S+ is up$/);
    });

    it('names what does not answer it, and what to do where it answers this command', async () => {
      const smtp = { status: 'down', reason: 'ECONNREFUSED' };
      assert.match(
        await service({ status: 'degraded', dependencies: { ...up, smtp } }),
        /^ill; \S+: smtp is down \(ECONNREFUSED\); Do what is said of it above; .*start it anew/,
      );
    });

    it('leads from milestones that are not on record to npm run recover', async () => {
      const unknownWorkflows = { workflows: 3, since: '2026-03-02T09:00:00.000Z' };
      assert.match(
        await service({ status: 'degraded', dependencies: up, unknownWorkflows }),
        /^ill; \S+: 3 milestones run in Temporal .*; npm run recover names them/,
      );
    });

    it('does not call well what gets something not done', async () => {
      assert.match(await service({ status: 'degraded', dependencies: up }), /^advice; \S+ is degraded; /);
    });

    it('tells a proxy with nothing behind it from the service', async () => {
      assert.match(await service('<h1>Bad Gateway</h1>', 502), /^ill; \S+ is answered 502, .*; Look at the proxy/);
      assert.match(await service({ hello: 'world' }), /^ill; \S+ is answered 200, by something that is not/);
    });
  });

  it('says of which version its workers are, and that an upgrade has not come to its end', () => {
    const worker = (identity: string, digest: string) => ({
      ...{ identity, build: `@temporalio/worker@1.24.0+${digest}`, lastAskedAt: '2026-03-02T09:00:00.000Z' },
    });
    const [one, two, newer] = [
      worker('1@a', 'aaaaaaaaaaaaaaaa'),
      worker('2@b', 'aaaaaaaaaaaaaaaa'),
      worker('3@c', 'bbbbbbbbbbbbbbbb'),
    ];
    assert.match(text(ofWorkers([])), /^ill; none asks for work: .*; npm start, or npm run worker$/);
    assert.equal(text(ofWorkers([one, two])), 'well; 2 at work, of version aaaaaaaaaaaa');
    assert.match(
      text(ofWorkers([one, newer])),
      /^advice; of 2 versions: 1@a of a{12}, 3@c of b{12}; Finish the upgrade: stop those of the older version$/,
    );
  });

  it('names with their types the search attributes that a namespace lacks, and who makes them where the service may not', async () => {
    const server = await startTemporalServer({ port: await freePort(), folder });
    try {
      const found = await examineTemporal(loadTemporalConfig({ TEMPORAL_ADDRESS: server.address }));
      const said = text(of(found, 'Search attributes'));
      for (const [name, type] of Object.entries(searchAttributes)) assert.ok(said.includes(`${name} (${type})`), said);
      assert.match(
        said,
        /^advice; .*; The next start registers them; in Temporal Cloud make them .* before: no worker/,
      );
    } finally {
      await server.stop();
    }
  });

  it('calls it ill where workers are at work, whose tasks then fail', () => {
    assert.match(
      text(ofMissingAttributes(['MilestoneObstacle'], true)),
      /^ill; MilestoneObstacle \(Keyword\) not registered: milestones get no further; Start the service anew, which registers/,
    );
  });

  describe('of clocks', () => {
    const minutesAgo = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);

    it('says whether this machine’s is kept, where the system knows', async () => {
      const clock = async (says: string | undefined) => {
        const asked = async () => says ?? Promise.reject(new Error('no such command'));
        return (await examineClock({ signIn: undefined }, now, asked)).map(text);
      };
      assert.deepEqual(await clock('yes'), ['well; this machine’s is kept by NTP']);
      assert.match(
        (await clock('no')).join(),
        /^advice; nothing keeps this machine’s right; .*timedatectl set-ntp true$/,
      );
      assert.deepEqual(await clock(undefined), []);
    });

    it('finds one that is away from that of the issuer people sign in at', async () => {
      const issuer = createServer((_request, response) => void response.end('{}')).listen(0, '127.0.0.1');
      await once(issuer, 'listening');
      const at = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}`;
      const { signIn } = loadConfig({ OIDC_ISSUER: at, OIDC_CLIENT_ID: 'sign-off' });
      const clock = async (then: Date) =>
        (await examineClock({ signIn }, then, async () => Promise.reject(new Error('none')))).map(text);
      assert.match((await clock(new Date())).join(), /^well; that of 127\.0\.0\.1:\d+ and this machine’s agree$/);
      assert.match(
        (await clock(minutesAgo(5))).join(),
        /^ill; that of 127\.\S+ is (299|30[01]) s away .*; Have both kept by NTP/,
      );
      issuer.close();
      issuer.closeAllConnections();
      await once(issuer, 'close');
      assert.deepEqual(await clock(new Date()), [], 'that it is away is said of it, not of the clock');
    });

    it('finds one that is away from that of the timestamp authority', async () => {
      const authority = await startTimestampAuthority();
      try {
        const config = loadConfig({ STATE_FOLDER: folder, TSA_URL: authority.url });
        const clock = async (then: Date) => text(of(await examineKeys(undefined, config, then), 'Clocks'));
        assert.match(await clock(new Date()), /^well; /);
        assert.match(await clock(minutesAgo(5)), /^ill; that of 127\.\S+ is (29\d|30\d) s away /);
      } finally {
        await authority.stop();
      }
    });
  });

  describe('of the keys that its processes share', () => {
    let database: TestDatabase;
    beforeEach(async () => {
      database = await testDatabase();
    });
    afterEach(() => database.drop());

    const process = (name: string): Config =>
      loadConfig({ STATE_FOLDER: join(folder, name), MASTER_KEY_FILE: join(folder, 'master-key') });
    const keys = (config: Config) => examineKeys(database.url, config, now);

    it('finds that one is another, with what to do, and writes nothing', async () => {
      const one = process('one');
      const dataKeys = await openDataKeys(database.db, masterKeyFile(one.masterKeyFile));
      await shareKeys(database.db, dataKeys, sharedKeysOf(one));
      assert.match(text(of(await keys(one), 'Shared keys')), /^well; of log, entrances and links/);
      const other = join(folder, 'one', 'link-secret');
      await writeFile(other, 'another key altogether');
      const found = text(of(await keys(one), 'Shared keys'));
      assert.ok(found.startsWith(`ill; ${other} is another key than the other processes have; Remove the file`), found);
    });

    it('says of a process that has none yet that its first start puts them there', async () => {
      const [one, two] = [process('one'), process('two')];
      const dataKeys = await openDataKeys(database.db, masterKeyFile(one.masterKeyFile));
      await shareKeys(database.db, dataKeys, sharedKeysOf(one));
      const found = await keys(two);
      assert.equal(of(found, 'Shared keys').verdict, 'well');
      await assert.rejects(readFile(two.logKeyFile), /ENOENT/, 'nothing was made');
    });

    it('finds a master key that is not the one the database was wrapped by', async () => {
      const one = process('one');
      await openDataKeys(database.db, masterKeyFile(one.masterKeyFile));
      await rm(one.masterKeyFile);
      assert.match(
        text(of(await keys(one), 'Master key')),
        /^ill; .*encrypted under master key file:[0-9a-f]{16}, which is not at .*; MASTER_KEY_FILE: put the file back/,
      );
    });
  });

  it('says nothing of keys where no service was ever started on the database', async () => {
    const database = await testDatabase();
    try {
      const url = new URL(database.ownerUrl);
      url.pathname = '/postgres';
      const found = await examineKeys(String(url), loadConfig({ STATE_FOLDER: folder }), now);
      assert.ok(found.every(({ subject }) => subject !== 'Master key' && subject !== 'Key of the log'));
    } finally {
      await database.drop();
    }
  });
});
