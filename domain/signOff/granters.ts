// Who grants a concession: somebody of the client, with their signature, and never who wants it. Reads the state, decides nothing.
import type { ContractTerms } from '../terms/engagement.ts';
import { withWaitsFor } from '../terms/waitsFor.ts';
import { whyMayNot } from '../people/whoMay.ts';
import { openPart } from '../acceptance/parts.ts';
import { standingSignatures } from './standingSignatures.ts';
import { personOf, type AgreedException, type Milestone, type Phase } from '../milestone.ts';

type Wanted = Pick<AgreedException, 'ownerId' | 'requirementIds'> & { proposedBy: string };

const isConcession = ({ requirementIds = [] }: Pick<AgreedException, 'requirementIds'>): boolean =>
  requirementIds.length > 0;

/** Exceptions that mandatory requirements are accepted under though they are not met. */
export const concessionsOf = ({ exceptions }: Milestone): AgreedException[] => exceptions.filter(isConcession);

/** Judged on the person who signs; `onBehalfOf` is the listed person they sign for. */
export function mayGrant(
  milestone: Milestone,
  { ownerId, proposedBy }: Wanted,
  { personId, onBehalfOf = personId }: { personId: string; onBehalfOf?: string },
): boolean {
  const { grantedBy } = milestone.engagement.contract.concessions;
  const stakes = {
    owner: { personId: ownerId, words: 'owns the exception' },
    proposer: { personId: proposedBy, words: 'proposed the exception' },
  };
  if (personOf(milestone, personId)?.party !== 'client') return false;
  if (whyMayNot(milestone, 'grantConcession', personId, stakes)) return false;
  return grantedBy === undefined || grantedBy.includes(personId) || grantedBy.includes(onBehalfOf);
}

/** Those of the client whose standing signature grants it. */
export const grantersOfConcession = (milestone: Milestone, exception: Wanted): string[] =>
  standingSignatures(milestone)
    .filter((each) => mayGrant(milestone, exception, each))
    .map((each) => each.personId);

/** Concessions that nobody who may has signed yet. */
export const ungranted = (milestone: Milestone): AgreedException[] =>
  concessionsOf(milestone).filter((each) => grantersOfConcession(milestone, each).length === 0);

/**
 * The contract's terms in a stage, with the waits for a milestone of that value and priority: a concession is granted expressly, so that silence cannot accept a milestone under one, nor a part of it where
 * the contract has parts by signature alone.
 */
export function termsFor(milestone: Milestone, phase: Phase): ContractTerms {
  const contract = withWaitsFor(milestone.engagement.contract, milestone.plan);
  const { silence } = contract;
  const isExpressPart = contract.partialAcceptance !== 'alsoBySilence' && openPart(milestone) !== undefined;
  const isExpress = isExpressPart || (silence.signOff === 'deemedAccepted' && concessionsOf(milestone).length > 0);
  if (phase !== 'formalSignOff' || silence.signOff === 'none' || !isExpress) return contract;
  return { ...contract, silence: { ...silence, signOff: 'none' } };
}
