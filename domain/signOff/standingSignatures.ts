// Which signatures count towards the act that is under way. Reads the state, decides nothing.
import type { Milestone, Signature } from '../milestone.ts';
import { isOnCurrentPackage } from '../acceptance/parts.ts';

/** Those with which a part was accepted, on an earlier package, have done their work there. */
export const standingSignatures = (milestone: Pick<Milestone, 'signatures' | 'packages'>): Signature[] =>
  milestone.signatures.filter((each) => !each.isVoid && isOnCurrentPackage(milestone, each));
