// The first page of the certificate: what is certified, for whom, under which contract and by which signatures; who signed; what it releases.
import type { Words } from '../mail/messages/words.ts';
import { changeOrdersOn } from './certificateAmendments.ts';
import type { CertificateDocument } from './certificate.ts';
import { partWords } from './certificateParts.ts';
import { standing } from './certificateSignatures.ts';
import { bold, facts, paragraph, small, type Facts, type Line, type Paragraph } from './setting/blocks.ts';
import type { Signatory } from './signatory.ts';

/** Kinds are told apart without colour, by the line round these words. */
export interface Mark {
  look: 'plain' | 'double' | 'dashed' | 'dotted' | 'inverse';
  words: Paragraph;
  note: Paragraph;
}

const looks = {
  acceptance: 'plain',
  partial: 'dashed',
  conditional: 'dashed',
  closeOut: 'double',
  revocation: 'inverse',
} as const;

export function mark({ kind, basis, part, supersedes }: CertificateDocument, { say }: Words): Mark {
  const isDeemed = basis === 'deemed' && kind !== 'revocation';
  const deemed =
    kind === 'acceptance'
      ? say('certificate.outcome.deemed')
      : say(kind === 'partial' ? 'certificate.outcome.deemedPartial' : 'certificate.outcome.deemedConditional');
  return {
    look: isDeemed ? 'dotted' : looks[kind],
    words: paragraph(isDeemed && kind !== 'closeOut' ? deemed : say(`certificate.outcome.${kind}`)),
    note: paragraph(
      ...(part?.isLast ? [bold(say('certificate.lastAct'))] : []),
      ...(supersedes === null || part ? [] : [bold(say('certificate.replaces', { number: supersedes }))]),
      ...(kind === 'revocation' ? [] : [say(`certificate.basis.${basis}`)]),
    ),
  };
}

/** One sentence, which says of nobody that they signed who did not. */
export function certifies(certificate: CertificateDocument, words: Words): string {
  const { say, utc } = words;
  const { contract, engagement, kind, milestone, parties, revocation, supersedes } = certificate;
  const what = {
    milestone: milestone.title,
    milestoneId: milestone.milestoneId,
    engagement: engagement.name,
    completedOn: words.date(certificate.completedOn),
    ...parties,
    contract: [
      contract.reference,
      ...(contract.version > 1 ? [say('certificate.termsVersion', { version: String(contract.version) })] : []),
      contract.statementOfWork,
      ...changeOrdersOn(certificate),
    ].join('; '),
    at: utc(certificate.issuedAt),
  };
  if (revocation) {
    const [proposer, confirmer] = [revocation.proposedBy, revocation.confirmedBy];
    const revoked = say('certificate.revoked', { ...what, proposer, confirmer });
    return supersedes === null ? revoked : `${revoked} ${say('certificate.notInForce', { number: supersedes })}`;
  }
  const by = words.list(grounds(certificate, words));
  if (kind === 'closeOut') return say('certificate.closedOut', { ...what, by });
  const accepted = sentenceOf(certificate, { ...what, by }, words);
  const part = partWords(certificate, words);
  return part === undefined ? accepted : `${accepted} ${part}`;
}

function sentenceOf(
  { kind, basis }: CertificateDocument,
  what: Record<
    'milestone' | 'milestoneId' | 'engagement' | 'completedOn' | 'firm' | 'client' | 'contract' | 'at' | 'by',
    string
  >,
  { say }: Words,
): string {
  if (kind === 'partial')
    return say(basis === 'deemed' ? 'certificate.deemedPartial' : 'certificate.acceptedPartial', what);
  if (basis === 'deemed')
    return kind === 'conditional'
      ? say('certificate.deemedConditional', what)
      : say('certificate.deemedAccepted', what);
  return kind === 'conditional' ? say('certificate.acceptedConditional', what) : say('certificate.accepted', what);
}

const namedOnFirstPage = 12;

function grounds({ signatories, entered, deemed, parties }: CertificateDocument, { say, list }: Words): string[] {
  const names = signatories.map((each) => each.name);
  const others = names.length - namedOnFirstPage;
  const shown =
    others > 1 ? [...names.slice(0, namedOnFirstPage), say('certificate.others', { count: others })] : names;
  const silent = [...new Set(deemed.flatMap((each) => each.people))];
  return [
    ...(names.length > 0 ? [say('certificate.bySignatures', { count: names.length, names: list(shown) })] : []),
    ...(entered.length > 0 ? [say('certificate.byEntries', { count: entered.length, firm: parties.firm })] : []),
    ...(deemed.length > 0 ? [say('certificate.bySilence', { names: list(silent) })] : []),
  ];
}

/** No more than the entrance saw, and nothing that only a log has use for. */
export function channelInShort({ authentication: how }: Signatory, { say }: Words): string {
  switch (how.method) {
    case 'requestLink': {
      const code = how.codeConfirmedAt ? say('certificate.how.code') : say('certificate.how.noCode');
      const confirmed = [code, ...(how.passkey ? [say('certificate.how.passkey')] : [])].join(', ');
      return say('certificate.how.link', { confirmed });
    }
    case 'session':
      return how.passkey ? say('certificate.how.sessionPasskey') : say('certificate.how.session');
    case 'emailReply':
      return say('certificate.how.reply');
    case 'apiKey':
      return say('certificate.how.key');
    case 'temporalMessage':
      return say('certificate.how.temporal');
    case 'system':
      return say('certificate.how.system');
    default:
      return how satisfies never;
  }
}

