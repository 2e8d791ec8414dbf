// The key by which our mail is signed with DKIM (RFC 6376), read when a process starts. What signs is nodemailer.
import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { senderDomain, type DkimSettings } from './mailSettings.ts';

/** As nodemailer takes it. */
export interface DkimKey {
  domainName: string;
  keySelector: string;
  privateKey: string;
}

/** RFC 8301: receivers take nothing shorter for a signature. */
const leastBits = 1024;

/** Signs for the domain of `from`, which is what DMARC compares. Throws with the setting to correct. */
export async function readDkimKey({ keyFile, selector }: DkimSettings, from: string): Promise<DkimKey> {
  const privateKey = await readFile(keyFile, 'utf8').catch((cause: Error) => {
    throw new Error(`MAIL_DKIM_KEY_FILE names ${keyFile}, which cannot be read: ${cause.message}`, { cause });
  });
  if (!isStrongRsa(privateKey))
    throw new Error(
      `MAIL_DKIM_KEY_FILE: ${keyFile} must hold a private RSA key of ${leastBits} bits or more as PEM, without a password.`,
    );
  return { domainName: senderDomain(from), keySelector: selector, privateKey };
}

function isStrongRsa(pem: string): boolean {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = createPrivateKey(pem);
    return asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= leastBits;
  } catch {
    return false;
  }
}
