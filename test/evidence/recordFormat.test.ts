// Record formats: writer and reader of the current one agree, and whatever is archived otherwise needs another format.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EventType, RecordedEvent } from '../../domain/events.ts';
import { replay } from '../../domain/evolve.ts';
import type { Milestone } from '../../domain/milestone.ts';
import { currentRecordFormat, recordFiles } from '../../evidence/recordFiles.ts';
import type { passedOver } from '../../evidence/verify/format1/facts.ts';
import { fixedFiles, filesThatFollow } from '../../evidence/verify/format1/files.ts';
import { format1 } from '../../evidence/verify/format1/format1.ts';
import type { latenessByStage, WaitLateness } from '../../domain/time/lateness.ts';
import type { FoldedEvent } from '../../evidence/verify/format1/shapes.ts';
import { keptNames, pathOf } from '../bags/keptBags.ts';
import * as act from '../domain/acts.ts';
import { given, Scenario } from '../domain/scenario.ts';
import { assertArchivedAlike } from '../support/archivedAlike.ts';
import { checkout } from '../support/checkout.ts';
import { PublishedRecord } from '../support/publishedRecord.ts';
import { changed, failure, inBag, withManifestsMadeGood, without, type BagContent } from '../support/tamper.ts';
import { unzip } from './unzip.ts';

interface Ledger {
  waits: WaitLateness[];
  stages: ReturnType<typeof latenessByStage>;
}

/** Type checks fail here for an event that the reader of the current format does not know. */
type UnknownToTheReader = Exclude<EventType, FoldedEvent['type'] | (typeof passedOver)[number]>;
const everyEventIsKnown: [UnknownToTheReader] extends [never] ? true : UnknownToTheReader = true;

const disputed = given(
  ...[...act.toSignOff, act.propose('E1'), act.sign('approver1'), act.refuse('approver2')],
  ...[act.conclude('reviewAgain'), act.opposeOutcome('approver2')],
);

