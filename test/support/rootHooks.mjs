// For `npx mocha test/…/x.test.ts`: compiles what changed and runs the compiled test in place of the source that was named.
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { bundleWorkflows, checkout, compile } from '../../scripts/build/build.mjs';

await compile();

const require = createRequire(import.meta.url);
const ofBuild = (source) => join(checkout, 'dist', relative(checkout, source).replace(/\.ts$/, '.js'));
const loaded = [];
require.extensions['.ts'] = (module, source) => {
  loaded.push(ofBuild(source));
  module.exports = require(ofBuild(source));
};

const { reachableFrom } = await import('../../dist/test/run/imports.js');
const { setUpProperties } = await import('../../dist/test/run/properties.js');
const { stopWhatIsShared } = await import('../../dist/test/support/oncePerRun.js');
setUpProperties();

export const mochaHooks = {
  async beforeAll() {
    this.timeout(60_000);
    const needsWorker = (file) => reachableFrom(file).has(join(checkout, 'dist/worker/workflowBundle.js'));
    if (loaded.some(needsWorker)) await bundleWorkflows();
  },
  async afterAll() {
    this.timeout(60_000);
    await stopWhatIsShared();
  },
};
