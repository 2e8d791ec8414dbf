// By which channels each party of a contract decides, for every kind of decision: a term of the contract. Judges nobody.
import { z } from 'zod';

/**
 * How a decision can come that proves something of who decides. `link`: on the page behind the personal link; `linkAndCode`: there, and
 * confirmed with a code sent by e-mail, which shows who has the mailbox when they decide, and is no second factor, since the link came
 * to the same one; `passkey`: there, and confirmed with a passkey of theirs, which is one, since no mailbox has it; `reply`: an e-mail
 * reply whose sender is proven; `session`: signed in at the firm's identity provider, on the page of the request or over the API, which
 * is for the firm's own people. `enteredByFirm` proves nothing of them: somebody of the firm enters what a document says, and it is
 * nobody's signature. Neither an API key nor access to Temporal is one of them: both prove a system, and no person.
 */
export const channel = z.enum(['link', 'linkAndCode', 'passkey', 'reply', 'session', 'enteredByFirm']);
export type Channel = z.infer<typeof channel>;

/** What can be decided; a party may be held to other channels for each. */
export const decisionKinds = [
  'validation',
  'review',
  'signature',
  'refusal',
  'delegation',
  'outcome',
  'objection',
  'determination',
  'closure',
  'verification',
  'extension',
  'revocation',
  'amendment',
] as const;
export type DecisionKind = (typeof decisionKinds)[number];

/** What a line of a reply can say; everything else needs a form. */
const repliable: readonly DecisionKind[] = ['review', 'signature', 'refusal', 'delegation'];

/** What a document can stand for: an approval in review, and acceptance at formal sign-off. Everything else its person does. */
export const enterable = ['review', 'signature'] as const;
export type EnterableKind = (typeof enterable)[number];

const decisionWords: Record<DecisionKind, string> = {
  validation: 'a validation report',
  review: 'feedback on the package',
  signature: 'a signature',
  refusal: 'a refusal',
  delegation: 'a delegation, or another answer in place of a decision',
  outcome: 'an answer to the outcome of a facilitation',
  objection: 'an objection to what the firm entered',
  determination: 'a sponsor’s determination',
  closure: 'evidence that an exception is closed',
  verification: 'a finding on a closed exception',
  extension: 'an extension of an exception',
  revocation: 'a decision on a revocation',
  amendment: 'consent to an amendment of the plan',
};

export const wordsOfDecision = (kind: DecisionKind): string => decisionWords[kind];

const channelList = z
  .array(channel)
  .min(1)
  .max(10)
  .refine((given) => new Set(given).size === given.length, 'name each channel once');

const perKind = Object.fromEntries(
  decisionKinds.map((kind) => [kind, channelList.optional().describe(`for ${decisionWords[kind]}`)]),
) as Record<DecisionKind, z.ZodOptional<typeof channelList>>;

const ownChannels = (given: readonly Channel[]): Channel[] => given.filter((each) => each !== 'enteredByFirm');

/** `usual`: what a contract that says nothing of it takes. */
const ofParty = (usual: Channel[]) =>
  z
    .object({
      everyKind: channelList.default(usual).describe('for every kind of decision that is not listed beside it'),
      ...perKind,
    })
    .superRefine((given, context) => {
      for (const kind of decisionKinds) {
        const taken = ownChannels(given[kind] ?? given.everyKind);
        if (repliable.includes(kind) || taken.some((each) => each !== 'reply')) continue;
        context.addIssue({
          code: 'custom',
          path: [given[kind] ? kind : 'everyKind'],
          message: `${decisionWords[kind]} needs a form, which a reply is not; add "link", "linkAndCode", "passkey" or, for the firm, "session"`,
        });
      }
      for (const [field, taken] of Object.entries(given))
        for (const message of whyNotEntered(field, taken)) context.addIssue({ code: 'custom', path: [field], message });
    });

/** By a document the firm enters what somebody may also decide themselves, and only what is named for it. */
function whyNotEntered(field: string, taken: readonly Channel[]): string[] {
  if (!taken.includes('enteredByFirm')) return [];
  return [
    ...((enterable as readonly string[]).includes(field)
      ? []
      : [`"enteredByFirm" is named for ${enterable.join(' or ')} alone; take it out here`]),
    ...(ownChannels(taken).length > 0
      ? []
      : ['beside "enteredByFirm", name a channel by which they can decide themselves']),
  ];
}

