// One milestone as a line of the register: every field a profile may ask for, taken from the record. Redacts as told.
import { publishedAcceptances, toBeRevoked } from '../../domain/acceptance/publications.ts';
import { standingEntries } from '../../domain/entered/entries.ts';
import { currentPackage, openExceptions, personOf, type Milestone } from '../../domain/milestone.ts';
import type { Person } from '../../domain/people/people.ts';
import { grantersOfConcession } from '../../domain/signOff/granters.ts';
import { inCurrency } from '../../domain/terms/money.ts';

/** How much a register says of people and of the client; the body that receives it needs no more. */
export interface Redaction {
  /** `capacities`: "Director of operations (client)" instead of the name. */
  people: 'names' | 'capacities';
  client: 'named' | 'withheld';
  amounts: 'shown' | 'withheld';
}

/** What the milestone's events add to its state: how often something happened, and when it ended. */
export interface RegisterFacts {
  counts: Readonly<Record<string, number>>;
  /** ISO 8601 UTC; the instant it was accepted, closed out, terminated or cancelled. */
  endedAt: string | undefined;
}

const withheld = 'withheld';

/** Every value is text, a number, or a list of lines; empty where the milestone has nothing to say. */
export type RegisterEntry = Record<RegisterField, string | number | string[]>;

export type RegisterField = keyof typeof fields;
export const registerFields = (): RegisterField[] => Object.keys(fields) as RegisterField[];

interface Subject {
  milestone: Milestone;
  facts: RegisterFacts;
  redaction: Redaction;
}

/** The dictionary of the register: a profile picks from these by name. */
const fields = {
  milestoneId: ({ milestone }: Subject) => milestone.milestoneId,
  milestone: ({ milestone }: Subject) => milestone.plan.title,
  engagementId: ({ milestone }: Subject) => milestone.engagement.engagementId,
  engagementType: ({ milestone }: Subject) => milestone.engagement.type ?? '',
  firm: ({ milestone }: Subject) => milestone.engagement.firm,
  client: ({ milestone, redaction }: Subject) =>
    redaction.client === 'named' ? milestone.engagement.client : withheld,
  contractReference: ({ milestone }: Subject) => milestone.engagement.contract.reference,
  statementOfWork: ({ milestone }: Subject) => milestone.engagement.contract.statementOfWork,
  contractForm: ({ milestone }: Subject) => milestone.engagement.contract.form,
  phase: ({ milestone }: Subject) => (toBeRevoked(milestone).length > 0 ? withheldPhase : milestone.stage.phase),
  startedAt: ({ milestone }: Subject) => milestone.startedAt,
  dueOn: ({ milestone }: Subject) => milestone.plan.dueOn ?? '',
  completedOn: ({ milestone }: Subject) => currentPackage(milestone)?.completedOn ?? '',
  acceptedAt: ({ milestone }: Subject) => publishedAcceptances(milestone)[0]?.acceptedAt ?? '',
  endedAt: ({ facts }: Subject) => facts.endedAt ?? '',
  certificateNumbers: ({ milestone }: Subject) => publishedAcceptances(milestone).map((each) => each.certificateNumber),
  basis: ({ milestone }: Subject) => publishedAcceptances(milestone).at(-1)?.basis ?? '',
  packageDigest: ({ milestone }: Subject) => currentPackage(milestone)?.digest ?? '',
  releaseAuthorisedBy: authorisers,
  enteredByFirm,
  releaseEvidence: evidence,
  requirementsMet: requirements,
  validatedBy: ({ milestone, redaction }: Subject) =>
    milestone.reports.filter((each) => !each.isVoid).map((each) => who(milestone, each.personId, redaction)),
  qualityReviews: ({ milestone }: Subject) =>
    currentPackage(milestone)?.qualityReviews.map((each) => `${each.name}: ${each.outcome}`) ?? [],
  waivers: ({ milestone }: Subject) =>
    currentPackage(milestone)?.waivers.map((each) => `${each.deliverableId}: ${each.reason}`) ?? [],
  concessions,
  concessionsOpen: ({ milestone }: Subject) => openExceptions(milestone).length,
  reverifications: ({ milestone, redaction }: Subject) =>
    milestone.exceptions.flatMap((each) =>
      each.verifiedBy
        ? [`${each.exceptionId} by ${who(milestone, each.verifiedBy, redaction)}, ${each.verifiedAt}`]
        : [],
    ),
  nonConformances: ({ facts }: Subject) => facts.counts.nonConformanceNoticed ?? 0,
  refusals: ({ milestone, redaction }: Subject) =>
    milestone.refusals.map(
      (each) => `${who(milestone, each.personId, redaction)}, ${each.at}, ${each.reasons.length} reason(s)`,
    ),
  escalations: ({ facts }: Subject) => facts.counts.escalatedToSponsor ?? 0,
  determinations: ({ milestone }: Subject) =>
    milestone.determinations.map((each) => `${each.determination}, ${each.at}`),
  reworkCycles: ({ milestone }: Subject) => milestone.reworkCycles,
  currency: ({ milestone }: Subject) => milestone.plan.value.currency,
  value: ({ milestone, redaction }: Subject) => amount(milestone.plan.value.amount, redaction),
  amountReleased: ({ milestone, redaction }: Subject) =>
    amount(publishedAcceptances(milestone).at(-1)?.amountReleased ?? none(milestone), redaction),
  amountWithheld: ({ milestone, redaction }: Subject) =>
    amount(publishedAcceptances(milestone).at(-1)?.amountWithheld ?? none(milestone), redaction),
} as const satisfies Record<string, (subject: Subject) => string | number | string[]>;

