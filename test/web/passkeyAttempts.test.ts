// Who tries to confirm with a passkey that is not theirs, not for this, not for here, or not any more: each refused at the page, by HTTP.
import assert from 'node:assert/strict';
import { insertEngagement } from '../../db/engagements.ts';
import { findLatestRequest } from '../../db/requests.ts';
import { engagement as engagementSchema } from '../../domain/terms/engagement.ts';
import { confirmationCode } from '../../mail/requestToken.ts';
import { ApiStage, linkSecret, type HttpMilestone } from '../api/apiStage.ts';
import * as act from '../domain/acts.ts';
import { engagementWith, nameOf, planWith } from '../domain/cast.ts';
import { linkOfRequest } from '../support/linkOf.ts';
import { SoftAuthenticator, type Answering } from '../support/softAuthenticator.ts';
import { devServer } from '../support/temporal.ts';
import { signing } from './pageStage.ts';

const contract = { channels: { client: { signature: ['passkey'] } } };
const site = { rpId: 'localhost', origin: 'http://localhost:3000' };

interface Page {
  status: number;
  html: string;
  /** What the page hands to the browser. */
  options: { challenge: string; rpId?: string; allowCredentials?: { id: string }[] };
}

describe('Passkey of somebody asked to sign', () => {
  let stage: ApiStage;
  let milestone: HttpMilestone;
  let link: string;
  const authenticator = new SoftAuthenticator('ES256', site);
  before(async () => {
    stage = await ApiStage.open(await devServer(), { allowances: { codeTry: 100 } });
    await stage.startWorker();
    milestone = await stage.milestone({ contract });
    await milestone.play(...act.toSignOff);
    link = await linkOf(milestone, 'approver1');
  });
  after(() => stage.close());

  async function linkOf({ milestoneId }: HttpMilestone, personId: string): Promise<string> {
    const request = await findLatestRequest(stage.database.db, { milestoneId, personId });
    return linkOfRequest(stage.database.db, linkSecret, request?.requestId ?? '');
  }

  async function post(path: string, fields: Record<string, string>): Promise<Page> {
    const response = await fetch(`${stage.url}${path}`, { method: 'POST', body: new URLSearchParams(fields) });
    const html = await response.text();
    const [, json = '{}'] = /data-passkey='([^']*)'/.exec(html) ?? [];
    const options = JSON.parse(json.replaceAll('&quot;', '"').replaceAll('&amp;', '&')) as Page['options'];
    return { status: response.status, html, options };
  }

  const settings = (at: string, fields: Record<string, string>) => post(`${at}/passkeys`, fields);

  async function code(personId: string): Promise<string> {
    const { model } = await stage.database
      .db('mails')
      .where({ kind: 'confirmationCode', recipient_id: personId })
      .orderBy('queued_at', 'desc')
      .first<{ model: { codeId: string } }>('model');
    return confirmationCode(linkSecret, model.codeId);
  }

  /** Behind the link, with the code; confirmed with another one where there is one. */
  async function setUp(at: string, personId: string, made: SoftAuthenticator, by?: SoftAuthenticator): Promise<Page> {
    await stage.database.db('confirmation_codes').update({ created_at: new Date(0) });
    const asked = await settings(at, { act: 'code', typedName: nameOf(personId) });
    assert.equal(asked.status, 200, asked.html);
    const passkey = by && asked.options.challenge ? { passkey: by.answer(asked.options.challenge) } : {};
    const confirmed = await settings(at, { act: 'confirm', code: await code(personId), ...(passkey as object) });
    if (confirmed.status !== 200) return confirmed;
    return settings(at, { act: 'enrol', passkey: made.register(confirmed.options.challenge) });
  }

  const form = (formId: string, more: Record<string, string> = {}) => ({ ...signing('approver1', formId), ...more });

  /** What the page asks to be confirmed, of this form. */
  async function asked(fields: Record<string, string>, at = link): Promise<string> {
    const { status, html, options } = await post(at, fields);
    assert.equal(status, 200, html);
    return options.challenge;
  }

  async function refused(fields: Record<string, string>, says: RegExp, at = link): Promise<void> {
    const { status, html } = await post(at, fields);
    assert.equal(status, 403, html);
    assert.match(html, says);
    assert.equal((await milestone.state()).signatures.length, 0);
  }

  it('is asked for before anything is taken, and cannot be set up without a code', async () => {
    await refused(form('f0'), /You have not set up a passkey yet/);
    const nameless = await settings(link, { act: 'code', typedName: 'Somebody Else' });
    assert.equal(nameless.status, 422);
    const guessed = await settings(link, { act: 'confirm', code: '00000000' });
    assert.equal(guessed.status, 403);
    const early = await settings(link, { act: 'enrol', passkey: authenticator.register('AAAA') });
    assert.equal(early.status, 403, early.html);
    const { status, html } = await setUp(link, 'approver1', authenticator);
    assert.equal(status, 200, html);
    assert.match(html, /Your passkey is set up/);
  });

  it('is set up once by one answer, and a second one only with the first', async () => {
    const second = new SoftAuthenticator('EdDSA', site);
    const stolen = await setUp(link, 'approver1', second);
    assert.equal(stolen.status, 403, 'the mailbox alone is not enough any more');
    const other = await setUp(link, 'approver1', second, new SoftAuthenticator('ES256', site));
    assert.equal(other.status, 403, other.html);
    const { status, html } = await setUp(link, 'approver1', second, authenticator);
    assert.equal(status, 200, html);
    const remove = { act: 'remove', credentialId: second.credentialId };
    const leaving = await settings(link, remove);
    const passkey = second.answer(leaving.options.challenge);
    const instead = await settings(link, { ...remove, credentialId: authenticator.credentialId, passkey });
    assert.equal(instead.status, 403, 'confirmed was that the second one is to go');
    const { body } = await stage.get<{ items: { personId: string; confirmedBy?: string }[] }>(
      `/milestones/${milestone.milestoneId}/passkeys`,
    );
    assert.deepEqual(
      body.items.map((each) => [each.personId, each.confirmedBy]),
      [
        ['approver1', undefined],
        ['approver1', authenticator.credentialId],
      ],
    );
  });

  for (const [what, answering, says] of [
    [
      'for another origin',
      { origin: 'https://evil.example' },
      /does not hold: Unexpected authentication response origin/,
    ],
    ['for another host', { rpId: 'evil.example' }, /does not hold: Unexpected RP ID hash/],
    ['with nobody recognised', { flags: 1 }, /does not hold: User verification required/],
    ['as a registration', { type: 'webauthn.create' }, /does not hold: Unexpected authentication response type/],
  ] as [string, Answering, RegExp][])
    it(`does not confirm when it answers ${what}`, async () => {
      const challenge = await asked(form('f1'));
      await refused(form('f1', { passkey: authenticator.answer(challenge, answering) }), says);
    });

  it('does not confirm other words, another form, nor what was never asked', async () => {
    const passkey = authenticator.answer(await asked(form('f2')));
    await refused({ ...form('f2', { passkey }), statementVersion: '2' }, /not what the form says now/);
    await refused(form('f3', { passkey }), /not what the form says now/);
    await refused(form('f2', { passkey: authenticator.answer('AAAA') }), /was not asked for here/);
    await refused(form('f2', { passkey: '{"id":1}' }), /cannot be read/);
  });

  it('does not confirm by a key of nobody, nor for somebody else', async () => {
    const stranger = new SoftAuthenticator('ES256', site);
    const challenge = await asked(form('f4'));
    await refused(form('f4', { passkey: stranger.answer(challenge) }), /not one that was set up here/);
    const theirs = await linkOf(milestone, 'approver2');
    await setUp(theirs, 'approver2', stranger);
    await refused(form('f4', { passkey: stranger.answer(challenge) }), /not one that was set up here/);
    const passkey = authenticator.answer(challenge);
    await refused({ ...signing('approver2', 'f4'), passkey }, /was not asked for here/, theirs);
  });

  it('does not confirm on another milestone, though its person has it there as well', async () => {
    const other = await stage.milestone({ contract });
    await other.play(...act.toSignOff);
    const passkey = authenticator.answer(await asked(form('f5')));
    const elsewhere = await linkOf(other, 'approver1');
    await setUp(elsewhere, 'approver1', new SoftAuthenticator('ES256', site));
    const { status, html } = await post(elsewhere, form('f5', { passkey }));
    assert.equal(status, 403);
    assert.match(html, /was not asked for here/);
    assert.equal((await other.state()).signatures.length, 0);
  });

  it('does not confirm once what was asked is too old', async () => {
    const challenge = await asked(form('f6'));
    await stage.database.db('passkey_challenges').update({ expires_at: new Date(0) });
    await refused(form('f6', { passkey: authenticator.answer(challenge) }), /too long ago/);
  });

  it('does not confirm by a copy, whose count does not go up', async () => {
    const at = await linkOf(milestone, 'approver2');
    const counting = new SoftAuthenticator('ES256', site);
    const { db } = stage.database;
    const owner = { person_id: 'approver2', removed_at: null };
    await db('passkeys').where(owner).delete();
    await setUp(at, 'approver2', counting);
    await db('passkeys').where(owner).update({ sign_count: 7 });
    const challenge = await asked(signing('approver2', 'f7'), at);
    const passkey = counting.answer(challenge, { counter: 7 });
    await refused(
      { ...signing('approver2', 'f7'), passkey },
      /does not hold: Response counter value 7 was lower than expected 7/,
      at,
    );
  });

  it('does not confirm by one that somebody with the database wrote in', async () => {
    const { db } = stage.database;
    const row = await db('passkeys').where({ credential_id: authenticator.credentialId }).first();
    const forged = new SoftAuthenticator('ES256', site);
    const { credentialId, publicKey } = forged;
    const enrolment = JSON.stringify({ ...row.enrolment, credentialId, publicKey });
    const transports = JSON.stringify(row.transports);
    await db('passkeys').insert({ ...row, enrolment, transports, credential_id: credentialId });
    const challenge = await asked(form('f8'));
    await refused(form('f8', { passkey: forged.answer(challenge) }), /not one that was set up here/);
  });

  it('is taken from its person by the manager alone, who is told of it like they are, and set up anew', async () => {
    const path = `/milestones/${milestone.milestoneId}/passkey-resets`;
    const reset = { ofPersonId: 'approver1', personId: 'manager', reason: 'Lost the phone' };
    assert.equal((await stage.post(path, { ...reset, personId: 'approver1' })).status, 403);
    assert.equal((await stage.post(path, { ...reset, ofPersonId: 'nobody' })).status, 422);
    const challenge = await asked(form('f9'));
    const { status, body } = await stage.post<{ credentialIds: string[] }>(path, reset);
    assert.equal(status, 200);
    assert.ok(body.credentialIds.includes(authenticator.credentialId));
    await refused(form('f9', { passkey: authenticator.answer(challenge) }), /You have not set up a passkey yet/);
    const told: string[] = await stage.database
      .db('mails')
      .where({ kind: 'passkeyNotice', milestone_id: milestone.milestoneId })
      .whereRaw(`model ->> 'headline' like '%reset%'`)
      .orderBy('recipient_id')
      .pluck('recipient_id');
    assert.deepEqual(told, ['approver1', 'manager']);
    const [line]: string[] = await stage.database
      .db('audit_entries')
      .where({ chain: `milestone:${milestone.milestoneId}` })
      .whereRaw(`line like '%"passkeysReset"%'`)
      .pluck('line');
    assert.match(line ?? '', /"by":"manager".*"personId":"approver1".*"reason":"Lost the phone"/);
    const made = new SoftAuthenticator('RS256', site);
    const anew = await setUp(link, 'approver1', made);
    assert.equal(anew.status, 200, anew.html);
    const passkey = made.answer(await asked(form('f9')));
    const fields = form('f9', { passkey });
    const pages = await Promise.all([post(link, fields), post(link, fields)]);
    for (const each of pages) assert.match(each.html, /Your decision is (on record|being entered)/);
    await milestone.until((state) => state.signatures.length > 0);
    assert.match((await post(link, fields)).html, /Your decision is on record/);
    const { signatures } = await milestone.state();
    assert.equal(signatures.length, 1, 'pressed twice and sent again, it is one signature');
    const { authentication } = signatures[0]?.actor ?? {};
    assert.ok(authentication?.method === 'requestLink');
    assert.equal(authentication.passkey?.enrolment.credentialId, made.credentialId);
  });

  it('confirms where its person chose that and the contract does not ask for it', async () => {
    const free = await stage.milestone();
    await free.play(...act.toSignOff);
    const at = await linkOf(free, 'approver1');
    const made = new SoftAuthenticator('ES256', site);
    assert.doesNotMatch(await (await fetch(`${stage.url}${at}`)).text(), /withPasskey/);
    await setUp(at, 'approver1', made);
    assert.match(await (await fetch(`${stage.url}${at}`)).text(), /Confirm with my passkey as well/);
    const chosen = form('f10', { withPasskey: 'yes' });
    await post(at, { ...chosen, passkey: made.answer(await asked(chosen, at)) });
    const { signatures } = await free.until((state) => state.signatures.length > 0);
    const { authentication } = signatures[0]?.actor ?? {};
    assert.ok(authentication?.method === 'requestLink');
    assert.equal(authentication.passkey?.enrolment.credentialId, made.credentialId);
  });

  it('is asked for beside the code, where the contract asks for that and its person chose both', async () => {
    const both = await stage.milestone({ contract: { channels: { client: { signature: ['linkAndCode'] } } } });
    await both.play(...act.toSignOff);
    const at = await linkOf(both, 'approver1');
    const made = new SoftAuthenticator('ES256', site);
    await setUp(at, 'approver1', made);
    const chosen = form('f11', { withPasskey: 'yes' });
    await stage.database.db('confirmation_codes').update({ created_at: new Date(0) });
    assert.match((await post(at, chosen)).html, /A code of eight digits is on its way/);
    const withCode = { ...chosen, code: await code('approver1') };
    const { html, options } = await post(at, withCode);
    assert.match(html, /Now your passkey/);
    assert.ok(html.includes(`value='${withCode.code}'`), 'the code need not be typed again');
    await post(at, { ...withCode, passkey: made.answer(options.challenge, { counter: 1 }) });
    const { signatures } = await both.until((state) => state.signatures.length > 0);
    const { authentication } = signatures[0]?.actor ?? {};
    assert.ok(authentication?.method === 'requestLink' && authentication.codeConfirmedAt && authentication.passkey);
  });

  it('lets another one be added once by one answer', async () => {
    const twice = await stage.milestone();
    await twice.play(...act.toSignOff);
    const at = await linkOf(twice, 'approver1');
    const first = new SoftAuthenticator('ES256', site);
    await setUp(at, 'approver1', first);
    await stage.database.db('confirmation_codes').update({ created_at: new Date(0) });
    const { options } = await settings(at, { act: 'code', typedName: nameOf('approver1') });
    const passkey = first.answer(options.challenge);
    assert.equal((await settings(at, { act: 'confirm', code: await code('approver1'), passkey })).status, 200);
    await stage.database.db('confirmation_codes').update({ created_at: new Date(0) });
    await settings(at, { act: 'code', typedName: nameOf('approver1') });
    const again = await settings(at, { act: 'confirm', code: await code('approver1'), passkey });
    assert.equal(again.status, 403, again.html);
    assert.match(again.html, /was not asked for here/);
  });

  it('has a page behind a link that opens, and behind no other', async () => {
    const over = await stage.milestone();
    await over.play(...act.toSignOff);
    const at = await linkOf(over, 'approver1');
    const open = (path: string) => fetch(`${stage.url}${path}/passkeys`, { redirect: 'manual' });
    assert.equal((await open(at)).status, 200);
    assert.equal((await open('/r/unknown')).status, 404);
    await over.play(act.delegate('approver1', 'deputy'));
    assert.deepEqual([(await open(at)).status, (await open(at)).headers.get('location')], [303, at]);
    await stage.database
      .db('requests')
      .where({ milestone_id: over.milestoneId })
      .update({ expires_at: new Date(0) });
    const expired = await open(at);
    assert.equal(expired.status, 410);
    assert.match(await expired.text(), /This link has expired/);
  });
});

