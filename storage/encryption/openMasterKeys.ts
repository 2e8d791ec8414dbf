// The master keys that the settings name: those of a file, and one in AWS KMS where it is set.
import type { MasterKey, MasterKeys } from './masterKey.ts';
import { masterKeyFile } from './masterKeyFile.ts';

export interface MasterKeySettings {
  masterKeyFile: string;
  /** ARN of a key in AWS KMS, which then comes before the file. */
  masterKeyKms: string | undefined;
}

/** The file is read beside a key in KMS, so that one can take the place of the other under a running service. */
export async function openMasterKeys({ masterKeyFile: path, masterKeyKms }: MasterKeySettings): Promise<MasterKeys> {
  const file = masterKeyFile(path);
  if (masterKeyKms === undefined) return file;
  // Its client is large, and most installations have a file.
  const { kmsMasterKey, kmsKeyArn } = await import('./kmsMasterKey.ts');
  const newest = kmsMasterKey(masterKeyKms);
  const opened = new Map<string, MasterKey>([[newest.id, newest]]);
  return {
    place: `AWS KMS, or ${path}`,
    async byId(id) {
      if (!kmsKeyArn.test(id)) return file.byId(id);
      // An earlier one is another key of the same service: who may use it is for KMS to say.
      const key = opened.get(id) ?? kmsMasterKey(id);
      opened.set(id, key);
      return key;
    },
    newest: async () => newest,
    makeFirst: async () => newest,
  };
}
