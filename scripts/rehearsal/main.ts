// npm run rehearse -- <milestone.json>: prints who would be mailed what and when.
import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker';
import { rehearse } from './rehearse.ts';
import { readScript, ScriptError } from './script.ts';

const [path] = process.argv.slice(2);
if (path === undefined) {
  console.error('Usage: npm run rehearse -- <milestone.json>, e.g. npm run rehearse -- scripts/rehearsal/example.json');
  process.exit(2);
}
const filter = makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' });
Runtime.install({
  logger: new DefaultLogger('ERROR'),
  shutdownSignals: [],
  telemetryOptions: { logging: { filter, forward: {} } },
});
try {
  const given = await readScript(path);
  const began = Date.now();
  const { milestone, mails, refused, unused } = await rehearse(given, (mail) => {
    console.log(
      `${mail.local}\n  ${mail.model.kind} to ${mail.model.recipient} <${mail.address}>: ${mail.model.subject}`,
    );
    if (mail.model.next) console.log(`  ${mail.model.next}`);
  });
  const days = Math.round(
    (Date.parse(mails.at(-1)?.at ?? milestone.startedAt) - Date.parse(milestone.startedAt)) / 86_400_000,
  );
  for (const each of refused) console.log(`\nRefused: ${each}`);
  for (const each of unused) console.log(`\nNever came to it: ${each.who} ${each.does} (${each.on})`);
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  console.log(
    `\nEnds in phase ${milestone.stage.phase}: ${mails.length} mails over ${days} days, none sent, played in ${seconds} s.`,
  );
} catch (error) {
  if (!(error instanceof ScriptError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
