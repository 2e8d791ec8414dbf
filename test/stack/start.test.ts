// The two commands a newcomer types, from the first start to an acceptance that outlived a kill -9.
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { load, type CheerioAPI } from 'cheerio';
import { Inbox } from '../../scripts/demo/inbox.ts';
import { Visitor } from '../support/signedIn.ts';
import { answer } from '../../scripts/demo/requestPage.ts';
import { people } from '../../scripts/demo/sample.ts';
import { Service } from '../../scripts/demo/service.ts';
import { tamperWith, type Tried } from '../../scripts/tamper/tamperWith.ts';
import { freePort } from '../../stack/ports.ts';
import { isInShare } from '../run/properties.ts';
import { isRunning } from '../../stack/processNotes.ts';
import { assertNothingPlain } from './atRest.ts';
import { Installation } from './service.ts';

describe('A newcomer’s first start and demo', function () {
  this.timeout(600_000);
  let installation: Installation;
  before(async () => {
    installation = await Installation.create();
    Object.assign(installation.env, { REPLY_DOMAIN: 'reply.localhost', REPLY_SMTP_PORT: `${await freePort()}` });
  });
  after(() => installation.remove());

  it('accept a milestone, and a second one after kill -9, with nothing lost', async () => {
    const first = await installation.startAndWait();
    await assertKeepsOff(installation);
    const demo = installation.demo();
    assert.equal(await demo.exited, 0, demo.output);
    const milestoneId = /^accepted (\S+)$/.exec(demo.output.trim().split('\n').at(-1) ?? '')?.[1];
    assert.ok(milestoneId, `the last line names the accepted milestone:\n${demo.output}`);
    await assertAccepted(installation, milestoneId);
    await assertForOwnerAlone(installation);
    await assertIsWell(installation);
    await assertSignsIn(installation, first.output);
    await assertWeekIsThere(installation, demo.output);
    const waiting = /Milestone (\S+): Operations handbook/.exec(demo.output)?.[1] ?? '';
    await assertNothingPlain(installation, [milestoneId, waiting]);
    await assertEachForgeryIsFound(installation);

    const link = /^ +(http\S+\/r\/\S+)$/m.exec(demo.output)?.[1] ?? '';
    await first.kill('SIGKILL');
    const servers = ['development-issuer', 'mail-catcher', 'postgres', 'temporal'];
    assert.deepEqual(Object.keys(await installation.servers()).sort(), servers);

    const second = await installation.startAndWait();
    assert.match(
      second.output,
      /ended what a killed run left behind: development-issuer, mail-catcher, postgres, temporal/,
    );
    await signWaiting(installation, waiting, link);
    await assertAccepted(installation, waiting);
    await assertEachMailCameOnce(installation, waiting);

    await assertEndsWithItsInbox(installation, second);
  });
});

/** Where the start says, as the demo's manager, with one click. */
async function assertSignsIn({ env }: Installation, output: string): Promise<void> {
  const at = /Sign in +(\S+)\/desk as one of the sample people/.exec(output)?.[1] ?? '';
  assert.equal(at, `http://localhost:${env.PORT}`);
  const visitor = new Visitor();
  const asked = await visitor.open(`${at}/sign-in`);
  assert.match(asked.html, /<strong>Mona Sample<\/strong>, engagement manager of the demo/);
  const { html } = await visitor.signIn(at, 'manager@firm.example');
  assert.match(html, /Sign-off platform[^]*Engagement manager/);
}

/** Where the demo ends: on the desk of its manager, on the money of the same, and on the list behind the link it had mailed. */
async function assertWeekIsThere({ env }: Installation, output: string): Promise<void> {
  const at = `http://localhost:${env.PORT}`;
  assert.ok(output.includes(`\n   ${at}/sign-in?to=/desk\n`), output);
  const mona = new Visitor();
  const desk = load((await mona.signIn(at, 'manager@firm.example', '/desk')).html);
  const section = (page: CheerioAPI, id: string): string => page(`section[aria-labelledby=${id}]`).text();
  for (const each of ['Answer 1', 'Settle the dispute', 'A mail to Otto Sample came back', 'Rework', 'Yard interface'])
    assert.ok(section(desk, 'needs-you').includes(each), `${each} needs the manager: ${section(desk, 'needs-you')}`);
  const waiting = section(desk, 'waiting').replace(/\s+/g, ' ');
  for (const each of [/Overdue since [^:]* Theo Sample: Review Berth planning/, /Sven Sample: Decide as/, /Go-live/])
    assert.match(waiting, each);
  const money = load((await mona.open(`${at}/desk/money`)).html);
  assert.match(section(money, 'ready'), /Interfaces[^]*€67,000\.00/);
  assert.match(section(money, 'withheld'), /Interfaces[^]*€5,000\.00/);

  const mailed = /^ +(http\S+\/asked-by-mail\/\S+)$/m.exec(output)?.[1] ?? '';
  const asked = load((await new Visitor().open(mailed, { method: 'POST', body: new URLSearchParams() })).html).text();
  for (const each of ['Operations handbook', 'Data migration', 'Go-live']) assert.ok(asked.includes(each), asked);
}

