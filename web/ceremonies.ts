// What passes between a page and an authenticator: what the browser is asked for, and whether its answer holds. Decides nothing, enrols nothing.
import { createHash, randomBytes } from 'node:crypto';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { ApiDependencies } from '../api/http/dependencies.ts';
import {
  findChallenge,
  issueChallenge,
  listPasskeys,
  notePasskeyUse,
  type ChallengePurpose,
  type PasskeyChallenge,
  type StoredPasskey,
} from '../db/passkeys.ts';
import { personOf } from '../domain/milestone.ts';
import { relyingPartyOf, type RelyingParty } from '../domain/people/relyingParty.ts';
import { PageRefusal, type Said } from './problemWords.ts';
import type { OpenedRequest } from './resolveLink.ts';

type Deps = Pick<ApiDependencies, 'settings' | 'enrolments'>;

/** Loaded by the first who is asked for a passkey: with its certificates it takes a tenth of a start. */
const webAuthn = () => import('@simplewebauthn/server');

/** Long enough to find the phone, and no longer. */
const challengeLivesSeconds = 10 * 60;
const timeout = challengeLivesSeconds * 1000;

/** PASSKEY_REQUIRED, at the place of the page where one is asked for. */
export const noPasskey = (why: Said): PageRefusal => new PageRefusal('PASSKEY_REQUIRED', why, { field: 'passkey' });

/** Why this service can ask for no passkey: browsers lend them to pages on https, or on localhost, alone. */
export const whyNoneHere = (publicUrl: string): Said | undefined =>
  relyingPartyOf(publicUrl) ? undefined : ({ say }) => say('passkeyRefusal.noSite', { address: publicUrl });

/** Throws PASSKEY_REQUIRED with who has to do what. */
function siteOf({ settings: { publicUrl } }: Deps): RelyingParty {
  const site = relyingPartyOf(publicUrl);
  if (!site) throw noPasskey(whyNoneHere(publicUrl) ?? (() => ''));
  return site;
}

/** Those of whoever the link is for that can be asked for here; one that no entrance vouched for was written by somebody else. */
export async function passkeysOf(
  { settings, enrolments }: Deps,
  { db, request }: OpenedRequest,
): Promise<StoredPasskey[]> {
  const rpId = relyingPartyOf(settings.publicUrl)?.rpId;
  return (await listPasskeys(db, request)).filter(
    ({ enrolment }) => enrolment.rpId === rpId && enrolments.holdsEnrolment(enrolment),
  );
}

/** From a nonce, what is to be signed, in hexadecimal. */
export type ChallengeOf = (nonce: string) => string;

export type Asked = Awaited<ReturnType<typeof askForAssertion>>;

/** What the page hands to the browser. */
export async function askForAssertion(
  deps: Deps,
  { db, request: { requestId } }: OpenedRequest,
  keys: readonly StoredPasskey[],
  purpose: Exclude<ChallengePurpose, 'enrol'>,
  challengeOf: ChallengeOf,
) {
  const { rpId } = siteOf(deps);
  const nonce = randomBytes(32).toString('base64url');
  const challenge = challengeOf(nonce);
  await issueChallenge(db, { challenge, requestId, purpose, nonce }, challengeLivesSeconds);
  const { generateAuthenticationOptions } = await webAuthn();
  return generateAuthenticationOptions({
    ...{ rpID: rpId, timeout, userVerification: 'required', challenge: bytesOf(challenge) },
    allowCredentials: keys.map(({ enrolment, transports }) => ({
      id: enrolment.credentialId,
      transports: transports as AuthenticatorTransport[],
    })),
  });
}

/** Whether the answer is to what was asked for this very decision, and was taken already: it is posted twice. */
export async function isTakenAlready(
  { db, request: { requestId } }: OpenedRequest,
  posted: string,
  challengeOf: ChallengeOf,
): Promise<boolean> {
  const challenge = await findChallenge(db, requestId, 'decide', challengeIn(answerIn(posted)));
  return challenge?.isUsed === true && challengeOf(challenge.nonce) === challenge.challenge;
}

export interface TakenAssertion {
  passkey: StoredPasskey;
  challenge: PasskeyChallenge;
  origin: string;
  response: { clientDataJSON: string; authenticatorData: string; signature: string };
}

