// Logout tokens of the identity provider, checked as OpenID Connect Back-Channel Logout 1.0 (2.6) asks. Ends no session.
import { jwtVerify, type JWTVerifyGetKey } from 'jose';
import type { Logout } from '../../api/http/dependencies.ts';
import { SignOffError } from '../../domain/errors.ts';

const event = 'http://schemas.openid.net/event/backchannel-logout';

/** Never `none`, nor a secret that both sides know: only the provider's own keys say who is to be signed out. */
const algorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

/** A token is sent the moment somebody signs out; an old one is a repeat. */
const longest = '10 minutes';

/** Throws INVALID_MESSAGE for whatever is no logout token of this issuer for this service; whether it was used before, its `jti` tells. */
export async function readLogout(
  token: string,
  keys: JWTVerifyGetKey,
  { issuer, clientId }: { issuer: string; clientId: string },
): Promise<Logout> {
  const { payload, protectedHeader } = await jwtVerify(token, keys, {
    ...{ issuer, audience: clientId, algorithms, maxTokenAge: longest, clockTolerance: 60 },
    requiredClaims: ['iat', 'jti', 'events'],
  }).catch((error: Error) => {
    throw refused(error.message, error);
  });
  const { jti, events, sub, sid, nonce } = payload;
  const { typ } = protectedHeader;
  if (typ !== undefined && !['logout+jwt', 'jwt'].includes(typ.toLowerCase())) throw refused(`its type is ${typ}`);
  if (typeof events !== 'object' || events === null || !Object.hasOwn(events, event))
    throw refused(`its events do not name ${event}`);
  if (nonce !== undefined) throw refused('it has a nonce, as ID tokens have and logout tokens never');
  if (typeof sub !== 'string' && typeof sid !== 'string') throw refused('it names neither sub nor sid');
  return {
    issuer,
    jti: String(jti),
    ...(typeof sub === 'string' ? { subject: sub } : {}),
    ...(typeof sid === 'string' ? { providerSession: sid } : {}),
  };
}

const refused = (why: string, cause?: Error): SignOffError =>
  new SignOffError('INVALID_MESSAGE', `This is no logout token of the identity provider for this service: ${why}.`, {
    field: 'logout_token',
    ...(cause ? { cause } : {}),
  });
