// The acceptance certificate as data: everything a reader needs years later, taken from the state it was issued on.
import { termsVersion } from '../domain/terms/contractVersions.ts';
import { createHash } from 'node:crypto';
import type { RecordedEvent } from '../domain/events.ts';
import type { ContractTerms } from '../domain/terms/engagement.ts';
import {
  currentPackage,
  nameOf,
  type Acceptance,
  type AgreedException,
  type Milestone,
  type ValidationReport,
} from '../domain/milestone.ts';
import { isOnCurrentPackage } from '../domain/acceptance/parts.ts';
import { standingSignatures } from '../domain/signOff/standingSignatures.ts';
import { certifiedPart, type CertifiedPart } from './certificateParts.ts';
import { differenceOf, inCurrency } from '../domain/terms/money.ts';
import { grantersOfConcession } from '../domain/signOff/granters.ts';
import { statementTexts, type ReadStatement } from '../domain/terms/signOffStatement.ts';
import { exceptionFor } from '../domain/validation/unmetRequirements.ts';
import { wordsIn, type Words } from '../mail/messages/words.ts';
import { sha256Hex } from './ledger/canonicalJson.ts';
import { certifiedAmendments, type CertifiedAmendment } from './certificateAmendments.ts';
import { enteredOn, type EnteredOnCertificate } from './enteredOnCertificate.ts';
import { signatory, type Signatory } from './signatory.ts';
import type { SealIdentity } from './seal/sealKey.ts';
import type { EntranceKey } from './vouchers/entranceKeys.ts';

/** A text that was signed, in one language. */
export interface SignedText extends ReadStatement {
  sha256: string;
}

/** A mandatory requirement that is not met, and accepted all the same (ISO 9001 8.7). */
export interface Concession {
  exceptionId: string;
  /** Names of those of the client whose signatures grant it. */
  grantedBy: string[];
}

