// Routes of the audit log: a milestone's lines, checkpoints, and proofs that the log holds a line or only grew.
import { Router } from 'express';
import { z } from 'zod';
import { findAuditLine, listAuditLines } from '../db/auditLog.ts';
import {
  checkpointCovering,
  checkpointOfSize,
  consistencyProof,
  inclusionProofs,
  latestCheckpoint,
} from '../db/merkleLog.ts';
import { milestoneChain, type Chain } from '../evidence/ledger/auditEntry.ts';
import { toBase64 } from '../evidence/ledger/checkpoint.ts';
import { sha256 } from '../evidence/ledger/logSigner.ts';
import { leafHash } from '../evidence/ledger/merkleTree.ts';
import type { ApiDependencies } from './http/dependencies.ts';
import { getMilestoneOrItsRest } from './http/lookUps.ts';
import { pageOf, type Operation } from './operation.ts';
import { HttpProblem } from './http/problems.ts';
import { parse } from './http/parse.ts';

const size = z.coerce.number().int().min(1);
const growthQuery = z.object({
  from: size.describe('leaves of the older checkpoint'),
  to: size.optional().describe('leaves of the newer one; the latest checkpoint by default'),
});
const lineQuery = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  after: z.coerce.number().int().min(0).default(0).describe('sequence number of the last line seen'),
});

const growthView = z
  .object({
    from: z.int(),
    to: z.int(),
    path: z.array(z.string()).describe('RFC 6962 consistency proof, base64'),
    checkpoint: z.string().describe('the newer checkpoint, signed'),
  })
  .meta({ id: 'GrowthProof' });

const lineView = z
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

export const auditLogOperations: Operation[] = [
  {
    method: 'get',
    path: '/log/key',
    tag: 'Audit log',
    summary: 'Public key of the log, as a C2SP verifier key',
    media: 'text/plain',
  },
  {
    method: 'get',
    path: '/log/checkpoint',
    tag: 'Audit log',
    summary: 'The latest signed checkpoint',
    media: 'text/plain',
  },
  {
    method: 'get',
    path: '/log/consistency',
    tag: 'Audit log',
    summary: 'Proof that the log only grew between two checkpoints',
    query: growthQuery,
    answer: growthView,
  },
  {
    method: 'get',
    path: '/milestones/{milestoneId}/audit-log',
    tag: 'Audit log',
    summary: 'Everything that happened around a milestone, line by line',
    query: lineQuery,
    answer: pageOf(lineView),
  },
  {
    method: 'get',
    path: '/milestones/{milestoneId}/audit-log/{sequence}/proof',
    tag: 'Audit log',
    summary: 'Proof that a line is in the log',
    answer: inclusionView,
  },
];

export function auditLogRoutes({ db, logKey }: ApiDependencies): Router {
  const router = Router();
  router.get('/log/key', (_request, response) => void response.type('text/plain').send(`${logKey}\n`));
  router.get('/log/checkpoint', async (_request, response) => {
    const latest = await latestCheckpoint(db);
    if (!latest)
      throw new HttpProblem(404, 'NOT_YET_AVAILABLE', 'The log has no checkpoint yet; one follows the first entry.');
    response.type('text/plain').send(latest.note);
  });
  router.get('/log/consistency', async (request, response) => {
    const { from, to } = parse(growthQuery, request.query);
    const newer = to === undefined ? await latestCheckpoint(db) : await checkpointOfSize(db, to);
    if (!newer || from > newer.size)
      throw new HttpProblem(
        404,
        'NOT_FOUND',
        `The log has no checkpoint of ${to ?? from} leaves; name sizes of checkpoints you were given.`,
        newer ? 'from' : 'to',
      );
    const path = await consistencyProof(db, from, newer.size);
    response.json({ from, to: newer.size, path: path.map(toBase64), checkpoint: newer.note });
  });
  router.get('/milestones/:milestoneId/audit-log', async (request, response) => {
    const { milestoneId } = await getMilestoneOrItsRest(db, request.params.milestoneId);
    const { limit, after } = parse(lineQuery, request.query);
    const items = await listAuditLines(db, milestoneChain(milestoneId), { limit, after });
    const last = items.length === limit ? items.at(-1)?.sequence : undefined;
    response.json({
      items: items.map(({ chain: _chain, ...each }) => each),
      ...(last === undefined ? {} : { next: `${last}` }),
    });
  });
  router.get('/milestones/:milestoneId/audit-log/:sequence/proof', async (request, response) => {
    const { milestoneId } = await getMilestoneOrItsRest(db, request.params.milestoneId);
    const sequence = parse(size, request.params.sequence);
    response.json(await proofOf(db, milestoneChain(milestoneId), sequence));
  });
  return router;
}

/** That a line is in the log: the path from its leaf to the root of the first checkpoint that covers it. */
export async function proofOf(
  db: ApiDependencies['db'],
  chain: Chain,
  sequence: number,
): Promise<z.infer<typeof inclusionView>> {
  const found = await findAuditLine(db, chain, sequence);
  if (!found)
    throw new HttpProblem(404, 'NOT_FOUND', `The audit log of "${chain}" has no line ${sequence}.`, 'sequence');
  const { line, leafIndex, redacted } = found;
  const covering = leafIndex === undefined ? undefined : await checkpointCovering(db, leafIndex);
  if (leafIndex === undefined || !covering)
    throw new HttpProblem(404, 'NOT_YET_AVAILABLE', 'The line goes into the log within seconds; ask again.');
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
