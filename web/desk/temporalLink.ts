// Where the Temporal UI shows the workflow of a milestone, for whoever may read there; nowhere it is not known where that is.
import type { ApiDependencies } from '../../api/http/dependencies.ts';
import { milestoneWorkflowId } from '../../workflows/temporalNames.ts';
import { mayHere } from './ask.ts';
import type { Link } from './lists.ts';
import type { PageCall } from './pageRoute.ts';

export const temporalLink = (
  { temporalUi }: Pick<ApiDependencies, 'temporalUi'>,
  milestoneId: string,
): string | undefined =>
  temporalUi &&
  `${temporalUi.url.replace(/\/$/, '')}/namespaces/${encodeURIComponent(temporalUi.namespace)}/workflows/${encodeURIComponent(milestoneWorkflowId(milestoneId))}`;

/** To who may have what is there decoded: anybody else would look at sealed payloads. */
export function linksToTemporal(
  deps: Pick<ApiDependencies, 'temporalUi'>,
  call: PageCall,
  milestoneId: string | undefined,
): Link[] {
  const href = milestoneId === undefined ? undefined : temporalLink(deps, milestoneId);
  if (href === undefined || !mayHere(call, 'decodePayloads')) return [];
  return [{ href, label: call.words.say('desk.milestone.inTemporal') }];
}
