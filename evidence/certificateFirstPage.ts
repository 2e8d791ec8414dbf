// The first page of the certificate: what is certified, for whom, under which contract and by which signatures; who signed; what it releases.
import type { CertificateDocument } from './certificate.ts';
import { standing } from './certificateSignatures.ts';
import { bold, facts, inUtc, paragraph, small, type Facts, type Line, type Paragraph } from './setting/blocks.ts';
import type { Signatory } from './signatory.ts';
import { formatMoney } from '../domain/terms/money.ts';

export const titles: Record<CertificateDocument['kind'], string> = {
  acceptance: 'Milestone Acceptance Certificate',
  conditional: 'Conditional Milestone Acceptance Certificate',
  closeOut: 'Milestone Close-Out Certificate',
  revocation: 'Revocation of Milestone Acceptance',
};

/** Kinds are told apart without colour, by the line round these words. */
export interface Mark {
  look: 'plain' | 'double' | 'dashed' | 'dotted' | 'inverse';
  words: Paragraph;
  note: Paragraph;
}

const outcomes: Record<CertificateDocument['kind'], string> = {
  acceptance: 'Accepted',
  conditional: 'Accepted with exceptions',
  closeOut: 'Accepted, all exceptions closed',
  revocation: 'Revoked',
};

const deemedOutcomes: Record<CertificateDocument['kind'], string> = {
  ...outcomes,
  acceptance: 'Deemed accepted',
  conditional: 'Deemed accepted, with exceptions',
};

const looks = {
  acceptance: 'plain',
  conditional: 'dashed',
  closeOut: 'double',
  revocation: 'inverse',
} as const;

export const bases: Record<CertificateDocument['basis'], string> = {
  express: 'express acceptance',
  sponsorDetermined: 'put to signature by determination of the engagement sponsor',
  entered: 'with decisions that the firm entered on the evidence of a document and nobody objected to, see below',
  deemed: 'deemed acceptance: the contract makes silence count, see below',
};

export function mark({ kind, basis, supersedes }: CertificateDocument): Mark {
  const isDeemed = basis === 'deemed' && kind !== 'revocation';
  const [first = '', ...rest] = bases[basis];
  return {
    look: isDeemed ? 'dotted' : looks[kind],
    words: paragraph(isDeemed ? deemedOutcomes[kind] : outcomes[kind]),
    note: paragraph(
      ...(supersedes === null ? [] : [bold(`Replaces certificate ${supersedes}`)]),
      ...(kind === 'revocation' ? [] : [`${first.toUpperCase()}${rest.join('')}`]),
    ),
  };
}

const longDate = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
const onDay = (date: string): string => longDate.format(new Date(date));
const onInstant = (instant: string): string => `${onDay(instant)} at ${instant.slice(11, 16)} UTC`;

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;

/** One sentence, which says of nobody that they signed who did not. */
export function certifies(certificate: CertificateDocument): string {
  const { contract, engagement, kind, milestone, parties, revocation, supersedes } = certificate;
  const terms = [contract.reference, contract.statementOfWork, ...contract.changeOrders].join('; ');
  const what = `the milestone “${milestone.title}” (${milestone.milestoneId}) of the engagement “${engagement.name}”, completed on ${onDay(certificate.completedOn)} by ${parties.firm} for ${parties.client} under the contract ${terms},`;
  const when = `on ${onInstant(certificate.issuedAt)}`;
  if (revocation) {
    const inForce = supersedes === null ? '' : ` Certificate ${supersedes} is no longer in force.`;
    return `This certifies that the acceptance of ${what} was revoked ${when}, as proposed by ${revocation.proposedBy} and confirmed by ${revocation.confirmedBy} as engagement sponsor.${inForce}`;
  }
  const by = listed(grounds(certificate));
  if (kind === 'closeOut')
    return `This certifies that ${what} is accepted and that every exception it was accepted with was verified closed, the last ${when}; it was accepted ${by}.`;
  const how = kind === 'conditional' ? ' with the exceptions named below' : '';
  const accepted = certificate.basis === 'deemed' ? 'is deemed accepted as from' : 'was accepted on';
  return `This certifies that ${what} ${accepted} ${onInstant(certificate.issuedAt)}${how}, ${by}.`;
}

const namedOnFirstPage = 12;

function grounds({ signatories, entered, deemed, parties }: CertificateDocument): string[] {
  const names = signatories.map((each) => each.name);
  const others = names.length - namedOnFirstPage;
  const shown = others > 1 ? [...names.slice(0, namedOnFirstPage), `${others} others`] : names;
  return [
    ...(names.length > 0 ? [`by the ${names.length === 1 ? 'signature' : 'signatures'} of ${listed(shown)}`] : []),
    ...(entered.length > 0
      ? [
          `on ${entered.length === 1 ? 'a decision' : `${entered.length} decisions`} that ${parties.firm} entered on the evidence of a document and nobody objected to`,
        ]
      : []),
    ...(deemed.length > 0
      ? [
          `by the silence of ${listed([...new Set(deemed.flatMap((each) => each.people))])}, which the contract makes count`,
        ]
      : []),
  ];
}

