// Cases of what comes to the bounce address of one mail: the manager is told that it came back, with the reason where one can be read.
import assert from 'node:assert/strict';
import { listRequestDeliveries } from '../../db/requestDeliveries.ts';
import { failing, type CaseKind } from './caseKind.ts';
import type { CaseEnvironment } from './caseEnvironment.ts';

const ownAddress = '@BOUNCE@';

export const bounces: CaseKind = {
  name: 'bounces',
  isOf: (path) => /^bounces\/[^/]+\.eml$/.test(path),
  read(path, content) {
    if (!content.includes(ownAddress))
      return [failing(path, `is malformed: ${ownAddress}, the address it came to, does not stand in it`)];
    return [
      { name: 'over SMTP', run: (environment) => comesBack(content, environment, 'smtp') },
      { name: 'from a mailbox', run: (environment) => comesBack(content, environment, 'imap') },
    ];
  },
};

async function comesBack(content: Buffer, environment: CaseEnvironment, way: 'smtp' | 'imap'): Promise<void> {
  const mail = await environment.replies();
  const { milestoneId, request, bounceTo, ...asked } = await mail.stage.ask('signature', 'approver1');
  const text = content.toString('latin1').replaceAll(ownAddress, bounceTo).replace(/\r?\n/g, '\r\n');
  const raw = Buffer.from(text, 'latin1');
  const message =
    way === 'smtp' ? await mail.send(raw, { from: '', to: bounceTo }, milestoneId) : await mail.fetch(raw, milestoneId);
  assert.equal(
    message.outcome,
    'bounceNoted',
    `it was ${message.outcome}: ${message.reason}; it should have come back`,
  );
  const told = (await mail.stage.mails(milestoneId)).filter((each) => each.kind === 'undeliverableNotice');
  assert.deepEqual(
    told.map((each) => each.recipientId),
    ['manager'],
    'the manager should be told, once',
  );
  const marked = (await mail.stage.mails(milestoneId)).find((each) => each.mailId === asked.mail.mailId);
  const deliveries = await listRequestDeliveries(mail.stage.database.db, milestoneId);
  assert.equal(
    deliveries.find((each) => each.requestId === request.requestId)?.status,
    'bounced',
    'the request should say bounced',
  );
  assertReason(marked?.bounceReason ?? '', text);
  const { paragraphs } = told[0]?.model as { paragraphs: string[] };
  assert.ok(paragraphs.join(' ').includes(marked?.bounceReason ?? ''), 'the manager should be told the reason');
}

/** A status code of RFC 3463 says why, and a message that has one is to be read. */
function assertReason(reason: string, text: string): void {
  const [status] = /\b5\.\d{1,3}\.\d{1,3}\b/.exec(text.replace(/=\r\n/g, '')) ?? [];
  if (status === undefined) assert.notEqual(reason, '', 'a reason, or that none can be read, should be given');
  else assert.ok(reason.includes(status), `the reason is “${reason}”; it should have the status ${status}`);
}