/** But for the mail of the week whose address is wrong. */
async function assertIsWell(installation: Installation): Promise<void> {
  const doctor = installation.doctor();
  assert.equal(await doctor.exited, 1, doctor.output);
  assert.match(doctor.output, /✖ What was given up +1 of kind mail/);
  for (const each of [
    'lies on disk before it is said',
    'Worker +1 at work',
    'opens what is encrypted',
    'signed the newest',
    'opens what is encrypted for who is signed in',
  ])
    assert.match(doctor.output, new RegExp(`✔ .*${each}`), doctor.output);
  assert.match(doctor.output, / 1 to mend\n$/);
}

async function assertEachForgeryIsFound(installation: Installation): Promise<void> {
  const tried: Tried[] = [];
  for await (const each of tamperWith(installation)) tried.push(each);
  assert.ok(tried.length > 25);
  assert.deepEqual(
    tried.filter(({ found }) => found === undefined),
    [],
  );
}

/** Another start on a state folder that one is running on; the demo then shows that the first goes on undisturbed. */
async function assertKeepsOff({ stateFolder }: Installation): Promise<void> {
  const others = await Installation.create();
  const second = others.start({ STATE_FOLDER: stateFolder });
  assert.equal(await second.exited, 1);
  assert.match(second.output, /is running on the state folder .* already/);
  assert.match(await readFile(join(stateFolder, 'api-key'), 'utf8'), /^mso_/);
  await others.remove();
}

/** The folder was there, open to all, before the start; others may pass through root's, whose PostgreSQL is another user. */
async function assertForOwnerAlone({ stateFolder }: Installation): Promise<void> {
  const isRoot = process.getuid?.() === 0;
  assert.equal((await stat(stateFolder)).mode & 0o777, isRoot ? 0o711 : 0o700);
  const found = await readdir(stateFolder, { recursive: true });
  assert.ok(['api-key', 'service.log', 'temporal.db', 'documents'].every((each) => found.includes(each)));
  const modes = await Promise.all(
    found.map(async (name) => {
      const mode = await stat(join(stateFolder, name)).then(
        (each) => each.mode & 0o077,
        () => 0,
      );
      return [name, mode.toString(8)];
    }),
  );
  assert.deepEqual(
    modes.filter(([, mode]) => mode !== '0'),
    [],
  );
}

/** Certificate as data and as PDF, and the release of the whole amount. */
async function assertAccepted(installation: Installation, milestoneId: string): Promise<void> {
  const service = await Service.running(installation.stateFolder);
  const at = `/milestones/${milestoneId}`;
  const certificate = await service.get<{ milestoneId: string; certificateNumber: string }>(`${at}/certificate`);
  assert.equal(certificate.milestoneId, milestoneId);
  assert.equal((await service.download(`${at}/certificate.pdf`)).subarray(0, 5).toString(), '%PDF-');
  const release = await service.get<Record<string, string>>(`${at}/invoice-release`);
  assert.equal(release.status, 'released');
  assert.equal(release.amountReleased, '120000.00');
  assert.equal(release.certificateNumber, certificate.certificateNumber);
}

/** The newcomer signs through the link that was mailed before the kill; the partner is asked only then. */
async function signWaiting(installation: Installation, milestoneId: string, link: string): Promise<void> {
  const service = await Service.running(installation.stateFolder);
  assert.equal((await service.get<{ phase: string }>(`/milestones/${milestoneId}`)).phase, 'formalSignOff');
  await answer(link, { decision: 'sign', agreesToStatement: 'yes', typedName: people.approver.name });
  const inbox = new Inbox(service.inboxUrl);
  const { link: partnersLink } = await inbox.waitForLink(people.partner.email, 'Please sign', milestoneId);
  await answer(partnersLink, { decision: 'sign', agreesToStatement: 'yes', typedName: people.partner.name });
  await service.waitUntil(milestoneId, 'is accepted', (each) => each.certificateNumber !== undefined);
}

