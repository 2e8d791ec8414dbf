// A decision confirmed with a passkey, where the contract asks for one or its person chose to: asks for the assertion, and takes it.
import { useChallenge } from '../db/passkeys.ts';
import type { ApiDependencies } from '../api/http/dependencies.ts';
import { personOf } from '../domain/milestone.ts';
import { kindOfCommand } from '../domain/people/decisionKinds.ts';
import { decisionChallenge, type PasskeyAssertion } from '../domain/people/passkeys.ts';
import { canonicalSha256 } from '../domain/records/canonical.ts';
import { channelsFor, wantsPasskey } from '../domain/terms/channels.ts';
import type { CommandName } from '../domain/commands.ts';
import { decisionsAsked } from '../domain/requests/requestKinds.ts';
import {
  askForAssertion,
  isTakenAlready,
  noPasskey,
  passkeysOf,
  takeAssertion,
  whyNoneHere,
  type Asked,
} from './ceremonies.ts';
import { isTakenBySession } from './linkActor.ts';
import type { DecisionForm } from './postedForm.ts';
import type { Said } from './problemWords.ts';
import { readerOf } from './pageWords.ts';
import type { OpenedRequest } from './resolveLink.ts';

/** The message as it is going to be handed over, but for who acts. */
export interface SaidDecision {
  messageId: string;
  command: CommandName;
  fields: object;
}

export type Confirmation =
  | { status: 'none' }
  | { status: 'asked'; asked: Asked }
  | { status: 'confirmed'; passkey: PasskeyAssertion; settle(): Promise<void> }
  /** The same message was handed over already. */
  | { status: 'repeated' };

const partyOf = ({ request, milestone }: OpenedRequest) => personOf(milestone, request.personId)?.party ?? 'client';

/** Whether the passkey that they chose makes the code needless that the contract asks for otherwise. */
export function passkeyStandsForCode(opened: OpenedRequest, name: CommandName, form: DecisionForm): boolean {
  const kind = kindOfCommand(name);
  const { contract } = opened.milestone.engagement;
  return (
    form.withPasskey === 'yes' && kind !== undefined && channelsFor(contract, partyOf(opened), kind).includes('passkey')
  );
}

function isWanted(opened: OpenedRequest, name: CommandName, form: DecisionForm): boolean {
  const kind = kindOfCommand(name);
  const { contract } = opened.milestone.engagement;
  if (opened.session && kind !== undefined && isTakenBySession(opened, kind)) return form.withPasskey === 'yes';
  return form.withPasskey === 'yes' || (kind !== undefined && wantsPasskey(contract, partyOf(opened), kind));
}

/** Throws PASSKEY_REQUIRED where there is none to be asked for, or its answer does not hold. */
export async function confirmByPasskey(
  deps: ApiDependencies,
  opened: OpenedRequest,
  form: DecisionForm,
  said: SaidDecision,
): Promise<Confirmation> {
  if (!isWanted(opened, said.command, form)) return { status: 'none' };
  const keys = await passkeysOf(deps, opened);
  if (keys.length === 0)
    throw noPasskey(whyNoneHere(deps.settings.publicUrl) ?? (({ say }) => say('passkeyRefusal.setUpFirst')));
  const challengeOf = (nonce: string) => decisionChallenge(nonce, confirmedOf(opened, said));
  if ((form.passkey ?? '') === '')
    return { status: 'asked', asked: await askForAssertion(deps, opened, keys, 'decide', challengeOf) };
  if (await isTakenAlready(opened, form.passkey ?? '', challengeOf)) return { status: 'repeated' };
  const { passkey, challenge, origin, response } = await takeAssertion(
    deps,
    opened,
    form.passkey ?? '',
    'decide',
    challengeOf,
  );
  return {
    status: 'confirmed',
    passkey: { nonce: challenge.nonce, origin, ...response, enrolment: passkey.enrolment },
    settle: async () => void (await useChallenge(opened.db, challenge.challenge)),
  };
}

function confirmedOf({ request, milestone }: OpenedRequest, { messageId, command, fields }: SaidDecision) {
  const { packageDigest } = fields as { packageDigest?: string };
  return {
    ...{ milestoneId: milestone.milestoneId, messageId, personId: request.personId, command },
    contentSha256: canonicalSha256({ command, words: fields }),
    ...(packageDigest === undefined ? {} : { packageDigest }),
  };
}

/** Setting one up takes a code by e-mail, behind the link that came by the same. */
const behindLink: Said = ({ say }) => say('passkeyRefusal.behindLink');

/** What the page says of passkeys beside its form. */
export async function passkeyNotes(deps: ApiDependencies, opened: OpenedRequest) {
  const { request, milestone } = opened;
  const { contract } = milestone.engagement;
  const party = partyOf(opened);
  const { words } = readerOf(milestone, request.personId);
  const isNeeded = decisionsAsked[request.kind].some(
    (each) => wantsPasskey(contract, party, each) && !(opened.session && isTakenBySession(opened, each)),
  );
  const has = (await passkeysOf(deps, opened)).length > 0;
  const unavailable = whyNoneHere(deps.settings.publicUrl) ?? (opened.isWithoutLink && !has ? behindLink : undefined);
  return {
    mustSetUp: isNeeded && !has && unavailable === undefined,
    mayChoose: !isNeeded && has,
    maySetUp: !isNeeded && !has && unavailable === undefined,
    mustConfirm: isNeeded && has,
    ...(isNeeded && unavailable !== undefined ? { unavailable: unavailable(words) } : {}),
  };
}
