// Stage 4: the approval authority list signs, each within their limit and on one digest; at quorum the milestone is accepted.
import { assertPlanSeen } from '../amendments/planSeen.ts';
import type { Sign } from '../commands.ts';
import { SignOffError } from '../errors.ts';
import type { MilestoneEvent } from '../events.ts';
import { evolveAll } from '../evolve.ts';
import { packageNamed, stageIn } from '../guards.ts';
import { personOf, type Milestone } from '../milestone.ts';
import { whyAnotherName } from '../people/names.ts';
import { boundDecision, whenDecided } from '../records/boundDecision.ts';
import { statementTexts } from '../terms/signOffStatement.ts';
import { nextOfSignOff } from '../transitions.ts';
import { assertPartSeen, signedForPart } from '../acceptance/parts.ts';
import { standingSignatures } from './standingSignatures.ts';
import { assertExceptionsSeen as assertThoseSeen, signedUnder } from './exceptionsSeen.ts';
import { concessionsOf } from './granters.ts';
import { findSigner, validSigners, whyMayNotSign } from './signers.ts';

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
  assertPlanSeen(milestone, command);
  if (validSigners(milestone).includes(personId))
    throw new SignOffError(
      'ALREADY_DECIDED',
      `"${personId}" has already signed this package, ${whenDecided(standingSignatures(milestone), personId)}; one person counts once.`,
    );
  const objection = whyMayNotSign(milestone, signer);
  if (objection) throw objection;
  assertAttested(milestone, command);
  assertExceptionsSeen(milestone, command);
  assertPartSeen(milestone, command.deliverableIds);
  const signed: MilestoneEvent = {
    type: 'signed',
    signature: {
      ...boundDecision(milestone, 'signature', command, now),
      group,
      typedName: command.typedName,
      capacity: signer.capacity ?? personOf(milestone, personId)?.capacity ?? '',
      ...(signer.limit === undefined ? {} : { authorityLimit: signer.limit }),
      statementVersion: command.statementVersion,
      ...(command.statementLanguage === undefined ? {} : { statementLanguage: command.statementLanguage }),
      ...signedUnder(milestone),
      ...signedForPart(command.deliverableIds),
      ...(command.drawnSignatureSha256 === undefined ? {} : { drawnSignatureSha256: command.drawnSignatureSha256 }),
    },
  };
  return [signed, ...nextOfSignOff(evolveAll(milestone, [signed]), now)];
}

/** Intent and attribution (ESIGN, UETA, eIDAS): the name as listed, the statement of this contract. */
function assertAttested(milestone: Milestone, command: Sign): void {
  const listed = personOf(milestone, command.actor.personId)?.name ?? '';
  const why = whyAnotherName(command.typedName, listed);
  if (why !== undefined)
    throw new SignOffError(
      'NAME_MISMATCH',
      `The typed name "${command.typedName}" is not the name on the list. ${why}`,
      { field: 'typedName' },
    );
  const { signOffStatement } = milestone.engagement.contract;
  const { version } = signOffStatement;
  if (command.statementVersion !== version)
    throw new SignOffError(
      'STATEMENT_MISMATCH',
      `This milestone is signed under statement version "${version}", not "${command.statementVersion}"; read that one and sign again.`,
      {
        field: 'statementVersion',
      },
    );
  const languages = statementTexts(signOffStatement).map((each) => each.language);
  const { statementLanguage: read } = command;
  if (read !== undefined && !languages.includes(read))
    throw new SignOffError(
      'STATEMENT_MISMATCH',
      `The contract does not give its statement in "${read}", but in ${languages.join(', ')}; read one of these and sign again.`,
      { field: 'statementLanguage' },
    );
}

/**
 * All signers saw every exception: one that was agreed while the page lay open must not be signed unseen. Who signs over a
 * mandatory requirement that is not met says which exceptions they saw.
 */
function assertExceptionsSeen(milestone: Milestone, { exceptionIds: seen }: Sign): void {
  const agreed = milestone.exceptions.map((each) => each.exceptionId);
  if (seen === undefined && concessionsOf(milestone).length > 0)
    throw new SignOffError(
      'EXCEPTIONS_CHANGED',
      `A mandatory requirement is not met and would be accepted by exception; name those you saw, ${agreed.join(', ')}, and sign again.`,
      { field: 'exceptionIds' },
    );
  if (seen !== undefined) assertThoseSeen(milestone, seen);
}
