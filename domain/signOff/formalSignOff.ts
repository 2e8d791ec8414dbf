// Stage 4: the approval authority list signs, each within their limit and on one digest; at quorum the milestone is accepted.
import type { Sign } from '../commands.ts';
import { SignOffError } from '../errors.ts';
import type { MilestoneEvent } from '../events.ts';
import { evolveAll } from '../evolve.ts';
import { openExceptionWait } from '../exceptions/exceptions.ts';
import { packageNamed, stageIn } from '../guards.ts';
import { currentPackage, deemedPeople, personOf, type Acceptance, type Milestone } from '../milestone.ts';
import { differenceOf, isMore, smallerOf, sumOf } from '../terms/money.ts';
import { outcomeToConfirm } from '../dispute/outcomeConfirmation.ts';
import { isSameName } from '../people/people.ts';
import type { ApprovalGroup } from '../terms/plan.ts';
import { isAtQuorum, needed } from '../people/quorum.ts';
import { notTheirs, seatsOf } from '../people/seats.ts';
import { openWait } from '../time/wait.ts';

type Authority = ApprovalGroup['members'][number];
/** Who may sign in a group: someone listed, or who acts for them within the smaller of both limits (rule 4). */
type Signer = Authority & { onBehalfOf?: string };

export function openSignOff(milestone: Milestone, now: string): MilestoneEvent[] {
  const impossible = whoCannotBeReplaced(milestone);
  const terms = milestone.engagement.contract;
  if (impossible)
    return [
      {
        type: 'escalatedToSponsor',
        reason: impossible,
        from: milestone.stage.phase,
        wait: openWait('escalated', now, terms),
      },
    ];
  const wait = openWait('formalSignOff', now, terms);
  const opened: MilestoneEvent = { type: 'formalSignOffOpened', wait, openGroup: 0, askedIds: askedOf(milestone, 0) };
  return [opened, ...nextOfSignOff(evolveAll(milestone, [opened]), now)];
}

/** Rule 1: when separation of duties or limits leave too few signers, nobody is let through; the sponsor is told. */
export function whoCannotBeReplaced(milestone: Milestone): string | undefined {
  for (const group of milestone.plan.approvalAuthorityList) {
    const signers = signersOf(milestone, group);
    const objections = signers.flatMap((each) => whyMayNotSign(milestone, each) ?? []);
    if (signers.length - objections.length < needed(group.quorum, group.members.length))
      return `Group "${group.name}" of the approval authority list cannot reach its quorum: ${[
        ...objections.map((each) => each.message),
        ...vacancies(milestone, group),
      ].join(' ')}`;
  }
  return undefined;
}

const seatsIn = (milestone: Milestone, group: ApprovalGroup) =>
  seatsOf(
    milestone,
    'signature',
    group.members.map((each) => each.personId),
  );

const vacancies = (milestone: Milestone, group: ApprovalGroup): string[] =>
  seatsIn(milestone, group)
    .filter((each) => each.holderId === undefined)
    .map(({ memberId }) => `"${memberId}" signs for somebody else, and one person counts once.`);

function signersOf(milestone: Milestone, group: ApprovalGroup): Signer[] {
  return seatsIn(milestone, group).flatMap(({ memberId, holderId }): Signer[] => {
    const listed = group.members.find((each) => each.personId === memberId);
    if (!listed || holderId === undefined) return [];
    return [holderId === memberId ? listed : standIn(milestone, group, listed, holderId)];
  });
}

function standIn(milestone: Milestone, group: ApprovalGroup, listed: Authority, personId: string): Signer {
  const own = authorityOf(milestone, group, personId);
  const limit = smallerOf(listed.limit, own ? own.limit : '0.00');
  return {
    personId,
    onBehalfOf: listed.personId,
    ...(own?.capacity === undefined ? {} : { capacity: own.capacity }),
    ...(limit === undefined ? {} : { limit }),
  };
}

/** What the list allows a person: in this group if it says so, else the least it allows them anywhere. */
export function authorityOf(milestone: Milestone, group: ApprovalGroup, personId: string): Authority | undefined {
  const entriesIn = (each: ApprovalGroup) =>
    [...each.members, ...(each.delegates ?? [])].filter((entry) => entry.personId === personId);
  const [here] = entriesIn(group);
  if (here) return here;
  const [first, ...others] = milestone.plan.approvalAuthorityList.flatMap(entriesIn);
  if (!first) return undefined;
  const limit = others.reduce((least, each) => smallerOf(least, each.limit), first.limit);
  return { ...first, ...(limit === undefined ? {} : { limit }) };
}

