// People of an engagement over the API: a mistyped address is corrected, the person is asked anew there, and nobody else learns of it.
import assert from 'node:assert/strict';
import { asJob } from '../../db/inScope.ts';
import { readNamings } from '../../db/memberships.ts';
import { listRequests } from '../../db/requests.ts';
import { personOf } from '../../domain/milestone.ts';
import * as act from '../domain/acts.ts';
import { devServer } from '../support/temporal.ts';
import { assertDocumented } from './documented.ts';
import { ApiStage, assertProblem, type Answered } from './apiStage.ts';

interface Signing {
  isPossible: boolean;
  obstacles: { field: string }[];
  warnings: { reason: string }[];
}

interface Changed {
  person: { name: string; email: string };
  milestones: { milestoneId: string; status: string }[];
}

describe('A person of an engagement', () => {
  let stage: ApiStage;
  before(async () => {
    stage = await ApiStage.open(await devServer());
    await stage.startWorker();
  });
  after(() => stage.close());

  async function patch(path: string, body: object, tag?: string): Promise<Answered<Changed & Record<string, unknown>>> {
    const headers = {
      'content-type': 'application/merge-patch+json',
      ...(tag === undefined ? {} : { 'if-match': tag }),
    };
    const response = await stage.fetch(path, { method: 'PATCH', body: JSON.stringify(body), headers });
    const media = (response.headers.get('content-type') ?? '').split(';')[0] ?? '';
    const answer = (await response.json()) as Changed & Record<string, unknown>;
    assertDocumented({ method: 'patch', path, status: response.status, media, body: answer });
    return { status: response.status, headers: response.headers, body: answer };
  }

  it('is corrected in the engagement and in what is under way, and asked anew behind another link', async () => {
    const milestone = await stage.milestone();
    await milestone.play(...act.toReview);
    const people = `/engagements/${milestone.engagementId}/people`;
    const path = `${people}/user1`;
    const tag = (await stage.get(path)).headers.get('etag') ?? '';
    const wanted = { personId: 'manager', reason: 'Mistyped', email: 'user.one@example.com', name: 'Ursula User' };

    assertProblem(await patch(path, wanted), 428, 'PRECONDITION_REQUIRED', 'If-Match');
    assertProblem(await patch(path, wanted, '"another"'), 412, 'PRECONDITION_FAILED', 'If-Match');
    assertProblem(await patch(path, { ...wanted, personId: 'user2' }, tag), 403, 'WRONG_ACTOR', 'personId');
    assertProblem(await patch(path, { ...wanted, email: 'user2@example.com' }, tag), 400, 'INVALID_MESSAGE', 'email');
    assertProblem(await patch(`${people}/ghost`, wanted, '*'), 422, 'PERSON_UNKNOWN');

    const { milestoneId } = milestone;
    const corrected = await patch(path, wanted, tag);
    assert.deepEqual(corrected.body.milestones, [{ milestoneId, status: 'decided' }]);
    assert.equal(corrected.body.person.email, 'user.one@example.com');
    assert.equal((await stage.get(path)).headers.get('etag'), corrected.headers.get('etag'));
    assert.equal(personOf(await milestone.state(), 'user1')?.name, 'Ursula User');
    const requests = (await listRequests(stage.database.db, milestoneId)).filter((each) => each.personId === 'user1');
    assert.deepEqual(
      requests.map((each) => each.requestId.split(':').at(-1)),
      ['user1', 'a1'],
    );
    const mails = await stage.database.db('mails').where({ milestone_id: milestoneId, recipient_id: 'user1' });
    assert.ok(mails.some((each) => each.kind === 'askedAgainRequest' && each.to_address === 'user.one@example.com'));
    const left = await stage.database.db('outbox').whereIn(
      'reference',
      mails.filter((each) => each.to_address === 'user1@example.com').map((each) => each.mail_id as string),
    );
    assert.deepEqual(left, []);

    const lateness = await stage.get<{ items: { phase: string }[] }>(`${milestone.path}/lateness`);
    assert.deepEqual(
      lateness.body.items.map((each) => each.phase),
      ['compiling', 'validating', 'inReview'],
    );

    const again = await patch(path, wanted, corrected.headers.get('etag') ?? '');
    assert.deepEqual(
      again.body.milestones.map((each) => each.status),
      ['unchanged'],
    );
  });

  it('leaves on a date, is warned of before, and is nobody to sign in as afterwards', async () => {
    const milestone = await stage.milestone();
    await milestone.play(...act.toValidation);
    const path = `/engagements/${milestone.engagementId}/people/validator1`;
    const ends = async (lastDayOn: string | null) =>
      patch(
        path,
        { personId: 'manager', reason: 'Moves on', lastDayOn },
        (await stage.get(path)).headers.get('etag') ?? '',
      );
    const signing = async () => (await stage.get<{ signing: Signing }>(milestone.path)).body.signing;
    const named = async () =>
      (
        await readNamings(asJob(stage.database.db, 'signIn'), 'validator1@example.com', new Date().toISOString())
      ).memberships.some((each) => each.engagementId === milestone.engagementId);
    const today = new Date().toISOString().slice(0, 10);
    assert.deepEqual((await ends(today)).body.milestones, [{ milestoneId: milestone.milestoneId, status: 'decided' }]);
    assert.deepEqual(
      (await signing()).warnings.map((each) => each.reason.slice(0, 20)),
      ['"validator1" leaves w'.slice(0, 20)],
    );
    assert.equal(await named(), true);
    await ends('2026-01-30');
    const after = await signing();
    assert.deepEqual([after.isPossible, after.warnings], [false, []]);
    assert.equal(after.obstacles[0]?.field, 'plan.validators');
    assert.equal(await named(), false);
    const manager = `/engagements/${milestone.engagementId}/people/manager`;
    const refused = await patch(manager, { personId: 'sponsor', reason: 'Moves on', lastDayOn: today }, '*');
    assertProblem(refused, 400, 'INVALID_MESSAGE', 'lastDayOn');
  });

  it('is added, and can be named in what is under way', async () => {
    const milestone = await stage.milestone();
    const path = `/engagements/${milestone.engagementId}/people`;
    const person = { ...(act.addPerson('joiner')(await milestone.state()).raw.person as object) };
    const added = await stage.post<Changed>(path, { personId: 'sponsor', reason: 'Joined', person });
    assert.deepEqual([added.status, added.body.milestones[0]?.status], [201, 'decided']);
    assert.equal((await milestone.send(act.reassign('user1', 'joiner', { duty: 'review' }))).status, 200);
    const { items } = (await stage.get<{ items: { personId: string }[] }>(path)).body;
    assert.ok(items.some((each) => each.personId === 'joiner'));
  });
});
