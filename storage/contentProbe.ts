// Looks at the first bytes of a stream as they pass, and says what they are the beginning of.
import { Transform, type TransformCallback } from 'node:stream';
import { fileTypeFromBuffer } from 'file-type';

/** Enough for the formats that are told apart by what stands in an archive. */
const looksAt = 64 * 1024;

export class ContentProbe extends Transform {
  readonly #head: Buffer[] = [];
  #length = 0;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    if (this.#length < looksAt) {
      this.#head.push(chunk.subarray(0, looksAt - this.#length));
      this.#length += chunk.length;
    }
    done(null, chunk);
  }

  /** Undefined for what has no signature, as text has not; asked when the stream is through. */
  async found(): Promise<{ extension: string; mediaType: string } | undefined> {
    // What stands in a hostile file is no fault of ours.
    const type = await fileTypeFromBuffer(Buffer.concat(this.#head)).catch(() => undefined);
    return type && { extension: type.ext, mediaType: type.mime };
  }
}
