// English: plans to begin from, by kind of service.
import type { Example } from '../../example.ts';

export const examples: readonly Example[] = [
  {
    key: 'software',
    name: 'IT implementation',
    title: 'Build and test',
    deliverables: ['Software package', 'Test report', 'Operating manual'],
    requirements: [
      {
        text: 'The acceptance tests agreed for this milestone pass.',
        acceptableQualityLevel: 'no failure of severity 1 or 2',
        method: 'test report of the build',
      },
      {
        text: 'The software installs in the client’s environment by the operating manual alone.',
        method: 'installation by the client’s operations',
      },
      {
        text: 'Known defects are listed with their severity and a plan.',
      },
    ],
    qualityReviews: ['Code review', 'Security review'],
    next: {
      name: 'Roll-out',
      scope: 'Roll-out to the users named in the statement of work.',
    },
    signers: [
      { name: 'Client', capacities: ['Head of IT'] },
      { name: 'Firm', capacities: ['Partner'] },
    ],
  },
  {
    key: 'migration',
    name: 'Data migration',
    title: 'Migration rehearsal',
    deliverables: ['Migration run book', 'Reconciliation report', 'Fallback plan'],
    requirements: [
      {
        text: 'Every record in scope is migrated, or listed with the reason why not.',
        acceptableQualityLevel: '100 % accounted for',
        method: 'reconciliation report',
      },
      {
        text: 'The rehearsal ends within the cut-over window.',
      },
      {
        text: 'The fallback was rehearsed and restores the state before the migration.',
      },
    ],
    qualityReviews: ['Peer review of the run book'],
    next: {
      name: 'Cut-over',
      scope: 'Migration of production data in the agreed window.',
    },
    signers: [
      { name: 'Client', capacities: ['Data owner', 'Head of IT'] },
      { name: 'Firm', capacities: ['Partner'] },
    ],
  },
  {
    key: 'design',
    name: 'Engineering design',
    title: 'Detailed design',
    deliverables: ['Design report', 'Drawings', 'Bill of quantities'],
    requirements: [
      {
        text: 'The design meets the client’s requirements register, item by item.',
        method: 'compliance matrix',
      },
      {
        text: 'Drawings are coordinated between disciplines.',
        acceptableQualityLevel: 'no open clash',
        method: 'clash report',
      },
      {
        text: 'Standards named in the contract are kept, or deviations are listed.',
      },
    ],
    qualityReviews: ['Discipline review', 'Design risk assessment'],
    next: {
      name: 'Tender',
      scope: 'Preparation of tender documents from the accepted design.',
    },
    signers: [
      { name: 'Client', capacities: ['Project director'] },
      { name: 'Firm', capacities: ['Chief engineer'] },
    ],
  },
  {
    key: 'advice',
    name: 'Advisory report',
    title: 'Final report',
    deliverables: ['Report', 'Data and models behind it'],
    requirements: [
      {
        text: 'The report answers each question of the terms of reference.',
      },
      {
        text: 'Findings rest on evidence that is named and can be looked up.',
      },
      {
        text: 'Comments on the draft are answered one by one.',
        method: 'comment register',
      },
    ],
    qualityReviews: ['Partner review'],
    next: {
      name: 'Implementation',
      scope: 'Support in carrying out the recommendations that the client takes up.',
    },
    signers: [
      { name: 'Client', capacities: ['Director'] },
      { name: 'Firm', capacities: ['Partner'] },
    ],
  },
  {
    key: 'audit',
    name: 'Assurance engagement',
    title: 'Fieldwork complete',
    deliverables: ['Summary of findings', 'Schedule of adjustments', 'Draft opinion'],
    requirements: [
      {
        text: 'Work planned for each material area is done and documented.',
      },
      {
        text: 'Findings were discussed with management and their answers are recorded.',
      },
      {
        text: 'Open points are listed with owner and date.',
      },
    ],
    qualityReviews: ['Engagement quality review'],
    next: {
      name: 'Reporting',
      scope: 'Issue of the report after closing of the open points.',
    },
    signers: [
      { name: 'Client', capacities: ['Chief financial officer'] },
      { name: 'Firm', capacities: ['Engagement partner'] },
    ],
  },
  {
    key: 'training',
    name: 'Training',
    title: 'Training delivered',
    deliverables: ['Course material', 'Attendance lists', 'Evaluation'],
    requirements: [
      {
        text: 'Everybody on the agreed list was trained, or offered a second date.',
      },
      {
        text: 'Participants rate the course as useful.',
        acceptableQualityLevel: '4 of 5 on average',
        method: 'evaluation forms',
      },
    ],
    qualityReviews: ['Review of the material by the client'],
    next: {
      name: 'Support after training',
      scope: 'Help for trained users in the weeks agreed.',
    },
    signers: [{ name: 'Client', capacities: ['Head of training'] }],
  },
  {
    key: 'managedService',
    name: 'Managed service',
    title: 'Service period',
    deliverables: ['Service report', 'List of incidents and changes', 'Capacity outlook'],
    requirements: [
      {
        text: 'The service was available as the service levels ask.',
        acceptableQualityLevel: '99.5 % in the period',
        method: 'measurements of the monitoring',
      },
      {
        text: 'Incidents were answered and closed within the agreed times.',
        acceptableQualityLevel: '95 %',
        method: 'list of incidents',
      },
      {
        text: 'Changes of the period are documented and approved.',
      },
    ],
    qualityReviews: ['Service review'],
    next: {
      name: 'Next service period',
      scope: 'Operation in the period that follows.',
    },
    signers: [{ name: 'Client', capacities: ['Service owner'] }],
  },
];