/** Members of the open group who may sign and have not. */
export function askedOf(milestone: Milestone, openGroup: number): string[] {
  const signed = [...standingSigners(milestone), ...deemedSigners(milestone)];
  const group = milestone.plan.approvalAuthorityList[openGroup];
  return (group ? signersOf(milestone, group) : [])
    .filter((each) => !signed.includes(each.personId) && whyMayNotSign(milestone, each) === undefined)
    .map((each) => each.personId);
}

export const standingSigners = (milestone: Milestone): string[] =>
  milestone.signatures.filter((each) => !each.isVoid).map((each) => each.personId);

/** Those whose silence stands for acceptance (rule 7). It is not their signature, and one given later counts instead. */
const deemedSigners = (milestone: Milestone): string[] => deemedPeople(milestone, 'signOff');

/** Rules 1 and 4, judged on the person who acts, at the moment of signing. */
export function whyMayNotSign(milestone: Milestone, signer: Signer): SignOffError | undefined {
  const who = personOf(milestone, signer.personId);
  // Before there is a package the manager, who alone can submit one, is taken for its submitter.
  const submitter = currentPackage(milestone)?.submittedBy ?? milestone.engagement.engagementManagerId;
  if (who?.party === 'firm' && submitter === signer.personId)
    return new SignOffError(
      'SEPARATION_OF_DUTIES',
      `"${signer.personId}" submitted the package and cannot sign for the firm.`,
      {
        field: 'actor.personId',
      },
    );
  const { amount, currency } = milestone.plan.value;
  if (signer.limit !== undefined && isMore(amount, signer.limit))
    return new SignOffError(
      'AUTHORITY_EXCEEDED',
      `"${signer.personId}" may accept up to ${signer.limit} ${currency}; the milestone is worth ${amount} ${currency}.`,
      { field: 'actor.personId' },
    );
  return undefined;
}

export function sign(milestone: Milestone, command: Sign, now: string): MilestoneEvent[] {
  const stage = stageIn(
    milestone,
    ['formalSignOff'],
    'NOT_AWAITING_SIGNATURES',
    'signatures are taken during formal sign-off',
  );
  const { personId } = command.actor;
  const { signer, group } = findSigner(milestone, personId, stage.openGroup);
  packageNamed(milestone, command.packageDigest);
  if (standingSigners(milestone).includes(personId))
    throw new SignOffError('ALREADY_DECIDED', `"${personId}" has already signed this package; one person counts once.`);
  const objection = whyMayNotSign(milestone, signer);
  if (objection) throw objection;
  assertAttested(milestone, command);
  assertExceptionsSeen(milestone, command);
  const signed: MilestoneEvent = {
    type: 'signed',
    signature: {
      personId,
      packageDigest: command.packageDigest,
      at: now,
      actor: command.actor,
      messageId: command.messageId,
      isVoid: false,
      ...(signer.onBehalfOf === undefined ? {} : { onBehalfOf: signer.onBehalfOf }),
      group,
      typedName: command.typedName,
      capacity: signer.capacity ?? personOf(milestone, personId)?.capacity ?? '',
      ...(signer.limit === undefined ? {} : { authorityLimit: signer.limit }),
      statementVersion: command.statementVersion,
      ...(command.drawnSignatureSha256 === undefined ? {} : { drawnSignatureSha256: command.drawnSignatureSha256 }),
    },
  };
  return [signed, ...nextOfSignOff(evolveAll(milestone, [signed]), now)];
}

/** Intent and attribution (ESIGN, UETA, eIDAS): the name as listed, the statement of this contract. */
function assertAttested(milestone: Milestone, command: Sign): void {
  const listed = personOf(milestone, command.actor.personId)?.name ?? '';
  if (!isSameName(command.typedName, listed))
    throw new SignOffError(
      'NAME_MISMATCH',
      `The typed name "${command.typedName}" is not the name on the list, "${listed}"; type it as listed.`,
      {
        field: 'typedName',
      },
    );
  const { version } = milestone.engagement.contract.signOffStatement;
  if (command.statementVersion !== version)
    throw new SignOffError(
      'STATEMENT_MISMATCH',
      `This milestone is signed under statement version "${version}", not "${command.statementVersion}"; read that one and sign again.`,
      {
        field: 'statementVersion',
      },
    );
}

