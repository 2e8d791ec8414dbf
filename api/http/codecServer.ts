// What the codec server works with, as types: keys, where it is asked from, and who asks.
import type { Request } from 'express';
import type { DataKeys } from '../../storage/encryption/dataKeys.ts';

/** Whoever is signed in, as far as opening and sealing payloads go. */
export interface Decoder {
  /** The record names them by. */
  holderId: string;
  name: string;
  email: string;
  /** Whether they may in this engagement; without one, for what belongs to the installation. */
  mayDecode(engagementId: string | undefined): boolean;
}

export interface CodecServer {
  keys: DataKeys;
  namespace: string;
  /** Of the pages of the Temporal UI; no other page is answered. */
  uiOrigin: string;
  /** Undefined for who is not signed in, or may decode nowhere. */
  decoderOf(request: Request): Promise<Decoder | undefined>;
}
