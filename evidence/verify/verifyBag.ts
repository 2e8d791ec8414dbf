// Checks a bag from the outside in, with nothing but the bag: digests, seal, chains, log, and that the record is what was sealed.
import canonicalize from 'canonicalize';
import { replay } from '../../domain/evolve.ts';
import type { CertificateDocument } from '../certificate.ts';
import { toHex, type Checkpoint, type LogKey } from '../ledger/checkpoint.ts';
import { sourceDocumentsOf } from '../sourceDocuments.ts';
import { recordFiles } from '../recordFiles.ts';
import { isSame } from '../ledger/merkleTree.ts';
import { BagError, bytesOf, jsonOf, linesOf, textOf, type Bag, type Primitives } from './bag.ts';
import { checkAuditLog, checkEvents, hashOfLine, type AuditLog, type Events } from './chains.ts';
import { checkPayload, checkTags, manifestOf } from './fixity.ts';
import {
  checkCheckpoint,
  checkConsistency,
  checkInclusion,
  checkLogKey,
  checkOwnProof,
  checkReceipt,
  type GrowthProof,
} from './logProofs.ts';
import { attachmentOf, checkSeal, type CheckedSeal } from './sealedPdf.ts';

export interface Finding {
  check: string;
  holds: boolean;
  /** What was found, or the first thing that does not hold. */
  says: string;
}

export interface Receipt {
  checkpoint: string;
  proof?: GrowthProof;
}

/** Findings in order; the last one does not hold when the bag fails, and nothing after it was checked. */
export async function* verifyBag(bag: Bag, primitives: Primitives, receipt?: Receipt): AsyncGenerator<Finding> {
  const found: Partial<Found> = {};
  for (const [check, work] of steps(bag, primitives, receipt)) {
    try {
      yield { check, holds: true, says: await work(found as Found) };
    } catch (error) {
      const says = error instanceof BagError ? error.message : `cannot be checked: ${(error as Error).message}`;
      yield { check, holds: false, says };
      return;
    }
  }
}

interface Found {
  certificate: CertificateDocument;
  seal: CheckedSeal;
  sealed: { pdfSha256: string; documentSha256: string };
  events: Events;
  auditLines: string[];
  audit: AuditLog;
  key: LogKey;
  checkpoint: Checkpoint;
  older: Checkpoint[];
}

type Step = [check: string, work: (found: Found) => Promise<string>];

const steps = (bag: Bag, primitives: Primitives, receipt: Receipt | undefined): Step[] => [
  ['Bag', async () => checkTags(bag, primitives)],
  ['Files', async () => checkPayload(bag, primitives)],
  ['Seal', async (found) => certificateSeal(bag, primitives, found)],
  ['Data of the certificate', async (found) => certificateData(bag, primitives, found)],
  ['Events', async (found) => eventChain(bag, primitives, found)],
  ['Record', async (found) => record(bag, found)],
  ['Deliverables', async (found) => deliverables(bag, found)],
  ['Originals', async (found) => originals(bag, found)],
  ['Audit log', async (found) => auditChain(bag, primitives, found)],
  ['Mails', async (found) => mails(bag, found)],
  ['Key of the log', async (found) => logKey(bag, primitives, found)],
  ['Checkpoint', async (found) => checkpoint(bag, primitives, found)],
  ['Lines in the log', async (found) => inclusion(bag, primitives, found)],
  ['Growth of the log', async (found) => consistency(bag, primitives, found)],
  ['Earlier certificates', async (found) => earlier(bag, primitives, found)],
  ...(receipt ? [['Receipt', async (found) => heldAgainst(primitives, found, receipt)] as Step] : []),
];

async function certificateSeal(bag: Bag, primitives: Primitives, found: Found): Promise<string> {
  found.seal = await checkSeal(await bytesOf(bag, 'data/certificate.pdf'), primitives);
  const { signer, fingerprint, level, timestamp } = found.seal;
  const at = timestamp ? `, timestamped ${timestamp.at} by ${timestamp.authority}` : '';
  return `certificate.pdf is sealed (PAdES ${level}${at}) by ${signer}, certificate SHA-256 ${fingerprint}; whose it is, is for you to judge`;
}

