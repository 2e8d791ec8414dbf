// Contract terms amended by pages: what is wrong stands beside its field, what others changed meanwhile is kept, and the preview tells all of it.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'cheerio';
import express from 'express';
import { pino } from 'pino';
import { amendEngagementTerms } from '../../administration/engagementTerms.ts';
import type { ApiDependencies } from '../../api/http/dependencies.ts';
import { openAuditWriter } from '../../api/http/auditWriter.ts';
import { operationsOf } from '../../api/http/operations.ts';
import { openRateLimits } from '../../api/http/rateLimits.ts';
import { routes } from '../../api/routes.ts';
import { findEngagement } from '../../db/engagements.ts';
import { inEngagement } from '../../db/inScope.ts';
import { listTermsVersions } from '../../db/termsVersions.ts';
import { deskPages } from '../../web/desk/deskPages.ts';
import { registered } from '../api/answeringApi.ts';
import { firmOf } from '../api/firm.ts';
import { monday } from '../domain/cast.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';
import { testSession, testSignIn, type Person } from '../support/signedIn.ts';
import { openTestFiles } from '../support/testFiles.ts';

type Shown = ReturnType<typeof load>;

const at = '/desk/engagements/eo/terms';
const act = { reference: 'Amendment 1', reason: 'Agreed in the steering group' };
const agreed = { 'consent.byPersonId': 'director', 'consent.agreedOn': '2026-03-02' };

