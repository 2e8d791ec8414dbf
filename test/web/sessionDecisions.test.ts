// Deciding while signed in: on the page that asks, without a link and behind one, and over the API; and what nobody decides so.
import assert from 'node:assert/strict';
import * as act from '../domain/acts.ts';
import { nameOf } from '../domain/cast.ts';
import { testSession, type Person } from '../support/signedIn.ts';
import type { StagedMilestone } from '../support/milestoneStage.ts';
import { PageStage } from './pageStage.ts';

describe('Somebody of the firm who is signed in', function () {
  this.timeout(120_000);
  let pages: PageStage;
  before(async () => {
    pages = await PageStage.open();
  });
  after(() => pages?.close());

  const signedIn = (personId: string): Promise<Person> =>
    testSession(pages.stage.database.db, `${personId}@example.com`);
  const begun = async (): Promise<StagedMilestone> => {
    const milestone = await pages.stage.start({});
    await milestone.play(...act.toValidation);
    return milestone;
  };
  const open = async (path: string, headers: Record<string, string> = {}, body?: Record<string, string>) => {
    const response = await fetch(`${pages.url}${path}`, {
      ...{ headers, redirect: 'manual' },
      ...(body ? { method: 'POST', body: new URLSearchParams(body) } : {}),
    });
    return { status: response.status, html: await response.text(), to: response.headers.get('location') ?? '' };
  };
  const field = (html: string, name: string): string =>
    new RegExp(`name='${name}' value='([^']*)'`).exec(html)?.[1] ?? '';
  const report = (html: string, personId: string): Record<string, string> => ({
    ...{ formId: field(html, 'formId'), formToken: field(html, 'formToken'), typedName: nameOf(personId) },
    ...{ 'outcome-R1': 'met', 'evidence-R1': 'Page 3', 'outcome-R2': 'met', 'evidence-R2': 'Page 4' },
    ...{ summary: 'Looked at everything', recommendation: 'accept', decision: 'report' },
  });
  const requestOf = async (milestone: StagedMilestone, personId: string): Promise<string> => {
    const { db } = pages.stage.database;
    const row = await db('requests').where({ milestone_id: milestone.milestoneId, person_id: personId }).first();
    return encodeURIComponent(String(row.request_id));
  };
  const reportOf = async (milestone: StagedMilestone, personId: string) =>
    (await milestone.state()).reports.find((each) => each.personId === personId);

  it('finds what is asked of them, decides on its page, and the record says by which session, vouched for', async () => {
    const milestone = await begun();
    const { headers, holderId } = await signedIn('validator1');
    const listed = await open('/asked', headers);
    const path = `/asked/${await requestOf(milestone, 'validator1')}`;
    assert.ok(listed.html.includes(`href='${path}'`), listed.html);
    const { html } = await open(path, headers);
    assert.match(html, /comes by your session/);
    const posted = await open(path, headers, report(html, 'validator1'));
    assert.equal(posted.status, 303, posted.html);
    const receipt = await open(new URL(posted.to, pages.url).pathname, headers);
    assert.match(receipt.html, /Your decision is on record/);
    const { actor } = (await reportOf(milestone, 'validator1')) ?? {};
    const { authentication } = actor ?? {};
    assert.equal(authentication?.method, 'session');
    assert.ok(authentication?.method === 'session');
    const row = await pages.stage.database.db('sessions').where({ session_id: authentication.sessionId }).first();
    assert.deepEqual(
      [row.holder_id, row.issuer, row.subject],
      [holderId, authentication.issuer, authentication.subject],
    );
    const event = (await milestone.events()).find((each) => each.type === 'validationReported');
    assert.equal(event?.voucher?.entrance, 'page');
    const after = (await open('/asked', headers)).html;
    assert.match(after, /Nothing waits for you now/);
    assert.match(after, new RegExp(`What you decided[^]*${path}`));
    const read = await pages.stage.database.db('audit_chains').where({ chain: `reads:${holderId}` });
    assert.equal(read.length, 1, 'what they looked at is on a chain of their own');
  });

  it('decides nothing from another page, without the token of the session, or without a session', async () => {
    const milestone = await begun();
    const { headers } = await signedIn('validator1');
    const path = `/asked/${await requestOf(milestone, 'validator1')}`;
    const { html } = await open(path, headers);
    const form = report(html, 'validator1');
    const elsewhere = { ...headers, 'sec-fetch-site': 'cross-site' };
    assert.equal((await open(path, elsewhere, form)).status, 403);
    assert.equal((await open(path, headers, { ...form, formToken: '' })).status, 403);
    const other = await signedIn('validator1');
    assert.equal((await open(path, other.headers, form)).status, 403, 'nor with that of another session');
    assert.equal((await open(path, {}, form)).status, 401);
    assert.equal(await reportOf(milestone, 'validator1'), undefined);
  });

  it('is shown nothing that is asked of somebody else, nor is who is of the client', async () => {
    const milestone = await begun();
    const path = `/asked/${await requestOf(milestone, 'validator1')}`;
    for (const personId of ['validator2', 'sponsor', 'user1', 'director', 'nobody']) {
      const { headers } = await signedIn(personId);
      const found = await open(path, headers);
      const none = await open('/asked/M0-x', headers);
      assert.deepEqual([found.status, found.html], [404, none.html], personId);
      assert.ok(!(await open('/asked', headers)).html.includes(path), personId);
    }
    await milestone.play(act.report('validator1'), act.report('validator2'));
    const { headers } = await signedIn('user1');
    assert.equal((await open(`/asked/${await requestOf(milestone, 'user1')}`, headers)).status, 404);
    assert.equal((await open('/me', headers)).html.includes('engagement-'), false);
  });

  it('counts as signed in behind their own link too, where the form is of their session, and by the link alone otherwise', async () => {
    const milestone = await begun();
    const decide = async (personId: string, as: string, from: string) => {
      const link = new URL(await pages.linkOf(milestone, personId)).pathname;
      const { headers } = await signedIn(as);
      const { html } = await open(link, headers);
      const posted = await open(link, { ...headers, 'sec-fetch-site': from }, report(html, personId));
      assert.equal(posted.status, 303, posted.html);
      return (await reportOf(milestone, personId))?.actor.authentication.method;
    };
    assert.equal(await decide('validator1', 'validator1', 'same-origin'), 'session');
    assert.equal(await decide('validator2', 'validator1', 'same-origin'), 'requestLink');
    const another = await begun();
    const link = new URL(await pages.linkOf(another, 'validator1')).pathname;
    const { headers } = await signedIn('validator1');
    const form = report((await open(link, headers)).html, 'validator1');
    await open(link, { ...headers, 'sec-fetch-site': 'cross-site' }, form);
    assert.equal((await reportOf(another, 'validator1'))?.actor.authentication.method, 'requestLink');
  });

  it('reports over the API as themselves, and as nobody else', async () => {
    const milestone = await begun();
    const { headers } = await signedIn('validator2');
    const { raw } = act.report('validator2')(await milestone.state());
    const { actor: _actor, messageId: _id, ...words } = raw;
    const post = async (personId: string) => {
      const response = await fetch(`${pages.url}/milestones/${milestone.milestoneId}/validation-reports`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({ ...words, personId }),
      });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    };
    const forged = await post('validator1');
    assert.deepEqual([forged.status, forged.body.code, forged.body.field], [403, 'WRONG_ACTOR', 'personId']);
    const own = await post('validator2');
    assert.equal(own.status, 200, JSON.stringify(own.body));
    assert.equal((await reportOf(milestone, 'validator2'))?.actor.authentication.method, 'session');
  });

  it('has to use the link where the contract does not take a session, and is told so before and after', async () => {
    const milestone = await pages.stage.start({ contract: { channels: { firm: { everyKind: ['link'] } } } });
    await milestone.play(...act.toValidation);
    const { headers } = await signedIn('validator1');
    const path = `/asked/${await requestOf(milestone, 'validator1')}`;
    const { html } = await open(path, headers);
    assert.match(html, /Not by session/);
    const posted = await open(path, headers, report(html, 'validator1'));
    assert.equal(posted.status, 403);
    assert.match(posted.html, /not by a signed-in session/);
  });
});
