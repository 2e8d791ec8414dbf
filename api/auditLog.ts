// Routes of the audit log: a milestone's lines, checkpoints, and proofs that the log holds a line or only grew.
import { z } from 'zod';
import type { Database } from '../db/database.ts';
import { asJob } from '../db/inScope.ts';
import { findAuditLine, listAuditLines, listLogged, type LoggedLine } from '../db/auditLog.ts';
import {
  checkpointCovering,
  checkpointOfSize,
  consistencyProof,
  inclusionProofs,
  latestCheckpoint,
} from '../db/merkleLog.ts';
import { milestoneChain, type Chain } from '../evidence/ledger/auditEntry.ts';
import { toBase64 } from '../evidence/ledger/checkpoint.ts';
import { logEvent } from '../evidence/ledger/logEvent.ts';
import { sha256 } from '../evidence/ledger/logSigner.ts';
import { leafHash } from '../evidence/ledger/merkleTree.ts';
import { getMilestoneOrTombstone } from './http/lookUps.ts';
import { notAudited, pageOf, readOf, route } from './route.ts';
import { HttpProblem } from './http/problems.ts';
import { parse } from './http/parse.ts';

const size = z.coerce.number().int().min(1);
/** Of a line within its chain; no chain gets longer than the record can count. */
const lineNumber = z.coerce.number().int().max(2_147_483_647);
const growthQuery = z.object({
  from: size.describe('leaves of the older checkpoint'),
  to: size.optional().describe('leaves of the newer one; the latest checkpoint by default'),
});
export const lineQuery = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  after: lineNumber.min(0).default(0).describe('sequence number of the last line seen'),
});

const growthView = z
  .object({
    from: z.int(),
    to: z.int(),
    path: z.array(z.string()).describe('RFC 6962 consistency proof, base64'),
    checkpoint: z.string().describe('the newer checkpoint, signed'),
  })
  .meta({ id: 'GrowthProof' });

export const lineView = z
  .object({
    sequence: z.int(),
    line: z.string().describe('canonical JSON; its SHA-256 is the previousHash of the next line'),
    hash: z.string().describe('of the line as it was written'),
    redacted: z
      .array(z.string())
      .optional()
      .describe('JSON pointers of what an erasure replaced by a mark; [""] where a disposal took the whole line'),
    leafHash: z.string().optional().describe('RFC 6962, hexadecimal; of a redacted line'),
    leafIndex: z.int().optional(),
  })
  .meta({ id: 'AuditLine' });

export const inclusionView = z
  .object({
    line: z.string().describe('as it was written, or what is left of it; then "redacted" says so'),
    leafHash: z.string().describe('RFC 6962, hexadecimal: what the path leads from'),
    redacted: z.array(z.string()).optional(),
    leafIndex: z.int(),
    path: z.array(z.string()).describe('RFC 6962 audit path, base64'),
    checkpoint: z.string(),
  })
  .meta({ id: 'InclusionProof' });

const exportQuery = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(500),
  after: z.coerce
    .number()
    .int()
    .min(-1)
    .max(Number.MAX_SAFE_INTEGER)
    .default(-1)
    .describe('event.sequence of the last event seen'),
});

const eventView = z
  .object({
    '@timestamp': z.string().optional().describe('absent for a line that a disposal emptied'),
    event: z.object({
      kind: z.literal('event'),
      action: z.string().describe('type of the entry'),
      category: z.array(z.string()),
      outcome: z.enum(['success', 'failure']),
      sequence: z.int().describe('place in the log over all chains'),
      provider: z.literal('milestone-sign-off'),
    }),
    user: z
      .object({ id: z.string().describe('of a person in their engagement, of a key, or of who is signed in') })
      .optional(),
    source: z.object({ ip: z.string() }).optional(),
    user_agent: z.object({ original: z.string() }).optional(),
    log: z.object({
      ...{ chain: z.string(), sequence: z.int(), hash: z.string() },
      entry: z.unknown().optional().describe('as it was written'),
    }),
  })
  .meta({ id: 'LogEvent' });

const tag = 'Audit log';

