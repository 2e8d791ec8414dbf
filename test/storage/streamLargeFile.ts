// A process of its own that stores 500 MB and reads them back, and says how much memory it took beyond an idle one.
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { Readable } from 'node:stream';
import { openFileStore } from '../../storage/openFileStore.ts';

const chunk = Buffer.alloc(1024 * 1024, 'milestone ');
const folder = await mkdtemp(join(tmpdir(), 'large-file-'));
try {
  const store = await openFileStore(folder);
  await store.put(Readable.from([chunk]));
  const idle = process.memoryUsage().rss;
  let peak = idle;
  const watch = () => {
    peak = Math.max(peak, process.memoryUsage().rss);
  };
  const source = Readable.from(
    (function* () {
      for (let sent = 0; sent < 500; sent += 1) {
        watch();
        yield chunk;
      }
    })(),
  );
  const { sha256, sizeBytes } = await store.put(source);
  let read = 0;
  for await (const part of await store.open(sha256)) {
    read += (part as Buffer).length;
    watch();
  }
  if (read !== sizeBytes) throw new Error(`stored ${sizeBytes} bytes, read ${read}`);
  console.log(JSON.stringify({ sizeBytes, grownBytes: peak - idle }));
} finally {
  await rm(folder, { recursive: true, force: true });
}
