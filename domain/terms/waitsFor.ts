// Which waits of the contract a milestone has, by its value and its priority. Reads contract and plan, decides nothing.
import type { ContractTerms } from './engagement.ts';
import { isMore } from './money.ts';
import type { MilestonePlan } from './plan.ts';

type Plan = Pick<MilestonePlan, 'value' | 'priority'>;
type WaitsFor = NonNullable<ContractTerms['waitsFor']>[number];

const fits = ({ fromValue, priority }: WaitsFor, plan: Plan): boolean =>
  (fromValue === undefined ||
    (fromValue.currency === plan.value.currency && !isMore(fromValue.amount, plan.value.amount))) &&
  (priority === undefined || priority === plan.priority);

/** The contract with the waits that count for the plan as it is; the very same where none is for it. */
export function withWaitsFor(contract: ContractTerms, plan: Plan): ContractTerms {
  const fitting = (contract.waitsFor ?? []).filter((each) => fits(each, plan));
  if (fitting.length === 0) return contract;
  const given = fitting.flatMap((each) => Object.entries(each.waits).filter(([, wait]) => wait !== undefined));
  return {
    ...contract,
    waits: { ...contract.waits, ...(Object.fromEntries(given) as Partial<ContractTerms['waits']>) },
  };
}
