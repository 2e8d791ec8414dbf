// Stage 2: do all deliverables meet the technical requirements? Validators report; the contract's threshold decides.
import { assertPlanSeen } from '../amendments/planSeen.ts';
import { actedAt } from '../records/takenAt.ts';
import type { RecordValidationReport } from '../commands.ts';
import { SignOffError } from '../errors.ts';
import type { MilestoneEvent } from '../events.ts';
import { evolveAll } from '../evolve.ts';
import { agreeExceptions } from '../exceptions/exceptionProposal.ts';
import { packageNamed, stageIn } from '../guards.ts';
import type { Milestone, SubmittedPackage, ValidationReport } from '../milestone.ts';
import { assigneesOf, notTheirs } from '../people/assignments.ts';
import { boundDecision, whenDecided } from '../records/boundDecision.ts';
import { isUnacceptable } from '../terms/severity.ts';
import { openFacilitation, openReview, sendToRework } from '../transitions.ts';
import { notUnderException, unmetIn, whyNotConceded, type UnmetRequirement } from './unmetRequirements.ts';
import { isValidated, standingValidators, whyMayNotValidate } from './validators.ts';

export function recordValidationReport(
  milestone: Milestone,
  command: RecordValidationReport,
  now: string,
): MilestoneEvent[] {
  stageIn(milestone, ['validating'], 'NOT_VALIDATING', 'validation reports are taken during technical validation');
  assertMayValidate(milestone, command.actor.personId);
  const subject = packageNamed(milestone, command.packageDigest);
  assertPlanSeen(milestone, command);
  assertComplete(milestone, subject, command);
  const failures = whyNotPassed(milestone, command);
  if (failures.length > 0 && (command.exceptions ?? []).length > 0)
    throw new SignOffError(
      'EXCEPTION_NOT_ALLOWED',
      `The package goes to rework whatever is named: ${failures.join('; ')}. Leave the exceptions out.`,
      { field: 'exceptions' },
    );
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
  return passOn(milestone, command, [reported, ...conformanceNotice(milestone, command)], now);
}

/** Off-specification, whatever becomes of it: the notice is served when it is found (DBS v TCS [2025] EWCA Civ 380). */
function conformanceNotice(milestone: Milestone, { results }: RecordValidationReport): MilestoneEvent[] {
  const reasons = unmetIn(milestone, [{ results }]).map(unmetWords);
  return reasons.length === 0 ? [] : [{ type: 'nonConformanceNoticed', reasons, source: 'concession' }];
}

/** Once enough have reported: to review, or to the manager where a mandatory requirement not met is named in no exception yet. */
function passOn(
  milestone: Milestone,
  command: RecordValidationReport,
  reported: MilestoneEvent[],
  now: string,
): MilestoneEvent[] {
  const { exceptions = [], actor } = command;
  const after = evolveAll(milestone, reported);
  const proposed = { by: actor.personId, at: actedAt(command, now) };
  const agreed = agreeExceptions(after, exceptions, proposed, now, (index) => `exceptions.${index}.`);
  const ready = evolveAll(after, agreed);
  if (!isValidated(ready)) return [...reported, ...agreed];
  const requirementIds = notUnderException(ready).map((each) => each.requirementId);
  const next =
    requirementIds.length > 0
      ? openFacilitation(ready, { kind: 'concession', requirementIds }, 'validating', now)
      : openReview(ready, now);
  return [...reported, ...agreed, ...next];
}

function assertMayValidate(milestone: Milestone, personId: string): void {
  if (!assigneesOf(milestone, 'validation', milestone.plan.validators.memberIds).includes(personId))
    throw notTheirs(
      milestone,
      'validation',
      personId,
      `"${personId}" is not a validator of milestone ${milestone.milestoneId}; ask a listed validator to report.`,
    );
  const tooClose = whyMayNotValidate(milestone, personId);
  if (tooClose) throw tooClose;
  if (standingValidators(milestone).includes(personId))
    throw new SignOffError(
      'ALREADY_DECIDED',
      `"${personId}" has already reported on this package, ${whenDecided(milestone.reports, personId)}; a new package opens a new report.`,
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
    ...(report.recommendation === 'acceptWithIssues' &&
    report.issues.length === 0 &&
    !report.results.some((each) => each.outcome === 'notMet')
      ? ['the recommendation speaks of issues, but none is listed']
      : []),
    ...report.results
      .filter((each) => each.outcome !== 'notMet' && (each.severity !== undefined || each.isMaterial !== undefined))
      .map((each) => `requirement "${each.requirementId}" has a severity, but is not said to be not met`),
    ...(report.recommendation !== 'acceptWithIssues' && (report.exceptions ?? []).length > 0
      ? ['exceptions are named with the recommendation to accept with issues, and with no other']
      : []),
  ];
  if (problems.length > 0)
    throw new SignOffError('REPORT_INCOMPLETE', `The validation report is not complete: ${problems.join('; ')}.`, {
      field: 'results',
      details: problems,
    });
}

const unmetWords = ({ requirementId, evidence }: UnmetRequirement): string =>
  `Requirement ${requirementId} is not met: ${evidence.join('; ')}`;

/**
 * A mandatory requirement not met, unless the validator recommends to accept with it and the contract lets it be conceded; a
 * material issue, one graver than the contract accepts, or the validator's own no.
 */
export function whyNotPassed(
  milestone: Milestone,
  report: Pick<RecordValidationReport, 'results' | 'issues' | 'recommendation' | 'summary'>,
): string[] {
  const { contract } = milestone.engagement;
  const isConceded = (each: UnmetRequirement): boolean =>
    report.recommendation === 'acceptWithIssues' && whyNotConceded(milestone, each) === undefined;
  const reasons = [
    ...unmetIn(milestone, [report])
      .filter((each) => !isConceded(each))
      .map(unmetWords),
    ...report.issues
      .filter((each) => isUnacceptable(each, contract))
      .map(
        (each) => `${each.isMaterial ? 'Material issue' : 'Issue'} of severity ${each.severity}: ${each.description}`,
      ),
  ];
  if (report.recommendation === 'rework' && reasons.length === 0)
    return [`The validator recommends rework: ${report.summary}`];
  return reasons;
}
