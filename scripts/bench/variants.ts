// The variants as the bench drives them: how a milestone starts, which messages it takes, when nothing is left to do.
import { setTimeout as wait } from 'node:timers/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Client, type WorkflowHandle } from '@temporalio/client';
import { assemblePackage } from '../../activities/assemblePackage.ts';
import { fileKeysOf } from '../../storage/encryption/fileKeys.ts';
import { masterKeyFile } from '../../storage/encryption/masterKeyFile.ts';
import { openDataKeys } from '../../storage/encryption/openDataKeys.ts';
import type { convertersOf } from '../../worker/dataConverter.ts';
import { startMilestoneWorkflow } from '../../workflows/client/startMilestoneWorkflow.ts';
import type { Database, OpenDatabase } from '../../db/database.ts';
import { insertDocument } from '../../db/documents.ts';
import { insertEngagement } from '../../db/engagements.ts';
import { engagementOfWorkflow, findMilestone, registerMilestone } from '../../db/milestones.ts';
import { countPending } from '../../db/outbox.ts';
import { openEntranceKeys } from '../../evidence/vouchers/entranceKeys.ts';
import { openFileStore } from '../../storage/openFileStore.ts';
import { milestoneWorkflowId } from '../../workflows/temporalNames.ts';
import type { bareSignOff } from './bareWorkflow.ts';
import {
  actorOf,
  commands,
  sampleDocument,
  sampleEngagement,
  sampleMessages,
  samplePackage,
  samplePlan,
} from './sampleMilestone.ts';

/**
 * `unprotected`: the product without encryption in Temporal and row-level security, see `unprotected/`. `doItYourself`: the
 * same outputs by the usual libraries, see `doItYourself/`.
 */
export type VariantName = 'product' | 'unprotected' | 'doItYourself' | 'bare';

export interface Message {
  /** Name of the signal, and of the update. */
  name: string;
  content: object;
}

export interface Variant {
  name: VariantName;
  /** What is known before the milestone starts: the messages, in their order. */
  prepare(milestoneId: string): Promise<Message[]>;
  start(milestoneId: string): Promise<WorkflowHandle>;
  /** Resolves when everything the milestones so far cause outside their workflows is done. */
  settle(): Promise<void>;
  /** Milestones waiting for their first message, of those whose ID begins with `prefix`. */
  countOpen(prefix: string): Promise<number>;
}

const manager = actorOf('manager', 'engagementManager');

export interface ProductServers {
  client: Client;
  db: OpenDatabase;
  stateFolder: string;
}

/** The product's start is the API's: registered in PostgreSQL, then started. Engagement and document are there before. */
export async function productVariant(
  name: 'product' | 'unprotected',
  { client: plain, db, stateFolder }: ProductServers,
  converters: typeof convertersOf,
): Promise<Variant> {
  const keys = await openDataKeys(db, masterKeyFile(join(stateFolder, 'master-key')));
  const { ofClient } = converters({ keys, engagementOf: (workflowId) => engagementOfWorkflow(db, workflowId) });
  const { connection, options } = plain;
  const client = new Client({ connection, namespace: options.namespace, dataConverter: ofClient });
  await insertEngagement(db, sampleEngagement, manager);
  const files = await openFileStore(join(stateFolder, 'documents'), await fileKeysOf(db, keys));
  // Messages go straight to Temporal here, but are vouched for as at an entrance, or they would decide nothing.
  const { vouch } = await openEntranceKeys(join(stateFolder, 'entrance-keys'));
  const stored = await files.of(sampleEngagement.engagementId).put(Readable.from([sampleDocument]));
  await insertDocument(db, {
    ...stored,
    documentId: 'bench-design',
    engagementId: sampleEngagement.engagementId,
    fileName: 'design.txt',
    mediaType: 'text/plain',
    uploadedBy: manager,
  });
  const submission = samplePackage('bench-design');
  const { engagementId } = sampleEngagement;
  const titles = Object.fromEntries(samplePlan.deliverables.map((each) => [each.deliverableId, each.title]));
  const assemble = assemblePackage({ db });
  return {
    name,
    async prepare(milestoneId) {
      const { contents } = await assemble({ milestoneId, engagementId, packageVersion: 1, titles, submission });
      const to = { milestoneId, workflowId: milestoneWorkflowId(milestoneId) };
      return sampleMessages(contents.digest).map(({ kind, content }) => {
        const [name, taken] = [commands[kind], { entrance: 'api', takenAt: new Date().toISOString() } as const];
        return { name, content: { ...content, voucher: vouch(to, name, content, taken) } };
      });
    },
    async start(milestoneId) {
      const workflowId = milestoneWorkflowId(milestoneId);
      const registration = { milestoneId, engagementId, workflowId, plan: samplePlan, startedBy: manager };
      await registerMilestone(db, { ...registration, package: submission });
      const row = await findMilestone(db, milestoneId);
      if (!row) throw new Error(`Milestone ${milestoneId} is not on record`);
      await startMilestoneWorkflow({ client, db }, row);
      return client.workflow.getHandle(workflowId);
    },
    settle: () => until(async () => (await countPending(db)) === 0),
    countOpen: (prefix) => countRows(db, 'milestones', prefix, { phase: 'validating' }),
  };
}

export function bareVariant(client: Client, db: Database, taskQueue: string): Variant {
  return {
    name: 'bare',
    prepare: async () => sampleMessages('0'.repeat(64)).map(({ kind, content }) => ({ name: kind, content })),
    start: (milestoneId) =>
      client.workflow.start<typeof bareSignOff>('bareSignOff', {
        workflowId: `bare-${milestoneId}`,
        taskQueue,
        args: [{ milestoneId, package: samplePackage('bench-design') }],
      }),
    settle: async () => undefined,
    countOpen: (prefix) => countRows(db, 'bare_packages', prefix),
  };
}

export async function countRows(db: Database, table: string, prefix: string, where: object = {}): Promise<number> {
  const row = await db(table).where(where).whereLike('milestone_id', `${prefix}%`).count({ found: '*' }).first();
  return Number(row?.found ?? 0);
}

export async function until(isDone: () => Promise<boolean>): Promise<void> {
  while (!(await isDone())) await wait(20);
}
