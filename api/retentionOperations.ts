// What the OpenAPI document says of retention, legal holds, disposal and erasure.
import { z } from 'zod';
import * as acts from '../domain/records/retentionActs.ts';
import { inclusionView } from './auditLog.ts';
import { pageOf, type Operation } from './operation.ts';
import { listQuery } from './schemas.ts';
import { phaseSchema } from './views.ts';

const responsible = z.object({ name: z.string(), capacity: z.string() });

const endView = z
  .object({ engagementId: z.string(), endedOn: z.string(), isRepeat: z.boolean() })
  .meta({ id: 'EngagementEnd' });

const holdView = z
  .object({
    holdId: z.string(),
    on: z.enum(['milestone', 'engagement']),
    reason: z.string(),
    holder: z.string(),
    placedBy: responsible,
    placedAt: z.string(),
    release: z.object({ reason: z.string(), releasedBy: responsible, releasedAt: z.string() }).optional(),
  })
  .meta({ id: 'LegalHold' });

const retention = {
  rule: z.enum(['byForm', 'latentDamage', 'own']),
  years: z.int(),
  basis: z.array(z.object({ what: z.string(), on: z.string() })).describe('what the period could run from'),
  runsFrom: z.string().optional().describe('the latest of them; absent until the engagement has ended'),
  keptUntil: z.string().optional().describe('last day on which the record is kept'),
  disposableFrom: z.string().optional(),
};

const retentionView = z
  .object({
    milestoneId: z.string(),
    engagementId: z.string(),
    ...retention,
    timeZone: z.string().describe('of the dates'),
    isDisposable: z.boolean(),
    obstacles: z.array(z.object({ code: z.string(), detail: z.string() })).describe('what stands against disposal'),
    holds: z.array(holdView),
  })
  .meta({ id: 'Retention' });

const dueView = z
  .object({
    milestoneId: z.string(),
    engagementId: z.string(),
    title: z.string(),
    phase: phaseSchema,
    runsFrom: z.string(),
    keptUntil: z.string(),
    isHeld: z.boolean().describe('under a legal hold, which forbids disposal'),
  })
  .meta({ id: 'DueRecord' });

const tombstoneView = z
  .object({
    milestoneId: z.string(),
    engagementId: z.string(),
    disposedAt: z.string(),
    certificates: z.array(
      z.object({
        certificateNumber: z.string(),
        kind: z.string(),
        issuedAt: z.string(),
        documentSha256: z.string(),
        pdfSha256: z.array(z.string()),
      }),
    ),
    archives: z.array(z.object({ certificateNumber: z.string(), version: z.int(), sha256: z.string() })),
    packages: z.array(z.object({ packageVersion: z.int(), digest: z.string() })),
    files: z.array(z.string()).describe('SHA-256 of the files let go'),
    events: z.object({ count: z.int(), head: z.string() }),
    auditLog: z.object({ lines: z.int(), head: z.string() }),
    authorisedBy: responsible,
    carriedOutBy: z.object({ keyId: z.string() }),
    reason: z.string(),
    retention: z.object(retention),
  })
  .meta({ id: 'Tombstone' });

const disposalView = z
  .object({
    tombstone: tombstoneView,
    document: z.string().describe('the tombstone as canonical JSON (RFC 8785)'),
    sha256: z.string().describe('of that document; the audit log holds it'),
    auditSequence: z.int().describe('line of the service’s chain that says so'),
    isRepeat: z.boolean().optional(),
  })
  .meta({ id: 'Disposal' });

const erasureView = z
  .object({
    erasureId: z.string(),
    milestoneId: z.string(),
    personId: z.string(),
    reason: z.string(),
    requestedOn: z.string(),
    erasedAt: z.string(),
    losesName: z.boolean().describe('whether name and capacity went as well'),
    redacted: z.record(z.string(), z.int()).describe('how many rows of what lost something'),
    filesErased: z.array(z.string()),
    kept: z.array(z.object({ what: z.string(), reason: z.string() })).describe('what was not erased, and why'),
    isRepeat: z.boolean().optional(),
  })
  .meta({ id: 'Erasure' });

const tag = 'Retention';
const m = '/milestones/{milestoneId}';

const holdOperations = (path: string, what: string): Operation[] => [
  {
    method: 'get',
    path: `${path}/holds`,
    tag,
    summary: `Legal holds on ${what}, released ones included`,
    answer: z.object({ items: z.array(holdView) }),
  },
  {
    method: 'post',
    path: `${path}/holds`,
    tag,
    summary: `Place a legal hold on ${what}`,
    body: acts.placeHold,
    status: 201,
    answer: holdView,
  },
  {
    method: 'post',
    path: `${path}/holds/{holdId}/release`,
    tag,
    summary: 'Release a legal hold',
    body: acts.releaseHold,
    answer: holdView,
  },
];

export const retentionOperations: Operation[] = [
  {
    method: 'post',
    path: '/engagements/{engagementId}/end',
    tag,
    summary: 'Record, or correct, when the engagement ended',
    body: acts.endEngagement,
    status: 201,
    answer: endView,
  },
  ...holdOperations('/engagements/{engagementId}', 'an engagement and all its milestones'),
  ...holdOperations(m, 'a milestone'),
  {
    method: 'get',
    path: '/retention/due',
    tag,
    summary: 'Records whose retention is over, the longest overdue first',
    query: listQuery,
    answer: pageOf(dueView),
  },
  {
    method: 'get',
    path: `${m}/retention`,
    tag,
    summary: 'From when, by which rule and until when the record is kept, and what stands against its disposal',
    answer: retentionView,
  },
  {
    method: 'post',
    path: `${m}/disposal`,
    tag,
    summary: 'Dispose of the record for good; its tombstone stays',
    body: acts.disposeOfRecord,
    status: 201,
    answer: disposalView,
  },
  { method: 'get', path: `${m}/disposal`, tag, summary: 'The tombstone of a record', answer: disposalView },
  {
    method: 'get',
    path: `${m}/disposal/proof`,
    tag,
    summary: 'Proof that the disposal is in the audit log',
    answer: inclusionView,
  },
  {
    method: 'get',
    path: `${m}/erasures`,
    tag,
    summary: 'People erased from the record, with what was kept and why',
    answer: z.object({ items: z.array(erasureView) }),
  },
  {
    method: 'post',
    path: `${m}/erasures`,
    tag,
    summary: 'Erase a person’s data at their request (GDPR Art. 17)',
    body: acts.erasePerson,
    status: 201,
    answer: erasureView,
  },
];
