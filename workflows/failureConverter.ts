// How failures travel: their messages and stack traces in a payload, which the codec seals, and not as plain text beside it.
import { DefaultFailureConverter } from '@temporalio/common';

export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
