// A milestone published on real PostgreSQL and real files, without the workflow: for tests of what was published.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
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
import type { FileStore } from '../../storage/fileStore.ts';
import { openFileStore } from '../../storage/openFileStore.ts';
import type { Scenario } from '../domain/scenario.ts';
import { testEvidenceKeys } from './evidenceKeys.ts';
import { registerFiles } from './registerFiles.ts';
import { testDatabase, type TestDatabase } from './postgres.ts';
import { signedOnRecord } from './testVouchers.ts';

export class PublishedRecord {
  readonly database: TestDatabase;
  readonly files: FileStore;
  readonly evidence: EvidenceKeys;
  readonly #folder: string;
  #batch = 0;

  private constructor(database: TestDatabase, files: FileStore, evidence: EvidenceKeys, folder: string) {
    this.database = database;
    this.files = files;
    this.evidence = evidence;
    this.#folder = folder;
  }

  /** With the document in store that the usual package names. */
  static async open(
    evidence: Partial<EvidenceKeys> = {},
    storing: (files: FileStore) => FileStore = (files) => files,
  ): Promise<PublishedRecord> {
    const folder = await mkdtemp(join(tmpdir(), 'published-'));
    const files = storing(await openFileStore(folder));
    await files.put(Readable.from(['doc1']));
    const keys = { ...(await testEvidenceKeys()), ...evidence };
    return new PublishedRecord(await testDatabase(), files, keys, folder);
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
      engagementId: 'engagement-1',
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
      files: this.files,
      log,
      sendWebhook: undefined,
      publicUrl: 'http://localhost:3000',
      evidence: { ...this.evidence, ...evidence },
    };
  }

  /** Where the folder store has a file. */
  pathOf(sha256: string): string {
    return join(this.#folder, sha256.slice(0, 2), sha256.slice(2));
  }

  async read(sha256: string): Promise<Buffer> {
    return buffer(await this.files.open(sha256));
  }
}

const asActivity = () => new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR') });
