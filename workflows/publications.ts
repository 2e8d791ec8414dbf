// Gets the outputs of an acceptance published, once each, without keeping the desk from taking messages meanwhile.
import { ActivityFailure, log, proxyActivities, sleep } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import type { Milestone, PublishedOutputs } from '../domain/milestone.ts';

/** Rendering and archiving read whole files, so this is an ordinary activity; storage that is down is waited for. */
const { publishAcceptance } = proxyActivities<Activities>({
  startToCloseTimeout: '1h',
  heartbeatTimeout: '1m',
  retry: { initialInterval: '1s', maximumInterval: '5m' },
  summary: 'certificate, next-phase authorisation, invoice release, archive',
});

const pauseAfterFailure = '1h';

export class Publications {
  #underWay = new Set<string>();
  #done: PublishedOutputs[] = [];

  get isUnderWay(): boolean {
    return this.#underWay.size > 0;
  }

  get hasNews(): boolean {
    return this.#done.length > 0;
  }

  /** Starts what was accepted and has no outputs yet, whether it was accepted in this run or an earlier one. */
  startMissing(milestone: Milestone): void {
    const published = new Set(milestone.outputs.map((each) => each.certificateNumber));
    for (const { certificateNumber } of milestone.acceptances) {
      if (published.has(certificateNumber) || this.#underWay.has(certificateNumber)) continue;
      this.#underWay.add(certificateNumber);
      void this.#publish(milestone.milestoneId, certificateNumber);
    }
  }

  /** What was accepted is published in the end: even a failure that the activity calls permanent may be mended outside. */
  async #publish(milestoneId: string, certificateNumber: string): Promise<void> {
    for (;;) {
      try {
        // Awaited first: `collect` may put another list in place meanwhile.
        const outputs = await publishAcceptance({ milestoneId, certificateNumber });
        this.#done.push(outputs);
        return;
      } catch (error) {
        if (!(error instanceof ActivityFailure)) throw error;
        log.error('an acceptance could not be published', { milestoneId, certificateNumber, error });
        await sleep(pauseAfterFailure, { summary: `publish ${certificateNumber} again` });
      }
    }
  }

  /** The outputs published since last asked. */
  collect(): PublishedOutputs[] {
    const done = this.#done;
    this.#done = [];
    for (const each of done) this.#underWay.delete(each.certificateNumber);
    return done;
  }
}
