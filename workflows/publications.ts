// Gets the outputs of an acceptance published, once each, without keeping the process from taking messages meanwhile.
import { ActivityFailure, condition, log, proxyActivities, sleep } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import { awaitingTimestamp, unpublished } from '../domain/acceptance/publications.ts';
import type { Milestone, PublishedOutputs, TimestampOutcome, WithheldAcceptance } from '../domain/milestone.ts';
import { isUnreadable } from '../domain/records/unreadable.ts';
import { fewTries, publicationDays } from '../domain/records/obstacles.ts';

/** Rendering and archiving read whole files, so this is an ordinary activity. */
const publishing = {
  startToCloseTimeout: '1h',
  heartbeatTimeout: '1m',
  summary: 'certificate, next-phase authorisation, invoice release, archive',
} as const;

const firstTries = proxyActivities<Activities>({
  ...publishing,
  retry: { initialInterval: '1s', maximumAttempts: fewTries },
});

const pauseAfterFailure = 3_600_000;

/** The server repeats them, which adds nothing to the history. */
const furtherTries = (milliseconds: number) =>
  proxyActivities<Activities>({
    ...publishing,
    scheduleToCloseTimeout: milliseconds,
    retry: { initialInterval: '10s', maximumInterval: '5m' },
  });

export class Publications {
  #underWay = new Set<string>();
  #done: PublishedOutputs[] = [];
  #withheld: WithheldAcceptance[] = [];
  #stamping = new Set<string>();
  #stamped: TimestampOutcome[] = [];
  /** How often somebody has asked to have what was given up tried again. */
  #asked = 0;
  /** Why it failed so far, by certificate number. */
  #obstructed = new Map<string, string>();
  readonly #onObstacle: () => void;

  /** `onObstacle` is called whenever an obstacle comes up or is out of the way. */
  constructor(onObstacle: () => void) {
    this.#onObstacle = onObstacle;
  }