export const auditLogRoutes = [
  route({
    method: 'get',
    path: '/log/events',
    operationId: 'exportLog',
    right: 'exportLog',
    tag,
    summary: 'The audit log over all chains, as events of the Elastic Common Schema 8, for monitoring',
    description:
      'In the order in which the log took them in, from where you were: ask again with the sequence of the last event. Of the engagements of the key alone, without the lines of no engagement, which may name any, unless it is for all of them; `npm run export-log` writes all of it.',
    query: exportQuery,
    answer: z.object({ items: z.array(eventView), after: z.int().describe('where to go on') }),
    audited: readOf('service'),
    async handle({ db }, { query, key }) {
      const lines = await listLogged(db, { ...query, isWhole: key.scope === 'all' });
      return { items: lines.map(logEvent), after: lines.at(-1)?.leafIndex ?? query.after };
    },
  }),
  route({
    method: 'get',
    path: '/log/key',
    operationId: 'readLogKey',
    right: 'readService',
    tag,
    summary: 'Public key of the log, as a C2SP verifier key',
    media: ['text/plain'],
    audited: notAudited,
    async handle({ logKey }, { response }) {
      response.type('text/plain').send(`${logKey}\n`);
      return undefined;
    },
  }),
  route({
    method: 'get',
    path: '/log/checkpoint',
    operationId: 'readLogCheckpoint',
    right: 'readService',
    tag,
    summary: 'The latest signed checkpoint',
    media: ['text/plain'],
    problems: ['NOT_YET_AVAILABLE'],
    audited: notAudited,
    async handle({ pool }, { response }) {
      const db = asJob(pool, 'door');
      const latest = await latestCheckpoint(db);
      if (!latest)
        throw new HttpProblem('NOT_YET_AVAILABLE', 'The log has no checkpoint yet; one follows the first entry.');
      response.type('text/plain').send(latest.note);
      return undefined;
    },
  }),
  route({
    method: 'get',
    path: '/log/consistency',
    operationId: 'proveLogGrowth',
    right: 'readService',
    tag,
    summary: 'Proof that the log only grew between two checkpoints',
    query: growthQuery,
    answer: growthView,
    problems: ['NOT_FOUND'],
    audited: notAudited,
    async handle({ pool }, { query: { from, to } }) {
      const db = asJob(pool, 'door');
      const newer = to === undefined ? await latestCheckpoint(db) : await checkpointOfSize(db, to);
      if (!newer || from > newer.size)
        throw new HttpProblem(
          'NOT_FOUND',
          `The log has no checkpoint of ${to ?? from} leaves; name sizes of checkpoints you were given.`,
          newer ? 'from' : 'to',
        );
      const path = await consistencyProof(db, from, newer.size);
      return { from, to: newer.size, path: path.map(toBase64), checkpoint: newer.note };
    },
  }),
  route({
    method: 'get',
    path: '/milestones/{milestoneId}/audit-log',
    operationId: 'listAuditLines',
    right: 'readRecord',
    tag,
    summary: 'Everything that happened around a milestone, line by line',
    query: lineQuery,
    answer: pageOf(lineView),
    audited: readOf('milestone'),
    async handle({ db }, { params, query }) {
      const { milestoneId } = await getMilestoneOrTombstone(db, params.milestoneId);
      return pageOfLines(await listAuditLines(db, milestoneChain(milestoneId), query), query);
    },
  }),
  route({
    method: 'get',
    path: '/milestones/{milestoneId}/audit-log/{sequence}/proof',
    operationId: 'proveAuditLine',
    right: 'readRecord',
    tag,
    summary: 'Proof that a line is in the log',
    answer: inclusionView,
    problems: ['NOT_YET_AVAILABLE'],
    audited: readOf('milestone'),
    async handle({ db }, { params }) {
      const { milestoneId } = await getMilestoneOrTombstone(db, params.milestoneId);
      return proofOf(db, milestoneChain(milestoneId), parse(lineNumber.min(1), params.sequence));
    },
  }),
];

export function pageOfLines(lines: readonly LoggedLine[], { limit }: { limit: number }) {
  const last = lines.length === limit ? lines.at(-1)?.sequence : undefined;
  const items = lines.map(({ chain: _chain, ...each }) => each);
  return { items, ...(last === undefined ? {} : { next: `${last}` }) };
}

/** That a line is in the log: the path from its leaf to the root of the first checkpoint that covers it. */
export async function proofOf(db: Database, chain: Chain, sequence: number): Promise<z.infer<typeof inclusionView>> {
  const found = await findAuditLine(db, chain, sequence);
  if (!found) throw new HttpProblem('NOT_FOUND', `The audit log of "${chain}" has no line ${sequence}.`, 'sequence');
  const { line, leafIndex, redacted } = found;
  const covering = leafIndex === undefined ? undefined : await checkpointCovering(db, leafIndex);
  if (leafIndex === undefined || !covering)
    throw new HttpProblem('NOT_YET_AVAILABLE', 'The line goes into the log within seconds; ask again.');
  const [path = []] = await inclusionProofs(db, [leafIndex], covering.size);
  const leaf = Buffer.from(leafHash(sha256, Buffer.from(line)));
  return {
    line,
    leafHash: found.leafHash ?? leaf.toString('hex'),
    ...(redacted ? { redacted } : {}),
    leafIndex,
    path: path.map(toBase64),
    checkpoint: covering.note,
  };
}
