// What the public page of a certificate says: no names of people, and nothing that a holder of the paper does not know.
import type { PublicCertificate } from '../db/certificateAddresses.ts';
import type { CertificateRecord } from '../db/outputs.ts';
import type { Milestone } from '../domain/milestone.ts';
import type { Words } from '../messages/words.ts';

const titles: Record<string, string> = {
  acceptance: 'Milestone acceptance certificate',
  conditional: 'Conditional milestone acceptance certificate',
  closeOut: 'Milestone close-out certificate',
  revocation: 'Revocation of a milestone acceptance',
};

export interface CertificateView extends Record<string, unknown> {
  title: string;
  standing: { is: 'inForce' | 'replaced' | 'revoked'; words: string };
}

export function certificateView(
  { certificate, later, files }: PublicCertificate,
  milestone: Milestone,
  words: Words,
): CertificateView {
  const { engagement, plan } = milestone;
  const on = (instant: string): string => words.dateIn(instant, engagement.contract.calendar.timeZone);
  return {
    isCertificate: true,
    title: titles[certificate.kind] ?? 'Milestone certificate',
    certificateNumber: certificate.certificateNumber,
    milestone: plan.title,
    engagement: engagement.name,
    contract: engagement.contract.reference,
    firm: engagement.firm,
    client: engagement.client,
    issuedOn: on(certificate.issuedAt),
    standing: standingOf(certificate, later, on),
    isOpen: engagement.contract.certificateCopies !== 'announced',
    documentSha256: certificate.documentSha256,
    pdfDigests: files.filter((each) => each.what === 'certificate').map((each) => each.sha256),
    files: files.map(({ what, sha256 }) => ({ what: what === 'record' ? 'archived record' : 'certificate', sha256 })),
  };
}

function standingOf(
  certificate: CertificateRecord,
  later: readonly CertificateRecord[],
  on: (instant: string) => string,
): CertificateView['standing'] {
  const revocation = later.find((each) => each.kind === 'revocation');
  if (certificate.kind === 'revocation')
    return { is: 'inForce', words: `It revokes certificate ${certificate.supersedes ?? ''}.`.replace(' .', '.') };
  if (revocation)
    return {
      is: 'revoked',
      words: `The acceptance was revoked on ${on(revocation.issuedAt)}, by ${revocation.certificateNumber}. This certificate is no longer in force.`,
    };
  const [next] = later;
  if (next)
    return {
      is: 'replaced',
      words: `It was replaced on ${on(next.issuedAt)} by ${next.certificateNumber}${next.kind === 'closeOut' ? ', after every exception was verified closed' : ''}.`,
    };
  return { is: 'inForce', words: 'It is in force.' };
}
