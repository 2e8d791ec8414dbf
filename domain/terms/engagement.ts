// An engagement: the parties, their people and the contract terms every milestone of it is signed under.
import { z } from 'zod';
import { businessCalendar } from '../time/businessCalendar.ts';
import { doubled, isShared } from '../people/humans.ts';
import { person, personId } from '../people/people.ts';
import { channelTerms } from './channels.ts';
import { letterhead } from './letterhead.ts';
import { language } from './language.ts';
import { money } from './money.ts';
import { priority } from './priority.ts';
import { signOffStatement } from './signOffStatement.ts';
import { key, line, text } from './text.ts';

const reminderPercents = z.array(z.int().min(1).max(99)).max(10);
const escalateAfterBusinessDays = z.int().min(1).max(60);
const repeatEscalations = z.int().min(0).max(10);

/** How long until one deadline, and what happens on the way, in the contract's calendar; what is left out is as in the contract. */
export const waitTerms = z
  .object({
    businessDays: z.int().min(1).max(250).optional(),
    businessHours: z.int().min(1).max(2000).optional().describe('instead of days; run from the moment of sending'),
    reminderPercents: reminderPercents.optional(),
    escalateAfterBusinessDays: escalateAfterBusinessDays.optional(),
    repeatEscalations: repeatEscalations.optional(),
  })
  .refine(({ businessDays, businessHours }) => (businessDays === undefined) !== (businessHours === undefined), {
    path: ['businessDays'],
    message: 'give the length in businessDays or in businessHours, one of them',
  });
export type WaitTerms = z.infer<typeof waitTerms>;

const waits = z.object({
  compiling: waitTerms.prefault({ businessDays: 20 }),
  rework: waitTerms.prefault({ businessDays: 10 }),
  validating: waitTerms.prefault({ businessDays: 5 }),
  inReview: waitTerms.prefault({ businessDays: 10 }),
  formalSignOff: waitTerms.prefault({ businessDays: 10 }),
  facilitation: waitTerms.prefault({ businessDays: 10 }),
  escalated: waitTerms.prefault({ businessDays: 10 }),
});

/** Where several fit, what a later one says of a stage counts. */
const waitsFor = z
  .object({
    fromValue: money.optional().describe('milestones worth as much or more, in this currency'),
    priority: priority.optional().describe('milestones whose plan gives them this priority'),
    waits: z.object({
      compiling: waitTerms.optional(),
      rework: waitTerms.optional(),
      validating: waitTerms.optional(),
      inReview: waitTerms.optional(),
      formalSignOff: waitTerms.optional(),
      facilitation: waitTerms.optional(),
      escalated: waitTerms.optional(),
    }),
  })
  .refine(({ fromValue, priority: given }) => fromValue !== undefined || given !== undefined, {
    path: ['fromValue'],
    message: 'say which milestones these waits are for: from which value on, or of which priority, or both',
  });

/** Severity 1 is the gravest, 5 the lightest (UK call-off contracts, testing of milestones). */
export const severity = z.int().min(1).max(5);

const onSilence = z.enum(['none', 'deemedAccepted', 'deemedRejected']);

/**
 * What silence means, none by default (rule 7). Deemed acceptance or rejection needs proven delivery, a final notice at
 * the deadline and this further period; FIDIC 10.1 and like clauses are what the term is for.
 */
export const silenceTerms = z.object({
  review: onSilence.default('none'),
  signOff: onSilence.default('none'),
  furtherPeriodBusinessDays: z.int().min(1).max(60).default(5),
});
export type SilenceTerms = z.infer<typeof silenceTerms>;

/** How long the record is kept once it is closed: by the form of the contract, for latent damage, or as the firm says. */
export const retentionTerms = z
  .object({
    rule: z
      .enum(['byForm', 'latentDamage', 'own'])
      .default('byForm')
      .describe('byForm: 7 years, 13 for a deed; latentDamage: 16 years; own: the years given'),
    years: z.int().min(1).max(100).optional().describe('with the rule "own" only'),
  })
  .superRefine(({ rule, years }, context) => {
    if (rule === 'own' && years === undefined)
      context.addIssue({ code: 'custom', path: ['years'], message: 'give the years to keep the record for' });
    if (rule !== 'own' && years !== undefined)
      context.addIssue({
        code: 'custom',
        path: ['years'],
        message: `the rule "${rule}" says how many; leave years out, or use the rule "own"`,
      });
  });
export type RetentionTerms = z.infer<typeof retentionTerms>;

