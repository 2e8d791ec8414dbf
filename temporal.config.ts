// How to reach Temporal and how payloads are converted; nothing else. Profiles come from @temporalio/envconfig.
import type { DataConverter } from '@temporalio/common';
import type { ConnectionOptions } from '@temporalio/client';
import type { NativeConnectionOptions } from '@temporalio/worker';
import { loadClientConnectConfig } from '@temporalio/envconfig';

export interface TemporalConfig {
  /** The address comes from the environment or a profile; otherwise it is the embedded server's. */
  isGiven: boolean;
  /** Fits client and worker alike. */
  connection: ConnectionOptions & NativeConnectionOptions;
  namespace: string;
  /**
   * The one seam for payload conversion, shared by client, worker and bundle. Undefined means plain JSON; an encrypting
   * codec goes here and nowhere else.
   */
  dataConverter: DataConverter | undefined;
}

/**
 * Reads a connection profile: TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, TEMPORAL_API_KEY, TEMPORAL_TLS_… or a TOML file named by
 * TEMPORAL_CONFIG_FILE with TEMPORAL_PROFILE. Without any of them: the local server on `localPort`.
 */
export function loadTemporalConfig(env: NodeJS.ProcessEnv = process.env, localPort = 7233): TemporalConfig {
  const overrideEnvVars = Object.fromEntries(
    Object.entries(env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
  const { connectionOptions, namespace } = loadClientConnectConfig({ overrideEnvVars });
  return {
    isGiven: connectionOptions.address !== undefined,
    connection: {
      address: connectionOptions.address ?? `127.0.0.1:${localPort}`,
      tls: connectionOptions.tls ?? null,
      ...(typeof connectionOptions.apiKey === 'string' ? { apiKey: connectionOptions.apiKey } : {}),
      metadata: connectionOptions.metadata ?? {},
    },
    namespace: namespace ?? 'default',
    dataConverter: undefined,
  };
}
