// One of the processes of `npm test`: runs the files it is sent, one after the other, by mocha, and reports each.
import { format } from 'node:util';
import Mocha from 'mocha';
import { stopWhatIsShared } from '../support/oncePerRun.ts';
import type { Failure, Order, Report, Result } from './messages.ts';
import { propertyRuns, setUpProperties } from './properties.ts';
import { withSourceLines } from './sourceLines.ts';

setUpProperties();

async function run(file: string): Promise<Result> {
  const started = performance.now();
  const failures: Failure[] = [];
  const skippedTitles: string[] = [];
  // For what hangs; a machine that does other things as well takes many times as long as one that does not.
  const timeout = 240_000 * Math.max(1, propertyRuns() / 1000);
  const mocha = new Mocha({ timeout, forbidOnly: true, reporter: Mocha.reporters.Base });
  mocha.addFile(file);
  try {
    await mocha.loadFilesAsync();
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const failure = { title: 'Loading the file', text: withSourceLines(text) };
    return { passed: 0, skipped: 0, skippedTitles, failures: [failure], seconds: 0 };
  }
  const stats = await new Promise<Mocha.Stats | undefined>((resolve) => {
    const runner = mocha.run(() => resolve(runner.stats));
    runner.on('fail', (test) => failures.push({ title: test.fullTitle(), text: printed(test) }));
    runner.on('pending', (test) => skippedTitles.push(test.fullTitle()));
  });
  return {
    passed: stats?.passes ?? 0,
    skipped: stats?.pending ?? 0,
    skippedTitles,
    failures,
    seconds: (performance.now() - started) / 1000,
  };
}

/** As mocha's reporters print a failure, with the difference between what was expected and what came. */
function printed(test: Mocha.Test): string {
  const print = Mocha.reporters.Base.consoleLog;
  let text = '';
  Mocha.reporters.Base.consoleLog = (...parts: unknown[]) => void (text += `${format(...parts)}\n`);
  try {
    Mocha.reporters.Base.list([test]);
  } finally {
    Mocha.reporters.Base.consoleLog = print;
  }
  return withSourceLines(text.replace(/^\s*\n/, '').trimEnd());
}

async function end(): Promise<never> {
  await stopWhatIsShared();
  process.exit(0);
}

process.on('message', (order: Order) => {
  if ('end' in order) return void end();
  void run(order.run).then((result) => process.send?.({ result } satisfies Report));
});
// Whoever started this one is gone.
process.on('disconnect', () => void end());
