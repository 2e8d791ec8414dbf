// The embedded mail catcher: takes every mail over SMTP, delivers none, and shows them in a web inbox.
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { startChild } from './childProcess.ts';
import { guardInbox } from './inboxGuard.ts';
import { freePort } from './ports.ts';
import { resolveEmbedded } from './resolveEmbedded.ts';

export interface MailCatcherOptions {
  smtpPort: number;
  webPort: number;
  /** Caught mails are kept below it, across restarts. */
  folder: string;
}

export interface MailCatcher {
  smtpUrl: string;
  webUrl: string;
  pid: number;
  /** Rejects when the process ends without having been asked to. */
  ended: Promise<never>;
  stop(): Promise<void>;
}

export async function startMailCatcher({ smtpPort, webPort, folder }: MailCatcherOptions): Promise<MailCatcher> {
  const mails = resolve(folder, 'mails');
  await mkdir(mails, { recursive: true });
  const maildev = resolveEmbedded('maildev/bin/maildev', 'The mail catcher', 'SMTP_URL');
  const behind = { port: await freePort(), user: 'inbox', password: randomBytes(24).toString('base64url') };
  const child = await startChild({
    name: 'mail-catcher',
    command: process.execPath,
    folder,
    args: [
      ...[maildev, '--smtp', `${smtpPort}`, '--web', `${behind.port}`, '--ip', '127.0.0.1', '--web-ip', '127.0.0.1'],
      ...['--mail-directory', join(mails), '--silent'],
    ],
    env: { MAILDEV_WEB_USER: behind.user, MAILDEV_WEB_PASS: behind.password },
  });
  const guard = await child.until(guardInbox({ port: webPort, behind }));
  const webUrl = `http://127.0.0.1:${webPort}`;
  const close = (): void => {
    guard.close();
    guard.closeAllConnections();
  };
  child.ended.catch(close);
  const stop = async (): Promise<void> => {
    close();
    await child.stop();
  };
  await child.until(answers(`${webUrl}/email`)).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { smtpUrl: `smtp://127.0.0.1:${smtpPort}`, webUrl, pid: child.pid, ended: child.ended, stop };
}

async function answers(url: string): Promise<void> {
  for (const deadline = Date.now() + 30_000; ;) {
    const isUp = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (isUp) return;
    if (Date.now() > deadline) throw new Error(`The mail catcher does not answer at ${url}`);
    await new Promise((wait) => setTimeout(wait, 100));
  }
}
