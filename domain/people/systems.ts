// Which of the validators are systems, and the API key that is theirs. Reads the plan, decides nothing.
import type { MilestonePlan } from '../terms/plan.ts';

/** The ID of the key by which the plan has a validator, being a system, report; undefined for a person. */
export const keyOfSystem = (
  { plan }: { plan: Pick<MilestonePlan, 'validators'> },
  personId: string,
): string | undefined => plan.validators.systems?.find((each) => each.personId === personId)?.apiKeyId;
