// The host that passkeys of this service are for, from the address that people reach it by; browsers lend them to some addresses only.
import { SignOffError } from '../errors.ts';
import { wherePasskeys, type ChannelTerms } from '../terms/channels.ts';

export interface RelyingParty {
  rpId: string;
  origin: string;
}

/**
 * Undefined where browsers offer no passkeys: they do on https and on localhost, under a name and not an IP address (W3C Web
 * Authentication, sections 5.1.3 and 5.4.2; Secure Contexts, section 3.1).
 */
export function relyingPartyOf(publicUrl: string): RelyingParty | undefined {
  const { protocol, hostname, origin } = new URL(publicUrl);
  const isLocal = hostname === 'localhost' || hostname.endsWith('.localhost');
  const isAddress = /^[\d.]+$/.test(hostname) || hostname.startsWith('[');
  if (isAddress || !(protocol === 'https:' || (protocol === 'http:' && isLocal))) return undefined;
  return { rpId: hostname, origin };
}

/** A contract is not to ask for what nobody could give. Throws INVALID_MESSAGE with the channels at fault, as a field of the engagement. */
export function assertPasskeysOffered(contract: { channels: ChannelTerms }, publicUrl: string): void {
  const [where] = wherePasskeys(contract);
  if (where === undefined || relyingPartyOf(publicUrl)) return;
  throw new SignOffError(
    'INVALID_MESSAGE',
    `The contract takes passkeys, and this service is reached at ${publicUrl}, where browsers offer none: they do on https, and on localhost. Set PUBLIC_URL to the service's https address, or leave "passkey" out.`,
    { field: `contract.${where}` },
  );
}
