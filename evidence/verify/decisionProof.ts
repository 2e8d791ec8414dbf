// Checks the proof that somebody was given of their decision, with nothing but the file, and says how far it reaches and no further.
import canonicalize from 'canonicalize';
import { parseCheckpoint, parseVerifierKey, signaturesBy, toHex, type LogKey } from '../ledger/checkpoint.ts';
import { isSame, leafHash, rootByInclusion } from '../ledger/merkleTree.ts';
import { parseTlogProof, type DecisionExtra, type TlogProof } from '../ledger/tlogProof.ts';
import { BagError, type Primitives } from './bag.ts';
import { hexDigestOf, sha256With } from './hashing.ts';
import type { Receipt } from './receipt.ts';
import type { Finding } from './verifyBag.ts';

const utf8 = new TextEncoder();

interface Line {
  chain: string;
  entry: { type: string; event: number; hash: string; at: string };
}

interface Read {
  proof: TlogProof;
  extra: DecisionExtra;
  line: Line;
}

/** The first bytes of such a file, by which it is told from a record. */
export const isDecisionProof = (text: string): boolean => text.startsWith('c2sp.org/tlog-proof@');

/** What a record can be held against. Throws BagError where the file is no proof of a decision. */
export function receiptIn(text: string): Receipt {
  const { proof, line } = read(text);
  return { checkpoint: proof.checkpoint, decision: { sequence: line.entry.event, hash: line.entry.hash } };
}

/** As with a record: the last finding does not hold where the proof fails. `knownKey` is a verifier key that its reader has from elsewhere. */
export async function* verifyDecisionProof(
  text: string,
  primitives: Primitives,
  knownKey?: string,
): AsyncGenerator<Finding> {
  const sha256 = sha256With(primitives);
  let file!: Read;
  const checks: [string, () => string | Promise<string>][] = [
    [
      'Proof',
      () => {
        file = read(text);
        return `written as C2SP tlog-proof v1, of entry ${file.proof.index} of a log`;
      },
    ],
    [
      'Decision',
      () => {
        const { event, previousHash } = file.extra;
        const { entry, chain } = file.line;
        if (hexDigestOf(primitives, canonicalize({ event, previousHash }) ?? '') !== entry.hash)
          throw new BagError('the decision in this file is not the one whose digest the entry of the log names');
        if (event.sequence !== entry.event)
          throw new BagError(`the decision is event ${event.sequence}, the entry names event ${entry.event}`);
        return `${decisionWords(event)}, is event ${event.sequence} of ${chain.replace(':', ' ')}, digest ${entry.hash}`;
      },
    ],
    ['Log', () => signedBy(file, primitives, knownKey)],
    [
      'Entry',
      () => {
        const { proof, extra } = file;
        const checkpoint = parseCheckpoint(proof.checkpoint);
        const leaf = leafHash(sha256, utf8.encode(extra.line));
        const root = checkpoint && rootByInclusion(sha256, leaf, proof.index, checkpoint.size, proof.path);
        if (!checkpoint || !root || !isSame(root, checkpoint.root))
          throw new BagError(
            'the entry is not in the log that the checkpoint is of: it, its path or the checkpoint is another',
          );
        return `it is entry ${proof.index} of the ${checkpoint.size} that the log then had`;
      },
    ],
  ];
  for (const [check, work] of checks)
    try {
      yield { check, holds: true, says: await work() };
    } catch (error) {
      const says = error instanceof BagError ? error.message : `cannot be checked: ${(error as Error).message}`;
      yield { check, holds: false, says };
      return;
    }
}

/** Said after a proof that holds, wherever it was checked. */
export const howFar =
  'It proves that whoever has the key of this log signed, with this decision in it, and cannot take it out or change it unseen. ' +
  'The time is by their clock. It does not prove that the decision still stands, nor how the milestone ended: that is in the record and its certificate.';

async function signedBy({ proof, extra }: Read, primitives: Primitives, knownKey?: string): Promise<string> {
  const sha256 = sha256With(primitives);
  const key = parseVerifierKey(sha256, knownKey ?? extra.logKey);
  const checkpoint = parseCheckpoint(proof.checkpoint);
  if (!key)
    throw new BagError(knownKey === undefined ? 'it names no key of a log' : 'what was given is no key of a log');
  if (!checkpoint) throw new BagError('it holds no checkpoint of a log');
  if (checkpoint.origin !== key.name)
    throw new BagError(`its checkpoint is of the log ${checkpoint.origin}, the key is of ${key.name}`);
  const claimed = signaturesBy(checkpoint, key);
  if (claimed.length === 0) throw new BagError(`its checkpoint is not signed by the key ${keyWords(key)}`);
  for (const signature of claimed)
    if (!(await primitives.verifyEd25519(key.publicKey, utf8.encode(checkpoint.body), signature)))
      throw new BagError('the signature of its checkpoint does not hold');
  return `${checkpoint.size} entries, signed with the key ${keyWords(key)}${
    knownKey === undefined
      ? ', as the file itself names it; compare it with the key that your certificate names, or have it compared by giving both'
      : ', the one you gave'
  }`;
}

const keyWords = ({ name, keyId }: LogKey): string => `${name}+${toHex(keyId)}`;

function read(text: string): Read {
  const proof = parseTlogProof(text);
  if (!proof) throw new BagError('this is no proof as C2SP tlog-proof v1 has it, or it was cut off');
  const extra = jsonOf<Partial<DecisionExtra>>(new TextDecoder().decode(proof.extra ?? new Uint8Array()));
  const line = jsonOf<Partial<Line>>(extra?.line ?? '');
  const { entry, chain } = line ?? {};
  if (
    typeof extra?.event?.sequence !== 'number' ||
    typeof extra.previousHash !== 'string' ||
    typeof extra.logKey !== 'string' ||
    entry?.type !== 'decisionRecorded' ||
    typeof chain !== 'string'
  )
    throw new BagError('this is a proof of something, but of no decision on a milestone');
  return { proof, extra: extra as DecisionExtra, line: line as Line };
}

function jsonOf<T>(text: string): T | undefined {
  try {
    return JSON.parse(text) as T;
  } catch {
    return undefined;
  }
}

/** By what every event has, so that words of later releases are needed for none. */
function decisionWords(event: DecisionExtra['event']): string {
  const { personId } = (event.actor ?? {}) as { personId?: string };
  const { typedName } = (event.signature ?? {}) as { typedName?: string };
  const name = typedName === undefined ? '' : `, who typed the name ${typedName}`;
  return `“${event.type}” by person “${personId ?? '?'}”${name}, taken down ${event.at}`;
}
