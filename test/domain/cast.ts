// The small engagement that domain tests play through: people named after their duty, every term at an easily checked value.
import { createHash } from 'node:crypto';
import type { SubmitPackage } from '../../domain/commands.ts';
import type { AssembledPackage } from '../../domain/compilation/deliverableCompilation.ts';
import { currentPackage, type Milestone } from '../../domain/milestone.ts';
import { canonicalJson, sha256Hex } from '../../evidence/ledger/canonicalJson.ts';

const firm = ['manager', 'sponsor', 'author', 'validator1', 'validator2'];
const client = ['user1', 'user2', 'owner1', 'owner2', 'approver1', 'approver2', 'director', 'deputy', 'outsider'];

export const nameOf = (personId: string): string => `Name of ${personId}`;

const person = (party: 'firm' | 'client') => (personId: string) => ({
  personId,
  name: nameOf(personId),
  email: `${personId}@example.com`,
  party,
  capacity: `Capacity of ${personId}`,
});

export const listed = person('client');
export const people = [...firm.map(person('firm')), ...client.map(person('client'))];

/** The day the milestone starts: a Monday, 10:00 in London. */
export const monday = '2026-03-02T10:00:00.000Z';

export const engagementWith = (contract: object = {}, rest: object = {}) => ({
  engagementId: 'engagement-1',
  name: 'Network renewal',
  firm: 'The Firm',
  client: 'The Client',
  contract: {
    reference: 'C-1',
    statementOfWork: 'SOW-1 v2',
    calendar: { timeZone: 'Europe/London' },
    ...contract,
  },
  people,
  engagementManagerId: 'manager',
  engagementSponsorId: 'sponsor',
  ...rest,
});

export const planWith = (changes: object = {}) => ({
  title: 'Design',
  deliverables: [
    { deliverableId: 'D1', title: 'Design document', authorIds: ['author'] },
    { deliverableId: 'D2', title: 'Model', isRequired: false },
  ],
  requirements: [
    { requirementId: 'R1', text: 'Complete' },
    { requirementId: 'R2', text: 'Pretty', isMandatory: false },
  ],
  expectedQualityReviews: ['Peer review'],
  validators: { name: 'Validators', memberIds: ['validator1', 'validator2'] },
  reviewGroups: [
    { name: 'Users', memberIds: ['user1', 'user2'] },
    { name: 'Owners', quorum: { kind: 'any' }, memberIds: ['owner1', 'owner2'] },
  ],
  approvalAuthorityList: [
    {
      name: 'Business',
      members: [{ personId: 'approver1' }, { personId: 'approver2', limit: '100000.00' }],
      delegates: [{ personId: 'deputy', capacity: 'Deputy of the board' }],
    },
    { name: 'Direction', members: [{ personId: 'director' }] },
  ],
  value: { amount: '100000.00', currency: 'EUR' },
  nextPhase: { name: 'Build', scope: 'Build what was designed' },
  ...changes,
});

/** Its ID is what stands in it, unless it is called empty. */
const fileOf = (documentId: string) => ({
  documentId,
  fileName: `${documentId}.pdf`,
  mediaType: 'application/pdf',
  sizeBytes: documentId.startsWith('empty') ? 0 : documentId.length,
  sha256: createHash('sha256').update(documentId).digest('hex'),
});

/** What storage would find of documents that an owner shows an exception to be closed with. */
export const foundFor = (documentIds: readonly string[]) => ({
  files: documentIds.map(fileOf),
  unknownDocumentIds: documentIds.filter((id) => id.startsWith('missing')),
});

/** What storage would find for a submission in which every document exists. */
export function assembledFrom(milestone: Milestone, submission: SubmitPackage): AssembledPackage {
  const packageVersion = (currentPackage(milestone)?.packageVersion ?? 0) + 1;
  const { messageId: _messageId, actor: _actor, ...rest } = submission;
  const deliverables = rest.deliverables.map(({ documentIds, ...each }) => ({
    ...each,
    title: milestone.plan.deliverables.find((planned) => planned.deliverableId === each.deliverableId)?.title ?? '',
    files: documentIds.map(fileOf),
  }));
  const contents = { ...rest, packageVersion, deliverables };
  const digest = sha256Hex(canonicalJson({ milestoneId: milestone.milestoneId, ...contents }));
  const missing = rest.deliverables.flatMap((each) => each.documentIds).filter((id) => id.startsWith('missing'));
  return { contents: { ...contents, digest }, unknownDocumentIds: missing };
}
