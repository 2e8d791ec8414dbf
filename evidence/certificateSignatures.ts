// The part of the certificate on paper that says who signed and how, who was silent where silence counts, and who revoked.
import type { Content } from 'pdfmake/interfaces.js';
import type { CertificateDocument, Signatory } from './certificate.ts';
import { bold, inGroups, inUtc, paragraph, small, table, type Line } from './pdfTable.ts';
import { deliveryWords } from '../domain/requests/notifications.ts';
import { formatMoney } from '../domain/terms/money.ts';

function authentication({ authentication: how }: Signatory): string {
  switch (how.method) {
    case 'requestLink':
      return `personal request link${how.ipAddress ? `, IP ${how.ipAddress}` : ''}${how.userAgent ? `, ${how.userAgent}` : ''}`;
    case 'emailReply':
      return `e-mail reply from ${how.fromAddress}, DKIM of ${how.dkimDomain}, DMARC ${how.dmarc}, SHA-256 of the message ${how.messageSha256}`;
    case 'apiKey':
      return `entered through the firm's system with API key ${how.keyId}`;
    case 'temporalMessage':
      return 'entered by an administrator of the workflow system';
    case 'system':
      return 'recorded by the system';
    default:
      return how satisfies never;
  }
}

const signedUnder = ({ exceptions: seen }: Signatory): Line[] =>
  seen
    ? [small(`Signed under ${seen.exceptionIds.join(', ')}, SHA-256 of the exceptions ${inGroups(seen.sha256)}`)]
    : [];

export function signatures(certificate: CertificateDocument): Content[] {
  const { statement, amounts } = certificate;
  const rows = certificate.signatories.map((each) => [
    paragraph(
      bold(each.name),
      `${each.capacity}, for the ${each.party}${each.onBehalfOf === null ? '' : `, on behalf of ${each.onBehalfOf}`}`,
      each.authorityLimit
        ? `Authority up to ${formatMoney(each.authorityLimit, amounts.currency)}`
        : 'No limit of authority listed',
    ),
    paragraph(
      `Typed “${each.typedName}”`,
      each.signedAtLocal,
      inUtc(each.signedAt),
      small(authentication(each)),
      ...signedUnder(each),
    ),
  ]);
  return [
    table(
      certificate.revocation ? 'The acceptance revoked was signed by' : 'Signed by the approval authority list',
      ['45%', '*'],
      ['Signatory', 'Signature'],
      rows,
    ),
    { text: `Statement agreed to (version ${statement.version})`, style: 'head', margin: [0, 8, 0, 2] },
    { ...paragraph(statement.text), margin: [10, 0, 10, 0] },
    { text: `SHA-256 of the statement: ${inGroups(statement.sha256)}`, style: 'small', margin: [0, 3, 0, 0] },
  ];
}

export function silent({ deemed }: CertificateDocument): Content[] {
  if (deemed.length === 0) return [];
  const rows = deemed.map((each) => [
    paragraph(bold(each.people.join(', ')), each.of === 'review' ? 'Stakeholder review' : 'Formal sign-off'),
    paragraph(
      `Asked ${inUtc(each.askedAt)}, due ${inUtc(each.deadline)}, final notice ${inUtc(each.finalNoticeAt)}, deemed ${inUtc(each.deemedAt)}`,
      ...each.deliveries.map((mail) =>
        small(`${mail.recipient}: ${deliveryWords(mail.kind)}, ${mail.sentAt}, ${mail.response}`),
      ),
    ),
  ]);
  return [
    table('Deemed acceptance by silence', ['40%', '*'], ['Who was silent', 'Notices and proof of delivery'], rows),
  ];
}

export function revoked({ revocation }: CertificateDocument): Content[] {
  if (!revocation) return [];
  const acts = [
    [
      paragraph(bold(revocation.proposedBy), inUtc(revocation.proposedAt)),
      paragraph(bold('Proposed'), revocation.reason),
    ],
    [
      paragraph(bold(revocation.confirmedBy), inUtc(revocation.confirmedAt)),
      paragraph(bold('Confirmed as engagement sponsor'), revocation.confirmation),
    ],
  ];
  return [table('Revoked by', ['40%', '*'], ['Who', 'Act and reasons'], acts)];
}
