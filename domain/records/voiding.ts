// Taking the effect from earlier decisions, as the table in `decisions.ts` has it; they stay in the state and on record. What accepted a
// part keeps its effect, which is that part.
import { packagesAcceptedInPart } from '../acceptance/parts.ts';
import type { Milestone } from '../milestone.ts';
import type { VoidableType, Voiding } from './decisions.ts';

export function withVoided(milestone: Milestone, { types, personIds, silenceIn }: Voiding): Milestone {
  const voidIn = <D extends { isVoid: boolean }>(type: VoidableType, all: D[], isMeant: (each: D) => boolean): D[] =>
    types.includes(type) ? all.map((each) => (isMeant(each) && !each.isVoid ? { ...each, isVoid: true } : each)) : all;
  const kept = packagesAcceptedInPart(milestone);
  const acceptsNothing = ({ packageDigest }: { packageDigest: string }): boolean => !kept.includes(packageDigest);
  const isTheirs = (each: { personId: string }): boolean => personIds?.includes(each.personId) ?? true;
  const { reports, feedback, signatures, entered, refusals, deemings, delegations } = milestone;
  return {
    ...milestone,
    reports: voidIn('validationReported', reports, isTheirs),
    feedback: voidIn('feedbackGiven', feedback, isTheirs),
    signatures: voidIn('signed', signatures, (each) => isTheirs(each) && acceptsNothing(each)),
    entered: voidIn('decisionEntered', entered, (each) => each.duty === 'review' || acceptsNothing(each)),
    refusals: voidIn('refused', refusals, isTheirs),
    deemings: voidIn(
      'silenceDeemed',
      deemings,
      (each) => (silenceIn === undefined || each.of === silenceIn) && (each.of === 'review' || acceptsNothing(each)),
    ),
    ...(delegations ? { delegations: voidIn('delegated', delegations, (each) => each.kind !== 'reassigned') } : {}),
  };
}
