// `npm run example [-- FOLDER]`: a public contract's acceptance matrix from registration to close-out, on a stack of its own.
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Installation } from '../../test/stack/service.ts';
import { readPdf } from '../../test/evidence/readPdf.ts';
import { Inbox } from '../demo/inbox.ts';
import { answer } from '../demo/requestPage.ts';
import { Service } from '../demo/service.ts';
import { concession, engagement, found, people, plan, requirements } from './matrix.ts';

type Person = (typeof people)[keyof typeof people];

const milestoneId = 'public-beta';
const at = `/milestones/${milestoneId}`;
const today = (days = 0): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** What is done and printed, kept as the lines of docs/example.md: no dates in it, so that every run writes the same. */
class Narrative {
  readonly lines: string[] = [];

  say(...lines: string[]): void {
    this.lines.push(...lines);
    for (const each of lines) console.log(each);
  }
}

class Example {
  readonly #service: Service;
  readonly #inbox: Inbox;
  readonly #folder: string;
  readonly #narrative: Narrative;

  constructor(service: Service, folder: string, narrative: Narrative) {
    this.#service = service;
    this.#inbox = new Inbox(service.inboxUrl);
    this.#folder = folder;
    this.#narrative = narrative;
  }

  async register(): Promise<void> {
    await this.#service.post('/engagements', engagement);
    await this.#service.post('/milestones', {
      milestoneId,
      engagementId: engagement.engagementId,
      personId: 'manager',
      plan,
    });
    this.#step('Registration', `${engagement.client} has ${engagement.firm} build, under this matrix:`, '');
    this.#narrative.say(
      '| | Requirement | Standard | Acceptable quality level | Method |',
      '| --- | --- | --- | --- | --- |',
    );
    for (const each of requirements)
      this.#narrative.say(
        `| ${each.requirementId} | ${each.text} | ${each.standard} | ${each.acceptableQualityLevel} | ${each.method} |`,
      );
  }

  async compile(): Promise<void> {
    const report = join(this.#folder, 'reports.txt');
    await writeFile(
      report,
      Object.entries(found)
        .map(([id, each]) => `${id}: ${each.evidence}\n`)
        .join(''),
    );
    const documentId = await this.#service.upload(engagement.engagementId, 'manager', report, 'text/plain');
    await this.#service.post(`${at}/package`, {
      personId: 'manager',
      completedOn: today(),
      summary: 'The release of the public beta with its reports.',
      deliverables: [{ deliverableId: 'release', version: '1.0', documentIds: [documentId] }],
      completedServices: [{ description: 'Design, build and test of the beta', completedOn: today() }],
      qualityReviews: [{ name: 'Peer review', outcome: 'passed' }],
    });
    this.#step('Package', `${people.manager.name} submits the release; its digest is fixed.`);
  }

  async validate(): Promise<void> {
    const results = Object.entries(found).flatMap(([id, { evidence, outcome, ...graver }]) => [
      [`outcome-${id}`, outcome],
      [`evidence-${id}`, evidence],
      ...('severity' in graver ? [[`severity-${id}`, graver.severity]] : []),
    ]);
    const asked = await this.#answer(people.tester, 'Please validate', {
      ...(Object.fromEntries(results) as Record<string, string>),
      summary: 'One row is short of its level; the release can be used.',
      recommendation: 'acceptWithIssues',
    });
    this.#step(
      'Validation',
      asked,
      `She finds Q1 not met (${found.Q1.evidence}), the others met, and recommends acceptance with issues.`,
    );
  }

  async concede(): Promise<void> {
    const row = Object.entries({ ...concession, dueOn: today(30) }).map(([part, value]) => [
      `exception-1-${part}`,
      value,
    ]);
    const asked = await this.#answer(people.manager, 'Please facilitate', {
      outcome: 'underExceptions',
      note: 'Agreed with the service owner.',
      ...(Object.fromEntries(row) as Record<string, string>),
    });
    this.#step(
      'Exception',
      asked,
      `She names exception E1 for Q1 and has ${concession.amountWithheld} GBP withheld until it is closed.`,
    );
  }

  async reviewAndSign(): Promise<void> {
    const { owner, approver, director } = people;
    this.#step(
      'Review',
      await this.#answer(owner, 'Please review', { decision: 'approve', comments: '' }),
      'He approves.',
    );
    const signed = { decision: 'sign', agreesToStatement: 'yes' };
    this.#step(
      'Signatures',
      await this.#answer(approver, 'Please sign', signed),
      await this.#answer(director, 'Please sign', signed),
    );
  }

  async close(): Promise<void> {
    const { developer, tester } = people;
    const shown = { exceptionId: 'E1', note: 'The report of the build says 91 %.' };
    this.#step('Closure', await this.#answer(developer, 'Please close your exceptions', shown), `“${shown.note}”`);
    const seen = { decision: 'verifyClosure', exceptionId: 'E1', note: 'Ran the build; 91 % it is.' };
    this.#step(
      'Verification',
      await this.#answer(tester, 'Please verify', seen),
      'She is of the other party, looked herself and finds it closed.',
    );
  }

  /** Waits for the certificate after `before`, keeps it as PDF and JSON, and quotes what it says of Q1 and of the money. */
  async certificate(before?: string): Promise<string> {
    await this.#service.waitUntil(
      milestoneId,
      'has its certificate',
      ({ certificateNumber }) => certificateNumber !== undefined && certificateNumber !== before,
    );
    const issued = await this.#service.get<{
      certificateNumber: string;
      document: { title: string; amounts: Record<string, string> };
    }>(`${at}/certificate`);
    const { certificateNumber: number, document } = issued;
    const pdf = await this.#service.download(`${at}/certificate.pdf`);
    await writeFile(join(this.#folder, `${number}.pdf`), pdf);
    await writeFile(join(this.#folder, `${number}.json`), `${JSON.stringify(issued, undefined, 2)}\n`);
    const said =
      /Mandatory, not met, accepted under exception E1, granted for the client by Aude Sample(; the exception was verified closed since)?/.exec(
        readPdf(pdf).text.replace(/\s+/g, ' '),
      )?.[0];
    if (said === undefined)
      throw new Error(`Certificate ${number} does not say that Q1 was accepted under exception E1.`);
    const { payable, withheld, currency } = document.amounts;
    this.#step(
      `Certificate ${number}`,
      `[The certificate](${number}.pdf) says of Q1:`,
      '',
      `> ${said}`,
      '',
      `Payable: ${payable} ${currency}; withheld: ${withheld} ${currency}.`,
    );
    return number;
  }

  async #answer(person: Person, about: string, entries: Record<string, string>): Promise<string> {
    const { subject, link } = await this.#inbox.waitForLink(person.email, about, milestoneId);
    await answer(link, { ...entries, typedName: person.name });
    return `${person.name}, ${person.capacity} (${person.party === 'firm' ? 'supplier' : 'authority'}), answers the mail “${subject}”.`;
  }

  #step(title: string, ...lines: string[]): void {
    this.#narrative.say('', `## ${title}`, '', ...lines);
  }
}

async function run(): Promise<void> {
  const folder = resolve(process.env.INIT_CWD ?? '.', process.argv[2] ?? 'example-output');
  await mkdir(folder, { recursive: true });
  const installation = await Installation.create();
  try {
    await installation.startAndWait();
    const narrative = new Narrative();
    narrative.say('# A public contract’s acceptance matrix, from registration to close-out', '');
    narrative.say('Written by `npm run example`, which plays it on a stack of its own and keeps both certificates.');
    const example = new Example(await Service.running(installation.stateFolder), folder, narrative);
    await example.register();
    await example.compile();
    await example.validate();
    await example.concede();
    await example.reviewAndSign();
    const first = await example.certificate();
    await example.close();
    await example.certificate(first);
    await writeFile(join(folder, 'example.md'), `${narrative.lines.join('\n')}\n`);
    console.log(`\nCertificates and text are in ${folder}`);
  } finally {
    await installation.remove();
  }
}

run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
