// Which process each variant runs in, and what it is told.
import { join } from 'node:path';
import { freePort } from '../../stack/ports.ts';
import { namespaces, type Environment } from './environment.ts';
import { sampleEngagement } from './sampleMilestone.ts';
import { ownKeyPassword, ownTaskQueue } from './doItYourself/variant.ts';
import type { VariantName } from './variants.ts';
import { forkWorker, type WorkerProcess } from './workerProcess.ts';

export const bareTaskQueue = 'bench-bare';

export async function forkWorkerOf(name: VariantName, environment: Environment): Promise<WorkerProcess> {
  const worker = await forkNamed(name, environment);
  environment.stops.push(worker.stop);
  return worker;
}

async function forkNamed(name: VariantName, { of, temporalAddress, mail }: Environment): Promise<WorkerProcess> {
  const { url, stateFolder } = of[name];
  const servers = { DATABASE_URL: url, TEMPORAL_ADDRESS: temporalAddress, TEMPORAL_NAMESPACE: namespaces[name] };
  if (name === 'bare')
    return forkWorker(new URL('bareWorker.ts', import.meta.url), { ...servers, BARE_TASK_QUEUE: bareTaskQueue });
  if (name === 'doItYourself')
    return forkWorker(new URL('doItYourself/worker.ts', import.meta.url), {
      ...servers,
      SMTP_URL: mail.url,
      OWN_TASK_QUEUE: ownTaskQueue,
      OWN_FOLDER: stateFolder,
      OWN_KEY_PASSWORD: ownKeyPassword,
    });
  const product = {
    ...servers,
    PORT: String(await freePort()),
    SMTP_URL: mail.url,
    STATE_FOLDER: stateFolder,
    DOCUMENT_STORE: join(stateFolder, 'documents'),
  };
  const script = new URL('productWorker.ts', import.meta.url);
  if (name === 'product') return forkWorker(script, product);
  return forkWorker(script, { ...product, DATABASE_URL: ofOneEngagement(url) }, [
    `--import=${new URL('unprotected/register.ts', import.meta.url).href}`,
  ]);
}

/** Rows are given the engagement that a scope would name; here each connection does, once. */
function ofOneEngagement(url: string): string {
  const named = new URL(url);
  named.searchParams.set('options', `-c sign_off.engagements=${sampleEngagement.engagementId}`);
  return named.href;
}
