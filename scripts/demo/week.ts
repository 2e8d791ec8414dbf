// A week of a manager's work for the demo: milestones of fictional engagements, each left where one of them comes to, by the product's own doors.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Inbox } from './inbox.ts';
import { answer } from './requestPage.ts';
import type { Milestone, Service } from './service.ts';
import {
  completionDate,
  deliverableIds,
  qualityReview,
  requirementIds,
  weekEngagements,
  weekPeople,
  weekPlan,
  type PersonOfWeek,
  type PlannedWeek,
} from './weekPlans.ts';

interface Scene {
  service: Service;
  inbox: Inbox;
  /** Engagements begin with it. */
  run: string;
  /** Files are written there before they are uploaded. */
  folder: string;
}

/** One milestone, and the acts that people take on it: the manager's by the API, the others' behind the links in their mail. */
class Course {
  readonly #scene: Scene;
  readonly #planned: PlannedWeek;
  readonly #at: string;
  readonly milestoneId: string;

  private constructor(scene: Scene, planned: PlannedWeek, milestoneId: string) {
    this.#scene = scene;
    this.#planned = planned;
    this.#at = `/milestones/${milestoneId}`;
    this.milestoneId = milestoneId;
  }

  static async begin(scene: Scene, planned: PlannedWeek): Promise<Course> {
    const { milestoneId } = await scene.service.post<Milestone>('/milestones', {
      ...{ engagementId: `${scene.run}-${planned.engagement}`, personId: 'manager' },
      plan: weekPlan(planned, new Date()),
    });
    return new Course(scene, planned, milestoneId);
  }

  async submit(): Promise<this> {
    const { service, run, folder } = this.#scene;
    const { title, engagement, deliverables: titles } = this.#planned;
    const deliverables = [];
    for (const [index, deliverableId] of deliverableIds.entries()) {
      const path = join(folder, `${this.milestoneId}-${deliverableId}.txt`);
      await writeFile(path, `${titles[index]}\n\nOf “${title}”. Sample text: there is no such project.\n`);
      const documentId = await service.upload(`${run}-${engagement}`, 'manager', path, 'text/plain');
      deliverables.push({ deliverableId, version: '1.0', documentIds: [documentId] });
    }
    const completedOn = completionDate(new Date());
    await this.#manager('package', {
      ...{ completedOn, summary: `What “${title}” was to bring.`, deliverables },
      completedServices: [{ description: title, completedOn }],
      qualityReviews: [{ name: qualityReview, outcome: 'passed', explanation: 'Nothing open.' }],
    });
    return this;
  }

  async validate(): Promise<this> {
    await this.#answers('validator', 'Please validate', {
      ...Object.fromEntries(
        requirementIds.flatMap((id) => [
          [`outcome-${id}`, 'met'],
          [`evidence-${id}`, 'Seen.'],
        ]),
      ),
      ...{ summary: 'Both requirements are met.', recommendation: 'accept' },
    });
    return this;
  }

  /** The second requirement is not met: it goes back. */
  async findWrong(evidence: string): Promise<void> {
    await this.#answers('validator', 'Please validate', {
      ...{ 'outcome-R1': 'met', 'evidence-R1': 'Seen.', 'outcome-R2': 'notMet', 'evidence-R2': evidence },
      ...{ 'severity-R2': '2', summary: 'The second requirement is not met.', recommendation: 'rework' },
    });
  }

  async approve(): Promise<this> {
    await this.#answers('stakeholder', 'Please review', { decision: 'approve', comments: '' });
    return this;
  }

  async ask(comments: string): Promise<void> {
    await this.#answers('stakeholder', 'Please review', { decision: 'approve', comments, needsAnswer: 'yes' });
  }

  async toSignature(): Promise<this> {
    await (await (await this.submit()).validate()).approve();
    await this.#until('waits for signatures', (each) => each.phase === 'formalSignOff');
    return this;
  }

  async refuse(reasons: string): Promise<this> {
    await this.#answers('approver', 'Please sign', { decision: 'refuse', reasons });
    return this;
  }

  async sign(): Promise<void> {
    const signs = { decision: 'sign', agreesToStatement: 'yes' };
    await this.#answers('approver', 'Please sign', signs);
    await this.#answers('partner', 'Please sign', signs);
    await this.#until('is accepted', (each) => each.certificateNumber !== undefined);
  }

  /** In review, so that who signs is asked with it. */
  async except(amountWithheld: string, description: string): Promise<void> {
    await this.#until('is in review', (each) => each.phase === 'inReview');
    const dueOn = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);
    await this.#manager('exceptions', {
      ...{ exceptionId: 'E1', description, impact: 'Two reports are made by hand until then.', severity: 4, dueOn },
      ...{ ownerId: 'author', plan: 'Deliver with the next release.', closureCriterion: 'Both run.', amountWithheld },
    });
  }

  escalate = (reason: string): Promise<void> => this.#manager('escalation', { reason });
  stopClock = (reason: string): Promise<void> => this.#manager('clock-stops', { reason, awaits: 'client' });

  async #manager(path: string, body: object): Promise<void> {
    await this.#scene.service.post(`${this.#at}/${path}`, { personId: 'manager', ...body });
  }

  #until = (what: string, isSo: (milestone: Milestone) => boolean): Promise<Milestone> =>
    this.#scene.service.waitUntil(this.milestoneId, what, isSo);

  async #answers(who: PersonOfWeek, about: string, entries: Record<string, string>): Promise<void> {
    const { email, name: typedName } = weekPeople[who];
    const { link } = await this.#scene.inbox.waitForLink(email, about, this.milestoneId);
    await answer(link, { ...entries, typedName });
  }
}

