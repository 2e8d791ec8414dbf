// What a link opens, for whom and for how long; withdrawn, replaced, and after the secret was changed.
import assert from 'node:assert/strict';
import { pino } from 'pino';
import { dispatchDue } from '../../activities/dispatch/dispatcher.ts';
import { testEvidenceKeys } from '../support/evidenceKeys.ts';
import { mailHandler, type MailDelivery } from '../../activities/dispatch/mailHandler.ts';
import { findLatestRequest, type DecisionRequest } from '../../db/requests.ts';
import { loadMailTemplates, type RenderedMail } from '../../mail/renderMail.ts';
import { bounceAddress, readReplyAddress } from '../../mail/replyAddress.ts';
import { confirmationCode, newLink, requestToken } from '../../mail/requestToken.ts';
import { everyKey, newestKey } from '../../mail/purposeKeys.ts';
import type { Envelope, Transport } from '../../mail/transport.ts';
import * as act from '../domain/acts.ts';
import { nameOf } from '../domain/cast.ts';
import { linkOfRequest } from '../support/linkOf.ts';
import { devServer } from '../support/temporal.ts';
import { ApiStage, assertProblem, linkSecret, type HttpMilestone } from '../api/apiStage.ts';

describe('Link of a request', () => {
  let stage: ApiStage;
  before(async () => {
    stage = await ApiStage.open(await devServer());
    await stage.startWorker();
  });
  after(() => stage.close());

  const requestOf = async ({ milestoneId }: HttpMilestone, personId: string): Promise<DecisionRequest> => {
    const request = await findLatestRequest(stage.database.db, { milestoneId, personId });
    assert.ok(request);
    return request;
  };
  const linkOf = async (milestone: HttpMilestone, personId: string): Promise<string> =>
    linkOfRequest(stage.database.db, linkSecret, (await requestOf(milestone, personId)).requestId);
  const open = async (path: string) => {
    const response = await fetch(`${stage.url}${path}`);
    return { status: response.status, html: await response.text() };
  };

  /** Neither the package, nor what was said on it, nor its files. */
  async function showsNothingNewer(milestone: HttpMilestone, link: string, own?: RegExp): Promise<void> {
    const { status, html } = await open(link);
    assert.equal(status, 200);
    for (const newer of [
      /Package, version/,
      /Signed so far/,
      /Positions/,
      /Technical validation<\/h2>/,
      /<form/,
      /EUR/,
    ])
      assert.doesNotMatch(html, newer);
    if (own) assert.match(html, own);
    assert.equal((await open(`${link}/files/${milestone.documentId}`)).status, 404);
  }

  it('opens the package to who is asked, and to who decided while others still do; then their own act alone', async () => {
    const milestone = await stage.milestone();
    await milestone.play(...act.toReview);
    const [own, other] = [await linkOf(milestone, 'user1'), await linkOf(milestone, 'user2')];
    await milestone.play(act.approve('user1'));
    assert.match((await open(own)).html, /Package, version 1/);
    assert.equal((await open(`${own}/files/${milestone.documentId}`)).status, 200);
    await milestone.play(act.approve('user2'), act.approve('owner1'));
    const digest = (await milestone.state()).packages[0]?.digest ?? '';
    await showsNothingNewer(milestone, own, /You approved on/);
    assert.ok((await open(own)).html.includes(digest), 'what they decided on');
    await showsNothingNewer(milestone, await linkOf(milestone, 'owner2'));
    await milestone.play(act.refuse('approver1'), act.conclude('rework'), act.submit());
    await showsNothingNewer(milestone, other, /you approved on/);
  });

  it('opens nothing after passing on, reassignment and cancellation', async () => {
    const milestone = await stage.milestone();
    await milestone.play(...act.toSignOff);
    const [passed, reassigned] = [await linkOf(milestone, 'approver1'), await linkOf(milestone, 'approver2')];
    await milestone.play(act.delegate('approver1', 'deputy'));
    await showsNothingNewer(milestone, passed, /Passed on/);
    await milestone.play(act.reassign('approver2', 'approver2'));
    await showsNothingNewer(milestone, reassigned, /older one/);
    const deputy = await linkOf(milestone, 'deputy');
    assert.match((await open(deputy)).html, /Package, version 1/);
    await milestone.play(act.cancel('manager'));
    await showsNothingNewer(milestone, deputy);
  });

  it('is withdrawn and replaced by manager or sponsor, with a new one in the mail and a line in the log', async () => {
    const milestone = await stage.milestone();
    await milestone.play(...act.toSignOff);
    const { requestId } = await requestOf(milestone, 'approver1');
    const before = await linkOf(milestone, 'approver1');
    const revoke = (body: object, id = requestId) =>
      stage.post(`${milestone.path}/requests/${encodeURIComponent(id)}/link-revocations`, {
        ...{ personId: 'manager', reason: 'Forwarded to a list' },
        ...body,
      });
    assertProblem(await revoke({ personId: 'approver1' }), 403, 'WRONG_ACTOR', 'personId');
    assertProblem(await revoke({}, 'M:1:signature:nobody'), 404, 'NOT_FOUND', 'requestId');
    assert.deepEqual((await revoke({})).body, { requestId, personId: 'approver1', isReplaced: true });
    const gone = await open(before);
    assert.equal(gone.status, 410);
    assert.match(gone.html, /withdrawn/);
    assert.ok(!gone.html.includes(milestone.milestoneId), 'whoever has it learns nothing');
    assert.equal((await open(`${before}/files/${milestone.documentId}`)).status, 410);
    const body = new URLSearchParams({ formId: 'f', decision: 'sign', typedName: nameOf('approver1') });
    assert.equal((await fetch(`${stage.url}${before}`, { method: 'POST', body })).status, 410);
    const after = await linkOf(milestone, 'approver1');
    assert.match((await open(after)).html, /Package, version 1/);
    const lines = await stage.database
      .db('audit_entries')
      .where({ chain: `milestone:${milestone.milestoneId}` })
      .orderBy('sequence')
      .pluck('line');
    assert.equal(lines.filter((each) => String(each).includes('"type":"linkRevoked"')).length, 1);
    const revokedAt = lines.findIndex((each) => String(each).includes('"type":"linkRevoked"'));
    const visits = lines.slice(revokedAt).filter((each) => String(each).includes('"type":"linkVisited"'));
    assert.equal(
      visits.length,
      1,
      'by the new link alone: whoever comes by the old one leaves nothing with the milestone',
    );
    const sent = await mailsSent(linkSecret);
    const replaced = sent.filter((each) => each.subject.startsWith('Your new link'));
    assert.equal(replaced.length, 1);
    assert.ok(replaced[0]?.text.includes(after));
    await revoke({ isReplaced: false });
    assert.equal((await open(after)).status, 410);
  });

  /** As the dispatcher sends what waits, with a secret of its own. */
  async function mailsSent(secret: string): Promise<(RenderedMail & { message: Envelope })[]> {
    const { db } = stage.database;
    const sent: (RenderedMail & { message: Envelope })[] = [];
    const transport: Transport = {
      send: (message, mail) => {
        sent.push({ ...mail, message });
        return Promise.resolve({ status: 'sent', response: '250' });
      },
      check: async () => undefined,
      close: () => undefined,
    };
    const log = pino({ level: 'silent' });
    const delivery: MailDelivery = {
      ...{
        db,
        files: stage.files,
        transport,
        log,
        linkSecret: secret,
        logSigner: (await testEvidenceKeys()).log,
        publicUrl: stage.url,
        mailDomain: 'example.com',
      },
      render: await loadMailTemplates('example.com'),
      replyDomain: 'replies.example.com',
      reportUndeliverable: async () => undefined,
    };
    await dispatchDue({ db, log, handlers: { mail: mailHandler(delivery) } });
    return sent;
  }

  it('lives on when the secret changes, and so do the mails to come, their replies and returned mail', async () => {
    const milestone = await stage.milestone();
    await milestone.play(...act.toSignOff);
    const mailed = await linkOf(milestone, 'approver1');
    const rotated = `another secret, only for tests too, ${linkSecret}`;
    const sent = await mailsSent(rotated);
    const request = sent.find(
      ({ text, message: { to } }) => to.address.startsWith('approver1@') && text.includes(`(${milestone.milestoneId})`),
    );
    const link = /\/r\/[\w-]{43}/.exec(request?.text ?? '')?.[0];
    assert.ok(link && link !== mailed);
    for (const each of [mailed, link]) assert.equal((await open(each)).status, 200, each);
    const { replyTo = '' } = request?.message ?? {};
    assert.equal(readReplyAddress(replyTo, 'replies.example.com', rotated)?.kind, 'reply');
    const returned = bounceAddress('replies.example.com', linkSecret, `<${'a'.repeat(32)}@example.com>`);
    assert.equal(
      readReplyAddress(returned, 'replies.example.com', `new ${'x'.repeat(32)},${linkSecret}`)?.kind,
      'bounce',
    );
    assert.equal(readReplyAddress(returned, 'replies.example.com', `new ${'x'.repeat(32)}`), undefined);
  });

  it('is not made by a secret that leaked: a random part on record goes into it, and one key serves one purpose', async () => {
    const milestone = await stage.milestone();
    await milestone.play(...act.toSignOff);
    const { requestId } = await requestOf(milestone, 'approver1');
    for (const nonce of ['', requestId, newLink(linkSecret, requestId).nonce])
      assert.equal((await open(`/r/${requestToken(linkSecret, { requestId, nonce })}`)).status, 404);
    const purposes = ['links', 'codes', 'replies', 'bounces'] as const;
    assert.equal(new Set(purposes.map((each) => newestKey(linkSecret, each).toString('hex'))).size, 4);
    assert.equal(everyKey('a,b', 'links').length, 2);
  });
});

