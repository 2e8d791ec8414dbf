// What goes into the archived record of a milestone, and what a stranger is told about it.
import { currentPackage, type Milestone } from '../domain/milestone.ts';
import { currentRecordFormat, recordFiles } from './recordFiles.ts';
import { safePath, type BagContents, type BagEntry } from './archive.ts';
import { canonicalJson } from './ledger/canonicalJson.ts';
import type { ChainedEvent } from './ledger/chainedEvent.ts';
import { sourceDocumentsOf } from './sourceDocuments.ts';
import { parseCheckpoint } from './ledger/checkpoint.ts';
import type { CertificateDocument } from './certificate.ts';

export interface RecordSources {
  milestone: Milestone;
  certificate: CertificateDocument;
  /** Canonical JSON of the certificate, byte for byte as attached to its PDF. */
  documentText: string;
  pdfSha256: string;
  events: ChainedEvent[];
  mails: ArchivedMail[];
  log: LogExtract;
  earlier: EarlierRecord[];
  publicKeys: { logPem: string; logKey: string; sealPem: string };
}

/** A mail as the outbox has it; `model` is what it said, without links. */
export interface ArchivedMail {
  kind: string;
  recipientId: string;
  toAddress: string;
  dueAt: string;
  messageIdHeader: string;
  round: number;
  sequence: number;
  model: object;
}

/** The milestone's chain of the audit log, each line with its proof in the tree of `checkpoint`. */
export interface LogExtract {
  checkpoint: string;
  lines: { line: string; leafIndex: number; path: string[] }[];
  /** That the checkpoints of this and earlier certificates are beginnings of that tree. */
  consistency: { checkpoint: string; path: string[] }[];
}

/** A certificate that this one follows, with its own archive by digest. */
export interface EarlierRecord {
  certificateNumber: string;
  document: CertificateDocument;
  pdfSha256: string;
  archiveSha256: string;
}

const pretty = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
const lines = (values: readonly unknown[]): string => values.map((each) => `${canonicalJson(each)}\n`).join('');

export function recordContents(sources: RecordSources): BagContents {
  const { milestone, certificate, pdfSha256, events, mails } = sources;
  const number = certificate.certificateNumber;
  const entries: BagEntry[] = [
    { path: 'README.txt', content: readme(certificate) },
    { path: 'certificate.pdf', stored: pdfSha256 },
    { path: 'certificate.json', content: sources.documentText },
    ...deliverables(milestone),
    ...Object.entries(
      recordFiles(
        milestone,
        events.map(({ event }) => event),
      ),
    ).map(([path, content]) => ({ path, content })),
    { path: 'events.jsonl', content: lines(events.map(({ event, previousHash }) => ({ event, previousHash }))) },
    ...sourceDocumentsOf(milestone),
    ...logEntries(sources),
    ...earlierEntries(sources.earlier),
    { path: 'mails.jsonl', content: lines(mails.map(mailLine)) },
  ];
  const info = {
    'Source-Organization': certificate.parties.firm,
    'Record-Format': currentRecordFormat,
    'External-Identifier': number,
    'External-Description': `Record of milestone ${milestone.milestoneId}, ${milestone.plan.title}, at its acceptance`,
  };
  return { name: number, at: certificate.issuedAt, info, entries };
}

function deliverables(milestone: Milestone): BagEntry[] {
  const taken = new Set<string>();
  return (currentPackage(milestone)?.deliverables ?? []).flatMap((each) =>
    each.files.map((file) => ({
      path: safePath(`deliverables/${each.deliverableId}`, file.fileName, taken),
      stored: file.sha256,
    })),
  );
}

/** What was said to whom, without links; whether a mail had left by then is left out, so that a retry archives the same bytes. */
const mailLine = (mail: ArchivedMail) => ({
  kind: mail.kind,
  recipientId: mail.recipientId,
  to: mail.toAddress,
  dueAt: mail.dueAt,
  messageId: mail.messageIdHeader,
  round: mail.round,
  sequence: mail.sequence,
  says: mail.model,
});

/** Text and signature of the checkpoint stand apart as well, for openssl takes no signed notes. */
function logEntries({ log, publicKeys }: RecordSources): BagEntry[] {
  const parsed = parseCheckpoint(log.checkpoint);
  const [signed] = parsed?.signatures ?? [];
  if (!parsed || !signed) throw new Error('The checkpoint for the archive cannot be read');
  return [
    { path: 'audit-log.jsonl', content: log.lines.map(({ line }) => `${line}\n`).join('') },
    { path: 'proofs/checkpoint', content: log.checkpoint },
    { path: 'proofs/checkpoint.txt', content: parsed.body },
    { path: 'proofs/checkpoint.sig', content: Buffer.from(signed.signature) },
    { path: 'proofs/inclusion.jsonl', content: lines(log.lines.map(({ leafIndex, path }) => ({ leafIndex, path }))) },
    { path: 'proofs/consistency.json', content: pretty(log.consistency) },
    { path: 'public-keys/audit-log.pem', content: publicKeys.logPem },
    { path: 'public-keys/audit-log.vkey', content: `${publicKeys.logKey}\n` },
    { path: 'public-keys/seal.pem', content: publicKeys.sealPem },
  ];
}

