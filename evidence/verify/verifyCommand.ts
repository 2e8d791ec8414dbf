// `npm run verify -- <file>`: checks an archived record or the proof of a decision offline. Exit code 0 when all of it holds, else 1.
import { open, readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { howFar, isDecisionProof, receiptIn, verifyDecisionProof } from './decisionProof.ts';
import { openBag } from './folderBag.ts';
import { nodePrimitives } from './nodePrimitives.ts';
import type { Receipt } from './receipt.ts';
import { verifyBag, type Finding } from './verifyBag.ts';

const usage = `npm run verify -- <folder or zip of a bag> [--checkpoint <receipt>] [--proof <file>]
npm run verify -- <file>.tlog-proof [--key <file>]

  --checkpoint  a checkpoint or the proof of a decision that you were mailed at some time; the log must not have been rewritten behind
                it, and the decision must be in the record
  --proof       what GET /log/consistency answered, where the bag itself does not connect it with the checkpoint
  --key         the log's public key, as a certificate names it or GET /log/key answers`;

async function run(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: {
      checkpoint: { type: 'string' },
      proof: { type: 'string' },
      key: { type: 'string' },
      help: { type: 'boolean' },
    },
    allowPositionals: true,
  });
  const [path] = positionals;
  if (!path || positionals.length > 1 || values.help) {
    console.error(usage);
    return 1;
  }
  if (await startsAsProof(path)) {
    const key = values.key === undefined ? undefined : await readFile(values.key, 'utf8');
    const holds = await print(verifyDecisionProof(await readFile(path, 'utf8'), nodePrimitives, key));
    console.log(holds ? `\nThe proof holds. ${howFar}` : '\nThe proof does not hold.');
    return holds ? 0 : 1;
  }
  const receipt = await receiptOf(values);
  const { bag, close } = await openBag(path);
  try {
    const holds = await print(verifyBag(bag, nodePrimitives, receipt));
    console.log(holds ? '\nThe record holds.' : '\nThe record does not hold. Nothing after the failure was checked.');
    return holds ? 0 : 1;
  } finally {
    await close();
  }
}

async function print(findings: AsyncIterable<Finding>): Promise<boolean> {
  let holds = true;
  for await (const finding of findings) {
    console.log(`${finding.holds ? 'ok    ' : 'FAILED'}  ${finding.check}: ${finding.says}`);
    holds &&= finding.holds;
  }
  return holds;
}

/** A folder is none, and neither is what is not there: that is said where bags are opened. */
async function startsAsProof(path: string): Promise<boolean> {
  const file = await open(path).catch(() => undefined);
  try {
    const { buffer, bytesRead } = (await file?.read(Buffer.alloc(64), 0, 64, 0).catch(() => nothing)) ?? nothing;
    return isDecisionProof(buffer.toString('utf8', 0, bytesRead));
  } finally {
    await file?.close();
  }
}

const nothing = { buffer: Buffer.alloc(0), bytesRead: 0 };

async function receiptOf(values: { checkpoint?: string; proof?: string }): Promise<Receipt | undefined> {
  if (values.checkpoint === undefined) return undefined;
  const given = await readFile(values.checkpoint, 'utf8');
  const receipt = isDecisionProof(given) ? receiptIn(given) : { checkpoint: given };
  if (values.proof === undefined) return receipt;
  return { ...receipt, proof: JSON.parse(await readFile(values.proof, 'utf8')) as Receipt['proof'] };
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
