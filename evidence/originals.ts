// What decisions were read from, kept as it came in and named by its digest, which the decision names as well.
import type { Milestone } from '../domain/milestone.ts';

export interface Original {
  path: string;
  /** SHA-256 of the content, in hex. */
  stored: string;
}

/** Signatures drawn by hand, and the raw messages of decisions by e-mail, whose DKIM signatures can be checked again. */
export function originalsOf(milestone: Milestone): Original[] {
  const drawn = milestone.signatures.flatMap((each) => each.drawnSignatureSha256 ?? []);
  const decisions = [
    ...milestone.feedback,
    ...milestone.signatures,
    ...milestone.refusals,
    ...(milestone.delegations ?? []),
  ];
  const messages = decisions.flatMap(({ actor: { authentication } }) =>
    authentication.method === 'emailReply' ? authentication.messageSha256 : [],
  );
  return [
    ...[...new Set(drawn)].map((sha256) => ({ path: `drawn-signatures/${sha256}.png`, stored: sha256 })),
    ...[...new Set(messages)].map((sha256) => ({ path: `replies/${sha256}.eml`, stored: sha256 })),
  ];
}
