// A program of its own, so that its memory can be told: publishes and verifies a record with large deliverables, says how far it grew.
import { createHash, randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { replay } from '../../domain/evolve.ts';
import type { RecordedEvent } from '../../domain/events.ts';
import { canonicalJson } from '../../evidence/ledger/canonicalJson.ts';
import { openBag } from '../../evidence/verify/folderBag.ts';
import { nodePrimitives } from '../../evidence/verify/nodePrimitives.ts';
import { verifyBag } from '../../evidence/verify/verifyBag.ts';
import * as act from '../domain/acts.ts';
import { saying } from '../domain/forgeries.ts';
import { given, Scenario } from '../domain/scenario.ts';
import { stopWhatIsShared } from './oncePerRun.ts';
import { PublishedRecord } from './publishedRecord.ts';

const megabyte = 1024 * 1024;
const documentIds = ['doc1', 'doc2', 'doc3', 'doc4'];
const sizeBytes = (Number(process.argv[2]) * megabyte) / documentIds.length;
const block = randomBytes(megabyte);

/** Random, so that packing it gains nothing, and the same each time it is opened: no disk has to hold the originals. */
function* content(documentId: string): Generator<Buffer> {
  for (let at = 0; at < sizeBytes; at += megabyte) {
    const piece = Buffer.from(block.subarray(0, Math.min(megabyte, sizeBytes - at)));
    piece.write(`${documentId} ${at}`);
    yield piece;
  }
}

const sha256 = (pieces: Iterable<Buffer | string>): string => {
  const hash = createHash('sha256');
  for (const each of pieces) hash.update(each);
  return hash.digest('hex');
};

/** The package is another with other files, so every decision names another digest. */
function withItsDigest(events: RecordedEvent[]): RecordedEvent[] {
  const frozen = events.find((each) => each.type === 'packageFrozen');
  if (!frozen) return events;
  const { digest, submittedBy: _by, submittedAt: _at, ...contents } = frozen.package;
  const own = sha256([canonicalJson({ milestoneId: 'M1', ...contents })]);
  return JSON.parse(JSON.stringify(events).replaceAll(digest, own)) as RecordedEvent[];
}

/** The usual milestone, its documents as large as wanted. */
function scenarioOf(digests: ReadonlyMap<string, string>): Scenario {
  const deliverables = [{ deliverableId: 'D1', version: '1', documentIds, change: 'Chapter 2' }];
  const played = given(act.submit({ deliverables }), ...act.toAccepted.slice(1));
  let history = JSON.stringify(played.history).replaceAll(/"sizeBytes":\d+/g, `"sizeBytes":${sizeBytes}`);
  for (const [documentId, digest] of digests) history = history.replaceAll(sha256([documentId]), digest);
  // What people said names the digests too, and is vouched for in those words.
  const events = withItsDigest(JSON.parse(history) as RecordedEvent[]).map((event) =>
    event.type === 'milestoneStarted' ? event : saying({}, event),
  );
  return new Scenario(replay(events), played.now, [], events);
}

let largest = 0;
const watch = setInterval(() => (largest = Math.max(largest, process.memoryUsage().rss)), 20);
const digests = new Map(documentIds.map((each) => [each, sha256(content(each))]));
const ofDigest = (digest: string) => documentIds.find((each) => digests.get(each) === digest);
const published = await PublishedRecord.open({}, (files) => ({
  ...files,
  has: async (digest) => (ofDigest(digest) === undefined ? files.has(digest) : { sizeBytes }),
  open: async (digest) => {
    const large = ofDigest(digest);
    return large === undefined ? files.open(digest) : Readable.from(content(large));
  },
}));
try {
  await published.record(scenarioOf(digests));
  const { archiveSha256 } = await published.publish('M1-C1');
  const archive = await published.copyOf(archiveSha256);
  const afterWriting = largest;
  const { bag, close } = await openBag(archive);
  const findings: string[] = [];
  for await (const { holds, check, says } of verifyBag(bag, nodePrimitives))
    findings.push(`${holds ? 'ok' : 'FAILED'} ${check}: ${says}`);
  const deliverables = [...bag].filter(([path]) => path.startsWith('data/deliverables/'));
  await close();
  process.stdout.write(
    JSON.stringify({
      deliverableBytes: deliverables.reduce((sum, [, file]) => sum + file.sizeBytes, 0),
      archiveBytes: (await stat(archive)).size,
      findings,
      writtenAtMegabytes: Math.round(afterWriting / megabyte),
      largestMegabytes: Math.round(largest / megabyte),
    }),
  );
} finally {
  clearInterval(watch);
  await published.close();
  await stopWhatIsShared();
}
