// Takes over states and terms written by an earlier version: fills in what did not exist then, changes nothing that did.
import { contractTerms, type ContractTerms, type Engagement } from '../terms/engagement.ts';
import type { Milestone } from '../milestone.ts';

const defaults: ContractTerms = contractTerms.parse({ reference: '-', statementOfWork: '-' });

/** Terms the contract was registered without; every default is what happened before the term existed. */
export function adoptEngagement(engagement: Engagement): Engagement {
  const { contract } = engagement;
  return {
    ...engagement,
    contract: {
      ...defaults,
      ...contract,
      calendar: { ...contract.calendar, publicHolidaysOf: contract.calendar.publicHolidaysOf ?? [] },
    },
  };
}

/** A state carried over from an earlier run, or read from the record. */
export function adoptState(state: Milestone): Milestone {
  return {
    ...state,
    engagement: adoptEngagement(state.engagement),
    deemings: state.deemings ?? [],
    undeliverable: state.undeliverable ?? [],
  };
}
