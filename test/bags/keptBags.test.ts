// The bags that are kept stand for those in customers' hands: each verifies as it did when it was recorded, whatever the product became.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mock } from 'node:test';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import type { openBag } from '../../evidence/verify/folderBag.ts';
import type { nodePrimitives } from '../../evidence/verify/nodePrimitives.ts';
import type { verifyBag } from '../../evidence/verify/verifyBag.ts';
import { unzip } from '../evidence/unzip.ts';
import { isInShare } from '../run/properties.ts';
import { checkout } from '../support/checkout.ts';
import { inBag, type BagContent } from '../support/tamper.ts';
import { forgedBags } from './forgedBags.ts';
import { findingsOf, keptNames, pathOf, receiptOf } from './keptBags.ts';
import { bagScenarios } from './bagScenarios.ts';

const recorded = async (name: string): Promise<string[]> =>
  (await readFile(pathOf(name, 'txt'), 'utf8')).trimEnd().split('\n');
const contentOf = async (name: string): Promise<BagContent> => inBag(unzip(await readFile(pathOf(name, 'zip'))));
const jsonIn = (bag: BagContent, path: string): unknown => JSON.parse(String(bag.get(`data/${path}`)));

/** What makes each bag worth keeping, as can be seen in it. */
const shows: Record<string, (bag: BagContent, findings: string[]) => void> = {
  plain: (bag) => assert.equal(field(bag, 'kind'), 'acceptance'),
  'conditional-closed-out': (bag) => {
    assert.equal(field(bag, 'kind'), 'closeOut');
    assert.ok(bag.has('data/earlier/M1-C1.pdf'));
    assert.ok([...bag.keys()].some((path) => path.startsWith('data/closure-evidence/')));
    assert.match(String(bag.get('data/exceptions.json')), /"rejection"[\s\S]*"extensions"/);
  },
  deemed: (bag) => {
    assert.equal(field(bag, 'basis'), 'deemed');
    assert.deepEqual(jsonIn(bag, 'signatures.json'), [], 'nobody signed for anybody');
  },
  'entered-by-the-firm': (bag) => {
    assert.equal(field(bag, 'basis'), 'entered');
    const signers = (field(bag, 'signatories') as { personId: string }[]).map((each) => each.personId);
    assert.deepEqual(signers, ['approver1', 'approver2'], 'nobody signed for anybody');
    assert.deepEqual(
      (field(bag, 'entered') as { name: string }[]).map((each) => each.name),
      ['Name of director'],
    );
    assert.equal(String([...bag].find(([path]) => path.startsWith('data/entered-decisions/'))?.[1]), 'letter');
  },
  amended: (bag) => {
    const [made] = jsonIn(bag, 'amendments.json') as { consent?: object; outcome: { kind: string; version: number } }[];
    assert.deepEqual([made?.outcome.kind, made?.outcome.version, made?.consent === undefined], ['made', 2, false]);
  },
  'late-and-stopped': (bag) => {
    const { stages } = jsonIn(bag, 'lateness.json') as {
      stages: { phase: string; stoppedSeconds: number; lateSeconds: { client: number } }[];
    };
    const review = stages.find((each) => each.phase === 'inReview');
    assert.ok(review && review.stoppedSeconds > 0 && review.lateSeconds.client > 0);
  },
  'in-parts': (bag) => {
    assert.ok(bag.has('data/earlier/M1-C1.pdf'));
    assert.equal((jsonIn(bag, 'earlier/M1-C1.json') as { kind: string }).kind, 'partial');
    const part = field(bag, 'part') as { number: number; isLast: boolean; before: { certificateNumber: string }[] };
    assert.deepEqual([part.number, part.isLast, part.before[0]?.certificateNumber], [2, true, 'M1-C1']);
    const signatures = jsonIn(bag, 'signatures.json') as { isVoid: boolean; deliverableIds?: string[] }[];
    assert.deepEqual(
      signatures.map((each) => [each.isVoid, each.deliverableIds?.length]),
      [...Array.from({ length: 3 }, () => [false, 2]), ...Array.from({ length: 3 }, () => [false, undefined])],
    );
  },
  deputy: (bag) => {
    const [first] = field(bag, 'signatories') as { name: string; onBehalfOf: string }[];
    assert.deepEqual([first?.name, first?.onBehalfOf], ['Name of deputy', 'Name of approver1']);
  },
  'by-reply': (bag) => {
    const reply = [...bag].find(([path]) => path.startsWith('data/replies/'));
    assert.match(String(reply?.[1]), /^DKIM-Signature: [\s\S]*\r\nAPPROVE\r\n/m);
  },
  'with-a-passkey': (bag) => {
    const signatures = jsonIn(bag, 'signatures.json') as { actor: { authentication: { passkey?: object } } }[];
    assert.deepEqual(
      signatures.map((each) => Object.keys(each.actor.authentication.passkey ?? {}).length),
      [6, 6, 6],
    );
  },
  'signed-in': (bag) => {
    const methodsOf = (path: string) =>
      (jsonIn(bag, path) as { actor: { authentication: { method: string } } }[]).map(
        (each) => each.actor.authentication.method,
      );
    assert.deepEqual(methodsOf('validation-reports.json'), ['session', 'requestLink']);
    assert.equal(methodsOf('signatures.json').at(-1), 'session');
  },
  revoked: (bag) => assert.deepEqual([field(bag, 'kind'), field(bag, 'supersedes')], ['revocation', 'M1-C1']),
  timestamped: (_, findings) => assert.match(findings.join('\n'), /^ok Seal: .*PAdES B-T, timestamped/m),
  resubmitted: (bag) => {
    const isVoid = (path: string) => (jsonIn(bag, path) as { isVoid: boolean }[]).map((each) => each.isVoid);
    assert.deepEqual(isVoid('validation-reports.json'), [true, true, false, false], 'reported on each package');
    assert.deepEqual(isVoid('delegations.json'), [true], 'what was passed on lasts for one package');
  },
  'refused-after-signing': (bag) => {
    const signatures = jsonIn(bag, 'signatures.json') as { personId: string; isVoid: boolean }[];
    const first = signatures.filter((each) => each.personId === 'approver1').map((each) => each.isVoid);
    assert.deepEqual(first, [true, false], 'signed, and signed again after the review was held again');
    const { refusals } = jsonIn(bag, 'disagreement.json') as { refusals: { settledBy: string }[] };
    assert.deepEqual(
      refusals.map((each) => each.settledBy),
      ['reviewAgain'],
    );
  },
  'erased-since': (bag, findings) => {
    assert.match(String(bag.get('data/events.jsonl')), /user1@example\.com/, 'it is as it was sealed');
    assert.match(findings.at(-1) ?? '', /^ok Receipt: .* of one log that only grew$/);
  },
  'made-from-an-erased-record': (bag, findings) => {
    assert.match(String(bag.get('data/events.jsonl')), /\[erased\]/);
    assert.match(findings.at(-1) ?? '', /^FAILED Events: /);
  },
};
for (const [name, { says }] of Object.entries(forgedBags))
  shows[name] = (_, findings) => {
    const last = findings.at(-1) ?? '';
    assert.ok(last.startsWith('FAILED Sufficiency: ') && last.includes(says), last);
  };