async function certificateData(bag: Bag, primitives: Primitives, found: Found): Promise<string> {
  const pdf = await bytesOf(bag, 'data/certificate.pdf');
  const text = await textOf(bag, 'data/certificate.json');
  if (!isSame(await attachmentOf(pdf), new TextEncoder().encode(text)))
    throw new BagError('data/certificate.json is not what is attached to the sealed PDF');
  found.certificate = JSON.parse(text) as CertificateDocument;
  const digest = primitives.sha256();
  digest.update(pdf);
  found.sealed = { pdfSha256: toHex(digest.digest()), documentSha256: hashOfLine(primitives, text) };
  const { certificateNumber, kind, seal } = found.certificate;
  if (seal?.fingerprint !== found.seal.fingerprint)
    throw new BagError('the certificate names another seal than the one it carries');
  await ownCertificate(bag, primitives, found.seal.fingerprint);
  return `certificate ${certificateNumber} (${kind}) as attached to the PDF, SHA-256 ${found.sealed.documentSha256}`;
}

async function ownCertificate(bag: Bag, primitives: Primitives, fingerprint: string): Promise<void> {
  const [, base64 = ''] =
    /-----BEGIN CERTIFICATE-----([\s\S]+?)-----END/.exec(await textOf(bag, 'data/public-keys/seal.pem')) ?? [];
  const digest = primitives.sha256();
  digest.update(Uint8Array.from(atob(base64.replace(/\s/g, '')), (letter) => letter.charCodeAt(0)));
  if (toHex(digest.digest()) !== fingerprint)
    throw new BagError('data/public-keys/seal.pem is not the certificate of the seal');
}

async function eventChain(bag: Bag, primitives: Primitives, found: Found): Promise<string> {
  found.events = checkEvents(primitives, await linesOf(bag, 'data/events.jsonl'), found.certificate);
  return `${found.events.events.length} events in one chain, up to the hash that the certificate names`;
}

/** Everything that follows from the events is made anew from them and must come out the same. */
async function record(bag: Bag, { events, certificate }: Found): Promise<string> {
  const milestone = replay(events.events);
  const files = recordFiles(milestone);
  for (const [path, content] of Object.entries(files))
    if ((await textOf(bag, `data/${path}`)) !== content)
      throw new BagError(`data/${path} does not follow from the events`);
  const acceptance = milestone.acceptances.at(-1);
  const digest = milestone.packages.at(-1)?.digest;
  if (acceptance?.certificateNumber !== certificate.certificateNumber || digest !== certificate.package.digest)
    throw new BagError('the events end in another acceptance than the certificate states');
  return `${Object.keys(files).length} files of the record follow from the events`;
}

async function deliverables(bag: Bag, { certificate }: Found): Promise<string> {
  const manifest = await manifestOf(bag, 'manifest-sha256.txt');
  const inBag = [...manifest].filter(([path]) => path.startsWith('data/deliverables/')).map(([, digest]) => digest);
  const accepted = certificate.deliverables.flatMap((each) => each.files);
  for (const { fileName, sha256 } of accepted) {
    const at = inBag.indexOf(sha256);
    if (at < 0) throw new BagError(`the accepted file ${fileName} (SHA-256 ${sha256}) is not among the deliverables`);
    inBag.splice(at, 1);
  }
  if (inBag.length > 0) throw new BagError(`${inBag.length} files lie among the deliverables that were not accepted`);
  return `${accepted.length} files as the certificate lists them`;
}

/** Drawn signatures, raw messages and files shown are those that the decisions name, and nothing else lies among them. */
async function originals(bag: Bag, { events }: Found): Promise<string> {
  const manifest = await manifestOf(bag, 'manifest-sha256.txt');
  const named = sourceDocumentsOf(replay(events.events));
  for (const { path, stored } of named)
    if (manifest.get(`data/${path}`) !== stored)
      throw new BagError(`data/${path} is not what a decision was read from or rests on`);
  const paths = new Set(named.map((each) => `data/${each.path}`));
  const stranger = [...manifest.keys()].find(
    (path) => /^data\/(drawn-signatures|replies|closure-evidence)\//.test(path) && !paths.has(path),
  );
  if (stranger) throw new BagError(`${stranger} is named by no decision`);
  return `${named.length} drawn signatures, raw messages and files shown, as the decisions name them`;
}

