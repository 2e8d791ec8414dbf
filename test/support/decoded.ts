// Histories and what else Temporal keeps, opened: payloads and the words of failures as they were before they were sealed.
import type { Payload } from '@temporalio/common';
import { openSealed } from '../../storage/encryption/payloadCodec.ts';
import { testDataKeys } from './testEncryption.ts';

interface Encoded {
  encodedAttributes?: Payload | null;
}

/** A copy. Throws where something that should be sealed is not, or does not open. */
export async function decoded<T>(value: T, namespace = 'default'): Promise<T> {
  return (await open(value, namespace)) as T;
}

async function open(value: unknown, namespace: string): Promise<unknown> {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array || !isPlain(value)) return value;
  if (Array.isArray(value)) return Promise.all(value.map((each) => open(each, namespace)));
  if (isSealed(value)) {
    const opened = await openSealed(value, testDataKeys, namespace);
    if ('why' in opened) throw new Error(`A payload does not open: ${opened.why}.`);
    return opened.payload;
  }
  const entries = await Promise.all(
    Object.entries(value).map(async ([name, each]) => [name, await open(each, namespace)] as const),
  );
  const { encodedAttributes, ...rest } = Object.fromEntries(entries) as Encoded & Record<string, unknown>;
  if (!encodedAttributes?.data) return { ...rest, ...(encodedAttributes ? { encodedAttributes } : {}) };
  const said = JSON.parse(Buffer.from(encodedAttributes.data).toString()) as { message: string; stack_trace: string };
  return { ...rest, message: said.message, stackTrace: said.stack_trace };
}

/** Numbers of 64 bits and buffers stay what they are. */
const isPlain = (value: object): boolean => !('low' in value && 'high' in value) && !Buffer.isBuffer(value);

const isSealed = (value: object): value is Payload =>
  Buffer.from((value as Payload).metadata?.encoding ?? []).toString() === 'binary/encrypted';

const bytesOf = (base64: string): Buffer => Buffer.from(base64, 'base64');

/** The same of a history as JSON, in which bytes are base64. */
export async function decodedJson(value: unknown, namespace = 'default'): Promise<unknown> {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return Promise.all(value.map((each) => decodedJson(each, namespace)));
  const { metadata, data } = value as { metadata?: Record<string, string>; data?: string };
  if (metadata?.encoding !== undefined && bytesOf(metadata.encoding).toString() === 'binary/encrypted') {
    const named = Object.fromEntries(Object.entries(metadata).map(([name, text]) => [name, bytesOf(text)]));
    const { metadata: inside, data: bytes } = await decoded<Payload>(
      { metadata: named, data: bytesOf(data ?? '') },
      namespace,
    );
    const plain = Object.entries(inside ?? {}).map(([name, text]) => [name, Buffer.from(text).toString('base64')]);
    return { metadata: Object.fromEntries(plain), data: Buffer.from(bytes ?? []).toString('base64') };
  }
  const entries = Object.entries(value).map(
    async ([name, each]) => [name, await decodedJson(each, namespace)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}
