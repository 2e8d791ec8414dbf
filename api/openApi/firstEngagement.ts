// The engagement of the guide and of the examples: two parties, six people, one milestone with one deliverable.
export const engagementId = 'harbour-crm';
export const milestoneId = 'harbour-crm-design';

const person = (personId: string, name: string, party: 'firm' | 'client', capacity: string) => ({
  personId,
  name,
  email: `${personId}@example.com`,
  party,
  capacity,
});

export const firstEngagement = {
  engagementId,
  name: 'Customer portal',
  firm: 'Northlight Consulting',
  client: 'Harbour Logistics',
  contract: {
    reference: 'HL-2026-014',
    statementOfWork: 'SOW 3, version 2',
    calendar: { timeZone: 'Europe/London', publicHolidaysOf: [{ country: 'GB', state: 'ENG' }] },
  },
  people: [
    person('manager', 'Mara Osei', 'firm', 'Engagement manager'),
    person('sponsor', 'Piet Vandaele', 'firm', 'Partner'),
    person('architect', 'Noor Haddad', 'firm', 'Solution architect'),
    person('tester', 'Tomas Lindqvist', 'firm', 'Test manager'),
    person('owner', 'Lucas Ferreira', 'client', 'Product owner'),
    person('director', 'Ines Duarte', 'client', 'Director of operations'),
  ],
  engagementManagerId: 'manager',
  engagementSponsorId: 'sponsor',
};

export const firstPlan = {
  title: 'Portal design',
  deliverables: [{ deliverableId: 'D1', title: 'Design document', authorIds: ['architect'] }],
  requirements: [{ requirementId: 'R1', text: 'Every screen is described with its fields.' }],
  validators: { name: 'Test management', memberIds: ['tester'] },
  reviewGroups: [{ name: 'Product owners', memberIds: ['owner'] }],
  approvalAuthorityList: [{ name: 'Operations', members: [{ personId: 'director', limit: '100000.00' }] }],
  value: { amount: '85000.00', currency: 'EUR' },
  nextPhase: { name: 'Build', scope: 'Build what was designed' },
};

/** `documentId`: the file of the deliverable, as uploaded. */
export const firstPackage = (documentId: string) => ({
  completedOn: '2026-01-15',
  summary: 'The design of the portal, agreed with operations.',
  deliverables: [{ deliverableId: 'D1', version: '1.0', documentIds: [documentId] }],
  completedServices: [{ description: 'Two workshops with operations', completedOn: '2026-01-12' }],
  qualityReviews: [{ name: 'Peer review', outcome: 'passed' }],
});

/** By the operation they are a body of. */
export const firstBodies: Readonly<Record<string, unknown>> = {
  registerEngagement: firstEngagement,
  startMilestone: { milestoneId, engagementId, personId: 'manager', plan: firstPlan },
  submitPackage: { personId: 'manager', ...firstPackage('doc-1') },
  addressFeedback: { personId: 'manager', response: 'Section 4.2 describes it; it is part of this design.' },
};
