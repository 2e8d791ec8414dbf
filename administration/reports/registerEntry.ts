// One milestone as a line of the register: every field a profile may ask for, taken from the record. Redacts as told.
import type { Words } from '../../mail/messages/words.ts';
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

/** Every value is text, a number, or a list of lines; empty where the milestone has nothing to say. */
export type RegisterEntry = Record<RegisterField, string | number | string[]>;

export type RegisterField = keyof typeof fields;
export const registerFields = (): RegisterField[] => Object.keys(fields) as RegisterField[];

interface Subject {
  milestone: Milestone;
  facts: RegisterFacts;
  redaction: Redaction;
  words: Words;
}

/** The dictionary of the register: a profile picks from these by name. */
const fields = {
  milestoneId: ({ milestone }: Subject) => milestone.milestoneId,
  milestone: ({ milestone }: Subject) => milestone.plan.title,
  engagementId: ({ milestone }: Subject) => milestone.engagement.engagementId,
  engagementType: ({ milestone }: Subject) => milestone.engagement.type ?? '',
  firm: ({ milestone }: Subject) => milestone.engagement.firm,
  client: ({ milestone, redaction, words }: Subject) =>
    redaction.client === 'named' ? milestone.engagement.client : words.say('register.withheld'),
  contractReference: ({ milestone }: Subject) => milestone.engagement.contract.reference,
  statementOfWork: ({ milestone }: Subject) => milestone.engagement.contract.statementOfWork,
  contractForm: ({ milestone }: Subject) => milestone.engagement.contract.form,
  phase: ({ milestone }: Subject) => (toBeRevoked(milestone).length > 0 ? withheldPhase : milestone.stage.phase),
  startedAt: ({ milestone }: Subject) => milestone.startedAt,
  dueOn: ({ milestone }: Subject) => milestone.plan.dueOn ?? '',
  completedOn: ({ milestone }: Subject) => currentPackage(milestone)?.completedOn ?? '',
  // Of all of it: what parts were accepted before stands in a column of its own.
  acceptedAt: ({ milestone }: Subject) =>
    publishedAcceptances(milestone).find((each) => each.kind !== 'partial')?.acceptedAt ?? '',
  partsAccepted,
  endedAt: ({ facts }: Subject) => facts.endedAt ?? '',
  certificateNumbers: ({ milestone }: Subject) => publishedAcceptances(milestone).map((each) => each.certificateNumber),
  basis: ({ milestone }: Subject) => publishedAcceptances(milestone).at(-1)?.basis ?? '',
  packageDigest: ({ milestone }: Subject) => currentPackage(milestone)?.digest ?? '',
  releaseAuthorisedBy: authorisers,
  enteredByFirm,
  releaseEvidence: evidence,
  requirementsMet: requirements,
  validatedBy: (subject: Subject) =>
    subject.milestone.reports.filter((each) => !each.isVoid).map((each) => who(subject, each.personId)),
  qualityReviews: ({ milestone }: Subject) =>
    currentPackage(milestone)?.qualityReviews.map((each) => `${each.name}: ${each.outcome}`) ?? [],
  waivers: ({ milestone }: Subject) =>
    currentPackage(milestone)?.waivers.map((each) => `${each.deliverableId}: ${each.reason}`) ?? [],
  concessions,
  concessionsOpen: ({ milestone }: Subject) => openExceptions(milestone).length,
  reverifications: (subject: Subject) =>
    subject.milestone.exceptions.flatMap(({ exceptionId: id, verifiedBy, verifiedAt = '' }) =>
      verifiedBy
        ? [subject.words.say('register.verified', { id, name: who(subject, verifiedBy), at: verifiedAt })]
        : [],
    ),
  nonConformances: ({ facts }: Subject) => facts.counts.nonConformanceNoticed ?? 0,
  refusals: (subject: Subject) =>
    subject.milestone.refusals.map(({ personId, at, reasons }) =>
      subject.words.say('register.refusal', { name: who(subject, personId), at, reasons: reasons.length }),
    ),
  escalations: ({ facts }: Subject) => facts.counts.escalatedToSponsor ?? 0,
  determinations: ({ milestone }: Subject) =>
    milestone.determinations.map((each) => `${each.determination}, ${each.at}`),
  reworkCycles: ({ milestone }: Subject) => milestone.reworkCycles,
  currency: ({ milestone }: Subject) => milestone.plan.value.currency,
  value: (subject: Subject) => amount(subject, subject.milestone.plan.value.amount),
  amountReleased: (subject: Subject) =>
    amount(subject, publishedAcceptances(subject.milestone).at(-1)?.amountReleased ?? none(subject.milestone)),
  amountWithheld: (subject: Subject) =>
    amount(subject, publishedAcceptances(subject.milestone).at(-1)?.amountWithheld ?? none(subject.milestone)),
} as const satisfies Record<string, (subject: Subject) => string | number | string[]>;

