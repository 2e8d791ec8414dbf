// The embedded mail catcher: takes every mail over SMTP, delivers none, and shows them in a web inbox.
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { startChild } from './childProcess.ts';
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
  const child = await startChild({
    name: 'mail-catcher',
    command: process.execPath,
    folder,
    args: [
      ...[maildev, '--smtp', `${smtpPort}`, '--web', `${webPort}`, '--ip', '127.0.0.1', '--web-ip', '127.0.0.1'],
      ...['--mail-directory', join(mails), '--silent'],
    ],
  });
  const webUrl = `http://127.0.0.1:${webPort}`;
  await child.until(answers(`${webUrl}/email`));
  return { smtpUrl: `smtp://127.0.0.1:${smtpPort}`, webUrl, pid: child.pid, ended: child.ended, stop: child.stop };
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