export function registerEntry(milestone: Milestone, facts: RegisterFacts, redaction: Redaction): RegisterEntry {
  const subject = { milestone, facts, redaction };
  return Object.fromEntries(registerFields().map((field) => [field, fields[field](subject)])) as RegisterEntry;
}

/** In the place of a phase: it says accepted on record, and nothing was certified or released. */
const withheldPhase = 'acceptanceWithheld';

const none = ({ plan }: Milestone): string => inCurrency('0', plan.value.currency);

const amount = (value: string, redaction: Redaction): string => (redaction.amounts === 'shown' ? value : withheld);

function who(milestone: Milestone, personId: string, redaction: Redaction): string {
  const person: Person | undefined = personOf(milestone, personId);
  if (!person) return personId;
  const capacity = `${person.capacity} (${person.party})`;
  return redaction.people === 'names' ? `${person.name}, ${capacity}` : capacity;
}

/** ISO 9001 8.6: traceability to the person who authorised release. */
function authorisers({ milestone, redaction }: Subject): string[] {
  return milestone.signatures
    .filter((each) => !each.isVoid)
    .map((each) => `${who(milestone, each.personId, redaction)}, ${each.at}`);
}

/** Apart from who authorised the release: nobody signed these. */
function enteredByFirm({ milestone, redaction }: Subject): string[] {
  return [...standingEntries(milestone, 'review'), ...standingEntries(milestone, 'signature')].map(
    (each) =>
      `${each.duty} of ${who(milestone, each.personId, redaction)}, entered by ${who(milestone, each.enteredBy, redaction)}, ${each.at}`,
  );
}

/** ISO 9001 8.6: evidence of conformity with the acceptance criteria. */
function evidence({ milestone, redaction }: Subject): string[] {
  const subject = currentPackage(milestone);
  const reports = milestone.reports.filter((each) => !each.isVoid);
  return [
    ...(subject ? [`package version ${subject.packageVersion}, SHA-256 ${subject.digest}`] : []),
    ...reports.map(
      (each) => `validation report of ${who(milestone, each.personId, redaction)}, ${each.at}: ${each.recommendation}`,
    ),
  ];
}

function requirements({ milestone }: Subject): string {
  const reports = milestone.reports.filter((each) => !each.isVoid);
  const met = milestone.plan.requirements.filter((requirement) =>
    reports.some((report) =>
      report.results.some((each) => each.requirementId === requirement.requirementId && each.outcome === 'met'),
    ),
  );
  return `${met.length} of ${milestone.plan.requirements.length}`;
}

/** ISO 9001 8.7: concessions, and who granted them. */
function concessions({ milestone, redaction }: Subject): string[] {
  const isAgreed = milestone.acceptances.length > 0;
  if (!isAgreed) return [];
  return milestone.exceptions.map(
    (each) =>
      `${each.exceptionId}, ${
        each.requirementIds
          ? `mandatory and not met ${each.requirementIds.join(' ')}, granted by ${grantersOfConcession(milestone, each)
              .map((id) => who(milestone, id, redaction))
              .join('; ')}, `
          : ''
      }severity ${each.severity}, due ${each.dueOn}, proposed by ${who(milestone, each.proposedBy, redaction)}, ${each.verifiedAt ? 'closed' : 'open'}`,
  );
}
