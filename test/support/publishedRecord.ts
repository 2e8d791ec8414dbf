// A milestone published on real PostgreSQL and real files, without the workflow: for tests of what was published.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createWriteStream } from 'node:fs';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { pino } from 'pino';
import { acceptedRecord } from '../../activities/acceptedRecord.ts';
import { archiveRecord } from '../../activities/archiveRecord.ts';
import type { EvidenceKeys } from '../../activities/evidenceKeys.ts';
import { publishAcceptance, type Publication } from '../../activities/publishAcceptance.ts';
import { recordBatch } from '../../activities/recordBatch.ts';
import { sealCertificate } from '../../activities/sealCertificate.ts';
import { timestampCertificate } from '../../activities/timestampCertificate.ts';
import { headAfter, noHead } from '../../domain/records/eventChain.ts';
import type { Milestone, PublishedOutputs, TimestampOutcome } from '../../domain/milestone.ts';
import { notificationsFor } from '../../domain/requests/notifications.ts';
import type { Files, FileStore } from '../../storage/fileStore.ts';
import type { Scenario } from '../domain/scenario.ts';
import { testEvidenceKeys } from './evidenceKeys.ts';
import { registerFiles } from './registerFiles.ts';
import { testDatabase, type TestDatabase } from './postgres.ts';
import { signedOnRecord } from './testVouchers.ts';
import { openTestFiles, withFiles } from './testFiles.ts';

const engagementId = 'engagement-1';

export class PublishedRecord {
  readonly database: TestDatabase;
  readonly store: FileStore;
  readonly evidence: EvidenceKeys;
  readonly #folder: string;
  #batch = 0;

  private constructor(database: TestDatabase, store: FileStore, evidence: EvidenceKeys, folder: string) {
    this.database = database;
    this.store = store;
    this.evidence = evidence;
    this.#folder = folder;
  }

  /** With the document in store that the usual package names. */
  static async open(
    evidence: Partial<EvidenceKeys> = {},
    storing: (files: Files) => Files = (files) => files,
  ): Promise<PublishedRecord> {
    const folder = await mkdtemp(join(tmpdir(), 'published-'));
    const store = withFiles(await openTestFiles(folder), storing);
    await store.of(engagementId).put(Readable.from(['doc1']));
    const keys = { ...(await testEvidenceKeys()), ...evidence };
    return new PublishedRecord(await testDatabase(), store, keys, folder);
  }

  async close(): Promise<void> {
    await this.database.drop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Puts on record what came after `since`, with the mails it causes. */
  async record({ milestone, history, now }: Scenario, since?: Scenario): Promise<void> {
    const signed = history.map(signedOnRecord);
    const events = signed.slice(since?.history.length ?? 0);
    const notifications = events.flatMap((event) =>
      notificationsFor(milestone, event).map((notification) => ({
        ...notification,
        sequence: event.sequence,
        round: milestone.round,
      })),
    );
    this.#batch += 1;
    const deps = {
      ...{ db: this.database.db, linkSecret: 'a secret that only tests know', mailDomain: 'example.com' },
      entranceKeys: this.evidence.entrances,
    };
    await recordBatch(deps)({
      milestoneId: 'M1',
      engagementId,
      workflowId: 'milestone-M1',
      batch: this.#batch,
      follows: headAfter(noHead, signed.slice(0, since?.history.length ?? 0)),
      at: now,
      events,
      refused: [],
      notifications,
      snapshot: milestone,
      vouchers: [],
    });
    await registerFiles(this.database.db, milestone);
  }

  async publish(certificateNumber: string, evidence: Partial<EvidenceKeys> = {}): Promise<PublishedOutputs> {
    const outcome = await this.publishOrWithhold(certificateNumber, evidence);
    if ('withheld' in outcome) throw new Error(outcome.withheld.reasons.join('; '));
    return outcome;
  }

  publishOrWithhold(certificateNumber: string, evidence: Partial<EvidenceKeys> = {}): Promise<Publication> {
    const input = { milestoneId: 'M1', certificateNumber };
    return asActivity().run(publishAcceptance(this.deps(evidence)), input);
  }

  /**
   * Seals and archives as somebody would who has the keys and took the check out of their service; gives the digest
   * of the bag. `certified` is what the certificate is made of, where that is not what the record holds.
   */
  async sealUnchecked(
    certificateNumber: string,
    certified: (milestone: Milestone) => Milestone = (milestone) => milestone,
  ): Promise<string> {
    const deps = this.deps();
    const { milestone, acceptance, events } = await acceptedRecord(deps.db, 'M1', certificateNumber);
    const seal = await sealCertificate(deps, certified(milestone), acceptance, events);
    return (await archiveRecord(deps, milestone, seal, events)).sha256;
  }

  timestamp(certificateNumber: string, evidence: Partial<EvidenceKeys> = {}): Promise<TimestampOutcome> {
    const input = { milestoneId: 'M1', certificateNumber };
    return asActivity().run(timestampCertificate(this.deps(evidence)), input);
  }

  /** What the activities are given. */
  deps(evidence: Partial<EvidenceKeys> = {}) {
    const log = pino({ level: 'silent' });
    return {
      db: this.database.db,
      files: this.store,
      log,
      sendWebhook: undefined,
      publicUrl: 'http://localhost:3000',
      evidence: { ...this.evidence, ...evidence },
    };
  }

  /** As the engagement of the record has them. */
  get files(): Files {
    return this.store.of(engagementId);
  }

  /** Where a copy of a file lies, as it was put in. */
  async copyOf(sha256: string): Promise<string> {
    const path = join(this.#folder, `${sha256}.copy`);
    await pipeline(await this.files.open(sha256), createWriteStream(path));
    return path;
  }

  async read(sha256: string): Promise<Buffer> {
    return buffer(await this.files.open(sha256));
  }
}

const asActivity = () => new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR') });
