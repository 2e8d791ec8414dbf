// How the workflow reads payloads: like everybody, except that one it cannot read becomes undefined instead of an exception.
import { defaultPayloadConverter, type Payload, type PayloadConverter } from '@temporalio/common';

/**
 * Anybody with access to Temporal can send a signal whose bytes are no JSON. The SDK would fail the workflow task over it,
 * again and again, and no later message would ever be read. As undefined it reaches the milestone and is refused like any other.
 */
export const payloadConverter: PayloadConverter = {
  toPayload<T>(value: T): Payload {
    return defaultPayloadConverter.toPayload(value);
  },
  fromPayload<T>(payload: Payload): T {
    try {
      return defaultPayloadConverter.fromPayload<T>(payload);
    } catch {
      return undefined as T;
    }
  },
};
