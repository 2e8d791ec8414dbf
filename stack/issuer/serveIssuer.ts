// The process of the development issuer: an OpenID Connect provider on loopback that believes whoever comes. For development alone.
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Provider, type AdapterPayload, type Configuration } from 'oidc-provider';
import { z } from 'zod';
import { signedOutPage, signInPage, signOutPage } from './issuerPages.ts';
import { samplePeople } from './samplePeople.ts';

const options = z
  .object({ port: z.int(), publicUrl: z.url(), clientId: z.string(), clientSecret: z.string() })
  .parse(JSON.parse(process.env.DEVELOPMENT_ISSUER ?? 'null'));
const issuer = `http://localhost:${options.port}`;

/** By subject, whom it has signed in since it was started. */
const addresses = new Map<string, string>();

function subjectOf(address: string): string {
  const subject = `sample-${createHash('sha256').update(address.toLowerCase()).digest('hex').slice(0, 16)}`;
  addresses.set(subject, address);
  return subject;
}

function claimsOf(subject: string) {
  const address = addresses.get(subject) ?? '';
  const person = samplePeople.find((each) => each.address === address.toLowerCase());
  return {
    ...{ sub: subject, email: address, email_verified: true },
    ...{ name: person?.name ?? address.split('@')[0], roles: [...(person?.roles ?? [])] },
  };
}

/** What it remembers goes with it: nobody is signed in for longer than it runs. */
function memory() {
  const kept = new Map<string, AdapterPayload>();
  return class {
    readonly #model: string;
    constructor(model: string) {
      this.#model = model;
    }
    async upsert(id: string, payload: AdapterPayload) {
      kept.set(`${this.#model}:${id}`, payload);
    }
    async find(id: string) {
      return kept.get(`${this.#model}:${id}`);
    }
    async findByUid(uid: string) {
      return [...kept.values()].find((each) => each.kind === this.#model && each.uid === uid);
    }
    async findByUserCode() {
      return undefined;
    }
    async consume(id: string) {
      Object.assign(kept.get(`${this.#model}:${id}`) ?? {}, { consumed: Math.floor(Date.now() / 1000) });
    }
    async destroy(id: string) {
      kept.delete(`${this.#model}:${id}`);
    }
    async revokeByGrantId(grantId: string) {
      for (const [key, each] of kept) if (each.grantId === grantId) kept.delete(key);
    }
  };
}

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

const configuration: Configuration = {
  adapter: memory(),
  clients: [
    {
      client_id: options.clientId,
      client_secret: options.clientSecret,
      redirect_uris: [`${options.publicUrl}/sign-in/callback`],
      post_logout_redirect_uris: [`${options.publicUrl}/signed-out`],
      backchannel_logout_uri: `${options.publicUrl}/sign-in/back-channel-logout`,
      backchannel_logout_session_required: true,
      id_token_signed_response_alg: 'ES256',
    },
  ],
  jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'ES256', kid: 'development' }] },
  cookies: { keys: [randomBytes(32).toString('hex')] },
  claims: { openid: ['sub', 'roles'], email: ['email', 'email_verified'], profile: ['name'] },
  conformIdTokenClaims: false,
  findAccount: (_context, subject) =>
    addresses.has(subject) ? { accountId: subject, claims: async () => claimsOf(subject) } : undefined,
  // Nobody is asked what the service may know of them: it is the only one there is.
  async loadExistingGrant({ oidc }) {
    const grant = new oidc.provider.Grant({ clientId: oidc.client?.clientId, accountId: oidc.session?.accountId });
    grant.addOIDCScope('openid email profile');
    await grant.save();
    return grant;
  },
  interactions: { url: (_context, { uid }) => `/who/${uid}` },
  // Its own default refuses this machine's addresses, where the service it calls back is.
  fetch: (input, init) => fetch(input, { ...init, dispatcher: undefined } as RequestInit),
  features: {
    devInteractions: { enabled: false },
    backchannelLogout: { enabled: true },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (context, form) => void (context.body = signOutPage(form)),
      postLogoutSuccessSource: (context) => void (context.body = signedOutPage()),
    },
  },
};
const provider = new Provider(issuer, configuration);
provider.on('server_error', (_context, error) => console.error(error));
provider.on('backchannel.error', (_context, error) => console.error(error));
const answer = provider.callback();

createServer((request, response) => {
  // A page elsewhere that gets a browser here by another host name is shown nothing.
  if (request.headers.host !== `localhost:${options.port}`) return void response.writeHead(403).end();
  const asked = /^\/who\/[\w-]+$/.test(request.url ?? '');
  const done = asked ? interact(request, response) : Promise.resolve(answer(request, response));
  done.catch((error: unknown) => {
    console.error(error);
    if (!response.headersSent) response.writeHead(400, { 'Content-Type': 'text/plain' });
    response.end('This sign-in is over; begin again where you came from.\n');
  });
}).listen(options.port, '127.0.0.1');

async function interact(request: IncomingMessage, response: ServerResponse): Promise<void> {
  await provider.interactionDetails(request, response);
  if (request.method !== 'POST') {
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' });
    return void response.end(signInPage(request.url ?? ''));
  }
  const address = z
    .email()
    .max(254)
    .parse((await formOf(request)).get('address'));
  const result = { login: { accountId: subjectOf(address), remember: false } };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request) if ((text += String(chunk)).length > 2000) break;
  return new URLSearchParams(text);
}
