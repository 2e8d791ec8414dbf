// `npm run verify -- <bag>`: checks an archived record offline and says what holds. Exit code 0 when all of it does, else 1.
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { openBag } from './folderBag.ts';
import { nodePrimitives } from './nodePrimitives.ts';
import type { Receipt } from './receipt.ts';
import { verifyBag } from './verifyBag.ts';

const usage = `npm run verify -- <folder or zip of a bag> [--checkpoint <receipt>] [--proof <file>]

  --checkpoint  a checkpoint that you were mailed at some time; the log must not have been rewritten behind it
  --proof       what GET /log/consistency answered, where the bag itself does not connect it with the checkpoint`;

async function run(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { checkpoint: { type: 'string' }, proof: { type: 'string' }, help: { type: 'boolean' } },
    allowPositionals: true,
  });
  const [path] = positionals;
  if (!path || positionals.length > 1 || values.help) {
    console.error(usage);
    return 1;
  }
  const receipt = await receiptOf(values);
  const { bag, close } = await openBag(path);
  try {
    let holds = true;
    for await (const finding of verifyBag(bag, nodePrimitives, receipt)) {
      console.log(`${finding.holds ? 'ok    ' : 'FAILED'}  ${finding.check}: ${finding.says}`);
      holds &&= finding.holds;
    }
    console.log(holds ? '\nThe record holds.' : '\nThe record does not hold. Nothing after the failure was checked.');
    return holds ? 0 : 1;
  } finally {
    await close();
  }
}

async function receiptOf(values: { checkpoint?: string; proof?: string }): Promise<Receipt | undefined> {
  if (values.checkpoint === undefined) return undefined;
  const checkpoint = await readFile(values.checkpoint, 'utf8');
  if (values.proof === undefined) return { checkpoint };
  return { checkpoint, proof: JSON.parse(await readFile(values.proof, 'utf8')) as Receipt['proof'] };
}

run().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(`FAILED  ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  },
);
