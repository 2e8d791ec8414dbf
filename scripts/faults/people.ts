// The people of a run: a manager over the API, the others behind the links in their mail. Each act is done until it is acknowledged.
import { setTimeout as sleep } from 'node:timers/promises';
import { answer } from '../demo/requestPage.ts';
import { people, sampleEngagement } from '../demo/sample.ts';
import type { Api } from './api.ts';
import type { FaultyInbox } from './inbox.ts';

export const engagementId = 'faults';

/** What somebody was told is done. */
export interface Acknowledged {
  milestoneId: string;
  personId: string;
  event: 'packageFrozen' | 'validationReported' | 'feedbackGiven' | 'signed' | 'cancelled';
}

export type Ending = 'accepted' | 'cancelled';

export class People {
  readonly acknowledged: Acknowledged[] = [];
  readonly endings = new Map<string, Ending>();
  /** Milliseconds from the press of a button to the page that says it is done, by what was decided. */
  readonly pressed = new Map<Acknowledged['event'], number[]>();
  /** Decisions that had to be sent again, because no answer came. */
  repeated = 0;
  readonly #api: Api;
  readonly #inbox: FaultyInbox;
  readonly #urls: readonly string[];
  #tries = 0;

  /** Pages are opened at one API after the other, whichever the mail names. */
  constructor(api: Api, inbox: FaultyInbox, urls: readonly string[]) {
    this.#api = api;
    this.#inbox = inbox;
    this.#urls = urls;
  }

  accepted(): string[] {
    return [...this.endings].filter(([, ending]) => ending === 'accepted').map(([milestoneId]) => milestoneId);
  }

  async register(): Promise<void> {
    await this.#api.post('/engagements', sampleEngagement(engagementId), 'engagement');
  }

