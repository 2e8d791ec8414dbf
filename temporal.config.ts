// How to reach Temporal; nothing else. Profiles come from @temporalio/envconfig.
import { existsSync } from 'node:fs';
import type { ConnectionOptions } from '@temporalio/client';
import type { NativeConnectionOptions } from '@temporalio/worker';
import { loadClientConnectConfig, type ClientConnectConfig } from '@temporalio/envconfig';

export interface TemporalConfig {
  /** The address comes from the environment or a profile; otherwise it is the embedded server's. */
  isGiven: boolean;
  /** Fits client and worker alike. */
  connection: ConnectionOptions & NativeConnectionOptions;
  namespace: string;
}

/**
 * Reads a connection profile: TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, TEMPORAL_API_KEY, TEMPORAL_TLS_… or a TOML file named by
 * TEMPORAL_CONFIG_FILE with TEMPORAL_PROFILE. Without any of them: the local server on `localPort`. The file of the Temporal
 * CLI in the home folder counts only when TEMPORAL_PROFILE names a profile, so that trying this product out never
 * reaches for the server somebody uses at work. Throws an error that names the setting.
 */
export function loadTemporalConfig(env: NodeJS.ProcessEnv = process.env, localPort = 7233): TemporalConfig {
  const overrideEnvVars = Object.fromEntries(
    Object.entries(env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
  const { connectionOptions, namespace } = profileFrom(overrideEnvVars);
  return {
    isGiven: connectionOptions.address !== undefined,
    connection: {
      address: connectionOptions.address ?? `127.0.0.1:${localPort}`,
      tls: connectionOptions.tls ?? null,
      ...(typeof connectionOptions.apiKey === 'string' ? { apiKey: connectionOptions.apiKey } : {}),
      metadata: connectionOptions.metadata ?? {},
    },
    namespace: namespace ?? 'default',
  };
}

function profileFrom(overrideEnvVars: Record<string, string>): ClientConnectConfig {
  const { TEMPORAL_CONFIG_FILE: file, TEMPORAL_PROFILE: profile, TEMPORAL_ADDRESS: address } = overrideEnvVars;
  try {
    if (file && !existsSync(file)) throw new Error('there is no such file');
    const read = loadClientConnectConfig({ overrideEnvVars, disableFile: !file && !profile, configFileStrict: true });
    const named = read.connectionOptions.address;
    if (named !== undefined && !/^[^\s/]+:\d{1,5}$/.test(named)) throw new Error(`"${named}" is no host:port`);
    return read;
  } catch (error) {
    const settings = Object.entries({
      TEMPORAL_CONFIG_FILE: file,
      TEMPORAL_PROFILE: profile,
      TEMPORAL_ADDRESS: address,
    })
      .flatMap(([name, value]) => (value ? [`${name}=${value}`] : []))
      .join(', ');
    throw new Error(
      `The connection to Temporal cannot be read from its settings (${settings || 'TEMPORAL_…'}): ${(error as Error).message}. Correct them, or leave them out for the embedded server.`,
      { cause: error },
    );
  }
}
