// The encryption of tests: the product's codec, with data keys that follow from the engagement's ID, so that every process has them.
import { createHash } from 'node:crypto';
import { DataKeyGone, type DataKey, type DataKeys } from '../../storage/encryption/dataKeys.ts';
import { convertersOf } from '../../worker/dataConverter.ts';

const own = 'installation';
const keyOf = (name: string): DataKey => ({
  keyId: `dk-${Buffer.from(name).toString('hex')}`,
  key: new Uint8Array(createHash('sha256').update(`a key that only tests know: ${name}`).digest()),
  ...(name === own ? {} : { engagementId: name }),
});

export const testDataKeys: DataKeys = {
  current: async (engagementId) => keyOf(engagementId),
  installation: async () => keyOf(own),
  byId: async (keyId) => {
    const key = keyOf(Buffer.from(keyId.slice('dk-'.length), 'hex').toString());
    if (key.keyId !== keyId) throw new DataKeyGone(`There is no data key ${keyId}.`);
    return key;
  },
};

const engagements = new Map<string, string>();

/** Stages start milestones that nobody registered, so they say which engagement each belongs to. */
export const belongsTo = (workflowId: string, engagementId: string): void =>
  void engagements.set(workflowId, engagementId);

export const testConverters = convertersOf({
  keys: testDataKeys,
  engagementOf: async (workflowId) => engagements.get(workflowId),
});
