// By which channels each party of a contract decides, for every kind of decision: a term of the contract. Judges nobody.
import { z } from 'zod';

/**
 * How a decision can come that proves something of who decides. `link`: on the page behind the personal link; `linkAndCode`: there, and
 * confirmed with a code sent by e-mail, which shows who has the mailbox when they decide, and is no second factor, since the link came
 * to the same one; `passkey`: there, and confirmed with a passkey of theirs, which is one, since no mailbox has it; `reply`: an e-mail reply whose sender is proven. Neither an API key nor access to Temporal is
 * one of them: both prove a system, and no person.
 */
export const channel = z.enum(['link', 'linkAndCode', 'passkey', 'reply']);
export type Channel = z.infer<typeof channel>;

/** What can be decided; a party may be held to other channels for each. */
export const decisionKinds = [
  'validation',
  'review',
  'signature',
  'refusal',
  'delegation',
  'outcome',
  'determination',
  'closure',
  'verification',
  'extension',
  'revocation',
] as const;
export type DecisionKind = (typeof decisionKinds)[number];

/** What a line of a reply can say; everything else needs a form. */
const repliable: readonly DecisionKind[] = ['review', 'signature', 'refusal', 'delegation'];

const decisionWords: Record<DecisionKind, string> = {
  validation: 'a validation report',
  review: 'feedback on the package',
  signature: 'a signature',
  refusal: 'a refusal',
  delegation: 'a delegation',
  outcome: 'an answer to the outcome of a facilitation',
  determination: 'a sponsor’s determination',
  closure: 'evidence that an exception is closed',
  verification: 'a finding on a closed exception',
  extension: 'an extension of an exception',
  revocation: 'a decision on a revocation',
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

const ofParty = z
  .object({
    everyKind: channelList
      .default(['link', 'linkAndCode', 'reply'])
      .describe('for every kind of decision that is not listed beside it'),
    ...perKind,
  })
  .superRefine((given, context) => {
    for (const kind of decisionKinds) {
      const taken = given[kind] ?? given.everyKind;
      if (repliable.includes(kind) || taken.some((each) => each !== 'reply')) continue;
      context.addIssue({
        code: 'custom',
        path: [given[kind] ? kind : 'everyKind'],
        message: `${decisionWords[kind]} needs a form, which a reply is not; add "link", "linkAndCode" or "passkey"`,
      });
    }
  });

export const channelTerms = z
  .object({ client: ofParty.prefault({}), firm: ofParty.prefault({}) })
  .describe(
    'by which channels each party decides; a link confirmed with a code or a passkey is taken wherever "link" is; "passkey" alone asks for a second factor beside the mailbox, since links, codes and replies all come to that; nobody decides by API key or Temporal message',
  );
export type ChannelTerms = z.infer<typeof channelTerms>;
export type Party = keyof ChannelTerms;

interface WithChannels {
  channels: ChannelTerms;
}

export const channelsFor = ({ channels }: WithChannels, party: Party, kind: DecisionKind): readonly Channel[] =>
  channels[party][kind] ?? channels[party].everyKind;

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
};

/** "personal link, personal link confirmed with a code by e-mail or e-mail reply with proven sender". */
export const wordsOfChannels = (given: readonly Channel[]): string =>
  given
    .map((each) => channelNames[each])
    .join(', ')
    .replace(/, ([^,]*)$/, ' or $1');
