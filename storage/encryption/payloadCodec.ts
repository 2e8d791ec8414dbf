// The codec of every client and worker: nothing reaches Temporal but sealed, and nothing is believed that was not.
import type { Payload, PayloadCodec, SerializationContext } from '@temporalio/common';
import { DataKeyGone, type DataKey, type DataKeys } from './dataKeys.ts';
import { seal, sealedAs, unseal, type Belonging } from './sealing.ts';

export interface CodecSettings {
  keys: DataKeys;
  /** Undefined where no milestone on record has the workflow. Asked once for each that has one. */
  engagementOf(workflowId: string): Promise<string | undefined>;
  /**
   * What comes of a payload that is not sealed, or not for where it turns up. A worker hands on that it was `refused`, and why:
   * failing would fail the task of the workflow, again and again, and whoever has access to Temporal can send one. Everybody else fails.
   */
  ifNotSealed: 'refuse' | 'fail';
}

/** The engagement of a milestone never changes, so what was found is kept, of so many workflows. */
const rememberedWorkflows = 50_000;

/** Metadata of what a worker hands on in place of a payload that it refuses; the reason is its data. */
export const refusedEncoding = 'binary/refused';

export class EncryptingCodec implements PayloadCodec {
  readonly #settings: CodecSettings;
  readonly #engagements = new Map<string, string>();

  constructor(settings: CodecSettings) {
    this.#settings = settings;
  }

  /** For who knows already; a milestone's engagement is looked up otherwise. */
  remember(workflowId: string, engagementId: string): void {
    this.#engagements.delete(workflowId);
    this.#engagements.set(workflowId, engagementId);
    const [oldest] = this.#engagements.keys();
    if (this.#engagements.size > rememberedWorkflows && oldest !== undefined) this.#engagements.delete(oldest);
  }

  async encode(payloads: Payload[], context?: SerializationContext): Promise<Payload[]> {
    if (payloads.length === 0) return [];
    const to = belongingOf(context);
    if (!to) throw new TypeError('A payload is sealed for a workflow or an activity; the SDK named none.');
    const key = await this.#keyFor(to.workflowId);
    return payloads.map((each) => seal(each, key, to));
  }

  async decode(payloads: Payload[], context?: SerializationContext): Promise<Payload[]> {
    const to = belongingOf(context);
    return Promise.all(
      payloads.map(async (each) => {
        const opened = await this.#open(each, to);
        return typeof opened === 'string' ? this.#notSealed(opened, context) : opened;
      }),
    );
  }

  async #open(payload: Payload, to: Belonging | undefined): Promise<Payload | string> {
    const said = sealedAs(payload);
    if (said && said.workflowId !== to?.workflowId) return 'it was sealed for another workflow';
    const opened = await openSealed(payload, this.#settings.keys, to?.namespace ?? '');
    if ('why' in opened) return opened.why;
    const { engagementId, workflowId } = opened;
    if (engagementId !== undefined && workflowId !== '') this.remember(workflowId, engagementId);
    return opened.payload;
  }

  /** The result of a local activity never leaves the workflow's own task: to take it for another would be to decide on another past. */
  #notSealed(why: string, context: SerializationContext | undefined): Payload {
    const isLocal = context?.type === 'activity' && context.isLocal;
    if (this.#settings.ifNotSealed === 'fail' || isLocal) throw new Error(`A payload cannot be read: ${why}.`);
    return { metadata: { encoding: Buffer.from(refusedEncoding) }, data: Buffer.from(why) };
  }

  /** What no milestone on record has, such as the dispatcher, is sealed by the installation's own key. */
  async #keyFor(workflowId: string): Promise<DataKey> {
    const { keys, engagementOf } = this.#settings;
    const known = this.#engagements.get(workflowId);
    const engagementId = known ?? (workflowId === '' ? undefined : await engagementOf(workflowId));
    if (engagementId === undefined) return keys.installation();
    if (known === undefined) this.remember(workflowId, engagementId);
    return keys.current(engagementId);
  }
}

const belongingOf = (context: SerializationContext | undefined): Belonging | undefined =>
  context && { namespace: context.namespace, workflowId: context.workflowId ?? '' };

export interface Opened {
  payload: Payload;
  /** What it was sealed for. */
  workflowId: string;
  keyId: string;
  /** Absent where it belongs to none. */
  engagementId?: string;
}

/** For the workflow that it says it was sealed for; `why` it does not open ends a sentence. Throws what may pass by itself. */
export async function openSealed(
  sealed: Payload,
  keys: Pick<DataKeys, 'byId'>,
  namespace: string,
): Promise<Opened | { why: string }> {
  const said = sealedAs(sealed);
  if (!said) return { why: 'it came in plain, or sealed in a way not known here' };
  const { keyId, workflowId } = said;
  const key = await keys.byId(keyId).catch((error: unknown) => {
    // Anything else, such as a database that is away, is waited for.
    if (error instanceof DataKeyGone) return undefined;
    throw error;
  });
  if (!key) return { why: 'its key is not known, or was shredded' };
  const payload = unseal(sealed, key, { namespace, workflowId });
  if (!payload) return { why: 'it was not sealed by this service for this workflow' };
  const { engagementId } = key;
  return { payload, workflowId, keyId, ...(engagementId === undefined ? {} : { engagementId }) };
}
