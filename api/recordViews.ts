// Shapes in which the API shows what is on record: events, messages, mails, replies, outputs.
import { z } from 'zod';

/** JSON that is given as it is on record. */
const passedOn: z.ZodType<object, object> = z.looseObject({});

export const eventView = z
  .object({
    sequence: z.int(),
    type: z.string(),
    at: z.string(),
    actor: passedOn,
    event: passedOn,
    previousHash: z.string(),
    hash: z.string().describe('of the event as it was recorded'),
    redacted: z.array(z.string()).optional().describe('JSON pointers of what an erasure replaced by a mark'),
  })
  .meta({ id: 'Event' });

export const refusedMessageView = z
  .object({
    messageId: z.string(),
    name: z.string().describe('of the command it was sent as'),
    at: z.string(),
    actor: passedOn.optional(),
    code: z.string(),
    message: z.string(),
    field: z.string().optional(),
    details: z.array(z.string()),
  })
  .meta({ id: 'RefusedMessage' });

export const mailView = z
  .object({
    mailId: z.string(),
    milestoneId: z.string(),
    engagementId: z.string(),
    kind: z.string(),
    recipientId: z.string(),
    toAddress: z.string(),
    round: z.int(),
    sequence: z.int().describe('of the event that caused it'),
    requestId: z.string().optional(),
    messageIdHeader: z.string(),
    status: z.enum(['queued', 'sending', 'sent', 'failed']),
    attempts: z.int(),
    repeats: z.int().describe('times it was sent again because nobody knew whether it had gone out'),
    dueAt: z.string().describe('when it was decided on'),
    queuedAt: z.string(),
    sentAt: z.string().optional().describe('when the SMTP server took it'),
    bouncedAt: z.string().optional(),
    bounceReason: z.string().optional(),
    lastError: z.string().optional(),
  })
  .meta({ id: 'Mail' });

export const replyView = z
  .object({
    inboundId: z.string(),
    source: z.enum(['smtp', 'imap']),
    status: z.enum(['received', 'reading', 'settled']),
    attempts: z.int(),
    receivedAt: z.string(),
    sha256: z.string().describe('of the raw message'),
    sizeBytes: z.int(),
    envelopeFrom: z.string().describe('empty for the null sender'),
    envelopeTo: z.array(z.string()),
    remoteAddress: z.string().optional(),
    helo: z.string().optional(),
    outcome: z
      .enum([
        'decided',
        'commented',
        'held',
        'absenceNoted',
        'bounceNoted',
        'ignored',
        'duplicate',
        'unmatched',
        'refused',
      ])
      .optional()
      .describe('absent until it has been read'),
    reason: z.string().optional(),
    messageIdHeader: z.string().optional(),
    requestId: z.string().optional(),
    milestoneId: z.string().optional(),
    engagementId: z
      .string()
      .optional()
      .describe('under whose key the raw message is kept; absent: under that of the installation'),
    personId: z.string().optional(),
    proof: passedOn.optional().describe('what was checked of the sender'),
    leftOut: z
      .string()
      .optional()
      .describe('what stands beside a decision, or all that it says where it decided nothing'),
    lastError: z.string().optional(),
  })
  .meta({ id: 'Reply' });

export const certificateView = z
  .object({
    certificateNumber: z.string(),
    milestoneId: z.string(),
    engagementId: z.string(),
    kind: z.string(),
    document: passedOn.describe('the certificate as data; its canonical JSON (RFC 8785) has the digest beside'),
    documentSha256: z.string(),
    pdfSha256: z.string(),
    sealLevel: z.enum(['B-B', 'B-T']).optional().describe('PAdES level reached'),
    issuedAt: z.string(),
    supersedes: z.string().optional(),
  })
  .meta({ id: 'Certificate' });

export const authorisationView = z
  .object({
    authorisationNumber: z.string(),
    certificateNumber: z.string(),
    scope: passedOn,
    authorisedAt: z.string(),
  })
  .meta({ id: 'NextPhaseAuthorisation' });
