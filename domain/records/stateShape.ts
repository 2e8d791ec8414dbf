// The shape of a milestone's state, to check one that is handed to a workflow: what it says is for the record to know.
import { z } from 'zod';
import { packageSubmission, recordValidationReport } from '../commands.ts';
import { signOffErrorCodes, type SignOffErrorCode } from '../errors.ts';
import type { Milestone } from '../milestone.ts';
import { actor } from '../people/people.ts';
import { phases } from '../phases.ts';
import { enterable } from '../terms/channels.ts';
import { engagement } from '../terms/engagement.ts';
import { count, file, list, wait, words } from './partShapes.ts';
import { changesShape } from './changesShape.ts';
import { milestonePlan, reviewMeeting } from '../terms/plan.ts';

const submittedPackage = z.strictObject({
  ...packageSubmission.omit({ deliverables: true }).shape,
  deliverables: z.array(
    z.strictObject({
      deliverableId: words,
      title: words,
      version: words,
      change: words.optional(),
      files: z.array(file),
    }),
  ),
  packageVersion: count,
  digest: words,
  submittedBy: words,
  submittedAt: words,
});

/** What every decision on a package carries. */
const bound = {
  personId: words,
  packageDigest: words,
  at: words,
  actor,
  messageId: words,
  isVoid: z.boolean(),
  planVersion: count.optional(),
  onBehalfOf: words.optional(),
};

const { summary, results, issues, recommendation } = recordValidationReport.shape;
const report = z.strictObject({ ...bound, summary, results, issues, recommendation, isPassed: z.boolean() });
const feedback = z.strictObject({
  ...bound,
  verdict: z.enum(['approve', 'comment', 'requestRevision']),
  needsAnswer: z.boolean().optional(),
  group: count,
  reasons: list,
});
const signature = z.strictObject({
  ...bound,
  group: count,
  typedName: words,
  capacity: words,
  authorityLimit: words.optional(),
  statementVersion: words,
  statementLanguage: words.optional(),
  drawnSignatureSha256: words.optional(),
  exceptions: z.strictObject({ exceptionIds: list, sha256: words }).optional(),
  deliverableIds: list.optional(),
});
const delivery = z.strictObject({
  mailId: words,
  recipientId: words,
  kind: words,
  status: z.enum(['queued', 'sending', 'sent', 'failed']),
  sentAt: words.optional(),
  response: words.optional(),
});
const entered = z.strictObject({
  ...bound,
  entryId: words,
  duty: z.enum(enterable),
  enteredBy: words,
  decidedOn: words,
  files: z.array(file),
  ...signature.pick({ group: true, capacity: true, authorityLimit: true, exceptions: true, deliverableIds: true })
    .shape,
  objectBy: words,
  round: count,
  outcome: z
    .strictObject({
      kind: z.enum(['upheld', 'opposed', 'dropped']),
      at: words,
      reasons: list,
      deliveries: z.array(delivery),
    })
    .optional(),
});
const refusal = z.strictObject({
  ...bound,
  refusalId: words,
  reasons: list,
  asksForRevision: z.boolean().optional(),
  refusedIn: z.enum(['inReview', 'formalSignOff']),
  settledBy: z.enum(['rework', 'reviewAgain', 'askAgain', 'sponsor', 'newPackage']).optional(),
});
const delegation = z.strictObject({
  delegationId: words,
  kind: z.enum(['delegated', 'reassigned', 'deputised']),
  deputyshipId: words.optional(),
  duty: z.enum(['validation', 'review', 'signature']),
  memberId: words,
  fromPersonId: words,
  toPersonId: words,
  reason: words,
  at: words,
  actor,
  messageId: words,
  packageDigest: words.optional(),
  isVoid: z.boolean(),
});

const facilitation = z.strictObject({
  outcome: z.enum(['rework', 'reviewAgain', 'askAgain', 'underExceptions', 'escalate']),
  note: words,
  by: words,
  at: words,
  refusalId: words.optional(),
  confirmBy: words.optional(),
  confirmation: z
    .strictObject({
      kind: z.enum(['confirmed', 'opposed', 'unopposed']),
      at: words,
      by: words.optional(),
      reasons: words.optional(),
    })
    .optional(),
});
const determination = z.strictObject({
  determination: z.enum(['rework', 'formalSignOff', 'terminate']),
  exceptionIds: list.optional(),
  packageDigest: words.optional(),
  reasons: words,
  by: words,
  at: words,
});
const deeming = z.strictObject({
  deemingId: words,
  of: z.enum(['review', 'signOff']),
  outcome: z.enum(['accepted', 'rejected']),
  group: count,
  personIds: list,
  packageDigest: words,
  askedAt: words,
  deadline: words,
  finalNoticeAt: words,
  at: words,
  deliveries: z.array(delivery),
  isVoid: z.boolean(),
});

const exception = z.strictObject({
  exceptionId: words,
  description: words,
  impact: words,
  severity: count,
  ownerId: words,
  plan: words,
  closureCriterion: words,
  dueOn: words,
  amountWithheld: words,
  requirementIds: list.optional(),
  proposedBy: words,
  proposedAt: words,
  closures: z
    .array(
      z.strictObject({
        evidence: words,
        files: z.array(file),
        submittedBy: words,
        submittedAt: words,
        rejection: z.strictObject({ reasons: list, by: words, at: words }).optional(),
      }),
    )
    .optional(),
  extensions: z.array(z.strictObject({ from: words, to: words, reason: words, by: words, at: words })).optional(),
  failure: z.strictObject({ reason: words, by: words, at: words }).optional(),
  verifiedBy: words.optional(),
  verifiedAt: words.optional(),
  evidence: words.optional(),
});