const field = (bag: BagContent, name: string): unknown =>
  (jsonIn(bag, 'certificate.json') as Record<string, unknown>)[name];

/** The verifier with every file of the product edited that is none of its own: each throws as soon as it is reached. */
async function verifierOfAnEditedProduct(folder: string) {
  const edited: Plugin = {
    name: 'edited',
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const file = path.slice(checkout.length).replaceAll('\\', '/');
        const isOfTheVerifier = /^evidence\/(verify\/|ledger\/(checkpoint|merkleTree)\.ts)/.test(file);
        return isOfTheVerifier ? undefined : { contents: `throw new Error(${JSON.stringify(`${file} was edited`)});` };
      });
    },
  };
  const files = ['folderBag', 'nodePrimitives', 'verifyBag'];
  const { outputFiles } = await build({
    stdin: {
      contents: files.map((each) => `export * from './evidence/verify/${each}.ts';`).join('\n'),
      resolveDir: checkout,
    },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    logLevel: 'error',
    plugins: [edited],
  });
  const path = join(folder, 'verifier.mjs');
  await writeFile(path, outputFiles[0]?.contents ?? '');
  return (await import(pathToFileURL(path).href)) as {
    openBag: typeof openBag;
    nodePrimitives: typeof nodePrimitives;
    verifyBag: typeof verifyBag;
  };
}

describe('Bag that is kept', function () {
  this.timeout(120_000);
  const names = Object.keys(bagScenarios);

  it('is there for every scenario, and shows what it is kept for', async () => {
    assert.deepEqual(await keptNames(), [...names].sort());
    assert.deepEqual(Object.keys(shows).sort(), [...names].sort());
    for (const name of names) shows[name]?.(await contentOf(name), await recorded(name));
  });

  for (const name of names)
    it(`verifies as when it was recorded: ${name}`, async () => {
      assert.deepEqual(await findingsOf(pathOf(name, 'zip'), await receiptOf(name)), await recorded(name));
    });

  it('verifies in forty years, long after every certificate in it has run out', async () => {
    mock.timers.enable({ apis: ['Date'], now: Date.parse('2066-03-02T10:00:00.000Z') });
    try {
      for (const name of names.filter((_, index) => isInShare(index, 3)))
        assert.deepEqual(await findingsOf(pathOf(name, 'zip'), await receiptOf(name)), await recorded(name), name);
    } finally {
      mock.timers.reset();
    }
  });

  it('verifies whatever is edited in the domain, in its defaults, or in what is archived', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'edited-'));
    try {
      const verifier = await verifierOfAnEditedProduct(folder);
      for (const name of names.filter((_, index) => isInShare(index + 1, 3))) {
        const findings = await findingsOf(pathOf(name, 'zip'), await receiptOf(name), verifier);
        assert.deepEqual(findings, await recorded(name), name);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('is small, and names no folder of the machine it was recorded on', async () => {
    for (const name of names) {
      const { size } = await stat(pathOf(name, 'zip'));
      assert.ok(size < 150 * 1024, `${name} has ${size} bytes`);
      for (const [path, content] of await contentOf(name))
        if (!path.startsWith('data/public-keys/'))
          assert.doesNotMatch(content.toString('latin1'), /\/(tmp|home|root|Users|var)\/[\w.-]/, `${name}: ${path}`);
    }
  });
});
