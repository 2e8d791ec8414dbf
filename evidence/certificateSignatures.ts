// The part of the certificate on paper that says who signed and how, what the firm entered, who was silent where silence counts, and who
// revoked.
import type { Content } from 'pdfmake/interfaces.js';
import type { CertificateDocument } from './certificate.ts';
import type { Signatory } from './signatory.ts';
import { bold, inGroups, inUtc, paragraph, small, table, type Line } from './pdfTable.ts';
import { deliveryWords } from '../domain/requests/deliveryWords.ts';
import { decisionKinds, wordsOfChannels, wordsOfDecision } from '../domain/terms/channels.ts';
import type { PasskeyAssertion } from '../domain/people/passkeys.ts';
import type { Entrance } from '../domain/records/vouchers.ts';
import { formatMoney } from '../domain/terms/money.ts';

/** As much as the entrance saw: what it did not see is said too, where a reader might take it for granted. */
function howItCame({ authentication: how, typedName }: Signatory): string[] {
  switch (how.method) {
    case 'requestLink':
      return [
        `Name typed on the page: “${typedName}”`,
        `Personal request link${how.ipAddress ? `, IP ${how.ipAddress}` : ''}${how.userAgent ? `, ${how.userAgent}` : ''}`,
        how.codeConfirmedAt
          ? `Code by e-mail confirmed ${inUtc(how.codeConfirmedAt)}`
          : 'No code by e-mail was confirmed',
        ...(how.passkey ? [`Confirmed with a passkey ${enrolled(how.passkey)}`] : []),
      ];
    case 'session':
      return [
        `Name given: “${typedName}”`,
        `Signed in at the firm’s identity provider ${how.issuer} as ${how.subject}, proven there ${inUtc(how.authenticatedAt)}; session ${how.sessionId}${how.ipAddress ? `, IP ${how.ipAddress}` : ''}${how.userAgent ? `, ${how.userAgent}` : ''}`,
        ...(how.passkey ? [`Confirmed with a passkey ${enrolled(how.passkey)}`] : []),
      ];
    case 'emailReply':
      return [
        `Name written in the reply: “${typedName}”`,
        `E-mail reply from ${how.fromAddress}, DKIM of ${how.dkimDomain}, DMARC ${how.dmarc}, SHA-256 of the message ${how.messageSha256}`,
      ];
    case 'apiKey':
      return [`Name given: “${typedName}”`, `API key ${how.keyId}, which proves no person`];
    case 'temporalMessage':
      return [
        `Name given: “${typedName}”`,
        'Message of an administrator of the workflow system, which proves nobody else',
      ];
    case 'system':
      return [`Name given: “${typedName}”`, 'Recorded by the system'];
    default:
      return how satisfies never;
  }
}

/** What is known of whose it is: behind which link, and that a code sent to the same mailbox was confirmed there. */
const enrolled = ({ enrolment }: PasskeyAssertion): string =>
  `enrolled on ${inUtc(enrolment.enrolledAt)} behind a personal link, ${enrolment.confirmedBy === undefined ? 'with a code by e-mail' : 'with a code by e-mail and an earlier passkey'}`;

const entranceWords: Record<Entrance, string> = {
  api: 'the HTTP API',
  page: 'the pages behind links',
  reply: 'the intake of replies',
  mailRoom: 'the intake of reports on mail',
};

/** That an entrance took the act as it stands here, which is all that a voucher shows. */
const vouchedFor = ({ vouchedBy }: Signatory): string[] =>
  vouchedBy
    ? [
        `Taken ${inUtc(vouchedBy.takenAt)} by ${entranceWords[vouchedBy.entrance]}, vouched for with key ${vouchedBy.keyId}`,
      ]
    : [];

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
      each.signedAtLocal,
      inUtc(each.signedAt),
      ...[...howItCame(each), ...vouchedFor(each)].map(small),
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
    policy(certificate),
  ];
}

/** What the contract takes for a decision, so that a reader can hold each of those above against it. */
function policy({ channels, parties }: CertificateDocument): Content {
  const rows = (['client', 'firm'] as const).flatMap((party) => [
    [
      paragraph(bold(parties[party]), `The ${party}: what is not listed beside it`),
      paragraph(wordsOfChannels(channels[party].everyKind)),
    ],
    ...decisionKinds.flatMap((kind) => {
      const taken = channels[party][kind];
      return taken ? [[paragraph(`The ${party}: ${wordsOfDecision(kind)}`), paragraph(wordsOfChannels(taken))]] : [];
    }),
  ]);
  return table(
    'By which channels the contract lets each party decide',
    ['45%', '*'],
    ['Decision of', 'Taken by'],
    rows,
  );
}

/** Under a heading of its own, and never among those who signed. */
export function enteredByFirm({ entered }: CertificateDocument): Content[] {
  if (entered.length === 0) return [];
  const rows = entered.map((each) => [
    paragraph(
      bold(each.name),
      `${each.capacity}, for the ${each.party}${each.onBehalfOf === null ? '' : `, on behalf of ${each.onBehalfOf}`}`,
      each.duty === 'review' ? 'Approval in stakeholder review' : 'Acceptance at formal sign-off',
      small('Nobody signed this here; it is what the firm says the document shows.'),
    ),
    paragraph(
      `Entered ${inUtc(each.enteredAt)} by ${each.enteredBy} of the firm, by a document of ${each.decidedOn}`,
      ...each.files.map((file) => small(`${file.fileName}, SHA-256 ${inGroups(file.sha256)}`)),
      small(
        `Told by mail ${each.toldAt.map(inUtc).join(', ')}; could object until ${inUtc(each.objectBy)}, and did not in that time`,
      ),
      ...(each.exceptions
        ? [
            small(
              `Under ${each.exceptions.exceptionIds.join(', ')}, SHA-256 of the exceptions ${inGroups(each.exceptions.sha256)}`,
            ),
          ]
        : []),
    ),
  ]);
  return [
    table(
      'Entered by the firm on the evidence of a document',
      ['45%', '*'],
      ['Whose decision', 'Evidence, and time to object'],
      rows,
    ),
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
