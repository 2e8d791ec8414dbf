// Where the build leaves the workflows, bundled for the sandbox they run in: a worker needs no bundler.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { WorkflowBundleOption } from '@temporalio/worker';

const codePath = fileURLToPath(new URL('../workflows/bundle.js', import.meta.url));

export function workflowBundle(): WorkflowBundleOption {
  if (!existsSync(codePath)) throw new Error(`The workflows are not bundled (${codePath}); run: npm run build.`);
  return { codePath };
}
