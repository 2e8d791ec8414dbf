// `npm run import`: milestones from a table, tried first.
import { importCommand } from './importCommand.ts';

importCommand(process.argv.slice(2), process.env.API_KEY).then(
  (text) => void process.stdout.write(`${text}\n`),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
