// What the outbox has tried in vain, as obstacles of the milestones that wait: from so many tries on, until it got rid of them.
import assert from 'node:assert/strict';
import { countObstacles, listObstacles, noteStuckEffects } from '../../db/obstacles.ts';
import { listStandingObstacles } from '../../db/standingObstacles.ts';
import { fewTries } from '../../domain/records/obstacles.ts';
import * as act from '../domain/acts.ts';
import { given } from '../domain/scenario.ts';
import { acceptedMilestone } from '../support/acceptedMilestone.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';
import { batchOf, recorder } from './batches.ts';

const aMailMayFail = 10;

describe('Effects tried in vain', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await testDatabase();
  });
  afterEach(() => database.drop());

  const effects = (kind: string) => database.db('outbox').where({ kind });
  const fail = (kind: string, attempts: number, error = 'refused') =>
    effects(kind).update({ attempts, last_error: error });
  const giveUp = (kind: string) => effects(kind).update({ status: 'failed', failed_at: database.db.fn.now() });
  const noted = async () => {
    await noteStuckEffects(database.db);
    return (await listObstacles(database.db, ['M1'])).map((each) => [each.kind, each.attempts, each.reason]);
  };

  it('are an obstacle from the third try of a webhook on, until it is delivered', async () => {
    await acceptedMilestone(database.db, 'M1', undefined, true);
    assert.deepEqual(await noted(), [], 'it was not tried yet');
    await fail('webhook', fewTries - 1);
    assert.deepEqual(await noted(), []);
    await fail('webhook', fewTries, 'answered 503');
    assert.deepEqual(await noted(), [['webhook', fewTries, 'answered 503']]);
    const [obstacle] = await listObstacles(database.db, ['M1']);
    const queued = await effects('webhook').pluck<Date[]>('queued_at');
    assert.deepEqual(
      [obstacle?.since],
      queued.map((each) => each.toISOString()),
      'since it was due, not since it was noted',
    );
    await fail('webhook', fewTries + 1, 'answered 500');
    assert.deepEqual(await noted(), [['webhook', fewTries + 1, 'answered 500']], 'one of a kind, brought up to date');
    await effects('webhook').delete();
    assert.deepEqual(await noted(), []);
  });

  it('stay an obstacle where a webhook was given up, since nothing tries it by itself any more', async () => {
    await acceptedMilestone(database.db, 'M1', undefined, true);
    await fail('webhook', 1, 'answered 410');
    await giveUp('webhook');
    assert.deepEqual(await noted(), [['webhook', 1, 'answered 410']]);
    assert.deepEqual(await noted(), [['webhook', 1, 'answered 410']]);
  });

  it('are one from the tenth try of a mail on, and none once it is given up: the milestone tells of that by itself', async () => {
    await recorder(database.db)(batchOf(given(act.submit())));
    await fail('mail', aMailMayFail - 1, '451 later');
    assert.deepEqual(await noted(), []);
    await fail('mail', aMailMayFail, '451 later');
    assert.deepEqual(await noted(), [['mail', aMailMayFail, '451 later']], 'one for all mails of a milestone');
    assert.deepEqual(
      (await countObstacles(database.db)).map(({ kind, milestones }) => [kind, milestones]),
      [['mail', 1]],
    );
    const page = { limit: 10 };
    const standing = (await listStandingObstacles(database.db, ['engagement-1'], page)).items;
    assert.deepEqual(
      standing.map(({ milestoneId, kind, attempts }) => [milestoneId, kind, attempts]),
      [['M1', 'mail', aMailMayFail]],
    );
    assert.deepEqual((await listStandingObstacles(database.db, ['another'], page)).items, []);
    await giveUp('mail');
    assert.deepEqual(await noted(), []);
    assert.deepEqual(await countObstacles(database.db), []);
  });
});
