// How a request is answered by reply: the words for each decision, as mails show them. Reads no replies.
import { whyNoReplies } from '../domain/terms/engagement.ts';
import { personOf, type Milestone } from '../domain/milestone.ts';
import type { RequestKind } from '../domain/requests/requestKinds.ts';
import { onBehalf } from '../domain/people/assignments.ts';
import { statementSection } from './contentSections.ts';
import type { MailSection } from './mailContent.ts';

/** The first lines a request takes; empty where a decision needs more than a line. */
export function replyVerbs(kind: RequestKind, name: string, mayDelegate = true): string[] {
  const refuse = 'REFUSE: and your reasons, to refuse';
  const delegate = mayDelegate
    ? ['DELEGATE and an e-mail address, to have somebody with the authority decide instead of you']
    : [];
  switch (kind) {
    case 'review':
      return ['APPROVE, to approve the package', 'REVISE: and what is to be changed', refuse, ...delegate];
    case 'signature':
      return [
        `SIGN ${name}, to accept the milestone; with it you sign the statement of the request electronically`,
        refuse,
        ...delegate,
      ];
    case 'validation':
    case 'facilitation':
    case 'confirmation':
    case 'determination':
    case 'closure':
    case 'verification':
    case 'revocation':
      return [];
    default:
      return kind satisfies never;
  }
}

/** What a request mail holds beside, so that a reply to it can decide; nothing where a reply cannot. */
export function replySections(
  milestone: Milestone,
  kind: RequestKind,
  personId: string,
): { replySections?: MailSection[] } {
  const { contract } = milestone.engagement;
  if (whyNoReplies(contract)) return {};
  const name = personOf(milestone, personId)?.name ?? '';
  const items = replyVerbs(kind, name, !actsForAnother(milestone, kind, personId));
  if (items.length === 0) return {};
  const title = 'Or answer by reply, with one of these as the first line and nothing else that matters';
  const statement = kind === 'signature' ? statementSection(milestone) : [];
  return { replySections: [...statement, { title, items }] };
}

/** Who decides on behalf of somebody else cannot pass that on. */
const actsForAnother = (milestone: Milestone, kind: RequestKind, personId: string): boolean =>
  (kind === 'review' || kind === 'signature') && onBehalf(milestone, kind, personId).onBehalfOf !== undefined;