describe('Record of the current format', () => {
  it('is described file by file, and event by event where something follows from it', async () => {
    const text = await readFile(join(checkout, 'docs/recordFormat.md'), 'utf8');
    const follow = Object.keys(filesThatFollow(given().history));
    const folded: Record<FoldedEvent['type'], true> = {
      packageFrozen: true,
      signOffRequestPrepared: true,
      validationReported: true,
      feedbackGiven: true,
      feedbackAddressed: true,
      meetingNotesRecorded: true,
      exceptionProposed: true,
      signaturesVoided: true,
      amendmentProposed: true,
      amendmentConsented: true,
      amendmentDeclined: true,
      amendmentWithdrawn: true,
      amendmentLapsed: true,
      planAmended: true,
      signed: true,
      decisionEntered: true,
      objectionPeriodExtended: true,
      entryOpposed: true,
      entryUpheld: true,
      entryDropped: true,
      refused: true,
      delegated: true,
      reassigned: true,
      deputised: true,
      facilitationOutcomeRecorded: true,
      facilitationOutcomeConfirmed: true,
      facilitationOutcomeUnopposed: true,
      facilitationOutcomeOpposed: true,
      sponsorDecided: true,
      closureEvidenceSubmitted: true,
      closureRejected: true,
      exceptionVerified: true,
      exceptionExtended: true,
      exceptionFailed: true,
      partAccepted: true,
      accepted: true,
      acceptedWithExceptions: true,
      closedOut: true,
      revoked: true,
      acceptanceWithheld: true,
    };
    const told = text.replaceAll('`…', '`facilitationOutcome');
    for (const name of [...fixedFiles, ...follow, ...Object.keys(folded)])
      assert.ok(told.includes(`\`${name}\``), `docs/recordFormat.md says nothing of ${name}`);
  });

  it('is written in the format whose reader it is held against', () => {
    assert.equal(currentRecordFormat, format1.name);
    assert.ok(everyEventIsKnown);
  });

  it('says of each milestone what its reader makes of the same events', () => {
    const closing = given(
      ...act.toConditional,
      act.showClosed('E1', 'author', ['doc1']),
      act.rejectClosure('E1', 'approver1'),
    );
    const delegated = given(...act.toSignOff, act.delegate('approver1', 'deputy'), act.sign('deputy'));
    const stories: Scenario[] = [given(...act.toAccepted), disputed, closing, delegated];
    for (const { milestone, history } of stories) assertArchivedAlike(milestone, history);
  });

  /** Rules as somebody might come to write them, each of which would archive something else. */
  const madeUp: [what: string, change: (milestone: Milestone) => Milestone][] = [
    [
      'a rule that no longer voids signatures when the review is held again',
      (milestone) => ({ ...milestone, signatures: milestone.signatures.map((each) => ({ ...each, isVoid: false })) }),
    ],
    [
      'a rule that leaves a refusal settled though its outcome was opposed',
      (milestone) => ({
        ...milestone,
        refusals: milestone.refusals.map((each) => ({ ...each, settledBy: 'reviewAgain' })),
      }),
    ],
    [
      'a default that is filled into what is archived',
      (milestone) => ({ ...milestone, exceptions: milestone.exceptions.map((each) => ({ extensions: [], ...each })) }),
    ],
  ];
  for (const [what, change] of madeUp)
    it(`is noticed to differ under ${what}`, () => {
      const { milestone, history } = disputed;
      assertArchivedAlike(milestone, history);
      assert.throws(() => assertArchivedAlike(change(milestone), history), /needs|changed/);
    });

  it('is refused with a file more, a file less, or one of these under other rules, though every manifest fits', async () => {
    const bag = inBag(unzip(await readFile(pathOf('refused-after-signing', 'zip'))));
    const spoilt = async (content: BagContent): Promise<string> => {
      const found = await failure(withManifestsMadeGood(content));
      return `${found?.check}: ${found?.says}`;
    };
    const follow = Object.keys(filesThatFollow(given().history));
    for (const path of [...fixedFiles, ...follow])
      assert.match(await spoilt(without(bag, `data/${path}`)), new RegExp(`${path}`), path);
    assert.match(
      await spoilt(changed(bag, 'data/extra.json', () => '{}')),
      /^Contents: data\/extra\.json is no file of/,
    );
    const lines = String(bag.get('data/events.jsonl')).trimEnd().split('\n');
    const history = lines.map((line) => (JSON.parse(line) as { event: Scenario['history'][number] }).event);
    const files = recordFiles({ ...disputed.milestone, signatures: [] }, disputed.history);
    assert.ok(history.length > 20);
    assert.match(
      await spoilt(changed(bag, 'data/signatures.json', () => files['signatures.json'] ?? '')),
      /^Record: data\/signatures\.json does not follow from the events/,
    );
  });

  it('is refused with a ledger of lateness in favour of whoever hands it over', async () => {
    const bag = inBag(unzip(await readFile(pathOf('late-and-stopped', 'zip'))));
    const ledger = JSON.parse(String(bag.get('data/lateness.json'))) as Ledger;
    const review = ledger.waits.find((each) => each.phase === 'inReview') ?? assert.fail();
    assert.ok(review.lateSeconds.client > 0 && review.stoppedSeconds > 0 && review.stops.length === 2);
    const told = async (change: (wait: typeof review) => object) => {
      const waits = ledger.waits.map((each) => (each === review ? { ...each, ...change(each) } : each));
      const text = `${JSON.stringify({ ...ledger, waits }, null, 2)}\n`;
      return failure(withManifestsMadeGood(changed(bag, 'data/lateness.json', () => text)));
    };
    assert.equal(await told(() => ({})), undefined);
    const forgeries: ((wait: typeof review) => object)[] = [
      ({ lateSeconds }) => ({ lateSeconds: { firm: lateSeconds.client, client: 0 } }),
      ({ lateSeconds, stoppedSeconds }) => ({
        ...{ stoppedSeconds: 0, stops: [] },
        lateSeconds: { ...lateSeconds, client: lateSeconds.client + stoppedSeconds },
      }),
      ({ deadline }) => ({ deadline: deadline.replace('2026', '2027') }),
    ];
    for (const each of forgeries)
      assert.deepEqual(await told(each), {
        ...{ holds: false, check: 'Record' },
        says: 'data/lateness.json does not follow from the events',
      });
  });
});

describe('Record of a package under a digest that is not its own', () => {
  let published: PublishedRecord;
  before(async () => {
    published = await PublishedRecord.open();
  });
  after(() => published.close());

  it('is refused, though everybody decided on that digest and the certificate seals it', async () => {
    const { history, now } = given(...act.toAccepted);
    const digest = history.find((each) => each.type === 'packageFrozen')?.package.digest ?? '';
    const events = JSON.parse(JSON.stringify(history).replaceAll(digest, 'f'.repeat(64))) as RecordedEvent[];
    await published.record(new Scenario(replay(events), now, [], events));
    const archiveSha256 = await published.sealUnchecked('M1-C1');
    const found = await failure(inBag(unzip(await published.read(archiveSha256))));
    assert.equal(found?.check, 'Record');
    assert.match(found.says, /the digest that was decided on is not that of the package/);
  });
});

describe('Record of a format that is not known', () => {
  it('is refused with what to do, and so is a bag that names none', async () => {
    const [name = ''] = await keptNames();
    const bag = inBag(unzip(await readFile(pathOf(name, 'zip'))));
    const naming = (line: string) =>
      failure(
        withManifestsMadeGood(changed(bag, 'bag-info.txt', (it) => String(it).replace(/^Record-Format: 1\n/m, line))),
      );
    const newer = await naming('Record-Format: 99\n');
    assert.equal(newer?.check, 'Record format');
    assert.match(
      newer.says,
      /format 99, and this release reads 1; check it with the release that wrote it, or a newer one/,
    );
    assert.match((await naming(''))?.says ?? '', /names no Record-Format/);
  });
});
