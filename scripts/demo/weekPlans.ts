// What the demo's week is about: two fictional engagements with their people, and the plans of their milestones. Says nothing of what becomes of them.
import { people } from './sample.ts';

const { manager, sponsor, author, validator, stakeholder, approver, partner } = people;

const reader = {
  personId: 'reader',
  name: 'Otto Sample',
  // As it was copied from a letter: no mail server takes it.
  email: 'otto@xn--mller-kv.example',
  party: 'client',
  capacity: 'Head of controlling',
} as const;

export const weekPeople = { ...people, reader };
export type PersonOfWeek = keyof typeof weekPeople;

/** A place where the business of today is over, whenever the demo is run: who has to answer today is late there already. */
const zones = [
  ...(['Pacific/Auckland', 'Asia/Tokyo', 'Asia/Singapore', 'Asia/Dubai', 'Europe/Berlin'] as const),
  ...(['America/Sao_Paulo', 'America/New_York', 'America/Los_Angeles', 'Pacific/Honolulu'] as const),
];

export function zoneAfterHours(now: Date): string {
  const hourIn = (timeZone: string): number =>
    Number(new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit' }).format(now));
  const found = zones.find((each) => hourIn(each) >= 18 && hourIn(each) < 23);
  if (found === undefined) throw new Error(`Nowhere of ${zones.join(', ')} is it evening.`);
  return found;
}

/** Yesterday, which is over wherever a contract counts its days: nothing is accepted that is completed tomorrow. */
export const completionDate = (now: Date): string => new Date(now.getTime() - 86_400_000).toISOString().slice(0, 10);

const firm = 'Sample Advisory LLP';
const leads = { engagementManagerId: 'manager', engagementSponsorId: 'sponsor' };

export const weekEngagements = (run: string, now: Date) => [
  {
    ...{ engagementId: `${run}-erp`, name: 'ERP roll-out', firm, client: 'Example Manufacturing plc', ...leads },
    contract: { reference: 'CT-2042', statementOfWork: 'SOW-3, version 2', calendar: { timeZone: 'Europe/London' } },
    people: [manager, sponsor, author, validator, stakeholder, approver, partner, reader],
  },
  {
    ...{
      engagementId: `${run}-port`,
      name: 'Terminal operating system',
      firm,
      client: 'Example Harbour Ltd',
      ...leads,
    },
    contract: {
      ...{ reference: 'CT-2043', statementOfWork: 'SOW-1, version 5' },
      // They work every day, and answer reviews on the day they are asked.
      calendar: { timeZone: zoneAfterHours(now), weekend: [], firstDay: 'daySent' },
      waits: { inReview: { businessDays: 1 } },
    },
    people: [manager, sponsor, author, validator, stakeholder, approver, partner],
  },
];

export interface PlannedWeek {
  title: string;
  engagement: 'erp' | 'port';
  /** In EUR. */
  value: string;
  dueInDays: number;
  deliverables: [string, string];
  requirements: [string, string];
  reviewer?: PersonOfWeek;
}

const dayAfter = (now: Date, days: number): string =>
  new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10);

export const deliverableIds = ['D1', 'D2'] as const;
export const qualityReview = 'Peer review';
export const requirementIds = ['R1', 'R2'] as const;

export const weekPlan = (planned: PlannedWeek, now: Date) => ({
  title: planned.title,
  deliverables: deliverableIds.map((deliverableId, index) => ({
    ...{ deliverableId, title: planned.deliverables[index], authorIds: ['author'] },
  })),
  requirements: requirementIds.map((requirementId, index) => ({
    ...{ requirementId, text: planned.requirements[index] },
  })),
  expectedQualityReviews: [qualityReview],
  validators: { name: 'Technical validation', memberIds: ['validator'] },
  reviewGroups: [{ name: 'Client delivery', memberIds: [planned.reviewer ?? 'stakeholder'] }],
  approvalAuthorityList: [
    { name: 'Client', members: [{ personId: 'approver', limit: '250000.00' }] },
    { name: 'Firm', members: [{ personId: 'partner' }] },
  ],
  value: { amount: planned.value, currency: 'EUR' },
  dueOn: dayAfter(now, planned.dueInDays),
  nextPhase: { name: 'What follows it', scope: `The next phase of the statement of work after “${planned.title}”.` },
});
