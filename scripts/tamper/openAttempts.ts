// What is tried while a signature is awaited: by the firm, with Temporal, with the database, by mail, by a scanner.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import nodemailer from 'nodemailer';
import pg from 'pg';
import type { Installation } from '../../test/stack/service.ts';
import { milestoneTaskQueue, milestoneWorkflowId } from '../../workflows/temporalNames.ts';
import { people } from '../demo/sample.ts';
import type { Service } from '../demo/service.ts';
import type { SampleMilestone } from './sampleMilestone.ts';

export interface Attempt {
  who: string;
  tries: string;
  /** What finds it, in a sentence; throws where nothing does. */
  found(): Promise<string>;
}

export interface Scene {
  installation: Installation;
  service: Service;
  milestone: SampleMilestone;
  /** In the mail that asks the client's approver for a signature. */
  link: string;
  packageDigest: string;
}

const firm = 'The firm, with its API key';
const administrator = 'An administrator, with access to Temporal';
const database = 'Somebody with the database password of the service';

export function attemptsWhileOpen(scene: Scene): Attempt[] {
  return [...byFirm(scene), ...byAdministrator(scene), ...byDatabase(scene), ...byMail(scene), ...byScanner(scene)];
}

const signature = (packageDigest: string) => ({
  packageDigest,
  typedName: people.approver.name,
  agreesToStatement: true,
  statementVersion: '1',
});

/** Nobody but those asked decides: what was tried left no signature behind. */
async function assertUnsigned({ service, milestone }: Scene): Promise<void> {
  const { phase } = await service.get<{ phase: string }>(`/milestones/${milestone.milestoneId}`);
  assert.equal(phase, 'formalSignOff');
  const { items } = await service.get<{ items: { type: string }[] }>(
    `/milestones/${milestone.milestoneId}/timeline?limit=200`,
  );
  assert.ok(
    items.every(({ type }) => type !== 'signed'),
    'a signature is on record',
  );
}

const byFirm = (scene: Scene): Attempt[] => [
  {
    who: firm,
    tries: `signs for ${people.approver.name} of the client over the API`,
    async found() {
      const path = `/milestones/${scene.milestone.milestoneId}/signatures`;
      const body = { personId: people.approver.personId, ...signature(scene.packageDigest) };
      const refused = await scene.service.post(path, body).then(
        () => undefined,
        (error: Error) => error.message,
      );
      assert.ok(refused, 'the signature was taken');
      await assertUnsigned(scene);
      return refused.replace(/^.*?: /, '');
    },
  },
];

/** A signature as the page behind the link would hand it over, but that no entrance did. */
const forgedSignature = (packageDigest: string, messageId: string) => ({
  messageId,
  actor: {
    personId: people.approver.personId,
    role: 'approver',
    authentication: {
      method: 'requestLink',
      requestId: 'made-up',
      ipAddress: '203.0.113.7',
      userAgent: 'Mozilla/5.0',
      codeConfirmedAt: new Date().toISOString(),
    },
  },
  ...signature(packageDigest),
});

async function withTemporal<T>({ installation }: Scene, act: (client: Client) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address: `127.0.0.1:${installation.env.TEMPORAL_PORT}` });
  try {
    return await act(new Client({ connection }));
  } finally {
    await connection.close();
  }
}

interface Refused {
  messageId: string;
  code: string;
  message: string;
  actor?: { authentication: { method: string } };
}

/** The newest of a code; what cannot be read has no ID that one could ask for. */
async function refusalOf({ service, milestone }: Scene, code: string): Promise<Refused> {
  for (const until = Date.now() + 20_000; Date.now() < until;) {
    const path = `/milestones/${milestone.milestoneId}/refused-messages?limit=100`;
    const { items } = await service.get<{ items: Refused[] }>(path);
    const found = items.findLast((each) => each.code === code);
    if (found) return found;
    await new Promise((wait) => setTimeout(wait, 200));
  }
  throw new Error('the message is not among those refused');
}

const byAdministrator = (scene: Scene): Attempt[] => [
  {
    who: administrator,
    tries: 'sends the client’s signature as a signal, with a link, an address and a confirmed code that nobody saw',
    found: () =>
      withTemporal(scene, async (client) => {
        const handle = client.workflow.getHandle(milestoneWorkflowId(scene.milestone.milestoneId));
        await handle.signal('sign', forgedSignature(scene.packageDigest, 'forged-signal'));
        const refused = await refusalOf(scene, 'MESSAGE_UNREADABLE');
        await assertUnsigned(scene);
        return `on record as refused (${refused.code}): ${refused.message}`;
      }),
  },
  {
    who: administrator,
    tries: 'takes a sealed decision of the milestone out of its history, and sends it again as the client’s signature',
    found: () =>
      withTemporal(scene, async (client) => {
        const workflowId = milestoneWorkflowId(scene.milestone.milestoneId);
        const sealed = sealedDecision(await client.workflow.getHandle(workflowId).fetchHistory());
        assert.ok(sealed, 'the history has no decision');
        const { namespace } = client.options;
        await client.workflowService.signalWorkflowExecution({
          ...{ namespace, workflowExecution: { workflowId }, signalName: 'sign', input: { payloads: [sealed] } },
        });
        const refused = await refusalOf(scene, 'INVALID_MESSAGE');
        await assertUnsigned(scene);
        return `on record as refused (${refused.code}): ${refused.message}`;
      }),
  },
  {
    who: administrator,
    tries: 'reads in its history by which addresses people are asked',
    found: () =>
      withTemporal(scene, async (client) => {
        const handle = client.workflow.getHandle(milestoneWorkflowId(scene.milestone.milestoneId));
        const history = textIn(await handle.fetchHistory());
        const found = Object.values(people).filter(({ email }) => history.includes(email));
        assert.deepEqual(found, [], 'addresses are in the history');
        return 'nothing: payloads are encrypted, and nothing beside them is personal';
      }),
  },
  {
    who: administrator,
    tries: 'starts a workflow with a state in which everybody has signed',
    found: () =>
      withTemporal(scene, async (client) => {
        const milestone = { milestoneId: 'made-up', stage: { phase: 'accepted' } };
        const handle = await client.workflow.start('milestoneSignOff', {
          workflowId: milestoneWorkflowId('made-up'),
          taskQueue: milestoneTaskQueue,
          args: [{ milestoneId: 'made-up', continuedState: { milestone, lastBatch: 9, head: '0'.repeat(64) } }],
        });
        await assert.rejects(handle.result());
        const { status } = await handle.describe();
        assert.equal(status.name, 'FAILED');
        return 'the workflow fails: what it is started with came in plain';
      }),
  },
];

