// Real Temporal servers for tests: one dev server for the whole run, and time-skipping ones that no two suites share.
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { resolveTemporalCli, resolveTestServer } from '../../stack/temporalBinary.ts';
import { registerSearchAttributes } from '../../worker/searchAttributeRegistration.ts';
import { searchAttributes, valueTypes } from '../../workflows/searchAttributes.ts';
import { testConverters } from './testEncryption.ts';
import { oncePerRun } from './oncePerRun.ts';
import { shareWorkflowThreads } from './sharedWorkflowThreads.ts';

/** Clients as the product has them. */
const encrypting = { client: { dataConverter: testConverters.ofClient } };

/** Before the first use of Temporal's SDK in the process, or its runtime logs as it likes and cannot be replaced. */
export const quietRuntime = (): Promise<unknown> =>
  oncePerRun(
    'Temporal runtime',
    async () => {
      Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
      await shareWorkflowThreads();
    },
    async () => undefined,
  );

/** The dev server, whose clock runs as ours does. */
export function devServer(): Promise<TestWorkflowEnvironment> {
  return oncePerRun('Temporal', openDevServer, (environment) => environment.teardown());
}

/** What `npm test` has started for all its processes, and the namespace of this one, so that none meets another's workflows. */
export interface SharedTemporal {
  address: string;
  namespace: string;
}

async function openDevServer(): Promise<TestWorkflowEnvironment> {
  await quietRuntime();
  const given = process.env.TEST_SHARED_TEMPORAL;
  return given
    ? TestWorkflowEnvironment.createFromExistingServer({ ...(JSON.parse(given) as SharedTemporal), ...encrypting })
    : startDevServer(['default']);
}

/** In memory unless it is given a file, without its UI unless a port is given, with the namespaces named and the search attributes known in each. */
export async function startDevServer(
  namespaces: readonly string[],
  { databaseFile, ui }: { databaseFile?: string; ui?: { port: number; codecEndpoint: string } } = {},
): Promise<TestWorkflowEnvironment> {
  await quietRuntime();
  const { path } = await resolveTemporalCli();
  // It keeps all in memory for the minutes of a run: collecting as soon as it may takes a twentieth of the processor.
  process.env.GOGC ??= '400';
  const environment = await TestWorkflowEnvironment.createLocal({
    ...encrypting,
    server: {
      executable: { type: 'existing-path', path },
      log: { format: 'pretty', level: 'error' },
      ...(databaseFile === undefined ? {} : { dbFilename: databaseFile }),
      ...(ui ? { uiPort: ui.port } : {}),
      extraArgs: [
        ...namespaces.flatMap((each) => ['--namespace', each]),
        ...(ui ? ['--ui-codec-endpoint', ui.codecEndpoint, '--ui-disable-news-fetch'] : []),
      ],
    },
  });
  for (const each of namespaces) await registerSearchAttributes(environment.connection, each);
  return environment;
}

/** A server whose clock jumps while everybody waits. A wedged workflow would poison it, hence one per suite. */
export async function timeSkippingServer(): Promise<TestWorkflowEnvironment> {
  await quietRuntime();
  const { path } = await resolveTestServer();
  const environment = await TestWorkflowEnvironment.createTimeSkipping({
    ...encrypting,
    server: { executable: { type: 'existing-path', path } },
  });
  // This server cannot list what is registered, so nothing can be checked first.
  await environment.connection.operatorService.addSearchAttributes({
    namespace: 'default',
    searchAttributes: Object.fromEntries(
      Object.entries(searchAttributes).map(([name, type]) => [name, valueTypes[type]]),
    ),
  });
  return environment;
}
