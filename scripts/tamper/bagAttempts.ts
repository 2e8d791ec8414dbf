// What is tried on an archived record by whoever holds it, manifests made good: the verifier needs nothing but the bag.
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { unzip } from '../../test/evidence/unzip.ts';
import {
  changed,
  findings,
  inBag,
  withManifestsMadeGood,
  without,
  type BagContent,
} from '../../test/support/tamper.ts';
import type { Attempt } from './openAttempts.ts';

const who = 'Whoever has the archived record, and knows its format';

/** They can make a record that fits in itself; what was never decided is missing all the same. */
const insider = 'Somebody who can write the record and have it sealed and logged, but has no entrance’s key';
const kept = new URL('../../test/bags/format1/', import.meta.url);

/** Records forged whole, sealed and logged, as they are kept for the tests. */
export async function attemptsWithoutVouchers(): Promise<Attempt[]> {
  const names = (await readdir(kept)).filter((name) => /^forged-.*\.zip$/.test(name));
  return names.map((name) => ({
    who: insider,
    tries: `has a milestone accepted, ${name.replace(/\.zip$/, '').replaceAll('-', ' ')}, and seals and archives it`,
    async found() {
      const failed = (await findings(inBag(unzip(await readFile(new URL(name, kept)))))).find((each) => !each.holds);
      assert.ok(failed, 'the verifier says that the record holds');
      return `npm run verify: FAILED ${failed.check}: ${failed.says}`;
    },
  }));
}

export async function attemptsOnBag(zip: Buffer): Promise<Attempt[]> {
  const bag = inBag(unzip(zip));
  const all = await findings(bag);
  assert.deepEqual(
    all.filter((each) => !each.holds),
    [],
    'the record as archived holds',
  );
  const spoilt: [tries: string, bag: BagContent][] = [
    [
      'turns a decision into another',
      changed(bag, 'data/events.jsonl', replacing('"verdict":"approve"', '"verdict":"requestRevision"')),
    ],
    [
      'puts another amount on the certificate',
      changed(bag, 'data/certificate.json', replacing('120000.00', '920000.00')),
    ],
    [
      'takes the client’s signature out of the events',
      changed(bag, 'data/events.jsonl', withoutLine('"type":"signed"')),
    ],
    ['leaves a line of the audit log out', changed(bag, 'data/audit-log.jsonl', withoutLine('"chain"'))],
    ['swaps a delivered file for another', changed(bag, fileOf(bag), () => 'Something else\n')],
    ['takes the checkpoint of the log out', without(bag, 'data/proofs/checkpoint')],
  ];
  return spoilt.map(([tries, content]) => ({
    who,
    tries,
    async found() {
      const failed = (await findings(withManifestsMadeGood(content))).find((each) => !each.holds);
      assert.ok(failed, 'the verifier says that the record holds');
      return `npm run verify: FAILED ${failed.check}: ${failed.says}`;
    },
  }));
}

const replacing =
  (from: string, to: string) =>
  (bytes: Buffer): string => {
    const text = bytes.toString();
    assert.ok(text.includes(from), `the bag has no ${from}`);
    return text.replace(from, to);
  };

const withoutLine =
  (having: string) =>
  (bytes: Buffer): string => {
    const lines = bytes.toString().split('\n');
    const at = lines.findIndex((each) => each.includes(having));
    assert.ok(at >= 0, `the bag has no line with ${having}`);
    return lines.filter((_, index) => index !== at).join('\n');
  };

const fileOf = (bag: BagContent): string => {
  const path = [...bag.keys()].find((each) => each.startsWith('data/deliverables/'));
  assert.ok(path, 'the bag has no delivered file');
  return path;
};