export interface CertificateDocument {
  certificateNumber: string;
  kind: Acceptance['kind'];
  basis: Acceptance['basis'];
  /** In which it is written and printed: the contract's. What people wrote stands as they wrote it. */
  language: string;
  supersedes: string | null;
  issuedAt: string;
  /** FIDIC 10.1, JCT 2.30: the date the work was completed, which is not the date of signing. */
  completedOn: string;
  parties: { firm: string; client: string };
  /** How it looks at its head; the logo by the SHA-256 of its bytes. Null where the engagement has none. */
  letterhead: { name: string | null; colour: string | null; logoSha256: string | null } | null;
  engagement: { engagementId: string; name: string };
  contract: Pick<ContractTerms, 'reference' | 'statementOfWork' | 'changeOrders' | 'form'> & { version: number };
  milestone: { milestoneId: string; title: string; dueOn?: string };
  /** Of the plan, in order; none where it was signed as it started. */
  amendments: CertifiedAmendment[];
  signOffRequest: string;
  package: { version: number; digest: string; summary: string };
  deliverables: {
    deliverableId: string;
    title: string;
    version: string;
    files: { fileName: string; sizeBytes: number; sha256: string }[];
  }[];
  waivers: { deliverableId: string; reason: string }[];
  completedServices: { description: string; completedOn: string }[];
  qualityReviews: { name: string; outcome: string; explanation?: string }[];
  requirements: {
    requirementId: string;
    text: string;
    isMandatory: boolean;
    standard: string | null;
    acceptableQualityLevel: string | null;
    method: string | null;
    results: { validator: string; outcome: string; evidence: string; severity: number | null }[];
    concession: Concession | null;
  }[];
  /** `system`: reported by the system that the plan names as this validator, with the API key of this ID; null for a person. */
  validationReports: ({ validator: string; system: { apiKeyId: string } | null } & Pick<
    ValidationReport,
    'at' | 'recommendation' | 'summary' | 'issues'
  >)[];
  /** `owner`, `proposer` and `verifier` are names; the IDs are beside them. */
  exceptions: (AgreedException & { owner: string; proposer: string; verifier: string | null })[];
  /** Under exceptions, the clause that lets a party verify its own closed; null where the contract has none. */
  ownVerification: { parties: ('firm' | 'client')[]; words: string } | null;
  /** Where the milestone is accepted in parts: what this act accepts, what was accepted before it, and what is open after it. */
  part: CertifiedPart | null;
  /** `payable` and `withheld` are totals; `balance` is what this certificate adds to `releasedBefore`. */
  amounts: {
    currency: string;
    value: string;
    payable: string;
    withheld: string;
    releasedBefore: string;
    balance: string;
  };
  /** By which channels the contract lets each party decide, per kind of decision. */
  channels: ContractTerms['channels'];
  /** As the contract itself has it. */
  statement: SignedText;
  /** The same in each other language in which somebody read and signed it. */
  statementTranslations: SignedText[];
  signatories: Signatory[];
  determinations: { by: string; at: string; determination: string; reasons: string; exceptionIds?: string[] }[];
  /** What the firm entered on the evidence of a document and nobody objected to in time. Nobody signed it. */
  entered: EnteredOnCertificate[];
  /** Where silence counted: whose, since when, and the proof of delivery. Nobody signed for these people. */
  deemed: {
    of: 'review' | 'signOff';
    people: string[];
    askedAt: string;
    deadline: string;
    finalNoticeAt: string;
    deemedAt: string;
    deliveries: { recipient: string; kind: string; sentAt: string; response: string }[];
  }[];
  /** Set on a certificate of revocation: the two acts it rests on. */
  revocation: {
    reason: string;
    proposedBy: string;
    proposedAt: string;
    confirmation: string;
    confirmedBy: string;
    confirmedAt: string;
  } | null;
  nextPhase: { name: string; scope: string; conditions: string[] };
  reservationOfRights: string;
  signatureLevel: string;
  /** The page that says whether it stands; null where it was made without one. */
  address: string | null;
  seal: SealStatement | null;
  /** By which the entrances vouched for whoever acted, so that a stranger can check it. */
  entranceKeys: EntranceKey[];
  auditLog: AuditLogHead;
}

/** Who seals the PDF, and how far: `level` is the one at issue, which a timestamp raises to B-T in the file itself. */
export interface SealStatement extends SealIdentity {
  format: 'PAdES';
  level: 'B-B';
  isTimestampExpected: boolean;
}

/** The milestone's last event when the acceptance was recorded, its chain hash, and the proof that the log holds both. */
export interface AuditLogHead {
  sequence: number;
  hash: string;
  proof?: LogProof;
}

/** Inclusion of one line of the audit log (RFC 6962), in the tree of a signed checkpoint. */
export interface LogProof {
  chain: string;
  lineSequence: number;
  /** SHA-256 of the line. */
  lineHash: string;
  leafIndex: number;
  /** Audit path from the leaf up, base64. */
  path: string[];
  checkpoint: string;
  /** Public key of the log, as C2SP signed-note writes it. */
  logKey: string;
}