describe('Passkeys of a service that is reached over http', () => {
  let stage: ApiStage;
  before(async () => {
    stage = await ApiStage.open(await devServer(), { publicUrl: 'http://sign-off.firm.example' });
    await stage.startWorker();
  });
  after(() => stage.close());

  it('are said not to be there, at registration with field and remedy and on the page in words', async () => {
    const engagement = engagementWith(contract, { engagementId: 'over-http' });
    const { status, body } = await stage.post<{ field: string }>('/engagements', engagement);
    assert.deepEqual([status, body.field], [400, 'contract.channels.client.signature']);
    // Registered when the service was reached by another address.
    await insertEngagement(stage.database.db, engagementSchema.parse(engagement), {
      personId: 'manager',
      role: 'engagementManager',
      authentication: { method: 'apiKey', keyId: stage.keyId },
    });
    const start = { milestoneId: 'over-http-1', engagementId: 'over-http', personId: 'manager', plan: planWith() };
    const started = await stage.post<{ field: string }>('/milestones', start);
    assert.deepEqual([started.status, started.body.field], [400, 'contract.channels.client.signature']);
    const milestone = await stage.milestone();
    await milestone.play(...act.toSignOff);
    const request = await findLatestRequest(stage.database.db, {
      milestoneId: milestone.milestoneId,
      personId: 'approver1',
    });
    const link = await linkOfRequest(stage.database.db, linkSecret, request?.requestId ?? '');
    const page = await (await fetch(`${stage.url}${link}/passkeys`)).text();
    assert.match(
      page,
      /reached at http:\/\/sign-off\.firm\.example, and browsers offer passkeys on https addresses only/,
    );
    assert.doesNotMatch(page, /Send me a code/);
  });
});
