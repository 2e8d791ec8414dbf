// Gets the server binaries ahead of time, so that starting and testing never wait for a download. Part of `prepare`.
import { existsSync } from 'node:fs';
import { loadTemporalConfig } from '../temporal.config.ts';
import { resolveTemporalCli, resolveTestServer } from './temporalBinary.ts';

async function fetchServers(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const wanted = process.argv.includes('--with-test-server')
    ? [resolveTemporalCli, resolveTestServer]
    : [resolveTemporalCli];
  if (wanted.length === 1 && loadTemporalConfig().isGiven) return;
  for (const resolve of wanted) {
    const { path, source } = await resolve();
    // One on PATH is whatever somebody put there; one from the cache was fetched by its digest.
    if (source !== 'cache') console.log(`${path} (from: ${source})`);
  }
}

fetchServers().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
