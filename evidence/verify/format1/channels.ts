// Whether a decision in a record of format 1 came by a channel that its contract lets its party decide by. Frozen: see docs/recordFormat.md.
import type { Terms, Told } from './sufficiencyShapes.ts';

/** The events that are a person's own decision, by the kind that the contract's channels are given for. */
const kinds: Record<string, string> = {
  validationReported: 'validation',
  feedbackGiven: 'review',
  signed: 'signature',
  refused: 'refusal',
  delegated: 'delegation',
  deputyNamed: 'delegation',
  facilitationOutcomeConfirmed: 'outcome',
  facilitationOutcomeOpposed: 'outcome',
  entryOpposed: 'objection',
  sponsorDecided: 'determination',
  closureEvidenceSubmitted: 'closure',
  exceptionVerified: 'verification',
  closureRejected: 'verification',
  exceptionExtended: 'extension',
  revocationDeclined: 'revocation',
  revoked: 'revocation',
  amendmentConsented: 'amendment',
  amendmentDeclined: 'amendment',
};

const ways: Record<string, string> = {
  requestLink: 'a personal link',
  emailReply: 'an e-mail reply',
  session: 'a signed-in session',
  apiKey: 'an API key, which proves a system and no person',
  temporalMessage: 'a message sent with access to Temporal, which proves an administrator and nobody else',
};

/** How it came, in words, where the contract does not take the decision that way; undefined where it does, or nothing was decided. */
export function whyNotTaken({ engagement, plan }: Terms, { type, actor }: Told): string | undefined {
  const kind = kinds[type];
  if (kind === undefined) return undefined;
  const { method, keyId, codeConfirmedAt, passkey } = actor.authentication;
  const how = ways[method] ?? `“${method}”`;
  const system = plan.validators.systems?.find((each) => each.personId === actor.personId);
  if (system)
    return kind === 'validation' && method === 'apiKey' && keyId === system.apiKeyId
      ? undefined
      : `${how}, and not from the system that the plan names`;
  const party = engagement.people.find((each) => each.personId === actor.personId)?.party ?? 'client';
  const terms = engagement.contract.channels[party] ?? {};
  const taken = terms[kind] ?? terms.everyKind ?? [];
  // Whoever the firm's identity provider knows is of the firm: a session is nothing by which the client's people decide.
  const by =
    method === 'emailReply'
      ? ['reply']
      : method === 'requestLink'
        ? ['link', ...(codeConfirmedAt === undefined ? [] : ['linkAndCode']), ...(passkey ? ['passkey'] : [])]
        : method === 'session' && party === 'firm'
          ? ['session', ...(passkey ? ['passkey'] : [])]
          : [];
  if (by.some((each) => taken.includes(each))) return undefined;
  if (method === 'session' && party === 'firm' && taken.includes('passkey'))
    return `${how}, without the passkey that the contract asks for`;
  if (method !== 'requestLink') return `${how}, which the contract does not take for it`;
  if (taken.includes('linkAndCode')) return `${how}, without the code that the contract asks for`;
  return taken.includes('passkey')
    ? `${how}, without the passkey that the contract asks for`
    : `${how}, which the contract does not take for it`;
}
