// The part of the certificate on paper that says who signed and how, what the firm entered, who was silent where silence counts, and who
// revoked.
import type { Words } from '../mail/messages/words.ts';
import type { CertificateDocument, SignedText } from './certificate.ts';
import type { Signatory } from './signatory.ts';
import { bold, inGroups, inUtc, paragraph, section, small, table, type Block, type Line } from './setting/blocks.ts';
import { deliveryOf } from '../domain/requests/deliveryOf.ts';
import { decisionKinds, type Channel } from '../domain/terms/channels.ts';
import type { PasskeyAssertion } from '../domain/people/passkeys.ts';

/** As much as the entrance saw: what it did not see is said too, where a reader might take it for granted. */
function howItCame({ authentication: how, typedName: name }: Signatory, words: Words): string[] {
  const { say } = words;
  switch (how.method) {
    case 'requestLink':
      return [
        say('certificate.cameTyped', { name }),
        from(say('certificate.cameLink'), how, words),
        how.codeConfirmedAt
          ? say('certificate.cameCode', { at: inUtc(how.codeConfirmedAt) })
          : say('certificate.cameNoCode'),
        ...(how.passkey ? [enrolled(how.passkey, words)] : []),
      ];
    case 'session': {
      const { issuer, subject, sessionId } = how;
      const session = say('certificate.cameSession', { issuer, subject, at: inUtc(how.authenticatedAt), sessionId });
      return [
        say('certificate.cameGiven', { name }),
        from(session, how, words),
        ...(how.passkey ? [enrolled(how.passkey, words)] : []),
      ];
    }
    case 'emailReply': {
      const { fromAddress: address, dkimDomain: domain, dmarc, messageSha256: digest } = how;
      return [
        say('certificate.cameWritten', { name }),
        say('certificate.cameReply', { address, domain, dmarc, digest }),
      ];
    }
    case 'apiKey':
      return [say('certificate.cameGiven', { name }), say('certificate.cameKey', { key: how.keyId })];
    case 'temporalMessage':
      return [say('certificate.cameGiven', { name }), say('certificate.cameTemporal')];
    case 'system':
      return [say('certificate.cameGiven', { name }), say('certificate.cameSystem')];
    default:
      return how satisfies never;
  }
}

function from(way: string, how: { ipAddress?: string; userAgent?: string }, { say }: Words): string {
  const placed = how.ipAddress ? say('certificate.cameFrom', { way, address: how.ipAddress }) : way;
  return how.userAgent ? say('certificate.cameBy', { way: placed, userAgent: how.userAgent }) : placed;
}

/** What is known of whose it is: behind which link, and that a code sent to the same mailbox was confirmed there. */
function enrolled({ enrolment }: PasskeyAssertion, { say }: Words): string {
  const at = inUtc(enrolment.enrolledAt);
  return enrolment.confirmedBy === undefined
    ? say('certificate.camePasskey', { at })
    : say('certificate.camePasskeyAfter', { at });
}

/** In what capacity, for whom. */
export function standing(
  {
    capacity,
    party,
    onBehalfOf,
    deputyship,
  }: Pick<Signatory, 'capacity' | 'party' | 'onBehalfOf'> & Partial<Pick<Signatory, 'deputyship'>>,
  words: Words,
): string {
  const { say, date } = words;
  if (onBehalfOf === null) return say(`certificate.standing.${party}`, { capacity });
  const behalf = say(`certificate.standingBehalf.${party}`, { capacity, other: onBehalfOf });
  if (!deputyship) return behalf;
  const { from, until } = deputyship;
  const days =
    from === null || until === null
      ? say('deputy.whenAway')
      : say('deputy.days', { from: date(from), until: date(until) });
  return `${behalf}, ${say('certificate.deputy', { days })}`;
}

/** That an entrance took the act as it stands here, which is all that a voucher shows. */
const vouchedFor = ({ vouchedBy }: Signatory, { say }: Words): string[] =>
  vouchedBy
    ? [say(`certificate.taken.${vouchedBy.entrance}`, { at: inUtc(vouchedBy.takenAt), key: vouchedBy.keyId })]
    : [];

const signedUnder = ({ exceptions: seen }: Signatory, { say }: Words): Line[] =>
  seen
    ? [small(say('certificate.signedUnder', { ids: seen.exceptionIds.join(', '), digest: inGroups(seen.sha256) }))]
    : [];

/** How each came, as far as it is known, to the second; who they are and up to which value stands on the first page. */
export const howSigned = (certificate: CertificateDocument, words: Words): Block =>
  table(
    words.say('certificate.howSigned'),
    [32, 68],
    [words.say('certificate.signatory'), words.say('certificate.signature')],
    certificate.signatories.map((each) => [
      paragraph(bold(each.name)),
      paragraph(
        each.signedAtLocal,
        inUtc(each.signedAt),
        ...[...howItCame(each, words), ...vouchedFor(each, words)].map(small),
        ...signedUnder(each, words),
      ),
    ]),
  );

