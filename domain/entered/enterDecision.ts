// Somebody of the firm enters what a document says that somebody of the client decided; whose decision it is may object.
import { assertPartSeen, signedForPart } from '../acceptance/parts.ts';
import { assertPlanSeen } from '../amendments/planSeen.ts';
import type { EnterDecision, OpposeEntry } from '../commands.ts';
import { SignOffError } from '../errors.ts';
import type { MilestoneEvent } from '../events.ts';
import { assertNotAhead, packageNamed, stageIn } from '../guards.ts';
import {
  personOf,
  type EnteredDecision,
  type Milestone,
  type PackageFile,
  type SubmittedPackage,
} from '../milestone.ts';
import { onBehalf } from '../people/assignments.ts';
import { atMinute } from '../records/boundDecision.ts';
import { actedAt } from '../records/takenAt.ts';
import { expressApprovals } from '../review/approvals.ts';
import { groupOf } from '../review/stakeholderReview.ts';
import { signedUnder, assertExceptionsSeen } from '../signOff/exceptionsSeen.ts';
import { findSigner, validSigners, whyMayNotSign } from '../signOff/signers.ts';
import { dateOf, endOfBusinessDay } from '../time/businessTime.ts';
import { afterDeadline } from '../time/deadline.ts';
import { enteredPeople, openEntries } from './entries.ts';
import { whyNotEntered } from './whoMayEnter.ts';

type Place = Pick<EnteredDecision, 'group' | 'capacity' | 'authorityLimit' | 'exceptions' | 'deliverableIds'>;

/** `found` are the documents named, as storage has them. The person is still asked, and whatever they decide themselves counts instead. */
export function enterDecision(
  milestone: Milestone,
  command: EnterDecision,
  found: { files: PackageFile[]; unknownDocumentIds: string[] },
  now: string,
): MilestoneEvent[] {
  const { actor, messageId, packageDigest, planVersion, forPersonId, duty, decidedOn } = command;
  const place = placeOf(milestone, command);
  const subject = packageNamed(milestone, packageDigest);
  assertPlanSeen(milestone, command);
  assertFound(found.unknownDocumentIds);
  const why = whyNotEntered(milestone, { actor, personId: forPersonId, duty, files: found.files });
  if (why) throw why;
  assertUndecided(milestone, command);
  assertDated(milestone, subject, decidedOn, now);
  const entry: EnteredDecision = {
    entryId: `N${milestone.entered.length + 1}`,
    ...{ personId: forPersonId, duty, packageDigest, decidedOn, ...place },
    ...(planVersion === undefined ? {} : { planVersion }),
    ...onBehalf(milestone, duty, forPersonId),
    ...{ files: found.files, enteredBy: actor.personId, at: actedAt(command, now), actor, messageId, isVoid: false },
    objectBy: endOfPeriod(milestone, now),
    round: milestone.round,
  };
  return [{ type: 'decisionEntered', entry }];
}

/** The day they are told on never counts. */
export function endOfPeriod({ engagement: { contract } }: Milestone, from: string): string {
  return endOfBusinessDay(from, contract.objectToEntryWithinBusinessDays, afterDeadline(contract));
}

/** Where the person may decide now, as they could themselves. Throws what they would be told. */
function placeOf(milestone: Milestone, { duty, forPersonId, exceptionIds, deliverableIds }: EnterDecision): Place {
  const capacityOf = () => personOf(milestone, forPersonId)?.capacity ?? '';
  if (duty === 'review') {
    const { openGroup } = stageIn(milestone, ['inReview'], 'NOT_IN_REVIEW', 'approvals are entered during the review');
    return { group: groupOf(milestone, forPersonId, openGroup), capacity: capacityOf() };
  }
  const { openGroup } = stageIn(
    milestone,
    ['formalSignOff'],
    'NOT_AWAITING_SIGNATURES',
    'acceptance is entered during formal sign-off',
  );
  const { signer, group } = findSigner(milestone, forPersonId, openGroup);
  const objection = whyMayNotSign(milestone, signer);
  if (objection) throw objection;
  assertExceptionsSeen(milestone, exceptionIds ?? []);
  assertPartSeen(milestone, deliverableIds);
  return {
    group,
    capacity: signer.capacity ?? capacityOf(),
    ...(signer.limit === undefined ? {} : { authorityLimit: signer.limit }),
    ...signedUnder(milestone),
    ...signedForPart(deliverableIds),
  };
}

