// How the workflow reads payloads: like everybody, except that one it cannot read becomes undefined instead of an exception.
import { strFromU8 } from 'fflate';
import { whyNotStrict } from '../domain/terms/strictJson.ts';
import { defaultPayloadConverter, type Payload, type PayloadConverter } from '@temporalio/common';
import { unreadable } from '../domain/records/unreadable.ts';

const encodingOf = ({ metadata }: Payload): string => String.fromCharCode(...(metadata?.encoding ?? []));
const isJson = (payload: Payload): payload is Payload & { data: Uint8Array } =>
  Boolean(payload.data) && encodingOf(payload) === 'json/plain';

/**
 * Anybody with access to Temporal can send a signal whose bytes are no JSON. The SDK would fail the workflow task over it,
 * again and again, and no later message would ever be read; one with a name twice would be read in one way here, in another elsewhere. As undefined it reaches the milestone and is refused like any other;
 * so does what the worker's codec refused, with the reason.
 */
export const payloadConverter: PayloadConverter = {
  toPayload<T>(value: T): Payload {
    return defaultPayloadConverter.toPayload(value);
  },
  fromPayload<T>(payload: Payload): T {
    if (encodingOf(payload) === 'binary/refused') return unreadable(strFromU8(payload.data ?? new Uint8Array())) as T;
    if (isJson(payload) && whyNotStrict(payload.data) !== undefined) return undefined as T;
    try {
      return encodedBySomebody(payload, defaultPayloadConverter.fromPayload<T>(payload));
    } catch {
      return undefined as T;
    }
  },
};

/**
 * The codec server seals with a message who was signed in when it did; it becomes a field of the message, and what the message says
 * there itself counts for nothing.
 */
function encodedBySomebody<T>(payload: Payload, message: T): T {
  if (typeof message !== 'object' || message === null || Array.isArray(message)) return message;
  const said = payload.metadata?.['encoded-by'];
  if (said) return { ...message, encodedBy: JSON.parse(strFromU8(said)) as unknown };
  if (!('encodedBy' in message)) return message;
  const { encodedBy: _claimed, ...rest } = message;
  return rest as T;
}
