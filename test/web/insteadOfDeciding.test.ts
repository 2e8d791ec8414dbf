// What whoever is asked may do in place of deciding, on the page behind their link; and the manager's answer on the desk's own forms.
import assert from 'node:assert/strict';
import { findLatestRequest } from '../../db/requests.ts';
import { actForms } from '../../web/desk/actForms.ts';
import { pendingAssignees } from '../../domain/requests/pendingAssignees.ts';
import * as act from '../domain/acts.ts';
import { nameOf } from '../domain/cast.ts';
import { linkOfRequest } from '../support/linkOf.ts';
import { devServer } from '../support/temporal.ts';
import { ApiStage, linkSecret, type HttpMilestone } from '../api/apiStage.ts';

describe('Behind the link, in place of a decision', () => {
  let stage: ApiStage;
  before(async function () {
    this.timeout(120_000);
    stage = await ApiStage.open(await devServer());
    await stage.startWorker();
  });
  after(() => stage.close());

  async function linkOf({ milestoneId }: HttpMilestone, personId: string): Promise<string> {
    const request = await findLatestRequest(stage.database.db, { milestoneId, personId });
    assert.ok(request);
    return `${stage.url}${await linkOfRequest(stage.database.db, linkSecret, request.requestId)}`;
  }
  /** The page that comes of it: the receipt, or the form again. */
  async function post(link: string, personId: string, fields: Record<string, string>): Promise<string> {
    const body = new URLSearchParams({
      formId: `form-${Math.random()}`.replace('.', ''),
      typedName: nameOf(personId),
      ...fields,
    });
    const answer = await fetch(link, { method: 'POST', body });
    return answer.text();
  }
  const until = (milestone: HttpMilestone, isThere: Parameters<HttpMilestone['until']>[0]) => milestone.until(isThere);

  it('a deputy is named for the days on which they are away, is asked at once, and is ended on the same page', async () => {
    const milestone = await stage.milestone();
    await milestone.play(...act.toReview);
    const link = await linkOf(milestone, 'user1');
    assert.match(await (await fetch(link)).text(), /Name a deputy/);
    assert.match(await post(link, 'user1', { decision: 'nameDeputy', insteadReason: 'Away' }), /href='#deputyId'/);
    const day = new Date().toISOString().slice(0, 10);
    const days = { from: day, until: day };
    const named = await post(link, 'user1', {
      decision: 'nameDeputy',
      deputyId: 'director',
      insteadReason: 'Away',
      ...days,
    });
    assert.match(named, /Deputy named/);
    const { deputies } = await until(milestone, (state) => pendingAssignees(state).includes('director'));
    assert.deepEqual([deputies[0]?.personId, deputies[0]?.from], ['user1', day]);
    await milestone.play(act.endDeputy('D1', 'user1'));
    await until(milestone, (state) => pendingAssignees(state).includes('user1'));
  });

  it('information is asked for, more time taken, and said that it is not theirs; each once it says why', async () => {
    const milestone = await stage.milestone();
    await milestone.play(...act.toReview);
    const link = await linkOf(milestone, 'user1');
    const page = await (await fetch(link)).text();
    for (const each of ['askForInformation', 'requestMoreTime', 'declineToDecide'])
      assert.ok(page.includes(`value='${each}'`), each);
    assert.match(page, /Up to 5 business days more/);

    const empty = await post(link, 'user1', { decision: 'askForInformation' });
    assert.match(empty, /href='#insteadReason'/);
    assert.match(empty, /Write what you need to know\./);

    const asked = await post(link, 'user1', { decision: 'askForInformation', insteadReason: 'Is site B <included>?' });
    assert.match(asked, /Information asked for/);
    const { clockStops } = await until(milestone, (state) => state.clockStops.length > 0);
    assert.equal(clockStops[0]?.reason, 'Is site B <included>?');
    assert.equal(clockStops[0]?.forPersonId, 'user1');
    assert.match(
      await post(link, 'user1', { decision: 'askForInformation', insteadReason: 'Again?' }),
      /asked for information already/,
    );
    await milestone.play(act.resumeClock('manager', { note: 'Yes, it is' }));

    const late = await post(link, 'user1', {
      decision: 'requestMoreTime',
      newDeadlineOn: '2020-01-01',
      insteadReason: 'Away',
    });
    assert.match(late, /href='#newDeadlineOn'/);
    const state = await milestone.state();
    assert.equal(state.clockStops[0]?.note, 'Yes, it is');

    const other = await linkOf(milestone, 'user2');
    const declined = await post(other, 'user2', {
      decision: 'declineToDecide',
      insteadReason: 'Ask the owner',
      proposedPersonId: 'owner1',
    });
    assert.match(declined, /Said not to be yours to decide/);
    const after = await until(milestone, (each) => each.declined.length > 0);
    assert.deepEqual([after.declined[0]?.personId, after.declined[0]?.proposedId], ['user2', 'owner1']);
    await post(other, 'user2', { decision: 'approve' });
    await until(milestone, (each) => each.feedback.some(({ personId }) => personId === 'user2'));
  });

  it('a signature is withdrawn where it was given, until the last one', async () => {
    const milestone = await stage.milestone();
    await milestone.play(...act.toSignOff);
    const link = await linkOf(milestone, 'approver1');
    assert.doesNotMatch(await (await fetch(link)).text(), /Withdraw your signature/);
    await milestone.play(act.sign('approver1'));
    assert.match(await (await fetch(link)).text(), /Withdraw your signature/);
    assert.match(await post(link, 'approver1', { decision: 'withdrawSignature' }), /Say why you withdraw/);
    assert.match(
      await post(link, 'approver1', { decision: 'withdrawSignature', reasons: 'The wrong one' }),
      /Signature withdrawn/,
    );
    const state = await until(milestone, (each) => each.signatures.every(({ isVoid }) => isVoid));
    assert.equal(state.stage.phase, 'formalSignOff');
    assert.match(await post(link, 'approver1', { decision: 'withdrawSignature', reasons: 'Again' }), /alert/);
  });

  it('is not offered to who has decided otherwise, nor taken of them', async () => {
    const milestone = await stage.milestone();
    await milestone.play(...act.toReview, act.approve('user1'));
    const link = await linkOf(milestone, 'user1');
    assert.doesNotMatch(await (await fetch(link)).text(), /name='decision'/);
    const { sequence } = await milestone.state();
    for (const decision of ['askForInformation', 'requestMoreTime', 'declineToDecide', 'withdrawSignature'])
      assert.match(
        await post(link, 'user1', { decision, insteadReason: 'x', reasons: 'x', newDeadlineOn: '2099-01-05' }),
        /You have decided on this package already/,
      );
    assert.equal((await milestone.state()).sequence, sequence);
  });

  it('leaves the answer to a form of the desk, offered while something stands still', async () => {
    const milestone = await stage.milestone();
    await milestone.play(...act.toReview);
    const offered = async () => {
      const state = await milestone.state();
      return actForms.filter((each) => each.isOffered(state)).map(({ command }) => command);
    };
    assert.ok((await offered()).includes('stopClock') && !(await offered()).includes('resumeClock'));
    await milestone.play(act.stopClock());
    assert.ok(!(await offered()).includes('stopClock') && (await offered()).includes('resumeClock'));
    const resume = actForms.find(({ command }) => command === 'resumeClock');
    assert.deepEqual(resume?.read({ note: ' It came ', stopId: '' }, await milestone.state()), {
      note: 'It came',
      stopId: undefined,
    });
  });
});