function assertFound(unknownDocumentIds: readonly string[]): void {
  if (unknownDocumentIds.length === 0) return;
  throw new SignOffError(
    'DOCUMENT_UNKNOWN',
    `Not among the engagement’s uploaded documents: ${unknownDocumentIds.join(', ')}; upload the signed document first.`,
    { field: 'documentIds' },
  );
}

function assertUndecided(milestone: Milestone, { duty, forPersonId, packageDigest }: EnterDecision): void {
  const decided = duty === 'review' ? expressApprovals(milestone) : validSigners(milestone);
  const about = milestone.entered.filter(
    (each) => each.personId === forPersonId && each.duty === duty && each.packageDigest === packageDigest,
  );
  const opposed = about.find((each) => each.outcome?.kind === 'opposed');
  const isEntered =
    enteredPeople(milestone, duty).includes(forPersonId) || openEntries(milestone).some((each) => about.includes(each));
  if (!decided.includes(forPersonId) && !opposed && !isEntered) return;
  throw new SignOffError(
    'ALREADY_DECIDED',
    opposed
      ? `"${forPersonId}" objected ${atMinute(opposed.outcome?.at ?? '')} to what was entered as theirs on this package; they decide themselves.`
      : `A decision of "${forPersonId}" on this package ${isEntered ? 'was entered already' : 'is on record'}; one person counts once.`,
    { field: 'forPersonId' },
  );
}

function assertDated(milestone: Milestone, subject: SubmittedPackage, decidedOn: string, now: string): void {
  assertNotAhead(milestone, decidedOn, now, 'decidedOn', 'a document is entered that is signed already');
  const submittedOn = dateOf(subject.submittedAt, milestone.engagement.contract.calendar);
  if (decidedOn >= submittedOn) return;
  throw new SignOffError(
    'INVALID_MESSAGE',
    `decidedOn is ${decidedOn}, before the package was submitted, on ${submittedOn}: what was signed before is about something else.`,
    { field: 'decidedOn' },
  );
}

/** Then it stands for nothing, and its person is asked as before. */
export function opposeEntry(milestone: Milestone, command: OpposeEntry, now: string): MilestoneEvent[] {
  const { actor, entryId, reasons } = command;
  const entry = milestone.entered.find((each) => each.entryId === entryId);
  if (entry && entry.personId !== actor.personId)
    throw new SignOffError(
      'WRONG_ACTOR',
      `"${entryId}" was entered as the decision of "${entry.personId}", who may object to it, and not of "${actor.personId}".`,
      { field: 'actor.personId' },
    );
  const opposedAt = actedAt(command, now);
  const open = openEntries(milestone).find((each) => each.entryId === entryId);
  if (!open || opposedAt >= open.objectBy)
    throw new SignOffError('NOTHING_TO_OBJECT_TO', whyTooLate(milestone, entry), { field: 'entryId' });
  return [{ type: 'entryOpposed', entryId, reasons, opposedAt }];
}

function whyTooLate(milestone: Milestone, entry: EnteredDecision | undefined): string {
  if (!entry) return 'Nothing is entered under this ID; name one that was entered as your decision.';
  const { engagementManagerId, engagementSponsorId } = milestone.engagement;
  const remedy =
    milestone.stage.phase === 'formalSignOff' || milestone.stage.phase === 'inReview'
      ? 'decide yourself, which counts instead: approve, sign or refuse'
      : `tell "${engagementManagerId}" and "${engagementSponsorId}", who together can revoke an acceptance`;
  return `What was entered could be objected to until ${atMinute(entry.objectBy).slice(3)}${entry.outcome ? `, and is settled (${entry.outcome.kind})` : ''}; ${remedy}.`;
}