/** Without `seal` the certificate says that it has none. */
export function certificateDocument(
  milestone: Milestone,
  acceptance: Acceptance,
  auditLog: AuditLogHead,
  {
    seal = null,
    entranceKeys = [],
    address = null,
    events = [],
  }: {
    seal?: SealStatement | null;
    entranceKeys?: EntranceKey[];
    address?: string | null;
    /** Those that the state follows from; they hold the vouchers. */
    events?: readonly RecordedEvent[];
  } = {},
): CertificateDocument {
  const { engagement, plan } = milestone;
  const { contract } = engagement;
  const subject = currentPackage(milestone);
  if (!subject) throw new RangeError(`Milestone ${milestone.milestoneId} was accepted without a package`);
  const { reference, statementOfWork, changeOrders, form, signOffStatement } = contract;
  const words = wordsIn(contract.language);
  return {
    certificateNumber: acceptance.certificateNumber,
    kind: acceptance.kind,
    basis: acceptance.basis,
    language: words.language,
    supersedes: acceptance.supersedes ?? null,
    issuedAt: acceptance.acceptedAt,
    completedOn: subject.completedOn,
    parties: { firm: engagement.firm, client: engagement.client },
    letterhead: letterheadOf(engagement),
    engagement: { engagementId: engagement.engagementId, name: engagement.name },
    contract: { reference, statementOfWork, changeOrders, form, version: termsVersion(engagement) },
    milestone: {
      milestoneId: milestone.milestoneId,
      title: plan.title,
      ...(plan.dueOn === undefined ? {} : { dueOn: plan.dueOn }),
    },
    amendments: certifiedAmendments(milestone),
    signOffRequest: milestone.signOffRequests.at(-1)?.requestNumber ?? '',
    package: { version: subject.packageVersion, digest: subject.digest, summary: subject.summary },
    deliverables: subject.deliverables.map(({ deliverableId, title, version, files }) => ({
      deliverableId,
      title,
      version,
      files: files.map(({ fileName, sizeBytes, sha256 }) => ({ fileName, sizeBytes, sha256 })),
    })),
    waivers: subject.waivers,
    completedServices: subject.completedServices,
    qualityReviews: subject.qualityReviews,
    ...validation(milestone),
    exceptions: milestone.exceptions.map((each) => ({
      ...each,
      owner: nameOf(milestone, each.ownerId),
      proposer: nameOf(milestone, each.proposedBy),
      verifier: each.verifiedBy === undefined ? null : nameOf(milestone, each.verifiedBy),
    })),
    ownVerification: milestone.exceptions.length > 0 ? (contract.ownVerification ?? null) : null,
    part: certifiedPart(milestone, acceptance),
    amounts: amounts(milestone, acceptance),
    channels: contract.channels,
    ...statements(signOffStatement, milestone),
    signatories: standingSignatures(milestone).map((each) => signatory(milestone, each, events)),
    determinations: milestone.determinations.map((each) => ({ ...each, by: nameOf(milestone, each.by) })),
    entered: enteredOn(milestone),
    deemed: deemed(milestone),
    revocation: revocation(milestone, acceptance),
    nextPhase: { ...plan.nextPhase, conditions: conditionsOf(milestone, acceptance) },
    reservationOfRights: words.say('certificate.reservationText'),
    signatureLevel: signatureLevel(seal, words),
    address,
    seal,
    entranceKeys,
    auditLog,
  };
}

const signatureLevel = (seal: SealStatement | null, { say }: Words): string =>
  [say('certificate.signatureLevel'), ...(seal ? [] : [say('certificate.unsealed')])].join(' ');

/** Of the translations those that a signature which counts was given on. */
function statements(
  statement: ContractTerms['signOffStatement'],
  milestone: Milestone,
): Pick<CertificateDocument, 'statement' | 'statementTranslations'> {
  const signed = standingSignatures(milestone).map((each) => each.statementLanguage);
  const [own, ...translations] = statementTexts(statement).map((each) => ({ ...each, sha256: sha256Hex(each.text) }));
  if (!own) throw new RangeError('the contract has no statement');
  return { statement: own, statementTranslations: translations.filter((each) => signed.includes(each.language)) };
}

/** The logo's bytes, of which the certificate names the digest. */
export const logoOf = ({ letterhead }: Milestone['engagement']): Buffer | undefined =>
  letterhead?.logo === undefined ? undefined : Buffer.from(letterhead.logo, 'base64');

function letterheadOf(engagement: Milestone['engagement']): CertificateDocument['letterhead'] {
  const { letterhead } = engagement;
  if (!letterhead) return null;
  const logo = logoOf(engagement);
  return {
    name: letterhead.name ?? null,
    colour: letterhead.colour ?? null,
    logoSha256: logo ? createHash('sha256').update(logo).digest('hex') : null,
  };
}

