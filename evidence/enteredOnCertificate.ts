// What the firm entered as somebody's decision, as the certificate has it: apart from who signed, with the document it rests on.
import { standingEntries } from '../domain/entered/entries.ts';
import { nameOf, personOf, type EnteredDecision, type Milestone, type SignedExceptions } from '../domain/milestone.ts';

export interface EnteredOnCertificate {
  personId: string;
  name: string;
  party: 'firm' | 'client';
  capacity: string;
  duty: 'review' | 'signature';
  onBehalfOf: string | null;
  authorityLimit: string | null;
  /** Name of the person of the firm who answers for the entry. */
  enteredBy: string;
  enteredAt: string;
  /** The date on the document. */
  decidedOn: string;
  files: { fileName: string; sizeBytes: number; sha256: string }[];
  /** When a mail server took what told them of it. */
  toldAt: string[];
  objectBy: string;
  upheldAt: string;
  packageDigest: string;
  exceptions: SignedExceptions | null;
}

export const enteredOn = (milestone: Milestone): EnteredOnCertificate[] =>
  [...standingEntries(milestone, 'review'), ...standingEntries(milestone, 'signature')].map((each) =>
    entered(milestone, each),
  );

function entered(milestone: Milestone, entry: EnteredDecision): EnteredOnCertificate {
  const { personId, duty, capacity, onBehalfOf, outcome } = entry;
  const who = personOf(milestone, personId);
  return {
    ...{ personId, duty, capacity },
    name: who?.name ?? personId,
    party: who?.party ?? 'client',
    onBehalfOf: onBehalfOf === undefined ? null : nameOf(milestone, onBehalfOf),
    authorityLimit: entry.authorityLimit ?? null,
    enteredBy: nameOf(milestone, entry.enteredBy),
    enteredAt: entry.at,
    decidedOn: entry.decidedOn,
    files: entry.files.map(({ fileName, sizeBytes, sha256 }) => ({ fileName, sizeBytes, sha256 })),
    toldAt: (outcome?.deliveries ?? []).flatMap((each) => each.sentAt ?? []),
    objectBy: entry.objectBy,
    upheldAt: outcome?.at ?? entry.objectBy,
    packageDigest: entry.packageDigest,
    exceptions: entry.exceptions ?? null,
  };
}
