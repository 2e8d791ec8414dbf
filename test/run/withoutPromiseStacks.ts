// Threads that run workflows note for each promise where it was made, for the stack that Temporal's UI can show. The SDK calls it optional,
// no test asks for it, and it takes a quarter of their time. Programs that tests start as a machine would run them keep it.
import { promiseHooks } from 'node:v8';

const { createHook } = promiseHooks;

// Node itself comes by here too, with hooks that its AsyncLocalStorage needs, by which workflows are shielded from being cancelled:
// those look at what comes before a reaction, the SDK's do not.
promiseHooks.createHook = (hooks) => (hooks.before ? createHook(hooks) : () => undefined);
