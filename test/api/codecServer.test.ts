// The codec server as the Temporal UI asks it: preflight, origin, who may decode what, what is on record of it, and messages by name.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { pino } from 'pino';
import { codecServer } from '../../api/codecServer.ts';
import type { Decoder } from '../../api/http/codecServer.ts';
import { answerWithProblem } from '../../api/http/problems.ts';
import { listAuditLines } from '../../db/auditLog.ts';
import { milestoneChain, readsChain, type Chain } from '../../evidence/ledger/auditEntry.ts';
import { milestoneWorkflowId } from '../../workflows/temporalNames.ts';
import * as act from '../domain/acts.ts';
import { MilestoneStage, type StagedMilestone } from '../support/milestoneStage.ts';
import { devServer } from '../support/temporal.ts';
import { testDataKeys } from '../support/testEncryption.ts';

const uiOrigin = 'http://localhost:8233';

interface Payload {
  metadata: Record<string, string>;
  data?: string;
}

describe('Codec server', function () {
  this.timeout(120_000);
  let stage: MilestoneStage;
  let server: Server;
  let url: string;
  let own: StagedMilestone;
  let foreign: StagedMilestone;
  let decoder: Decoder | undefined;
  before(async () => {
    stage = await MilestoneStage.open(await devServer());
    [own, foreign] = [await stage.start(), await stage.start()];
    await own.play(...act.toReview);
    await foreign.play(act.submit());
    const { engagementId } = (await own.recorded()).engagement;
    decoder = {
      ...{ holderId: 'person-1', name: 'Robin Keeper', email: 'robin@firm.example' },
      mayDecode: (asked) => asked === undefined || asked === engagementId,
    };
    const { namespace } = stage.environment.client.options;
    const app = express();
    app.use(
      codecServer(stage.database.db, {
        ...{ keys: testDataKeys, namespace, uiOrigin },
        decoderOf: async (request) => (request.get('cookie') === 'session=open' ? decoder : undefined),
      }),
    );
    app.use(answerWithProblem(pino({ level: 'silent' }), async () => undefined));
    server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/codec`;
  });
  after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await stage.close();
  });

  const ask = (path: string, payloads: Payload[], headers: Record<string, string> = {}) =>
    fetch(`${url}/${path}`, {
      method: 'POST',
      headers: {
        ...{ 'content-type': 'application/json', 'x-namespace': stage.environment.client.options.namespace },
        ...{ origin: uiOrigin, cookie: 'session=open', ...headers },
      },
      body: JSON.stringify({ payloads }),
    });
  const answered = async (response: Response): Promise<Payload[]> => {
    assert.equal(response.status, 200, await response.clone().text());
    return ((await response.json()) as { payloads: Payload[] }).payloads;
  };
  const json = (value: unknown): Payload => ({
    metadata: { encoding: Buffer.from('json/plain').toString('base64') },
    data: Buffer.from(JSON.stringify(value)).toString('base64'),
  });
  const textOf = ({ data }: Payload) => Buffer.from(data ?? '', 'base64').toString();

  /** As the history has it. */
  async function inputOf({ handle }: StagedMilestone): Promise<Payload> {
    const { events } = await handle.fetchHistory();
    const [input] = events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
    const metadata = Object.entries(input?.metadata ?? {}).map(([name, bytes]) => [
      name,
      Buffer.from(bytes).toString('base64'),
    ]);
    return { metadata: Object.fromEntries(metadata), data: Buffer.from(input?.data ?? []).toString('base64') };
  }
  const linesOf = async (chain: Chain) =>
    (await listAuditLines(stage.database.db, chain, { after: 0, limit: 100 })).map(({ line }) => line);

  it('answers the preflight of the Temporal UI, and of no other page', async () => {
    const preflight = (origin: string) =>
      fetch(`${url}/decode`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-headers': 'content-type,x-namespace' },
      });
    const { status, headers } = await preflight(uiOrigin);
    assert.deepEqual(
      [status, headers.get('access-control-allow-origin'), headers.get('access-control-allow-credentials')],
      [204, uiOrigin, 'true'],
    );
    for (const each of ['content-type', 'x-namespace', 'authorization'])
      assert.ok(headers.get('access-control-allow-headers')?.includes(each), each);
    for (const origin of ['http://localhost:9999', 'http://127.0.0.1:8233', 'https://localhost:8233', 'null']) {
      const refused = await preflight(origin);
      assert.equal(refused.status, 403);
      assert.equal(refused.headers.get('access-control-allow-origin'), null);
      assert.equal((await ask('decode', [], { origin })).status, 403);
    }
  });

  it('opens for who is signed in what is theirs to see, and puts each look on a chain of their own', async () => {
    const [mine, theirs] = [await inputOf(own), await inputOf(foreign)];
    const [opened, sealed, plain] = await answered(await ask('decode', [mine, theirs, json('plain')]));
    assert.ok(opened && sealed && plain);
    assert.ok(textOf(opened).includes('director@example.com'));
    assert.deepEqual(sealed, theirs);
    assert.deepEqual(plain, json('plain'));
    const lines = await linesOf(readsChain('person-1'));
    assert.equal(lines.length, 1);
    assert.ok(
      lines.join().includes(milestoneWorkflowId(own.milestoneId)) && !lines.join().includes(foreign.milestoneId),
    );
    assert.ok(!lines.join().includes('robin'), 'an ID, no name');
  });

  it('opens nothing for who is not signed in, nor for another namespace', async () => {
    const mine = await inputOf(own);
    const refused = await ask('decode', [mine], { cookie: 'session=over' });
    assert.equal(refused.status, 401);
    assert.ok(!(await refused.text()).includes('director@'));
    assert.equal((await ask('decode', [mine], { 'x-namespace': 'other' })).status, 400);
  });

  it('seals a message in the name of who is signed in, and the milestone has that on record', async () => {
    const actor = { personId: 'manager', role: 'administrator', authentication: { method: 'requestLink' } };
    const message = {
      messageId: 'from-the-ui',
      actor,
      fromPersonId: 'user2',
      toPersonId: 'user2',
      reason: 'Mail lost',
    };
    const claimed = {
      ...message,
      milestoneId: own.milestoneId,
      encodedBy: { name: 'Somebody else', email: 'a@b.example' },
    };
    const [sealed] = await answered(await ask('encode', [json(claimed)]));
    assert.ok(sealed && !textOf(sealed).includes('Mail lost'));
    const send = async (milestone: StagedMilestone) => {
      const { workflowService, options } = stage.environment.client;
      const metadata = Object.entries(sealed.metadata).map(([name, text]) => [name, Buffer.from(text, 'base64')]);
      const payload = { metadata: Object.fromEntries(metadata), data: Buffer.from(sealed.data ?? '', 'base64') };
      const workflowExecution = { workflowId: milestone.handle.workflowId };
      await workflowService.signalWorkflowExecution({
        ...{ namespace: options.namespace, workflowExecution, signalName: 'reassign', input: { payloads: [payload] } },
      });
    };
    await send(own);
    await own.recorded(({ messages }) => 'from-the-ui' in messages);
    const event = (await own.events()).find(({ messageId }) => messageId === 'from-the-ui');
    assert.equal(event?.type, 'reassigned');
    assert.deepEqual(event.actor.authentication, {
      method: 'temporalMessage',
      encodedBy: { name: 'Robin Keeper', email: 'robin@firm.example' },
    });
    assert.ok((await linesOf(milestoneChain(own.milestoneId))).some((line) => line.includes('encode for Temporal')));
    await send(foreign);
    while ((await foreign.refusedMessages()).length === 0) await new Promise((wait) => setTimeout(wait, 50));
    assert.equal((await foreign.refusedMessages())[0]?.code, 'MESSAGE_UNREADABLE');
  });

  it('seals nothing without its milestone, and for one that is not theirs says the same as for none', async () => {
    const unnamed = await ask('encode', [json({ messageId: 'x' })]);
    assert.equal(unnamed.status, 400);
    assert.match(await unnamed.text(), /add \\"milestoneId\\"/);
    const answers = await Promise.all(
      [foreign.milestoneId, 'nowhere'].map(async (milestoneId) => {
        const response = await ask('encode', [json({ milestoneId, messageId: 'x' })]);
        return [response.status, (await response.text()).replaceAll(milestoneId, '…')];
      }),
    );
    assert.equal(answers[0]?.[0], 404);
    assert.deepEqual(answers[0], answers[1]);
  });
});
