// How the mailbox that replies are fetched from is reached, and whether it opens.
import { ImapFlow, type ImapFlowOptions } from 'imapflow';

const patienceMilliseconds = 60_000;

export function connectionTo(address: URL): ImapFlowOptions {
  const isTls = address.protocol === 'imaps:';
  return {
    host: address.hostname,
    port: Number(address.port) || (isTls ? 993 : 143),
    secure: isTls,
    // A password in the clear leaves this machine only where the other end is this machine.
    ...(isTls || isLocal(address.hostname) ? {} : { doSTARTTLS: true }),
    auth: { user: decodeURIComponent(address.username), pass: decodeURIComponent(address.password) },
    logger: false,
    connectionTimeout: 20_000,
    greetingTimeout: 20_000,
    socketTimeout: patienceMilliseconds,
  };
}

const isLocal = (host: string): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(host);

export const folderOf = ({ pathname }: URL): string => decodeURIComponent(pathname.replace(/^\//, '')) || 'INBOX';

/** Throws where it cannot be opened; reads nothing. */
export async function checkMailbox(url: string): Promise<void> {
  const address = new URL(url);
  const client = new ImapFlow(connectionTo(address));
  client.on('error', () => undefined);
  await client.connect();
  try {
    (await client.getMailboxLock(folderOf(address))).release();
    await client.logout();
  } finally {
    client.close();
  }
}
