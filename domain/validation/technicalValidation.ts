// Stage 2: do all deliverables meet the technical requirements? Validators report; the contract's threshold decides.
import type { RecordValidationReport } from '../commands.ts';
import { SignOffError } from '../errors.ts';
import type { MilestoneEvent } from '../events.ts';
import { evolveAll } from '../evolve.ts';
import { packageNamed, stageIn } from '../guards.ts';
import type { Milestone, SubmittedPackage, ValidationReport } from '../milestone.ts';
import { assigneesOf, notTheirs } from '../people/assignments.ts';
import { boundDecision } from '../records/boundDecision.ts';
import { openReview, sendToRework } from '../transitions.ts';
import { eligibleValidators, isValidated, standingValidators } from './validators.ts';

export function recordValidationReport(
  milestone: Milestone,
  command: RecordValidationReport,
  now: string,
): MilestoneEvent[] {
  stageIn(milestone, ['validating'], 'NOT_VALIDATING', 'validation reports are taken during technical validation');
  assertMayValidate(milestone, command.actor.personId);
  const subject = packageNamed(milestone, command.packageDigest);
  assertComplete(milestone, subject, command);
  const failures = whyNotPassed(milestone, command);
  const report: ValidationReport = {
    ...boundDecision(milestone, 'validation', command, now),
    summary: command.summary,
    results: command.results,
    issues: command.issues,
    recommendation: command.recommendation,
    isPassed: failures.length === 0,
  };
  const reported: MilestoneEvent = { type: 'validationReported', report };
  if (failures.length > 0)
    return [
      reported,
      { type: 'nonConformanceNoticed', reasons: failures, source: 'validation' },
      ...sendToRework(evolveAll(milestone, [reported]), failures, 'validating', now),
    ];
  const after = evolveAll(milestone, [reported]);
  return isValidated(after) ? [reported, ...openReview(after, now)] : [reported];
}

function assertMayValidate(milestone: Milestone, personId: string): void {
  if (!assigneesOf(milestone, 'validation', milestone.plan.validators.memberIds).includes(personId))
    throw notTheirs(
      milestone,
      'validation',
      personId,
      `"${personId}" is not a validator of milestone ${milestone.milestoneId}; ask a listed validator to report.`,
    );
  if (!eligibleValidators(milestone).includes(personId))
    throw new SignOffError(
      'SEPARATION_OF_DUTIES',
      `"${personId}" is an author of a deliverable in this package and cannot validate it; another validator must report.`,
      {
        field: 'actor.personId',
      },
    );
  if (standingValidators(milestone).includes(personId))
    throw new SignOffError(
      'ALREADY_DECIDED',
      `"${personId}" has already reported on this package; a new package opens a new report.`,
    );
}

function assertComplete(milestone: Milestone, subject: SubmittedPackage, report: RecordValidationReport): void {
  const planned = milestone.plan.requirements.map((each) => each.requirementId);
  const given = report.results.map((each) => each.requirementId);
  const delivered = new Set(subject.deliverables.map((each) => each.deliverableId));
  const problems = [
    ...planned.filter((id) => !given.includes(id)).map((id) => `requirement "${id}" has no result`),
    ...given.filter((id) => !planned.includes(id)).map((id) => `requirement "${id}" is not in the plan`),
    ...given.filter((id, index) => given.indexOf(id) !== index).map((id) => `requirement "${id}" has two results`),
    ...report.issues
      .filter((each) => each.deliverableId !== undefined && !delivered.has(each.deliverableId))
      .map((each) => `an issue names deliverable "${each.deliverableId}", which is not in the package`),
    ...(report.recommendation === 'acceptWithIssues' && report.issues.length === 0
      ? ['the recommendation speaks of issues, but none is listed']
      : []),
  ];
  if (problems.length > 0)
    throw new SignOffError('REPORT_INCOMPLETE', `The validation report is not complete: ${problems.join('; ')}.`, {
      field: 'results',
      details: problems,
    });
}

/** A mandatory requirement not met, a material issue, one graver than the contract accepts, or the validator's own no. */
function whyNotPassed(milestone: Milestone, report: RecordValidationReport): string[] {
  const mandatory = new Set(
    milestone.plan.requirements.filter((each) => each.isMandatory).map((each) => each.requirementId),
  );
  const threshold = milestone.engagement.contract.acceptableIssueSeverity;
  const reasons = [
    ...report.results
      .filter((each) => each.outcome === 'notMet' && mandatory.has(each.requirementId))
      .map((each) => `Requirement ${each.requirementId} is not met: ${each.evidence}`),
    ...report.issues
      .filter((each) => each.isMaterial || each.severity < threshold)
      .map(
        (each) => `${each.isMaterial ? 'Material issue' : 'Issue'} of severity ${each.severity}: ${each.description}`,
      ),
  ];
  if (report.recommendation === 'rework' && reasons.length === 0)
    return [`The validator recommends rework: ${report.summary}`];
  return reasons;
}
