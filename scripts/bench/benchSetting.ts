// What setting a certificate costs the process it happens in: CPU, and how long everything else in it waits; on the event loop and aside of it.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { renderCertificateAside, renderCertificatePdf } from '../../evidence/certificatePdf.ts';
import { certificatesToLookAt } from '../../test/evidence/certificatesOfEveryKind.ts';

const certificates = certificatesToLookAt();
const ways = { 'on the event loop': renderCertificatePdf, 'in a thread': renderCertificateAside };
const toWarmUp = 5;
const milliseconds = (nanoseconds: number): string => (nanoseconds / 1e6).toFixed(0);
/** Time in which timers and sockets get their turn, as between two tasks of a worker. */
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

for (const [name, count] of [
  ['acceptance', 40],
  ['deliverables-25', 40],
  ['deliverables-300', 10],
] as const)
  for (const [way, render] of Object.entries(ways)) {
    const { document, pictures } = certificates[name] ?? {};
    if (!document || !pictures) throw new Error(`There is no certificate "${name}"`);
    for (let done = 0; done < toWarmUp; done += 1) await render(document, pictures);
    const delays = monitorEventLoopDelay({ resolution: 1 });
    delays.enable();
    const before = process.cpuUsage();
    for (let done = 0; done < count; done += 1) {
      await render(document, pictures);
      await pause();
    }
    delays.disable();
    const { user, system } = process.cpuUsage(before);
    const cpu = ((user + system) / 1000 / count).toFixed(0);
    console.log(
      `${name}, ${way}: others wait ${milliseconds(delays.percentile(99))} ms (99th percentile), ${milliseconds(delays.max)} ms at most; CPU ${cpu} ms each`,
    );
  }
process.exit(0);
