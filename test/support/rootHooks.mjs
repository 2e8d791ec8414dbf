// For `npx mocha test/…/x.test.ts`: compiles what changed and runs the compiled test in place of the source that was named.
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { bundleWorkflows, checkout, compile } from '../../scripts/build/build.mjs';

await compile();

// Mocha has no way to name another file than the one asked for, and loads what has a top-level await by import alone.
const loading = createRequire(createRequire(import.meta.url).resolve('mocha/package.json'))(
  './lib/nodejs/esm-utils.cjs',
);
const { requireOrImport } = loading;
const loaded = [];
loading.requireOrImport = (file, ...more) => {
  if (!file.endsWith('.ts')) return requireOrImport(file, ...more);
  const ofBuild = join(checkout, 'dist', relative(checkout, file).replace(/\.ts$/, '.js'));
  loaded.push(ofBuild);
  return requireOrImport(ofBuild, ...more);
};

const { reachableFrom } = await import('../../dist/test/run/imports.js');
const { setUpProperties } = await import('../../dist/test/run/properties.js');
const { stopWhatIsShared } = await import('../../dist/test/support/oncePerRun.js');
setUpProperties();

export const mochaHooks = {
  async beforeAll() {
    this.timeout(60_000);
    const needsWorker = (file) => reachableFrom(file).has(join(checkout, 'dist/worker/workflowBundle.js'));
    // Those of these folders start the product as a program of its own, which no import tells.
    const startsProduct = (file) =>
      /^test\/(stack|example)\//.test(relative(join(checkout, 'dist'), file).replaceAll('\\', '/'));
    if (loaded.some((each) => needsWorker(each) || startsProduct(each))) await bundleWorkflows();
  },
  async afterAll() {
    this.timeout(60_000);
    await stopWhatIsShared();
  },
};
