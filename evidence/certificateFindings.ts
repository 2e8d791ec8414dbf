// The part of the certificate on paper that says what validation found, and what is accepted as exception.
import { ownVerificationSays, type CertificateDocument, type Concession } from './certificate.ts';
import { bold, inUtc, paragraph, section, small, table, type Block } from './setting/blocks.ts';
import { formatMoney } from '../domain/terms/money.ts';

const resultWords: Record<string, string> = { met: 'Met', notMet: 'Not met', notApplicable: 'Not applicable' };

const recommendations: Record<string, string> = {
  accept: 'Recommends acceptance',
  acceptWithIssues: 'Recommends acceptance with the issues named',
  rework: 'Recommends rework',
};

export function validation(certificate: CertificateDocument): Block[] {
  const requirements = certificate.requirements.map((each) => [
    paragraph(
      bold(`${each.requirementId}${each.isMandatory ? '' : ' (optional)'}`),
      each.text,
      ...columnsOf(each).map(([name, value]) => small(`${name}: ${value}`)),
    ),
    paragraph(
      ...each.results.map(
        (one) =>
          `${resultWords[one.outcome]}${one.severity === null ? '' : `, severity ${one.severity}`} (${one.validator}): ${one.evidence}`,
      ),
      ...(each.concession ? [bold(concessionWords(certificate, each.concession))] : []),
    ),
  ]);
  const reports = certificate.validationReports.map((each) => [
    paragraph(
      bold(each.validator),
      inUtc(each.at),
      ...(each.system ? [small(`A system, by the plan; reported with API key ${each.system.apiKeyId}`)] : []),
    ),
    paragraph(
      `${recommendations[each.recommendation]}. ${each.summary}`,
      ...each.issues.map((issue) => `Issue of severity ${issue.severity}: ${issue.description}`),
    ),
  ]);
  return [
    table('Technical validation', [40, 60], ['Requirement', 'Result and evidence'], requirements),
    table('Validation reports', [40, 60], ['Validator', 'Recommendation, summary and issues'], reports),
  ];
}

const columnsOf = (requirement: CertificateDocument['requirements'][number]): [string, string][] =>
  (
    [
      ['Standard', requirement.standard],
      ['Acceptable quality level', requirement.acceptableQualityLevel],
      ['Method', requirement.method],
    ] as const
  ).flatMap(([name, value]): [string, string][] => (value === null ? [] : [[name, value]]));

/** Says "not met" whatever became of it later: who corrected it is said of the exception. */
function concessionWords(
  { kind, exceptions: listed }: CertificateDocument,
  { exceptionId, grantedBy }: Concession,
): string {
  const granted = grantedBy.length === 0 ? '' : `, granted for the client by ${grantedBy.join(', ')}`;
  const closed = listed.some((each) => each.exceptionId === exceptionId && each.verifiedAt !== undefined);
  const since =
    kind === 'revocation' ? '; the acceptance is revoked' : closed ? '; the exception was verified closed since' : '';
  return `Mandatory, not met, accepted under exception ${exceptionId}${granted}${since}`;
}

export function exceptions({ exceptions: listed, ownVerification, amounts }: CertificateDocument): Block[] {
  if (listed.length === 0) return [];
  const rows = listed.map((each) => [
    paragraph(
      bold(`${each.exceptionId}, severity ${each.severity}`),
      each.description,
      `Impact: ${each.impact}`,
      ...(each.requirementIds ? [`Accepts, mandatory and not met: ${each.requirementIds.join(', ')}`] : []),
    ),
    paragraph(
      each.plan,
      `Owner: ${each.owner}; proposed by ${each.proposer}`,
      `Closed when: ${each.closureCriterion}`,
      ...(each.verifiedAt ? [`Verified by ${each.verifier}, ${inUtc(each.verifiedAt)}: ${each.evidence}`] : []),
    ),
    paragraph(each.dueOn, formatMoney(each.amountWithheld, amounts.currency)),
  ]);
  const clause = ownVerification ? [section(undefined, ownVerificationSays(ownVerification))] : [];
  return [table('Exceptions', [34, 46, 20], ['Exception', 'Plan', 'Due, withheld'], rows), ...clause];
}