  /** In words, for whoever looks at the workflow. */
  get obstacles(): string[] {
    return [...this.#obstructed].map(([number, reason]) => `${number} is not published yet: ${reason}`);
  }

  /** A later run may take over what is obstructed: it starts anew there, and publishing twice is harmless. */
  get canBeHandedOver(): boolean {
    return this.#stamping.size === 0 && [...this.#underWay].every((each) => this.#obstructed.has(each));
  }

  get isUnderWay(): boolean {
    return this.#underWay.size > 0 || this.#stamping.size > 0;
  }

  get hasNews(): boolean {
    return this.#done.length > 0 || this.#withheld.length > 0 || this.#stamped.length > 0;
  }

  /** What was given up is tried again, for as long as at first. */
  tryAgain(): void {
    this.#asked += 1;
  }

  /** Starts what was accepted and has no outputs yet, whether it was accepted in this run or an earlier one. */
  startMissing(milestone: Milestone): void {
    for (const certificateNumber of unpublished(milestone)) {
      if (this.#underWay.has(certificateNumber)) continue;
      this.#underWay.add(certificateNumber);
      void this.#publish(milestone.milestoneId, certificateNumber);
    }
    for (const awaited of awaitingTimestamp(milestone)) this.#startTimestamp(milestone.milestoneId, awaited);
  }

  /**
   * Until it is published or withheld: by itself for some days, since even a failure that the activity calls permanent may be
   * mended outside; then whenever somebody asks.
   */
  async #publish(milestoneId: string, certificateNumber: string): Promise<void> {
    if (await this.#attempt(firstTries, milestoneId, certificateNumber)) return;
    for (;;) {
      const until = Date.now() + publicationDays * 86_400_000;
      do {
        const left = Math.max(pauseAfterFailure, until - Date.now());
        if (await this.#attempt(furtherTries(left), milestoneId, certificateNumber)) return;
        if (Date.now() < until) await sleep(pauseAfterFailure, { summary: `publish ${certificateNumber} again` });
      } while (Date.now() < until);
      const asked = this.#asked;
      await condition(() => this.#asked > asked);
    }
  }

  /** Whether anything came of it. */
  async #attempt(
    { publishAcceptance }: Pick<typeof firstTries, 'publishAcceptance'>,
    milestoneId: string,
    certificateNumber: string,
  ): Promise<boolean> {
    try {
      // Awaited first: `collect` may put another list in place meanwhile.
      const outcome = await publishAcceptance({ milestoneId, certificateNumber });
      if (isUnreadable(outcome)) return this.#obstruct(milestoneId, certificateNumber, completedElsewhere);
      if ('withheld' in outcome) this.#withheld.push(outcome.withheld);
      else this.#done.push(outcome);
      if (this.#obstructed.delete(certificateNumber)) this.#onObstacle();
      return true;
    } catch (error) {
      if (!(error instanceof ActivityFailure)) throw error;
      return this.#obstruct(milestoneId, certificateNumber, reasonOf(error));
    }
  }

  #obstruct(milestoneId: string, certificateNumber: string, reason: string): false {
    if (this.#obstructed.get(certificateNumber) === reason) return false;
    log.error('an acceptance could not be published', { milestoneId, certificateNumber, reason });
    this.#obstructed.set(certificateNumber, reason);
    this.#onObstacle();
    return false;
  }

  /** Where publishing named a time to try until; results of earlier releases name none, so nothing changes for them. */
  #startTimestamp(
    milestoneId: string,
    { certificateNumber, until }: { certificateNumber: string; until: string },
  ): void {
    if (this.#stamping.has(certificateNumber)) return;
    this.#stamping.add(certificateNumber);
    void timestamp(milestoneId, certificateNumber, until).then((outcome) => {
      this.#stamped.push(outcome);
    });
  }

  /** The outputs published since last asked. */
  collect(): PublishedOutputs[] {
    const done = this.#done;
    this.#done = [];
    for (const each of done) this.#underWay.delete(each.certificateNumber);
    return done;
  }

  /** What was found not to be sufficient since last asked. */
  collectWithheld(): WithheldAcceptance[] {
    const withheld = this.#withheld;
    this.#withheld = [];
    for (const each of withheld) this.#underWay.delete(each.certificateNumber);
    return withheld;
  }

  /** The seals that got a timestamp, or will get none, since last asked. */
  collectTimestamps(): TimestampOutcome[] {
    const stamped = this.#stamped;
    this.#stamped = [];
    for (const each of stamped) this.#stamping.delete(each.certificateNumber);
    return stamped;
  }
}

/** An authority that is down is asked again, at growing distance, until the time is up; then the level reached is told. */
async function timestamp(milestoneId: string, certificateNumber: string, until: string): Promise<TimestampOutcome> {
  const { timestampCertificate } = proxyActivities<Activities>({
    scheduleToCloseTimeout: Math.max(1000, Date.parse(until) - Date.now()),
    startToCloseTimeout: '1h',
    heartbeatTimeout: '1m',
    retry: { initialInterval: '5s', maximumInterval: '15m' },
    summary: `timestamp for the seal of ${certificateNumber}`,
  });
  try {
    const outcome = await timestampCertificate({ milestoneId, certificateNumber });
    return isUnreadable(outcome) ? await timestamp(milestoneId, certificateNumber, until) : outcome;
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    return { certificateNumber, level: 'B-B', reason: reasonOf(error) };
  }
}

/** Whoever has access to Temporal can complete an activity in place of a worker; what they say came of it counts for nothing. */
const completedElsewhere = 'somebody completed the activity in Temporal; it runs again';

/** The innermost cause says what was wrong; the ones around it only that it took too long. */
function reasonOf(failure: Error): string {
  let innermost = failure;
  while (innermost.cause instanceof Error) innermost = innermost.cause;
  return innermost.message.slice(0, 500);
}
