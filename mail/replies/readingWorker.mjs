// The thread that parses messages: what a hostile one can exhaust or hang is this thread and nothing else.
import { parentPort } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

// A thread does not inherit the loader of the main one.
register();
const { readMessage } = await import('./readMessage.ts');

parentPort?.on('message', ({ raw }) => {
  readMessage(raw).then(
    (reading) => parentPort?.postMessage({ reading }),
    (error) => parentPort?.postMessage({ error: error.message }),
  );
});
