// The proof somebody keeps of their decision: as C2SP has it, checked with nothing else, and worth nothing once anything in it is another.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { inEngagement, asJob } from '../../db/inScope.ts';
import { integrateLog } from '../../db/merkleLog.ts';
import { listProvable, readDecisionProof } from '../../db/decisionProofs.ts';
import { logSigner } from '../../evidence/ledger/logSigner.ts';
import { parseTlogProof, tlogProofText, type DecisionExtra } from '../../evidence/ledger/tlogProof.ts';
import { howFar, receiptIn, verifyDecisionProof } from '../../evidence/verify/decisionProof.ts';
import { nodePrimitives } from '../../evidence/verify/nodePrimitives.ts';
import type { Finding } from '../../evidence/verify/verifyBag.ts';
import * as act from '../domain/acts.ts';
import { given } from '../domain/scenario.ts';
import { PublishedRecord } from '../support/publishedRecord.ts';

describe('The proof of a decision', () => {
  let published: PublishedRecord;
  let personId: string;
  let sequence: number;
  let text: string;
  const scenario = given(...act.toAccepted);
  const read = (of: Partial<{ sequence: number; personId: string }> = {}) =>
    readDecisionProof(
      inEngagement(published.database.db, 'engagement-1'),
      { milestoneId: 'M1', sequence, personId, ...of },
      published.evidence.log.verifierKey,
    );
  const verified = async (proof: string, key?: string): Promise<Finding[]> => {
    const findings: Finding[] = [];
    for await (const finding of verifyDecisionProof(proof, nodePrimitives, key)) findings.push(finding);
    return findings;
  };

  before(async () => {
    published = await PublishedRecord.open();
    await published.record(scenario);
    const signed = scenario.history.findLast((each) => each.type === 'signed');
    assert.ok(signed);
    ({ sequence } = signed);
    personId = signed.actor.personId;
  });
  after(() => published.close());

  it('is not there before the log has taken the decision in, and then is the same whenever it is asked for', async () => {
    assert.deepEqual(await read(), { is: 'pending' });
    const { db } = published.database;
    await integrateLog(asJob(db, 'logKeeper'), published.evidence.log);
    const proof = await read();
    assert.ok(proof.is === 'proven');
    assert.equal(proof.fileName, `M1-decision-${sequence}.tlog-proof`);
    ({ text } = proof);
    await published.publish('M1-C1');
    await integrateLog(asJob(db, 'logKeeper'), published.evidence.log);
    assert.deepEqual(await read(), proof);
  });

  it('is written as C2SP tlog-proof v1, and read back as it was written, with the line ends of any mail program', () => {
    assert.match(
      text,
      /^c2sp\.org\/tlog-proof@v1\nextra [A-Za-z0-9+/]+=*\nindex \d+\n([A-Za-z0-9+/]{43}=\n)*\nexample\.com\/log\n\d+\n[A-Za-z0-9+/]{43}=\n\n— example\.com\/log \S+\n$/,
    );
    const proof = parseTlogProof(text);
    assert.ok(proof);
    assert.equal(tlogProofText(proof), text);
    assert.deepEqual(parseTlogProof(text.replaceAll('\n', '\r\n')), proof);
    for (const spoilt of [
      text.replace('@v1', '@v2'),
      text.replace('index ', 'index 0'),
      text.replace('extra ', 'extra *'),
      text.slice(0, 60),
      '',
    ])
      assert.equal(parseTlogProof(spoilt), undefined, spoilt.slice(0, 80));
  });

  it('holds by itself, names whose key it was checked with, and says no more than it proves', async () => {
    const findings = await verified(text);
    assert.deepEqual(
      findings.map((each) => [each.check, each.holds]),
      [
        ['Proof', true],
        ['Decision', true],
        ['Log', true],
        ['Entry', true],
      ],
    );
    const said = findings.map((each) => each.says).join('\n');
    assert.match(
      said,
      new RegExp(`“signed” by person “${personId}”, who typed the name .+, is event ${sequence} of milestone M1`),
    );
    assert.match(said, /as the file itself names it; compare it/);
    assert.match(howFar, /does not prove that the decision still stands/);
    const known = await verified(text, published.evidence.log.verifierKey);
    assert.match(known.map((each) => each.says).join('\n'), /the one you gave/);
  });

  it('holds no word of anybody else: the entry of the log has the decision’s digest alone', () => {
    const proof = parseTlogProof(text);
    const { line, event } = JSON.parse(new TextDecoder().decode(proof?.extra)) as DecisionExtra;
    const { entry, ...rest } = JSON.parse(line) as { entry: object };
    assert.deepEqual(Object.keys(rest).sort(), ['chain', 'previousHash', 'sequence']);
    assert.deepEqual(Object.keys(entry).sort(), ['at', 'event', 'hash', 'type']);
    assert.equal((event.actor as { personId: string }).personId, personId);
  });

  it('fails where decision, entry, path, checkpoint or key is another', async () => {
    const proof = parseTlogProof(text);
    assert.ok(proof?.extra);
    const extra = JSON.parse(new TextDecoder().decode(proof.extra)) as DecisionExtra;
    const changed = (changes: Partial<DecisionExtra>): string =>
      tlogProofText({ ...proof, extra: new TextEncoder().encode(JSON.stringify({ ...extra, ...changes })) });
    const signature = extra.event.signature as object;
    const forged = { ...extra.event, signature: { ...signature, typedName: 'Somebody Else' } };
    const [first = new Uint8Array(), ...path] = proof.path;
    const cases: [string, string, RegExp][] = [
      ['decision', changed({ event: forged }), /not the one whose digest the entry/],
      [
        'line',
        changed({ line: extra.line.replace('"sequence":', '"sequence":1') }),
        /not in the log that the checkpoint/,
      ],
      ['index', text.replace(/index \d+/, 'index 0'), /not in the log that the checkpoint/],
      ['path', tlogProofText({ ...proof, path: [first.map((byte) => byte ^ 1), ...path] }), /not in the log/],
      [
        'checkpoint',
        text.replace(/\n(\d+)\n/, (_all, size: string) => `\n${Number(size) + 1}\n`),
        /signature .* does not hold/,
      ],
      [
        'extra',
        tlogProofText({ index: proof.index, path: proof.path, checkpoint: proof.checkpoint }),
        /of no decision/,
      ],
    ];
    for (const [what, spoilt, says] of cases) {
      const last = (await verified(spoilt)).at(-1);
      assert.equal(last?.holds, false, what);
      assert.match(last.says, says, what);
    }
    const otherKey = logSigner(published.evidence.log.key.name, generateKeyPairSync('ed25519').privateKey);
    const other = (await verified(text, otherKey.verifierKey)).at(-1);
    assert.equal(other?.holds, false);
    assert.match(other.says, /not signed by the key|is of the log/);
  });

  it('is given to whoever decided and to nobody else, for what is a decision and for nothing else', async () => {
    const anybody = scenario.history.find((each) => each.actor.personId !== personId)?.actor.personId;
    assert.deepEqual(await read({ personId: anybody ?? '' }), { is: 'none' });
    const accepted = scenario.history.find((each) => each.type === 'accepted');
    assert.deepEqual(await read({ sequence: accepted?.sequence ?? 0 }), { is: 'none' });
    assert.deepEqual(await read({ sequence: 4000 }), { is: 'none' });
    const own = await listProvable(inEngagement(published.database.db, 'engagement-1'), 'M1', personId);
    assert.ok(own.some((each) => each.sequence === sequence && each.type === 'signed'));
  });

  it('tells which decision a record has to have', () => {
    const { decision, checkpoint } = receiptIn(text);
    assert.equal(decision?.sequence, sequence);
    assert.ok(text.endsWith(checkpoint));
  });
});