async function auditChain(bag: Bag, primitives: Primitives, found: Found): Promise<string> {
  found.auditLines = await linesOf(bag, 'data/audit-log.jsonl');
  const { certificate, events, sealed } = found;
  found.audit = checkAuditLog(primitives, found.auditLines, { certificate, hashes: events.hashes }, sealed);
  return `${found.auditLines.length} lines in one chain, accounting for every event, up to the sealing of this certificate`;
}

/** The list of mails says no more and no less than the log does of mails queued up to the acceptance. */
async function mails(bag: Bag, { audit, certificate }: Found): Promise<string> {
  const key = (each: unknown): string => canonicalize(each) ?? '';
  const queued = audit.lines.flatMap(({ entry }) =>
    entry.type === 'batchRecorded'
      ? entry.mailsQueued
          .filter(({ sequence }) => sequence <= certificate.auditLog.sequence)
          .map(({ kind, recipientId, messageId, sequence }) => key({ kind, recipientId, messageId, sequence }))
      : [],
  );
  const text = await textOf(bag, 'data/mails.jsonl');
  const listed = text
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const { kind, recipientId, messageId, sequence } = JSON.parse(line) as Record<string, unknown>;
      return key({ kind, recipientId, messageId, sequence });
    });
  const stranger = listed.find((each) => !queued.includes(each));
  if (stranger) throw new BagError(`data/mails.jsonl lists a mail the audit log does not: ${stranger}`);
  const missing = queued.find((each) => !listed.includes(each));
  if (missing) throw new BagError(`data/mails.jsonl leaves out a mail: ${missing}`);
  return `${listed.length} mails as the audit log says`;
}

async function logKey(bag: Bag, primitives: Primitives, found: Found): Promise<string> {
  found.key = await checkLogKey(bag, primitives, found.certificate);
  return `the key of ${found.key.name}, key ID ${toHex(found.key.keyId)}, as the sealed certificate names it`;
}

async function checkpoint(bag: Bag, primitives: Primitives, found: Found): Promise<string> {
  found.checkpoint = await checkCheckpoint(bag, primitives, found.key);
  return `${found.checkpoint.size} leaves, signed by the log`;
}

async function inclusion(bag: Bag, primitives: Primitives, { auditLines, checkpoint: newest }: Found): Promise<string> {
  await checkInclusion(bag, primitives, auditLines, newest);
  return `all ${auditLines.length} lines are leaves of the tree of the checkpoint`;
}

async function consistency(bag: Bag, primitives: Primitives, found: Found): Promise<string> {
  found.older = await checkConsistency(bag, primitives, found.key, found.checkpoint);
  await checkOwnProof(primitives, found.certificate, found.auditLines, found.audit.hashes, found.older);
  return `the log only grew since the checkpoint that the certificate carries, and its proof holds`;
}

async function earlier(bag: Bag, primitives: Primitives, { certificate, events }: Found): Promise<string> {
  const numbers = replay(events.events)
    .acceptances.slice(0, -1)
    .map((each) => each.certificateNumber);
  if (numbers.length === 0) return 'there are none';
  const listed = await jsonOf<{ certificateNumber: string; pdfSha256: string }[]>(bag, 'data/earlier/records.json');
  if (listed.map((each) => each.certificateNumber).join() !== numbers.join())
    throw new BagError('data/earlier/records.json lists other certificates than the events');
  for (const number of numbers) {
    const pdf = await bytesOf(bag, `data/earlier/${number}.pdf`);
    await checkSeal(pdf, primitives).catch((error: Error) => {
      throw new BagError(`data/earlier/${number}.pdf: ${error.message}`);
    });
    const text = await textOf(bag, `data/earlier/${number}.json`);
    if (!isSame(await attachmentOf(pdf), new TextEncoder().encode(text)))
      throw new BagError(`data/earlier/${number}.json is not what is attached to its PDF`);
  }
  const { supersedes } = certificate;
  return `${numbers.join(', ')}, each with its seal${supersedes ? `; this one replaces ${supersedes}` : ''}`;
}

const heldAgainst = (primitives: Primitives, { key, checkpoint: newest, older }: Found, receipt: Receipt) =>
  checkReceipt(primitives, key, receipt.checkpoint, [newest, ...older], receipt.proof);
