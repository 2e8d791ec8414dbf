// Proves from the raw message alone whose it is: DKIM and DMARC computed here. What a header says of earlier checks counts for nothing.
import { authenticate, type DNSResolver } from 'mailauth';

export interface Proven {
  status: 'proven';
  dkimDomain: string;
  dmarc: 'pass';
  /** Names of the header fields the signature covers, in lower case. */
  signedHeaders: string[];
  selector: string;
  /** The TXT record the signature was checked against, kept because keys are replaced. */
  publicKeyRecord?: string;
}

export type Proof =
  | Proven
  | { status: 'unproven'; why: string; dmarc: string; dkim: string[]; spf?: string }
  /** DNS did not answer; later it may. */
  | { status: 'undecided'; why: string };

export interface Circumstances {
  resolveDns: DNSResolver;
  remoteAddress?: string;
  helo?: string;
  envelopeFrom: string;
}

type Signature = Awaited<ReturnType<typeof authenticate>>['dkim']['results'][number] & {
  algo?: string;
  rr?: string;
  canonBodyLengthLimited?: boolean;
  signingHeaders?: { keys?: string };
};

/**
 * A message proves itself by a DKIM signature aligned with From under a published DMARC policy. SPF is looked at for the
 * record only: it speaks of a connection, which nobody can check again later, and an IMAP mailbox does not even have one.
 */
export async function proveSender(raw: Buffer, circumstances: Circumstances): Promise<Proof> {
  const { resolveDns, remoteAddress, helo, envelopeFrom } = circumstances;
  const { dkim, dmarc, spf } = await authenticate(raw, {
    resolver: resolveDns,
    sender: envelopeFrom,
    ...(remoteAddress ? { ip: remoteAddress } : {}),
    ...(helo ? { helo } : {}),
    mta: 'localhost',
    disableArc: true,
    disableBimi: true,
  });
  const signatures = dkim.results as Signature[];
  const verdict = dmarc ? dmarc.status.result : 'none';
  const fromDomain = dkim.headerFrom[0]?.split('@').pop()?.toLowerCase() ?? '';
  const isStrict = dmarc !== false && dmarc.alignment?.dkim?.strict === true;
  const objections = signatures.map((each) => objectionTo(each, fromDomain, isStrict));
  const good = signatures.find((_, index) => objections[index] === undefined);
  if (verdict === 'pass' && dkim.headerFrom.length === 1 && good) return provenBy(good);
  if (verdict === 'temperror' || (!good && signatures.some((each) => each.status.result === 'temperror')))
    return { status: 'undecided', why: 'DNS did not answer' };
  return {
    status: 'unproven',
    why:
      verdict === 'pass' || good ? `DMARC ${verdict}; ${objections.join('; ') || 'no signature'}` : `DMARC ${verdict}`,
    dmarc: verdict,
    dkim: objections.map((each, index) => `${signatures[index]?.signingDomain ?? 'none'}: ${each ?? 'pass'}`),
    ...(spf ? { spf: spf.status.result } : {}),
  };
}

const provenBy = (signature: Signature): Proven => ({
  status: 'proven',
  dkimDomain: signature.signingDomain.toLowerCase(),
  dmarc: 'pass',
  signedHeaders: signedHeaders(signature),
  selector: signature.selector ?? '',
  ...(signature.rr ? { publicKeyRecord: signature.rr } : {}),
});

const signedHeaders = ({ signingHeaders }: Signature): string[] =>
  (signingHeaders?.keys ?? '').split(':').map((each) => each.trim().toLowerCase());

/** Stricter than DMARC where a decision hangs on it. mailauth does not hold to `adkim=s`, so that is done here. */
function objectionTo(signature: Signature, fromDomain: string, isStrict: boolean): string | undefined {
  if (signature.status.result !== 'pass')
    return `DKIM ${signature.status.result}${signature.status.comment ? ` (${signature.status.comment})` : ''}`;
  if (!signature.status.aligned) return 'DKIM passes for a domain other than that of From';
  if (isStrict && signature.signingDomain.toLowerCase() !== fromDomain) return 'DKIM is not strictly aligned';
  if (!/-sha256$/i.test(signature.algo ?? '')) return 'DKIM uses a digest that RFC 8301 rules out';
  if (signature.canonBodyLengthLimited) return 'DKIM covers only a part of the body';
  if (!signedHeaders(signature).includes('from')) return 'DKIM does not cover From';
  return undefined;
}