export interface Signer {
  who: Paragraph;
  signed: Paragraph;
  how: Paragraph;
  /** Name of the picture of the signature they drew, where it is to be shown. */
  drawing: string | null;
  drawingAlt: string;
}

export interface Signers {
  title: string;
  head: Paragraph[];
  people: Signer[];
}

/** Up to which value; said of everybody, so that its absence is no omission. */
export const authorityOf = (
  { authorityLimit }: Pick<Signatory, 'authorityLimit'>,
  { amounts }: CertificateDocument,
  { say, money }: Words,
): string =>
  authorityLimit === null
    ? say('certificate.noLimit')
    : say('certificate.authority', { amount: money(authorityLimit, amounts.currency) });

/** `drawings` are the names of pictures by the SHA-256 of what was drawn. */
export function signers(
  certificate: CertificateDocument,
  drawings: ReadonlyMap<string, string>,
  words: Words,
): Signers {
  const { say } = words;
  const head = [say('certificate.signatory'), say('certificate.signature'), say('certificate.whenAndHow')];
  return {
    title: certificate.revocation ? say('certificate.signersRevoked') : say('certificate.signers'),
    head: head.map((each) => paragraph(each)),
    people: certificate.signatories.map((each) => ({
      who: paragraph(
        bold(each.name),
        standing(each, words),
        certificate.parties[each.party],
        small(authorityOf(each, certificate, words)),
      ),
      signed: paragraph(say('certificate.typed', { name: each.typedName }), ...notShown(each, drawings, words)),
      how: paragraph(words.instant(each.signedAt, each.timeZone), small(channelInShort(each, words))),
      drawing: drawings.get(each.drawnSignatureSha256 ?? '') ?? null,
      drawingAlt: say('certificate.drawnBy', { name: each.name }),
    })),
  };
}

const notShown = (
  { drawnSignatureSha256: drawn }: Signatory,
  drawings: ReadonlyMap<string, string>,
  { say }: Words,
): Line[] => (drawn === null || drawings.has(drawn) ? [] : [small(say('certificate.drawingGone'))]);

/** Amounts are totals for the milestone: a close-out repeats what the certificate it replaces released. */
function payable({ kind, amounts, supersedes }: CertificateDocument, { say, money }: Words): string[] {
  const asMoney = (amount: string): string => money(amount, amounts.currency);
  const before = asMoney(amounts.releasedBefore);
  if (kind === 'revocation')
    return [
      supersedes === null
        ? say('certificate.nothing')
        : say('certificate.nothingMore', { number: supersedes, amount: before }),
    ];
  const total = asMoney(amounts.payable);
  return [
    supersedes === null ? total : say('certificate.inAll', { amount: total }),
    ...(supersedes === null
      ? []
      : [say('certificate.ofThis', { before, number: supersedes, now: asMoney(amounts.balance) })]),
    ...(Number(amounts.withheld) === 0
      ? []
      : kind === 'partial'
        ? [say('certificate.stillOpen', { amount: asMoney(amounts.withheld) })]
        : [say('certificate.withheld', { amount: asMoney(amounts.withheld) })]),
  ];
}

const shownOfException = 160;

const shortened = (text: string): string => {
  const letters = [...text];
  return letters.length <= shownOfException ? text : `${letters.slice(0, shownOfException).join('')}…`;
};

export function releases(certificate: CertificateDocument, words: Words): Facts {
  const { say, money } = words;
  const { amounts, exceptions, kind, nextPhase } = certificate;
  const [sum = '', ...others] = payable(certificate, words);
  const open = exceptions.map(({ exceptionId: id, severity, ...each }) => [
    say('certificate.exceptionShort', { id, severity, description: shortened(each.description) }),
    small(
      each.verifiedAt
        ? say('certificate.closedBy', { name: each.verifier ?? '', at: words.utc(each.verifiedAt) })
        : say('certificate.openUntil', {
            owner: each.owner,
            due: words.date(each.dueOn),
            amount: money(each.amountWithheld, amounts.currency),
          }),
    ),
  ]);
  return facts(kind === 'revocation' ? say('certificate.follows') : say('certificate.releases'), [
    [say('certificate.value'), money(amounts.value, amounts.currency)],
    [say('certificate.payable'), bold(sum), ...others],
    [
      say('certificate.nextPhase'),
      kind === 'partial'
        ? say('certificate.nextPhaseNotYet')
        : say('certificate.nextPhaseIs', { name: nextPhase.name, scope: nextPhase.scope }),
    ],
    ...(nextPhase.conditions.length > 0
      ? [[say('certificate.conditions'), ...nextPhase.conditions] as [string, ...string[]]]
      : []),
    ...(open.length > 0 ? [[say('certificate.exceptions'), ...open.flat()] as [string, ...(string | Line)[]]] : []),
  ]);
}
