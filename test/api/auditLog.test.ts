// The audit log over HTTP: what happens at the door is in it, and whoever was mailed a checkpoint gets the proofs for it.
import assert from 'node:assert/strict';
import { integrateLog, latestCheckpoint } from '../../db/merkleLog.ts';
import type { AuditLine } from '../../evidence/ledger/auditEntry.ts';
import { fromBase64, parseCheckpoint } from '../../evidence/ledger/checkpoint.ts';
import { sha256 } from '../../evidence/ledger/logSigner.ts';
import { isConsistent, isSame, leafHash, rootByInclusion } from '../../evidence/ledger/merkleTree.ts';
import { requestIdOf } from '../../mail/requestToken.ts';
import { linkOfRequest } from '../support/linkOf.ts';
import * as act from '../domain/acts.ts';
import { testKey } from '../support/apiKey.ts';
import { testEvidenceKeys } from '../support/evidenceKeys.ts';
import { devServer } from '../support/temporal.ts';
import { ApiStage, assertProblem, linkSecret, type HttpMilestone } from './apiStage.ts';

interface Line {
  sequence: number;
  line: string;
  hash: string;
  leafIndex?: number;
}

const bytes = (texts: string[]): Uint8Array[] => texts.map((each) => fromBase64(each) ?? new Uint8Array());

