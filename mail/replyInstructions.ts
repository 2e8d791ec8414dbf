// How a request is answered by reply: the words for each decision, as mails show them. Reads no replies.
import { takesReply, type DecisionKind } from '../domain/terms/channels.ts';
import { personOf, type Milestone } from '../domain/milestone.ts';
import type { RequestKind } from '../domain/requests/requestKinds.ts';
import { onBehalf } from '../domain/people/assignments.ts';
import { statementSection } from './contentSections.ts';
import type { MailSection } from './mailContent.ts';

interface Verb {
  decides: DecisionKind;
  words: string;
}

const refuse: Verb = { decides: 'refusal', words: 'REFUSE: and your reasons, to refuse' };
const delegate: Verb = {
  decides: 'delegation',
  words: 'DELEGATE and an e-mail address, to have somebody with the authority decide instead of you',
};

/** The first lines a request takes; empty where a decision needs more than a line. */
export function replyVerbs(kind: RequestKind, name: string): Verb[] {
  switch (kind) {
    case 'review':
      return [
        { decides: 'review', words: 'APPROVE, to approve the package' },
        { decides: 'review', words: 'REVISE: and what is to be changed' },
        refuse,
        delegate,
      ];
    case 'signature':
      return [
        {
          decides: 'signature',
          words: `SIGN ${name}, to accept the milestone; with it you sign the statement of the request electronically`,
        },
        refuse,
        delegate,
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
      return [];
    default:
      return kind satisfies never;
  }
}

/** Those that this person may use under the contract. */
export function verbsTaken(milestone: Milestone, kind: RequestKind, personId: string): Verb[] {
  const { contract } = milestone.engagement;
  const { name = '', party = 'client' } = personOf(milestone, personId) ?? {};
  return replyVerbs(kind, name)
    .filter(({ decides }) => takesReply(contract, party, decides))
    .filter(({ decides }) => decides !== 'delegation' || !actsForAnother(milestone, kind, personId));
}

/** What a request mail holds beside, so that a reply to it can decide; nothing where a reply cannot. */
export function replySections(
  milestone: Milestone,
  kind: RequestKind,
  personId: string,
): { replySections?: MailSection[] } {
  const items = verbsTaken(milestone, kind, personId);
  if (items.length === 0) return {};
  const title = 'Or answer by reply, with one of these as the first line and nothing else that matters';
  const statement = items.some(({ decides }) => decides === 'signature') ? statementSection(milestone, personId) : [];
  return { replySections: [...statement, { title, items: items.map(({ words }) => words) }] };
}

/** Who decides on behalf of somebody else cannot pass that on. */
const actsForAnother = (milestone: Milestone, kind: RequestKind, personId: string): boolean =>
  (kind === 'review' || kind === 'signature') && onBehalf(milestone, kind, personId).onBehalfOf !== undefined;
