// Builds the sources into dist/: what changed is compiled, what is not code lies beside it, and workflows are bundled once.
// Plain JavaScript, since it is what everything else is compiled by.
import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isFrame, setFrame, setName } from './mailFrames.mjs';
import { isCode, listSources } from './sources.mjs';

/**
 * @typedef {{ compiled: Record<string, string>; set: Record<string, string>; copied: Record<string, string>; linked: string[];
 *   compiler: string; setter: string }} Built
 */

export const checkout = fileURLToPath(new URL('../../', import.meta.url));
const dist = join(checkout, 'dist');
const note = join(dist, '.built.json');
const workflowBundle = join(dist, 'workflows', 'bundle.js');
const bundleNote = join(dist, '.bundled');

/** Compiles and copies what differs from the last time. Resolves to the number of files that were compiled. */
export async function compile() {
  const before = await lastBuilt();
  const now = await listed();
  if (same(before, now)) return 0;
  const changed = changedIn(before.compiled, now.compiled, before.compiler !== now.compiler);
  const frames = changedIn(before.set, now.set, before.setter !== now.setter);
  const outputs = [...(changed.length > 0 ? await compiledBy(changed) : []), ...(await setBy(frames))];
  // Without a note everything is built anew: a build that is cut short must not be taken for a whole one.
  await rm(note, { force: true });
  await removeWhatIsGone(before, now);
  await copyAssets(before, now);
  for (const { path, contents } of outputs) await writeWhole(path, contents);
  await writeWhole(note, JSON.stringify(now));
  return changed.length + frames.length;
}

/**
 * Bundles the workflows for the sandbox they run in, when anything they are made of changed: workers then need no bundler.
 * Done apart from compiling because it takes seconds, and most tests of a rule need no worker.
 */
export async function bundleWorkflows() {
  const parts = await digestOf(await workflowParts());
  if (parts === (await readFile(bundleNote, 'utf8').catch(() => ''))) return false;
  const { bundleWorkflowCode } = await import('@temporalio/worker');
  const at = (name) => join(dist, 'workflows', name);
  const { code } = await bundleWorkflowCode({
    workflowsPath: at('index.js'),
    preloadModules: [at('preload.js')],
    workflowInterceptorModules: [at('interceptors.js')],
    payloadConverterPath: at('payloadConverter.js'),
    failureConverterPath: at('failureConverter.js'),
    // Each worker reads the source map when it starts: lines are enough for a trace, and the sources are elsewhere.
    webpackConfigHook: (config) => ({ ...config, devtool: 'inline-nosources-cheap-module-source-map' }),
    logger: { trace() {}, debug() {}, info() {}, warn: console.warn, error: console.error, log() {} },
  });
  await writeWhole(workflowBundle, code);
  await writeWhole(bundleNote, parts);
  return true;
}

/** Compiled code that can end up in the bundle, and what says of which version the rest of it is. */
async function workflowParts() {
  const { code } = await listSources(checkout);
  const inside = code.filter((path) => /^(workflows|domain)\//.test(path)).map((path) => join('dist', outputOf(path)));
  return [...inside, 'package-lock.json'];
}

const changedIn = (before, now, isAll) => Object.keys(now).filter((path) => isAll || before[path] !== now[path]);

async function digestOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths.toSorted()) hash.update(`${path}\0`).update(await readFile(join(checkout, path)));
  return hash.digest('hex');
}

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** @returns {Promise<Built>} */
async function lastBuilt() {
  const text = await readFile(note, 'utf8').catch(() => undefined);
  const nothing = { compiled: {}, set: {}, copied: {}, linked: [], compiler: '', setter: '' };
  return text ? { ...nothing, ...JSON.parse(text) } : nothing;
}

