// `npm run demo`: takes a release of this very project from package to signed acceptance on the running service.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../config.ts';
import { Inbox } from './inbox.ts';
import { buildRelease, type Release } from './release.ts';
import { mailedList, showPage } from './ending.ts';
import { answer } from './requestPage.ts';
import { people, sampleEngagement, samplePlan } from './sample.ts';
import { Service, type Milestone } from './service.ts';
import { playWeek } from './week.ts';

const say = (text: string): void => console.log(text);

interface Scene {
  service: Service;
  inbox: Inbox;
  release: Release;
  engagementId: string;
  stateFolder: string;
}

/** One milestone of the scene on its way; its four stages are its methods. */
class Journey {
  readonly #scene: Scene;
  readonly milestoneId: string;

  private constructor(scene: Scene, milestoneId: string) {
    this.#scene = scene;
    this.milestoneId = milestoneId;
  }

  static async begin(scene: Scene, title: string): Promise<Journey> {
    const { milestoneId } = await scene.service.post<Milestone>('/milestones', {
      engagementId: scene.engagementId,
      personId: 'manager',
      plan: samplePlan(title),
    });
    return new Journey(scene, milestoneId);
  }

  async compile(version: string): Promise<void> {
    const { service, release, engagementId } = this.#scene;
    const deliverables = [];
    for (const { deliverableId, path, mediaType } of release.files) {
      const documentId = await service.upload(engagementId, 'manager', path, mediaType);
      deliverables.push({ deliverableId, version, documentIds: [documentId] });
    }
    const today = new Date().toISOString().slice(0, 10);
    await service.post(`/milestones/${this.milestoneId}/package`, {
      personId: 'manager',
      completedOn: today,
      summary: 'The release as built from this checkout.',
      deliverables,
      completedServices: [{ description: 'Design, construction and test of the release', completedOn: today }],
      qualityReviews: [{ name: 'Test run', outcome: 'passed', explanation: `${release.testsPassed} tests passed` }],
    });
    const { package: frozen } = await service.waitUntil(this.milestoneId, 'has a package', (each) => !!each.package);
    say(`   ${deliverables.length} deliverables uploaded; the checklist is complete`);
    say(`   package frozen under SHA-256 ${frozen?.digest}, request ${frozen?.requestNumber}`);
  }

  async validate(): Promise<void> {
    const { evidence } = this.#scene.release;
    const link = await this.#linkFor(people.validator, 'Please validate');
    const results = Object.entries(evidence).flatMap(([id, seen]) => [
      [`outcome-${id}`, 'met'],
      [`evidence-${id}`, seen],
    ]);
    for (const [id, seen] of Object.entries(evidence)) say(`   ${id} met: ${seen}`);
    await answer(link, {
      ...(Object.fromEntries(results) as Record<string, string>),
      summary: 'All deliverables meet the technical requirements.',
      recommendation: 'accept',
      typedName: people.validator.name,
    });
    say('   report: all requirements met, recommended for acceptance');
  }

  /** A question that the engagement manager has to answer. */
  async ask(comments: string): Promise<void> {
    const link = await this.#linkFor(people.stakeholder, 'Please review');
    await answer(link, { decision: 'approve', comments, needsAnswer: 'yes', typedName: people.stakeholder.name });
    say(`   he approves, and asks: “${comments}”`);
  }

  async review(): Promise<void> {
    const { service } = this.#scene;
    await this.ask('Will the second site get the same settings?');
    const { feedback } = await service.waitUntil(this.milestoneId, 'has feedback', (each) => each.feedback.length > 0);
    const response = 'Yes, by the same configuration.';
    for (const { feedbackId } of feedback) {
      await service.post(`/milestones/${this.milestoneId}/feedback/${feedbackId}/response`, {
        personId: 'manager',
        response,
      });
      say(`   ${people.manager.name} addresses ${feedbackId}, as formal sign-off requires: “${response}”`);
    }
  }

  async sign(person: { name: string; email: string; capacity: string }): Promise<void> {
    const link = await this.#linkFor(person, 'Please sign');
    await answer(link, { decision: 'sign', agreesToStatement: 'yes', typedName: person.name });
    say(`   agrees to the statement, types the name and signs as ${person.capacity}`);
  }

