// Whether a validation report in a record of format 1 says of itself what its contract makes of it. Frozen: see docs/recordFormat.md.
import type { Terms, Told } from './sufficiencyShapes.ts';

/** Every requirement answered; passed only where nothing keeps it from that. `W` is whose report it is. */
export function whyNotAsFound({ engagement, plan }: Terms, report: Told['report'], W: string): string[] {
  const { acceptableIssueSeverity, concessions } = engagement.contract;
  const isConceded = ({ severity, isMaterial }: Told['report']['results'][number]): boolean =>
    report.recommendation === 'acceptWithIssues' &&
    (isMaterial !== true || concessions.allowsMaterial) &&
    (severity === undefined || severity >= concessions.gravestSeverity);
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
