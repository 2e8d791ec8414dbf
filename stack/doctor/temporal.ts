// Temporal: whether it answers, knows the namespace and the columns administrators filter by, and whether a worker is at work.
import { Connection } from '@temporalio/client';
import type { TemporalConfig } from '../../temporal.config.ts';
import { searchAttributes, valueTypes } from '../../workflows/searchAttributes.ts';
import { workersAtWork, type WorkerAtWork } from '../../workflows/client/workersAtWork.ts';
import { reasonOf } from '../reasonOf.ts';
import { advice, examined, ill, well, type Finding } from './finding.ts';

export async function examineTemporal(temporal: TemporalConfig): Promise<Finding[]> {
  const remedy = temporal.isGiven
    ? 'TEMPORAL_ADDRESS (or the profile in use): correct it'
    : 'Start the service (npm start), anew where it runs; or set TEMPORAL_ADDRESS';
  let connection: Connection | undefined;
  try {
    return await examined('Temporal', remedy, async () => {
      connection = await Connection.connect({ ...temporal.connection, connectTimeout: '10s' }).catch(
        (error: unknown) => {
          throw new Error(`none answers at ${temporal.connection.address}: ${reasonOf(error)}`, { cause: error });
        },
      );
      return await examineServer(connection, temporal.namespace);
    });
  } finally {
    await connection?.close();
  }
}

async function examineServer(connection: Connection, namespace: string): Promise<Finding[]> {
  const { serverVersion } = await connection.workflowService.getSystemInfo({});
  const found = [
    well('Temporal', `Server ${serverVersion}`),
    ...(await examined('Namespace', 'TEMPORAL_NAMESPACE: name one that is there, or register it', () =>
      examineNamespace(connection, namespace),
    )),
  ];
  if (found.some(({ verdict }) => verdict === 'ill')) return found;
  const atWork: WorkerAtWork[] = [];
  const workers = await examined('Worker', 'npm start, or npm run worker', async () => {
    atWork.push(...(await workersAtWork(connection, namespace)));
    return [ofWorkers(atWork)];
  });
  const attributes = await examined('Search attributes', 'The next start registers what is missing', () =>
    examineSearchAttributes(connection, namespace, atWork.length > 0),
  );
  return [...found, ...attributes, ...workers];
}

async function examineNamespace(connection: Connection, namespace: string): Promise<Finding[]> {
  const { config } = await connection.workflowService.describeNamespace({ namespace });
  const days = Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) / 86_400;
  return [
    days < 1
      ? advice(
          'Namespace',
          `${namespace} forgets workflows within a day of their end`,
          'Set its retention to some days, so that administrators can look back; the record does not need it',
        )
      : well(
          'Namespace',
          `${namespace}, which keeps the histories of ended workflows for ${days === 1 ? 'a day' : `${days} days`}`,
        ),
  ];
}

async function examineSearchAttributes(
  connection: Connection,
  namespace: string,
  isWorkedOn: boolean,
): Promise<Finding[]> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const known = (customAttributes ?? {}) as Record<string, unknown>;
  const missing = Object.keys(searchAttributes).filter((name) => known[name] === undefined);
  const wrong = Object.entries(searchAttributes).flatMap(([name, type]) =>
    known[name] !== undefined && Number(known[name]) !== valueTypes[type] ? [`${name} is not of type ${type}`] : [],
  );
  if (wrong.length > 0)
    return [
      ill('Search attributes', wrong.join(', '), 'Remove them, or use another namespace: no worker starts with them'),
    ];
  if (missing.length > 0) return [ofMissingAttributes(missing, isWorkedOn)];
  return [well('Search attributes', Object.keys(searchAttributes).join(', '))];
}

/** A task that sets one which is not there fails, and is tried again for ever. */
export function ofMissingAttributes(missing: readonly string[], isWorkedOn: boolean): Finding {
  const named = missing
    .map((name) => `${name} (${searchAttributes[name as keyof typeof searchAttributes]})`)
    .join(', ');
  const cloud = 'in Temporal Cloud make them under the namespace or by tcld';
  return isWorkedOn
    ? ill(
        'Search attributes',
        `${named} not registered: milestones get no further`,
        `Start the service anew, which registers them; ${cloud}`,
      )
    : advice(
        'Search attributes',
        `${named} not registered`,
        `The next start registers them; ${cloud} before: no worker starts without`,
      );
}

/** Workers of two releases are a matter of minutes: the older one leaves alone what started under the newer. */
export function ofWorkers(atWork: readonly WorkerAtWork[]): Finding {
  if (atWork.length === 0)
    return ill(
      'Worker',
      'none asks for work: messages wait, and deadlines pass unheard',
      'npm start, or npm run worker',
    );
  const [version, ...others] = new Set(atWork.map(versionOf));
  if (others.length === 0) return well('Worker', `${atWork.length} at work, of version ${version}`);
  return advice(
    'Worker',
    `of ${others.length + 1} versions: ${atWork.map((each) => `${each.identity} of ${versionOf(each)}`).join(', ')}`,
    'Finish the upgrade: stop those of the older version',
  );
}

/** The SDK names itself first, which all have alike as a rule, then the digest of the workflows. */
const versionOf = ({ build }: WorkerAtWork): string => (build.split('+').at(-1) ?? '').slice(0, 12) || 'unknown';
