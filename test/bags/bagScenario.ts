// A milestone played for a bag that is kept: the real rules, on a real record, published by the real activities, at instants of its own.
import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import type { EvidenceKeys } from '../../activities/evidenceKeys.ts';
import { findArchive } from '../../db/outputs.ts';
import { listMailsOfRound } from '../../db/mails.ts';
import { handleTimer } from '../../domain/decide.ts';
import type { MilestoneEvent } from '../../domain/events.ts';
import { nextInstant, whatToLookUp } from '../../domain/time/onTimer.ts';
import { PublishedRecord } from '../support/publishedRecord.ts';
import type { Act } from '../domain/acts.ts';
import { givenTerms, noted, Scenario, type Terms } from '../domain/scenario.ts';

export class BagScenario {
  readonly published: PublishedRecord;
  #now: Scenario;

  private constructor(published: PublishedRecord, begun: Scenario) {
    this.published = published;
    this.#now = begun;
  }

  static async begin(terms: Terms = {}, evidence: Partial<EvidenceKeys> = {}): Promise<BagScenario> {
    const published = await PublishedRecord.open(evidence);
    const begun = givenTerms(terms);
    await published.record(begun);
    return new BagScenario(published, begun);
  }

  close(): Promise<void> {
    return this.published.close();
  }

  async keep(file: string | Buffer): Promise<string> {
    return (await this.published.files.put(Readable.from([file]))).sha256;
  }

  /** Each message is ruled on and recorded by itself, and must be acted on. */
  async play(...acts: Act[]): Promise<void> {
    for (const each of acts) {
      const next = this.#now.when(each);
      assert.equal(next.result?.outcome.message, undefined, 'what is told must be possible');
      await this.#goOn(next);
    }
  }

  /** Lets time pass, with every reminder and missed deadline on the way. */
  until(instant: string): Promise<void> {
    return this.#goOn(this.#now.when({ until: instant }));
  }

  /** Lets time pass until the silence of those asked is judged, on deliveries that the record has as taken. */
  async untilSilenceIsJudged(): Promise<void> {
    for (;;) {
      const { milestone, history } = this.#now;
      const at = nextInstant(milestone);
      assert.ok(at, 'nobody is waited for');
      const judged = whatToLookUp(milestone, at);
      const mails = judged ? await listMailsOfRound(this.published.database.db, 'M1', judged.round) : [];
      const deliveries = mails.map((mail) => ({
        ...mail,
        status: 'sent' as const,
        sentAt: judged?.since ?? at,
        response: '250 2.0.0 taken',
      }));
      const passed = handleTimer(milestone, at, judged ? { deliveries } : {});
      await this.#goOn(new Scenario(passed.milestone, at, history, passed.events));
      if (judged) return;
    }
  }

  /** Publishes what was accepted last, has the workflow's note of it recorded, and gives the archive. */
  async publish(evidence: Partial<EvidenceKeys> = {}): Promise<Buffer> {
    const outputs = await this.published.publish(this.#certificateNumber(), evidence);
    await this.#note({ type: 'outputsPublished', outputs });
    return this.published.read(outputs.archiveSha256);
  }

  async timestamp(evidence: Partial<EvidenceKeys>): Promise<Buffer> {
    const timestamp = await this.published.timestamp(this.#certificateNumber(), evidence);
    await this.#note({ type: 'certificateTimestamped', timestamp });
    return this.archive();
  }

  /** As the service gives it now. */
  async archive(): Promise<Buffer> {
    const found = await findArchive(this.published.database.db, 'M1');
    assert.ok(found);
    return this.published.read(found.sha256);
  }

  #certificateNumber(): string {
    const last = this.#now.milestone.acceptances.at(-1);
    assert.ok(last, `nothing was accepted, it is ${this.#now.phase}`);
    return last.certificateNumber;
  }

  async #note(event: MilestoneEvent): Promise<void> {
    await this.#goOn(noted(this.#now, event));
  }

  async #goOn(next: Scenario): Promise<void> {
    await this.published.record(next, this.#now);
    this.#now = next;
  }
}
