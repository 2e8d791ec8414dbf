// Registration over HTTP: what is taken once, what is refused with its field, and what is taken with a warning. No worker runs.
import assert from 'node:assert/strict';
import { insertEngagement } from '../../db/engagements.ts';
import { systemActor } from '../../domain/people/people.ts';
import { engagement as engagementSchema } from '../../domain/terms/engagement.ts';
import { logoPng } from '../support/png.ts';
import { engagementWith, people, planWith } from '../domain/cast.ts';
import { devServer } from '../support/temporal.ts';
import { ApiStage, assertProblem, type Answered } from './apiStage.ts';

describe('Milestone registered over HTTP', () => {
  let stage: ApiStage;
  before(async () => {
    stage = await ApiStage.open(await devServer(), { answerWithinMilliseconds: 200 });
  });
  after(() => stage.close());

  const start = (changes: object) => stage.post('/milestones', { personId: 'manager', plan: planWith(), ...changes });

  it('of a contract by sessions alone is refused where nobody signs in, by its field, and so is an engagement', async () => {
    const firm = { everyKind: ['session'] };
    assert.ok(await stage.engagement({ channels: { firm } }), 'where somebody does it is taken');
    const without = await ApiStage.open(await devServer(), { signIn: false });
    try {
      const engagement = engagementWith({ channels: { firm } }, { engagementId: `sessions-${process.pid}` });
      const field = 'contract.channels.firm.everyKind';
      assertProblem(await without.post('/engagements', engagement), 400, 'INVALID_MESSAGE', field);
      // Registered while people did sign in.
      await insertEngagement(without.database.db, engagementSchema.parse(engagement), systemActor);
      const milestone = { personId: 'manager', plan: planWith(), engagementId: engagement.engagementId };
      assertProblem(await without.post('/milestones', milestone), 400, 'INVALID_MESSAGE', field);
    } finally {
      await without.close();
    }
  });

  it('is registered once: the same again is the same, another under its ID is a clash', async () => {
    const engagementId = await stage.engagement();
    const wanted = { engagementId, milestoneId: `twice-${engagementId}` };
    assert.equal((await start(wanted)).status, 201);
    assert.equal((await start(wanted)).status, 200);
    const other = { ...wanted, plan: planWith({ title: 'Another' }) };
    assertProblem(await start(other), 409, 'ALREADY_EXISTS', 'milestoneId');
  });

  it('is warned of what a certificate cannot print, at every door that takes a name or title', async () => {
    const fieldsOf = ({ status, body }: Answered): unknown => {
      assert.ok(Array.isArray(body.warnings), `${status} ${JSON.stringify(body)}`);
      const warnings = body.warnings as { field: string; characters: string; message: string; remedy: string }[];
      for (const each of warnings) {
        assert.ok(each.message.includes(`${[...each.characters].join(' ')} (Ethiopic)`), each.message);
        assert.match(each.message, /the exact text is in its data/);
        assert.ok(each.remedy.length > 20);
      }
      return [status, warnings.map(({ field, characters }) => [field, characters])];
    };
    const named = people.map((each, index) => (index === 2 ? { ...each, name: 'ሀለሀ Sample' } : each));
    const engagementId = `unprintable-${process.pid}`;
    const engagement = engagementWith({}, { engagementId, client: 'ሐመሠረ', people: named });
    const expected = [
      ['client', 'ሐመሠረ'],
      ['people.2.name', 'ሀለ'],
    ];
    assert.deepEqual(fieldsOf(await stage.post('/engagements', engagement)), [201, expected]);
    assert.deepEqual(fieldsOf(await stage.post('/engagements', engagement)), [200, expected], 'said again');
    const milestoneId = `M-${engagementId}`;
    const wanted = { milestoneId, engagementId, plan: planWith({ title: 'ተከነወቀ 1' }) };
    assert.deepEqual(fieldsOf(await start(wanted)), [201, [['plan.title', 'ተከነወቀ']]]);
    const document = await stage.fetch(
      `/engagements/${engagementId}/documents?fileName=${encodeURIComponent('ገገ.txt')}&personId=author`,
      { method: 'POST', body: 'text', headers: { 'content-type': 'text/plain' } },
    );
    const uploaded = (await document.json()) as Record<string, unknown>;
    assert.deepEqual(fieldsOf({ status: document.status, headers: document.headers, body: uploaded }), [
      201,
      [['fileName', 'ገ']],
    ]);
    const submission = {
      personId: 'manager',
      summary: 'ሰወፈ',
      deliverables: [{ deliverableId: 'D1', version: '1', documentIds: [uploaded.documentId] }],
      completedServices: [{ description: 'Design', completedOn: '2026-01-02' }],
      qualityReviews: [{ name: 'Peer review', outcome: 'passed' }],
      completedOn: '2026-01-02',
    };
    assert.deepEqual(fieldsOf(await stage.post(`/milestones/${milestoneId}/package`, submission)), [
      202,
      [['summary', 'ሰወፈ']],
    ]);
  });

  it('belongs to an engagement whose letterhead is checked: a colour nobody can read is refused, a damaged logo warned of', async () => {
    const register = (letterhead: object) =>
      stage.post('/engagements', engagementWith({}, { engagementId: `letterhead-${process.pid}`, letterhead }));
    const refused = await register({ colour: '#ffee00' });
    assert.equal(refused.status, 400);
    assert.match(JSON.stringify(refused.body), /letterhead\.colour.*too light to be read on white/);
    const damaged = logoPng().subarray(0, 40).toString('base64');
    const { status, body } = await register({ colour: '#7a1e46', logo: damaged });
    assert.equal(status, 201);
    assert.deepEqual(
      (body.warnings as { field: string }[]).map((each) => each.field),
      ['letterhead.logo'],
    );
  });

  it('belongs to an engagement in which two of one name were warned of, and two of one mailbox refused', async () => {
    const [first] = people;
    assert.ok(first);
    const engagementId = `namesakes-${process.pid}`;
    const register = (second: object) =>
      stage.post('/engagements', engagementWith({}, { engagementId, people: [...people, { ...first, ...second }] }));
    const field = `people.${people.length}.email`;
    assertProblem(
      await register({ personId: 'again', email: `${first.personId}+again@EXAMPLE.com` }),
      ...([400, 'INVALID_MESSAGE', field] as const),
    );
    const { status, body } = await register({ personId: 'again', email: 'again@example.com' });
    const [warning] = body.warnings as { field: string; message: string; remedy: string }[];
    assert.deepEqual([status, warning?.field], [201, `people.${people.length}.name`]);
    assert.match(warning?.message ?? '', /"again" has the name of "manager"/);
    assert.match(warning?.remedy ?? '', /If they are one human/);
  });

  it('is not registered with an unknown engagement, person, manager or field', async () => {
    const engagementId = await stage.engagement();
    assertProblem(await start({ engagementId: 'nowhere' }), 404, 'NOT_FOUND', 'engagementId');
    assertProblem(await start({ engagementId, personId: 'author' }), 403, 'WRONG_ACTOR', 'personId');
    assertProblem(await start({ engagementId, colour: 'blue' }), 400, 'INVALID_MESSAGE', 'colour');
    const plan = { ...planWith(), validators: { name: 'Validators', memberIds: ['validator1'], memberids: [] } };
    assertProblem(await start({ engagementId, plan }), 400, 'INVALID_MESSAGE', 'plan.validators.memberids');
    const strangers = planWith({ validators: { name: 'Validators', memberIds: ['stranger'] } });
    assertProblem(await start({ engagementId, plan: strangers }), 422, 'PLAN_INCONSISTENT');
    assertProblem(await start({ engagementId, milestoneId: '../etc' }), 400, 'INVALID_MESSAGE', 'milestoneId');
    assertProblem(await start({ engagementId: 'a\0b' }), 400, 'INVALID_MESSAGE', 'engagementId');
  });

  it('is not registered with more than Temporal takes at its start', async () => {
    const engagementId = await stage.engagement();
    const requirements = Array.from({ length: 970 }, (_, index) => ({
      requirementId: `REQ-${index}`,
      text: 'x'.repeat(2000),
    }));
    const body = { milestoneId: 'too-large', engagementId, personId: 'manager', plan: planWith({ requirements }) };
    assertProblem(await stage.post('/milestones', body), 400, 'INVALID_MESSAGE', 'plan');
    assertProblem(await stage.get('/milestones/too-large'), 404, 'NOT_FOUND', 'milestoneId');
  });
});
