// Has a running process follow a rotation of the entrances' keys, in whichever process that was done: a voucher by a key not known yet would not hold.
import type { Logger } from 'pino';
import type { Database } from '../db/database.ts';
import type { DataKeys } from '../storage/encryption/dataKeys.ts';
import { shareKeys, type SharedKey } from '../storage/encryption/sharedKeys.ts';
import { sharedKeysOf } from './sharedKeyFiles.ts';

/** At most, while the database answers. */
export const followsWithinSeconds = 20;

export interface KeptKeys {
  /** At once, for who met a key that it does not know. */
  follow(): Promise<void>;
  stop(): void;
}

export function entrancesOf(settings: Parameters<typeof sharedKeysOf>[0]): SharedKey {
  const entrances = sharedKeysOf(settings).find(({ name }) => name === 'entrances');
  if (!entrances) throw new Error('The keys of the entrances are not among those that processes share.');
  return entrances;
}

export function keepEntranceKeys(keyRing: Database, dataKeys: DataKeys, entrances: SharedKey, log: Logger): KeptKeys {
  const follow = () => shareKeys(keyRing, dataKeys, [entrances]);
  const timer = setInterval(() => {
    follow().catch((error: unknown) => log.warn({ err: error }, 'keys of the entrances could not be looked up'));
  }, followsWithinSeconds * 1000);
  timer.unref();
  return { follow, stop: () => clearInterval(timer) };
}
