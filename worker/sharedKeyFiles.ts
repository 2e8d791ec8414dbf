// Which keys the processes of an installation have in common, and where each process has its copy.
import { createHash, randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { readOrMake } from '../evidence/ledger/readOrMake.ts';
import { developmentSealKey } from '../evidence/seal/sealKey.ts';
import { entranceKeyIdsIn } from '../evidence/vouchers/entranceKeys.ts';
import type { SharedKey } from '../storage/encryption/sharedKeys.ts';
import { openSharedKeys } from './openEvidenceKeys.ts';

type Settings = Pick<
  Config,
  'publicUrl' | 'stateFolder' | 'sealPkcs12' | 'logKeyFile' | 'entranceKeyFile' | 'linkSecret'
> &
  Parameters<typeof openSharedKeys>[0];

export function sharedKeysOf(settings: Settings): SharedKey[] {
  const { stateFolder, logKeyFile, entranceKeyFile, linkSecret, sealPkcs12 } = settings;
  const make = (): Promise<unknown> => openSharedKeys(settings);
  const seal = join(stateFolder, 'development-seal.p12');
  return [
    { name: 'auditLog', ...file(logKeyFile), make, identities: asAWhole },
    {
      name: 'entrances',
      ...file(entranceKeyFile),
      make,
      identities: (content) => entranceKeyIdsIn(content, entranceKeyFile),
    },
    linkSecret === undefined
      ? {
          name: 'links',
          ...file(linkSecretFile(stateFolder)),
          make: () => ownLinkSecret(stateFolder),
          identities: secretsIn,
        }
      : given(linkSecret),
    ...(sealPkcs12 === undefined
      ? [
          {
            name: 'developmentSeal' as const,
            ...file(seal),
            make: () => developmentSealKey(seal),
            identities: asAWhole,
          },
        ]
      : []),
  ];
}

/** Several, the newest first. */
const given = (linkSecret: string): SharedKey => ({
  ...{ name: 'links', place: 'LINK_SECRET', isSetting: true },
  read: async () => Buffer.from(linkSecret),
  make: async () => undefined,
  write: async () => undefined,
  identities: secretsIn,
});

const secretsIn = (content: Buffer): string[] =>
  content
    .toString()
    .split(',')
    .map((each) => each.trim());

const asAWhole = (content: Buffer): string[] => [createHash('sha256').update(content).digest('hex')];

/** Replaced whole, as others read it meanwhile. */
const file = (path: string): Pick<SharedKey, 'place' | 'read' | 'write'> => ({
  place: path,
  read: () =>
    readFile(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    }),
  async write(content) {
    await readOrMake(path, async () => content);
    const beside = `${path}.${randomBytes(6).toString('hex')}`;
    await writeFile(beside, content, { mode: 0o600, flag: 'wx' });
    await rename(beside, path);
  },
});

const linkSecretFile = (stateFolder: string): string => join(stateFolder, 'link-secret');

/** Made at first start; whoever has it can make request links, so its copy lies in a file of its own that only the owner reads. */
export const ownLinkSecret = async (stateFolder: string): Promise<string> =>
  (await readOrMake(linkSecretFile(stateFolder), () => randomBytes(32).toString('base64url'))).toString();
