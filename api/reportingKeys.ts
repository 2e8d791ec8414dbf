// Whether the keys that a plan names as validators can report in its engagement.
import { readKeys } from '../db/apiKeys.ts';
import type { Database } from '../db/database.ts';
import { hasRight } from '../domain/access/rights.ts';
import { isWithin } from '../domain/access/scope.ts';
import { SignOffError } from '../domain/errors.ts';
import type { MilestonePlan } from '../domain/terms/plan.ts';

/** Without one that can, a validator would never report. A key of other engagements is answered like none. Throws PLAN_INCONSISTENT. */
export async function assertKeysReport(
  db: Database,
  engagementId: string,
  { validators: { systems = [] } }: MilestonePlan,
): Promise<void> {
  if (systems.length === 0) return;
  const keys = await readKeys(db, { keyIds: systems.map((each) => each.apiKeyId) });
  const known = keys
    .filter((each) => !each.revoked && isWithin(each.scope, engagementId) && hasRight(each, 'reportValidation'))
    .map((each) => each.keyId);
  const unknown = systems.filter((each) => !known.includes(each.apiKeyId));
  if (unknown.length === 0) return;
  throw new SignOffError(
    'PLAN_INCONSISTENT',
    `There is no API key of the ID ${unknown.map((each) => `"${each.apiKeyId}"`).join(', ')} that may report in engagement "${engagementId}"; have one with the role validationSystem made for that system (npm run keys, POST /api-keys) and give the ID it gets.`,
    { field: 'plan.validators.systems' },
  );
}
