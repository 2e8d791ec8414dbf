// Whether a decision came by a channel that the contract lets the party of who decides use: one rule, asked at every door and
// again of the record. A system may report validation where the plan names it with its key.
import type { Command } from '../commands.ts';
import { SignOffError } from '../errors.ts';
import type { Milestone } from '../milestone.ts';
import {
  channelsFor,
  wordsOfChannels,
  wordsOfDecision,
  type Channel,
  type DecisionKind,
  type Party,
} from '../terms/channels.ts';
import { kindOfCommand } from './decisionKinds.ts';
import type { Actor, Authentication } from './people.ts';
import { addressSince, isToPresentAddress } from './addresses.ts';
import { keyOfSystem } from './systems.ts';

type Of = Pick<Milestone, 'engagement' | 'plan'> & Partial<Pick<Milestone, 'personCorrections'>>;

/** The channels an act came by, a code and a passkey each counting for itself; none for what proves no person. */
function channelsOf(authentication: Authentication, since: string | undefined): Channel[] {
  const isPasskey = 'passkey' in authentication && isEnrolledSince(authentication.passkey, since);
  switch (authentication.method) {
    case 'requestLink':
      return [
        'link',
        ...(authentication.codeConfirmedAt === undefined ? [] : ['linkAndCode' as const]),
        ...(isPasskey ? ['passkey' as const] : []),
      ];
    case 'session':
      return ['session', ...(isPasskey ? ['passkey' as const] : [])];
    case 'emailReply':
      return ['reply'];
    case 'apiKey':
    case 'temporalMessage':
    case 'system':
      return [];
    default:
      return authentication satisfies never;
  }
}

/** One that was set up behind a link to another address may be anybody's. */
const isEnrolledSince = (
  passkey: { enrolment: { enrolledAt: string } } | undefined,
  since: string | undefined,
): boolean => passkey !== undefined && (since === undefined || passkey.enrolment.enrolledAt >= since);

/** Where a passkey can be asked for. */
const isOnPage = ({ method }: Authentication): boolean => method === 'requestLink' || method === 'session';

const ways: Record<Authentication['method'], string> = {
  requestLink: 'a personal link',
  session: 'a signed-in session',
  emailReply: 'an e-mail reply',
  apiKey: 'an API key, which proves a system and no person',
  temporalMessage: 'a message sent with access to Temporal, which proves an administrator and nobody else',
  system: 'the system itself',
};

/** Whoever is nobody of the engagement is refused elsewhere, and until then held to the client's channels. */
const partyOf = ({ engagement }: Of, personId: string): Party =>
  engagement.people.find((each) => each.personId === personId)?.party ?? 'client';

/** CODE_REQUIRED or PASSKEY_REQUIRED where the link alone is not enough, CHANNEL_NOT_ALLOWED for every other way that is not the contract's; undefined for one that is. */
export function whyNotBy(of: Of, kind: DecisionKind, { personId, authentication }: Actor): SignOffError | undefined {
  const key = keyOfSystem(of, personId);
  if (key !== undefined) return whyNotSystem(key, kind, personId, authentication);
  const party = partyOf(of, personId);
  const allowed = channelsFor(of.engagement.contract, party, kind);
  const corrected = { personCorrections: of.personCorrections ?? [] };
  const isElsewhere =
    (authentication.method === 'requestLink' || authentication.method === 'emailReply') &&
    !isToPresentAddress(corrected, { personId, requestId: authentication.requestId });
  if (isElsewhere)
    return new SignOffError(
      'CHANNEL_NOT_ALLOWED',
      `The request that this answers went to an address of "${personId}" that has been corrected since; decide on the page behind the link in the mail to the new one.`,
      { field: 'actor.authentication.requestId' },
    );
  const came = channelsOf(authentication, addressSince(corrected, personId)).filter(
    (each) => each !== 'session' || party === 'firm',
  );
  if (came.some((each) => allowed.includes(each))) return undefined;
  const what = wordsOfDecision(kind);
  if (came.includes('link') && allowed.includes('linkAndCode'))
    return new SignOffError(
      'CODE_REQUIRED',
      `The contract takes ${what} of the ${party} by ${wordsOfChannels(allowed)} only. Enter the code sent to you by e-mail to confirm that it is you who decides.`,
      { field: 'code' },
    );
  if (came.length > 0 && isOnPage(authentication) && allowed.includes('passkey'))
    return new SignOffError(
      'PASSKEY_REQUIRED',
      `The contract takes ${what} of the ${party} by ${wordsOfChannels(allowed)} only. Confirm it with your passkey on the page that asks for it; one is set up behind your link.`,
      { field: 'passkey' },
    );
  return new SignOffError(
    'CHANNEL_NOT_ALLOWED',
    `The contract takes ${what} of the ${party} by ${wordsOfChannels(allowed)}, and not by ${ways[authentication.method]}; ${remedyOf(allowed)}.`,
    { field: 'actor.authentication.method' },
  );
}

const remedyOf = (allowed: readonly Channel[]): string =>
  allowed.some((each) => each !== 'reply' && each !== 'enteredByFirm' && each !== 'session')
    ? 'decide on the page behind the link in the mail that asks for it'
    : allowed.includes('session')
      ? 'sign in and decide on the page that asks for it'
      : 'answer the mail that asks for it';

/** A system reports on validation with its own key, and decides nothing else. */
function whyNotSystem(
  key: string,
  kind: DecisionKind,
  personId: string,
  authentication: Authentication,
): SignOffError | undefined {
  const { method } = authentication;
  const isKey = method === 'apiKey';
  if (kind === 'validation' && isKey && authentication.keyId === key) return undefined;
  const how = isKey && authentication.keyId !== key ? 'another API key' : ways[method];
  return new SignOffError(
    'CHANNEL_NOT_ALLOWED',
    kind === 'validation'
      ? `The plan names "${personId}" as a system that reports with API key "${key}", and not by ${how}; have that system report, or the engagement manager reassign the validation to a person.`
      : `The plan names "${personId}" as a system, which reports on validation and gives no ${kind}; a person has to.`,
    { field: 'actor.authentication.method' },
  );
}

/** "an e-mail reply", of how an act came in. */
export const wordsOfWay = ({ method }: Authentication): string => ways[method];

/** Throws what `whyNotBy` finds; what decides nothing may come by any door. */
export function assertChannel(milestone: Milestone, { name, actor }: Command): void {
  const kind = kindOfCommand(name);
  const why = kind && whyNotBy(milestone, kind, actor);
  if (why) throw why;
}