/**
 * Which mandatory requirements may be accepted although they are not met, and who grants it (ISO 9001 8.7: a concession). One of
 * the client grants it with their signature, never who owns or proposed the exception it is named in.
 */
const concessionTerms = z.object({
  gravestSeverity: severity
    .default(3)
    .describe('a mandatory requirement whose failure is of this severity or a higher number may be conceded'),
  allowsMaterial: z.boolean().default(false).describe('whether one that the validator finds material may be'),
  grantedBy: z
    .array(personId)
    .min(1)
    .max(50)
    .optional()
    .describe('people of the client, one of whom must sign; left out, any of the client who may sign'),
});
export type ConcessionTerms = z.infer<typeof concessionTerms>;

export const contractTerms = z.object({
  reference: line(200).describe('contract number; BT-12 of EN 16931'),
  statementOfWork: line(200).describe('statement of work with its version'),
  changeOrders: z.array(line(200)).default([]),
  form: z.enum(['simple', 'deed']).default('simple'),
  retention: retentionTerms.prefault({}),
  calendar: businessCalendar.prefault({}),
  waits: waits.prefault({}),
  waitsFor: z
    .array(waitsFor)
    .max(20)
    .optional()
    .describe(
      'other waits for milestones of some value or priority; a stage that none names waits as usual, and where several fit the last one counts',
    ),
  reminderPercents: reminderPercents.default([50, 80]).describe('a reminder also goes out on the due day'),
  escalateAfterBusinessDays: escalateAfterBusinessDays.default(2).describe('from a missed deadline to the sponsor'),
  repeatEscalations: repeatEscalations.default(2).describe('how often the sponsor is told again'),
  maxExtensionBusinessDays: z
    .int()
    .min(0)
    .max(250)
    .default(20)
    .describe('how far all extensions together may move the deadline of one wait'),
  ownExtensionBusinessDays: z
    .int()
    .min(0)
    .max(250)
    .default(5)
    .describe('how much longer somebody who is asked may take once by themselves, with a reason; 0: they always ask'),
  automaticReplies: z
    .enum(['proposeDeputy', 'routeToDeputy'])
    .default('proposeDeputy')
    .describe(
      'what an automatic reply of somebody who is asked comes to: the engagement manager is told, and who could decide instead; or, where they named a deputy for such times, that deputy is asked at once',
    ),
  amendments: z
    .enum(['withConsentOfOtherParty', 'byOneParty'])
    .default('withConsentOfOtherParty')
    .describe(
      'whether an amendment of a plan takes effect once somebody of the other party who signs consents to it, or as soon as engagement manager or sponsor make it; and whether an amendment of these terms needs the document by which the other party agreed to it',
    ),
  amendmentConsent: z
    .object({
      businessDays: z.int().min(1).max(250).default(10),
      unanswered: z
        .enum(['lapses', 'escalates'])
        .default('lapses')
        .describe(
          'lapses: the plan stays as it is, and it can be proposed anew; escalates: it stays open, and the engagement manager and then the sponsor are told',
        ),
    })
    .prefault({})
    .describe(
      'until when the other party answers a proposed amendment, with reminders on the way, and what becomes of one that nobody answers',
    ),
  partialAcceptance: z
    .enum(['none', 'bySignature', 'alsoBySilence'])
    .default('none')
    .describe(
      'whether deliverables may be accepted by themselves, each with its part of the value, while the rest stays open: not at all, by signatures alone, or also where silence counts',
    ),
  silence: silenceTerms.prefault({}),
  confirmOutcomeWithinBusinessDays: z
    .int()
    .min(1)
    .max(60)
    .default(3)
    .describe('how long who refused may object to the outcome of a facilitation'),
  acceptableIssueSeverity: severity
    .default(3)
    .describe('issues of this severity or a higher number do not stop a milestone'),
  concessions: concessionTerms.prefault({}),
  channels: channelTerms.prefault({}),
  objectToEntryWithinBusinessDays: z
    .int()
    .min(1)
    .max(60)
    .default(10)
    .describe('how long somebody may object to what the firm entered as their decision; nothing rests on it before'),
  maxReworkCycles: z.int().min(0).max(20).default(3),
  maxExceptionDays: z.int().min(1).max(365).default(60),
  maxExceptionExtensionDays: z
    .int()
    .min(0)
    .max(365)
    .default(60)
    .describe('how many days past the date first agreed an exception may be extended'),
  exceptionFailsAfterBusinessDays: z
    .int()
    .min(1)
    .max(250)
    .default(20)
    .describe('from the due date of an exception until it counts as failed and its balance is held'),
  ownVerification: z
    .object({
      parties: z
        .array(z.enum(['firm', 'client']))
        .min(1)
        .max(2),
      words: text(2000).describe('the clause itself, which the certificate repeats'),
    })
    .optional()
    .describe(
      'which party may verify exceptions closed that it owns or proposed; left out, neither may. Whoever owns or proposed one never verifies it',
    ),
  linkDays: z
    .int()
    .min(1)
    .max(3650)
    .default(90)
    .describe('days after its deadline for which the link of a request can still be read'),
  mailReasons: z
    .enum(['inFull', 'countOnly'])
    .default('inFull')
    .describe('whether notifications give reasons in the mail itself, or only say how many there are'),
  refusals: z
    .enum(['confidential', 'shared'])
    .default('confidential')
    .describe(
      'whether who reviews or signs is shown that another of them refused or asked for a revision, and why: confidential to who did, engagement manager, sponsor and authors, or shared with all who are asked',
    ),
  certificateCopies: z
    .enum(['attached', 'linked', 'announced'])
    .default('attached')
    .describe(
      'how a certificate reaches those named: attached to the mail that tells of it; linked, to be fetched from its page; or announced, when the firm hands it out itself',
    ),
  language: language
    .default('en')
    .describe('of the certificate, and of what people read whose own language is not named'),
  signOffStatement,
});
export type ContractTerms = z.infer<typeof contractTerms>;

