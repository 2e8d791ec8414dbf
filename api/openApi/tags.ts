// The groups that the operations are listed in, each with its introduction, in the order of the document.
import type { Tag } from '../route.ts';

export const tagWords: Readonly<Record<Tag, string>> = {
  Engagements:
    'An **engagement** is two parties, their people and the contract terms under which every milestone of it is signed: calendar, deadlines, channels, what silence means. Register it first; people are corrected and added as they change.',
  Documents:
    'The files of deliverables. Upload each as it is; packages, exceptions and entries then name them by their IDs. Their SHA-256 is what signers accept.',
  Milestones:
    'A **milestone** goes through compiling, technical validation, stakeholder review and formal sign-off, and ends accepted, accepted with exceptions, terminated or cancelled. Start one with its plan; look where it stands at any time.',
  Decisions:
    'Everything that can be asked of a milestone: one message to its workflow each, which is also a Temporal signal and update of the same name as the operation. Each is ruled on by the same rules, whichever way it comes. `200` says that it is on record, `202` that it is safe and not yet ruled on. Decisions of people (reports, approvals, signatures, refusals) are theirs: they come from the page behind a link, a reply or a session, never with an API key.',
  Work: 'Over all milestones of whoever asks: what needs them, whom they wait for, what is stuck, how money stands, and whose time was lost.',
  Record:
    'What happened and what was sent, in order: events with their hashes, mails, replies, requests and their links, refused messages.',
  Outputs:
    'What acceptance brings: the certificate, the archive that verifies by itself, the authorisation of the next phase, and the release that invoices are registered against.',
  Webhooks: 'What is told to systems outside as it happens, how far each delivery got, and sending it again.',
  Reports: 'Registers by the profiles of industry bodies, Open Contracting publication, evidence packs for insurers.',
  'Audit log': 'One append-only log over everything, with proofs that anybody can verify by its public key.',
  Retention: 'How long records are kept, legal holds, disposal that leaves a tombstone, and erasure of people.',
  Service: 'The state of the service, its API keys, and who of the firm may do what.',
};