describe('The form of contract terms', () => {
  let database: TestDatabase;
  let folder: string;
  let server: Server;
  let url: string;
  let manager: Person;
  before(async () => {
    database = await testDatabase();
    folder = await mkdtemp(join(tmpdir(), 'terms-'));
    const { db } = database;
    await registered(db, 'eo', 'M-own', firmOf('eo'));
    const log = pino({ level: 'silent' });
    const deps = {
      ...{ db, log, signIn: testSignIn(), limits: openRateLimits(db), files: await openTestFiles(folder) },
      auditWriter: openAuditWriter(db, log),
      settings: { publicUrl: 'http://localhost', maxUploadBytes: 1000, engagementQuotaBytes: 100_000 },
    } as unknown as ApiDependencies;
    server = express()
      .use(deskPages(deps, operationsOf(routes)))
      .listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    manager = await testSession(db, 'manager@eo.example.com', { name: 'Mona Manager' });
  });
  after(async () => {
    server.closeAllConnections();
    server.close();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const page = async (path: string, { headers }: Person = manager): Promise<Shown> =>
    load(await (await fetch(`${url}${path}`, { headers })).text());
  /** What is shown, sent with these changes; by the button of the preview where it is one. */
  const send = async ($: Shown, changes: Record<string, string> = {}, file?: File, person: Person = manager) => {
    const form = $('form[method=post]').last();
    const kept = form.serializeArray().filter(({ name }) => !(name in changes));
    const entries = [...kept.map(({ name, value }): [string, string] => [name, value]), ...Object.entries(changes)];
    const data = new FormData();
    for (const [name, value] of entries) data.append(name, value);
    if (file) data.append('files-consent', file);
    const body = form.attr('enctype') ? data : new URLSearchParams(entries);
    const path = form.attr('action') ?? '';
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: person.headers,
      body,
      redirect: 'manual',
    });
    return { status: response.status, to: response.headers.get('location'), $: load(await response.text()) };
  };
  const signed = (): File => new File(['Amendment 1, signed'], 'amendment-1.txt', { type: 'text/plain' });
  const wrong = ($: Shown, name: string): string => $(`[id="f-${name}-wrong"]`).text();
  const text = ($: Shown): string => $('main').text().replace(/\s+/g, ' ');
  const within = () => inEngagement(database.db, 'eo');

  it('has today’s terms in it, says what it has no field for, and what is wrong beside its field', async () => {
    const form = await page(at);
    assert.equal(form('[name="contract.waits.inReview.businessDays"]').val(), '10');
    assert.equal(form('[name="contract.reminderPercents"]').val(), '50, 80');
    assert.match(form('#as-it-stands').text(), /contract\.retention\.rule: byForm/);
    const nothing = await send(form, { ...act, ...agreed }, signed());
    assert.match(nothing.$('[role=alert]').text(), /The contract says so already/);
    const entered = { ...act, ...agreed, 'contract.waits.inReview.businessDays': '999', 'contract.linkDays': '' };
    const empty = await send(form, entered, signed());
    assert.equal(empty.status, 422);
    assert.match(wrong(empty.$, 'contract.linkDays'), /fill this in/);
    assert.match(text(empty.$), /amendment-1\.txt/);
    const beyond = await send(empty.$, { 'contract.linkDays': '30' });
    assert.match(wrong(beyond.$, 'contract.waits.inReview.businessDays'), /250/);
    const alone = await send(form, { ...act, 'contract.linkDays': '30' });
    assert.match(wrong(alone.$, 'consent.byPersonId'), /consent of the other party/);
    const own = await send(
      form,
      { ...act, ...agreed, 'contract.linkDays': '30', 'consent.byPersonId': 'author' },
      signed(),
    );
    assert.match(wrong(own.$, 'consent.byPersonId'), /nobody of the other party/);
    const large = new File(['x'.repeat(1001)], 'large.txt');
    const refused = await send(form, { ...act, ...agreed, 'contract.linkDays': '30' }, large);
    assert.match(wrong(refused.$, 'consent.documentIds'), /larger/);
    assert.equal(refused.$('[name="contract.linkDays"]').val(), '30');
    assert.deepEqual(await listTermsVersions(within(), 'eo'), []);
  });

  it('amends them after a preview, other deadlines and channels among them; pressed twice it acts once', async () => {
    const more = await send(await page(at), { step: 'add:contract.waitsFor' });
    assert.equal(more.$('details[id="contract.waitsFor"]').length, 0, 'the part stays open');
    const preview = await send(
      more.$,
      {
        ...{ ...act, ...agreed, step: 'look', 'contract.waits.inReview.businessDays': '8' },
        ...{ 'contract.waitsFor.0.priority': 'high', 'contract.waitsFor.0.waits.validating.businessDays': '2' },
        ...{ 'contract.partialAcceptance': 'bySignature', 'contract.channels.client.signature': 'linkAndCode' },
        'contract.calendar.otherParty.counts': 'forBoth',
      },
      signed(),
    );
    assert.equal(preview.status, 200, preview.$('[role=alert]').text());
    assert.match(text(preview.$), /Days to review: from 10 to 8/);
    assert.match(text(preview.$), /of some value or priority: from nothing to .*Of priority high, Days to validate 2/);
    assert.match(text(preview.$), /to sign: from nothing to .*code/);
    assert.match(text(preview.$), /contract\.calendar\.otherParty\.weekend: from nothing to 6, 7/);
    assert.match(text(preview.$), /amendment-1\.txt.*version 2.*keep the version they started under.*nobody/i);
    const done = await send(preview.$);
    assert.equal(done.to, '/desk/engagements/eo?done=terms', done.$('[role=alert]').text());
    assert.equal((await send(preview.$)).to, done.to);
    const { contract, contractVersion } = (await findEngagement(within(), 'eo')) ?? {};
    assert.deepEqual(
      [contractVersion, contract?.waits.inReview, contract?.waitsFor, contract?.channels.client.signature],
      [2, { businessDays: 8 }, [{ priority: 'high', waits: { validating: { businessDays: 2 } } }], ['linkAndCode']],
    );
    const [version, ...others] = await listTermsVersions(within(), 'eo');
    assert.deepEqual(others, []);
    assert.deepEqual([version?.consent?.byPersonId, version?.consent?.files.length], ['director', 1]);
    assert.match(text(await page('/desk/engagements/eo?done=terms')), /terms are amended.*Version 2.*Amendment 1/);
  });

  it('is refused where somebody amended them meanwhile, loses nothing, and undoes nothing of theirs', async () => {
    const form = await page(at);
    const preview = await send(
      form,
      { ...act, ...agreed, reference: 'Amendment 3', 'contract.linkDays': '30' },
      signed(),
    );
    const [first] = await listTermsVersions(within(), 'eo');
    const documentIds = (first?.consent?.files ?? []).map((each) => each.documentId);
    const consent = { byPersonId: 'director', agreedOn: '2026-03-03', documentIds };
    const theirs = {
      command: { personId: 'sponsor', reference: 'Amendment 2', reason: 'Agreed', consent },
      patch: { maxReworkCycles: 5 },
    };
    const asked = { keyId: 'key-1', now: monday, assertPresent: () => undefined, assertOffered: () => undefined };
    await amendEngagementTerms(within(), 'eo', theirs, asked);
    const refused = await send(preview.$);
    assert.equal(refused.status, 422);
    assert.match(refused.$('[role=alert]').text(), /they are version 3 now.*reworked: from 3 to 5/s);
    assert.equal(refused.$('[name="contract.linkDays"]').val(), '30');
    assert.equal(refused.$('[name="contract.maxReworkCycles"]').val(), '5');
    const again = await send(refused.$);
    assert.doesNotMatch(text(again.$), /reworked: from/);
    assert.equal((await send(again.$)).status, 303);
    const { contract, contractVersion } = (await findEngagement(within(), 'eo')) ?? {};
    assert.deepEqual([contractVersion, contract?.linkDays, contract?.maxReworkCycles], [4, 30, 5]);
  });

  it('takes the amendment of the sponsor too, and one that is here already by its name, in German as well', async () => {
    const sponsor = await testSession(database.db, 'sponsor@eo.example.com', { name: 'Sven Sponsor' });
    const german = { ...sponsor, headers: { ...sponsor.headers, 'accept-language': 'de' } };
    const form = await page(at, german);
    assert.match(text(form), /Vertragsbedingungen ändern/);
    const earlier = form('[name=pickedIds-consent]').first().attr('value') ?? '';
    assert.match(text(form), /Oder was schon hier liegt.*amendment-1\.txt/);
    const entered = { ...act, reference: 'Nachtrag 4', ...agreed, 'consent.byPersonId': 'director' };
    const none = await send(form, { ...entered, 'find-consent': 'nowhere', step: 'find' }, undefined, german);
    assert.equal(none.status, 200);
    assert.match(text(none.$), /Nichts hier hat „nowhere“ im Namen/);
    const found = await send(form, { ...entered, 'find-consent': 'AMENDMENT', step: 'find' }, undefined, german);
    assert.match(text(found.$), /Liegt schon hier, mit „AMENDMENT“ im Namen/);
    const changes = { 'contract.linkDays': '20', 'pickedIds-consent': earlier, step: 'look' };
    const preview = await send(found.$, changes, undefined, german);
    assert.equal(preview.status, 200, text(preview.$));
    assert.match(text(preview.$), /amendment-1\.txt/);
    assert.equal((await send(preview.$, {}, undefined, german)).status, 303);
    const newest = (await listTermsVersions(within(), 'eo')).at(-1);
    assert.deepEqual(
      [newest?.amendedBy, newest?.reference, newest?.consent?.files.map((each) => each.documentId)],
      ['sponsor', 'Nachtrag 4', [earlier]],
    );
  });
});
