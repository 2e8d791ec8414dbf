// That the audit lines of a record of format 1 are in the operator's log, and what a receipt from elsewhere says. Frozen.
import {
  fromBase64,
  parseCheckpoint,
  parseVerifierKey,
  signaturesBy,
  toBase64,
  type Checkpoint,
  type LogKey,
} from '../../ledger/checkpoint.ts';
import { isConsistent, isSame, leafHash, rootByInclusion, type TreeHead } from '../../ledger/merkleTree.ts';
import { BagError, bytesOf, jsonOf, linesOf, textOf, type Bag, type Primitives } from '../bag.ts';
import { sha256With } from '../hashing.ts';
import type { GrowthProof, Receipt } from '../receipt.ts';
import type { Certificate } from './shapes.ts';

const utf8 = new TextEncoder();

function pathOf(texts: unknown, where: string): Uint8Array[] {
  const path = Array.isArray(texts) ? texts.map((each) => fromBase64(String(each))) : [undefined];
  if (!path.every((each) => each?.length === 32)) throw new BagError(`${where} holds no proof`);
  return path as Uint8Array[];
}

async function signedCheckpoint(primitives: Primitives, text: string, key: LogKey, what: string): Promise<Checkpoint> {
  const checkpoint = parseCheckpoint(text);
  if (!checkpoint) throw new BagError(`${what} is no checkpoint`);
  if (checkpoint.origin !== key.name)
    throw new BagError(`${what} is of the log ${checkpoint.origin}, the certificate is of ${key.name}`);
  const claimed = signaturesBy(checkpoint, key);
  if (claimed.length === 0)
    throw new BagError(`${what} is not signed by the log's key that the certificate names; keys were swapped`);
  for (const signature of claimed)
    if (!(await primitives.verifyEd25519(key.publicKey, utf8.encode(checkpoint.body), signature)))
      throw new BagError(`the signature of ${what} does not hold`);
  return checkpoint;
}

/** The key the sealed certificate names; the copies in the bag must be the same. */
export async function checkLogKey(bag: Bag, primitives: Primitives, certificate: Certificate): Promise<LogKey> {
  const named = certificate.auditLog.proof?.logKey;
  const key = named ? parseVerifierKey(sha256With(primitives), named) : undefined;
  if (!named || !key) throw new BagError('the certificate names no key of an audit log');
  if ((await textOf(bag, 'data/public-keys/audit-log.vkey')).trim() !== named)
    throw new BagError('data/public-keys/audit-log.vkey is not the key that the certificate names');
  const pem = await textOf(bag, 'data/public-keys/audit-log.pem');
  const der = fromBase64(pem.replace(/-----[^-]+-----|\s/g, ''));
  if (!der || !isSame(der.slice(-32), key.publicKey) || der.length !== 44)
    throw new BagError('data/public-keys/audit-log.pem is not the key that the certificate names');
  return key;
}

export async function checkCheckpoint(bag: Bag, primitives: Primitives, key: LogKey): Promise<Checkpoint> {
  const what = 'data/proofs/checkpoint';
  const checkpoint = await signedCheckpoint(primitives, await textOf(bag, what), key, what);
  if ((await textOf(bag, 'data/proofs/checkpoint.txt')) !== checkpoint.body)
    throw new BagError('data/proofs/checkpoint.txt is not the text of data/proofs/checkpoint');
  const signature = await bytesOf(bag, 'data/proofs/checkpoint.sig');
  if (!checkpoint.signatures.some((each) => isSame(each.signature, signature)))
    throw new BagError('data/proofs/checkpoint.sig is not the signature of data/proofs/checkpoint');
  return checkpoint;
}

export async function checkInclusion(
  bag: Bag,
  primitives: Primitives,
  lines: readonly string[],
  checkpoint: Checkpoint,
): Promise<void> {
  const proofs = await linesOf(bag, 'data/proofs/inclusion.jsonl');
  if (proofs.length !== lines.length)
    throw new BagError(`data/proofs/inclusion.jsonl proves ${proofs.length} of ${lines.length} lines`);
  const sha256 = sha256With(primitives);
  let before = -1;
  lines.forEach((line, index) => {
    const where = `line ${index + 1} of data/proofs/inclusion.jsonl`;
    const proof = asJson<{ leafIndex: number; path: unknown }>(proofs[index] ?? '', where);
    const root = rootByInclusion(
      sha256,
      leafHash(sha256, utf8.encode(line)),
      proof.leafIndex,
      checkpoint.size,
      pathOf(proof.path, where),
    );
    if (!root || !isSame(root, checkpoint.root))
      throw new BagError(
        `line ${index + 1} of data/audit-log.jsonl is not in the log of the checkpoint (${checkpoint.size} leaves): ` +
          'the line, its proof or the checkpoint is another',
      );
    if (proof.leafIndex <= before) throw new BagError(`${where} is out of order in the log`);
    before = proof.leafIndex;
  });
}