async function assertEachMailCameOnce(installation: Installation, milestoneId: string): Promise<void> {
  const service = await Service.running(installation.stateFolder);
  const mails = (await (await fetch(`${service.inboxUrl}/email`)).json()) as { messageId: string; text: string }[];
  const ids = mails.filter(({ text }) => text.includes(milestoneId)).map(({ messageId }) => messageId);
  assert.ok(ids.length >= 4, `mails about ${milestoneId}: ${ids.length}`);
  assert.deepEqual(ids, [...new Set(ids)]);
}

/** A server that dies takes the service down with a word, rather than leaving half of it running. */
async function assertEndsWithItsInbox(
  installation: Installation,
  running: { output: string; exited: Promise<number | null> },
): Promise<void> {
  const servers = await installation.servers();
  process.kill(servers['mail-catcher'] ?? 0, 'SIGKILL');
  assert.equal(await running.exited, 1);
  assert.match(running.output, /mail-catcher ended by signal SIGKILL/);
  assert.deepEqual(await installation.servers(), {});
}

describe('A start that cannot go on', function () {
  this.timeout(300_000);
  let installation: Installation;
  beforeEach(async () => {
    installation = await Installation.create();
  });
  afterEach(() => installation.remove());

  it('names every busy port with the setting that changes it, and starts nothing', async () => {
    const port = Number(installation.env.PORT);
    const squatter = createServer().listen(port, '127.0.0.1');
    try {
      const program = installation.start({ MAIL_WEB_PORT: `${port}` });
      assert.equal(await program.exited, 1);
      assert.match(program.output, new RegExp(`${port} \\(HTTP API\\): set PORT to another port`));
      assert.match(
        program.output,
        new RegExp(`${port} \\(mail catcher, inbox\\): PORT names it too; set MAIL_WEB_PORT`),
      );
      assert.deepEqual(await installation.servers(), {});
    } finally {
      squatter.close();
    }
  });

  it('names everything that a service which others reach is not fit for, and starts nothing', async () => {
    const program = installation.start({ HOST: '0.0.0.0' });
    assert.equal(await program.exited, 1);
    for (const each of ['plainHttp', 'mailCatcher', 'developmentSeal'])
      assert.match(program.output, new RegExp(`${each}: `));
    assert.doesNotMatch(program.output, /^ +at |PostgreSQL …/m);
    assert.deepEqual(await installation.servers(), {});
  });

  it('names a setting that cannot be used, without a stack trace', async () => {
    const program = installation.start({ PORT: 'eighty' });
    assert.equal(await program.exited, 1);
    assert.match(program.output, /PORT: .*number/i);
    assert.doesNotMatch(program.output, /^ +at /m);
  });

  it('names DATABASE_URL, without its password, when no PostgreSQL answers there', async () => {
    const at = `127.0.0.1:${installation.env.POSTGRES_PORT}`;
    const program = installation.start({ DATABASE_URL: `postgres://someone:secret@${at}/signoff` });
    assert.equal(await program.exited, 1);
    assert.match(
      program.output,
      new RegExp(`DATABASE_URL: PostgreSQL at postgres://someone:…@${at}/signoff cannot be used`),
    );
    assert.doesNotMatch(program.output, /secret/);
  });

  const endings = [
    ['it is stopped', {}, 1, 0],
    ['whoever stops it does not wait and presses Ctrl-C again', {}, 2, 130],
    ['the shell that npm runs it in is', { npm_lifecycle_event: 'start' }, 1, null],
  ] as const;
  for (const [how, env, times, code] of endings.filter((_, index) => isInShare(index, endings.length)))
    it(`leaves no server behind when ${how} before it is up`, async () => {
      const program = installation.start(env);
      await program.prints('Temporal …');
      const servers = await installation.servers();
      assert.ok(servers.postgres, program.output);
      const exited = program.kill(code === null ? 'SIGTERM' : 'SIGINT');
      await program.prints('Stopping');
      const ended = times === 1 ? exited : program.kill('SIGINT');
      assert.equal(await ended, code, program.output);
      if (times === 1) assert.deepEqual(await installation.servers(), {});
      const until = Date.now() + 60_000;
      while (Object.values(await installation.servers()).length > 0 && Date.now() < until)
        await new Promise((wait) => setTimeout(wait, 50));
      assert.deepEqual(Object.values(servers).filter(isRunning), []);
    });
});
