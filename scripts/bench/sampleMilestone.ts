// The milestone all variants play: one deliverable, one validator, one stakeholder, three approvers. People are made up.
import { engagement } from '../../domain/terms/engagement.ts';
import { milestonePlan } from '../../domain/terms/plan.ts';
import { packageSubmission, type CommandName } from '../../domain/commands.ts';
import type { Actor } from '../../domain/people/people.ts';

const person = (party: 'firm' | 'client', personId: string, name: string, capacity: string) => ({
  personId,
  name,
  email: `${personId}@${party}.example`,
  party,
  capacity,
});

const people = [
  person('firm', 'manager', 'Mona Sample', 'Engagement manager'),
  person('client', 'sponsor', 'Sven Sample', 'Engagement sponsor'),
  person('firm', 'author', 'Ada Sample', 'Developer'),
  person('firm', 'validator', 'Vera Sample', 'Quality engineer'),
  person('client', 'stakeholder', 'Theo Sample', 'Head of delivery'),
  person('client', 'approver1', 'Zoë Sample', 'Director of operations'),
  person('client', 'approver2', 'Yves Sample', 'Director of finance'),
  person('client', 'approver3', 'Xenia Sample', 'Head of procurement'),
];
const approvers = people.slice(5);

export const sampleEngagement = engagement.parse({
  engagementId: 'bench-engagement',
  name: 'Network renewal',
  firm: 'Sample Advisory LLP',
  client: 'Example Manufacturing plc',
  contract: { reference: 'CT-2041', statementOfWork: 'SOW-7, version 3', calendar: { timeZone: 'Europe/London' } },
  people,
  engagementManagerId: 'manager',
  engagementSponsorId: 'sponsor',
});

export const samplePlan = milestonePlan.parse({
  title: 'Detailed design',
  deliverables: [{ deliverableId: 'design', title: 'Design document', authorIds: ['author'] }],
  requirements: [{ requirementId: 'REQ-1', text: 'The design covers every site in scope.' }],
  expectedQualityReviews: ['Peer review'],
  validators: { name: 'Technical validation', memberIds: ['validator'] },
  reviewGroups: [{ name: 'Client delivery', memberIds: ['stakeholder'] }],
  approvalAuthorityList: [{ name: 'Client', members: approvers.map(({ personId }) => ({ personId })) }],
  value: { amount: '120000.00', currency: 'EUR' },
  nextPhase: { name: 'Build', scope: 'Build what was designed.' },
});

/** What was uploaded before the milestone starts. */
export const sampleDocument = 'Design document. '.repeat(600);

export const samplePackage = (documentId: string) =>
  packageSubmission.parse({
    completedOn: '2026-02-27',
    summary: 'The design, reviewed and complete.',
    deliverables: [{ deliverableId: 'design', version: '1.0', documentIds: [documentId] }],
    completedServices: [{ description: 'Design work', completedOn: '2026-02-27' }],
    qualityReviews: [{ name: 'Peer review', outcome: 'passed' }],
  });

export const actorOf = (personId: string, role: Actor['role']): Actor => ({
  personId,
  role,
  authentication: { method: 'apiKey', keyId: 'bench' },
});

/** On the page behind the link of a request. */
const deciderOf = (personId: string, role: Actor['role']): Actor => ({
  personId,
  role,
  authentication: { method: 'requestLink', requestId: `bench:1:${role}:${personId}` },
});

export interface SampleMessage {
  kind: 'validation' | 'feedback' | 'signature';
  content: { messageId: string; actor: Actor; packageDigest: string } & Record<string, unknown>;
}

/** What each message of the sample asks of the product. */
export const commands: Record<SampleMessage['kind'], CommandName> = {
  validation: 'recordValidationReport',
  feedback: 'giveFeedback',
  signature: 'sign',
};

/** The five messages in their order. They name the package by its digest, which whoever holds the files can compute. */
export function sampleMessages(packageDigest: string): SampleMessage[] {
  return [
    {
      kind: 'validation',
      content: {
        messageId: 'validation',
        actor: deciderOf('validator', 'validator'),
        packageDigest,
        summary: 'Looked at everything.',
        results: [{ requirementId: 'REQ-1', outcome: 'met', evidence: 'Chapters 2 to 5.' }],
        recommendation: 'accept',
      },
    },
    {
      kind: 'feedback',
      content: {
        messageId: 'feedback',
        actor: deciderOf('stakeholder', 'stakeholder'),
        packageDigest,
        verdict: 'approve',
      },
    },
    ...approvers.map(({ personId, name }): SampleMessage => ({
      kind: 'signature',
      content: {
        messageId: `signature-${personId}`,
        actor: deciderOf(personId, 'approver'),
        packageDigest,
        typedName: name,
        statementVersion: sampleEngagement.contract.signOffStatement.version,
        agreesToStatement: true,
      },
    })),
  ];
}
