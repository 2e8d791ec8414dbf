// Backup and restore: a milestone under review and an accepted one, onto another database, store and Temporal server, where they go on.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { pino } from 'pino';
import { restoreBackup } from '../../administration/backup/restoreBackup.ts';
import { writeBackup } from '../../administration/backup/writeBackup.ts';
import { openDatabase } from '../../db/database.ts';
import { findArchive } from '../../db/outputs.ts';
import { appendAudit, listAuditLines } from '../../db/auditLog.ts';
import { insertDocument } from '../../db/documents.ts';
import { systemActor } from '../../domain/people/people.ts';
import { serviceChain } from '../../evidence/ledger/auditEntry.ts';
import { openEmptyDatabase, openSnapshot, schemaDigest } from '../../db/tableCopies.ts';
import { masterKeyFile } from '../../storage/encryption/masterKeyFile.ts';
import { openDataKeys } from '../../storage/encryption/openDataKeys.ts';
import { openObjectStore } from '../../storage/openFileStore.ts';
import { sweepMilestones } from '../../worker/keepMilestonesRunning.ts';
import { milestoneTaskQueue } from '../../workflows/temporalNames.ts';
import { findingsOf } from '../bags/keptBags.ts';
import * as act from '../domain/acts.ts';
import { MilestoneStage, type StagedMilestone } from '../support/milestoneStage.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';
import { saidIn } from '../support/saidIn.ts';
import { startDevServer } from '../support/temporal.ts';
import { openTestFiles, testFileKeys } from '../support/testFiles.ts';

/** An act as a page hands it over. */
const from = { ipAddress: '203.0.113.77', userAgent: 'Mozilla/5.0 (of a visitor)' };
const seen = act.by({ method: 'requestLink', requestId: 'request-of-user1', ...from }, act.approve('user1'));

const madeAt = '2026-03-02T09:00:00.000Z';

