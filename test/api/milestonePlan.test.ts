// The plan of a milestone over the API: read with its version, and amended as a patch of what was read.
import assert from 'node:assert/strict';
import * as act from '../domain/acts.ts';
import { devServer } from '../support/temporal.ts';
import { assertDocumented } from './documented.ts';
import { ApiStage, assertProblem, type Answered } from './apiStage.ts';

interface Plan {
  planVersion: number;
  plan: { title: string; value: { amount: string; currency: string }; dueOn?: string; observerIds?: string[] };
}

describe('The plan of a milestone', () => {
  let stage: ApiStage;
  before(async () => {
    stage = await ApiStage.open(await devServer());
    await stage.startWorker();
  });
  after(() => stage.close());

  async function patch(path: string, body: object, tag?: string): Promise<Answered> {
    const headers = {
      'content-type': 'application/merge-patch+json',
      ...(tag === undefined ? {} : { 'if-match': tag }),
    };
    const response = await stage.fetch(path, { method: 'PATCH', body: JSON.stringify(body), headers });
    const media = (response.headers.get('content-type') ?? '').split(';')[0] ?? '';
    const answer = (await response.json()) as Record<string, unknown>;
    assertDocumented({ method: 'patch', path, status: response.status, media, body: answer });
    return { status: response.status, headers: response.headers, body: answer };
  }

  it('is amended as a patch of what was read, by a change order, once', async () => {
    const milestone = await stage.milestone();
    await milestone.play(...act.toReview);
    const path = `${milestone.path}/plan`;
    const read = await stage.get<Plan>(path);
    const tag = read.headers.get('etag') ?? '';
    assert.equal(read.body.planVersion, 1);
    const by = { personId: 'manager', changeOrder: 'CO-1', reason: 'Agreed on site' };

    assertProblem(await patch(path, { ...by, plan: { title: 'Other' } }), 428, 'PRECONDITION_REQUIRED', 'If-Match');
    assertProblem(await patch(path, { ...by, plan: { title: 'Other' } }, '"another"'), 412, 'PRECONDITION_FAILED');
    const refused: [object, string][] = [
      [{ title: null }, 'plan.title'],
      [{ value: { amount: 'much' } }, 'plan.value.amount'],
      [{ reviewMeeting: { startsAt: '2026-03-05T10:00:00Z' } }, 'plan.reviewMeeting'],
      [{ colour: 'red' }, 'plan.colour'],
      [{ title: read.body.plan.title }, 'plan'],
    ];
    for (const [plan, field] of refused)
      assertProblem(await patch(path, { ...by, plan }, tag), 400, 'INVALID_MESSAGE', field);
    const stranger = { validators: { memberIds: ['ghost'] } };
    assertProblem(
      await patch(path, { ...by, plan: stranger }, tag),
      422,
      'PLAN_INCONSISTENT',
      'plan.validators.memberIds',
    );

    const wanted = { value: { amount: '90000.00' }, dueOn: '2026-12-18', observerIds: ['outsider'] };
    const consented = await patch(path, { ...by, plan: wanted }, tag);
    assert.deepEqual([consented.status, consented.body.status], [200, 'decided']);
    await milestone.play(act.consent('director'));
    const after = await stage.get<Plan>(path);
    assert.deepEqual([after.body.planVersion, after.body.plan.value], [2, { amount: '90000.00', currency: 'EUR' }]);
    assert.deepEqual([after.body.plan.dueOn, after.body.plan.observerIds], ['2026-12-18', ['outsider']]);
    const { amendments } = (await stage.get<{ amendments: { changeOrder: string; status: string }[] }>(milestone.path))
      .body;
    assert.deepEqual(
      amendments.map((each) => [each.changeOrder, each.status]),
      [['CO-1', 'made']],
    );
    assertProblem(await patch(path, { ...by, plan: { title: 'Other' } }, tag), 412, 'PRECONDITION_FAILED', 'If-Match');
  });
});
