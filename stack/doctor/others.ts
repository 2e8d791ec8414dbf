// What else the service works with: the document store, the scanner, where people sign in, and the service itself.
import { existsSync } from 'node:fs';
import type { Config } from '../../config.ts';
import { openClamd } from '../../storage/clamd.ts';
import { openObjectStore } from '../../storage/openFileStore.ts';
import type { TemporalConfig } from '../../temporal.config.ts';
import { openIdentityProvider } from '../../web/signIn/identityProvider.ts';
import { exposures, exposuresOf } from '../exposure.ts';
import { advice, examined, ill, well, type Finding } from './finding.ts';
import { folderOf } from './machine.ts';

export async function examineOthers(config: Config, temporal: TemporalConfig): Promise<Finding[]> {
  const { clamd, signIn } = config;
  return [
    ...examineExposure(config, temporal),
    ...(await examined('Document store', remedyOfStore(config.documentStore), async () => {
      const folder = folderOf(config.documentStore);
      if (folder !== undefined && !existsSync(folder))
        return [advice('Document store', `${folder} is not there yet`, 'The first start makes it')];
      await (await openObjectStore(config.documentStore)).check();
      return [well('Document store', `${withoutSecrets(config.documentStore)} takes files`)];
    })),
    ...(clamd === undefined
      ? [advice('Uploads', 'are not scanned', 'CLAMD: name a clamd')]
      : await examined('Uploads', 'CLAMD: name a clamd that answers; nothing is taken in meanwhile', async () => {
          await openClamd(clamd).check();
          return [well('Uploads', `are scanned by ${clamd}`)];
        })),
    ...(signIn === undefined
      ? [
          advice(
            'Sign-in',
            'no identity provider is set; on this machine alone, a development issuer that believes whoever comes stands in',
            'OIDC_ISSUER: name the firm’s',
          ),
        ]
      : await examined('Sign-in', 'OIDC_ISSUER: name an issuer that answers with its description', async () => {
          await openIdentityProvider(signIn).begin(`${config.publicUrl}/signed-in`);
          return [well('Sign-in', `at ${signIn.issuer}`)];
        })),
    ...(await examined('Service', 'npm start; or PUBLIC_URL, where it names another address', () =>
      examineService(config, temporal),
    )),
  ];
}

const remedyOfStore = (store: string): string =>
  store.startsWith('s3://')
    ? 'DOCUMENT_STORE: name a bucket that can be written to, and give credentials as the AWS SDK takes them (AWS_ACCESS_KEY_ID, a profile, or a role)'
    : 'DOCUMENT_STORE: name a folder or bucket that can be written to';

function examineExposure(config: Config, temporal: TemporalConfig): Finding[] {
  const found = exposuresOf(config, temporal, 'everything').map(({ exposure, remedy }) =>
    config.allowUnsafe.includes(exposure)
      ? advice('Reached by others', `${exposure}, as ALLOW_UNSAFE allows: ${exposures[exposure]}`, remedy)
      : ill('Reached by others', `${exposure}: ${exposures[exposure]}`, remedy),
  );
  return found.length > 0 ? found : [well('Reached by others', 'nothing stands against it')];
}

interface Health {
  status: string;
  dependencies: Record<string, { status: string; reason?: string }>;
  unknownWorkflows?: { workflows: number; since: string };
}

async function examineService(config: Config, temporal: TemporalConfig): Promise<Finding[]> {
  const { publicUrl } = config;
  const answer = await fetch(`${publicUrl}/health`, { signal: AbortSignal.timeout(10_000) });
  const health: Partial<Health> = await answer.json().then(
    (body) => body as Health,
    () => ({}),
  );
  const { status, dependencies, unknownWorkflows } = health;
  if (status === undefined || dependencies === undefined)
    return [
      ill(
        'Service',
        `${publicUrl}/health is answered ${answer.status}, by something that is not the service`,
        'Look at the proxy before it, and whether the service runs behind it (npm start); or correct PUBLIC_URL',
      ),
    ];
  const down = Object.entries(dependencies).flatMap(([name, each]) =>
    each.status === 'up' ? [] : [`${name} is down (${each.reason})`],
  );
  if (down.length > 0)
    return [
      ill(
        'Service',
        `${publicUrl}: ${down.join(', ')}`,
        'Do what is said of it above; where all is well above, the service runs with other settings than this command: start it anew with these',
      ),
    ];
  if (unknownWorkflows)
    return [
      ill(
        'Service',
        `${publicUrl}: ${unknownWorkflows.workflows} milestones run in Temporal and are not on record, since ${unknownWorkflows.since}`,
        'npm run recover names them; docs/monitoring.md, SignOffUnknownWorkflows',
      ),
    ];
  return [
    status === 'up'
      ? well('Service', `${publicUrl} is up`)
      : advice('Service', `${publicUrl} is ${status}`, 'Do what is said above of what is in the way'),
    await examineCodec(config, temporal),
  ];
}

/** As a browser asks before a page of the UI may: whether what Temporal keeps is opened there for who is signed in. */
async function examineCodec(
  { publicUrl, temporalUiUrl, temporalUiOrigin }: Config,
  { isGiven }: TemporalConfig,
): Promise<Finding> {
  const subject = 'Temporal UI';
  if (isGiven && temporalUiUrl === undefined)
    return advice(subject, 'nobody is led to it, and it cannot open what is encrypted', 'TEMPORAL_UI_URL: name it');
  const { status } = await fetch(`${publicUrl}/codec/decode`, {
    method: 'OPTIONS',
    headers: { origin: temporalUiOrigin, 'access-control-request-method': 'POST' },
    signal: AbortSignal.timeout(10_000),
  });
  if (status === 204) return well(subject, `${temporalUiOrigin} opens what is encrypted for who is signed in`);
  return status === 404
    ? advice(subject, 'cannot open what is encrypted, since nobody signs in', 'OIDC_ISSUER: name the firm’s')
    : ill(
        subject,
        `the service answers ${status} to ${temporalUiOrigin}`,
        'TEMPORAL_UI_URL: name it for every process',
      );
}

const withoutSecrets = (address: string): string => address.replace(/\?.*$/, '');