function amounts({ plan, acceptances }: Milestone, acceptance: Acceptance): CertificateDocument['amounts'] {
  const superseded = acceptances.find((each) => each.certificateNumber === acceptance.supersedes);
  const { currency } = plan.value;
  const none = inCurrency('0', currency);
  const releasedBefore = superseded?.amountReleased ?? none;
  return {
    currency,
    value: plan.value.amount,
    payable: acceptance.amountReleased,
    withheld: acceptance.amountWithheld,
    releasedBefore,
    balance:
      acceptance.kind === 'revocation' ? none : differenceOf(acceptance.amountReleased, releasedBefore, currency),
  };
}

const deemed = (milestone: Milestone): CertificateDocument['deemed'] =>
  milestone.deemings
    .filter((each) => !each.isVoid && each.outcome === 'accepted' && isOnCurrentPackage(milestone, each))
    .map(({ of, personIds, askedAt, deadline, finalNoticeAt, at, deliveries }) => ({
      of,
      people: personIds.map((id) => nameOf(milestone, id)),
      askedAt,
      deadline,
      finalNoticeAt,
      deemedAt: at,
      deliveries: deliveries.map((each) => ({
        recipient: nameOf(milestone, each.recipientId),
        kind: each.kind,
        sentAt: each.sentAt ?? '',
        response: each.response ?? '',
      })),
    }));

function revocation(milestone: Milestone, { kind }: Acceptance): CertificateDocument['revocation'] {
  if (kind !== 'revocation' || milestone.stage.phase !== 'revoked') return null;
  const found = milestone.stage.revocation;
  return {
    ...found,
    proposedBy: nameOf(milestone, found.proposedBy),
    confirmedBy: nameOf(milestone, found.confirmedBy),
  };
}

function validation(milestone: Milestone): Pick<CertificateDocument, 'requirements' | 'validationReports'> {
  const reports = milestone.reports.filter((each) => !each.isVoid);
  return {
    requirements: milestone.plan.requirements.map(({ requirementId, text, isMandatory, ...columns }) => ({
      requirementId,
      text,
      isMandatory,
      standard: columns.standard ?? null,
      acceptableQualityLevel: columns.acceptableQualityLevel ?? null,
      method: columns.method ?? null,
      results: reports.flatMap((report) =>
        report.results
          .filter((each) => each.requirementId === requirementId)
          .map(({ outcome, evidence, severity = null }) => ({
            validator: nameOf(milestone, report.personId),
            outcome,
            evidence,
            severity,
          })),
      ),
      concession: concession(milestone, requirementId),
    })),
    validationReports: reports.map(({ personId, actor, at, recommendation, summary, issues }) => ({
      validator: nameOf(milestone, personId),
      system: actor.authentication.method === 'apiKey' ? { apiKeyId: actor.authentication.keyId } : null,
      at,
      recommendation,
      summary,
      issues,
    })),
  };
}

function concession(milestone: Milestone, requirementId: string): Concession | null {
  const exception = exceptionFor(milestone, requirementId);
  if (!exception) return null;
  const grantedBy = grantersOfConcession(milestone, exception).map((id) => nameOf(milestone, id));
  return { exceptionId: exception.exceptionId, grantedBy };
}

/** In the contract's language: the next phase goes ahead on condition of what is still open; a close-out lifts the conditions. */
export function conditionsOf(milestone: Milestone, acceptance: Acceptance): string[] {
  const { say, date } = wordsIn(milestone.engagement.contract.language);
  if (acceptance.kind === 'revocation') return [say('certificate.nextPhaseRevoked')];
  if (acceptance.kind !== 'conditional') return [];
  return milestone.exceptions.map(({ exceptionId: id, closureCriterion: criterion, dueOn }) =>
    say('certificate.condition', { id, criterion, due: date(dueOn) }),
  );
}
