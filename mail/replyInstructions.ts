// How a request is answered by reply: the words for each decision, as mails show them. Reads no replies.
import { openPart } from '../domain/acceptance/parts.ts';
import { takesReply, type DecisionKind } from '../domain/terms/channels.ts';
import { personOf, type Milestone } from '../domain/milestone.ts';
import type { RequestKind } from '../domain/requests/requestKinds.ts';
import { onBehalf } from '../domain/people/assignments.ts';
import type { Words } from './messages/words.ts';
import { statementSection } from './contentSections.ts';
import { wordsFor } from './formatInstant.ts';
import type { MailSection } from './mailContent.ts';

interface Verb {
  decides: DecisionKind;
  words: string;
}

/** Whether a line decides it; everything else needs more than that. */
export const takesVerbs = (kind: RequestKind): boolean => kind === 'review' || kind === 'signature';

/** The first lines a request takes; empty where a decision needs more than a line. */
export function replyVerbs(kind: RequestKind, name: string, { say }: Words): Verb[] {
  const refuse: Verb = { decides: 'refusal', words: say('reply.refuse') };
  const delegate: Verb = { decides: 'delegation', words: say('reply.delegate') };
  const instead: Verb[] = [
    { decides: 'delegation', words: say('reply.needInformation') },
    { decides: 'delegation', words: say('reply.moreTime') },
    { decides: 'delegation', words: say('reply.notMine') },
  ];
  switch (kind) {
    case 'review':
      return [
        { decides: 'review', words: say('reply.approve') },
        { decides: 'review', words: say('reply.revise') },
        { decides: 'review', words: say('reply.comment') },
        refuse,
        delegate,
        ...instead,
      ];
    case 'signature':
      return [
        {
          decides: 'signature',
          words: say('reply.sign', { name }),
        },
        refuse,
        delegate,
        ...instead,
        { decides: 'signature', words: say('reply.withdraw') },
      ];
    case 'validation':
    case 'facilitation':
    case 'confirmation':
    case 'objection':
    case 'determination':
    case 'closure':
    case 'verification':
    case 'extension':
    case 'revocation':
    case 'amendment':
      return [];
    default:
      return kind satisfies never;
  }
}

/** Those that this person may use under the contract. */
export function verbsTaken(milestone: Milestone, kind: RequestKind, personId: string): Verb[] {
  const { contract } = milestone.engagement;
  const { name = '', party = 'client' } = personOf(milestone, personId) ?? {};
  const delegates = wordsFor(milestone, personId).say('reply.delegate');
  return (
    replyVerbs(kind, name, wordsFor(milestone, personId))
      .filter(({ decides }) => takesReply(contract, party, decides))
      // Of what is accepted as a part, the page shows each deliverable with its value; a line of a reply names none.
      .filter(({ decides }) => kind !== 'signature' || decides !== 'signature' || !openPart(milestone))
      .filter(({ words }) => words !== delegates || !actsForAnother(milestone, kind, personId))
  );
}

/** What a request mail holds beside, so that a reply to it can decide; nothing where a reply cannot. */
export function replySections(
  milestone: Milestone,
  kind: RequestKind,
  personId: string,
): { replySections?: MailSection[] } {
  const items = verbsTaken(milestone, kind, personId);
  if (items.length === 0) return {};
  const words = wordsFor(milestone, personId);
  const title = words.say('reply.title');
  const statement = items.some(({ decides }) => decides === 'signature')
    ? statementSection(milestone, personId, words)
    : [];
  return { replySections: [...statement, { title, items: items.map((each) => each.words) }] };
}

/** Who decides on behalf of somebody else cannot pass that on. */
const actsForAnother = (milestone: Milestone, kind: RequestKind, personId: string): boolean =>
  (kind === 'review' || kind === 'signature') && onBehalf(milestone, kind, personId).onBehalfOf !== undefined;
