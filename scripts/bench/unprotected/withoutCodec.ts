// In the place of `worker/dataConverter.ts`, for the bench alone: payloads go to Temporal as they are.
import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import type * as encrypting from '../../../worker/dataConverter.ts';

const converter: DataConverter = {
  failureConverterPath: fileURLToPath(new URL('../../../workflows/failureConverter.ts', import.meta.url)),
};

export const convertersOf: typeof encrypting.convertersOf = () => ({ ofClient: converter, ofWorker: converter });
