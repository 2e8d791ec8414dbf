// Seals a certificate once and for good: proves its place in the audit log, renders, seals, stores, records.
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Logger } from 'pino';
import { findAuditLine, findLineOfEvent, type LoggedLine } from '../db/auditLog.ts';
import { certificateToken } from '../db/certificateAddresses.ts';
import type { Pool } from '../db/database.ts';
import { around, aroundChain, asJob, inEngagement } from '../db/inScope.ts';
import { checkpointCovering, inclusionProofs, integrateLog, type SignedHead } from '../db/merkleLog.ts';
import { findSeal, recordSeal, type SealRecord } from '../db/seals.ts';
import type { Acceptance, Milestone } from '../domain/milestone.ts';
import { milestoneChain, type Chain } from '../evidence/ledger/auditEntry.ts';
import type { ChainedEvent } from '../evidence/ledger/chainedEvent.ts';
import { canonicalJson } from '../evidence/ledger/canonicalJson.ts';
import {
  certificateDocument,
  logoOf,
  type AuditLogHead,
  type CertificateDocument,
  type SealStatement,
} from '../evidence/certificate.ts';
import { renderCertificateAside, type Pictures } from '../evidence/certificatePdf.ts';
import { toBase64 } from '../evidence/ledger/checkpoint.ts';
import type { LogSigner } from '../evidence/ledger/logSigner.ts';
import { sealIdentity } from '../evidence/seal/sealKey.ts';
import { unprintableTexts } from '../evidence/setting/unprintable.ts';
import { isLost, type Files, type FileStore } from '../storage/fileStore.ts';
import type { EvidenceKeys } from './evidenceKeys.ts';

export interface Sealing {
  db: Pool;
  files: FileStore;
  evidence: EvidenceKeys;
}

/** A retry finds the seal on record: signatures differ each time, and only the first recorded one is ever used. */
export async function sealCertificate(
  deps: Sealing & { publicUrl: string; log: Logger },
  milestone: Milestone,
  acceptance: Acceptance,
  events: readonly ChainedEvent[],
): Promise<SealRecord> {
  const { certificateNumber } = acceptance;
  const head = events.at(-1);
  if (!head) throw new Error(`Milestone ${milestone.milestoneId} has no events on record`);
  const db = inEngagement(deps.db, milestone.engagement.engagementId);
  const earlier = await findSeal(db, certificateNumber, 'B-B');
  if (earlier) return earlier;
  const token = await certificateToken(db, milestone.milestoneId, certificateNumber);
  const document = certificateDocument(milestone, acceptance, await provenHead(deps, milestone, head), {
    seal: statement(deps),
    entranceKeys: deps.evidence.entrances.keys(),
    address: `${deps.publicUrl}/c/${token}`,
    events: events.map(({ event }) => event),
  });
  const lacks = unprintableTexts(document).map(({ path, characters }) => ({ path: path.join('.'), characters }));
  if (lacks.length > 0)
    deps.log.warn({ certificateNumber, lacks }, 'certificate shows boxes for characters that no face has');
  const files = deps.files.of(milestone.engagement.engagementId);
  // Loaded by the first that is sealed: what writes signatures takes a twentieth of a start.
  const { sealPdf } = await import('../evidence/seal/sealPdf.ts');
  const pdf = await sealPdf(
    await renderCertificateAside(document, await picturesOf(document, milestone, files)),
    deps.evidence.seal,
    {
      reason: `Milestone acceptance ${certificateNumber}`,
      at: new Date().toISOString(),
      isTimestampExpected: document.seal?.isTimestampExpected ?? false,
    },
  );
  const { sha256 } = await files.put(Readable.from([pdf]));
  const seal: SealRecord = {
    certificateNumber,
    level: 'B-B',
    milestoneId: milestone.milestoneId,
    engagementId: milestone.engagement.engagementId,
    document: canonicalJson(document),
    pdfSha256: sha256,
  };
  return recordSeal(db, seal, new Date().toISOString());
}

/** The firm's logo, and what signatories drew; one that is gone, as after an erasure, keeps no later certificate from being made. */
async function picturesOf(
  { letterhead, signatories }: CertificateDocument,
  { engagement }: Milestone,
  files: Files,
): Promise<Pictures> {
  const pictures = new Map<string, Buffer>();
  const logo = logoOf(engagement);
  if (logo && letterhead?.logoSha256) pictures.set(letterhead.logoSha256, logo);
  for (const { drawnSignatureSha256: sha256 } of signatories) {
    if (sha256 === null) continue;
    try {
      pictures.set(sha256, await buffer(await files.open(sha256)));
    } catch (error) {
      if (!isLost(error)) throw error;
    }
  }
  return pictures;
}

const statement = ({ evidence }: Sealing): SealStatement => ({
  format: 'PAdES',
  level: 'B-B',
  isTimestampExpected: evidence.timestamps !== undefined,
  ...sealIdentity(evidence.seal),
});

async function provenHead(
  { db: pool, evidence }: Sealing,
  { milestoneId }: Milestone,
  { event, hash }: ChainedEvent,
): Promise<AuditLogHead> {
  const db = around(pool, 'milestone', milestoneId);
  const chain = milestoneChain(milestoneId);
  const line = await findLineOfEvent(db, chain, event.sequence);
  // A batch that an earlier release recorded has no line, and a proof cannot be made up for it afterwards.
  if (!line) return { sequence: event.sequence, hash };
  const { leafIndex, checkpoint } = await ensureLogged(pool, evidence.log, chain, line.sequence);
  const [path = []] = await inclusionProofs(db, [leafIndex], checkpoint.size);
  return {
    sequence: event.sequence,
    hash,
    proof: {
      chain,
      lineSequence: line.sequence,
      lineHash: line.hash,
      leafIndex,
      path: path.map(toBase64),
      checkpoint: checkpoint.note,
      logKey: evidence.log.verifierKey,
    },
  };
}

/** The line as a leaf, and the first checkpoint that covers it; takes it into the log if nobody has yet. */
export async function ensureLogged(
  pool: Pool,
  signer: LogSigner,
  chain: Chain,
  sequence: number,
): Promise<LoggedLine & { leafIndex: number; checkpoint: SignedHead }> {
  const db = aroundChain(pool, chain);
  const before = await findAuditLine(db, chain, sequence);
  if (before?.leafIndex === undefined) await integrateLog(asJob(pool, 'logKeeper'), signer);
  const line = await findAuditLine(db, chain, sequence);
  const leafIndex = line?.leafIndex;
  const checkpoint = leafIndex === undefined ? undefined : await checkpointCovering(db, leafIndex);
  if (!line || leafIndex === undefined || !checkpoint)
    throw new Error(`Line ${sequence} of ${chain} is not in the audit log yet`);
  return { ...line, leafIndex, checkpoint };
}
