// How a request is answered by reply: the words for each decision, as mails show them. Reads no replies.
import type { RequestKind } from '../domain/notices.ts';
import type { MailSection } from './mailModel.ts';

/** The first lines a request takes; empty where a decision needs more than a line. */
export function replyVerbs(kind: RequestKind, name: string): string[] {
  const refuse = 'REFUSE: and your reasons, to refuse';
  const delegate = 'DELEGATE and an e-mail address, to hand the decision to somebody with the authority';
  switch (kind) {
    case 'review':
      return ['APPROVE, to approve the package', 'REVISE: and what is to be changed', refuse, delegate];
    case 'signature':
      return [
        `SIGN ${name}, to accept the milestone; with it you sign the statement in this mail electronically`,
        refuse,
        delegate,
      ];
    case 'validation':
    case 'facilitation':
    case 'determination':
      return [];
    default:
      return kind satisfies never;
  }
}

export function replyInstructions(kind: RequestKind, name: string): { replyInstructions?: MailSection } {
  const items = replyVerbs(kind, name);
  if (items.length === 0) return {};
  const title = 'Or answer by reply, with one of these as the first line and nothing else that matters';
  return { replyInstructions: { title, items } };
}
