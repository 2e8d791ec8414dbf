// A milestone that is accepted in parts: three deliverables with their part of the value, and the contract that has it.
import * as act from './acts.ts';
import type { Act } from './acts.ts';

const deliverables = [
  { deliverableId: 'D1', title: 'Design document', authorIds: ['author'], value: '50000.00' },
  { deliverableId: 'D2', title: 'Model', value: '30000.05' },
  { deliverableId: 'D3', title: 'Handbook', value: '19999.95' },
];

export const partPlan = { deliverables };
export const partTerms = { contract: { partialAcceptance: 'bySignature' }, plan: partPlan };
export const deemedTerms = {
  contract: { partialAcceptance: 'alsoBySilence', silence: { signOff: 'deemedAccepted' } },
  plan: partPlan,
};

const signatures = ['approver1', 'approver2', 'director'].map((each) => act.sign(each));
/** From the package on until the list is asked. */
const throughReview: Act[] = act.toSignOff;

export const onTheLastOfAPart: Act[] = [...act.toSignOff, act.proposePart(['D1', 'D2']), ...signatures.slice(0, 2)];
export const toFirstPart: Act[] = [...act.toSignOff, act.proposePart(['D1', 'D2']), ...signatures];
export const toRest: Act[] = [...toFirstPart, ...throughReview];
export const toLastPart: Act[] = [...toRest, ...signatures];