/** No more than the entrance saw, and nothing that only a log has use for. */
export function channelInShort({ authentication: how }: Signatory): string {
  switch (how.method) {
    case 'requestLink':
      return `On the page behind the personal link mailed to them, ${[
        how.codeConfirmedAt ? 'confirmed with a code by e-mail' : 'without a code by e-mail',
        ...(how.passkey ? ['confirmed with a passkey'] : []),
      ].join(', ')}`;
    case 'session':
      return `On the page, signed in at the firm’s identity provider${how.passkey ? ', confirmed with a passkey' : ''}`;
    case 'emailReply':
      return 'By e-mail reply with proven sender';
    case 'apiKey':
      return 'By an API key of the firm, which proves no person';
    case 'temporalMessage':
      return 'By an administrator of the workflow system, which proves nobody else';
    case 'system':
      return 'Recorded by the system';
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

/** `drawings` are the names of pictures by the SHA-256 of what was drawn. */
export function signers(certificate: CertificateDocument, drawings: ReadonlyMap<string, string>): Signers {
  const { parties, amounts } = certificate;
  return {
    title: certificate.revocation ? 'The acceptance revoked was signed by' : 'Signed by the approval authority list',
    head: ['Signatory', 'Signature', 'When and how'].map((each) => paragraph(each)),
    people: certificate.signatories.map((each) => ({
      who: paragraph(
        bold(each.name),
        standing(each),
        parties[each.party],
        each.authorityLimit
          ? small(`Authority up to ${formatMoney(each.authorityLimit, amounts.currency)}`)
          : small('No limit of authority listed'),
      ),
      signed: paragraph(`“${each.typedName}”`, ...notShown(each, drawings)),
      how: paragraph(each.signedAtLocal, small(channelInShort(each))),
      drawing: drawings.get(each.drawnSignatureSha256 ?? '') ?? null,
      drawingAlt: `Signature drawn by ${each.name}`,
    })),
  };
}

const notShown = ({ drawnSignatureSha256: drawn }: Signatory, drawings: ReadonlyMap<string, string>): Line[] =>
  drawn === null || drawings.has(drawn) ? [] : [small('A signature was drawn; its picture cannot be shown.')];

/** Amounts are totals for the milestone: a close-out repeats what the certificate it replaces released. */
function payable({ kind, amounts, supersedes }: CertificateDocument): string[] {
  const { currency } = amounts;
  if (kind === 'revocation' && supersedes === null) return ['Nothing; nothing was released before'];
  if (kind === 'revocation')
    return [
      `Nothing more; released before by ${supersedes}: ${formatMoney(amounts.releasedBefore, currency)}, to be settled between the parties`,
    ];
  return [
    `${formatMoney(amounts.payable, currency)}${supersedes ? ' in all' : ''}`,
    ...(supersedes
      ? [
          `of this ${formatMoney(amounts.releasedBefore, currency)} by ${supersedes}, now ${formatMoney(amounts.balance, currency)}`,
        ]
      : []),
    ...(Number(amounts.withheld) === 0 ? [] : [`withheld ${formatMoney(amounts.withheld, currency)}`]),
  ];
}

const shownOfException = 160;

const shortened = (text: string): string => {
  const letters = [...text];
  return letters.length <= shownOfException ? text : `${letters.slice(0, shownOfException).join('')}…`;
};

export function releases(certificate: CertificateDocument): Facts {
  const { amounts, exceptions, kind, nextPhase } = certificate;
  const [sum = '', ...others] = payable(certificate);
  const open = exceptions.map((each) => [
    `${each.exceptionId}, severity ${each.severity}: ${shortened(each.description)}`,
    small(
      each.verifiedAt
        ? `Verified closed by ${each.verifier} on ${inUtc(each.verifiedAt)}`
        : `Owner ${each.owner}; due ${each.dueOn}; withheld ${formatMoney(each.amountWithheld, amounts.currency)}`,
    ),
  ]);
  return facts(kind === 'revocation' ? 'What follows' : 'What it releases', [
    ['Value', formatMoney(amounts.value, amounts.currency)],
    ['Payable', bold(sum), ...others],
    ['Next phase', `${nextPhase.name}: ${nextPhase.scope}`],
    ...(nextPhase.conditions.length > 0
      ? [['Conditions for the next phase', ...nextPhase.conditions] as [string, ...string[]]]
      : []),
    ...(open.length > 0 ? [['Exceptions', ...open.flat()] as [string, ...(string | Line)[]]] : []),
  ]);
}