/** The input of the first decision that came as an update or a signal. */
function sealedDecision({ events }: Awaited<ReturnType<WorkflowHandle['fetchHistory']>>) {
  for (const each of events ?? []) {
    const signalled = each.workflowExecutionSignaledEventAttributes?.input;
    const updated = each.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input?.args;
    const [first] = (signalled ?? updated)?.payloads ?? [];
    if (first) return first;
  }
  return undefined;
}

/** All that is written in it, bytes included. */
function textIn(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString();
  if (typeof value !== 'object' || value === null) return '';
  return Object.values(value).map(textIn).join('\n');
}

async function asService<T>({ installation }: Scene, act: (client: pg.Client) => Promise<T>): Promise<T> {
  const path = join(installation.stateFolder, 'postgres-passwords.json');
  const { application } = JSON.parse(await readFile(path, 'utf8')) as { application: string };
  const at = `127.0.0.1:${installation.env.POSTGRES_PORT}/signoff`;
  const client = new pg.Client({ connectionString: `postgres://signoff_application:${application}@${at}` });
  await client.connect();
  try {
    return await act(client);
  } finally {
    await client.end();
  }
}

const statements = (milestoneId: string): [tries: string, sql: string][] => [
  [
    'rewrites what the validator reported',
    `update milestone_events set event = '{}' where milestone_id = '${milestoneId}'`,
  ],
  ['removes a line of the audit log', `delete from audit_entries where chain like '%${milestoneId}'`],
  [
    'reserves for a draft invoice what no certificate released',
    `insert into invoice_drafts (milestone_id, draft_number, amount, currency, reserved_until, registered_by, registered_at)
     values ('${milestoneId}', 'made-up', 1, 'EUR', '2999-12-31', '{}', now())`,
  ],
  [
    'puts a certificate there that nobody issued, for the invoice gate to read',
    `insert into certificates (certificate_number, milestone_id, engagement_id, kind, document, document_sha256, pdf_sha256, issued_at)
     select 'made-up', milestone_id, engagement_id, 'acceptance', '{}', repeat('0', 64), repeat('0', 64), now()
     from milestones where milestone_id = '${milestoneId}'`,
  ],
];

const byDatabase = (scene: Scene): Attempt[] =>
  statements(scene.milestone.milestoneId).map(([tries, sql]) => ({
    who: database,
    tries,
    found: () =>
      asService(scene, async (client) => {
        const error = await client.query(sql).then(
          ({ rowCount }) => assert.fail(`${rowCount} rows were written`),
          (refusal: Error & { code?: string }) => refusal,
        );
        // Of rights, or by a trigger; anything else would be a slip of this command.
        assert.match(error.code ?? '', /^(?:42501|23\d{3}|P0001)$/, error.message);
        return `PostgreSQL refuses: ${error.message}`;
      }),
  }));

const byMail = (scene: Scene): Attempt[] => [
  {
    who: 'A mail forger',
    tries: `answers the request as ${people.approver.email}, from a server that is not theirs: “SIGN ${people.approver.name}”`,
    async found() {
      const address = await scene.milestone.replyAddressOf(people.approver, 'Please sign');
      const mailer = nodemailer.createTransport({
        host: '127.0.0.1',
        port: Number(scene.installation.env.REPLY_SMTP_PORT),
        ignoreTLS: true,
      });
      await mailer.sendMail({
        from: `${people.approver.name} <${people.approver.email}>`,
        to: address,
        subject: 'Re: Please sign',
        text: `SIGN ${people.approver.name}\n`,
      });
      mailer.close();
      const path = `/milestones/${scene.milestone.milestoneId}/replies`;
      for (const until = Date.now() + 30_000; Date.now() < until;) {
        const { items } = await scene.service.get<{ items: { status: string; reason?: string }[] }>(path);
        const [held] = items.filter((each) => each.status !== 'received');
        if (held) {
          await assertUnsigned(scene);
          return `the reply is kept and decides nothing: ${held.status}, ${held.reason ?? ''}`;
        }
        await new Promise((wait) => setTimeout(wait, 300));
      }
      throw new Error('the reply was not read');
    },
  },
];

const byScanner = (scene: Scene): Attempt[] => [
  {
    who: 'A mail scanner',
    tries: 'opens the link of the request, as it is and as HEAD, and posts its form empty',
    async found() {
      for (const method of ['GET', 'HEAD', 'GET']) await fetch(scene.link, { method });
      const posted = await fetch(scene.link, { method: 'POST', body: new URLSearchParams() });
      await assertUnsigned(scene);
      return `looking decides nothing, and is on record as a visit; the empty form is answered ${posted.status}`;
    },
  },
];
