// The firm's identity provider: authorization code with PKCE, state and nonce, and logouts from either side. Keeps no session.
import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';
import * as client from 'openid-client';
import type { Begun, IdentityProvider } from '../../api/http/dependencies.ts';
import { identityFrom, type Claims, type SignInSettings } from '../../domain/access/sessions.ts';
import { readLogout } from './logoutToken.ts';

interface Found {
  configuration: client.Configuration;
  keys: JWTVerifyGetKey;
}

/** Reads the provider's description when it is first needed, and again after a failure: it may start later than this service. */
export function openIdentityProvider({ issuer, clientId, clientSecret, roles }: SignInSettings): IdentityProvider {
  let finding: Promise<Found> | undefined;
  const found = (): Promise<Found> => {
    finding ??= find(issuer, clientId, clientSecret);
    finding.catch(() => (finding = undefined));
    return finding;
  };
  return {
    issuer,
    async begin(redirectUri) {
      const { configuration } = await found();
      const begun = begin();
      const address = client.buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri,
        scope: 'openid email profile',
        state: begun.state,
        nonce: begun.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(begun.verifier),
        code_challenge_method: 'S256',
      });
      return { ...begun, address: address.href };
    },
    async finish(answered, { state, nonce, verifier }) {
      const { configuration } = await found();
      const tokens = await client.authorizationCodeGrant(configuration, answered, {
        ...{ expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true },
      });
      const claims: Claims = { ...tokens.claims() };
      const told = claims.email === undefined ? await userInfo(configuration, tokens.access_token, claims) : {};
      // What the checked token says of itself is not the user info's to change.
      return identityFrom({ ...told, ...claims }, roles);
    },
    async endAddress(returnTo) {
      const { configuration } = await found();
      if (configuration.serverMetadata().end_session_endpoint === undefined) return undefined;
      return client.buildEndSessionUrl(configuration, { post_logout_redirect_uri: returnTo }).href;
    },
    async readLogoutToken(token) {
      const { keys, configuration } = await found();
      return readLogout(token, keys, { issuer: configuration.serverMetadata().issuer, clientId });
    },
  };
}

const begin = (): Begun => ({
  state: client.randomState(),
  nonce: client.randomNonce(),
  verifier: client.randomPKCECodeVerifier(),
});

async function find(issuer: string, clientId: string, clientSecret: string | undefined): Promise<Found> {
  const authentication = clientSecret === undefined ? client.None() : client.ClientSecretBasic(clientSecret);
  // Which addresses may be plain http is judged where a service is started (stack/exposure.ts).
  const isPlain = issuer.startsWith('http:');
  const configuration = await client.discovery(new URL(issuer), clientId, undefined, authentication, {
    timeout: 10,
    execute: [...(isPlain ? [client.allowInsecureRequests] : []), client.enableNonRepudiationChecks],
  });
  const { jwks_uri: address } = configuration.serverMetadata();
  if (address === undefined) throw new Error(`OIDC_ISSUER: ${issuer} publishes no keys (jwks_uri)`);
  return { configuration, keys: createRemoteJWKSet(new URL(address), { timeoutDuration: 10_000 }) };
}

/** Some providers tell the address there alone. */
const userInfo = async (configuration: client.Configuration, token: string, { sub }: Claims): Promise<Claims> =>
  configuration.serverMetadata().userinfo_endpoint === undefined
    ? {}
    : client.fetchUserInfo(configuration, token, String(sub));
