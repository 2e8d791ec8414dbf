// The thread that parses messages: what a hostile one can exhaust or hang is this thread and nothing else.
import { parentPort } from 'node:worker_threads';
import { readMessage } from './readMessage.ts';

parentPort?.on('message', ({ raw }: { raw: Uint8Array }) => {
  readMessage(raw).then(
    (reading) => parentPort?.postMessage({ reading }),
    (error: unknown) => parentPort?.postMessage({ error: error instanceof Error ? error.message : String(error) }),
  );
});
