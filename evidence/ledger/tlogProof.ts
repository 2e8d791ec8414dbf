// Proofs of inclusion in one text, as C2SP tlog-proof v1 has them, and what is kept in them of a decision. Proves nothing itself.
import { fromBase64, toBase64 } from './checkpoint.ts';

export interface TlogProof {
  /** Not authenticated by the format: whoever reads it has to lead it to the leaf. */
  extra?: Uint8Array;
  /** Of the leaf, from 0. */
  index: number;
  /** RFC 6962, 2.1.1: from the sibling of the leaf up. */
  path: Uint8Array[];
  /** The signed note, as it is. */
  checkpoint: string;
}

/** What leads from the leaf to the decision: the line that is the leaf, the event whose hash it names, and the key to check with. */
export interface DecisionExtra {
  /** Of an event in the chain of its milestone: SHA-256 of the canonical JSON of both is the hash that the line names. */
  event: { sequence: number; type: string; at: string } & Record<string, unknown>;
  previousHash: string;
  /** Of the audit log, byte for byte. */
  line: string;
  /** C2SP verifier key of the log, as it says of itself. */
  logKey: string;
}

const heading = 'c2sp.org/tlog-proof@v1';
const hashBytes = 32;

export function tlogProofText({ extra, index, path, checkpoint }: TlogProof): string {
  const lines = [heading, ...(extra ? [`extra ${toBase64(extra)}`] : []), `index ${index}`, ...path.map(toBase64)];
  return `${lines.join('\n')}\n\n${checkpoint}`;
}

/** Undefined for whatever is not written as the format has it; a mail server may have changed line ends, which say nothing here. */
export function parseTlogProof(written: string): TlogProof | undefined {
  const text = written.replaceAll('\r\n', '\n');
  const split = text.indexOf('\n\n');
  const [first, ...lines] = text.slice(0, Math.max(split, 0)).split('\n');
  if (split < 0 || first !== heading) return undefined;
  const given = lines[0]?.startsWith('extra ') ? fromBase64(lines.shift()?.slice('extra '.length) ?? '') : 'none';
  const [, index] = /^index (0|[1-9]\d*)$/.exec(lines.shift() ?? '') ?? [];
  const path = lines.map(fromBase64);
  if (given === undefined || index === undefined || !Number.isSafeInteger(Number(index))) return undefined;
  if (!path.every((each) => each?.length === hashBytes)) return undefined;
  return {
    ...(given === 'none' ? {} : { extra: given }),
    index: Number(index),
    path: path as Uint8Array[],
    checkpoint: text.slice(split + 2),
  };
}
