// The part of the certificate on paper that says who signed and how, what the firm entered, who was silent where silence counts, and who
// revoked.
import { wordsIn } from '../mail/messages/words.ts';
import type { CertificateDocument } from './certificate.ts';
import type { Signatory } from './signatory.ts';
import { bold, inGroups, inUtc, paragraph, section, small, table, type Block, type Line } from './setting/blocks.ts';
import { deliveryOf } from '../domain/requests/deliveryOf.ts';
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

/** In what capacity, for whom. */
export const standing = (each: Pick<Signatory, 'capacity' | 'party' | 'onBehalfOf'>): string =>
  `${each.capacity}, for the ${each.party}${each.onBehalfOf === null ? '' : `, on behalf of ${each.onBehalfOf}`}`;

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

/** How each came, as far as it is known; who they are stands on the first page. */
export const howSigned = (certificate: CertificateDocument): Block =>
  table(
    'How each signature came',
    [32, 68],
    ['Signatory', 'Signature'],
    certificate.signatories.map((each) => [
      paragraph(
        bold(each.name),
        each.authorityLimit
          ? `Authority up to ${formatMoney(each.authorityLimit, certificate.amounts.currency)}`
          : 'No limit of authority listed',
      ),
      paragraph(
        each.signedAtLocal,
        inUtc(each.signedAt),
        ...[...howItCame(each), ...vouchedFor(each)].map(small),
        ...signedUnder(each),
      ),
    ]),
  );

export const statementSigned = ({ statement, statementTranslations }: CertificateDocument): Block =>
  section(
    `Statement agreed to (version ${statement.version})`,
    ...[statement, ...statementTranslations].map((each) => each.text),
  );

/** What the contract takes for a decision, so that a reader can hold each of those above against it. */
export function policy({ channels, parties }: CertificateDocument): Block {
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
  return table('By which channels the contract lets each party decide', [45, 55], ['Decision of', 'Taken by'], rows);
}

/** Under a heading of its own, and never among those who signed. */
export function enteredByFirm({ entered }: CertificateDocument): Block[] {
  if (entered.length === 0) return [];
  const rows = entered.map((each) => [
    paragraph(
      bold(each.name),
      standing(each),
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
      [45, 55],
      ['Whose decision', 'Evidence, and time to object'],
      rows,
    ),
  ];
}

/** Whose silence counts, and since when; nobody signed for them. */
export function silent({ deemed }: CertificateDocument): Block[] {
  if (deemed.length === 0) return [];
  const rows = deemed.map((each) => [
    paragraph(bold(each.people.join(', ')), small(stageOf(each))),
    paragraph(
      `Asked ${inUtc(each.askedAt)}, due ${inUtc(each.deadline)}, final notice ${inUtc(each.finalNoticeAt)}, deemed ${inUtc(each.deemedAt)}`,
    ),
  ]);
  return [table('Deemed acceptance by silence', [40, 60], ['Who was silent', 'Notices'], rows)];
}

const stageOf = ({ of }: CertificateDocument['deemed'][number]): string =>
  of === 'review' ? 'Stakeholder review' : 'Formal sign-off';

/** What shows that the notices reached those who were silent. */
export function deliveries({ deemed }: CertificateDocument): Block[] {
  if (deemed.length === 0) return [];
  const rows = deemed.flatMap((each) =>
    each.deliveries.map((mail) => [
      paragraph(small(`${stageOf(each)}: ${mail.recipient}`)),
      paragraph(small(`${wordsIn('en').say(`delivery.${deliveryOf(mail.kind)}`)}, ${mail.sentAt}, ${mail.response}`)),
    ]),
  );
  return [table('Proof of delivery of notices to those who were silent', [40, 60], ['Recipient', 'Mail'], rows)];
}

export function revoked({ revocation }: CertificateDocument): Block[] {
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
  return [table('Revoked by', [40, 60], ['Who', 'Act and reasons'], acts)];
}