  /** Saves certificate and archived record beside the service's state; returns the path of the certificate. */
  async collectOutputs(): Promise<string> {
    const { service, stateFolder } = this.#scene;
    await service.waitUntil(this.milestoneId, 'is accepted', (each) => each.certificateNumber !== undefined);
    const at = `/milestones/${this.milestoneId}`;
    const { certificateNumber } = await service.get<{ certificateNumber: string }>(`${at}/certificate`);
    const release = await service.get<Record<'status' | 'amountReleased' | 'currency', string>>(
      `${at}/invoice-release`,
    );
    const next = await service.get<{ authorisationNumber: string; scope: { name: string } }>(
      `${at}/next-phase-authorisation`,
    );
    const path = join(stateFolder, `${certificateNumber}.pdf`);
    await writeFile(path, await service.download(`${at}/certificate.pdf`), { mode: 0o600 });
    const record = join(stateFolder, `${certificateNumber}.zip`);
    await writeFile(record, await service.download(`${at}/archive`), { mode: 0o600 });
    say('\nAccepted. At quorum these appeared together:');
    say(`   certificate ${certificateNumber}`);
    say(`   next-phase authorisation ${next.authorisationNumber}: ${next.scope.name}`);
    say(`   invoice release: ${release.status}, ${release.amountReleased} ${release.currency}`);
    say(`   archived record: ${record}`);
    return path;
  }

  /** Left for the newcomer to decide. */
  async linkToSign(): Promise<string> {
    return this.#linkFor(people.approver, 'Please sign');
  }

  async #linkFor({ name, email }: { name: string; email: string }, about: string): Promise<string> {
    const { subject, link } = await this.#scene.inbox.waitForLink(email, about, this.milestoneId);
    say(`   mail to ${name}: “${subject}”`);
    return link;
  }
}

async function accept(scene: Scene): Promise<{ milestoneId: string; certificate: string }> {
  const journey = await Journey.begin(scene, 'Release of the sign-off platform');
  say(`\nMilestone ${journey.milestoneId}: Release of the sign-off platform`);
  say('\n1. Deliverable compilation');
  await journey.compile('1.0');
  say('\n2. Technical validation');
  await journey.validate();
  say('\n3. Stakeholder review');
  await journey.review();
  say('\n4. Formal sign-off');
  await journey.sign(people.approver);
  await journey.sign(people.partner);
  return { milestoneId: journey.milestoneId, certificate: await journey.collectOutputs() };
}

async function leaveOneWaiting(scene: Scene): Promise<void> {
  const journey = await Journey.begin(scene, 'Operations handbook');
  say(`\nMilestone ${journey.milestoneId}: Operations handbook, as far as formal sign-off`);
  await journey.compile('0.9');
  await journey.validate();
  await journey.review();
  const link = await journey.linkToSign();
  say(`\nIt waits for you. Open that mail in ${scene.service.inboxUrl}, or its link:`);
  say(`   ${link}`);
  say(`and sign as “${people.approver.name}”; then the firm's partner is asked.`);
}

async function demo(): Promise<void> {
  const { stateFolder } = loadConfig();
  const service = await Service.running(stateFolder);
  const folder = await mkdtemp(join(tmpdir(), 'sign-off-demo-'));
  try {
    say('Building the release: README, OpenAPI document, packed tarball, and a run of the four stages’ tests …');
    const release = await buildRelease(folder, await service.download('/openapi.json'));
    const engagementId = `demo-${Date.now().toString(36)}`;
    await service.post('/engagements', sampleEngagement(engagementId));
    const scene = { service, inbox: new Inbox(service.inboxUrl), release, engagementId, stateFolder };
    const { milestoneId, certificate } = await accept(scene);
    await leaveOneWaiting(scene);
    say('\nA week of work beside them, in two more engagements:');
    for (const title of await playWeek({ service, inbox: scene.inbox, run: engagementId, folder })) say(`   ${title}`);
    say(`\nThe certificate of the first: ${certificate}`);
    const mailed = await mailedList(service.apiUrl, people.approver.email, scene.inbox);
    say(
      `\nAll that is asked of ${people.approver.name}, who has no account, behind the link that was mailed just now:`,
    );
    say(`   ${mailed}`);
    const desk = `${service.apiUrl}/sign-in?to=/desk`;
    say(`\nThe desk of ${people.manager.name}, whom you choose there with one click:`);
    say(`   ${desk}`);
    if (await showPage(desk)) say('   It opens in your browser.');
    say(`accepted ${milestoneId}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

demo().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