  /** From its plan to its last decision. One in six is called off by its manager once it is validated. */
  async play(number: number): Promise<void> {
    const milestoneId = `m${number}`;
    const ending: Ending = number % 6 === 0 ? 'cancelled' : 'accepted';
    this.endings.set(milestoneId, ending);
    await this.#api.post(
      '/milestones',
      { milestoneId, engagementId, personId: 'manager', plan },
      `${milestoneId}-start`,
    );
    await this.#submit(milestoneId);
    await this.#decide(milestoneId, 'validator', 'Please validate', 'validationReported', {
      'outcome-R1': 'met',
      'evidence-R1': 'Read.',
      summary: 'Looked at everything.',
      recommendation: 'accept',
    });
    if (ending === 'cancelled') {
      const at = `/milestones/${milestoneId}/cancellation`;
      const cancel = { personId: 'manager', reason: 'Not wanted any more' };
      await this.#untilOnRecord(milestoneId, at, cancel, `${milestoneId}-cancel`, (phase) => phase === 'cancelled');
      this.acknowledged.push({ milestoneId, personId: 'manager', event: 'cancelled' });
      return;
    }
    await this.#decide(milestoneId, 'stakeholder', 'Please review', 'feedbackGiven', { decision: 'approve' });
    for (const personId of ['approver', 'partner'] as const)
      await this.#decide(milestoneId, personId, 'Please sign', 'signed', {
        decision: 'sign',
        agreesToStatement: 'yes',
      });
  }

  async #submit(milestoneId: string): Promise<void> {
    const query = new URLSearchParams({ fileName: `${milestoneId}.txt`, personId: 'manager' });
    const { documentId } = await this.#api.post<{ documentId: string }>(
      `/engagements/${engagementId}/documents?${query}`,
      `The design of ${milestoneId}.`,
      `${milestoneId}-document`,
    );
    const completedOn = new Date().toISOString().slice(0, 10);
    const deliverables = [{ deliverableId: 'design', version: '1.0', documentIds: [documentId] }];
    const completedServices = [{ description: 'Design', completedOn }];
    await this.#untilOnRecord(
      milestoneId,
      `/milestones/${milestoneId}/package`,
      {
        personId: 'manager',
        completedOn,
        summary: 'The design.',
        deliverables,
        completedServices,
        qualityReviews: [{ name: 'Peer review', outcome: 'passed' }],
      },
      `${milestoneId}-package`,
      (phase) => phase !== 'compiling',
    );
    this.acknowledged.push({ milestoneId, personId: 'manager', event: 'packageFrozen' });
  }

  /** *Accepted* (202) is with Temporal alone, of which an older copy may be put back: looked after until it is on record, and sent again. */
  async #untilOnRecord(
    milestoneId: string,
    path: string,
    body: object,
    once: string,
    isOnRecord: (phase: string) => boolean,
  ): Promise<void> {
    const isDone = async () => isOnRecord((await this.#api.get<{ phase: string }>(`/milestones/${milestoneId}`)).phase);
    for (let time = 1; ; time += 1) {
      // What was sent before may be ruled on meanwhile: this one is then refused for good, as coming too late.
      const needless = new AbortController();
      let refused: Error | undefined;
      let until = Infinity;
      void this.#api
        .post(path, body, `${once}-${time}`, needless.signal)
        .catch((error: Error) => (refused = error))
        .finally(() => (until = Date.now() + 30_000));
      for (; Date.now() < until; await sleep(500)) if (await isDone()) return needless.abort();
      if (refused) throw refused;
      this.repeated += 1;
    }
  }

  async #decide(
    milestoneId: string,
    personId: 'validator' | 'stakeholder' | 'approver' | 'partner',
    about: string,
    event: Acknowledged['event'],
    entries: Record<string, string>,
  ): Promise<void> {
    const { email, name } = people[personId];
    const link = await this.#linkTo(milestoneId, email, about);
    for (;;) {
      try {
        this.#tries += 1;
        const took = await answer(elsewhere(link, this.#urls[this.#tries % this.#urls.length]), {
          ...entries,
          typedName: name,
        });
        this.pressed.set(event, [...(this.pressed.get(event) ?? []), took]);
        break;
      } catch (error) {
        // The answer to an earlier try may have been lost, and its decision stand: the page then says so instead of asking.
        if (!(error instanceof Error)) throw error;
        if (/decided|You signed on|on record/i.test(error.message) && !/did not|not yet/.test(error.message)) break;
        this.repeated += 1;
        await sleep(500);
      }
    }
    this.acknowledged.push({ milestoneId, personId, event });
  }

  async #linkTo(milestoneId: string, email: string, about: string): Promise<string> {
    for (let seen = 0; ;) {
      for (; seen < this.#inbox.taken.length; seen += 1) {
        const mail = this.#inbox.taken[seen];
        if (mail?.to !== email || !mail.subject.includes(about) || !isAbout(milestoneId, mail.text)) continue;
        const link = /https?:\/\/\S+\/r\/\S+/.exec(mail.text)?.[0];
        if (link) return link;
      }
      await sleep(200);
    }
  }
}

const elsewhere = (link: string, url: string | undefined): string => (url ?? '') + new URL(link).pathname;

const isAbout = (milestoneId: string, text: string): boolean => new RegExp(`\\b${milestoneId}\\b`).test(text);

const plan = {
  title: 'Design',
  deliverables: [{ deliverableId: 'design', title: 'Design document', authorIds: ['author'] }],
  expectedQualityReviews: ['Peer review'],
  requirements: [{ requirementId: 'R1', text: 'The design covers every site in scope.' }],
  validators: { name: 'Technical validation', memberIds: ['validator'] },
  reviewGroups: [{ name: 'Client delivery', memberIds: ['stakeholder'] }],
  approvalAuthorityList: [
    { name: 'Client', members: [{ personId: 'approver' }] },
    { name: 'Firm', members: [{ personId: 'partner' }] },
  ],
  value: { amount: '1200.00', currency: 'EUR' },
  nextPhase: { name: 'Build', scope: 'Build what was designed.' },
};
export const { amount } = plan.value;