/** What this record follows; its own bag holds the rest and is named by its digest. */
function earlierEntries(earlier: readonly EarlierRecord[]): BagEntry[] {
  if (earlier.length === 0) return [];
  const index = earlier.map(({ certificateNumber, pdfSha256, archiveSha256 }) => ({
    certificateNumber,
    pdfSha256,
    archiveSha256,
  }));
  return [
    { path: 'earlier/records.json', content: pretty(index) },
    ...earlier.flatMap((each): BagEntry[] => [
      { path: `earlier/${each.certificateNumber}.pdf`, stored: each.pdfSha256 },
      { path: `earlier/${each.certificateNumber}.json`, content: canonicalJson(each.document) },
    ]),
  ];
}

const readme = (certificate: CertificateDocument): string => `Record of milestone ${certificate.milestone.milestoneId}
Certificate ${certificate.certificateNumber}

WHAT IS HERE

certificate.pdf            the certificate to read, sealed; certificate.json is the same as data
deliverables/              the files that were accepted
package-manifest.json      what was handed in, with the SHA-256 of every file, and the package digest
sign-off-requests.json     what was to be signed, per package
validation-reports.json    results per requirement, issues and recommendations; "isVoid" marks those on earlier packages
feedback.json              what stakeholders said and how it was answered
meeting-notes.json         what was said in review meetings
disagreement.json          refusals, what facilitation came to, what the sponsor determined
delegations.json           who passed on what to whom, and why; "isVoid" marks what a newer package ended
exceptions.json            what was accepted as it is, who puts it right and until when
amendments.json            how the plan was amended, by which change order, with whose consent, and what it asked again
signatures.json            who signed, in what capacity, how they were authenticated; "isVoid" marks those that do not count
entered-decisions.json     what the firm entered as somebody's decision, on which document, and whether they objected; nobody signed it
lateness.json              of each wait how long it stood still, and how long past its deadline whose party owed a decision
drawn-signatures/          signatures drawn by hand, where there are any; "drawnSignatureSha256" in signatures.json names them
mails.jsonl                who was written to, when, and what each mail said (its personal link left out)
events.jsonl               everything that was decided, one event a line
audit-log.jsonl            everything that happened, one entry a line: what was decided (by number of the event), what was
                           refused, what was mailed, who looked at what
proofs/                    a signed checkpoint of the operator's log over all milestones, and that these lines are in it
public-keys/               the keys to check the checkpoint and the seal with
earlier/                   certificates that this one follows, where there are any
replies/                   where people decided by e-mail: the raw messages, under the SHA-256 that the decision names
closure-evidence/          files that exceptions were shown to be closed with, under their SHA-256, which exceptions.json names
entered-decisions/         the documents on which the firm entered decisions, under their SHA-256, which entered-decisions.json names

HOW TO CHECK IT WITH STANDARD TOOLS

The folder above this one is a BagIt bag (RFC 8493). Open a terminal there, beside manifest-sha256.txt.

1. Nothing in the bag changed:

    sha256sum -c tagmanifest-sha256.txt
    sha256sum -c manifest-sha256.txt

2. The certificate's seal holds (poppler; pyHanko and PDF readers do it too):

    pdfsig data/certificate.pdf

   The seal is by the certificate whose SHA-256 over DER is ${certificate.seal?.fingerprint ?? '(none)'}:

    openssl x509 -in data/public-keys/seal.pem -noout -fingerprint -sha256 -subject -dates

   Whether that certificate is the firm's is for you to judge; compare it with one you have from elsewhere.

3. The data attached to the PDF are certificate.json:

    pdfdetach -save 1 -o attached.json data/certificate.pdf && cmp attached.json data/certificate.json

4. Events and audit log are whole chains: the SHA-256 of each line, without its line feed, is the "previousHash" of the
   next. The last of events.jsonl is the hash that the certificate names, of event number ${certificate.auditLog.sequence}:
   ${certificate.auditLog.hash}

    while IFS= read -r line; do printf %s "$line" | sha256sum; done < data/events.jsonl
    while IFS= read -r line; do printf %s "$line" | sha256sum; done < data/audit-log.jsonl

5. The checkpoint was signed by the log:

    openssl pkeyutl -verify -pubin -inkey data/public-keys/audit-log.pem -rawin \\
      -in data/proofs/checkpoint.txt -sigfile data/proofs/checkpoint.sig

6. Each line of audit-log.jsonl is in the tree of that checkpoint: the line of the same number in proofs/inclusion.jsonl
   has its place and its audit path (RFC 6962; leaf hash: SHA-256 of a zero byte and the line). Everybody concerned was
   mailed a checkpoint. Compare yours: nobody can change or cut the log behind it without contradicting it.

All of this is done at once by "npm run verify -- <this bag, as a folder or a zip>" of Milestone Sign-Off, or by its page
verify.html in a browser, neither of which needs a server, a database or a key.
`;
