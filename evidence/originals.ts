// What decisions were read from or rest on, kept as it came in and named by its digest, which the decision names as well.
import type { Milestone } from '../domain/milestone.ts';

export interface Original {
  path: string;
  /** SHA-256 of the content, in hex. */
  stored: string;
}

/**
 * Signatures drawn by hand, the raw messages of decisions by e-mail, whose DKIM signatures can be checked again, and the
 * files that exceptions were shown to be closed with.
 */
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
  const shown = milestone.exceptions.flatMap((each) => each.closures ?? []).flatMap(({ files }) => files);
  return [
    ...[...new Set(drawn)].map((sha256) => ({ path: `drawn-signatures/${sha256}.png`, stored: sha256 })),
    ...[...new Set(messages)].map((sha256) => ({ path: `replies/${sha256}.eml`, stored: sha256 })),
    ...[...new Set(shown.map((each) => each.sha256))].map((sha256) => ({
      path: `closure-evidence/${sha256}`,
      stored: sha256,
    })),
  ];
}
