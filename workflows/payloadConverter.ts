// How the workflow reads payloads: like everybody, except that one it cannot read becomes undefined instead of an exception.
import { whyNotStrict } from '../domain/terms/strictJson.ts';
import { defaultPayloadConverter, type Payload, type PayloadConverter } from '@temporalio/common';

const isJson = (payload: Payload): payload is Payload & { data: Uint8Array } =>
  Boolean(payload.data) && String.fromCharCode(...(payload.metadata?.encoding ?? [])) === 'json/plain';

/**
 * Anybody with access to Temporal can send a signal whose bytes are no JSON. The SDK would fail the workflow task over it,
 * again and again, and no later message would ever be read; one with a name twice would be read in one way here, in another elsewhere. As undefined it reaches the milestone and is refused like any other.
 */
export const payloadConverter: PayloadConverter = {
  toPayload<T>(value: T): Payload {
    return defaultPayloadConverter.toPayload(value);
  },
  fromPayload<T>(payload: Payload): T {
    if (isJson(payload) && whyNotStrict(payload.data) !== undefined) return undefined as T;
    try {
      return defaultPayloadConverter.fromPayload<T>(payload);
    } catch {
      return undefined as T;
    }
  },
};
