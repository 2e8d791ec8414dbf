// What stands in the guide, and its people: who decides in it, where it says so.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as act from '../domain/acts.ts';
import { checkout } from '../support/checkout.ts';
import { HttpMilestone, type ApiStage } from './apiStage.ts';
import { engagementId, milestoneId } from '../../api/openApi/firstEngagement.ts';

export const readGuide = (): Promise<string> => readFile(join(checkout, 'api/guide/firstEngagement.md'), 'utf8');

export interface Call {
  heading: string;
  lines: string;
  /** What people do after it, as the guide tells. */
  people: string;
}

/** The numbered calls, in order; what is set beforehand is none of them. */
export const callsIn = (guide: string): Call[] =>
  guide
    .split(/^## /m)
    .filter((each) => /^\d+\. /.test(each))
    .map((section) => ({
      heading: section.split('\n', 1)[0] ?? '',
      lines: /```sh\n([\s\S]*?)```/.exec(section)?.[1] ?? '',
      people: /^> .*/ms.exec(section)?.[0] ?? '',
    }));

export class PeopleOfTheGuide {
  readonly #milestone: HttpMilestone;

  constructor(stage: ApiStage, of: { engagementId: string; milestoneId: string } = { engagementId, milestoneId }) {
    this.#milestone = new HttpMilestone(stage, of.engagementId, of.milestoneId, '');
  }

  /** Beside a program that makes the calls. */
  async decideAsTheyAreAsked(): Promise<void> {
    await this.afterRequests();
    await this.afterAnswer();
  }

  /** Tomas reports; Lucas asks and approves. */
  async afterRequests(): Promise<void> {
    await this.#isIn('validating');
    await this.#milestone.play(act.report('tester'));
    await this.#isIn('inReview');
    await this.#milestone.play(act.comment('owner', 'Does this cover the mobile layout?'), act.approve('owner'));
  }

  /** Ines signs; the certificate is there once it is sealed. */
  async afterAnswer(): Promise<void> {
    await this.#isIn('formalSignOff');
    await this.#milestone.play(act.sign('director', { typedName: 'Ines Duarte' }));
    await this.#milestone.until(({ outputs }) => outputs.length === 1);
  }

  async #isIn(phase: string): Promise<void> {
    await this.#milestone.until(({ stage }) => stage.phase === phase);
  }
}
