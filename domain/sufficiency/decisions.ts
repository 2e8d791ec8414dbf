// Whether each validation report, review and signature on record was that person's to give, when and as they gave it. One
// question a function: a further one is a further line of the lists below. By which channel it came is asked of every decision, in channels.ts.
import { isPlanSeen } from '../amendments/planSeen.ts';
import type { RecordedEvent } from '../events.ts';
import {
  currentPackage,
  type BoundDecision,
  type Milestone,
  type Signature,
  type ValidationReport,
} from '../milestone.ts';
import { countingEntries } from '../entered/entries.ts';
import { SignOffError } from '../errors.ts';
import { assigneesOf, groupsFor, onBehalf, type Duty } from '../people/assignments.ts';
import { isSameName } from '../people/names.ts';
import { isSameHuman, isShared } from '../people/humans.ts';
import { personOf } from '../milestone.ts';
import { statementTexts } from '../terms/signOffStatement.ts';
import { phaseNames } from '../phases.ts';
import { expressApprovals } from '../review/approvals.ts';
import { findSigner, validSigners, whyMayNotSign } from '../signOff/signers.ts';
import { whyNotPassed } from '../validation/technicalValidation.ts';
import { isAuthor, standingValidators } from '../validation/validators.ts';
import { duties, named, who } from './words.ts';

/** A decision as its event has it, with who the event says acted. */
export interface Judged<D extends BoundDecision = BoundDecision> {
  milestone: Milestone;
  duty: Duty;
  decision: D;
  actor: RecordedEvent['actor'];
}

type Question<D extends BoundDecision = BoundDecision> = (judged: Judged<D>) => string[];

const says = (broken: boolean, sentence: () => string): string[] => (broken ? [sentence()] : []);

/** Asked of every decision. */
const ofAll: Question[] = [isTheirOwn, isOnePerson, isOnCurrent, isTheirs, countsOnce];

/** What stands against a validation report that was recorded. */
export function againstReport(judged: Judged<ValidationReport>): string[] {
  return [...ofAll, hasEnteredNone, isIndependent, isComplete, isPassedRightly].flatMap((question) =>
    question(judged as never),
  );
}

/** Comments decide nothing, but are somebody's all the same. */
export const againstReview = (judged: Judged): string[] =>
  [...ofAll, hasEnteredNone].flatMap((question) => question(judged));

export function againstSignature(judged: Judged<Signature>): string[] {
  return [...ofAll, isWithinAuthority, isAttested].flatMap((question) => question(judged as never));
}

function isTheirOwn({ milestone, duty, decision, actor }: Judged): string[] {
  const { personId } = decision;
  return says(
    actor.personId !== personId || decision.actor.personId !== personId,
    () =>
      `it is recorded that ${who(milestone, personId)} ${duties[duty].did}, but it was ${named(milestone, [actor.personId])} who acted`,
  );
}

/** Nobody in particular answers for what comes from a mailbox that several people read. */
function isOnePerson({ milestone, duty, decision: { personId } }: Judged): string[] {
  return says(
    isShared(milestone.engagement.people, personId),
    () => `${who(milestone, personId)} is a shared mailbox, which decides nothing, and ${duties[duty].did}`,
  );
}

/** Four eyes: whoever says what a document shows of another decides nothing on the same package; a signature's own rule asks it, too. */
function hasEnteredNone({ milestone, duty, decision: { personId } }: Judged): string[] {
  return says(
    countingEntries(milestone).some((each) => isSameHuman(milestone, each.enteredBy, personId)),
    () => `the same human entered a decision of somebody else and ${duties[duty].did}: ${who(milestone, personId)}`,
  );
}

function isOnCurrent({ milestone, duty, decision }: Judged): string[] {
  const { did, phase } = duties[duty];
  const W = who(milestone, decision.personId);
  return [
    ...says(
      milestone.stage.phase !== phase,
      () => `${W} ${did} in ${phaseNames[milestone.stage.phase]}, not in ${phaseNames[phase]}`,
    ),
    ...says(
      currentPackage(milestone)?.digest !== decision.packageDigest,
      () => `${W} ${did} on another digest than that of the current package`,
    ),
    ...says(!isPlanSeen(milestone, decision), () => `${W} ${did} on a plan that was amended since`),
  ];
}

