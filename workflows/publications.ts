// Gets the outputs of an acceptance published, once each, without keeping the desk from taking messages meanwhile.
import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import type { Milestone, PublishedOutputs } from '../domain/milestone.ts';

/** Rendering and archiving read whole files, so this is an ordinary activity; storage that is down is waited for. */
const { publishAcceptance } = proxyActivities<Activities>({
  startToCloseTimeout: '1h',
  heartbeatTimeout: '1m',
  retry: { initialInterval: '1s', maximumInterval: '5m' },
  summary: 'certificate, next-phase authorisation, invoice release, archive',
});

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
      void publishAcceptance({ milestoneId: milestone.milestoneId, certificateNumber }).then((outputs) => {
        this.#done.push(outputs);
      });
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
