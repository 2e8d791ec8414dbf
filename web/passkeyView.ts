// What the page of somebody's passkeys shows, step by step. Reads only.
import type { ApiDependencies } from '../api/http/dependencies.ts';
import { personOf } from '../domain/milestone.ts';
import { passkeysOf, whyNoneHere } from './ceremonies.ts';
import { readerOf } from './pageWords.ts';
import type { DecisionForm } from './postedForm.ts';
import type { OpenedRequest } from './resolveLink.ts';

/** `asked` is what the browser is handed. */
export interface PasskeyStep {
  at: 'list' | 'code' | 'create' | 'remove';
  asked?: object;
  credentialId?: string;
  done?: 'enrolled' | 'removed';
  entered?: DecisionForm;
  error?: { detail: string; field?: string | undefined };
}

export async function passkeyView(
  deps: ApiDependencies,
  opened: OpenedRequest,
  { at, asked, credentialId, done, entered, error }: PasskeyStep,
) {
  const { milestone, request, state } = opened;
  const person = personOf(milestone, request.personId);
  const manager = personOf(milestone, milestone.engagement.engagementManagerId);
  const reader = readerOf(milestone, request.personId);
  const keys = await passkeysOf(deps, opened);
  const unavailable = whyNoneHere(deps.settings.publicUrl);
  const { name: engagement, firm, client } = milestone.engagement;
  return {
    ...{ title: reader.words.say('page.yourPasskeys'), engagement, firm, client, manager, entered, error },
    person: { name: person?.name, address: person?.email },
    ...(unavailable === undefined ? {} : { unavailable: unavailable(reader.words) }),
    passkeys: keys.map(({ enrolment, usedAt }, index) => ({
      credentialId: enrolment.credentialId,
      number: index + 1,
      enrolled: reader.at(enrolment.enrolledAt),
      ...(usedAt === undefined ? {} : { used: reader.at(usedAt) }),
      isLeaving: at === 'remove' && enrolment.credentialId === credentialId,
    })),
    is: { [at]: true },
    done: done && { [done]: true },
    mayAdd: at === 'list' && state === 'open' && unavailable === undefined,
    hasSome: keys.length > 0,
    ...(asked === undefined ? {} : { options: JSON.stringify(asked) }),
  };
}
