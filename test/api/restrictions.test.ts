// What wins over every grant, over HTTP and behind links: barriers, departures; and what an emergency opens, for whom, and who hears of it.
import assert from 'node:assert/strict';
import { pino } from 'pino';
import { dispatchDue } from '../../activities/dispatch/dispatcher.ts';
import { openingNotices } from '../../activities/dispatch/openingNotices.ts';
import { plainNoticeHandler } from '../../activities/dispatch/plainNoticeHandler.ts';
import { giveRole } from '../../administration/people.ts';
import { liftBarrier, recordDeparture, setBarrier, takeBackDeparture } from '../../administration/restrictions.ts';
import { appendAudit, listAuditLines } from '../../db/auditLog.ts';
import { listObstacles } from '../../db/obstacles.ts';
import { integrateLog } from '../../db/merkleLog.ts';
import { engagementChain, readsChain, serviceChain } from '../../evidence/ledger/auditEntry.ts';
import { openTransport } from '../../mail/transport.ts';
import { noteShutOut } from '../../worker/noteShutOut.ts';
import { nameOf } from '../../domain/milestone.ts';
import { tellOfObstacles } from '../../worker/tellOfObstacles.ts';
import { resolveObstacles } from '../../worker/resolveObstacles.ts';
import { peopleCommand } from '../../stack/peopleCommand.ts';
import * as act from '../domain/acts.ts';
import { planWith } from '../domain/cast.ts';
import { testKey } from '../support/apiKey.ts';
import { testEvidenceKeys } from '../support/evidenceKeys.ts';
import { addressOf, openMailSink } from '../support/mailSink.ts';
import { limits, testSession, testSignIn, type Person } from '../support/signedIn.ts';
import { devServer } from '../support/temporal.ts';
import { PageStage } from '../web/pageStage.ts';
import { ApiStage } from './apiStage.ts';

const by = () => ({ keyId: 'test', now: new Date().toISOString() });