type Played = PlannedWeek & { play(course: Course): Promise<unknown> };

const erp: Played[] = [
  {
    ...{ title: 'Warehouse design', engagement: 'erp', value: '85000.00', dueInDays: 12 },
    deliverables: ['Design of the warehouse processes', 'Extract of the master data'],
    requirements: ['Goods receipt is described to the last step.', 'The extract has all articles in use.'],
    play: async (course) => (await (await course.submit()).validate()).ask('Where is the loading dock in figure 4?'),
  },
  {
    ...{ title: 'Build', engagement: 'erp', value: '140000.00', dueInDays: 5 },
    deliverables: ['Configured system', 'Manual of operations'],
    requirements: ['All agreed functions run.', 'The manual names who to call.'],
    play: async (course) => (await course.toSignature()).refuse('The manual names nobody to call at night.'),
  },
  {
    ...{ title: 'Data migration', engagement: 'erp', value: '60000.00', dueInDays: 20 },
    deliverables: ['Migration protocol', 'Reconciliation of balances'],
    requirements: ['No record is lost.', 'Balances agree to the cent.'],
    play: async (course) =>
      (await course.toSignature()).stopClock('The closing balances of the old system, which the client brings.'),
  },
  {
    ...{ title: 'Cut-over rehearsal', engagement: 'erp', value: '45000.00', dueInDays: 2 },
    deliverables: ['Script of the cut-over', 'Log of the rehearsal'],
    requirements: ['It fits into one weekend.', 'The way back was tried.'],
    play: async (course) => {
      await (await course.toSignature()).refuse('The way back was not tried with our own data.');
      await course.escalate('Both sides hold to their view of what the rehearsal was to show.');
    },
  },
  {
    ...{ title: 'Interfaces', engagement: 'erp', value: '72000.00', dueInDays: -3 },
    deliverables: ['Interface description', 'Test report of the interfaces'],
    requirements: ['Orders arrive within a minute.', 'What fails is reported.'],
    play: async (course) => {
      await (await course.submit()).validate();
      await course.except('5000.00', 'Two of twelve reports come with the next release.');
      await (await course.approve()).sign();
    },
  },
  {
    ...{ title: 'Training of key users', engagement: 'erp', value: '24000.00', dueInDays: -1 },
    deliverables: ['Course material', 'Lists of participants'],
    requirements: ['Each site has two key users.', 'The material is in English and German.'],
    play: async (course) => (await course.toSignature()).sign(),
  },
  {
    ...{ title: 'Go-live', engagement: 'erp', value: '165000.00', dueInDays: 9 },
    deliverables: ['Protocol of the go-live', 'Plan of the support'],
    requirements: ['All sites post in the new system.', 'Support is staffed for four weeks.'],
    play: (course) => course.toSignature(),
  },
  {
    ...{ title: 'Reporting', engagement: 'erp', value: '38000.00', dueInDays: 26, reviewer: 'reader' },
    deliverables: ['Catalogue of reports', 'Sample of each report'],
    requirements: ['Reports of the old system have their successor.', 'Figures agree with the ledger.'],
    play: async (course) => (await course.submit()).validate(),
  },
];

const port: Played[] = [
  {
    ...{ title: 'Berth planning', engagement: 'port', value: '98000.00', dueInDays: 1 },
    deliverables: ['Planning module', 'Report of the trial'],
    requirements: ['Ten berths are planned at once.', 'A change takes less than five seconds.'],
    play: async (course) => (await course.submit()).validate(),
  },
  {
    ...{ title: 'Gate automation', engagement: 'port', value: '54000.00', dueInDays: 15 },
    deliverables: ['Gate software', 'Report of the load test'],
    requirements: ['Number plates are read at night.', 'Sixty lorries an hour pass.'],
    play: async (course) => (await course.submit()).findWrong('41 lorries an hour passed in the load test.'),
  },
  {
    ...{ title: 'Yard interface', engagement: 'port', value: '31000.00', dueInDays: 33 },
    deliverables: ['Interface of the yard cranes', 'Protocol of the acceptance on site'],
    requirements: ['Each move is reported.', 'A lost connection loses no move.'],
    play: () => Promise.resolve(),
  },
];

/** Side by side, as it is in a week; the titles of what was left at work. */
export async function playWeek(scene: Scene): Promise<string[]> {
  for (const each of weekEngagements(scene.run, new Date())) await scene.service.post('/engagements', each);
  const all = [...erp, ...port];
  await Promise.all(all.map(async (each) => each.play(await Course.begin(scene, each))));
  return all.map(({ title }) => title);
}
