// The demo's engagement and plan: a release of this project, accepted by a fictional client. People and firms are made up.

export const people = {
  manager: {
    personId: 'manager',
    name: 'Mona Sample',
    email: 'manager@firm.example',
    party: 'firm',
    capacity: 'Engagement manager',
  },
  sponsor: {
    personId: 'sponsor',
    name: 'Sven Sample',
    email: 'sponsor@client.example',
    party: 'client',
    capacity: 'Engagement sponsor',
    timeZone: 'America/New_York',
  },
  author: {
    personId: 'author',
    name: 'Ada Sample',
    email: 'author@firm.example',
    party: 'firm',
    capacity: 'Developer',
  },
  validator: {
    personId: 'validator',
    name: 'Vera Sample',
    email: 'validator@firm.example',
    party: 'firm',
    capacity: 'Quality engineer',
  },
  stakeholder: {
    personId: 'stakeholder',
    name: 'Theo Sample',
    email: 'stakeholder@client.example',
    party: 'client',
    capacity: 'Head of delivery',
  },
  approver: {
    personId: 'approver',
    name: 'Zoë Sample',
    email: 'approver@client.example',
    party: 'client',
    capacity: 'Director of operations',
    timeZone: 'Europe/Berlin',
  },
  partner: {
    personId: 'partner',
    name: 'Pia Sample',
    email: 'partner@firm.example',
    party: 'firm',
    capacity: 'Partner',
  },
} as const;

export const sampleEngagement = (engagementId: string) => ({
  engagementId,
  name: 'Sign-off platform',
  firm: 'Sample Advisory LLP',
  client: 'Example Manufacturing plc',
  contract: {
    reference: 'CT-2041',
    statementOfWork: 'SOW-7, version 3',
    changeOrders: ['CO-2'],
    calendar: { timeZone: 'Europe/London' },
  },
  people: Object.values(people),
  engagementManagerId: 'manager',
  engagementSponsorId: 'sponsor',
});

export const samplePlan = (title: string) => ({
  title,
  deliverables: [
    { deliverableId: 'manual', title: 'Manual', authorIds: ['author'] },
    { deliverableId: 'interface', title: 'Interface description', authorIds: ['author'] },
    { deliverableId: 'software', title: 'Software package', authorIds: ['author'] },
    { deliverableId: 'test-report', title: 'Test report', authorIds: ['author'] },
  ],
  requirements: [
    { requirementId: 'REQ-1', text: 'The manual names the commands that start, test and show the product.' },
    { requirementId: 'REQ-2', text: 'The interface is described in OpenAPI 3.1.', standard: 'OpenAPI 3.1' },
    { requirementId: 'REQ-3', text: 'The test run has no failures.' },
  ],
  qualityStandards: ['ISO 9001:2015, 8.6 release of products and services'],
  expectedQualityReviews: ['Test run'],
  validators: { name: 'Technical validation', memberIds: ['validator'] },
  reviewGroups: [{ name: 'Client delivery', memberIds: ['stakeholder'] }],
  approvalAuthorityList: [
    { name: 'Client', members: [{ personId: 'approver', limit: '250000.00' }] },
    { name: 'Firm', members: [{ personId: 'partner' }] },
  ],
  value: { amount: '120000.00', currency: 'EUR' },
  nextPhase: { name: 'Phase 2, roll-out', scope: 'Roll-out to the second site under SOW-7.' },
});
