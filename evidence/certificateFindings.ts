// The part of the certificate on paper that says what validation found, and what is accepted as exception.
import type { Words } from '../mail/messages/words.ts';
import type { CertificateDocument, Concession } from './certificate.ts';
import { bold, paragraph, section, small, table, type Block } from './setting/blocks.ts';

type Requirement = CertificateDocument['requirements'][number];

export function validation(certificate: CertificateDocument, words: Words): Block[] {
  const { say } = words;
  const requirements = certificate.requirements.map((each) => [
    paragraph(
      bold(each.isMandatory ? each.requirementId : say('certificate.optional', { id: each.requirementId })),
      each.text,
      ...columnsOf(each, words).map(small),
    ),
    paragraph(
      ...each.results.map((one) => resultOf(one, words)),
      ...(each.concession ? [bold(concessionWords(certificate, each.concession, words))] : []),
    ),
  ]);
  const reports = certificate.validationReports.map((each) => [
    paragraph(
      bold(each.validator),
      words.utc(each.at),
      ...(each.system ? [small(say('certificate.reportBySystem', { key: each.system.apiKeyId }))] : []),
    ),
    paragraph(
      say(`certificate.recommends.${each.recommendation}`, { summary: each.summary }),
      ...each.issues.map(({ severity, description }) => say('certificate.issue', { severity, description })),
    ),
  ]);
  return [
    table(
      say('certificate.validation'),
      [40, 60],
      [say('certificate.requirement'), say('certificate.resultEvidence')],
      requirements,
    ),
    table(say('certificate.reports'), [40, 60], [say('certificate.validator'), say('certificate.reportHead')], reports),
  ];
}

function resultOf({ outcome, severity, validator: name, evidence }: Requirement['results'][number], { say }: Words) {
  const result = outcome as 'met' | 'notMet' | 'notApplicable';
  return severity === null
    ? say(`certificate.result.${result}`, { name, evidence })
    : say(`certificate.resultSevere.${result}`, { severity, name, evidence });
}

const columnsOf = ({ standard, acceptableQualityLevel, method }: Requirement, { say }: Words): string[] => [
  ...(standard === null ? [] : [say('certificate.column.standard', { value: standard })]),
  ...(acceptableQualityLevel === null ? [] : [say('certificate.column.quality', { value: acceptableQualityLevel })]),
  ...(method === null ? [] : [say('certificate.column.method', { value: method })]),
];

/** Says "not met" whatever became of it later: who corrected it is said of the exception. */
function concessionWords(
  { kind, exceptions: listed }: CertificateDocument,
  { exceptionId: id, grantedBy }: Concession,
  { say, list }: Words,
): string {
  const concession =
    grantedBy.length === 0
      ? say('certificate.concession', { id })
      : say('certificate.concessionGranted', { id, names: list(grantedBy) });
  if (kind === 'revocation') return say('certificate.concessionRevoked', { concession });
  const isClosed = listed.some((each) => each.exceptionId === id && each.verifiedAt !== undefined);
  return isClosed ? say('certificate.concessionClosed', { concession }) : concession;
}

export function exceptions(certificate: CertificateDocument, words: Words): Block[] {
  const { say } = words;
  const { exceptions: listed, ownVerification, amounts } = certificate;
  if (listed.length === 0) return [];
  const rows = listed.map(({ exceptionId: id, severity, ...each }) => [
    paragraph(
      bold(say('certificate.exceptionId', { id, severity })),
      each.description,
      say('certificate.impact', { text: each.impact }),
      ...(each.requirementIds ? [say('certificate.acceptsUnmet', { ids: each.requirementIds.join(', ') })] : []),
    ),
    paragraph(
      each.plan,
      say('certificate.ownerProposer', { owner: each.owner, proposer: each.proposer }),
      say('certificate.closedWhen', { criterion: each.closureCriterion }),
      ...(each.verifiedAt
        ? [
            say('certificate.verified', {
              name: each.verifier ?? '',
              at: words.utc(each.verifiedAt),
              evidence: each.evidence ?? '',
            }),
          ]
        : []),
    ),
    paragraph(words.date(each.dueOn), words.money(each.amountWithheld, amounts.currency)),
  ]);
  const head = [say('certificate.exception'), say('certificate.plan'), say('certificate.dueWithheld')];
  return [
    table(say('certificate.exceptions'), [34, 46, 20], head, rows),
    ...(ownVerification ? [section(undefined, ownVerificationSays(ownVerification, words))] : []),
  ];
}

/** The clause by which a party verifies its own. */
function ownVerificationSays(
  { parties, words: clause }: NonNullable<CertificateDocument['ownVerification']>,
  { say }: Words,
): string {
  const [one = 'firm', ...others] = parties;
  return say(`certificate.ownVerification.${others.length > 0 ? 'both' : one}`, { clause });
}
