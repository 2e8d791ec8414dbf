// Spares the threads that run workflows two things no test asks for; programs that tests start as a machine would run them keep both.
import { promiseHooks } from 'node:v8';
import { Script, type RunningScriptOptions } from 'node:vm';

/**
 * The SDK notes for each promise where it was made, for the stack that Temporal's UI can show. It calls that optional, and it takes a
 * quarter of their time.
 */
const { createHook } = promiseHooks;

// Node itself comes by here too, with hooks that its AsyncLocalStorage needs, by which workflows are shielded from being cancelled:
// those look at what comes before a reaction, the SDK's do not.
promiseHooks.createHook = (hooks) => (hooks.before ? createHook(hooks) : () => undefined);

/**
 * The SDK starts a thread to watch each of some five steps into a workflow, so as to end one that computes for ever, which takes as long
 * as the steps do. Here the limit of the test ends it.
 */
const { runInContext } = Script.prototype;

Script.prototype.runInContext = function (context, options) {
  const { timeout: _unwatched, ...rest }: RunningScriptOptions = options ?? {};
  return runInContext.call(this, context, rest) as unknown;
};
