// What judges compose file and chart in the long run: Compose's own library, Helm, and the schemas of Kubernetes. Kept in the cache.
import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from '../../stack/temporalBinary.ts';
import { fillOnce } from './cachedTools.ts';

const execute = promisify(execFile);

const folder = (): string => join(cacheFolder(), 'deploy-tools-1');
const programs = ['helm.sh/helm/v3/cmd/helm@v3.22.0', 'github.com/compose-spec/compose-go/v2/cmd@v2.16.2'];
const kubernetes = '1.31';

/** Needs Go and Python; takes some minutes the first time. */
export const needDeployTools = (): Promise<void> =>
  fillOnce(folder(), async (fresh) => {
    const env = { ...process.env, GOBIN: join(fresh, 'bin'), GOPATH: join(fresh, 'go'), GOFLAGS: '-modcacherw' };
    for (const program of programs) await execute('go', ['install', program], { env, maxBuffer: 1 << 26 });
    // Sources, some 600 MB, that nothing is made from any more.
    await rm(env.GOPATH, { recursive: true });
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-compile'];
    await execute('python3', [...pip, '--target', join(fresh, 'python'), 'kubernetes-validate==1.37.0']);
  });

/** The project as Compose understands it. Throws with what it does not take. */
export async function composeProject(file: string): Promise<string> {
  const args = ['-no-interpolation', file];
  const { stdout } = await execute(join(folder(), 'bin', 'cmd'), args, { maxBuffer: 1 << 26 });
  return stdout;
}

const helm = (...args: string[]) => execute(join(folder(), 'bin', 'helm'), args, { maxBuffer: 1 << 26 });

/** Throws with what Helm, or the schema of the values, has against it. */
export const lintChart = (chart: string, values: string) => helm('lint', '--strict', chart, '--values', values);

/** What the tests look at of an object of Kubernetes. */
export interface KubernetesObject {
  kind: string;
  metadata: { name: string };
  spec: {
    replicas?: number;
    template?: {
      spec: {
        terminationGracePeriodSeconds: number;
        securityContext: object;
        containers: { args: string[]; securityContext: object; env: { name: string; value: string }[] }[];
      };
    };
  };
}

/** Renders the chart and holds each object strictly against its schema. */
export async function validatedObjects(chart: string, values: string, set: string): Promise<KubernetesObject[]> {
  const version = ['--kube-version', `${kubernetes}.0`];
  const { stdout: rendered } = await helm('template', 'trial', chart, ...version, '--values', values, '--set', set);
  const validate = `
import json, sys, yaml, kubernetes_validate
for each in yaml.safe_load_all(sys.argv[1]):
    if each:
        kubernetes_validate.validate(each, '${kubernetes}', strict=True)
        print(json.dumps(each))
`;
  const { stdout } = await execute('python3', ['-c', validate, rendered], {
    env: { ...process.env, PYTHONPATH: join(folder(), 'python') },
  });
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as KubernetesObject);
}