function asJson<T>(text: string, where: string): T {
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new BagError(`${where} is no JSON`);
  }
}

interface Link {
  checkpoint: string;
  path: unknown;
}

/** Checkpoints of certificates that the bag's own is proven to have grown from. */
export async function checkConsistency(
  bag: Bag,
  primitives: Primitives,
  key: LogKey,
  newest: Checkpoint,
): Promise<Checkpoint[]> {
  const where = 'data/proofs/consistency.json';
  const found = await jsonOf<unknown>(bag, where);
  if (!Array.isArray(found)) throw new BagError(`${where} holds no proofs`);
  const older: Checkpoint[] = [];
  for (const { checkpoint: text, path } of found as Link[]) {
    const each = await signedCheckpoint(primitives, String(text), key, `a checkpoint in ${where}`);
    if (!isConsistent(sha256With(primitives), each, newest, pathOf(path, where)))
      throw new BagError(
        `the log of ${newest.size} leaves did not grow from the one of ${each.size} that a certificate names: it was rewritten`,
      );
    older.push(each);
  }
  return older;
}

/** The certificate's own proof: the line that recorded its acceptance, in the tree of the checkpoint it carries. */
export async function checkOwnProof(
  primitives: Primitives,
  { auditLog: { proof } }: Certificate,
  lines: readonly string[],
  hashes: readonly string[],
  older: readonly Checkpoint[],
): Promise<void> {
  const line = proof && lines[proof.lineSequence - 1];
  if (!proof || line === undefined || hashes[proof.lineSequence - 1] !== proof.lineHash)
    throw new BagError('the certificate names another line of the audit log than the bag has');
  const checkpoint = older.find((each) => isSameText(each, proof.checkpoint));
  if (!checkpoint) throw new BagError('data/proofs/consistency.json leaves out the checkpoint of the certificate');
  const sha256 = sha256With(primitives);
  const path = pathOf(proof.path, 'the certificate');
  const root = rootByInclusion(sha256, leafHash(sha256, utf8.encode(line)), proof.leafIndex, checkpoint.size, path);
  if (!root || !isSame(root, checkpoint.root))
    throw new BagError('the proof that the certificate carries does not lead to its checkpoint');
}

const isSameText = (checkpoint: Checkpoint, text: string): boolean => {
  const other = parseCheckpoint(text);
  return other?.body === checkpoint.body;
};

/** Holds a receipt, a checkpoint that somebody was mailed at some time, against what the bag proves. */
export async function checkReceipt(
  primitives: Primitives,
  key: LogKey,
  { checkpoint: noted, proof: growth }: Receipt,
  known: readonly Checkpoint[],
): Promise<string> {
  const text = noted.replaceAll('\r\n', '\n').trim();
  const receipt = await signedCheckpoint(primitives, `${text}\n`, key, 'the receipt');
  const same = known.find((each) => each.size === receipt.size);
  if (same) {
    if (isSame(same.root, receipt.root))
      return `the receipt of ${receipt.size} leaves is a checkpoint of this very log`;
    throw new BagError(
      `the log was rewritten: the receipt's tree of ${receipt.size} leaves has the root ${toBase64(receipt.root)}, the bag's has ${toBase64(same.root)}`,
    );
  }
  const other = growth && known.find((each) => each.size === growth.from || each.size === growth.to);
  if (!growth || !other)
    throw new BagError(
      `the receipt is of ${receipt.size} leaves, the bag's checkpoints are of ${known.map((each) => each.size).join(', ')}; ` +
        `get the proof between them from the log (GET /log/consistency) and give it with --proof. A log that cannot give one was rewritten`,
    );
  return grown(primitives, receipt, other, growth);
}

function grown(primitives: Primitives, receipt: TreeHead, other: TreeHead, growth: GrowthProof): string {
  const [older, newer] = receipt.size < other.size ? [receipt, other] : [other, receipt];
  const path = pathOf(growth.path, 'the proof given');
  if (
    older.size !== growth.from ||
    newer.size !== growth.to ||
    !isConsistent(sha256With(primitives), older, newer, path)
  )
    throw new BagError(
      `the log was rewritten, or the proof is not about it: ${newer.size} leaves did not grow from ${older.size}`,
    );
  return `the receipt of ${receipt.size} leaves and the bag's ${other.size} are of one log that only grew`;
}
