// Whether people of the firm could decide at all under a contract: not where it takes nothing but sessions, and nobody signs in. Pure.
import { SignOffError } from '../errors.ts';
import type { ChannelTerms } from '../terms/channels.ts';

/** A contract is not to ask for what nobody could give. Throws INVALID_MESSAGE with the channels at fault, as a field of the engagement. */
export function assertSignInOffered({ channels }: { channels: ChannelTerms }, isOffered: boolean): void {
  if (isOffered) return;
  const alone = Object.entries(channels.firm).find(([, taken]) => taken.every((each) => each === 'session'));
  if (!alone) return;
  throw new SignOffError(
    'INVALID_MESSAGE',
    'The contract has the firm’s people decide while signed in and no other way, and nobody signs in at this service. Name "link" or "linkAndCode" beside "session", or have the service know an identity provider (OIDC_ISSUER).',
    { field: `contract.channels.firm.${alone[0]}` },
  );
}
