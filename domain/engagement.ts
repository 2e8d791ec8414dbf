// An engagement: the parties, their people and the contract terms every milestone of it is signed under.
import { z } from 'zod';
import { businessCalendar } from './businessTime.ts';
import { person, personId } from './people.ts';
import { key, text } from './text.ts';

/** How long each wait lasts and what happens on the way; business days of the contract's calendar. */
export const waitTerms = z.object({
  businessDays: z.int().min(1).max(250),
});

const waits = z.object({
  compiling: waitTerms.prefault({ businessDays: 20 }),
  rework: waitTerms.prefault({ businessDays: 10 }),
  validating: waitTerms.prefault({ businessDays: 5 }),
  inReview: waitTerms.prefault({ businessDays: 10 }),
  formalSignOff: waitTerms.prefault({ businessDays: 10 }),
  facilitation: waitTerms.prefault({ businessDays: 10 }),
  escalated: waitTerms.prefault({ businessDays: 10 }),
});

/** Severity 1 is the gravest, 5 the lightest (UK call-off contracts, testing of milestones). */
export const severity = z.int().min(1).max(5);

export const contractTerms = z.object({
  reference: text(200).describe('contract number; BT-12 of EN 16931'),
  statementOfWork: text(200).describe('statement of work with its version'),
  changeOrders: z.array(text(200)).default([]),
  form: z.enum(['simple', 'deed']).default('simple'),
  calendar: businessCalendar.prefault({}),
  waits: waits.prefault({}),
  reminderPercents: z
    .array(z.int().min(1).max(99))
    .max(10)
    .default([50, 80])
    .describe('a reminder also goes out on the due day'),
  escalateAfterBusinessDays: z.int().min(1).max(60).default(2).describe('from a missed deadline to the sponsor'),
  repeatEscalations: z.int().min(0).max(10).default(2).describe('how often the sponsor is told again'),
  acceptableIssueSeverity: severity
    .default(3)
    .describe('issues of this severity or a higher number do not stop a milestone'),
  acceptsReplies: z.boolean().default(true).describe('whether a request may be answered by e-mail reply'),
  maxReworkCycles: z.int().min(0).max(20).default(3),
  maxExceptionDays: z.int().min(1).max(365).default(60),
  signOffStatement: z.object({ version: text(40), text: text(4000) }).prefault({
    version: '1',
    text:
      'I have seen the milestone package identified by the digest above, its technical validation report and the ' +
      'feedback given on it. I accept the milestone on behalf of the party I am listed for, and I consent to signing ' +
      'electronically. Rights under the contract that this acceptance does not name are reserved.',
  }),
});
export type ContractTerms = z.infer<typeof contractTerms>;

/** Publication under the Open Contracting Data Standard 1.1; names of organisations only, never of people. */
export const openContractingTerms = z.object({
  ocid: z
    .string()
    .regex(
      /^ocds-[a-z0-9]{6}-\S{1,200}$/,
      'use the contracting process ID with its registered prefix, e.g. "ocds-abc123-7"',
    ),
  awardId: text(200).describe('ID of the award the contract follows from'),
  buyerName: text(200).optional().describe('the client’s name by default'),
  supplierName: text(200).optional().describe('the firm’s name by default'),
  publisherName: text(200).optional().describe('the firm’s name by default'),
  publishesCertificates: z.boolean().default(false).describe('whether certificate numbers and digests are published'),
});

/** A milestone begun before there was such a term carries none, and is answered by reply as others are. */
export const takesReplies = (contract: { acceptsReplies?: boolean }): boolean => contract.acceptsReplies !== false;

export const engagement = z
  .object({
    engagementId: key,
    name: text(200),
    firm: text(200).describe('the professional-services firm'),
    client: text(200),
    type: text(80).optional().describe('kind of service, e.g. "audit"; reports to industry bodies select by it'),
    openContracting: openContractingTerms.optional().describe('opts in to publication; left out, nothing is published'),
    contract: contractTerms,
    people: z.array(person).min(1).max(200),
    engagementManagerId: personId,
    engagementSponsorId: personId,
  })
  .superRefine((value, context) => {
    const ids = value.people.map((each) => each.personId);
    ids.forEach((id, index) => {
      if (ids.indexOf(id) !== index)
        context.addIssue({ code: 'custom', path: ['people', index, 'personId'], message: `"${id}" is listed twice` });
    });
    for (const field of ['engagementManagerId', 'engagementSponsorId'] as const) {
      if (!ids.includes(value[field]))
        context.addIssue({ code: 'custom', path: [field], message: `"${value[field]}" is not among people` });
    }
    if (value.engagementManagerId === value.engagementSponsorId)
      context.addIssue({
        code: 'custom',
        path: ['engagementSponsorId'],
        message: 'the sponsor decides what the manager could not resolve, so name another person',
      });
  });
export type Engagement = z.infer<typeof engagement>;
