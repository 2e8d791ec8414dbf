// The milestone that is tampered with: brought to formal sign-off, and to its certificate, by people who answer their mail.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Inbox } from '../demo/inbox.ts';
import { answer } from '../demo/requestPage.ts';
import { people, sampleEngagement } from '../demo/sample.ts';
import type { Milestone, Service } from '../demo/service.ts';

type Person = (typeof people)[keyof typeof people];
const engagementId = 'tamper';

export class SampleMilestone {
  readonly milestoneId: string;
  readonly engagementId = engagementId;
  readonly #service: Service;
  readonly #inbox: Inbox;

  private constructor(service: Service, milestoneId: string) {
    this.#service = service;
    this.#inbox = new Inbox(service.inboxUrl);
    this.milestoneId = milestoneId;
  }

  /** Registers the engagement first, where it is not yet. */
  static async begin(service: Service, milestoneId: string): Promise<SampleMilestone> {
    await service.post('/engagements', sampleEngagement(engagementId)).catch(() => undefined);
    await service.post('/milestones', { milestoneId, engagementId, personId: 'manager', plan });
    return new SampleMilestone(service, milestoneId);
  }

  /** Package, validation and review; the client's approver is asked for a signature then. */
  async toSignOff(): Promise<Milestone> {
    await this.#submit();
    await this.answer(people.validator, 'Please validate', {
      'outcome-REQ-1': 'met',
      'evidence-REQ-1': 'Read from cover to cover',
      summary: 'It meets the requirement.',
      recommendation: 'accept',
    });
    await this.answer(people.stakeholder, 'Please review', { decision: 'approve', comments: '' });
    return this.#service.waitUntil(this.milestoneId, 'is at formal sign-off', ({ phase }) => phase === 'formalSignOff');
  }

  async sign(person: Person): Promise<void> {
    await this.answer(person, 'Please sign', { decision: 'sign', agreesToStatement: 'yes' });
  }

  async answerLink(link: string, person: Person, entries: Record<string, string>): Promise<void> {
    await answer(link, { ...entries, typedName: person.name });
  }

  /** Where a reply to the mail that asks this person goes. */
  async replyAddressOf(person: Person, about: string): Promise<string> {
    const mails = (await (await fetch(`${this.#service.inboxUrl}/email`)).json()) as {
      subject: string;
      text: string;
      to: { address: string }[];
      replyTo?: { address: string }[];
    }[];
    const mail = mails.findLast(
      ({ subject, text, to }) =>
        subject.includes(about) &&
        text.includes(this.milestoneId) &&
        to.some(({ address }) => address === person.email),
    );
    const address = mail?.replyTo?.[0]?.address;
    if (!address) throw new Error(`The mail to ${person.email} has no address for replies.`);
    return address;
  }

  async answer(person: Person, about: string, entries: Record<string, string>): Promise<void> {
    await answer(await this.linkOf(person, about), { ...entries, typedName: person.name });
  }

  async linkOf(person: Person, about: string): Promise<string> {
    return (await this.#inbox.waitForLink(person.email, about, this.milestoneId)).link;
  }

  async #submit(): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), 'sign-off-tamper-'));
    const path = join(folder, 'manual.txt');
    await writeFile(path, 'How the platform is run.\n');
    const documentId = await this.#service.upload(engagementId, 'manager', path, 'text/plain');
    await rm(folder, { recursive: true });
    const today = new Date().toISOString().slice(0, 10);
    await this.#service.post(`/milestones/${this.milestoneId}/package`, {
      personId: 'manager',
      completedOn: today,
      summary: 'The manual.',
      deliverables: [{ deliverableId: 'manual', version: '1', documentIds: [documentId] }],
      completedServices: [{ description: 'Writing of the manual', completedOn: today }],
      qualityReviews: [{ name: 'Proof-reading', outcome: 'passed' }],
    });
  }
}

const plan = {
  title: 'Manual',
  deliverables: [{ deliverableId: 'manual', title: 'Manual', authorIds: ['author'] }],
  requirements: [{ requirementId: 'REQ-1', text: 'The manual names every command.' }],
  expectedQualityReviews: ['Proof-reading'],
  validators: { name: 'Technical validation', memberIds: ['validator'] },
  reviewGroups: [{ name: 'Client delivery', memberIds: ['stakeholder'] }],
  approvalAuthorityList: [
    { name: 'Client', members: [{ personId: 'approver', limit: '250000.00' }] },
    { name: 'Firm', members: [{ personId: 'partner' }] },
  ],
  value: { amount: '120000.00', currency: 'EUR' },
  nextPhase: { name: 'Roll-out', scope: 'Roll-out to the second site.' },
};
