// What is told to systems outside as it happens: one shape per kind of event, from which webhooks, OpenAPI and AsyncAPI are made. IDs and
// instants alone: whoever may know more reads it with a key of their own, by these IDs.
import { z } from 'zod';
import { phases } from '../phases.ts';

const personIds = z.array(z.string()).describe('IDs of the people of the engagement who are asked');
const personId = z.string().describe('ID of the person of the engagement');
const digest = z.string().describe('SHA-256 of the package that it is about');

export const exceptionSteps = [
  'proposed',
  'evidenceGiven',
  'evidenceRejected',
  'extended',
  'failed',
  'verified',
] as const;
export const corrections = [
  'person',
  'personAdded',
  'personLeft',
  'calendar',
  'deadline',
  'plan',
  'packageTakenBack',
] as const;

/** By the last part of its type; `says` is when it is sent. */
export const outgoingShapes = {
  phaseChanged: {
    says: 'A milestone came into a phase, or began it anew.',
    data: z.object({
      phase: z.enum(phases).describe('the phase it is in now'),
      deadline: z.string().optional().describe('until when it waits there, where it waits'),
    }),
    sample: { phase: 'inReview', deadline: '2026-01-30T17:30:00.000Z' },
  },
  decided: {
    says: 'Somebody decided: reported, reviewed, signed, refused, determined, or took a decision back.',
    data: z.object({
      decision: z.string().describe('name of the event on record, e.g. "signed"'),
      personId,
      packageDigest: digest.optional(),
    }),
    sample: { decision: 'signed', personId: 'director' },
  },
  reminded: {
    says: 'People who have not answered were reminded, or told for the last time.',
    data: z.object({ personIds, deadline: z.string().optional().describe('until when they are asked') }),
    sample: { personIds: ['director'], deadline: '2026-02-13T17:30:00.000Z' },
  },
  escalated: {
    says: 'A dispute or a missed deadline went to the sponsor, or the sponsor was told again.',
    data: z.object({ from: z.enum(phases).optional().describe('the phase it came from') }),
    sample: { from: 'facilitation' },
  },
  exceptionChanged: {
    says: 'An exception was proposed, shown to be closed, sent back, extended, declared failed or verified closed.',
    data: z.object({
      exceptionId: z.string().describe('ID of the exception'),
      step: z.enum(exceptionSteps).describe('what became of it'),
      dueOn: z.string().optional().describe('until when it is to be closed, where that is another day now'),
    }),
    sample: { exceptionId: 'E1', step: 'verified' },
  },
  certificateIssued: {
    says: 'A certificate was sealed and put on record; after a revocation, the one that says so.',
    data: z.object({ certificateNumber: z.string().describe('number of the certificate, as it is printed') }),
    sample: { certificateNumber: 'harbour-crm-design-C1' },
  },
  corrected: {
    says: 'Something that had been agreed or entered is another now.',
    data: z.object({
      what: z.enum(corrections).describe('what was corrected'),
      personId: personId.optional(),
      planVersion: z.int().optional().describe('version of the plan that is in force now'),
    }),
    sample: { what: 'plan', planVersion: 2 },
  },
} as const;

export type OutgoingKind = keyof typeof outgoingShapes;
export const outgoingKinds = Object.keys(outgoingShapes) as [OutgoingKind, ...OutgoingKind[]];

/** Types are of one namespace, as CloudEvents asks, and never change their meaning. */
export const typeOf = (kind: OutgoingKind): string => `milestone-sign-off.milestone.${kind}`;

export interface OutgoingEvent {
  kind: OutgoingKind;
  /** Of the event on record that it follows from. */
  sequence: number;
  /** ISO 8601 UTC. */
  at: string;
  data: Record<string, unknown>;
}

const common = {
  specversion: z.literal('1.0').describe('version of CloudEvents'),
  id: z.string().describe('the same however often and to whomever it is sent'),
  source: z.string().describe('path of the milestone below the address of the service'),
  subject: z.string().describe('ID of the milestone'),
  time: z.string().describe('when it happened, ISO 8601 in UTC'),
  datacontenttype: z.literal('application/json').describe('media type of the data'),
};

/** The whole of what is posted: a CloudEvent 1.0 in its JSON format. */
export const cloudEventShape = (kind: OutgoingKind) =>
  z.object({
    ...common,
    type: z.literal(typeOf(kind)).describe('what happened'),
    data: z
      .object({
        milestoneId: z.string().describe('ID of the milestone'),
        engagementId: z.string().describe('ID of the engagement'),
        ...outgoingShapes[kind].data.shape,
      })
      .describe('what is told about it'),
  });

export interface About {
  milestoneId: string;
  engagementId: string;
}

export const cloudEventOf = ({ milestoneId, engagementId }: About, { kind, sequence, at, data }: OutgoingEvent) => ({
  specversion: '1.0' as const,
  id: `${milestoneId}:${sequence}:${kind}`,
  source: `/milestones/${milestoneId}`,
  type: typeOf(kind),
  subject: milestoneId,
  time: at,
  datacontenttype: 'application/json' as const,
  data: { milestoneId, engagementId, ...data },
});

export const sampleOf = (kind: OutgoingKind) =>
  cloudEventOf(
    { milestoneId: 'harbour-crm-design', engagementId: 'harbour-crm' },
    { kind, sequence: 12, at: '2026-01-20T09:30:00.000Z', data: outgoingShapes[kind].sample },
  );
