// The one seam for payload conversion: what clients and workers of the product give the SDK.
import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import { EncryptingCodec, type CodecSettings } from '../storage/encryption/payloadCodec.ts';

/** The bundle of the workflows has the same converter of failures. */
const failureConverterPath = fileURLToPath(new URL('../workflows/failureConverter.ts', import.meta.url));

/** Of a client and a worker that belong together. A worker refuses what a client fails on. */
export interface Converters {
  ofClient: DataConverter;
  ofWorker: DataConverter;
}

export function convertersOf(settings: Omit<CodecSettings, 'ifNotSealed'>): Converters {
  const by = (ifNotSealed: CodecSettings['ifNotSealed']): DataConverter => ({
    failureConverterPath,
    payloadCodecs: [new EncryptingCodec({ ...settings, ifNotSealed })],
  });
  return { ofClient: by('fail'), ofWorker: by('refuse') };
}