export function registerEntry(
  milestone: Milestone,
  facts: RegisterFacts,
  redaction: Redaction,
  words: Words,
): RegisterEntry {
  const subject = { milestone, facts, redaction, words };
  return Object.fromEntries(registerFields().map((field) => [field, fields[field](subject)])) as RegisterEntry;
}

/** In the place of a phase: it says accepted on record, and nothing was certified or released. */
const withheldPhase = 'acceptanceWithheld';

const none = ({ plan }: Milestone): string => inCurrency('0', plan.value.currency);

const amount = ({ redaction, words }: Subject, value: string): string =>
  redaction.amounts === 'shown' ? value : words.say('register.withheld');

function who({ milestone, redaction, words }: Subject, personId: string): string {
  const person: Person | undefined = personOf(milestone, personId);
  if (!person) return personId;
  const capacity = words.say(`register.capacity.${person.party}`, { capacity: person.capacity });
  return redaction.people === 'names' ? `${person.name}, ${capacity}` : capacity;
}

/** ISO 9001 8.6: traceability to the person who authorised release. */
function authorisers(subject: Subject): string[] {
  const given = subject.milestone.signatures.filter((each) => !each.isVoid);
  return given.map((each) => `${who(subject, each.personId)}, ${each.at}`);
}

/** Apart from who authorised the release: nobody signed these. */
function enteredByFirm(subject: Subject): string[] {
  const { milestone, words } = subject;
  return [...standingEntries(milestone, 'review'), ...standingEntries(milestone, 'signature')].map((each) =>
    words.say(`register.entered.${each.duty}`, {
      name: who(subject, each.personId),
      enterer: who(subject, each.enteredBy),
      at: each.at,
    }),
  );
}

/** Each act of an acceptance in parts: when, by which certificate, what, and who signed for it. */
function partsAccepted(subject: Subject): string[] {
  const { milestone, words } = subject;
  const published = publishedAcceptances(milestone);
  return milestone.parts.flatMap(({ deliverableIds, outcome }) => {
    const acceptance =
      outcome?.kind === 'accepted' && published.find((each) => each.certificateNumber === outcome.certificateNumber);
    if (!acceptance || outcome.kind !== 'accepted') return [];
    const titles = milestone.plan.deliverables.filter((each) => deliverableIds.includes(each.deliverableId));
    return [
      words.say('register.part', {
        number: acceptance.certificateNumber,
        at: acceptance.acceptedAt,
        titles: titles.map(({ title }) => title).join('; '),
        amount: amount(subject, outcome.amount),
      }),
    ];
  });
}

/** ISO 9001 8.6: evidence of conformity with the acceptance criteria. */
function evidence(subject: Subject): string[] {
  const { milestone, words } = subject;
  const submitted = currentPackage(milestone);
  const reports = milestone.reports.filter((each) => !each.isVoid);
  return [
    ...(submitted
      ? [words.say('register.package', { version: submitted.packageVersion, digest: submitted.digest })]
      : []),
    ...reports.map((each) =>
      words.say(`register.report.${each.recommendation}`, { name: who(subject, each.personId), at: each.at }),
    ),
  ];
}

function requirements({ milestone, words }: Subject): string {
  const reports = milestone.reports.filter((each) => !each.isVoid);
  const met = milestone.plan.requirements.filter((requirement) =>
    reports.some((report) =>
      report.results.some((each) => each.requirementId === requirement.requirementId && each.outcome === 'met'),
    ),
  );
  return words.say('register.met', { met: met.length, all: milestone.plan.requirements.length });
}

/** ISO 9001 8.7: concessions, and who granted them. */
function concessions(subject: Subject): string[] {
  const { milestone, words } = subject;
  const isAgreed = milestone.acceptances.length > 0;
  if (!isAgreed) return [];
  return milestone.exceptions.map((each) => {
    const granters = grantersOfConcession(milestone, each).map((id) => who(subject, id));
    const facts = {
      id: each.exceptionId,
      severity: each.severity,
      due: each.dueOn,
      proposer: who(subject, each.proposedBy),
      state: each.verifiedAt ? 'closed' : 'open',
    };
    return each.requirementIds
      ? words.say('register.concession', {
          ...facts,
          ids: each.requirementIds.join(' '),
          granters: granters.join('; '),
        })
      : words.say('register.exception', facts);
  });
}
