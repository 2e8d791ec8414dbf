// The plain content of a backup: frames of a header in JSON and bytes, one after the other, so that it is written and read as a stream.
import type { CopiedTable, RecordHeads } from '../../db/tableCopies.ts';

export const backupFormat = 'milestone-sign-off backup 1';

export interface Totals {
  tables: number;
  rows: number;
  files: number;
  fileBytes: number;
}

export type FrameHeader =
  | { kind: 'backup'; format: string; madeAt: string; schemaSha256: string; masterKeyIds: string[] }
  | ({ kind: 'table' } & CopiedTable)
  | { kind: 'file'; name: string }
  /** Of the table or the file that was begun. */
  | { kind: 'bytes' }
  | { kind: 'tableEnd'; rows: number; sha256: string }
  | { kind: 'fileEnd'; sizeBytes: number; sha256: string }
  | { kind: 'sequences'; sequences: [name: string, value: string, isCalled: boolean][] }
  /** Nothing comes after it: a backup without one is not whole. `lacking` files are on record and not in the store. */
  | { kind: 'end'; totals: Totals; heads: RecordHeads; lacking: string[] };

export interface Frame {
  header: FrameHeader;
  content: Buffer;
}

/** No frame is read that says it is longer. */
const atMost = { header: 1_000_000, content: 16 * 1024 * 1024 };

export function frame(header: FrameHeader, content: Uint8Array = Buffer.alloc(0)): Buffer {
  const text = Buffer.from(JSON.stringify(header));
  const lengths = Buffer.alloc(8);
  lengths.writeUInt32BE(text.length, 0);
  lengths.writeUInt32BE(content.length, 4);
  return Buffer.concat([lengths, text, content]);
}

/** Throws where the bytes end within a frame, or are none. */
export async function* readFrames(source: AsyncIterable<Uint8Array>): AsyncGenerator<Frame> {
  let pending = Buffer.alloc(0);
  for await (const chunk of source) {
    pending = Buffer.concat([pending, chunk]);
    for (let next = firstFrame(pending); next; next = firstFrame(pending)) {
      yield next.frame;
      pending = pending.subarray(next.length);
    }
  }
  if (pending.length > 0) throw new Error('it ends in the middle');
}

function firstFrame(bytes: Buffer): { frame: Frame; length: number } | undefined {
  if (bytes.length < 8) return undefined;
  const [header, content] = [bytes.readUInt32BE(0), bytes.readUInt32BE(4)];
  if (header > atMost.header || content > atMost.content) throw new Error('it is not what a backup holds');
  const length = 8 + header + content;
  if (bytes.length < length) return undefined;
  const parsed = JSON.parse(bytes.toString('utf8', 8, 8 + header)) as FrameHeader;
  return { frame: { header: parsed, content: bytes.subarray(8 + header, length) }, length };
}