describe('Backup of a service', function () {
  this.timeout(120_000);
  let temporal: TestWorkflowEnvironment;
  let stage: MilestoneStage;
  let open: StagedMilestone;
  let accepted: StagedMilestone;
  let folder: string;
  let path: string;
  let identity: string;
  const databases: TestDatabase[] = [];
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'backup-'));
    temporal = await startDevServer(['default'], { databaseFile: join(folder, 'temporal.db') });
    stage = await MilestoneStage.open(temporal);
    path = join(folder, 'one.age');
    identity = await generateIdentity();
    await openDataKeys(stage.database.db, masterKeyFile(join(folder, 'master-key')));
    [open, accepted] = [await stage.start(), await stage.start()];
    await open.play(...act.toReview, act.approve('user1'));
    await accepted.play(act.submit(), ...act.toAccepted.slice(1, 3), seen, ...act.toAccepted.slice(4));
    await accepted.handle.result();
    await stage.stopWorker();
    const { tables, files, lacking } = await backUp(path);
    assert.ok(tables > 40 && files >= 6, `${tables} tables, ${files} files`);
    assert.deepEqual(lacking, []);
  });
  after(async () => {
    await stage.close();
    await temporal.teardown();
    for (const each of databases) await each.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const backUp = async (to: string) =>
    writeBackup(
      {
        ...{ db: stage.database.db, ownerUrl: stage.database.ownerUrl },
        ...{ objects: await openObjectStore(stage.folder), naming: testFileKeys.naming },
      },
      to,
      [await identityToRecipient(identity)],
      madeAt,
    );
  /** An empty one, and what was restored into it and into the folder. */
  const empty = async (): Promise<TestDatabase> => {
    const database = await testDatabase();
    databases.push(database);
    return database;
  };
  const restoreInto = async (database: TestDatabase, from = path, by = identity, schema?: string) =>
    restoreBackup(
      {
        ownerUrl: database.ownerUrl,
        schemaSha256: schema ?? (await schemaDigest(database.db)),
        objects: await openObjectStore(join(folder, 'restored')),
      },
      from,
      [by],
    );
  const headsOf = async ({ ownerUrl }: TestDatabase) => {
    const snapshot = await openSnapshot(ownerUrl);
    try {
      return { heads: await snapshot.heads(), files: await snapshot.files(), sequences: await snapshot.sequences() };
    } finally {
      await snapshot.close();
    }
  };
  const isEmpty = async ({ db }: TestDatabase) =>
    (await db('milestones')).length + (await db('audit_entries')).length + (await db('data_keys')).length === 0;

  it('goes on elsewhere: the open milestone is signed to its end, records verify, chains end as they did', async () => {
    const database = await empty();
    const restored = await restoreInto(database);
    assert.equal(restored.madeAt, madeAt);
    assert.match(restored.masterKeyIds.join(), /^file:[0-9a-f]{16}$/);
    assert.deepEqual(await headsOf(database), await headsOf(stage.database));
    const { db } = database;
    const owner = openDatabase(database.ownerUrl, { poolSize: 1 });
    await assert.rejects(owner('milestone_events').delete(), /append-only|restrict/, 'guards are on again');
    await owner.destroy();
    await assert.rejects(db('certificates').delete(), /permission denied/, 'and rights are those of the service');

    const fresh = await startDevServer(['default']);
    const folderThere = join(folder, 'restored');
    const there = await MilestoneStage.open(fresh, { database, folder: folderThere, taskQueue: milestoneTaskQueue });
    try {
      await sweepMilestones({ client: fresh.client, db, log: pino({ level: 'silent' }) });
      const again = there.startedAgain(open);
      await again.play(act.approve('user2'), act.approve('owner1'));
      await again.play(act.sign('approver1'), act.sign('approver2'), act.sign('director'));
      await again.handle.result();
      for (const milestone of [again, accepted]) {
        const archive = await findArchive(db, milestone.milestoneId);
        const bag = join(folder, `${milestone.milestoneId}.zip`);
        const content = await there.files.of(milestone.engagementId).open(archive?.sha256 ?? '');
        await writeFile(bag, await buffer(content));
        const findings = await findingsOf(bag);
        assert.deepEqual(
          findings.filter((each) => !each.startsWith('ok')),
          [],
        );
      }
    } finally {
      await there.stopWorker();
      await fresh.teardown();
    }
  });

  const filesIn = async (path: string, isOne: (name: string) => boolean = () => true): Promise<string[]> => {
    const found = await readdir(path, { recursive: true, withFileTypes: true });
    return found.filter((each) => each.isFile() && isOne(each.name)).map((each) => join(each.parentPath, each.name));
  };

  it('is opened by its identity alone, and no value put in is found in it, in the store, or in the database of Temporal', async () => {
    const database = await empty();
    const other = await generateIdentity();
    await assert.rejects(restoreInto(database, path, other), /cannot be opened with this identity/);
    const put = await Promise.all(
      [open, accepted].map(async (each) => {
        const [state, events, mails] = [await each.recorded(), await each.events(), await each.mails()];
        const unique = each.milestoneId.slice(2);
        const contents = [`Design document ${unique}`, `Signed letter ${unique}`];
        return [...contents, ...saidIn([state, events, mails.map(({ model, toAddress }) => [model, toAddress])])];
      }),
    );
    const values = [...new Set(put.flat()), '@example.com', '%PDF-', 'BagIt'];
    for (const each of ['director@example.com', 'The Client', 'Name of director', ...Object.values(from)])
      assert.ok(values.includes(each), each);
    const stored = await filesIn(stage.folder);
    const inTemporal = await filesIn(folder, (name) => name.startsWith('temporal.db'));
    assert.ok(stored.length >= 6 && inTemporal.length >= 1);
    for (const file of [path, ...stored, ...inTemporal]) {
      const bytes = await readFile(file);
      assert.deepEqual(
        values.filter((each) => bytes.includes(each)),
        [],
        file,
      );
    }
    const kept = Buffer.concat(await Promise.all(inTemporal.map((file) => readFile(file))));
    for (const each of [open, accepted])
      assert.ok(kept.includes(each.milestoneId), 'what stays plain there is found, so what is put in would be');
    for (const file of [path, ...stored])
      assert.ok(!(await readFile(file)).includes(open.milestoneId.slice(2)), `${file} names a milestone`);
  });

  it('is refused where it was cut, changed or is of another version, and by a database that is not empty, which stay as they are', async () => {
    const whole = await readFile(path);
    const [cut, changed] = [join(folder, 'cut.age'), join(folder, 'changed.age')];
    await writeFile(cut, whole.subarray(0, Math.floor(whole.length * 0.9)));
    const middle = Buffer.from(whole);
    middle[Math.floor(whole.length / 2)] = (middle[Math.floor(whole.length / 2)] ?? 0) ^ 1;
    await writeFile(changed, middle);
    const database = await empty();
    for (const from of [cut, changed]) await assert.rejects(restoreInto(database, from), /The backup is damaged/);
    await assert.rejects(restoreInto(database, path, identity, 'another'), /made by another version/);
    assert.ok(await isEmpty(database), 'nothing half is there');
    await restoreInto(database);
    await assert.rejects(restoreInto(database), /The database is not empty: \w+ has rows/);
  });

  it('is of one instant though the service writes meanwhile, with every file that its rows name', async () => {
    const { db } = stage.database;
    const { engagementId } = accepted;
    let isDone = false;
    const write = async (): Promise<number> => {
      for (let count = 0; ; count += 1) {
        if (isDone) return count;
        const stored = await stage.files.of(engagementId).put(Readable.from([`Written meanwhile ${count}`]));
        const document = { ...stored, documentId: `meanwhile-${count}`, engagementId, fileName: `${count}.txt` };

        await insertDocument(db, { ...document, mediaType: 'text/plain', uploadedBy: systemActor });
        await appendAudit(db, serviceChain, { at: madeAt, type: 'administered', act: 'POST', subject: `${count}` });
      }
    };
    const writing = write();
    while ((await db('documents').where('document_id', 'like', 'meanwhile-%')).length < 3)
      await new Promise((wait) => setTimeout(wait, 20));
    const during = join(folder, 'during.age');
    const { lacking } = await backUp(during);
    isDone = true;
    const written = await writing;
    const database = await empty();
    await restoreInto(database, during);
    const restored: { sha256: string }[] = await database
      .db('documents')
      .where('document_id', 'like', 'meanwhile-%')
      .select('sha256');
    assert.ok(restored.length >= 3 && restored.length < written, `${restored.length} of ${written}`);
    assert.deepEqual(lacking, []);
    const there = await openTestFiles(join(folder, 'restored'));
    for (const { sha256 } of restored) assert.ok(await there.of(engagementId).has(sha256));
    const lines = await listAuditLines(database.db, serviceChain, { after: 0, limit: 10_000 });
    assert.deepEqual(
      lines.map(({ hash }) => hash),
      (await listAuditLines(db, serviceChain, { after: 0, limit: lines.length })).map(({ hash }) => hash),
    );
    const said = lines.filter(({ line }) => line.includes('"act":"POST"')).length;
    assert.ok(Math.abs(said - restored.length) <= 1, 'rows and lines are of the same instant');
  });

  it('needs an owner who sees all rows, and says so with what to do', async () => {
    const role = `owner_${randomBytes(4).toString('hex')}`;
    const owner = openDatabase(stage.database.ownerUrl, { poolSize: 1 });
    try {
      await owner.raw(`create role ${role} login password '${role}'`);
      const url = new URL(stage.database.ownerUrl);
      Object.assign(url, { username: role, password: role });
      for (const open of [openSnapshot, openEmptyDatabase])
        await assert.rejects(
          open(url.href),
          new RegExp(`DATABASE_OWNER_URL: the role ${role} .*alter role "${role}" bypassrls`),
        );
      await owner.raw(`drop role ${role}`);
    } finally {
      await owner.destroy();
    }
  });

  it('says which files on record the store lacked, and is there whole or not at all', async () => {
    const archive = await findArchive(stage.database.db, accepted.milestoneId);
    await stage.files.of(accepted.engagementId).remove(archive?.sha256 ?? '');
    const { lacking } = await backUp(join(folder, 'two.age'));
    assert.deepEqual(lacking, [archive?.sha256]);
    await assert.rejects(backUp(join(folder, 'nowhere', 'three.age')), { code: 'ENOENT' });
    assert.deepEqual(
      (await readdir(folder)).filter((each) => each.includes('.part')),
      [],
    );
  });
});
