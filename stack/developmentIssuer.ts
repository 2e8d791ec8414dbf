// The embedded development issuer: a process on loopback at which newcomers sign in as sample people, with one click and no proof.
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { SignInSettings } from '../domain/access/sessions.ts';
import { startChild, type Child } from './childProcess.ts';
import { sampleRoles } from './issuer/samplePeople.ts';
import { resolveEmbedded } from './resolveEmbedded.ts';

export interface IssuerOptions {
  port: number;
  /** Where the service that signs people in is reached. */
  publicUrl: string;
  /** Holds its log. */
  folder: string;
}

export type DevelopmentIssuer = Pick<Child, 'pid' | 'ended' | 'stop'> & { signIn: SignInSettings };

/** Whether it can be had: an installation for production is without it, and nobody signs in there unless OIDC_ISSUER is set. */
export function isIssuerInstalled(): boolean {
  try {
    resolveEmbedded('oidc-provider', 'The development issuer', 'OIDC_ISSUER');
    return true;
  } catch {
    return false;
  }
}

export async function startDevelopmentIssuer({ port, publicUrl, folder }: IssuerOptions): Promise<DevelopmentIssuer> {
  const signIn = {
    issuer: `http://localhost:${port}`,
    clientId: 'milestone-sign-off',
    clientSecret: randomBytes(32).toString('base64url'),
    roles: sampleRoles,
  };
  const { clientId, clientSecret } = signIn;
  const child = await startChild({
    name: 'development-issuer',
    command: process.execPath,
    args: [fileURLToPath(new URL('issuer/serveIssuer.js', import.meta.url))],
    folder,
    env: { DEVELOPMENT_ISSUER: JSON.stringify({ port, publicUrl, clientId, clientSecret }) },
  });
  await child.until(answers(`${signIn.issuer}/.well-known/openid-configuration`));
  return { pid: child.pid, ended: child.ended, stop: child.stop, signIn };
}

async function answers(url: string): Promise<void> {
  for (const deadline = Date.now() + 30_000; ;) {
    const isUp = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (isUp) return;
    if (Date.now() > deadline) throw new Error(`The development issuer does not answer at ${url}`);
    await new Promise((wait) => setTimeout(wait, 100));
  }
}
