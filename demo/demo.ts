// `npm run demo`: takes a release of this very project from package to signed acceptance on the running service.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { loadConfig } from '../config.ts';
import { answer, Inbox } from './inbox.ts';
import { people, sampleEngagement, samplePlan } from './sample.ts';
import { Service, type Milestone } from './service.ts';

const execute = promisify(execFile);
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const say = (text: string): void => console.log(text);

interface Files {
  manual: string;
  interface: string;
  software: string;
  'test-report': string;
  passed: number;
}

async function realFiles(service: Service, folder: string): Promise<Files> {
  say('Preparing real files: this project’s README, OpenAPI document, packed tarball, and a run of its domain tests …');
  const openApi = join(folder, 'openapi.json');
  await writeFile(openApi, await service.download('/openapi.json'));
  const { stdout } = await execute('npm', ['pack', '--silent', '--pack-destination', folder], {
    cwd: root,
    shell: process.platform === 'win32',
  });
  const report = join(folder, 'test-report.txt');
  const mocha = join(root, 'node_modules/mocha/bin/mocha.js');
  const run = await execute(
    process.execPath,
    [mocha, '--no-config', '--import=tsx', '--timeout=60000', 'test/domain/!(alwaysHolds).test.ts'],
    { cwd: root, maxBuffer: 1e8 },
  );
  await writeFile(report, run.stdout);
  const passed = Number(/(\d+) passing/.exec(run.stdout)?.[1] ?? 0);
  return {
    manual: join(root, 'README.md'),
    interface: openApi,
    software: join(folder, stdout.trim()),
    'test-report': report,
    passed,
  };
}

async function submitPackage(
  service: Service,
  engagementId: string,
  milestoneId: string,
  files: Files,
  version: string,
): Promise<void> {
  const deliverables = [];
  for (const deliverableId of ['manual', 'interface', 'software', 'test-report'] as const) {
    const documentId = await service.upload(engagementId, 'manager', files[deliverableId], 'application/octet-stream');
    deliverables.push({ deliverableId, version, documentIds: [documentId] });
  }
  const today = new Date().toISOString().slice(0, 10);
  await service.post(`/milestones/${milestoneId}/package`, {
    personId: 'manager',
    completedOn: today,
    summary: 'The release as built from this checkout.',
    deliverables,
    completedServices: [{ description: 'Design, construction and test of the release', completedOn: today }],
    qualityReviews: [{ name: 'Test run', outcome: 'passed', explanation: `${files.passed} tests passed` }],
  });
}

async function validate(inbox: Inbox, milestoneId: string, files: Files): Promise<void> {
  const { subject, link } = await inbox.waitForLink(people.validator.email, 'Please validate', milestoneId);
  say(`   mail to ${people.validator.name}: “${subject}”; she opens the link and reports`);
  const met = (id: string, evidence: string) => ({ [`outcome-${id}`]: 'met', [`evidence-${id}`]: evidence });
  await answer(link, {
    ...met('REQ-1', 'Read README.md; the commands are there.'),
    ...met('REQ-2', 'openapi.json says openapi 3.1.0.'),
    ...met('REQ-3', `${files.passed} tests passed, none failed.`),
    summary: 'All deliverables meet the technical requirements.',
    recommendation: 'accept',
    typedName: people.validator.name,
  });
}

async function review(service: Service, inbox: Inbox, milestoneId: string): Promise<void> {
  const { subject, link } = await inbox.waitForLink(people.stakeholder.email, 'Please review', milestoneId);
  say(`   mail to ${people.stakeholder.name}: “${subject}”; he approves with a comment`);
  await answer(link, {
    decision: 'approve',
    comments: 'Will the second site get the same settings?',
    typedName: people.stakeholder.name,
  });
  say('   the comment must be addressed before formal sign-off; the engagement manager answers it');
  await service.post(`/milestones/${milestoneId}/feedback/F1/response`, {
    personId: 'manager',
    response: 'Yes, by the same configuration.',
  });
}

async function signAs(inbox: Inbox, milestoneId: string, person: { name: string; email: string }): Promise<void> {
  const { subject, link } = await inbox.waitForLink(person.email, 'Please sign', milestoneId);
  say(`   mail to ${person.name}: “${subject}”; reads, types the name, signs`);
  await answer(link, { decision: 'sign', agreesToStatement: 'yes', typedName: person.name });
}

async function accept(service: Service, inbox: Inbox, engagementId: string, files: Files): Promise<string> {
  const { milestoneId } = await service.post<Milestone>('/milestones', {
    engagementId,
    personId: 'manager',
    plan: samplePlan('Release of the sign-off platform'),
  });
  say(`\n1. Deliverable compilation   milestone ${milestoneId}`);
  await submitPackage(service, engagementId, milestoneId, files, '1.0');
  const { package: frozen } = await service.get<Milestone>(`/milestones/${milestoneId}`);
  say(`   four deliverables frozen under SHA-256 ${frozen?.digest.slice(0, 16)}…`);
  say('2. Technical validation');
  await validate(inbox, milestoneId, files);
  say('3. Stakeholder review');
  await review(service, inbox, milestoneId);
  say('4. Formal sign-off');
  await signAs(inbox, milestoneId, people.approver);
  await signAs(inbox, milestoneId, people.partner);
  await service.waitForPhase(milestoneId, 'accepted');
  return milestoneId;
}

async function leaveOneWaiting(service: Service, inbox: Inbox, engagementId: string, files: Files): Promise<void> {
  const { milestoneId } = await service.post<Milestone>('/milestones', {
    engagementId,
    personId: 'manager',
    plan: samplePlan('Operations handbook'),
  });
  await submitPackage(service, engagementId, milestoneId, files, '0.9');
  await validate(inbox, milestoneId, files);
  await review(service, inbox, milestoneId);
  const { link } = await inbox.waitForLink(people.approver.email, 'Please sign', milestoneId);
  say(
    `\nA second milestone, ${milestoneId}, waits for you. Open its mail in ${service.inboxUrl}, or directly:\n  ${link}\nSign as “${people.approver.name}”.`,
  );
}

async function demo(): Promise<void> {
  const service = await Service.running(loadConfig().stateFolder);
  const inbox = new Inbox(service.inboxUrl);
  const folder = await mkdtemp(join(tmpdir(), 'sign-off-demo-'));
  try {
    const files = await realFiles(service, folder);
    const engagementId = `demo-${Date.now().toString(36)}`;
    await service.post('/engagements', sampleEngagement(engagementId));
    const milestoneId = await accept(service, inbox, engagementId, files);
    const certificate = await service.get<{ certificateNumber: string }>(`/milestones/${milestoneId}/certificate`);
    const release = await service.get<{ status: string; amountReleased: string; currency: string }>(
      `/milestones/${milestoneId}/invoice-release`,
    );
    const path = join(loadConfig().stateFolder, `${certificate.certificateNumber}.pdf`);
    await writeFile(path, await service.download(`/milestones/${milestoneId}/certificate.pdf`));
    say(`\nAccepted. Invoice release: ${release.status}, ${release.amountReleased} ${release.currency}.`);
    await leaveOneWaiting(service, inbox, engagementId, files);
    say(
      `\nCertificate: ${path}\n         or: ${service.apiUrl}/milestones/${milestoneId}/certificate.pdf (with the API key)`,
    );
    say(`accepted ${milestoneId}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

demo().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
