// Rows that several queries read, to words of the domain; a row that one file alone reads is mapped there.
import { fromStored, upcastMilestone } from '../domain/records/upcast.ts';
import type { RecordedEvent, RefusedMessage } from '../domain/events.ts';
import type { FileContent } from '../domain/compilation/fileContent.ts';
import type { Milestone, PackageFile, Phase } from '../domain/milestone.ts';
import type { Actor, Authenticated } from '../domain/people/people.ts';
import type { StartVouchers } from '../domain/records/vouchers.ts';
import type { MilestonePlan } from '../domain/terms/plan.ts';
import type { PackageSubmission } from '../domain/commands.ts';
import type { ChainedEvent } from '../evidence/ledger/chainedEvent.ts';
import { decimalsOf } from '../domain/terms/currencies.ts';

type Row = Record<string, unknown>;

export const instant = (value: unknown): string => (value as Date).toISOString();
const optional = <T>(key: string, value: T | null | undefined): Record<string, T> =>
  value === null || value === undefined ? {} : { [key]: value };

/** A numeric column as exact decimals: those of the currency, and never fewer than are on record. */
export const toMoney = (value: unknown, currency: string): string => {
  const [whole, fraction = ''] = String(value).split('.');
  const decimals = fraction.replace(/0+$/, '').padEnd(decimalsOf(currency) ?? 2, '0');
  return decimals === '' ? String(whole) : `${whole}.${decimals}`;
};

export interface StoredDocument extends PackageFile {
  engagementId: string;
  /** What its content is by its first bytes; absent for text, and for what has no signature. */
  content?: FileContent;
  uploadedBy: Authenticated;
  uploadedAt: string;
}

export const toPackageFile = (row: Row): PackageFile => ({
  documentId: row.document_id as string,
  fileName: row.file_name as string,
  mediaType: row.media_type as string,
  sizeBytes: Number(row.size_bytes),
  sha256: row.sha256 as string,
});

export const toDocument = (row: Row): StoredDocument => ({
  ...toPackageFile(row),
  engagementId: row.engagement_id as string,
  ...(row.content_type === null
    ? {}
    : { content: { extension: row.content_extension as string, mediaType: row.content_type as string } }),
  uploadedBy: row.uploaded_by as Authenticated,
  uploadedAt: instant(row.uploaded_at),
});

/** A milestone as the record has it; `snapshot` is null until its workflow has recorded the first batch. */
export interface MilestoneRow {
  milestoneId: string;
  engagementId: string;
  workflowId: string;
  title: string;
  phase: Phase;
  round: number;
  sequence: number;
  /** Number of the last batch recorded; a new run of the workflow counts on from it. */
  lastBatch: number;
  /** Hash of the last event on record; what is recorded next follows it. */
  head: string;
  deadline?: string;
  packageDigest?: string;
  plan: MilestonePlan;
  package?: PackageSubmission;
  startedBy: Actor;
  /** Of the entrance that took the start; a milestone started in Temporal has none. */
  vouchers?: StartVouchers;
  snapshot: Milestone | null;
  /** When a person was first erased from it. */
  erasedAt?: string;
  disposedAt?: string;
  createdAt: string;
  updatedAt: string;
}

/** A milestone as lists show it: kept beside the state, so that none has to be read. */
export type MilestoneSummary = Pick<
  MilestoneRow,
  'milestoneId' | 'engagementId' | 'title' | 'phase' | 'round' | 'deadline' | 'createdAt' | 'updatedAt'
> & {
  hasStarted: boolean;
  /** Person IDs. */
  waitingFor: string[];
};

export const summaryColumns = [
  ...['milestone_id', 'engagement_id', 'title', 'phase', 'round', 'sequence'],
  ...['deadline', 'waiting_for', 'created_at', 'updated_at'],
];

export const toMilestoneSummary = (row: Row): MilestoneSummary => ({
  milestoneId: row.milestone_id as string,
  engagementId: row.engagement_id as string,
  title: row.title as string,
  phase: row.phase as Phase,
  round: row.round as number,
  hasStarted: (row.sequence as number) > 0,
  ...optional('deadline', row.deadline ? instant(row.deadline) : undefined),
  waitingFor: row.waiting_for as string[],
  createdAt: instant(row.created_at),
  updatedAt: instant(row.updated_at),
});

export const toMilestoneRow = (row: Row): MilestoneRow => ({
  milestoneId: row.milestone_id as string,
  engagementId: row.engagement_id as string,
  workflowId: row.workflow_id as string,
  title: row.title as string,
  phase: row.phase as Phase,
  round: row.round as number,
  sequence: row.sequence as number,
  lastBatch: row.last_batch as number,
  head: row.last_hash as string,
  ...optional('deadline', row.deadline ? instant(row.deadline) : undefined),
  ...optional('packageDigest', row.package_digest as string | null),
  // Nothing of it is left after a disposal.
  plan: row.disposed_at ? (row.plan as MilestonePlan) : fromStored('plan', row.plan),
  ...optional('package', row.first_package === null ? null : fromStored('package', row.first_package)),
  startedBy: row.started_by as Actor,
  ...optional('vouchers', row.vouchers as StartVouchers | null),
  snapshot: row.snapshot === null ? null : upcastMilestone(row.snapshot),
  ...optional('erasedAt', row.erased_at ? instant(row.erased_at) : undefined),
  ...optional('disposedAt', row.disposed_at ? instant(row.disposed_at) : undefined),
  createdAt: instant(row.created_at),
  updatedAt: instant(row.updated_at),
});

export const toChainedEvent = (row: Row): ChainedEvent => ({
  event: row.event as RecordedEvent,
  previousHash: row.previous_hash as string,
  hash: row.hash as string,
  recordedAt: instant(row.recorded_at),
  ...optional('redacted', row.redacted as string[] | null),
});

export const toRefusedMessage = (row: Row): RefusedMessage => ({
  messageId: row.message_id as string,
  name: row.name as string,
  at: instant(row.at),
  ...optional('actor', row.actor as Actor | null),
  code: row.code as RefusedMessage['code'],
  message: row.message as string,
  ...optional('field', row.field as string | null),
  details: row.details as string[],
});
