// The verifier as a page: a record or the proof of a decision is chosen or dropped, read where it lies, and what holds is listed. Sends nothing anywhere.
/// <reference lib="dom" />
import { BagError } from './bag.ts';
import { browserInflate, browserPrimitives } from './browserPrimitives.ts';
import { howFar, isDecisionProof, receiptIn, verifyDecisionProof } from './decisionProof.ts';
import type { GrowthProof, Receipt } from './receipt.ts';
import { verifyBag, type Finding } from './verifyBag.ts';
import { openZipBag } from './zipBag.ts';

const element = <E extends HTMLElement>(id: string): E => document.getElementById(id) as E;

/** Only the latest file counts, however long an earlier one still takes. */
let turn = 0;

async function verify(file: File): Promise<void> {
  turn += 1;
  const mine = turn;
  const list = element('findings');
  list.replaceChildren();
  show('checking', `Checking ${file.name} …`);
  let holds = true;
  const text = await proofIn(file);
  const findings = text === undefined ? findingsOf(file) : verifyDecisionProof(text, browserPrimitives);
  for await (const finding of findings) {
    if (mine !== turn) return;
    list.append(itemOf(finding));
    holds &&= finding.holds;
  }
  if (mine !== turn) return;
  if (text !== undefined)
    return show(holds ? 'holds' : 'fails', `${file.name}: the proof ${holds ? `holds. ${howFar}` : 'does not hold.'}`);
  show(
    holds ? 'holds' : 'fails',
    holds
      ? `${file.name}: the record holds.`
      : `${file.name}: the record does not hold. Nothing after the failure was checked.`,
  );
}

/** Of a record only the first bytes are read for it. */
async function proofIn(file: File): Promise<string | undefined> {
  const start = await file.slice(0, 64).text();
  return isDecisionProof(start) ? file.text() : undefined;
}

async function* findingsOf(file: File): AsyncGenerator<Finding> {
  try {
    const zip = {
      sizeBytes: file.size,
      read: async (start: number, end: number) => new Uint8Array(await file.slice(start, end).arrayBuffer()),
    };
    const bag = await openZipBag(zip, browserInflate);
    yield* verifyBag(bag, browserPrimitives, receipt());
  } catch (error) {
    const says = error instanceof BagError ? error.message : `cannot be read: ${(error as Error).message}`;
    yield { check: 'Zip file', holds: false, says };
  }
}

function receipt(): Receipt | undefined {
  const given = element<HTMLTextAreaElement>('receipt').value.trim();
  const proof = element<HTMLTextAreaElement>('proof').value.trim();
  if (!given) return undefined;
  const receipt = isDecisionProof(given) ? receiptIn(`${given}\n`) : { checkpoint: given };
  if (!proof) return receipt;
  try {
    return { ...receipt, proof: JSON.parse(proof) as GrowthProof };
  } catch {
    throw new BagError('what was given as the proof of the log is no JSON');
  }
}

function itemOf({ check, holds, says }: Finding): HTMLLIElement {
  const item = document.createElement('li');
  const name = document.createElement('strong');
  item.className = holds ? 'holds' : 'fails';
  name.textContent = `${holds ? 'Holds' : 'FAILED'}: ${check}. `;
  item.append(name, says);
  return item;
}

function show(state: 'checking' | 'holds' | 'fails', text: string): void {
  const result = element('result');
  result.className = state;
  result.textContent = text;
}

const chooser = element<HTMLInputElement>('file');
const target = document.documentElement;
chooser.addEventListener('change', () => {
  const [file] = chooser.files ?? [];
  if (file) void verify(file);
});
target.addEventListener('dragover', (event) => event.preventDefault());
target.addEventListener('drop', (event) => {
  event.preventDefault();
  const [file] = event.dataTransfer?.files ?? [];
  if (file) void verify(file);
});