describe('Code for a decision', () => {
  let stage: ApiStage;
  before(async () => {
    stage = await ApiStage.open(await devServer(), { trustProxy: ['loopback'] });
    await stage.startWorker();
  });
  after(() => stage.close());

  it('cannot be guessed at speed, and who guesses locks nobody out', async () => {
    const { db } = stage.database;
    const milestone = await stage.milestone({ contract: { channels: { client: { review: ['linkAndCode'] } } } });
    await milestone.play(...act.toReview);
    const request = await findLatestRequest(db, { milestoneId: milestone.milestoneId, personId: 'user1' });
    const link = await linkOfRequest(db, linkSecret, request?.requestId ?? '');
    const post = (code: string, from: string) =>
      fetch(`${stage.url}${link}`, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'x-forwarded-for': from },
        body: new URLSearchParams({ formId: `f-${code}`, decision: 'approve', typedName: nameOf('user1'), code }),
      });
    assert.equal((await post('', '203.0.113.7')).status, 200);
    const { model } = await db('mails')
      .where({ kind: 'confirmationCode' })
      .first<{ model: { codeId: string } }>('model');
    const code = confirmationCode(linkSecret, model.codeId);
    const wrong = code === '12345678' ? '87654321' : '12345678';
    const statuses: number[] = [];
    for (let guess = 0; guess < 12; guess += 1) statuses.push((await post(wrong, '198.51.100.9')).status);
    assert.deepEqual(statuses, [...Array<number>(5).fill(403), ...Array<number>(7).fill(429)]);
    const slowed = await post(wrong, '198.51.100.9');
    assert.match(slowed.headers.get('retry-after') ?? '', /^[1-9][0-9]?$/);
    assert.match(
      await slowed.text(),
      /More was asked in a short time than this page answers\. Wait a minute, then try again/,
    );
    assert.equal((await post(code, '203.0.113.7')).status, 303, 'the signer, elsewhere, is not kept waiting');
    assert.equal((await milestone.state()).feedback.length, 1);
  });

  it('can be asked for again and again, at growing distance, and is never further away than the last one lasts', async () => {
    const { db } = stage.database;
    const milestone = await stage.milestone({ contract: { channels: { client: { review: ['linkAndCode'] } } } });
    await milestone.play(...act.toReview);
    const request = await findLatestRequest(db, { milestoneId: milestone.milestoneId, personId: 'user2' });
    const requestId = request?.requestId ?? '';
    const link = await linkOfRequest(db, linkSecret, requestId);
    const ask = (form: number) =>
      fetch(`${stage.url}${link}`, {
        method: 'POST',
        body: new URLSearchParams({ formId: `f-${form}`, decision: 'approve', typedName: nameOf('user2') }),
      });
    const codes = () => db('confirmation_codes').where({ request_id: requestId });
    for (let times = 0; times < 3; times += 1) assert.equal((await ask(times)).status, 200);
    assert.equal((await codes()).length, 1, 'a slip of the finger sends no second one');
    await codes().update({ created_at: db.raw(`created_at - interval '2 minutes'`) });
    assert.equal((await ask(4)).status, 200);
    assert.equal((await codes()).length, 2);
    await codes().update({ attempts: 50 });
    const later = await ask(5);
    assert.equal(later.status, 429);
    assert.ok(Number(later.headers.get('retry-after')) <= 900);
  });
});
