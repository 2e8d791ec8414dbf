// What the public page of a certificate says: no names of people, and nothing that a holder of the paper does not know.
import type { PublicCertificate } from '../db/certificateAddresses.ts';
import type { CertificateRecord } from '../db/outputs.ts';
import type { Milestone } from '../domain/milestone.ts';
import type { Words } from '../mail/messages/words.ts';

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
    title: words.say(`page.certificateTitle.${certificate.kind}`),
    certificateNumber: certificate.certificateNumber,
    milestone: plan.title,
    engagement: engagement.name,
    contract: engagement.contract.reference,
    firm: engagement.firm,
    client: engagement.client,
    issuedOn: on(certificate.issuedAt),
    standing: standingOf(certificate, later, on, words),
    isOpen: engagement.contract.certificateCopies !== 'announced',
    documentSha256: certificate.documentSha256,
    pdfDigests: files.filter((each) => each.what === 'certificate').map((each) => each.sha256),
    files: files.map(({ what, sha256 }) => ({
      what: words.say(what === 'record' ? 'page.what.record' : 'page.what.certificate'),
      sha256,
    })),
  };
}

function standingOf(
  certificate: CertificateRecord,
  later: readonly CertificateRecord[],
  on: (instant: string) => string,
  { say }: Words,
): CertificateView['standing'] {
  const revocation = later.find((each) => each.kind === 'revocation');
  if (certificate.kind === 'revocation')
    return {
      is: 'inForce',
      words:
        certificate.supersedes === undefined
          ? say('page.revokesAcceptance')
          : say('page.revokes', { number: certificate.supersedes }),
    };
  if (revocation) {
    const { issuedAt, certificateNumber: number } = revocation;
    return { is: 'revoked', words: say('page.wasRevoked', { date: on(issuedAt), number }) };
  }
  const [next] = later;
  if (!next) return { is: 'inForce', words: say('page.inForce') };
  if (certificate.kind === 'partial')
    return {
      is: 'inForce',
      words: say('page.wasContinued', { date: on(next.issuedAt), number: next.certificateNumber }),
    };
  const by = { date: on(next.issuedAt), number: next.certificateNumber };
  return { is: 'replaced', words: say(next.kind === 'closeOut' ? 'page.wasClosedOut' : 'page.wasReplaced', by) };
}
