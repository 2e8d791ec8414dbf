// Many milestones at once over HTTP, and engagements registered by who is signed in: what is refused, row by row, and to whom.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importCommand } from '../../scripts/import/importCommand.ts';
import type { MilestonePlan } from '../../domain/terms/plan.ts';
import { engagementWith, planWith } from '../domain/cast.ts';
import { testSession } from '../support/signedIn.ts';
import { devServer } from '../support/temporal.ts';
import { ApiStage, assertProblem } from './apiStage.ts';

interface Row {
  row: number;
  status: string;
  milestoneId?: string;
  problems: { field: string }[];
}

describe('Milestones brought in over HTTP', function () {
  let stage: ApiStage;
  before(async () => {
    stage = await ApiStage.open(await devServer());
  });
  after(() => stage.close());

  const started = async (engagementId: string): Promise<string> =>
    String((await stage.post('/milestones', { engagementId, personId: 'manager', plan: planWith() })).body.milestoneId);
  const rows = [{ title: 'Site 1' }, { title: 'Site 2', amount: '1.234' }, { title: 'Site 3', dueOn: 'soon' }];

  it('are tried first without starting any, each refusal at its row and field; then those that hold together start, once', async () => {
    const engagementId = await stage.engagement();
    const asked = { personId: 'manager', likeMilestoneId: await started(engagementId), rows };
    const path = `/engagements/${engagementId}/imports`;
    const tried = await stage.post<{ rows: Row[] }>(path, { ...asked, isDryRun: true });
    const told = tried.body.rows.map(({ status, problems }) => [status, problems[0]?.field]);
    assert.deepEqual(told, [
      ['ready', undefined],
      ['refused', 'value.amount'],
      ['refused', 'dueOn'],
    ]);
    const count = async (): Promise<number> =>
      (await stage.get<{ items: object[] }>(`/milestones?engagementId=${engagementId}`)).body.items.length;
    assert.equal(await count(), 1);
    const key = { 'idempotency-key': 'import-1' };
    const done = await stage.post<{ rows: Row[] }>(path, asked, key);
    const again = await stage.post<{ rows: Row[] }>(path, asked, key);
    assert.equal(done.body.rows[0]?.status, 'started');
    assert.equal(again.body.rows[0]?.milestoneId, done.body.rows[0]?.milestoneId);
    assert.equal(await count(), 2);
  });

  it('have a priority, values of their deliverables and a meeting of their own, and a row of which none of it can be used refuses no other', async () => {
    const engagementId = await stage.engagement();
    const likeMilestoneId = await started(engagementId);
    const own = {
      ...{ title: 'Site 1', amount: '3000.00', priority: 'high', deliverables: ['Manual', 'Report'] },
      ...{ deliverableValues: ['1000.00', '2000.00'], qualityReviews: ['Peer review'] },
      ...{ meetingStartsAt: '2099-07-01T10:00', meetingMinutes: 45, meetingLocation: 'Room 4' },
    };
    const wrong = [
      { title: 'x'.repeat(300) },
      { title: 'Site 2', priority: '1' },
      { title: 'Site 2', dependsOn: [likeMilestoneId] },
      { title: 'Site 2', deliverables: ['Manual'], deliverableValues: ['1', '2'] },
      { title: 'Site 2', meetingStartsAt: '2099-07-01T10:00', meetingMinutes: 'long', meetingLocation: 'x' },
    ];
    const { body } = await stage.post<{ rows: Row[] }>(`/engagements/${engagementId}/imports`, {
      ...{ personId: 'manager', likeMilestoneId, rows: [own, ...wrong] },
    });
    assert.deepEqual(
      body.rows.map(({ status, problems }) => [status, ...problems.map((each) => each.field)]),
      [
        ['started'],
        ['refused', 'title'],
        ['refused', 'priority'],
        // It has not authorised what follows it yet.
        ['refused', 'dependsOn'],
        ['refused', 'deliverableValues'],
        ['refused', 'reviewMeeting.durationMinutes'],
      ],
    );
    const { plan } = (await stage.get<{ plan: MilestonePlan }>(`/milestones/${body.rows[0]?.milestoneId}`)).body;
    assert.deepEqual(
      [plan.priority, plan.deliverables.map(({ value }) => value), plan.reviewMeeting?.startsAt],
      ['high', own.deliverableValues, '2099-07-01T09:00:00.000Z'],
    );
  });

  it('come from a table by command too, which tries them unless told to start, lists problems for a spreadsheet and starts none twice', async () => {
    const engagementId = await stage.engagement();
    const like = await started(engagementId);
    const folder = await mkdtemp(join(tmpdir(), 'import-command-'));
    const file = join(folder, 'plan.csv');
    await writeFile(file, 'Milestone;Betrag;Termin\nSite 1;85.000,00;31.03.2099\n=Site 2;1.000;soon\n');
    const command = [file, '--engagement', engagementId, '--like', like, '--person', 'manager', '--url', stage.url];
    const problems = join(folder, 'problems.csv');
    const count = async (): Promise<number> =>
      (await stage.get<{ items: object[] }>(`/milestones?engagementId=${engagementId}`)).body.items.length;
    const tried = await importCommand([...command, '--problems', problems], stage.key);
    assert.match(tried, /line 3, =Site 2: dueOn.*1 would be started, 1 refused\. Nothing was started/s);
    assert.match(await readFile(problems, 'utf8'), /^\uFEFFline,title,field,problem\r\n3,'=Site 2,dueOn,/);
    assert.equal(await count(), 1);
    for (let times = 0; times < 2; times += 1)
      assert.match(await importCommand([...command, '--start'], stage.key), /1 started, 1 refused, in [\d.]+ s\.$/);
    assert.equal(await count(), 2);
    await assert.rejects(importCommand([...command, '--person', 'sponsor'], stage.key), /engagement manager/);
    await assert.rejects(importCommand([file], stage.key), /npm run import -- FILE/);
    await rm(folder, { recursive: true });
  });

  it('are like a milestone of the engagement alone, and started by its manager', async () => {
    const [engagementId, other] = [await stage.engagement(), await stage.engagement()];
    const path = `/engagements/${engagementId}/imports`;
    for (const likeMilestoneId of [await started(other), 'M-none'])
      assertProblem(await stage.post(path, { personId: 'manager', likeMilestoneId, rows }), 404, 'NOT_FOUND');
    const likeMilestoneId = await started(engagementId);
    assertProblem(await stage.post(path, { personId: 'sponsor', likeMilestoneId, rows }), 403, 'WRONG_ACTOR');
  });
});

describe('An engagement registered by who is signed in', function () {
  let stage: ApiStage;
  before(async () => {
    stage = await ApiStage.open(await devServer());
  });
  after(() => stage.close());

  it('names them as manager or sponsor, of the firm; anybody else’s is refused, and so is who has no such role', async () => {
    const register = async (address: string, engagementId: string, roles: 'engagementRegistrar'[]) => {
      const { headers } = await testSession(stage.database.db, address, { roles });
      const response = await fetch(`${stage.url}/engagements`, {
        ...{ method: 'POST', body: JSON.stringify(engagementWith({}, { engagementId })) },
        headers: { ...headers, 'content-type': 'application/json' },
      });
      return [response.status, ((await response.json()) as { code?: string }).code];
    };
    assert.deepEqual(await register('manager@example.com', 'E-1', ['engagementRegistrar']), [201, undefined]);
    assert.deepEqual(await register('validator1@example.com', 'E-2', ['engagementRegistrar']), [403, 'WRONG_ACTOR']);
    assert.deepEqual(await register('somebody@example.com', 'E-3', []), [403, 'RIGHT_MISSING']);
  });
});