/** Who signs in here is known by the firm's own identity provider, whose word for the client's people would be the firm's. */
const ofClient = ofParty(['link', 'linkAndCode', 'reply']).superRefine((given, context) => {
  for (const [field, taken] of Object.entries(given))
    if (taken.includes('session'))
      context.addIssue({
        code: 'custom',
        path: [field],
        message:
          'the client’s people do not sign in at the firm’s identity provider; name "session" for the firm, or nowhere',
      });
});

/** Whose money depends on it decides for themselves: only of the client can the firm enter anything. */
const ofFirm = ofParty(['link', 'linkAndCode', 'reply', 'session']).superRefine((given, context) => {
  for (const [field, taken] of Object.entries(given))
    if (taken.includes('enteredByFirm'))
      context.addIssue({
        code: 'custom',
        path: [field],
        message: 'the firm’s own people decide themselves; name "enteredByFirm" for the client, or nowhere',
      });
});

export const channelTerms = z
  .object({ client: ofClient.prefault({}), firm: ofFirm.prefault({}) })
  .describe(
    'by which channels each party decides; a link confirmed with a code or a passkey is taken wherever "link" is; "passkey" alone asks for a second factor beside the mailbox, since links, codes and replies all come to that; "session", for the firm alone, takes what its people decide while signed in at its identity provider; nobody decides by API key or Temporal message; "enteredByFirm", for review or signature of the client, lets the firm enter what a document says',
  );
export type ChannelTerms = z.infer<typeof channelTerms>;
export type Party = keyof ChannelTerms;

interface WithChannels {
  channels: ChannelTerms;
}

export const channelsFor = ({ channels }: WithChannels, party: Party, kind: DecisionKind): readonly Channel[] =>
  channels[party][kind] ?? channels[party].everyKind;

/** Whether the firm's people may decide it while signed in, without link, code or reply. */
export const takesSession = (contract: WithChannels, party: Party, kind: DecisionKind): boolean =>
  channelsFor(contract, party, kind).includes('session');

/** Whether the firm may enter such a decision of that party on the evidence of a document. */
export const mayBeEntered = (contract: WithChannels, party: Party, kind: DecisionKind): boolean =>
  channelsFor(contract, party, kind).includes('enteredByFirm');

/** Whether whoever decides behind a link must confirm it with a code sent by e-mail. */
export function wantsCode(contract: WithChannels, party: Party, kind: DecisionKind): boolean {
  const taken = channelsFor(contract, party, kind);
  return taken.includes('linkAndCode') && !taken.includes('link');
}

/** Whether whoever decides on the page must confirm it with a passkey: a second factor, which no mailbox holds. */
export function wantsPasskey(contract: WithChannels, party: Party, kind: DecisionKind): boolean {
  const taken = channelsFor(contract, party, kind);
  return taken.includes('passkey') && !taken.includes('link') && !taken.includes('linkAndCode');
}

/** Where passkeys are asked for, as paths of the contract: "channels.client.signature". */
export const wherePasskeys = ({ channels }: WithChannels): string[] =>
  (['client', 'firm'] as const).flatMap((party) =>
    Object.entries(channels[party]).flatMap(([kind, taken]) =>
      taken?.includes('passkey') ? [`channels.${party}.${kind}`] : [],
    ),
  );

export const takesReply = (contract: WithChannels, party: Party, kind: DecisionKind): boolean =>
  channelsFor(contract, party, kind).includes('reply');

const channelNames: Record<Channel, string> = {
  link: 'personal link',
  linkAndCode: 'personal link confirmed with a code by e-mail',
  passkey: 'personal link confirmed with a passkey',
  reply: 'e-mail reply with proven sender',
  session: 'signed in at the firm’s identity provider',
  enteredByFirm: 'entered by the firm on the evidence of a document, which is no signature',
};

/** "personal link, personal link confirmed with a code by e-mail or e-mail reply with proven sender". */
export const wordsOfChannels = (given: readonly Channel[]): string =>
  given
    .map((each) => channelNames[each])
    .join(', ')
    .replace(/, ([^,]*)$/, ' or $1');
