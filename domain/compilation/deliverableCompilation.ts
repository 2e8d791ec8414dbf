// Stage 1: the package is complete, or what is missing is named; then it is frozen under one digest.
import type { SubmitPackage } from '../commands.ts';
import { SignOffError } from '../errors.ts';
import type { MilestoneEvent } from '../events.ts';
import { evolveAll } from '../evolve.ts';
import { assertNotAhead, stageIn } from '../guards.ts';
import { currentPackage, type FrozenPackage, type Milestone, type SignOffRequest } from '../milestone.ts';
import { acceptedDeliverables, awaitsRest } from '../acceptance/parts.ts';
import { openValidation } from '../transitions.ts';
import { notAsPlanned } from './asPlanned.ts';
import { actedAt } from '../records/takenAt.ts';
import { assertMay } from '../people/whoMay.ts';
import { assertCanBeSigned } from '../signOff/signability.ts';

/** What storage found for the documents a submission names; the digest covers all of `contents`. */
export interface AssembledPackage {
  contents: FrozenPackage;
  unknownDocumentIds: string[];
}

/** Refuses with PACKAGE_INCOMPLETE and the whole list of what is missing; waivers need a reason (ISO 9001 8.6). */
export function submitPackage(
  milestone: Milestone,
  command: SubmitPackage,
  assembled: AssembledPackage,
  now: string,
): MilestoneEvent[] {
  stageIn(milestone, ['compiling', 'rework'], 'NOT_COMPILING', 'a package is taken while compiling or in rework');
  assertMay(milestone, 'submitPackage', command.actor.personId);
  assertCanBeSigned(milestone, now);
  assertCompletedInTime(milestone, command, now);
  if (assembled.unknownDocumentIds.length > 0)
    throw new SignOffError(
      'DOCUMENT_UNKNOWN',
      `No such document in engagement ${milestone.engagement.engagementId}: ${assembled.unknownDocumentIds.join(', ')}; upload it and submit again.`,
      { field: 'deliverables', details: assembled.unknownDocumentIds },
    );
  const missing = [...missingFrom(milestone, command), ...emptyFiles(assembled)];
  if (missing.length > 0)
    throw new SignOffError('PACKAGE_INCOMPLETE', `The package is not complete: ${missing.join('; ')}.`, {
      field: 'deliverables',
      details: missing,
    });
  const frozen: MilestoneEvent = {
    type: 'packageFrozen',
    package: { ...assembled.contents, submittedBy: command.actor.personId, submittedAt: actedAt(command, now) },
  };
  const prepared: MilestoneEvent = {
    type: 'signOffRequestPrepared',
    request: signOffRequest(milestone, assembled, now),
  };
  return [frozen, prepared, ...openValidation(evolveAll(milestone, [frozen, prepared]), now)];
}

/** What the certificate says was completed was, by the calendar of the contract, and as work of this engagement. */
function assertCompletedInTime(
  milestone: Milestone,
  { completedOn, completedServices }: Pick<SubmitPackage, 'completedOn' | 'completedServices'>,
  now: string,
): void {
  const { startsOn } = milestone.engagement;
  const dates = completedServices.map((each, index) => [`completedServices.${index}.completedOn`, each.completedOn]);
  for (const [field = '', date = ''] of [['completedOn', completedOn], ...dates]) {
    assertNotAhead(milestone, date, now, field, 'what is still to be completed cannot be accepted yet');
    if (startsOn !== undefined && date < startsOn)
      throw new SignOffError(
        'INVALID_MESSAGE',
        `${field} is ${date}, before the engagement began on ${startsOn}; give the date on which the work was completed.`,
        { field },
      );
  }
}

/** A file without a byte is no deliverable, however it is named. */
const emptyFiles = ({ contents }: AssembledPackage): string[] =>
  contents.deliverables.flatMap(({ deliverableId, files }) =>
    files
      .filter((each) => each.sizeBytes === 0)
      .map((each) => `deliverable "${deliverableId}": ${each.fileName} is empty; upload it again`),
  );

function signOffRequest(milestone: Milestone, { contents }: AssembledPackage, now: string): SignOffRequest {
  return {
    requestNumber: `${milestone.milestoneId}-S${contents.packageVersion}`,
    packageVersion: contents.packageVersion,
    packageDigest: contents.digest,
    statementVersion: milestone.engagement.contract.signOffStatement.version,
    preparedAt: now,
  };
}

/** The completeness checklist: every item present or waived, every review reported, services stated, changes named. */
function missingFrom(milestone: Milestone, submission: Omit<SubmitPackage, 'messageId' | 'actor'>): string[] {
  const present = new Set(submission.deliverables.map((each) => each.deliverableId));
  const waived = new Set(submission.waivers.map((each) => each.deliverableId));
  // The first package of the rest follows one that was accepted, and makes good nothing of it.
  const isResubmission = currentPackage(milestone) !== undefined && !awaitsRest(milestone);
  return [
    ...notAsPlanned(milestone.plan, submission, acceptedDeliverables(milestone)),
    ...[...present].filter((id) => waived.has(id)).map((id) => `deliverable "${id}" is both present and waived`),
    ...repeats(submission.deliverables.map((each) => each.deliverableId)).map(
      (id) => `deliverable "${id}" is given twice`,
    ),
    ...submission.qualityReviews
      .filter((each) => each.outcome === 'failed' && !each.explanation)
      .map((each) => `quality review "${each.name}" failed and is not explained`),
    ...(submission.qualityReviews.length === 0 ? ['no quality review result is given'] : []),
    ...(submission.completedServices.length === 0 ? ['the completed work services are not stated'] : []),
    ...(isResubmission && !submission.deliverables.some((each) => each.change)
      ? ['no deliverable says what changed since the last package']
      : []),
  ];
}

const repeats = (ids: string[]): string[] => ids.filter((id, index) => ids.indexOf(id) !== index);