/** On the list, or acting for who is, and asked already. */
function isTheirs({ milestone, duty, decision }: Judged): string[] {
  const { personId, onBehalfOf } = decision;
  const { did, unlisted } = duties[duty];
  const W = who(milestone, personId);
  const places = groupsFor(milestone, duty).flatMap((ids, group) =>
    assigneesOf(milestone, duty, ids).includes(personId) ? [group] : [],
  );
  if (places.length === 0) return [`${W} ${did} ${unlisted}`];
  const { stage } = milestone;
  const openGroup = 'openGroup' in stage ? stage.openGroup : 0;
  return [
    ...says(
      duty !== 'validation' && !places.some((group) => group <= openGroup),
      () => `${W} ${did} before the group before was at quorum`,
    ),
    ...says(
      onBehalf(milestone, duty, personId).onBehalfOf !== onBehalfOf,
      () =>
        `${W} ${did} for ${onBehalfOf === undefined ? 'nobody' : named(milestone, [onBehalfOf])}, which was not passed on so`,
    ),
  ];
}

/** One human counts once (rule 3), also under two person IDs. */
function countsOnce({ milestone, duty, decision }: Judged): string[] {
  const standing = {
    validation: standingValidators,
    review: expressApprovals,
    signature: validSigners,
  }[duty](milestone);
  const { personId } = decision;
  const isFinal = (decision as { verdict?: string }).verdict !== 'comment';
  const before = isFinal ? standing.find((each) => isSameHuman(milestone, each, personId)) : undefined;
  return says(before !== undefined, () => {
    const who1 = who(milestone, personId);
    const did = duties[duty].did;
    return before === personId
      ? `${who1} ${did} twice on one package`
      : `${who1} ${did} after ${named(milestone, [before ?? ''])}, who is the same human`;
  });
}

/** Rule 1. */
function isIndependent({ milestone, decision }: Judged<ValidationReport>): string[] {
  return says(
    isAuthor(milestone, decision.personId),
    () => `the same human authored and validated: ${who(milestone, decision.personId)}`,
  );
}

function isComplete({ milestone, decision }: Judged<ValidationReport>): string[] {
  const given = decision.results.map((each) => each.requirementId);
  return milestone.plan.requirements
    .filter(({ requirementId }) => !given.includes(requirementId))
    .map(
      ({ requirementId }) =>
        `the report of ${who(milestone, decision.personId)} has no result for requirement ${requirementId}`,
    );
}

/** What the report says of itself is what the contract makes of its findings. */
function isPassedRightly({ milestone, decision }: Judged<ValidationReport>): string[] {
  const failures = decision.isPassed ? whyNotPassed(milestone, decision) : [];
  return failures.map(
    (why) => `the report of ${who(milestone, decision.personId)} is recorded as passed, over this: ${why}`,
  );
}

/** Rules 1 and 4. */
function isWithinAuthority({ milestone, decision }: Judged<Signature>): string[] {
  const signer = signerOf(milestone, decision.personId);
  const why = signer && whyMayNotSign(milestone, signer);
  if (!why) return [];
  const W = who(milestone, decision.personId);
  const { amount, currency } = milestone.plan.value;
  return [
    why.code === 'AUTHORITY_EXCEEDED'
      ? `${W} signed above the limit of ${signer.limit} ${currency}; the milestone is worth ${amount} ${currency}`
      : `the same human submitted the package for the firm and signed: ${W}`,
  ];
}

function signerOf(milestone: Milestone, personId: string) {
  const { stage } = milestone;
  try {
    return findSigner(milestone, personId, 'openGroup' in stage ? stage.openGroup : 0).signer;
  } catch (error) {
    if (error instanceof SignOffError) return undefined;
    throw error;
  }
}

/** Under the name on the list, and to the statement of the contract. */
function isAttested({ milestone, decision }: Judged<Signature>): string[] {
  const { personId, typedName, statementVersion, statementLanguage } = decision;
  const W = who(milestone, personId);
  const { signOffStatement } = milestone.engagement.contract;
  const { version } = signOffStatement;
  return [
    ...says(
      !isSameName(typedName, personOf(milestone, personId)?.name ?? ''),
      () => `${W} signed under another name, “${typedName}”`,
    ),
    ...says(
      statementVersion !== version,
      () => `${W} signed statement version “${statementVersion}”; that of the contract is “${version}”`,
    ),
    ...says(
      statementLanguage !== undefined &&
        !statementTexts(signOffStatement).some((each) => each.language === statementLanguage),
      () => `${W} signed the statement in “${statementLanguage}”, in which the contract does not have it`,
    ),
  ];
}
