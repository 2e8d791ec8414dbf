// What the engagement manager is shown of replies: all that was held, and what was left out of a decision.
import assert from 'node:assert/strict';
import { erasePerson } from '../../../administration/erasure.ts';
import type { MailModel } from '../../../mail/mailModel.ts';
import * as act from '../../domain/acts.ts';
import { ReplyStage, signed, type Signing, type StagedRequest } from './replyStage.ts';

describe('What the engagement manager is shown of a reply', () => {
  let stage: ReplyStage;
  before(async () => {
    stage = await ReplyStage.open();
  });
  after(() => stage.close());

  let count = 0;
  const arrive = async (
    request: StagedRequest,
    text: string,
    {
      type = 'text/plain',
      from = request.mail.toAddress,
      signing,
    }: { type?: string; from?: string; signing?: Signing } = {},
  ) => {
    const lines = [
      `From: ${from}`,
      `To: ${request.replyTo}`,
      'Subject: Re: your request',
      `Date: ${new Date().toUTCString()}`,
      `Message-ID: <shown-${(count += 1)}@example.com>`,
      `Content-Type: ${type}; charset=utf-8`,
      '',
      ...text.split('\n'),
      '',
    ];
    const raw = Buffer.from(lines.join('\r\n'));
    await stage.receive(await signed(raw, signing), { envelopeTo: [request.replyTo], envelopeFrom: from });
    await stage.readDue();
    return stage.last();
  };
  const shown = async ({ milestoneId }: StagedRequest, kind: string): Promise<MailModel[]> =>
    (await stage.mails(milestoneId))
      .filter((each) => each.kind === kind && each.recipientId === 'manager' && each.requestId === undefined)
      .map((each) => each.model as MailModel);
  const wordsIn = (models: MailModel[]): string[][] =>
    models.map(({ sections }) => sections.flatMap((each) => each.items));

  it('is the whole of it where a condition stands below the closing', async () => {
    const request = await stage.ask('signature', 'approver1');
    const text = ['SIGN Zoë Sample', 'Regards', 'Zoë Sample', 'The invoice for site B waits.'];
    assert.equal((await arrive(request, text.join('\n\n')))?.outcome, 'held');
    const [model, ...more] = await shown(request, 'replyHeldNotice');
    assert.deepEqual(wordsIn(model ? [model] : []), [text]);
    assert.deepEqual(more, []);
    assert.match(model?.paragraphs.join(' ') ?? '', /which could be a condition/);
    assert.match(model?.next ?? '', /Zoë Sample is asked what they decide/);
  });

  it('is the verb as well where nobody proves to have sent it, and from where it came', async () => {
    const request = await stage.ask('review', 'user1');
    await arrive(request, 'APPROVE', { from: 'mallory@other.example', signing: { domain: 'other.example' } });
    const [model] = await shown(request, 'replyHeldNotice');
    assert.deepEqual(wordsIn(model ? [model] : []), [['APPROVE']]);
    assert.match(model?.paragraphs.join(' ') ?? '', /came from mallory@other\.example, which is not the address/);
  });

  it('is the whole of it where the milestone refuses it', async () => {
    const request = await stage.ask('review', 'user1');
    await arrive(request, 'APPROVE');
    await arrive(request, 'APPROVE');
    const [model] = await shown(request, 'replyHeldNotice');
    assert.deepEqual(wordsIn(model ? [model] : []), [['APPROVE']]);
    assert.match(model?.next ?? '', /Nothing is waited for/);
  });

  it('is what was struck out and what stands within the quote', async () => {
    const request = await stage.ask('signature', 'approver1');
    const html = '<p>SIGN Zoë Sample</p><p><s>but not site B</s></p><blockquote>not this one</blockquote>';
    await arrive(request, html, { type: 'text/html' });
    const [words = []] = wordsIn(await shown(request, 'replyHeldNotice'));
    for (const each of ['SIGN Zoë Sample', 'but not site B', 'not this one']) assert.ok(words.includes(each), each);
  });

  it('is shown as a comment, once, where it is one, and in full where the comment is less than it', async () => {
    const request = await stage.ask('review', 'user1');
    assert.equal((await arrive(request, 'APPROVED, except chapter 2'))?.outcome, 'commented');
    assert.deepEqual(await shown(request, 'replyHeldNotice'), []);
    assert.equal((await shown(request, 'feedbackNotice')).length, 1);
    await arrive(request, '<p>APPROVED, mostly</p><p><s>pumps leak</s></p>', { type: 'text/html' });
    assert.deepEqual(wordsIn(await shown(request, 'replyHeldNotice')), [['APPROVED, mostly', 'pumps leak']]);
  });

  it('is what was left out of a decision, and nothing where nothing was', async () => {
    const request = await stage.ask('signature', 'approver1');
    assert.equal((await arrive(request, 'SIGN Zoë Sample\n\nRegards\nZoë Sample'))?.outcome, 'decided');
    const [model] = await shown(request, 'replyDecidedNotice');
    assert.deepEqual(wordsIn(model ? [model] : []), [['Regards', 'Zoë Sample']]);
    assert.match(model?.headline ?? '', /^Zoë Sample signed by reply/);
    const bare = await stage.ask('review', 'user1');
    assert.equal((await arrive(bare, 'APPROVE'))?.outcome, 'decided');
    assert.deepEqual(await shown(bare, 'replyDecidedNotice'), []);
  });

  it('shows by their numbers what would make a line read as something else', async () => {
    const request = await stage.ask('review', 'user1');
    await arrive(request, 'APPROVE \u202eton');
    const comments = await shown(request, 'feedbackNotice');
    const held = wordsIn(await shown(request, 'replyHeldNotice'));
    assert.deepEqual([comments.length, held], [1, []]);
    const other = await stage.ask('signature', 'approver1');
    await arrive(other, 'SIGN Zoë Sample \u202eton');
    assert.deepEqual(wordsIn(await shown(other, 'replyHeldNotice')), [['SIGN Zoë Sample [U+202E]ton']]);
  });

  it('is bounded in length, and says where the rest is', async () => {
    const request = await stage.ask('signature', 'approver1');
    await arrive(request, Array.from({ length: 500 }, (_, index) => `Line ${index}`).join('\n'));
    const [words = []] = wordsIn(await shown(request, 'replyHeldNotice'));
    assert.equal(words.length, 201);
    assert.equal(words.at(-1), '(More stands in the message itself.)');
  });

  it('has an end where somebody floods a request, and the last one says so', async () => {
    const request = await stage.ask('signature', 'approver1');
    for (let each = 0; each < 22; each += 1) await arrive(request, `Hm ${each}`);
    const models = await shown(request, 'replyHeldNotice');
    assert.equal(models.length, 20);
    assert.equal(models.filter((each) => /without a mail/.test(each.next)).length, 1);
    assert.equal((await stage.messages(request.milestoneId)).at(-1)?.leftOut, 'Hm 21', 'it is on record all the same');
    assert.ok(models.some((each) => /as many answers today as are sent/.test(each.next)));
  });

  it('names where the words are kept where the contract keeps them out of mail', async () => {
    const request = await stage.ask('signature', 'approver1', { contract: { mailReasons: 'countOnly' } });
    await arrive(request, 'Wait\nfor me');
    assert.deepEqual(wordsIn(await shown(request, 'replyHeldNotice')), [
      [`Lines: 2. GET /milestones/${request.milestoneId}/replies shows them.`],
    ]);
  });

  it('goes with the message when whoever wrote it is erased', async () => {
    const request = await stage.ask('signature', 'approver1');
    await arrive(request, 'I am at the clinic until Friday');
    await stage.play(request.milestoneId, act.cancel('manager'));
    const command = { personId: 'approver1', reason: 'Asked for', requestedOn: '2026-11-02' };
    const carriedOut = { keyId: 'key-1', now: new Date().toISOString() };
    assert.ok(await erasePerson(stage.database.db, request.milestoneId, command, carriedOut));
    const mails = JSON.stringify(await stage.mails(request.milestoneId));
    assert.doesNotMatch(mails, /clinic/);
    assert.equal((await stage.messages(request.milestoneId))[0]?.leftOut, undefined);
    assert.equal((await erasePerson(stage.database.db, request.milestoneId, command, carriedOut))?.isRepeat, true);
  });
});
