// A process of its own that stores so many megabytes and reads them back, and says how long it took, and how much memory beyond an idle one.
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { Readable } from 'node:stream';
import { passingKeys } from '../../storage/fileKeys.ts';
import { openFileStore } from '../../storage/openFileStore.ts';

const megabytes = Number(process.argv[2]);
const chunk = Buffer.alloc(1024 * 1024, 'milestone ');
const folder = await mkdtemp(join(tmpdir(), 'large-file-'));
try {
  const store = (await openFileStore(folder, passingKeys())).of('E1');
  await store.put(Readable.from([chunk]));
  const idle = process.memoryUsage().rss;
  let peak = idle;
  const watch = () => {
    peak = Math.max(peak, process.memoryUsage().rss);
  };
  const source = Readable.from(
    (function* () {
      for (let sent = 0; sent < megabytes; sent += 1) {
        watch();
        yield chunk;
      }
    })(),
  );
  const begun = process.cpuUsage();
  const { sha256, sizeBytes } = await store.put(source);
  const putting = process.cpuUsage(begun);
  let read = 0;
  for await (const part of await store.open(sha256)) {
    read += (part as Buffer).length;
    watch();
  }
  const reading = process.cpuUsage(begun);
  if (read !== sizeBytes) throw new Error(`stored ${sizeBytes} bytes, read ${read}`);
  const cpu = (usage: NodeJS.CpuUsage): number => (usage.user + usage.system) / 1000 / megabytes;
  const perMegabyte = { put: cpu(putting), read: cpu(reading) - cpu(putting) };
  console.log(JSON.stringify({ sizeBytes, grownBytes: peak - idle, cpuMilliseconds: perMegabyte }));
} finally {
  await rm(folder, { recursive: true, force: true });
}
