// The writer of audit lines behind answers: in order, together where many come at once, and waited for before the service stops.
import assert from 'node:assert/strict';
import { pino } from 'pino';
import { openAuditWriter } from '../../api/http/auditWriter.ts';
import { listAuditLines } from '../../db/auditLog.ts';
import { readsChain, type AuditEntry, type AuditLine } from '../../evidence/ledger/auditEntry.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';

const look = (what: string): AuditEntry => ({
  at: '2026-03-02T10:00:00.000Z',
  type: 'recordRead',
  what,
  keyId: 'key-1',
});

describe('Audit lines behind answers', () => {
  let database: TestDatabase;
  before(async () => {
    database = await testDatabase();
  });
  after(() => database.drop());

  const readsOf = async (keyId: string): Promise<string[]> =>
    (await listAuditLines(database.db, readsChain(keyId), { after: 0, limit: 1000 })).map(({ line }) => {
      const { entry } = JSON.parse(line) as AuditLine;
      return entry.type === 'recordRead' ? entry.what : entry.type;
    });

  it('are all written in their order, a flood of one chain by a few statements and on one connection', async () => {
    const writer = openAuditWriter(database.db, pino({ level: 'silent' }));
    const statements: string[] = [];
    const listen = ({ sql }: { sql: string }) => void statements.push(sql);
    database.db.on('query', listen);
    const wanted = Array.from({ length: 700 }, (_, index) => `/milestones/M${index}`);
    for (const each of wanted) writer.note(readsChain('key-1'), look(each));
    writer.note(Promise.resolve(readsChain('key-2')), look('/milestones'));
    await writer.written();
    database.db.off('query', listen);
    assert.deepEqual(await readsOf('key-1'), wanted);
    assert.deepEqual(await readsOf('key-2'), ['/milestones']);
    assert.ok(statements.length <= 5, `${statements.length} statements`);
  });

  it('that cannot be written are reported, and hold up no other', async () => {
    const said: string[] = [];
    const writer = openAuditWriter(database.db, pino({}, { write: (line: string) => void said.push(line) }));
    writer.note('reads:not a chain', look('/lost'));
    writer.note(Promise.reject(new Error('away')), look('/lost as well'));
    writer.note(readsChain('key-3'), look('/kept'));
    await writer.written();
    assert.deepEqual(await readsOf('key-3'), ['/kept']);
    assert.equal(said.filter((each) => each.includes('the audit log was not written')).length, 2);
  });
});
