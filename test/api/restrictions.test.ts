// What wins over every grant, over HTTP and behind links: barriers, departures; and what an emergency opens, for whom, and who hears of it.
import assert from 'node:assert/strict';
import { pino } from 'pino';
import { dispatchDue } from '../../activities/dispatch/dispatcher.ts';
import { openingNotices } from '../../activities/dispatch/openingNotices.ts';
import { plainNoticeHandler } from '../../activities/dispatch/plainNoticeHandler.ts';
import { giveRole } from '../../administration/people.ts';
import { recordDeparture, setBarrier, takeBackDeparture } from '../../administration/restrictions.ts';
import { listAuditLines } from '../../db/auditLog.ts';
import { listObstacles } from '../../db/obstacles.ts';
import { engagementChain, readsChain, serviceChain } from '../../evidence/ledger/auditEntry.ts';
import { openTransport } from '../../mail/transport.ts';
import { noteDepartures } from '../../worker/noteDepartures.ts';
import { resolveObstacles } from '../../worker/resolveObstacles.ts';
import { peopleCommand } from '../../stack/peopleCommand.ts';
import * as act from '../domain/acts.ts';
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
    assert.equal((await ask(later, `/engagements/${engagementId}`)).status, 404, 'whatever the provider still says');
    const [said = ''] = await peopleCommand(
      ...[db, limits, ['take-back', String(left.body.departureId), '--reason', 'Came back'], new Date().toISOString()],
    );
    assert.match(said, /manager@example\.com leaves at/);
    assert.equal((await ask(later, `/engagements/${engagementId}`)).status, 200);
  });

  it('opens in an emergency for reading alone, to who is signed in, for some time, with every read on record; sponsor and records officers are told', async () => {
    const { db } = stage.database;
    const administrator = await testSession(db, 'glass@example.com', {
      roles: ['administrator'],
      name: 'Glass Sample',
    });
    await giveRole(db, { address: 'records@example.com', role: 'recordsOfficer', reason: 'x' }, by());
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

describe('Who has left', function () {
  this.timeout(120_000);
  let pages: PageStage;
  before(async () => {
    pages = await PageStage.open();
  });
  after(() => pages?.close());

  it('opens nothing by a link of theirs, and what they owe is told until it is reassigned', async () => {
    const milestone = await pages.stage.start({});
    await milestone.play(act.submit());
    const { db } = pages.stage.database;
    const link = await pages.linkOf(milestone, 'validator1', /validate/i);
    assert.match(await (await fetch(link)).text(), /Technical validation|validate/i);
    const departure = await recordDeparture(db, { address: 'validator1@example.com', reason: 'New job' }, by());
    const closed = await (await fetch(link)).text();
    assert.match(closed, /This link was withdrawn/);
    assert.ok(!closed.includes(milestone.milestoneId));
    await noteDepartures(db);
    const obstacles = async () =>
      (await listObstacles(db, [milestone.milestoneId])).map(({ kind, subject }) => [kind, subject]);
    assert.deepEqual(await obstacles(), [['departed', 'validator1']]);
    const resolving = { db, log: pino({ level: 'silent' }), files: pages.stage.files };
    await resolveObstacles(resolving);
    assert.equal((await obstacles()).length, 1);
    await milestone.play(act.reassign('validator1', 'sponsor'));
    await resolveObstacles(resolving);
    assert.deepEqual(await obstacles(), []);
    assert.ok(departure);
    await takeBackDeparture(db, departure.departureId, { reason: 'x' }, by());
  });
});
