// Whether a validation report in a record of format 1 says of itself what its contract makes of it, and whether enough passed. Frozen: see
// docs/recordFormat.md.
import { assignees, isAtQuorum, type PassedOn } from './authority.ts';
import type { Parties } from './parties.ts';
import type { Exception, Terms, Told } from './sufficiencyShapes.ts';

type Result = Told['report']['results'][number];

/** What the contract lets be accepted though it is mandatory and not met. */
const isConcedable = ({ engagement }: Terms, { severity, isMaterial }: Result): boolean => {
  const { gravestSeverity, allowsMaterial } = engagement.contract.concessions;
  return (isMaterial !== true || allowsMaterial) && (severity === undefined || severity >= gravestSeverity);
};

/** Every requirement answered; passed only where nothing keeps it from that. `W` is whose report it is. */
export function whyNotAsFound(terms: Terms, report: Told['report'], W: string): string[] {
  const { engagement, plan } = terms;
  const { acceptableIssueSeverity } = engagement.contract;
  const isConceded = (each: Result): boolean =>
    report.recommendation === 'acceptWithIssues' && isConcedable(terms, each);
  const unanswered = plan.requirements
    .filter(({ requirementId }) => !report.results.some((each) => each.requirementId === requirementId))
    .map(({ requirementId }) => `the report of ${W} has no result for requirement ${requirementId}`);
  if (!report.isPassed) return unanswered;
  const mandatory = plan.requirements.filter((each) => each.isMandatory).map((each) => each.requirementId);
  const unmet = report.results
    .filter((each) => each.outcome === 'notMet' && mandatory.includes(each.requirementId) && !isConceded(each))
    .map(
      ({ requirementId }) =>
        `validation of requirement ${requirementId} is not passed, though the report of ${W} is recorded so`,
    );
  const issues = report.issues
    .filter((each) => each.isMaterial || each.severity < acceptableIssueSeverity)
    .map(
      ({ severity, isMaterial }) =>
        `the report of ${W} is recorded as passed, over ${isMaterial ? 'a material issue' : 'an issue'} of severity ${severity}`,
    );
  const advised =
    report.recommendation === 'rework' ? [`the report of ${W} is recorded as passed, and recommends rework`] : [];
  return [...unanswered, ...unmet, ...issues, ...advised];
}

/** Enough validators passed it, or people agreed to go on under exceptions; every mandatory requirement not met is named in one. */
export function whyNotValidated(
  terms: Terms,
  parties: Parties,
  delegations: readonly PassedOn[],
  found: { reports: readonly Told['report'][]; exceptions: readonly Exception[]; isConceded: boolean },
): string[] {
  const { validators, requirements } = terms.plan;
  const { reports, exceptions, isConceded } = found;
  const places = assignees(delegations, 'validation', validators.memberIds);
  const passed = new Set(reports.filter((each) => each.isPassed).map((each) => each.personId));
  const isUnderExceptions = isConceded && exceptions.some((each) => each.requirementIds !== undefined);
  const missing = places.flatMap((id) => (id === undefined || passed.has(id) ? [] : [id]));
  const named = exceptions.flatMap((each) => each.requirementIds ?? []);
  const unmet = requirements
    .filter((each) => each.isMandatory)
    .flatMap(({ requirementId }) =>
      reports.flatMap(({ results }) =>
        results.filter((each) => each.requirementId === requirementId && each.outcome === 'notMet'),
      ),
    );
  const idsOf = (results: readonly Result[]): string[] => [...new Set(results.map((each) => each.requirementId))];
  return [
    ...(isUnderExceptions || isAtQuorum(validators.quorum, places, passed)
      ? []
      : [
          `accepted without technical validation: “${validators.name}” not at quorum, not passed by ${parties.names(missing)}`,
        ]),
    ...idsOf(unmet.filter((each) => !named.includes(each.requirementId))).map(
      (id) => `accepted over requirement ${id}, found not met and named in no exception`,
    ),
    ...idsOf(unmet.filter((each) => !isConcedable(terms, each))).map(
      (id) => `accepted over requirement ${id}, which the contract does not let be conceded`,
    ),
  ];
}
