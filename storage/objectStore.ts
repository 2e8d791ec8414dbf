// What a place for sealed files is: objects by name, in a folder or a bucket. Knows neither keys nor what is in an object.
import type { Readable } from 'node:stream';

/** Names are those of `objectName`: 64 hexadecimal digits, safe in paths and keys. What the system or the network throws is thrown as it is. */
export interface ObjectStore {
  /** A folder in which an object is written before it has its name, and which ends with `release`. */
  stage(): Promise<{ folder: string; release(): Promise<void> }>;
  /** Gives a finished part its name, in place of what had it. It is there whole or not at all. */
  keep(name: string, part: { path: string; sizeBytes: number }): Promise<void>;
  open(name: string): Promise<Readable | undefined>;
  /** The first bytes, as many as there are of those asked for, and how many the object has. */
  peek(name: string, bytes: number): Promise<{ start: Buffer; sizeBytes: number } | undefined>;
  remove(name: string): Promise<void>;
  check(): Promise<void>;
}
