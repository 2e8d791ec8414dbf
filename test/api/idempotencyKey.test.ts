// Idempotency-Key over HTTP: a caller that got no answer can ask again without anything happening twice.
import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import * as act from '../domain/acts.ts';
import { engagementWith, planWith } from '../domain/cast.ts';
import { devServer } from '../support/temporal.ts';
import { ApiStage, assertProblem } from './apiStage.ts';
import { testKey } from '../support/apiKey.ts';

describe('Request with an Idempotency-Key', () => {
  let stage: ApiStage;
  before(async () => {
    stage = await ApiStage.open(await devServer());
    await stage.startWorker();
  });
  after(() => stage.close());

  const key = (name: string) => ({ 'idempotency-key': name });
  const milestones = async () => (await stage.database.db('milestones')).length;

  it('gets the same answer again, and no second milestone', async () => {
    const body = { engagementId: await stage.engagement(), personId: 'manager', plan: planWith() };
    const first = await stage.post('/milestones', body, key('start-1'));
    const before = await milestones();
    const second = await stage.post('/milestones', body, key('start-1'));
    assert.deepEqual([second.status, second.body], [201, first.body]);
    assert.equal(second.headers.get('idempotent-replay'), 'true');
    assert.equal(await milestones(), before);
  });

  it('is refused when the key belongs to another body or address', async () => {
    const engagement = engagementWith({}, { engagementId: 'keyed' });
    await stage.post('/engagements', engagement, key('engagement-1'));
    for (const [path, body] of [
      ['/engagements', { ...engagement, name: 'Another' }],
      ['/milestones', engagement],
    ] as const)
      assertProblem(
        await stage.post(path, body, key('engagement-1')),
        422,
        'IDEMPOTENCY_KEY_REUSED',
        'Idempotency-Key',
      );
  });

  it('learns that the first is still under way', async () => {
    const { db } = stage.database;
    const engagement = engagementWith({}, { engagementId: 'slow' });
    const blocker = await db.transaction();
    await blocker.raw('lock table engagements in exclusive mode');
    const first = stage.post('/engagements', engagement, key('slow-1'));
    while ((await db('idempotency_keys').whereLike('key', '%:slow-1')).length === 0)
      await new Promise((wait) => setTimeout(wait, 10));
    const second = await stage.post('/engagements', engagement, key('slow-1'));
    assertProblem(second, 409, 'IDEMPOTENCY_KEY_IN_USE', 'Idempotency-Key');
    await blocker.commit();
    assert.equal((await first).status, 201);
  });

  it('may be corrected under the same key after it was refused', async () => {
    const engagement = engagementWith({}, { engagementId: 'corrected' });
    const wrong = { ...engagement, people: [] };
    assertProblem(await stage.post('/engagements', wrong, key('correct-1')), 400, 'INVALID_MESSAGE');
    assert.equal((await stage.post('/engagements', engagement, key('correct-1'))).status, 201);
  });

  it('finds its answer after the caller hung up before it came', async () => {
    const { db } = stage.database;
    const body = JSON.stringify({ engagementId: await stage.engagement(), personId: 'manager', plan: planWith() });
    const blocker = await db.transaction();
    await blocker.raw('lock table milestones in exclusive mode');
    const headers = { authorization: `Bearer ${stage.key}`, 'content-type': 'application/json', ...key('hung-up') };
    const first = httpRequest(`${stage.url}/milestones`, { method: 'POST', headers });
    first.on('error', () => undefined);
    first.end(body);
    while ((await db('idempotency_keys').whereLike('key', '%:hung-up')).length === 0)
      await new Promise((wait) => setTimeout(wait, 10));
    first.destroy();
    await blocker.commit();
    const before = await milestones();
    for (;;) {
      const again = await stage.post('/milestones', JSON.parse(body), key('hung-up'));
      if (again.status === 409) continue;
      assert.equal(again.status, 201);
      break;
    }
    assert.ok((await milestones()) <= before + 1);
    assert.equal(
      (
        await db('milestones').where({
          milestone_id: (await db('idempotency_keys').whereLike('key', '%:hung-up').first()).body.milestoneId,
        })
      ).length,
      1,
    );
  });

  it('decides once, however often and however much at the same time it is sent', async () => {
    const milestone = await stage.milestone({ plan: stage.validatedBySystem });
    await milestone.play(act.submit());
    const reports = await Promise.all([1, 2, 3].map(() => milestone.send(act.report('validator1'), key('report-1'))));
    assert.ok(reports.every((each) => each.status === 200 || each.body.code === 'IDEMPOTENCY_KEY_IN_USE'));
    assert.equal((await milestone.state()).reports.length, 1);
  });

  it('of two systems is two keys, and never answers one with what became of the other’s request', async () => {
    const milestone = await stage.milestone();
    await milestone.play(...act.toReview);
    const { key: otherKey } = await testKey(stage.database.db);
    const sent = async (item: string, headers: Record<string, string>) =>
      milestone.send(act.but(act.takeNotes(), { notes: item }), { ...key('shared'), ...headers });
    const first = await sent('Page 4', {});
    const second = await sent('Page 5', { authorization: `Bearer ${otherKey}` });
    assert.deepEqual([first.status, second.status], [200, 200]);
    assert.notEqual(first.body.messageId, second.body.messageId);
    assert.equal((await milestone.state()).meetingNotes.length, 2);
    assertProblem(await sent('Page 6', {}), 422, 'IDEMPOTENCY_KEY_REUSED', 'Idempotency-Key');
    await stage.database.db('idempotency_keys').delete();
    assertProblem(await sent('Page 6', {}), 422, 'IDEMPOTENCY_KEY_REUSED', 'Idempotency-Key');
    const again = await sent('Page 4', {});
    assert.deepEqual([again.body.messageId, again.body.sequence], [first.body.messageId, first.body.sequence]);
    assert.equal((await milestone.state()).meetingNotes.length, 2);
  });

  it('keeps long keys apart that begin alike', async () => {
    const milestone = await stage.milestone();
    await milestone.play(...act.toReview);
    const long = 'k'.repeat(195);
    for (const end of ['one', 'two'])
      assert.equal((await milestone.send(act.but(act.takeNotes(), { notes: end }), key(`${long}${end}`))).status, 200);
    assert.equal((await milestone.state()).meetingNotes.length, 2);
  });

  it('is refused when the key is empty or endless', async () => {
    for (const bad of ['', 'k'.repeat(201)])
      assertProblem(
        await stage.post('/engagements', engagementWith(), key(bad)),
        400,
        'INVALID_MESSAGE',
        'Idempotency-Key',
      );
  });
});
