// How the demo ends: the desk in the browser of who runs it, where there is one to open, and a mailed link for somebody without an account.
import open from 'open';
import type { Inbox } from './inbox.ts';

/** A person sits at a terminal of a machine with a screen. */
export const canShowPages = (platform: NodeJS.Platform, env: NodeJS.ProcessEnv, isTerminal: boolean): boolean =>
  isTerminal && !env.CI && !env.SSH_CONNECTION && (platform !== 'linux' || Boolean(env.DISPLAY ?? env.WAYLAND_DISPLAY));

/** Whether it was opened; where it cannot be, the address that was printed is enough. */
export async function showPage(address: string): Promise<boolean> {
  if (!canShowPages(process.platform, process.env, process.stdout.isTTY)) return false;
  return open(address).then(
    () => true,
    () => false,
  );
}

/** Asks for the mail as a person does, on the page that offers it. */
export async function mailedList(apiUrl: string, address: string, inbox: Inbox): Promise<string> {
  const { origin } = new URL(apiUrl);
  const response = await fetch(`${apiUrl}/asked-by-mail`, {
    ...{ method: 'POST', headers: { origin }, body: new URLSearchParams({ address }) },
  });
  if (!response.ok) throw new Error(`${apiUrl}/asked-by-mail: ${response.status}`);
  return inbox.newestLink(address, '/asked-by-mail/');
}
