// Forms that were begun: drafts kept for their person alone, sealed, and gone with who is named in them; templates by page and API, each for whom it may be seen by.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { load } from 'cheerio';
import express from 'express';
import { pino } from 'pino';
import { liftBarrier, setBarrier } from '../../administration/restrictions.ts';
import type { ApiDependencies } from '../../api/http/dependencies.ts';
import { openAuditWriter } from '../../api/http/auditWriter.ts';
import { operationsOf } from '../../api/http/operations.ts';
import { answerWithProblem } from '../../api/http/problems.ts';
import { openRateLimits } from '../../api/http/rateLimits.ts';
import { apiRouter } from '../../api/router.ts';
import { routes } from '../../api/routes.ts';
import { forgetDrafts, mentionOfMailbox, mentionOfPerson } from '../../db/drafts.ts';
import { deskPages } from '../../web/desk/deskPages.ts';
import { registered } from '../api/answeringApi.ts';
import { firmOf } from '../api/firm.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';
import { testSession, testSignIn, type Person } from '../support/signedIn.ts';
import { testDataKeys } from '../support/testEncryption.ts';

interface Kept {
  items: { templateId: string; kind: string; name: string; isShipped: boolean; plan?: object; authority?: object }[];
}

describe('Forms that somebody has begun', () => {
  let database: TestDatabase;
  let server: Server;
  let url: string;
  let manager: Person;
  let other: Person;
  before(async () => {
    database = await testDatabase();
    const { db } = database;
    await registered(db, 'eo', 'M-own', firmOf('eo'));
    await registered(db, 'ex', 'M-other', firmOf('ex'));
    const log = pino({ level: 'silent' });
    const deps = {
      ...{ db, log, signIn: testSignIn(), limits: openRateLimits(db), dataKeys: testDataKeys },
      ...{ auditWriter: openAuditWriter(db, log), settings: { publicUrl: 'http://localhost' } },
    } as unknown as ApiDependencies;
    server = express()
      .use(deskPages(deps, operationsOf(routes)))
      .use(apiRouter(deps, routes))
      .use(answerWithProblem(log, async () => undefined))
      .listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    manager = await testSession(db, 'manager@eo.example.com', { name: 'Mona Manager' });
    other = await testSession(db, 'manager@ex.example.com', { name: 'Otto Other' });
  });
  after(async () => {
    server.closeAllConnections();
    server.close();
    await database.drop();
  });

  const page = async (path: string, { headers }: Person = manager) => {
    const response = await fetch(`${url}${path}`, { headers });
    return { status: response.status, $: load(await response.text()) };
  };
  const send = async (path: string, changes: Record<string, string>, { headers }: Person = manager, at = path) => {
    const { $ } = await page(at, { headers } as Person);
    const form = $('form[method=post]')
      .filter((_, each) => $(each).attr('action') === path.split('?')[0])
      .last();
    const entries = form.serializeArray().map(({ name, value }): [string, string] => [name, value]);
    const body = new URLSearchParams([...entries.filter(([name]) => !(name in changes)), ...Object.entries(changes)]);
    const response = await fetch(`${url}${path}`, { method: 'POST', headers, body, redirect: 'manual' });
    return { status: response.status, $: load(await response.text()) };
  };
  const api = async (path: string, body?: object, { headers }: Person = manager) => {
    const response = await fetch(`${url}${path}`, {
      ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
      headers: { ...headers, ...(body ? { 'content-type': 'application/json' } : {}) },
    });
    return { status: response.status, answer: (await response.json()) as Kept & { items: Kept['items'] } };
  };
  const newMilestone = '/desk/engagements/eo/new-milestone';
  const draftsOn = async (person: Person = manager): Promise<string> =>
    (await page('/desk', person)).$('[aria-labelledby=drafts]').text();

  it('are kept as drafts under their person’s name, sealed, shown to nobody else, gone on with and thrown away', async () => {
    const kept = await send(newMilestone, { 'plan.title': 'Cut-over of Contoso', step: 'keep' });
    assert.match(kept.$('.done').text(), /The draft is saved/);
    const [row] = await database.db('drafts');
    assert.equal(row.for_engagement, 'eo');
    assert.doesNotMatch(JSON.stringify(row) + Buffer.from(row.sealed as Buffer).toString('latin1'), /Contoso|Mona/);
    assert.match(await draftsOn(), /Cut-over of Contoso.*New milestone.*Kept on/s);
    assert.equal(await draftsOn(other), '');

    const at = (await page('/desk')).$('[aria-labelledby=drafts] a').first().attr('href') ?? '';
    const resumed = await page(at);
    assert.equal(resumed.$('[name="plan.title"]').val(), 'Cut-over of Contoso');
    assert.equal(resumed.$('[name=formId]').val(), row.draft_id);
    await send(newMilestone, { 'plan.title': 'Cut-over, second try', step: 'check' }, manager, at);
    assert.match(await draftsOn(), /second try/);
    assert.equal(await database.db('drafts').then((rows) => rows.length), 1);

    const barred = { address: 'manager@eo.example.com', engagementId: 'eo', reason: 'Conflict' };
    const by = { keyId: 'test', now: new Date().toISOString() };
    const { barrierId } = await setBarrier(database.db, barred, by);
    assert.equal(await draftsOn(), '');
    await liftBarrier(database.db, barrierId, { reason: 'Over' }, by);
    await send('/desk/drafts/removal', {}, manager, '/desk');
    assert.equal(await draftsOn(), '');
  });

  it('go with whoever is erased: by their address, and by whom the form names', async () => {
    await send('/desk/new-engagement', { name: 'New client', 'people.1.email': 'Vic+x@client.example', step: 'keep' });
    await send(newMilestone, { 'plan.title': 'Named', 'plan.validators.memberIds': 'validator1', step: 'keep' });
    const forget = (mention: string) => database.db.transaction((transaction) => forgetDrafts(transaction, [mention]));
    await forget(mentionOfPerson('ex', 'validator1'));
    assert.match(await draftsOn(), /New client.*Named|Named.*New client/s);
    await forget(mentionOfPerson('eo', 'validator1'));
    assert.doesNotMatch(await draftsOn(), /Named/);
    await forget(mentionOfMailbox('vic@client.example'));
    assert.equal(await draftsOn(), '');
  });

  it('begin from templates: taken out of a milestone without its people, by page, and listed by the API', async () => {
    const { status } = await send(
      '/desk/templates/new',
      { name: 'Cut-over', kind: 'plan' },
      manager,
      '/desk/templates/new?fromMilestoneId=M-own',
    );
    assert.equal(status, 303);
    const list = await page('/desk/templates');
    assert.match(list.$('[aria-labelledby=plan]').text(), /Cut-over.*Yours alone.*IT implementation.*Comes with/s);
    const { items } = (await api('/templates?kind=plan')).answer;
    const own = items.find((each) => each.name === 'Cut-over');
    assert.ok(own?.plan);
    assert.doesNotMatch(JSON.stringify(own.plan), /author|validator1|user1|director|"amount"|dueOn/i);
    const begun = await page(`${newMilestone}?from=${own.templateId}&authority=`);
    assert.notEqual(begun.$('[name="plan.title"]').val(), '');
  });

  it('keep what is in them as a template: signers by their capacity, found again among others', async () => {
    const path = newMilestone;
    const filled = {
      ...{ templateKind: 'authority', templateName: 'Two signatures', templateShared: 'true', step: 'template' },
      'plan.approvalAuthorityList.0.name': 'Client',
      'plan.approvalAuthorityList.0.signers.as.director': 'sign',
      'plan.approvalAuthorityList.0.signers.limit.director': '50000.00',
    };
    const nameless = await send(path, { ...filled, templateName: '' });
    assert.equal(nameless.status, 422);
    assert.match(nameless.$('[role=alert]').text(), /Give the template a name/);
    const kept = await send(path, filled);
    assert.match(kept.$('.done').text(), /The template is kept/, kept.$('[role=alert]').text());
    const { items } = (await api('/templates?kind=authority', undefined, other)).answer;
    const shared = items.find((each) => each.name === 'Two signatures');
    assert.doesNotMatch(JSON.stringify(shared), /"director"/);
    const elsewhere = await page(`/desk/engagements/ex/new-milestone?authority=${shared?.templateId}`, other);
    assert.equal(elsewhere.$('[name="plan.approvalAuthorityList.0.signers.limit.director"]').val(), '50000.00');
  });

  it('are shown templates that are their own, while they may read what these were taken from, and what the firm shares', async () => {
    const names = async (person: Person): Promise<string[]> =>
      (await api('/templates', undefined, person)).answer.items
        .filter((each) => !each.isShipped)
        .map((each) => each.name);
    assert.deepEqual(await names(manager), ['Cut-over', 'Two signatures']);
    assert.deepEqual(await names(other), ['Two signatures']);
    const refused = await api('/templates', { kind: 'plan', name: 'Theirs', fromMilestoneId: 'M-own' }, other);
    assert.equal(refused.status, 404);
    const own = (await api('/templates')).answer.items.find((each) => each.name === 'Cut-over');
    assert.equal((await api('/templates/removal', { templateId: own?.templateId }, other)).status, 404);
    const terms = await api('/templates', { kind: 'terms', name: 'As here', fromEngagementId: 'eo', isShared: true });
    assert.equal(terms.status, 200);
    assert.doesNotMatch(JSON.stringify(terms.answer), /grantedBy|pinnedHolidays|statementOfWork/);
    const barred = { address: 'manager@eo.example.com', engagementId: 'eo', reason: 'Conflict' };
    await setBarrier(database.db, barred, { keyId: 'test', now: new Date().toISOString() });
    const registrar = await testSession(database.db, 'manager@eo.example.com', { roles: ['engagementRegistrar'] });
    assert.deepEqual(await names(registrar), ['As here', 'Two signatures']);
  });

  it('of a new engagement begin from terms, usual ones of a kind of service among them', async () => {
    const { $ } = await page('/desk/new-engagement?from=example-terms:migration', other);
    assert.equal($('[name="contract.waits.formalSignOff.businessDays"]').val(), '3');
    assert.equal($('[name="people.0.name"]').val(), 'Otto Other');
  });
});
