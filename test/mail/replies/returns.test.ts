// What comes to the address of one mail without being a report: that mail came back, and whoever runs the engagement is told.
import assert from 'node:assert/strict';
import { listRequestDeliveries } from '../../../db/requestDeliveries.ts';
import { ReplyStage } from './replyStage.ts';

describe('Message at the bounce address of a mail', () => {
  let stage: ReplyStage;
  before(async () => {
    stage = await ReplyStage.open();
  });
  after(() => stage.close());

  const arrive = async (head: string[], body: string) => {
    const request = await stage.ask('review', 'user1');
    const lines = [
      `To: <${request.bounceTo}>`,
      `Message-ID: <${request.milestoneId}@mx.example>`,
      ...head,
      '',
      body,
      '',
    ];
    const raw = Buffer.from(lines.join('\r\n'));
    await stage.receive(raw, { envelopeTo: [request.bounceTo], envelopeFrom: '' });
    await stage.readDue();
    const told = (await stage.mails(request.milestoneId)).filter((each) => each.kind === 'undeliverableNotice');
    const deliveries = await listRequestDeliveries(stage.database.db, request.milestoneId);
    const status = deliveries.find((each) => each.requestId === request.request.requestId)?.status;
    return { outcome: (await stage.last())?.outcome, reason: (await stage.last())?.reason, told: told.length, status };
  };
  const daemon = 'From: MAILER-DAEMON@post.example';

  it('came back, with the reason its text gives', async () => {
    const found = await arrive([daemon, 'Subject: Returned'], 'This address failed:\r\n5.2.2 mailbox full');
    assert.deepEqual(found, { outcome: 'bounceNoted', reason: '5.2.2 mailbox full', told: 1, status: 'bounced' });
  });

  it('came back for a reason that cannot be read, whatever Auto-Submitted says', async () => {
    const found = await arrive([daemon, 'Subject: Returned', 'Auto-Submitted: auto-replied'], 'It came back.');
    assert.deepEqual(found, { outcome: 'bounceNoted', reason: 'reason unreadable', told: 1, status: 'bounced' });
  });

  it('did not come back while it is still being tried', async () => {
    const found = await arrive(
      [daemon, 'Subject: Delayed'],
      'Your message is delayed; we will keep trying. 4.4.1 timeout',
    );
    assert.deepEqual([found.outcome, found.told], ['ignored', 0]);
  });

  it('is an absence where an alias of the person answers', async () => {
    const found = await arrive(['From: alias@example.com', 'Subject: Automatic reply: away'], 'Back on Monday');
    assert.equal(found.outcome, 'absenceNoted');
  });
});
