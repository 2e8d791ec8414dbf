// Threads that run workflows note for each promise where it was made, for the stack that Temporal's UI can show: no test asks for it, and it
// takes a good part of their time. Programs that tests start as a machine would run them keep it.
import { promiseHooks } from 'node:v8';
import { isMainThread } from 'node:worker_threads';

if (!isMainThread) promiseHooks.createHook = () => () => undefined;
