// Evidence beside the chain of events, as somebody with the service's own role meets it: by SQL, table by table.
import assert from 'node:assert/strict';
import type { Database } from '../../db/database.ts';
import { findInvoiceRelease } from '../../db/outputs.ts';
import * as act from '../domain/acts.ts';
import { given, noted } from '../domain/scenario.ts';
import { PublishedRecord } from '../support/publishedRecord.ts';

describe('Evidence, for who has the role of the service,', () => {
  let record: PublishedRecord;
  let db: Database;
  before(async () => {
    record = await PublishedRecord.open();
    ({ db } = record.database);
    const accepted = given(...act.toAccepted);
    await record.record(accepted);
    const outputs = await record.publish('M1-C1');
    await record.record(noted(accepted, { type: 'outputsPublished', outputs }), accepted);
    await db('refused_messages').insert({
      ...{ milestone_id: 'M1', message_id: 'm1', name: 'sign', at: new Date().toISOString(), code: 'NOT_ON_LIST' },
      ...{ message: 'No', details: '[]' },
    });
    await db('inbound_messages').insert({
      ...{ sha256: 'a'.repeat(64), size_bytes: 1, source: 'smtp', envelope_from: 'a@example.com', envelope_to: '[]' },
      ...{
        engagement_id: 'engagement-1',
        milestone_id: 'M1',
        proof: '{"dmarc":"fail"}',
        outcome: 'held',
        status: 'settled',
      },
    });
    const { mail_id } = await db('mails').first<{ mail_id: string }>('mail_id');
    await db('mails').where({ mail_id }).update({ sent_at: db.fn.now(), response: '250 taken' });
  });
  after(() => record.close());

  const refused = (statement: string, bindings: readonly string[] = []) =>
    assert.rejects(
      db.raw(statement, bindings),
      (error: { code?: string }) => ['23001', '42501'].includes(error.code ?? ''),
      statement,
    );

  const changes: [table: string, column: string, value: string][] = [
    ['decisions', 'decision', `'{}'`],
    ['decisions', 'person_id', `'director'`],
    ['refused_messages', 'message', `'Yes'`],
    ['certificates', 'document', `'{}'`],
    ['certificates', 'kind', `'revocation'`],
    ['certificates', 'issued_at', 'now()'],
    ['certificate_seals', 'document', `'{}'`],
    ['next_phase_authorisations', 'scope', `'{"extent":"full"}'`],
    ['invoice_releases', 'amount_released', 'amount_released + 1'],
    ['archives', 'sha256', `repeat('0', 64)`],
    ['requests', 'person_id', `'somebody'`],
    ['requests', 'created_at', 'now()'],
    ['request_links', 'token_hash', `request_id`],
    ['mails', 'to_address', `'other@example.com'`],
    ['mails', 'queued_at', `now() - interval '30 days'`],
    ['inbound_messages', 'proof', `'{"dmarc":"pass"}'`],
    ['inbound_messages', 'sha256', `repeat('0', 64)`],
    ['milestone_events', 'event', `'{}'`],
    ['audit_entries', 'line', `''`],
  ];
  for (const [table, column, value] of changes)
    it(`is not rewritten: ${column} of ${table}`, async () => {
      assert.ok((await db(table)).length > 0, 'there is something to rewrite');
      await refused(`update ${table} set ${column} = ${value}`);
    });

  for (const table of [...new Set(changes.map(([each]) => each))])
    it(`is not removed: ${table}`, async () => {
      await refused(`delete from ${table}`);
      await refused(`truncate ${table} cascade`);
    });

  it('is sent and returned once, when it was', async () => {
    const [mail] = await db('mails').whereNotNull('sent_at').limit(1);
    await refused(`update mails set sent_at = now() - interval '9 days' where mail_id = ?`, [String(mail.mail_id)]);
    await refused(`update mails set response = '250 forged' where mail_id = ?`, [String(mail.mail_id)]);
    const [waiting] = await db('mails').whereNull('sent_at').limit(1);
    await db('mails').where({ mail_id: waiting.mail_id }).update({ sent_at: '2020-01-01T00:00:00Z' });
    const after = await db('mails').where({ mail_id: waiting.mail_id }).first<{ sent_at: Date }>('sent_at');
    assert.ok(Date.now() - after.sent_at.getTime() < 60_000, 'nobody dates a delivery back');
    await refused(
      `insert into mails (mail_id, milestone_id, engagement_id, kind, recipient_id, to_address, round, sequence, model,
         message_id_header, due_at, sent_at)
       select 'forged', milestone_id, engagement_id, 'finalNotice', 'director', 'x@example.com', 1, 1, '{}', '<forged@x>', now(), now()
       from milestones`,
    );
  });

  it('of a decision, a certificate, a release or an archive is nothing that no event of the chain carries', async () => {
    await refused(
      `insert into decisions (milestone_id, sequence, kind, person_id, at, decision)
       values ('M1', 900, 'signed', 'director', now(), '{}')`,
    );
    const certificate = (number: string, kind: string) =>
      refused(
        `insert into certificates (certificate_number, milestone_id, engagement_id, kind, document, document_sha256, pdf_sha256, issued_at)
         select ?, milestone_id, engagement_id, ?, '{}', 'a', 'b', now() from milestones`,
        [number, kind],
      );
    await certificate('M1-C2', 'acceptance');
    await certificate('M1-C9', 'revocation');
    await refused(
      `insert into invoice_releases (certificate_number, milestone_id, amount_released, amount_withheld, currency,
         invoice_references, released_at) values ('M1-C2', 'M1', 9000000, 0, 'EUR', '{}', now())`,
    );
    await refused(
      `insert into archives (certificate_number, milestone_id, sha256, size_bytes, archived_at)
       values ('M1-C2', 'M1', 'a', 1, now())`,
    );
    await refused(
      `insert into next_phase_authorisations (authorisation_number, milestone_id, certificate_number, scope, authorised_at)
       values ('M1-C2-N', 'M1', 'M1-C2', '{}', now())`,
    );
    assert.equal((await findInvoiceRelease(db, 'M1'))?.amountReleased, '100000.00', 'what the gate reads');
  });
});
