// What goes into the archived record of a milestone, and what a stranger is told about it.
import { currentPackage, type Milestone } from '../domain/milestone.ts';
import type { MailRecord } from '../db/mails.ts';
import type { ChainedEvent } from '../db/timeline.ts';
import { safePath, type BagContents, type BagEntry } from './archive.ts';
import { canonicalJson } from './canonicalJson.ts';
import type { CertificateDocument } from './certificate.ts';

export interface RecordSources {
  milestone: Milestone;
  certificate: CertificateDocument;
  pdfSha256: string;
  events: ChainedEvent[];
  mails: MailRecord[];
}

const pretty = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
const lines = (values: readonly unknown[]): string => values.map((each) => `${canonicalJson(each)}\n`).join('');

export function recordContents({ milestone, certificate, pdfSha256, events, mails }: RecordSources): BagContents {
  const number = certificate.certificateNumber;
  const entries: BagEntry[] = [
    { path: 'README.txt', content: readme(certificate) },
    { path: 'certificate.pdf', stored: pdfSha256 },
    { path: 'certificate.json', content: canonicalJson(certificate) },
    ...deliverables(milestone),
    { path: 'package-manifest.json', content: pretty(currentPackage(milestone)) },
    { path: 'sign-off-requests.json', content: pretty(milestone.signOffRequests) },
    { path: 'validation-reports.json', content: pretty(milestone.reports) },
    { path: 'feedback.json', content: pretty({ feedback: milestone.feedback, items: milestone.feedbackItems }) },
    { path: 'meeting-notes.json', content: pretty(milestone.meetingNotes) },
    {
      path: 'disagreement.json',
      content: pretty({
        refusals: milestone.refusals,
        facilitations: milestone.facilitations,
        determinations: milestone.determinations,
      }),
    },
    { path: 'exceptions.json', content: pretty(milestone.exceptions) },
    { path: 'signatures.json', content: pretty(milestone.signatures) },
    {
      path: 'audit-log.jsonl',
      content: lines(events.map(({ event, previousHash, hash }) => ({ event, previousHash, hash }))),
    },
    { path: 'mails.jsonl', content: lines(mails.map(mailLine)) },
    ...replies(milestone),
  ];
  const info = {
    'Source-Organization': certificate.parties.firm,
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

/** The raw messages that decisions were read from; whoever has one can check its signature again. */
function replies(milestone: Milestone): BagEntry[] {
  const decisions = [...milestone.feedback, ...milestone.signatures, ...milestone.refusals];
  const digests = decisions.flatMap(({ actor: { authentication } }) =>
    authentication.method === 'emailReply' ? authentication.messageSha256 : [],
  );
  return [...new Set(digests)].map((sha256) => ({ path: `replies/${sha256}.eml`, stored: sha256 }));
}

/** What was asked of whom; whether a mail had left by then is left out, so that a retry archives the same bytes. */
const mailLine = (mail: MailRecord) => ({
  kind: mail.kind,
  recipientId: mail.recipientId,
  to: mail.toAddress,
  dueAt: mail.dueAt,
  messageId: mail.messageIdHeader,
  round: mail.round,
  sequence: mail.sequence,
});

const readme = (certificate: CertificateDocument): string => `Record of milestone ${certificate.milestone.milestoneId}
Certificate ${certificate.certificateNumber}

The folder above this one is a BagIt bag (RFC 8493). To check that nothing in it changed, open a terminal there, beside
manifest-sha256.txt, and run

    sha256sum -c manifest-sha256.txt
    sha256sum -c tagmanifest-sha256.txt

certificate.pdf            the certificate to read; certificate.json is the same as data
deliverables/              the files that were accepted
package-manifest.json      what was handed in, with the SHA-256 of every file, and the package digest
sign-off-requests.json     what was to be signed, per package
validation-reports.json    results per requirement, issues and recommendations; "isVoid" marks those on earlier packages
feedback.json              what stakeholders said and how it was answered
meeting-notes.json         what was said in review meetings
disagreement.json          refusals, what facilitation came to, what the sponsor determined
exceptions.json            what was accepted as it is, who puts it right and until when
signatures.json            who signed, in what capacity, how they were authenticated; "isVoid" marks those that do not count
audit-log.jsonl            every event, one a line; each "hash" is the SHA-256 of the canonical JSON (RFC 8785) of
                           {"event": …, "previousHash": …}, and "previousHash" is the "hash" of the line before
mails.jsonl                who was written to, about what, when
replies/                   where people decided by e-mail: the raw messages, under the SHA-256 that the decision names

The certificate names number ${certificate.auditLog.sequence} of the audit log and its hash,
${certificate.auditLog.hash}.
`;
