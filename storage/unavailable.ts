// Tells a store that cannot be asked from what is wrong with the question, whatever kind of store it is.
import { StorageError, type Files, type FileStore } from './fileStore.ts';
import { SourceBroke } from './incomingFile.ts';

/** The same store; what the system or the network throws becomes STORE_UNAVAILABLE, and what broke off the source stays as it is. */
export const namingUnavailability = (store: FileStore): FileStore => ({
  of: (engagementId) => naming(store.of(engagementId)),
  ofInstallation: naming(store.ofInstallation),
  // Its reason is shown as it is, by the health check.
  check: () => store.check(),
});

const naming = (files: Files): Files => ({
  put: (source, options) => files.put(source, options).catch(rethrown),
  open: (sha256) => files.open(sha256).catch(rethrown),
  has: (sha256) => files.has(sha256).catch(rethrown),
  remove: (sha256) => files.remove(sha256).catch(rethrown),
});

function rethrown(error: unknown): never {
  if (error instanceof StorageError) throw error;
  if (error instanceof SourceBroke) throw error.cause;
  const why = error instanceof Error ? error.message : String(error);
  throw new StorageError('STORE_UNAVAILABLE', `The file store cannot be used now: ${why}`, { cause: error });
}