describe('Audit log of a milestone, over HTTP', () => {
  let stage: ApiStage;
  let milestone: HttpMilestone;
  before(async () => {
    stage = await ApiStage.open(await devServer());
    await stage.startWorker();
    milestone = await stage.milestone();
    await milestone.play(act.submit());
  });
  after(() => stage.close());

  const linesAt = async (path: string): Promise<(Line & { entry: AuditLine['entry'] })[]> => {
    const { body } = await stage.get<{ items: Line[] }>(`${path}?limit=1000`);
    return body.items.map((each) => ({ ...each, entry: (JSON.parse(each.line) as AuditLine).entry }));
  };
  const lines = () => linesAt(`${milestone.path}/audit-log`);
  const reads = () => linesAt(`/api-keys/${stage.keyId}/reads`);
  /** Answers may be out before their line is written. */
  async function until(isIt: (entry: AuditLine['entry']) => boolean, among = lines): Promise<AuditLine['entry']> {
    for (;;) {
      const found = (await among()).find(({ entry }) => isIt(entry));
      if (found) return found.entry;
      await new Promise((wait) => setTimeout(wait, 50));
    }
  }
  const checkpointNow = async (): Promise<string> =>
    (await integrateLog(stage.database.db, (await testEvidenceKeys()).log))?.note ?? '';

  it('has what was decided and who was mailed, batch by batch', async () => {
    const batches = (await lines()).flatMap(({ entry }) => (entry.type === 'batchRecorded' ? [entry] : []));
    assert.ok(batches.some((each) => each.mailsQueued.some((mail) => mail.kind === 'validationRequest')));
    assert.equal(batches.at(-1)?.events?.last, (await milestone.state()).sequence);
  });

  it('goes to a monitor as events, over all chains, each once from where it was, and of one’s own engagements alone', async () => {
    await until(({ type }) => type === 'recordRead', reads);
    await checkpointNow();
    interface Event {
      '@timestamp'?: string;
      event: { action: string; category: string[]; outcome: string; sequence: number };
      user?: { id: string };
      log: { chain: string; entry?: { type: string; at: string } };
    }
    interface Page {
      items: Event[];
      after: number;
    }
    const events: Event[] = [];
    for (let after = -1; ;) {
      const { body } = await stage.get<Page>(`/log/events?limit=7&after=${after}`);
      events.push(...body.items);
      if (body.items.length === 0) {
        assert.equal(body.after, after);
        break;
      }
      ({ after } = body);
    }
    assert.deepEqual(
      events.map((each) => each.event.sequence),
      events.map((_, index) => index),
      'without a gap',
    );
    const chains = new Set(events.map((each) => each.log.chain));
    assert.ok(chains.has(`milestone:${milestone.milestoneId}`) && chains.has(`reads:${stage.keyId}`));
    const read = events.find((each) => each.event.action === 'recordRead');
    assert.deepEqual([read?.event.category, read?.event.outcome, read?.user?.id], [['web'], 'success', stage.keyId]);
    for (const each of events) assert.equal(each['@timestamp'], each.log.entry?.at);
    const engagementId = await stage.engagement();
    const { key } = await testKey(stage.database.db, { engagementIds: [engagementId] });
    const own = await stage.fetch('/log/events', { headers: { authorization: `Bearer ${key}` } });
    assert.equal(own.status, 200);
    const seen = ((await own.json()) as Page).items.map((each) => each.log.chain);
    assert.ok(!seen.includes(`milestone:${milestone.milestoneId}`), seen.join());
  });

  it('has every attempt that was refused at the door, of the API and of a page', async () => {
    const refused = await stage.post(`${milestone.path}/signatures`, { personId: 'director' });
    assertProblem(refused, 400, 'INVALID_MESSAGE');
    await until(
      (entry) => entry.type === 'attemptRefused' && entry.route.endsWith('/signatures') && entry.keyId !== undefined,
    );
    const { round } = await milestone.state();
    const requestId = requestIdOf(milestone.milestoneId, round, 'validation', 'validator1');
    const link = await linkOfRequest(stage.database.db, linkSecret, requestId);
    const body = new URLSearchParams({ formId: 'f', decision: 'report', typedName: 'Somebody Else' });
    assert.equal((await fetch(`${stage.url}${link}`, { method: 'POST', body })).status, 422);
    const entry = await until((each) => each.type === 'attemptRefused' && each.code === 'NAME_MISMATCH');
    assert.ok(!JSON.stringify(entry).includes(link.slice(3)), 'the log never holds a link that decides');
    const shouted = link.replace('/r/', '/R/');
    assert.equal((await fetch(`${stage.url}${shouted}`, { method: 'POST', body })).status, 422);
    await until((each) => each.type === 'attemptRefused' && each.route === '/r/…' && each !== entry);
    assert.ok(!JSON.stringify(await lines()).includes(link.slice(3)), 'in whatever case its address is written');
  });

  it('has every visit to a link and every file read through it', async () => {
    const { round, packages } = await milestone.state();
    const requestId = requestIdOf(milestone.milestoneId, round, 'validation', 'validator1');
    const link = await linkOfRequest(stage.database.db, linkSecret, requestId);
    await fetch(`${stage.url}${link}`, { headers: { 'user-agent': 'Scanner \ud83d 1.0'.replace('\ud83d', '') } });
    await until((entry) => entry.type === 'linkVisited' && entry.personId === 'validator1');
    const file = packages[0]?.deliverables[0]?.files[0];
    await (await fetch(`${stage.url}${link}/files/${file?.documentId}`)).text();
    await until((entry) => entry.type === 'documentRead' && entry.sha256 === file?.sha256);
  });

  it('has every act, and leaves looks at the record to the chain of the key they were made with', async () => {
    await stage.get(`${milestone.path}/timeline`);
    await stage.get(`/milestones?engagementId=${milestone.engagementId}`);
    await until((entry) => entry.type === 'recordRead' && entry.what === `${milestone.path}/timeline`, reads);
    const list = `/milestones?engagementId=${milestone.engagementId}`;
    await until((entry) => entry.type === 'recordRead' && entry.what === list, reads);
    assert.ok((await reads()).every(({ entry }) => entry.type === 'recordRead' && entry.keyId === stage.keyId));
    assert.ok(
      (await lines()).every(({ entry }) => entry.type !== 'recordRead'),
      'reading bloats no record',
    );
    await until((entry) => entry.type === 'administered' && entry.subject.endsWith('/package'));
  });

  it('has no line beyond those it can count', async () => {
    const beyond = '9007199254740990';
    for (const [path, field] of [
      [`${milestone.path}/audit-log?after=${beyond}`, 'after'],
      [`/api-keys/${stage.keyId}/reads?after=${beyond}`, 'after'],
      [`${milestone.path}/audit-log/${beyond}/proof`, undefined],
    ] as const)
      assertProblem(await stage.get(path), 400, 'INVALID_MESSAGE', field);
    assert.deepEqual((await stage.get(`${milestone.path}/audit-log?after=2147483647`)).body, { items: [] });
  });

  it('puts attempts without a key on the chain of the service', async () => {
    await stage.fetch('/milestones', { headers: { authorization: 'Bearer wrong' } });
    const graffiti = `anonymous ${'x'.repeat(380)}`;
    for (const path of [milestone.path, `${milestone.path}/timeline`])
      await stage.fetch(path, { headers: { authorization: 'Bearer wrong', 'user-agent': graffiti } });
    const { rows } = await stage.database.db.raw<{ rows: unknown[] }>(
      `select 1 from audit_entries where chain = 'service:main' and line like '%"UNAUTHENTICATED"%'`,
    );
    assert.ok(rows.length > 0);
    assert.ok(!JSON.stringify(await lines()).includes(graffiti), 'strangers write nothing into a milestone’s log');
  });

  it('limits what one address may ask without a key, and says when it may again', async () => {
    const limited = await ApiStage.open(await devServer(), { allowances: { address: 3, link: 2, key: 5 } });
    const statusOf = async (path: string, key = limited.key) => {
      const answer = await limited.fetch(path, { headers: { authorization: `Bearer ${key}` } });
      if (answer.status === 429) assert.match(answer.headers.get('retry-after') ?? '', /^[1-9][0-9]?$/);
      return answer.status;
    };
    const anonymous: number[] = [];
    for (let asked = 0; asked < 4; asked += 1) anonymous.push(await statusOf('/milestones', 'wrong'));
    assert.deepEqual(anonymous, [401, 401, 401, 429]);
    for (const page of ['/r/unknown', '/c/unknown', '/c/unknown/certificate.pdf'])
      assert.equal(await statusOf(page), 429, `${page} counts with it`);
    const withKey: number[] = [];
    for (let asked = 0; asked < 6; asked += 1) withKey.push(await statusOf('/milestones'));
    assert.deepEqual(withKey, [200, 200, 200, 200, 200, 429]);
    const taken = await limited.database.db('audit_entries').where('line', 'like', '%TOO_MANY_REQUESTS%');
    assert.deepEqual(taken, [], 'a flood fills no log');
    await limited.close();
  });

  it('proves of each line that it is in the log, under a signed checkpoint', async () => {
    const checkpoint = parseCheckpoint(await checkpointNow());
    const [first] = await lines();
    const { body } = await stage.get<{ line: string; leafIndex: number; path: string[]; checkpoint: string }>(
      `${milestone.path}/audit-log/${first?.sequence}/proof`,
    );
    const head = parseCheckpoint(body.checkpoint);
    assert.ok(head && checkpoint && head.size <= checkpoint.size);
    const leaf = leafHash(sha256, new TextEncoder().encode(body.line));
    const root = rootByInclusion(sha256, leaf, body.leafIndex, head.size, bytes(body.path));
    assert.ok(root && isSame(root, head.root));
    assertProblem(await stage.get(`${milestone.path}/audit-log/99999/proof`), 404, 'NOT_FOUND', 'sequence');
  });

  it('proves between any two checkpoints that the log only grew', async () => {
    const older = parseCheckpoint(await checkpointNow());
    await stage.get(`${milestone.path}/mails`);
    await until((entry) => entry.type === 'recordRead' && entry.what.endsWith('/mails'), reads);
    await checkpointNow();
    const note = (await latestCheckpoint(stage.database.db))?.note ?? '';
    assert.equal((await stage.get<string>('/log/checkpoint')).body, note);
    const newer = parseCheckpoint(note);
    assert.ok(older && newer && newer.size > older.size);
    const { body } = await stage.get<{ from: number; to: number; path: string[]; checkpoint: string }>(
      `/log/consistency?from=${older.size}&to=${newer.size}`,
    );
    assert.ok(isConsistent(sha256, older, newer, bytes(body.path)));
    assert.equal(body.checkpoint, note);
    assertProblem(await stage.get(`/log/consistency?from=${newer.size + 1}`), 404, 'NOT_FOUND', 'from');
    assertProblem(await stage.get('/log/consistency?from=0'), 400, 'INVALID_MESSAGE', 'from');
    assert.match((await stage.get<string>('/log/key')).body, /^example\.com\/log\+[0-9a-f]{8}\+\S+\n$/);
  });
});
