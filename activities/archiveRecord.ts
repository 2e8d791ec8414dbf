// Archives the record of a milestone as of one of its certificates: the same inputs, hence the same bag, however late.
import { findArchive, listCertificates } from '../db/outputs.ts';
import { around, inEngagement } from '../db/inScope.ts';
import { findLinesAbout, readAuditLines, type LoggedLine } from '../db/auditLog.ts';
import type { Database } from '../db/database.ts';
import { listMails, type MailRecord } from '../db/mails.ts';
import { checkpointCovering, consistencyProof, inclusionProofs } from '../db/merkleLog.ts';
import type { SealRecord } from '../db/seals.ts';
import type { Milestone } from '../domain/milestone.ts';
import { isCausedByEvent } from '../domain/requests/notificationKinds.ts';
import { milestoneChain, type AuditLine } from '../evidence/ledger/auditEntry.ts';
import type { ChainedEvent } from '../evidence/ledger/chainedEvent.ts';
import { writeArchive } from '../evidence/archive.ts';
import type { CertificateDocument } from '../evidence/certificate.ts';
import { parseCheckpoint, toBase64 } from '../evidence/ledger/checkpoint.ts';
import { recordContents, type EarlierRecord, type LogExtract } from '../evidence/recordContents.ts';
import type { StoredFile } from '../storage/fileStore.ts';
import { ensureLogged, type Sealing } from './sealCertificate.ts';

export async function archiveRecord(
  deps: Sealing,
  milestone: Milestone,
  seal: SealRecord,
  events: ChainedEvent[],
): Promise<StoredFile & { checkpoint: string }> {
  const certificate = JSON.parse(seal.document) as CertificateDocument;
  const db = inEngagement(deps.db, milestone.engagement.engagementId);
  const earlier = await earlierRecords(db, milestone, seal.certificateNumber);
  const log = await extractOf(deps, milestone.milestoneId, seal, [
    ...earlier.map((each) => each.document),
    certificate,
  ]);
  const contents = recordContents({
    milestone,
    certificate,
    documentText: seal.document,
    pdfSha256: seal.pdfSha256,
    events,
    mails: await mailsUpTo(db, milestone.milestoneId, certificate.auditLog.sequence),
    log,
    earlier,
    publicKeys: {
      logPem: deps.evidence.log.publicKeyPem,
      logKey: deps.evidence.log.verifierKey,
      sealPem: deps.evidence.seal.certificates.map(String).join(''),
    },
  });
  return {
    ...(await writeArchive(deps.files.of(milestone.engagement.engagementId), contents)),
    checkpoint: log.checkpoint,
  };
}

/** The milestone's chain up to the line that names the sealed PDF, with every proof in the tree of one checkpoint. */
async function extractOf(
  { db: pool, evidence }: Sealing,
  milestoneId: string,
  seal: SealRecord,
  documents: CertificateDocument[],
): Promise<LogExtract> {
  const chain = milestoneChain(milestoneId);
  const db = around(pool, 'milestone', milestoneId);
  const sealed = await findLinesAbout(db, chain, 'certificateSealed', ['pdfSha256', seal.pdfSha256]);
  const last = sealed.at(-1);
  if (!last) throw new Error(`The audit log does not name the seal of ${seal.certificateNumber}`);
  const { checkpoint } = await ensureLogged(pool, evidence.log, chain, last.sequence);
  const lines = await readAuditLines(db, chain, last.sequence);
  const indexes = lines.map((each) => each.leafIndex ?? Number.NaN);
  const paths = await inclusionProofs(db, indexes, checkpoint.size);
  const carried = documents.flatMap(({ auditLog }) => (auditLog.proof ? [auditLog.proof.checkpoint] : []));
  const notes = [...carried, ...(await receiptsUpTo(db, lines, last.sequence))];
  const consistency: LogExtract['consistency'] = [];
  for (const note of new Set(notes)) {
    const size = parseCheckpoint(note)?.size ?? 0;
    const path = await consistencyProof(db, size, checkpoint.size);
    consistency.push({ checkpoint: note, path: path.map(toBase64) });
  }
  return {
    checkpoint: checkpoint.note,
    lines: lines.map(({ line }, index) => ({
      line,
      leafIndex: indexes[index] ?? 0,
      path: (paths[index] ?? []).map(toBase64),
    })),
    consistency,
  };
}

/** The checkpoints that went out with the receipts of earlier seals: whoever has one can hold it against this bag. */
async function receiptsUpTo(db: Database, lines: readonly LoggedLine[], before: number): Promise<string[]> {
  const seals = lines.filter(
    ({ line, sequence }) => sequence < before && (JSON.parse(line) as AuditLine).entry.type === 'certificateSealed',
  );
  const found = await Promise.all(seals.map(({ leafIndex = 0 }) => checkpointCovering(db, leafIndex)));
  return found.flatMap((each) => (each ? [each.note] : []));
}

async function earlierRecords(db: Database, milestone: Milestone, certificateNumber: string): Promise<EarlierRecord[]> {
  const numbers = milestone.acceptances.map((each) => each.certificateNumber);
  const before = numbers.slice(0, numbers.indexOf(certificateNumber));
  const certificates = (await listCertificates(db, milestone.milestoneId)).filter((each) =>
    before.includes(each.certificateNumber),
  );
  return Promise.all(
    certificates.map(async (each) => {
      const archive = await findArchive(db, milestone.milestoneId, each.certificateNumber);
      return {
        certificateNumber: each.certificateNumber,
        document: each.document as CertificateDocument,
        pdfSha256: each.pdfSha256,
        archiveSha256: archive?.sha256 ?? '',
      };
    }),
  );
}

async function mailsUpTo(db: Database, milestoneId: string, sequence: number): Promise<MailRecord[]> {
  const mails: MailRecord[] = [];
  let after: string | undefined;
  do {
    const page = await listMails(db, { milestoneId, page: { limit: 1000, ...(after ? { after } : {}) } });
    mails.push(...page.items.filter((each) => each.sequence <= sequence && isCausedByEvent(each.kind)));
    after = page.next;
  } while (after !== undefined);
  return mails;
}
