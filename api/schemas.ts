// Shapes of requests and answers that are not commands.
import { z } from 'zod';
import { packageSubmission } from '../domain/commands.ts';
import { fileName, key } from '../domain/terms/text.ts';
import { person, personId } from '../domain/people/people.ts';
import { erasedMark } from '../domain/records/redaction.ts';
import { milestonePlan } from '../domain/terms/plan.ts';
import { phaseSchema } from './views.ts';

/** As it is on record: an erasure puts its mark where an address was. */
export const storedPerson = z
  .object({
    ...person.shape,
    email: z.string().describe(`address of their own mailbox; "${erasedMark}" after an erasure`),
    phone: z.string().optional().describe(`for questions, with its country code; "${erasedMark}" after an erasure`),
  })
  .meta({ id: 'Person' });

export const listQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.string().max(500).optional().describe('"next" of the page before'),
});

export const milestoneListQuery = listQuery.extend({
  engagementId: key.optional(),
  phase: phaseSchema.optional(),
});

export const mailListQuery = listQuery.extend({
  status: z.enum(['queued', 'sending', 'sent', 'failed']).optional(),
});

export const newMilestone = z.object({
  milestoneId: key.optional().describe('made up when left out'),
  engagementId: key,
  personId: personId.describe('who starts it: the engagement manager'),
  plan: milestonePlan,
  package: packageSubmission.optional().describe('a package to submit at once'),
});

export const documentQuery = z.object({
  fileName,
  personId: personId.describe('who uploads it'),
  replaces: key.optional().describe('ID of a document of theirs that goes for it, as by its removal'),
});

export const documentView = z
  .object({
    documentId: z.string(),
    engagementId: z.string(),
    fileName: z.string(),
    mediaType: z.string(),
    sizeBytes: z.int(),
    sha256: z.string(),
    contentType: z.string().optional().describe('what the content is by its first bytes; absent for text'),
    misnamed: z.string().optional().describe('why the name is not that of the content; absent where they agree'),
    uploadedAt: z.string(),
  })
  .meta({ id: 'Document' });