const stage = z.discriminatedUnion('phase', [
  z.strictObject({ phase: z.literal('compiling'), wait }),
  z.strictObject({ phase: z.literal('rework'), wait, reasons: list }),
  z.strictObject({ phase: z.literal('validating'), wait }),
  z.strictObject({ phase: z.literal('inReview'), wait, openGroup: count }),
  z.strictObject({ phase: z.literal('formalSignOff'), wait, openGroup: count }),
  z.strictObject({
    phase: z.literal('facilitation'),
    wait,
    dispute: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('refusal'), refusalId: words }),
      z.strictObject({ kind: z.literal('reworkExhausted'), reasons: list }),
      z.strictObject({ kind: z.literal('concession'), requirementIds: list }),
      z.strictObject({ kind: z.literal('deemedRejection'), deemingId: words }),
    ]),
    from: z.enum(['validating', 'inReview', 'formalSignOff']),
  }),
  z.strictObject({ phase: z.literal('escalated'), wait, reason: words, from: z.enum(phases) }),
  z.strictObject({ phase: z.literal('acceptedWithExceptions'), wait }),
  z.strictObject({ phase: z.literal('accepted') }),
  z.strictObject({
    phase: z.literal('revoked'),
    revocation: z.strictObject({
      reason: words,
      proposedBy: words,
      proposedAt: words,
      confirmation: words,
      confirmedBy: words,
      confirmedAt: words,
    }),
  }),
  z.strictObject({ phase: z.literal('terminated'), reasons: words }),
  z.strictObject({ phase: z.literal('cancelled'), reason: words }),
]);

const acceptance = z.strictObject({
  certificateNumber: words,
  kind: z.enum(['acceptance', 'partial', 'conditional', 'closeOut', 'revocation']),
  acceptedAt: words,
  basis: z.enum(['express', 'sponsorDetermined', 'entered', 'deemed']),
  amountReleased: words,
  amountWithheld: words,
  supersedes: words.optional(),
  part: z.strictObject({ number: count, isLast: z.boolean(), deliverableIds: list, amount: words }).optional(),
});
const outputs = z.strictObject({
  certificateNumber: words,
  certificateSha256: words,
  archiveSha256: words,
  publishedAt: words,
  documentSha256: words.optional(),
  checkpoint: words.optional(),
  certificateAddress: words.optional(),
  awaitsTimestampUntil: words.optional(),
});
const timestamp = z.strictObject({
  certificateNumber: words,
  level: z.enum(['B-B', 'B-T']),
  timestampedAt: words.optional(),
  certificateSha256: words.optional(),
  archiveSha256: words.optional(),
  reason: words.optional(),
});

const messageOutcome = z.strictObject({
  name: words,
  personId: words.optional(),
  content: words.optional(),
  outcome: z.enum(['accepted', 'refused']),
  sequence: count,
  code: z.enum(Object.keys(signOffErrorCodes) as [SignOffErrorCode, ...SignOffErrorCode[]]).optional(),
  message: words.optional(),
  field: words.optional(),
  details: list.optional(),
});

/** Of version `currentRulesVersion`; a state of an earlier one is brought to it first. */
export const milestoneState = z.strictObject({
  milestoneId: words,
  engagement,
  plan: milestonePlan,
  startedAt: words,
  rulesVersion: z.int().min(1),
  shapesVersion: z.int().min(1),
  sequence: count,
  round: count,
  reworkCycles: count,
  stage,
  packages: z.array(submittedPackage),
  askedIds: z.array(words),
  signOffRequests: z.array(
    z.strictObject({
      requestNumber: words,
      packageVersion: count,
      packageDigest: words,
      statementVersion: words,
      preparedAt: words,
    }),
  ),
  reports: z.array(report),
  feedback: z.array(feedback),
  feedbackItems: z.array(
    z.strictObject({
      feedbackId: words,
      personId: words,
      text: words,
      raisedAt: words,
      isForInformation: z.literal(true).optional(),
      response: words.optional(),
      respondedAt: words.optional(),
    }),
  ),
  meeting: z.strictObject({ ...reviewMeeting.shape, sequence: count }).optional(),
  meetingNotes: z.array(
    z.strictObject({ heldOn: words, notes: words, attendeeIds: list, recordedBy: words, recordedAt: words }),
  ),
  signatures: z.array(signature),
  entered: z.array(entered),
  refusals: z.array(refusal),
  delegations: z.array(delegation),
  facilitations: z.array(facilitation),
  determinations: z.array(determination),
  deemings: z.array(deeming),
  ...changesShape,
  undeliverable: z.array(z.strictObject({ mailId: words, addresseeId: words })),
  exceptions: z.array(exception),
  acceptances: z.array(acceptance),
  proposedRevocation: z.strictObject({ reason: words, proposedBy: words, proposedAt: words, wait }).optional(),
  declinedRevocations: z.array(z.strictObject({ by: words, at: words })).optional(),
  outputs: z.array(outputs),
  timestamps: z.array(timestamp),
  withheld: z.array(z.strictObject({ certificateNumber: words, reasons: z.array(words) })),
  messages: z.record(words, messageOutcome),
}) satisfies z.ZodType<Milestone>;