/** As it was read by whoever signed; the contract's own where nobody did. */
export function statementsRead({ signatories, statement, statementTranslations }: CertificateDocument): SignedText[] {
  const all = [statement, ...statementTranslations];
  const read = all.filter(({ language }) => signatories.some((each) => each.statementLanguage === language));
  return read.length > 0 ? read : [statement];
}

export const statementSigned = (certificate: CertificateDocument, { say }: Words): Block =>
  section(
    say('certificate.statement', { version: certificate.statement.version }),
    ...statementsRead(certificate).map((each) => each.text),
  );

/** What the contract takes for a decision, so that a reader can hold each of those above against it. */
export function policy({ channels, parties }: CertificateDocument, { say, anyOf }: Words): Block {
  const waysOf = (taken: readonly Channel[]) => paragraph(anyOf(taken.map((each) => say(`channel.${each}`))));
  const rows = (['client', 'firm'] as const).flatMap((party) => [
    [paragraph(bold(parties[party]), say(`certificate.otherKinds.${party}`)), waysOf(channels[party].everyKind)],
    ...decisionKinds.flatMap((kind) => {
      const taken = channels[party][kind];
      const of = say(`certificate.kindOf.${party}`, { kind: say(`decisionKind.${kind}`) });
      return taken ? [[paragraph(of), waysOf(taken)]] : [];
    }),
  ]);
  const head = [say('certificate.decisionOf'), say('certificate.takenBy')];
  return table(say('certificate.channels'), [45, 55], head, rows);
}

/** Under a heading of its own, and never among those who signed. */
export function enteredByFirm({ entered }: CertificateDocument, words: Words): Block[] {
  if (entered.length === 0) return [];
  const { say, utc } = words;
  const rows = entered.map((each) => [
    paragraph(
      bold(each.name),
      standing(each, words),
      each.duty === 'review' ? say('certificate.enteredReview') : say('certificate.enteredSignature'),
      small(say('certificate.enteredNobodySigned')),
    ),
    paragraph(
      say('certificate.enteredBy', {
        at: utc(each.enteredAt),
        name: each.enteredBy,
        date: words.date(each.decidedOn),
      }),
      ...each.files.map(({ fileName, sha256 }) =>
        small(say('certificate.fileDigest', { fileName, digest: inGroups(sha256) })),
      ),
      small(say('certificate.enteredTold', { told: each.toldAt.map(utc).join('; '), until: utc(each.objectBy) })),
      ...(each.exceptions
        ? [
            small(
              say('certificate.under', {
                ids: each.exceptions.exceptionIds.join(', '),
                digest: inGroups(each.exceptions.sha256),
              }),
            ),
          ]
        : []),
    ),
  ]);
  const head = [say('certificate.enteredWhose'), say('certificate.enteredEvidence')];
  return [table(say('certificate.entered'), [45, 55], head, rows)];
}

/** Whose silence counts, and since when; nobody signed for them. */
export function silent({ deemed }: CertificateDocument, { say, utc, list }: Words): Block[] {
  if (deemed.length === 0) return [];
  const rows = deemed.map((each) => [
    paragraph(bold(list(each.people)), small(say(`certificate.stage.${each.of}`))),
    paragraph(
      say('certificate.noticesAt', {
        asked: utc(each.askedAt),
        due: utc(each.deadline),
        notice: utc(each.finalNoticeAt),
        deemed: utc(each.deemedAt),
      }),
    ),
  ]);
  const head = [say('certificate.whoSilent'), say('certificate.notices')];
  return [table(say('certificate.silent'), [40, 60], head, rows)];
}

/** What shows that the notices reached those who were silent. */
export function deliveries({ deemed }: CertificateDocument, { say }: Words): Block[] {
  if (deemed.length === 0) return [];
  const rows = deemed.flatMap((each) =>
    each.deliveries.map((mail) => [
      paragraph(
        small(say('certificate.deliveryTo', { stage: say(`certificate.stage.${each.of}`), name: mail.recipient })),
      ),
      paragraph(
        small(
          say('certificate.delivered', {
            what: say(`delivery.${deliveryOf(mail.kind)}`),
            at: inUtc(mail.sentAt),
            answer: mail.response,
          }),
        ),
      ),
    ]),
  );
  const head = [say('certificate.recipient'), say('certificate.mail')];
  return [table(say('certificate.deliveries'), [40, 60], head, rows)];
}

export function revoked({ revocation }: CertificateDocument, { say, utc }: Words): Block[] {
  if (!revocation) return [];
  const acts = [
    [
      paragraph(bold(revocation.proposedBy), utc(revocation.proposedAt)),
      paragraph(bold(say('certificate.proposed')), revocation.reason),
    ],
    [
      paragraph(bold(revocation.confirmedBy), utc(revocation.confirmedAt)),
      paragraph(bold(say('certificate.confirmed')), revocation.confirmation),
    ],
  ];
  const head = [say('certificate.who'), say('certificate.actReasons')];
  return [table(say('certificate.revokedBy'), [40, 60], head, acts)];
}
