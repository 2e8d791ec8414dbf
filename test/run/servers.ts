// The servers that all processes of a run share, started once; each process gets their addresses by its environment.
import { startSharedDatabase } from '../support/postgres.ts';
import { startDevServer, type SharedTemporal } from '../support/temporal.ts';
import type { TestFile } from './files.ts';

export interface Servers {
  environmentOf(process: number): Record<string, string>;
  stop(): Promise<void>;
}

/** Only what some of the files reach: a rule alone needs no server. */
export async function startServers(files: readonly TestFile[], processes: number): Promise<Servers> {
  const isNeeded = (module: string) => files.some(({ reaches }) => reaches.has(module));
  const namespaces = Array.from({ length: processes }, (_, number) => `tests-${number + 1}`);
  const [postgres, temporal] = await Promise.all([
    isNeeded('test/support/postgres.js') ? startSharedDatabase() : undefined,
    isNeeded('test/support/temporal.js') ? startDevServer(namespaces) : undefined,
  ]);
  return {
    environmentOf: (process) => ({
      ...(postgres ? { TEST_SHARED_POSTGRES: JSON.stringify(postgres) } : {}),
      ...(temporal
        ? {
            TEST_SHARED_TEMPORAL: JSON.stringify({
              address: temporal.address,
              namespace: namespaces[process] ?? '',
            } satisfies SharedTemporal),
          }
        : {}),
    }),
    async stop() {
      await Promise.all([postgres?.stop(), temporal?.teardown()]);
    },
  };
}