/** @returns {Promise<Built>} */
async function listed() {
  const { code, assets, links } = await listSources(checkout);
  const digests = async (paths) =>
    Object.fromEntries(await Promise.all(paths.map(async (path) => [path, await digestOf([path])])));
  return {
    compiled: await digests(code),
    set: await digests(assets.filter(isFrame)),
    copied: await digests(assets.filter((path) => !isFrame(path))),
    linked: links,
    // How it is made is part of what it becomes.
    setter: await digestOf(['scripts/build/mailFrames.mjs', 'package-lock.json']),
    compiler: await digestOf(['scripts/build/build.mjs', 'tsconfig.json', 'package.json']),
  };
}

const outputOf = (path) => (isCode(path) ? path.replace(/\.ts$/, '.js') : path);

async function removeWhatIsGone(before, now) {
  const outputs = ({ compiled, set, copied, linked }) => [
    ...Object.keys(compiled).flatMap((path) => [outputOf(path), `${outputOf(path)}.map`]),
    ...Object.keys(set).map(setName),
    ...Object.keys(copied),
    ...linked,
  ];
  const kept = new Set(outputs(now));
  for (const path of outputs(before)) if (!kept.has(path)) await rm(join(dist, path), { force: true });
}

async function copyAssets(before, now) {
  for (const [path, digest] of Object.entries(now.copied)) {
    if (before.copied[path] === digest) continue;
    await mkdir(dirname(join(dist, path)), { recursive: true });
    await cp(join(checkout, path), join(dist, path));
  }
  for (const path of now.linked) if (!before.linked.includes(path)) await link(path);
}

/** What tests read and sometimes write stays where it is; where links are not allowed, a copy has to do. */
async function link(path) {
  const [from, to] = [join(checkout, path), join(dist, path)];
  await mkdir(dirname(to), { recursive: true });
  await rm(to, { force: true, recursive: true });
  await symlink(relative(dirname(to), from), to).catch(() => cp(from, to, { recursive: true }));
}

const setBy = (frames) =>
  Promise.all(
    frames.map(async (path) => ({
      path: join(dist, setName(path)),
      contents: await setFrame(await readFile(join(checkout, path), 'utf8'), path),
    })),
  );

/** File by file, each import as it was but for the ending: what is loaded then is what was asked for, and no more. */
async function compiledBy(paths) {
  const esbuild = await import('esbuild').catch(() => {
    throw new Error(
      'The sources differ from the build in dist/, and the compiler is not installed: npm ci --include=dev, then npm run build.',
    );
  });
  const { engines } = JSON.parse(await readFile(join(checkout, 'package.json'), 'utf8'));
  const { outputFiles } = await esbuild.build({
    absWorkingDir: checkout,
    entryPoints: paths,
    outbase: checkout,
    outdir: dist,
    bundle: true,
    write: false,
    treeShaking: false,
    format: 'esm',
    platform: 'node',
    target: `node${engines.node.replace('>=', '')}`,
    charset: 'utf8',
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'error',
    plugins: [{ name: 'leave imports, address what is compiled', setup: plugin }],
  });
  await esbuild.stop();
  return outputFiles;
}

/** Other code is imported, or addressed as `new URL('….ts', …)` to be run in a process or a thread of its own. */
function plugin({ onLoad, onResolve }) {
  onLoad({ filter: /\.ts$/ }, async ({ path }) => ({
    loader: 'ts',
    contents: (await readFile(path, 'utf8')).replace(/(new URL\(\s*'[^']*)\.ts'/g, "$1.js'"),
  }));
  onResolve({ filter: /.*/ }, ({ kind, path }) =>
    kind === 'entry-point'
      ? undefined
      : { path: path.startsWith('.') ? path.replace(/\.ts$/, '.js') : path, external: true },
  );
}

/** Whole or not at all, since another process may be reading it. */
async function writeWhole(path, contents) {
  await mkdir(dirname(path), { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  await writeFile(unfinished, contents);
  await rename(unfinished, path);
}

/** Both, with a word on what was done. */
export async function build() {
  const started = Date.now();
  const files = await compile();
  const isBundled = await bundleWorkflows();
  if (files === 0 && !isBundled) return;
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`Built dist/: ${files} files compiled${isBundled ? ', workflows bundled' : ''}, ${seconds} s`);
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await build().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
