// The run of faults: what it looks for is found when it is there; in the long run a small one is played through.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { createConnection, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import nodemailer from 'nodemailer';
import { Api } from '../../scripts/faults/api.ts';
import { ofMail, onceOnRecord } from '../../scripts/faults/checks.ts';
import { copiesOfFile } from '../../scripts/faults/copies.ts';
import { Machine, machineLibrary } from '../../scripts/faults/machine.ts';
import { Draw } from '../../scripts/faults/draw.ts';
import { FaultyInbox } from '../../scripts/faults/inbox.ts';
import type { Acknowledged } from '../../scripts/faults/people.ts';
import { openFolder, Program } from '../stack/service.ts';
import { isLongRun } from '../run/properties.ts';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

const signed: Acknowledged = { milestoneId: 'm1', personId: 'approver', event: 'signed' };
const event = (type: string, personId: string) => ({ type, actor: { personId } });

describe('The run of faults', () => {
  it('finds an acknowledged decision that is lost, or on record twice, and lets one pass that is there once', () => {
    const once = [event('signed', 'approver'), event('signed', 'partner'), event('feedbackGiven', 'approver')];
    assert.deepEqual(onceOnRecord('m1', once, [signed, { ...signed, milestoneId: 'm2' }]), []);
    const [lost] = onceOnRecord('m1', once.slice(1), [signed]);
    assert.equal(lost, 'm1: signed of approver was acknowledged and is on record 0 times.');
    const [doubled] = onceOnRecord('m1', [...once, event('signed', 'approver')], [signed]);
    assert.match(doubled ?? '', /on record 2 times/);
  });

  it('finds a mail that is not sent, never arrived, or came again without a word', () => {
    const mail = { kind: 'reminder', recipientId: 'approver', status: 'sent', messageIdHeader: '<a@b>', repeats: 0 };
    assert.deepEqual(ofMail('m1', mail, 1), []);
    assert.deepEqual(ofMail('m1', { ...mail, repeats: 1 }, 2), []);
    assert.match(ofMail('m1', { ...mail, status: 'queued' }, 0)[0] ?? '', /is queued/);
    assert.match(ofMail('m1', mail, 0)[0] ?? '', /never arrived/);
    assert.match(ofMail('m1', mail, 2)[0] ?? '', /came 2 times, and 0 repeats/);
  });

  it('sends a request again while it comes too early, and no more once nobody needs its answer', async () => {
    let asked = 0;
    const server = createServer((_request, response) => {
      asked += 1;
      response.writeHead(409).end('{}');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const needless = new AbortController();
    const sent = new Api([`http://127.0.0.1:${port}`], 'key').post('/', {}, 'once', needless.signal);
    while (asked < 2) await new Promise((wait) => setTimeout(wait, 20));
    needless.abort();
    await assert.rejects(sent, { name: 'AbortError' });
    server.close();
  });

  it('repeats its choices by its seed', () => {
    const drawn = (seed: number) => {
      const draw = new Draw(seed);
      return Array.from({ length: 20 }, () => draw.of(['a', 'b', 'c', 'd']));
    };
    assert.deepEqual(drawn(7), drawn(7));
    assert.notDeepEqual(drawn(7), drawn(8));
    assert.equal(new Set(drawn(0)).size, 4);
  });

  it('has a mail server that takes mail and breaks off, loses it, and is away and back on its port', async () => {
    const inbox = new FaultyInbox();
    await inbox.open();
    const { port } = inbox;
    const send = async (subject: string) => {
      const mailer = nodemailer.createTransport({ host: '127.0.0.1', port });
      const sending = mailer.sendMail({ from: 'a@example.com', to: 'b@example.com', subject, text: 'x' });
      return sending.then(
        () => 'taken',
        () => 'failed',
      );
    };
    const outcomes = [await send('first')];
    inbox.behaviour = 'dropsAfterData';
    outcomes.push(await send('second'));
    inbox.behaviour = 'dropsBeforeTaking';
    outcomes.push(await send('third'));
    inbox.behaviour = 'well';
    await inbox.close();
    const [error] = (await once(createConnection({ port, host: '127.0.0.1' }), 'error')) as [NodeJS.ErrnoException];
    assert.equal(error.code, 'ECONNREFUSED');
    await inbox.open();
    assert.equal(inbox.port, port);
    outcomes.push(await send('fourth'));
    await inbox.close();
    assert.deepEqual(outcomes, ['taken', 'failed', 'failed', 'taken']);
    assert.deepEqual(
      inbox.taken.map(({ subject }) => subject),
      ['first', 'second', 'fourth'],
    );
  });

  it('lies to a process about its clock and its disk, and stops', async function () {
    const folder = await openFolder();
    try {
      const library = await machineLibrary(folder);
      if (library === undefined) return this.skip();
      const machine = await Machine.create(folder, 'one', library);
      const seen = async () => {
        const script = `const fs = require('fs'); const file = fs.openSync(${JSON.stringify(join(folder, 'file'))}, 'w');
          let failed = ''; try { fs.fsyncSync(file) } catch ({ code }) { failed = code }
          console.log(JSON.stringify({ at: Date.now(), failed }))`;
        const { stdout } = await execute(process.execPath, ['-e', script], { env: { ...process.env, ...machine.env } });
        const { at, failed } = JSON.parse(stdout) as { at: number; failed: string };
        return { hoursOff: Math.round((at - Date.now()) / 3_600_000) || 0, failed };
      };
      assert.deepEqual(await seen(), { hoursOff: 0, failed: '' });
      await machine.set({ clockMilliseconds: -48 * 3_600_000, syncError: 5 });
      assert.deepEqual(await seen(), { hoursOff: -48, failed: 'EIO' });
      await machine.set({ clockMilliseconds: 3 * 3_600_000 + 1, isLying: true });
      assert.deepEqual(await seen(), { hoursOff: 3, failed: '' });
      await machine.set({});
      assert.deepEqual(await seen(), { hoursOff: 0, failed: '' });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('puts back the copy that was taken of a file and what SQLite keeps beside it', async () => {
    const folder = await openFolder();
    const [file, beside, later] = ['a.db', 'a.db-wal', 'a.db-shm'].map((each) => join(folder, each)) as [
      string,
      string,
      string,
    ];
    for (const each of [file, beside]) await writeFile(each, 'as it was');
    const copies = copiesOfFile(folder, 'a.db');
    await copies.take('older');
    for (const each of [file, beside, later]) await writeFile(each, 'changed');
    await copies.putBack('older');
    assert.deepEqual([await readFile(file, 'utf8'), await readFile(beside, 'utf8')], ['as it was', 'as it was']);
    await assert.rejects(readFile(later), /ENOENT/);
    await rm(folder, { recursive: true, force: true });
  });

  if (isLongRun)
    for (const [what, args] of [
      ['ends with nothing lost or doubled', ['--minutes', '2']],
      ['so does an upgrade that rolls under load, is taken back, and rolls again', ['--upgrade', '--minutes', '3']],
      ['and Temporal’s production server on PostgreSQL, two APIs and three workers', ['--full', '--minutes', '4']],
    ] as const)
      it(what, async () => {
        const folder = await openFolder();
        const program = new Program(new URL('../../scripts/faults/faults.ts', import.meta.url), {}, folder, [
          ...['--milestones', '12', '--at-once', '6', '--seed', process.env.PROPERTY_SEED ?? '1', ...args],
        ]);
        const code = await program.exited;
        await rm(folder, { recursive: true, force: true });
        assert.equal(code, 0, program.output);
      }).timeout(2_400_000);
});