/** Publication under the Open Contracting Data Standard 1.1; names of organisations only, never of people. */
const openContractingTerms = z.object({
  ocid: z
    .string()
    .regex(
      /^ocds-[a-z0-9]{6}-\S{1,200}$/,
      'use the contracting process ID with its registered prefix, e.g. "ocds-abc123-7"',
    ),
  awardId: line(200).describe('ID of the award the contract follows from'),
  buyerName: line(200).optional().describe('the client’s name by default'),
  supplierName: line(200).optional().describe('the firm’s name by default'),
  publisherName: line(200).optional().describe('the firm’s name by default'),
  publishesCertificates: z.boolean().default(false).describe('whether certificate numbers and digests are published'),
});

const whyNotShared = (id: string): string =>
  `"${id}" is a shared mailbox, and nobody in particular answers for it; name a person with an address of their own`;

export const engagement = z
  .object({
    engagementId: key,
    name: line(200),
    firm: line(200).describe('the professional-services firm'),
    client: line(200),
    letterhead: letterhead.optional().describe('how certificates look at their head; left out, the firm’s name alone'),
    type: line(80).optional().describe('kind of service, e.g. "audit"; reports to industry bodies select by it'),
    openContracting: openContractingTerms.optional().describe('opts in to publication; left out, nothing is published'),
    startsOn: z.iso.date().optional().describe('when its work began or begins; work completed before is none of it'),
    contract: contractTerms,
    contractVersion: z
      .int()
      .min(2)
      .optional()
      .describe('of the terms, once they were amended; those it was registered with are the first'),
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
    for (const { index, personId: id, first } of doubled(value.people))
      context.addIssue({
        code: 'custom',
        path: ['people', index, 'email'],
        message: `"${id}" has the mailbox of "${first}", and one mailbox is one human: list them under one person ID, give each an address of their own, or say sharedMailbox of both where several people read it`,
      });
    for (const field of ['engagementManagerId', 'engagementSponsorId'] as const) {
      if (!ids.includes(value[field]))
        context.addIssue({ code: 'custom', path: [field], message: `"${value[field]}" is not among people` });
      if (isShared(value.people, value[field]))
        context.addIssue({ code: 'custom', path: [field], message: whyNotShared(value[field]) });
    }
    value.contract.concessions.grantedBy?.forEach((id, index) => {
      if (value.people.find((each) => each.personId === id)?.party !== 'client')
        context.addIssue({
          code: 'custom',
          path: ['contract', 'concessions', 'grantedBy', index],
          message: `"${id}" is nobody of the client among people; the client grants a concession`,
        });
      if (isShared(value.people, id))
        context.addIssue({
          code: 'custom',
          path: ['contract', 'concessions', 'grantedBy', index],
          message: whyNotShared(id),
        });
    });
    if (value.engagementManagerId === value.engagementSponsorId)
      context.addIssue({
        code: 'custom',
        path: ['engagementSponsorId'],
        message:
          'the sponsor decides what the manager could not resolve, so name another person, with an address of their own',
      });
  });
export type Engagement = z.infer<typeof engagement>;
