// Shapes in which the API shows retention, legal holds, disposal and erasure.
import { z } from 'zod';
import { phaseSchema } from './views.ts';

const responsible = z.object({ name: z.string(), capacity: z.string() });

export const endView = z
  .object({ engagementId: z.string(), endedOn: z.string(), isRepeat: z.boolean() })
  .meta({ id: 'EngagementEnd' });

export const holdView = z
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

export const retentionView = z
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

export const dueView = z
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

export const disposalView = z
  .object({
    tombstone: tombstoneView,
    document: z.string().describe('the tombstone as canonical JSON (RFC 8785)'),
    sha256: z.string().describe('of that document; the audit log holds it'),
    auditSequence: z.int().describe('line of the service’s chain that says so'),
    isRepeat: z.boolean().optional(),
  })
  .meta({ id: 'Disposal' });

export const erasureView = z
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