describe('What wins over every grant', () => {
  let stage: ApiStage;
  let engagementId: string;
  before(async () => {
    stage = await ApiStage.open(await devServer(), { signIn: testSignIn() });
    engagementId = await stage.engagement();
  });
  after(() => stage.close());

  const ask = async (person: Person, path: string, init: RequestInit = {}) => {
    const response = await fetch(`${stage.url}${path}`, {
      ...init,
      headers: { ...person.headers, 'content-type': 'application/json' },
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const post = (person: Person, path: string, body: object) =>
    ask(person, path, { method: 'POST', body: JSON.stringify(body) });

  it('is a barrier, set with its reason, shown to nobody behind it, and named in no log that others read', async () => {
    const { db } = stage.database;
    const officer = await testSession(db, 'officer@example.com', { roles: ['recordsOfficer'] });
    const auditor = await testSession(db, 'auditor@example.com', { roles: ['auditor'] });
    assert.equal((await ask(auditor, `/engagements/${engagementId}`)).status, 200);
    const barrier = { engagementId, address: 'Auditor+x@example.com', reason: 'Advised the other side' };
    const set = await post(officer, '/barriers', barrier);
    assert.equal(set.status, 201);
    assert.equal((await post(officer, '/barriers', barrier)).body.barrierId, set.body.barrierId, 'it stands already');
    assert.equal((await ask(auditor, `/engagements/${engagementId}`)).status, 404);
    const { items } = (await ask(auditor, '/engagements')).body as { items: { engagementId: string }[] };
    assert.ok(!items.some((each) => each.engagementId === engagementId));
    assert.equal((await ask(auditor, '/barriers')).status, 403);
    await setBarrier(db, { engagementId: 'another', address: 'officer@example.com', reason: 'x' }, by());
    const shown = (await ask(officer, '/barriers')).body as { items: { address: string }[] };
    assert.deepEqual(
      shown.items.map(({ address }) => address),
      ['Auditor+x@example.com'],
      'not their own',
    );
    await stage.audit.written();
    const lines = await listAuditLines(db, serviceChain, { after: 0, limit: 100 });
    const about = lines.filter(({ line }) => line.includes('barrierSet'));
    assert.equal(about.length, 2);
    for (const { line } of about)
      assert.ok(!/auditor|officer|other side/i.test(line) && !line.includes(engagementId), line);
    const lifted = await post(officer, `/barriers/${String(set.body.barrierId)}/lift`, { reason: 'Over' });
    assert.equal(lifted.status, 200);
    assert.equal((await ask(auditor, `/engagements/${engagementId}`)).status, 200);
    await assert.rejects(async () => db('barriers').delete(), /stays on record|permission denied/);
  });

  it('is a departure: from its instant on there is no session, no role and nothing that is theirs', async () => {
    const { db } = stage.database;
    const administrator = await testSession(db, 'admin@example.com', { roles: ['administrator'] });
    const manager = await testSession(db, 'manager@example.com');
    assert.equal((await ask(manager, `/engagements/${engagementId}`)).status, 200);
    const coming = await post(administrator, '/departures', {
      ...{ address: 'manager@example.com', reason: 'New job', leavesAt: '2099-01-01T00:00:00Z' },
    });
    assert.equal(coming.status, 201);
    assert.equal((await ask(manager, `/engagements/${engagementId}`)).status, 200, 'not yet');
    const again = await post(administrator, '/departures', { address: 'manager@example.com', reason: 'x' });
    assert.deepEqual([again.status, again.body.code], [409, 'ALREADY_EXISTS']);
    await post(administrator, `/departures/${String(coming.body.departureId)}/take-back`, { reason: 'Sooner' });
    const left = await post(administrator, '/departures', { address: 'manager@example.com', reason: 'Left' });
    assert.equal((await ask(manager, `/engagements/${engagementId}`)).status, 401, 'the session is over');
    const later = await testSession(db, 'manager@example.com', { roles: ['auditor'] });
    assert.equal((await ask(later, `/engagements/${engagementId}`)).status, 401, 'whatever the provider still says');
    const [said = ''] = await peopleCommand(
      ...[db, limits, ['take-back', String(left.body.departureId), '--reason', 'Came back'], new Date().toISOString()],
    );
    assert.match(said, /manager@example\.com leaves at/);
    assert.equal((await ask(later, `/engagements/${engagementId}`)).status, 200);
  });

  it('keeps a system with a key from acting for who is behind a barrier or has left, in the same words', async () => {
    const { db } = stage.database;
    const other = await stage.engagement();
    const doors = (id: string): [string, object?][] => [
      [`/engagements/${id}/calendar-correction`, { personId: 'author', holidays: [], workingDays: [], reason: 'x' }],
      [`/engagements/${id}/documents?fileName=a.txt&personId=author`],
      ['/milestones', { engagementId: id, personId: 'author', plan: planWith() }],
    ];
    const answersIn = (id: string) =>
      Promise.all(
        doors(id).map(async ([path, body]) => {
          const type = body ? 'application/json' : 'text/plain';
          const answer = await stage.fetch(path, {
            ...{ method: 'POST', body: body ? JSON.stringify(body) : 'text', headers: { 'content-type': type } },
          });
          return {
            status: answer.status,
            body: (await answer.json()) as { code?: string; field?: string; detail?: string },
          };
        }),
      );
    const assertRefused = (answers: Awaited<ReturnType<typeof answersIn>>) => {
      for (const { status, body } of answers)
        assert.deepEqual(
          [status, body.code, body.field, body.detail],
          [403, 'WRONG_ACTOR', 'personId', said],
          JSON.stringify(body),
        );
    };
    const said =
      '"author" has no access to this engagement, so nothing is done for them; give somebody else of the engagement as personId.';
    const barrier = { address: 'author@example.com', engagementId, reason: 'Conflict' };
    const { barrierId } = await setBarrier(db, barrier, by());
    assertRefused(await answersIn(engagementId));
    const elsewhere = await answersIn(other);
    assert.ok(elsewhere.every(({ body }) => body.detail !== said));
    assert.equal(elsewhere[1]?.status, 201);
    await liftBarrier(db, barrierId, { reason: 'x' }, by());
    assert.equal((await answersIn(engagementId))[1]?.status, 201);
    const departure = await recordDeparture(db, { address: 'author@example.com', reason: 'Left' }, by());
    assertRefused([...(await answersIn(engagementId)), ...(await answersIn(other))]);
    const erasure = { personId: 'author', requestedOn: '2026-01-01', reason: 'x' };
    const erased = await stage.post(`/milestones/unknown/erasures`, erasure);
    assert.equal(erased.status, 404, 'whoever is erased does not act');
    await takeBackDeparture(db, departure?.departureId ?? '', { reason: 'x' }, by());
  });

  it('leaves of the log to who is behind a barrier what is surely of another engagement, and of reads no chain that may tell of it', async () => {
    const { db } = stage.database;
    const [other, auditor] = [
      await stage.engagement(),
      await testSession(db, 'logs@example.com', { roles: ['auditor'] }),
    ];
    const keyOf = async (...engagementIds: string[]) =>
      (await testKey(db, engagementIds.length > 0 ? { engagementIds } : {})).keyId;
    const keys = { theirs: await keyOf(engagementId), others: await keyOf(other), whole: await keyOf() };
    for (const id of [engagementId, other])
      await appendAudit(db, engagementChain(id), { at: by().now, type: 'administered', act: 'POST', subject: id });
    await integrateLog(db, (await testEvidenceKeys()).log);
    const chains = async () => {
      const { body } = await ask(auditor, '/log/events?limit=1000');
      return new Set((body as { items: { log: { chain: string } }[] }).items.map((each) => each.log.chain));
    };
    const readsOf = (keyId: string) => ask(auditor, `/api-keys/${keyId}/reads`).then(({ status }) => status);
    const all = await chains();
    for (const each of [serviceChain, engagementChain(engagementId), engagementChain(other)]) assert.ok(all.has(each));
    for (const keyId of Object.values(keys)) assert.equal(await readsOf(keyId), 200);
    assert.equal((await ask(auditor, `/people/${auditor.holderId}/reads`)).status, 200);
    const barrier = { address: 'logs@example.com', engagementId, reason: 'Conflict' };
    const { barrierId } = await setBarrier(db, barrier, by());
    const left = await chains();
    assert.ok(left.has(engagementChain(other)));
    for (const each of left) assert.match(each, /^(engagement|milestone):/);
    assert.ok(!left.has(engagementChain(engagementId)));
    assert.deepEqual(
      [await readsOf(keys.theirs), await readsOf(keys.whole), await readsOf(keys.others)],
      [404, 404, 200],
    );
    assert.equal((await ask(auditor, `/people/${auditor.holderId}/reads`)).status, 404);
    await liftBarrier(db, barrierId, { reason: 'x' }, by());
    assert.equal(await readsOf(keys.whole), 200);
  });

  it('opens in an emergency for reading alone, to who is signed in, for some time, with every read on record; sponsor and records officers are told', async () => {
    const { db } = stage.database;
    const administrator = await testSession(db, 'glass@example.com', {
      roles: ['administrator'],
      name: 'Glass Sample',
    });
    for (const address of ['records@example.com', 'barred@example.com'])
      await giveRole(db, { address, role: 'recordsOfficer', reason: 'x' }, by());
    await setBarrier(db, { engagementId, address: 'barred@example.com', reason: 'Conflict' }, by());
    assert.equal((await ask(administrator, `/engagements/${engagementId}`)).status, 403);
    const opening = `/engagements/${engagementId}/openings`;
    assert.equal((await post(administrator, opening, { reason: 'x', minutes: 600 })).status, 400);
    assert.equal((await stage.post(opening, { reason: 'A system' })).status, 403);
    const opened = await post(administrator, opening, { reason: 'A signer cannot open a file', minutes: 5 });
    assert.equal(opened.status, 201);
    assert.equal((await ask(administrator, `/engagements/${engagementId}`)).status, 200);
    assert.equal((await ask(administrator, `/engagements/${engagementId}/documents`)).status, 200);
    assert.equal((await post(administrator, '/milestones', {})).status, 403, 'it writes nothing');
    await stage.audit.written();
    const reads = await listAuditLines(db, readsChain(administrator.holderId), { after: 0, limit: 10 });
    assert.ok(reads.length >= 2);
    const acts = await listAuditLines(db, engagementChain(engagementId), { after: 0, limit: 100 });
    assert.ok(acts.some(({ line }) => line.includes('openings')));
    const sink = await openMailSink();
    const transport = openTransport(sink.url, 'Sign-Off <sign-off@example.com>');
    const log = pino({ level: 'silent' });
    const openingNotice = plainNoticeHandler({ log, transport, mailDomain: 'example.com' }, openingNotices(db));
    await dispatchDue({ db, log, handlers: { openingNotice } });
    transport.close();
    await sink.close();
    assert.deepEqual(sink.mails.map(addressOf).sort(), ['records@example.com', 'sponsor@example.com']);
    assert.match(
      sink.mails[0]?.text ?? '',
      /Glass Sample <glass@example\.com> opened .*\n\nThe reason they gave: A signer cannot/,
    );
    await assert.rejects(
      async () => db('openings').update({ ends_at: '2099-01-01' }),
      /stays on record|permission denied/,
    );
    await setBarrier(db, { engagementId, address: 'glass@example.com', reason: 'Conflict' }, by());
    assert.equal((await ask(administrator, `/engagements/${engagementId}`)).status, 404, 'a barrier wins');
    assert.equal((await post(administrator, opening, { reason: 'x' })).status, 404);
  });
});

describe('Who has left, or is behind a barrier,', function () {
  this.timeout(120_000);
  let pages: PageStage;
  before(async () => {
    pages = await PageStage.open();
  });
  after(() => pages?.close());

  const outOfReach: Record<string, (engagementId: string) => Promise<() => Promise<unknown>>> = {
    'by a departure': async () => {
      const { db } = pages.stage.database;
      const departure = await recordDeparture(db, { address: 'validator1@example.com', reason: 'New job' }, by());
      return () => takeBackDeparture(db, departure?.departureId ?? '', { reason: 'x' }, by());
    },
    'by a barrier': async (engagementId) => {
      const { db } = pages.stage.database;
      const barrier = { address: 'validator1@example.com', engagementId, reason: 'Conflict' };
      const { barrierId } = await setBarrier(db, barrier, by());
      return () => liftBarrier(db, barrierId, { reason: 'x' }, by());
    },
  };

  for (const [how, shutOut] of Object.entries(outOfReach))
    it(`opens nothing by a link of theirs ${how}, and what they owe is told in the same words until it is reassigned`, async () => {
      const milestone = await pages.stage.start({});
      await milestone.play(act.submit());
      const { db } = pages.stage.database;
      const link = await pages.linkOf(milestone, 'validator1', /validate/i);
      assert.match(await (await fetch(link)).text(), /Technical validation|validate/i);
      const undo = await shutOut((await milestone.state()).engagement.engagementId);
      const closed = await (await fetch(link)).text();
      assert.match(closed, /This link was withdrawn/);
      assert.ok(!closed.includes(milestone.milestoneId));
      await noteShutOut(db);
      const obstacles = async () =>
        (await listObstacles(db, [milestone.milestoneId])).map(({ kind, subject, reason }) => [kind, subject, reason]);
      const name = nameOf(await milestone.state(), 'validator1');
      const reason = `The decision of ${name} is waited for, who has no access to this engagement.`;
      assert.deepEqual(await obstacles(), [['cannotDecide', 'validator1', reason]]);
      await tellOfObstacles({ db, mailDomain: 'example.com', administratorEmail: undefined });
      const told = (await milestone.mails()).find(({ kind }) => kind === 'obstacleNotice');
      assert.equal(told?.recipientId, 'manager');
      assert.match(JSON.stringify(told.model), /Reassign it: POST/);
      assert.doesNotMatch(JSON.stringify(told.model), /left|barrier|depart/i);
      const resolving = { db, log: pino({ level: 'silent' }), files: pages.stage.files };
      await resolveObstacles(resolving);
      assert.equal((await obstacles()).length, 1);
      await milestone.play(act.reassign('validator1', 'sponsor'));
      await resolveObstacles(resolving);
      assert.deepEqual(await obstacles(), []);
      await undo();
    });
});