/** The answer of the browser, over what is asked for now, by a passkey of theirs, which is counted. Throws PASSKEY_REQUIRED for any other. */
export async function takeAssertion(
  deps: Deps,
  opened: OpenedRequest,
  posted: string,
  purpose: Exclude<ChallengePurpose, 'enrol'>,
  challengeOf: ChallengeOf,
): Promise<TakenAssertion> {
  const { rpId, origin } = siteOf(deps);
  const answer = answerIn<AuthenticationResponseJSON>(posted);
  const challenge = await findChallenge(opened.db, opened.request.requestId, purpose, challengeIn(answer));
  if (!challenge || challenge.isUsed) throw noPasskey(({ say }) => say('passkeyRefusal.notAsked'));
  if (challengeOf(challenge.nonce) !== challenge.challenge) throw noPasskey(({ say }) => say('passkeyRefusal.other'));
  const passkey = (await passkeysOf(deps, opened)).find(({ enrolment }) => enrolment.credentialId === answer.id);
  if (!passkey) throw noPasskey(({ say }) => say('passkeyRefusal.unknown'));
  const { credentialId, publicKey } = passkey.enrolment;
  const credential = { id: credentialId, publicKey: Buffer.from(publicKey, 'base64url'), counter: passkey.signCount };
  const { verifyAuthenticationResponse } = await webAuthn();
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    ...{ response: answer, credential, requireUserVerification: true },
    ...{ expectedOrigin: origin, expectedRPID: rpId, expectedChallenge: base64urlOf(challenge.challenge) },
  }).catch((cause: Error) => {
    throw noPasskey(({ say }) => say('passkeyRefusal.fails', { why: cause.message }));
  });
  if (!verified) throw noPasskey(({ say }) => say('passkeyRefusal.otherKey'));
  if (!(await notePasskeyUse(opened.db, passkey, authenticationInfo.newCounter)))
    throw noPasskey(({ say }) => say('passkeyRefusal.copied'));
  const { clientDataJSON, authenticatorData, signature } = answer.response;
  return { passkey, challenge, origin, response: { clientDataJSON, authenticatorData, signature } };
}

/** What a browser needs to make a passkey. */
export async function askForRegistration(
  deps: Deps,
  opened: OpenedRequest,
  confirmed: { codeConfirmedAt: string; confirmedBy?: string },
) {
  const { rpId } = siteOf(deps);
  const { request, milestone } = opened;
  const { requestId, engagementId, personId } = request;
  const person = personOf(milestone, personId);
  const nonce = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(`enrol ${nonce}`).digest('hex');
  await issueChallenge(
    opened.db,
    { challenge, requestId, purpose: 'enrol', nonce, ...confirmed },
    challengeLivesSeconds,
  );
  const { generateRegistrationOptions } = await webAuthn();
  return generateRegistrationOptions({
    ...{
      rpID: rpId,
      rpName: milestone.engagement.firm,
      timeout,
      attestationType: 'none',
      challenge: bytesOf(challenge),
    },
    // Bytes that name nobody, and are the same for all of one person's passkeys here.
    userID: new Uint8Array(createHash('sha256').update(`${engagementId} ${personId}`).digest()),
    ...{ userName: person?.email ?? personId, userDisplayName: person?.name ?? personId },
    authenticatorSelection: { userVerification: 'required', residentKey: 'preferred' },
    supportedAlgorithmIDs: [-8, -7, -257],
    excludeCredentials: (await passkeysOf(deps, opened)).map(({ enrolment }) => ({ id: enrolment.credentialId })),
  });
}

export interface TakenRegistration {
  challenge: PasskeyChallenge;
  credentialId: string;
  publicKey: string;
  rpId: string;
  signCount: number;
  transports: string[];
}

/** The passkey that the browser made for what it was asked last. Throws PASSKEY_REQUIRED for what is none. */
export async function takeRegistration(deps: Deps, opened: OpenedRequest, posted: string): Promise<TakenRegistration> {
  const { rpId, origin } = siteOf(deps);
  const answer = answerIn<RegistrationResponseJSON>(posted);
  const challenge = await findChallenge(opened.db, opened.request.requestId, 'enrol', challengeIn(answer));
  if (!challenge || challenge.isUsed) throw noPasskey(({ say }) => say('passkeyRefusal.late'));
  const { verifyRegistrationResponse } = await webAuthn();
  const { verified, registrationInfo } = await verifyRegistrationResponse({
    ...{ response: answer, requireUserVerification: true, supportedAlgorithmIDs: [-8, -7, -257] },
    ...{ expectedOrigin: origin, expectedRPID: rpId, expectedChallenge: base64urlOf(challenge.challenge) },
  }).catch((cause: Error) => {
    throw noPasskey(({ say }) => say('passkeyRefusal.newFailsFor', { why: cause.message }));
  });
  if (!verified) throw noPasskey(({ say }) => say('passkeyRefusal.newFails'));
  const { id, publicKey, counter, transports = [] } = registrationInfo.credential;
  const written = Buffer.from(publicKey).toString('base64url');
  return { challenge, credentialId: id, publicKey: written, rpId, signCount: counter, transports };
}

/** Only as far as it is looked at here; the library looks at the rest. */
function answerIn<A extends AuthenticationResponseJSON | RegistrationResponseJSON>(posted: string): A {
  try {
    const answer = JSON.parse(posted) as A;
    if (typeof answer.id === 'string' && typeof answer.response.clientDataJSON === 'string') return answer;
  } catch {
    // Said below, as of anything else that is no answer.
  }
  throw noPasskey(({ say }) => say('passkeyRefusal.unread'));
}

function challengeIn({ response }: AuthenticationResponseJSON | RegistrationResponseJSON): string {
  try {
    const { challenge } = JSON.parse(Buffer.from(response.clientDataJSON, 'base64url').toString()) as {
      challenge?: unknown;
    };
    return Buffer.from(String(challenge), 'base64url').toString('hex');
  } catch {
    return '';
  }
}

const bytesOf = (hex: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(hex, 'hex'));
const base64urlOf = (hex: string): string => Buffer.from(hex, 'hex').toString('base64url');
