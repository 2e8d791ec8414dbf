// An engagement's milestones as an Open Contracting 1.1 release: only where the engagement opted in, and without people.
import { publishedAcceptances } from '../../domain/acceptance/publications.ts';
import { canonicalJson, sha256Hex } from '../../evidence/ledger/canonicalJson.ts';
import type { Engagement } from '../../domain/terms/engagement.ts';
import { currentPackage, type Milestone } from '../../domain/milestone.ts';
import { dateOf } from '../../domain/time/businessTime.ts';

type Status = 'scheduled' | 'met' | 'notMet' | 'partiallyMet';

/** The published schema's release, as far as it is used here; dates are ISO 8601. */
export interface OpenContractingRelease {
  ocid: string;
  id: string;
  date: string;
  tag: ['implementation'];
  initiationType: 'tender';
  language: 'en';
  parties: { id: string; name: string; roles: string[] }[];
  buyer: { id: string; name: string };
  awards: object[];
  contracts: object[];
}

export interface ReleasePackage {
  uri: string;
  version: '1.1';
  publishedDate: string;
  publisher: { name: string };
  releases: [OpenContractingRelease];
}

/** A milestone and the instant of its last event, ISO 8601 UTC. */
export interface ChangedMilestone {
  milestone: Milestone;
  changedAt: string;
}

/**
 * Undefined where the engagement has not opted in. `uri` is where the package was asked for; `publishedAt` is now. The
 * release itself says nothing of now: it is the same, ID and date included, until a milestone changes.
 */
export function openContractingPackage(
  engagement: Engagement,
  milestones: readonly ChangedMilestone[],
  { uri, publishedAt }: { uri: string; publishedAt: string },
): ReleasePackage | undefined {
  const terms = engagement.openContracting;
  if (!terms) return undefined;
  const buyer = { id: 'buyer', name: terms.buyerName ?? engagement.client };
  const supplier = { id: 'supplier', name: terms.supplierName ?? engagement.firm };
  const contract = {
    id: engagement.contract.reference,
    awardID: terms.awardId,
    title: engagement.name,
    implementation: {
      milestones: milestones.map(milestoneOf),
      ...(terms.publishesCertificates
        ? { documents: milestones.flatMap(({ milestone }) => documentsOf(milestone)) }
        : {}),
    },
  };
  const content = {
    ocid: terms.ocid,
    tag: ['implementation'] as ['implementation'],
    initiationType: 'tender' as const,
    language: 'en' as const,
    parties: [
      { ...buyer, roles: ['buyer'] },
      { ...supplier, roles: ['supplier'] },
    ],
    buyer,
    awards: [{ id: terms.awardId, suppliers: [supplier] }],
    contracts: [contract],
  };
  // The ID follows from what is said, so that asking twice for the same state publishes no second release.
  const id = `${terms.ocid}-${sha256Hex(canonicalJson(withoutUndefined(content))).slice(0, 16)}`;
  const date = milestones.map((each) => each.changedAt).reduce((a, b) => (a > b ? a : b), '') || publishedAt;
  return {
    uri,
    version: '1.1',
    publishedDate: publishedAt,
    publisher: { name: terms.publisherName ?? engagement.firm },
    releases: [{ id, date, ...content }],
  };
}

const withoutUndefined = (content: object): unknown => JSON.parse(JSON.stringify(content));

/** What is accepted counts once its certificate is published. Work sent back is not met, for as long as it is with its authors; what is revoked is not met either. */
function statusOf(milestone: Milestone): Status {
  const { phase } = milestone.stage;
  switch (phase) {
    case 'accepted':
    case 'acceptedWithExceptions': {
      const kind = publishedAcceptances(milestone).at(-1)?.kind;
      if (kind === undefined) return 'scheduled';
      return kind === 'conditional' ? 'partiallyMet' : 'met';
    }
    case 'rework':
    case 'terminated':
    case 'cancelled':
      return publishedAcceptances(milestone).length > 0 ? 'partiallyMet' : 'notMet';
    case 'revoked':
      return 'notMet';
    case 'compiling':
    case 'validating':
    case 'inReview':
    case 'formalSignOff':
    case 'facilitation':
    case 'escalated':
      // What is accepted of it stays so, whatever becomes of the rest.
      return publishedAcceptances(milestone).length > 0 ? 'partiallyMet' : 'scheduled';
  }
}

function milestoneOf({ milestone, changedAt }: ChangedMilestone): object {
  const status = statusOf(milestone);
  const accepted = publishedAcceptances(milestone).at(-1);
  const { dueOn, title } = milestone.plan;
  return {
    id: milestone.milestoneId,
    title,
    type: 'delivery',
    status,
    dateModified: changedAt,
    // The standard asks for the last second of a day that is an end, and for the first of one that is not.
    ...(dueOn === undefined ? {} : { dueDate: `${dueOn}T23:59:59Z` }),
    ...(status === 'met' ? { dateMet: `${metOn(milestone)}T00:00:00Z` } : {}),
    ...(accepted ? { code: accepted.kind } : {}),
  };
}

/**
 * A local date of the contract. The work counts as done on the day it was completed, which is not the day of signing (JCT
 * 2.30); what was accepted with exceptions, on the day the last of them was verified closed.
 */
function metOn(milestone: Milestone): string {
  const closings = milestone.exceptions.flatMap(({ verifiedAt }) => verifiedAt ?? []).sort();
  const last = closings.at(-1);
  return last === undefined
    ? (currentPackage(milestone)?.completedOn ?? '')
    : dateOf(last, milestone.engagement.contract.calendar);
}

/** Certificates by number and digest; the document itself stays with the parties. Only what is in force completes anything. */
const documentsOf = (milestone: Milestone): object[] =>
  milestone.outputs.map((each) => ({
    id: each.certificateNumber,
    ...whatItIs(milestone, each.certificateNumber),
    datePublished: each.publishedAt,
    format: 'application/pdf',
    language: 'en',
    description: `SHA-256 ${each.certificateSha256}`,
  }));

function whatItIs({ acceptances }: Milestone, number: string): { documentType: string; title: string } {
  const isRevocation = acceptances.find((each) => each.certificateNumber === number)?.kind === 'revocation';
  const later = acceptances.find((each) => each.supersedes === number);
  if (isRevocation) return { documentType: 'completionCertificateRevocation', title: `Revocation ${number}` };
  if (!later) return { documentType: 'completionCertificate', title: `Certificate ${number}` };
  // The certificate of a part stands beside the one that follows it.
  if (later.kind !== 'revocation' && acceptances.find((each) => each.certificateNumber === number)?.kind === 'partial')
    return { documentType: 'completionCertificate', title: `Certificate ${number}` };
  return later.kind === 'revocation'
    ? {
        documentType: 'revokedCompletionCertificate',
        title: `Certificate ${number}, revoked by ${later.certificateNumber}`,
      }
    : {
        documentType: 'supersededCompletionCertificate',
        title: `Certificate ${number}, superseded by ${later.certificateNumber}`,
      };
}
