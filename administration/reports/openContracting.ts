// An engagement's milestones as an Open Contracting 1.1 release: only where the engagement opted in, and without people.
import { canonicalJson, sha256Hex } from '../../evidence/ledger/canonicalJson.ts';
import type { Engagement } from '../../domain/terms/engagement.ts';
import { currentPackage, type Milestone } from '../../domain/milestone.ts';

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

/** Undefined where the engagement has not opted in. `uri` is where the package was asked for; `publishedAt` is now. */
export function openContractingPackage(
  engagement: Engagement,
  milestones: readonly Milestone[],
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
      milestones: milestones.map((each) => milestoneOf(each, publishedAt)),
      ...(terms.publishesCertificates ? { documents: milestones.flatMap(documentsOf) } : {}),
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
  const id = `${terms.ocid}-${sha256Hex(canonicalJson(stateOf(content))).slice(0, 16)}`;
  return {
    uri,
    version: '1.1',
    publishedDate: publishedAt,
    publisher: { name: terms.publisherName ?? engagement.firm },
    releases: [{ id, date: publishedAt, ...content }],
  };
}

const stateOf = (content: object): unknown =>
  JSON.parse(JSON.stringify(content, (key, value: unknown) => (key === 'dateModified' ? undefined : value)));

function statusOf({ stage }: Milestone): Status {
  switch (stage.phase) {
    case 'accepted':
      return 'met';
    case 'acceptedWithExceptions':
      return 'partiallyMet';
    case 'terminated':
    case 'cancelled':
      return 'notMet';
    default:
      return 'scheduled';
  }
}

function milestoneOf(milestone: Milestone, publishedAt: string): object {
  const status = statusOf(milestone);
  const accepted = milestone.acceptances.at(-1);
  return {
    id: milestone.milestoneId,
    title: milestone.plan.title,
    type: 'delivery',
    status,
    dateModified: publishedAt,
    ...(status === 'scheduled' && 'wait' in milestone.stage ? { dueDate: milestone.stage.wait.deadline } : {}),
    // The date the work was completed, which is not the date of signing (JCT 2.30).
    ...(status === 'met' ? { dateMet: `${currentPackage(milestone)?.completedOn ?? ''}T00:00:00Z` } : {}),
    ...(accepted ? { code: accepted.kind } : {}),
  };
}

/** Certificates by number and digest; the document itself stays with the parties. */
function documentsOf(milestone: Milestone): object[] {
  return milestone.outputs.map((each) => ({
    id: each.certificateNumber,
    documentType: 'completionCertificate',
    title: `Certificate ${each.certificateNumber}`,
    description: `SHA-256 ${each.certificateSha256}`,
    datePublished: each.publishedAt,
    format: 'application/pdf',
    language: 'en',
  }));
}
