// How a payload of Temporal is sealed: AES-256-GCM over the whole payload, bound to namespace, workflow and engagement.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Payload } from '@temporalio/common';
import proto from '@temporalio/proto';
import { canonicalJson } from '../../evidence/ledger/canonicalJson.ts';
import type { DataKey } from './dataKeys.ts';

/** What a sealed payload belongs to; opened for anything else it does not open. */
export interface Belonging {
  namespace: string;
  /** Empty for what belongs to no workflow. */
  workflowId: string;
}

/** What a sealed payload says of itself in plain, in its metadata. */
export interface SealedAs {
  keyId: string;
  workflowId: string;
}

const encoding = 'binary/encrypted';
/** Another way of sealing gets another number, and this one is still read. */
const version = '1';

const names = { keyId: 'encryption-key-id', version: 'encryption-version', workflowId: 'encryption-workflow-id' };
const [nonceBytes, tagBytes] = [12, 16];
const { Payload: PayloadMessage } = proto.temporal.api.common.v1;

export function seal(payload: Payload, { keyId, key, engagementId }: DataKey, to: Belonging): Payload {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(boundTo(keyId, engagementId, to));
  const plain = PayloadMessage.encode(payload).finish();
  const data = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  const said = { encoding, [names.keyId]: keyId, [names.version]: version, [names.workflowId]: to.workflowId };
  return { metadata: Object.fromEntries(Object.entries(said).map(([name, text]) => [name, Buffer.from(text)])), data };
}

/** Undefined for what is not sealed, or in a way that this release does not know. */
export function sealedAs({ metadata }: Payload): SealedAs | undefined {
  const said = (name: string): string => Buffer.from(metadata?.[name] ?? []).toString();
  if (said('encoding') !== encoding || said(names.version) !== version) return undefined;
  return { keyId: said(names.keyId), workflowId: said(names.workflowId) };
}

/** Undefined where it was not sealed by this key for what it is said to belong to. */
export function unseal({ data }: Payload, { keyId, key, engagementId }: DataKey, to: Belonging): Payload | undefined {
  const sealed = Buffer.from(data ?? []);
  if (sealed.length < nonceBytes + tagBytes) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes), { authTagLength: tagBytes })
    .setAAD(boundTo(keyId, engagementId, to))
    .setAuthTag(sealed.subarray(-tagBytes));
  try {
    const plain = Buffer.concat([decipher.update(sealed.subarray(nonceBytes, -tagBytes)), decipher.final()]);
    return PayloadMessage.toObject(PayloadMessage.decode(plain));
  } catch {
    return undefined;
  }
}

const boundTo = (keyId: string, engagementId: string | undefined, { namespace, workflowId }: Belonging): Buffer =>
  Buffer.from(canonicalJson({ version, keyId, engagementId: engagementId ?? null, namespace, workflowId }));
