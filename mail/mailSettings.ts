// The settings of mail that only make sense together: where replies come in, and by which key mail is signed.

/** As they stand in the environment, each checked by itself. */
interface Named {
  MAIL_DKIM_KEY_FILE?: string | undefined;
  MAIL_DKIM_SELECTOR?: string | undefined;
  REPLY_DOMAIN?: string | undefined;
  REPLY_SMTP_PORT?: number | undefined;
  REPLY_SMTP_HOST: string;
  REPLY_TLS_KEY_FILE?: string | undefined;
  REPLY_TLS_CERT_FILE?: string | undefined;
  REPLY_IMAP_URL?: string | undefined;
  REPLY_IMAP_POLL_SECONDS: number;
}

/** How replies come in; at least one of the two ways is set. */
export interface ReplySettings {
  domain: string;
  smtp: { port: number; host: string; keyFile: string | undefined; certFile: string | undefined } | undefined;
  mailbox: { url: string; pollSeconds: number } | undefined;
}

export interface DkimSettings {
  keyFile: string;
  selector: string;
}

export function dkimFrom({
  MAIL_DKIM_KEY_FILE: keyFile,
  MAIL_DKIM_SELECTOR: selector,
}: Named): DkimSettings | undefined {
  if (keyFile !== undefined && selector !== undefined) return { keyFile, selector };
  if (keyFile === undefined && selector === undefined) return undefined;
  const [alone, missing] =
    keyFile === undefined ? ['MAIL_DKIM_SELECTOR', 'MAIL_DKIM_KEY_FILE'] : ['MAIL_DKIM_KEY_FILE', 'MAIL_DKIM_SELECTOR'];
  throw new Error(
    `Settings that cannot be used:\n  ${alone}: set it together with ${missing}\nCorrect them in the environment or in .env.`,
  );
}

/** Mails must not ask for replies that nothing takes in, nor may replies come in that nothing can belong to. */
export function repliesFrom(read: Named): ReplySettings | undefined {
  const { REPLY_DOMAIN: domain, REPLY_SMTP_PORT: port, REPLY_IMAP_URL: url } = read;
  const isEntrance = port !== undefined || url !== undefined;
  if (domain === undefined && !isEntrance) return undefined;
  const problem =
    domain === undefined
      ? '  REPLY_DOMAIN: set it to the host of reply addresses, since REPLY_SMTP_PORT or REPLY_IMAP_URL is set'
      : !isEntrance
        ? '  REPLY_DOMAIN: set REPLY_SMTP_PORT or REPLY_IMAP_URL too, or nothing takes the replies in'
        : (read.REPLY_TLS_KEY_FILE === undefined) !== (read.REPLY_TLS_CERT_FILE === undefined)
          ? '  REPLY_TLS_KEY_FILE: set it together with REPLY_TLS_CERT_FILE'
          : undefined;
  if (domain === undefined || problem)
    throw new Error(`Settings that cannot be used:\n${problem}\nCorrect them in the environment or in .env.`);
  return {
    domain: domain.toLowerCase(),
    smtp:
      port === undefined
        ? undefined
        : {
            port,
            host: read.REPLY_SMTP_HOST,
            keyFile: read.REPLY_TLS_KEY_FILE,
            certFile: read.REPLY_TLS_CERT_FILE,
          },
    mailbox: url === undefined ? undefined : { url, pollSeconds: read.REPLY_IMAP_POLL_SECONDS },
  };
}

/** The domain of a sender's address, written with a name or without. */
export const senderDomain = (from: string): string => /@([^\s>]+)/.exec(from)?.[1] ?? 'localhost.localdomain';