/** All signers saw every exception: one that was agreed while the page lay open must not be signed unseen. */
function assertExceptionsSeen(milestone: Milestone, { exceptionIds: seen }: Sign): void {
  if (seen === undefined) return;
  const agreed = milestone.exceptions.map((each) => each.exceptionId);
  if (seen.length === agreed.length && agreed.every((id) => seen.includes(id))) return;
  throw new SignOffError(
    'EXCEPTIONS_CHANGED',
    `The milestone is now signed under ${agreed.join(', ') || 'no exceptions'}, not ${seen.join(', ') || 'none'}; look at them and sign again.`,
    { field: 'exceptionIds' },
  );
}

function findSigner(milestone: Milestone, personId: string, openGroup: number): { signer: Signer; group: number } {
  const places = milestone.plan.approvalAuthorityList.flatMap((each, group) =>
    signersOf(milestone, each)
      .filter((signer) => signer.personId === personId)
      .map((signer) => ({ signer, group })),
  );
  const [first] = places;
  if (!first)
    throw notTheirs(
      milestone,
      'signature',
      personId,
      `"${personId}" is not on the approval authority list of milestone ${milestone.milestoneId}.`,
    );
  const usable = places.filter((each) => each.group <= openGroup).at(-1);
  if (!usable)
    throw new SignOffError(
      'NOT_YET_ASKED',
      `"${personId}" signs in group ${first.group + 1}; group ${openGroup + 1} is not at quorum yet.`,
      {
        field: 'actor.personId',
      },
    );
  return usable;
}

/** Asks the next group, or accepts when the last one is at quorum and no refuser may still object to what came of it. */
export function nextOfSignOff(milestone: Milestone, now: string): MilestoneEvent[] {
  const { stage, plan } = milestone;
  if (stage.phase !== 'formalSignOff') return [];
  const group = plan.approvalAuthorityList[stage.openGroup];
  if (!group || !isSigned(milestone, group)) return [];
  const openGroup = stage.openGroup + 1;
  if (openGroup >= plan.approvalAuthorityList.length)
    return outcomeToConfirm(milestone) ? [] : [accept(milestone, now)];
  const wait = openWait('formalSignOff', now, milestone.engagement.contract);
  const asked: MilestoneEvent = {
    type: 'approvalGroupAsked',
    wait,
    openGroup,
    askedIds: askedOf(milestone, openGroup),
  };
  return [asked, ...nextOfSignOff(evolveAll(milestone, [asked]), now)];
}

/** A person in two groups counts in each, but only within the limit the list gives them there (rule 4). */
function isSigned(
  milestone: Milestone,
  group: ApprovalGroup,
  signed = [...standingSigners(milestone), ...deemedSigners(milestone)],
): boolean {
  const counted = signersOf(milestone, group).filter(
    (each) => signed.includes(each.personId) && whyMayNotSign(milestone, each) === undefined,
  );
  return isAtQuorum(
    group.quorum,
    seatsIn(milestone, group).map((each) => each.holderId),
    counted.map((each) => each.personId),
  );
}

function accept(milestone: Milestone, now: string): MilestoneEvent {
  const { amount } = milestone.plan.value;
  const withheld = sumOf(milestone.exceptions.map((each) => each.amountWithheld));
  const isConditional = milestone.exceptions.length > 0;
  const digest = currentPackage(milestone)?.digest;
  const isDetermined = milestone.determinations.some(
    (each) => each.determination === 'formalSignOff' && each.packageDigest === digest,
  );
  const acceptance: Acceptance = {
    certificateNumber: `${milestone.milestoneId}-C${milestone.acceptances.length + 1}`,
    kind: isConditional ? 'conditional' : 'acceptance',
    acceptedAt: now,
    basis: isExpress(milestone) ? (isDetermined ? 'sponsorDetermined' : 'express') : 'deemed',
    amountReleased: differenceOf(amount, withheld),
    amountWithheld: withheld,
  };
  return isConditional
    ? { type: 'acceptedWithExceptions', acceptance, wait: openExceptionWait(milestone, now) }
    : { type: 'accepted', acceptance };
}

/** Nobody's silence was needed, neither in review nor here. */
function isExpress(milestone: Milestone): boolean {
  const { approvalAuthorityList } = milestone.plan;
  if (deemedPeople(milestone, 'review').length > 0) return false;
  return approvalAuthorityList.every((each) => isSigned(milestone, each, standingSigners(milestone)));
}
