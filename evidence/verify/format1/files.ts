// Which files a record of format 1 holds, and what those that follow from its events say. Frozen: see docs/recordFormat.md.
import canonicalize from 'canonicalize';
import { factsOf, type Facts } from './facts.ts';
import { ledgerOf } from './lateness.ts';
import type { ArchivedEvent, Package } from './shapes.ts';

/** Files of every record, beside those that follow from the events. */
export const fixedFiles = [
  'README.txt',
  'certificate.pdf',
  'certificate.json',
  'events.jsonl',
  'mails.jsonl',
  'audit-log.jsonl',
  'proofs/checkpoint',
  'proofs/checkpoint.txt',
  'proofs/checkpoint.sig',
  'proofs/inclusion.jsonl',
  'proofs/consistency.json',
  'public-keys/audit-log.pem',
  'public-keys/audit-log.vkey',
  'public-keys/seal.pem',
];

/** Keys in canonical order, so that it does not matter how the events were read. */
const pretty = (value: unknown): string => `${JSON.stringify(JSON.parse(canonicalize(value) ?? 'null'), null, 2)}\n`;

/** Content by path. */
export const filesThatFollow = (events: readonly ArchivedEvent[]): Record<string, string> => ({
  ...filesOf(factsOf(events)),
  'lateness.json': pretty(ledgerOf(events)),
});

const filesOf = (facts: Facts): Record<string, string> => ({
  'package-manifest.json': pretty(facts.packages.at(-1)),
  'sign-off-requests.json': pretty(facts.signOffRequests),
  'validation-reports.json': pretty(facts.reports),
  'feedback.json': pretty({ feedback: facts.feedback, items: facts.feedbackItems }),
  'meeting-notes.json': pretty(facts.meetingNotes),
  'disagreement.json': pretty({
    refusals: facts.refusals,
    facilitations: facts.facilitations,
    determinations: facts.determinations,
  }),
  'delegations.json': pretty(facts.delegations),
  'exceptions.json': pretty(facts.exceptions),
  'amendments.json': pretty(facts.amendments),
  'signatures.json': pretty(facts.signatures),
  'entered-decisions.json': pretty(facts.entered),
});

/** What the digest of a package, which every decision names, is the SHA-256 of. */
export function digestedText(
  milestoneId: string,
  { digest: _digest, submittedBy: _by, submittedAt: _at, ...contents }: Package,
): string {
  return canonicalize({ milestoneId, ...contents }) ?? '';
}

/** Digest by path: drawn signatures, raw messages, files shown and documents entered on are named by what decisions say of them. */
export function sourceDocuments(facts: Facts): Map<string, string> {
  const drawn = facts.signatures.map((each) => each.drawnSignatureSha256);
  const decisions = [...facts.feedback, ...facts.signatures, ...facts.refusals, ...facts.delegations];
  const messages = decisions.map(({ actor: { authentication } }) =>
    authentication.method === 'emailReply' ? authentication.messageSha256 : undefined,
  );
  const shown = facts.exceptions.flatMap((each) => each.closures ?? []).flatMap(({ files }) => files);
  const documents = new Map<string, string>();
  for (const each of drawn) if (each !== undefined) documents.set(`drawn-signatures/${each}.png`, each);
  for (const each of messages) if (each !== undefined) documents.set(`replies/${each}.eml`, each);
  for (const { sha256 } of shown) documents.set(`closure-evidence/${sha256}`, sha256);
  for (const { sha256 } of facts.entered.flatMap(({ files }) => files))
    documents.set(`entered-decisions/${sha256}`, sha256);
  return documents;
}

/** Numbers of the certificates that came before the record's own; there is none for an acceptance that was withheld. */
export const earlierCertificates = ({ acceptances, withheld }: Facts): string[] =>
  acceptances
    .slice(0, -1)
    .map((each) => each.certificateNumber)
    .filter((each) => !withheld.includes(each));

export const earlierFiles = (facts: Facts): string[] => {
  const numbers = earlierCertificates(facts);
  if (numbers.length === 0) return [];
  return ['earlier/records.json', ...numbers.flatMap((each) => [`earlier/${each}.pdf`, `earlier/${each}.json`])];
};
