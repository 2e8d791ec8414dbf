// The example's call-off contract and its acceptance matrix: a public register's renewal. Parties and people are made up.

const person = (personId: string, name: string, party: 'firm' | 'client', capacity: string) => ({
  personId,
  name,
  email: `${personId}@${party === 'firm' ? 'supplier' : 'authority'}.example`,
  party,
  capacity,
});

export const people = {
  manager: person('manager', 'Mara Sample', 'firm', 'Delivery manager'),
  developer: person('developer', 'Dov Sample', 'firm', 'Lead developer'),
  director: person('director', 'Dana Sample', 'firm', 'Commercial director'),
  tester: person('tester', 'Tess Sample', 'client', 'Test manager'),
  owner: person('owner', 'Owen Sample', 'client', 'Service owner'),
  approver: person('approver', 'Aude Sample', 'client', 'Head of procurement'),
  sponsor: person('sponsor', 'Sol Sample', 'client', 'Senior responsible owner'),
};

export const engagement = {
  engagementId: 'mooring-register',
  name: 'Renewal of the register of moorings',
  firm: 'Sample Digital Ltd',
  client: 'Example Harbours Authority',
  contract: {
    reference: 'Call-off EX-17',
    statementOfWork: 'SOW-3, version 2',
    calendar: { timeZone: 'Europe/London' },
  },
  people: Object.values(people),
  engagementManagerId: 'manager',
  engagementSponsorId: 'sponsor',
};

export const requirements = [
  {
    requirementId: 'Q1',
    text: 'Automated tests cover the code',
    standard: 'Statements run by the tests of the release',
    acceptableQualityLevel: '90 %',
    method: 'Coverage report of the build',
  },
  {
    requirementId: 'Q2',
    text: 'Everybody can use the pages',
    standard: 'WCAG 2.1, level AA',
    acceptableQualityLevel: 'No failures',
    method: 'Automated scan, then keyboard and screen reader by hand',
  },
  {
    requirementId: 'Q3',
    text: 'A mooring is found quickly',
    standard: 'Search answers within one second',
    acceptableQualityLevel: '95 % of 10,000 searches',
    method: 'Load test on the pre-production service',
  },
];

export const found = {
  Q1: { outcome: 'notMet', evidence: '84 % of statements', severity: '3' },
  Q2: { outcome: 'met', evidence: 'No failures on 31 pages' },
  Q3: { outcome: 'met', evidence: '9,871 of 10,000 within one second' },
};

export const concession = {
  requirementIds: 'Q1',
  description: 'Tests run 84 % of statements where 90 % were agreed',
  impact: 'A fault in what no test runs may be found later',
  severity: '3',
  ownerId: 'developer',
  plan: 'Add tests of the import of old records',
  closureCriterion: 'The coverage report of the build says 90 % or more',
  amountWithheld: '4000.00',
};

export const plan = {
  title: 'Register, public beta',
  deliverables: [{ deliverableId: 'release', title: 'Release with its reports', authorIds: ['developer'] }],
  requirements,
  validators: { name: 'Authority’s testers', memberIds: ['tester'] },
  reviewGroups: [{ name: 'Service', memberIds: ['owner'] }],
  approvalAuthorityList: [
    { name: 'Authority', members: [{ personId: 'approver' }] },
    { name: 'Supplier', members: [{ personId: 'director' }] },
  ],
  value: { amount: '80000.00', currency: 'GBP' },
  nextPhase: { name: 'Live service', scope: 'Running the register as a live service under SOW-3.' },
};
