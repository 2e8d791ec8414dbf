// Which mandatory requirements the validators found not met, and whether the contract lets the client accept them all the same:
// a concession (ISO 9001 8.7). Reads the state, decides nothing.
import type { Milestone, ValidationReport } from '../milestone.ts';
import { isConcedable, isUnacceptable } from '../terms/severity.ts';
import { isValidated } from './validators.ts';

type Found = Pick<ValidationReport, 'results' | 'issues' | 'recommendation'>;
type Result = Found['results'][number];

/** A mandatory requirement that somebody found not met; where several did, the gravest of what they say counts. */
export interface UnmetRequirement {
  requirementId: string;
  text: string;
  /** What each who found it so saw. */
  evidence: string[];
  /** 1 is the gravest; absent where nobody said. */
  severity?: number;
  isMaterial: boolean;
}

/** As the standing reports on the current package have it. */
export const unmetRequirements = (milestone: Milestone): UnmetRequirement[] =>
  unmetIn(
    milestone,
    milestone.reports.filter((each) => !each.isVoid),
  );

export function unmetIn({ plan }: Milestone, reports: readonly Pick<Found, 'results'>[]): UnmetRequirement[] {
  return plan.requirements
    .filter((each) => each.isMandatory)
    .flatMap(({ requirementId, text }) => {
      const unmet = reports.flatMap(({ results }) =>
        results.filter((each) => each.requirementId === requirementId && each.outcome === 'notMet'),
      );
      return unmet.length === 0 ? [] : [{ requirementId, text, ...gravestOf(unmet) }];
    });
}

function gravestOf(unmet: readonly Result[]): Omit<UnmetRequirement, 'requirementId' | 'text'> {
  const severities = unmet.flatMap((each) => each.severity ?? []);
  return {
    evidence: unmet.map((each) => each.evidence),
    ...(severities.length === 0 ? {} : { severity: Math.min(...severities) }),
    isMaterial: unmet.some((each) => each.isMaterial === true),
  };
}

/** Why the contract does not let a requirement be conceded; undefined where it does. */
export function whyNotConceded(
  { engagement }: Milestone,
  { requirementId, severity, isMaterial }: UnmetRequirement,
): string | undefined {
  const { gravestSeverity, allowsMaterial } = engagement.contract.concessions;
  if (isMaterial && !allowsMaterial)
    return `requirement ${requirementId} is not met, which is material, and the contract concedes nothing material`;
  if (severity !== undefined && !isConcedable(severity, engagement.contract))
    return `requirement ${requirementId} is not met at severity ${severity}, and the contract concedes severity ${gravestSeverity} or lighter`;
  return undefined;
}

/** Unmet requirements that no exception names yet. */
export const notUnderException = (milestone: Milestone): UnmetRequirement[] =>
  unmetRequirements(milestone).filter(({ requirementId }) => exceptionFor(milestone, requirementId) === undefined);

/** The exception a requirement is, or is to be, accepted under. */
export const exceptionFor = ({ exceptions }: Milestone, requirementId: string) =>
  exceptions.find((each) => each.requirementIds?.includes(requirementId));

/** What keeps the current package from signature even if every unmet requirement is named in an exception. */
export function obstaclesToConcession(milestone: Milestone): string[] {
  const reports = milestone.reports.filter((each) => !each.isVoid);
  const unmet = unmetRequirements(milestone);
  const { contract } = milestone.engagement;
  return [
    ...unmet.flatMap((each) => whyNotConceded(milestone, each) ?? []),
    ...reports.flatMap(({ issues }) =>
      issues
        .filter((each) => isUnacceptable(each, contract))
        .map(
          (each) =>
            `an issue ${each.isMaterial ? 'that is material' : `of severity ${each.severity}`} is open: ${each.description}`,
        ),
    ),
    ...(unmet.length === 0 && !isValidated(milestone)
      ? ['no validator found a mandatory requirement not met that an exception could name']
      : []),
  ];
}
