// The mail that says that somebody opened an engagement in an emergency.
import type { Opening } from '../domain/access/restrictions.ts';
import type { Words } from './messages/words.ts';
import { inUtc } from './formatInstant.ts';
import { plainMail } from './plainMail.ts';
import type { RenderedMail } from './renderMail.ts';

export function openingNotice(
  { name, address, reason, openedAt, endsAt }: Opening,
  engagement: string,
  words: Words,
): RenderedMail {
  const { say } = words;
  const lines = [
    say('opening.opened', { name, address, engagement, openedAt: inUtc(openedAt), endsAt: inUtc(endsAt) }),
    say('opening.reason', { reason }),
    say('opening.onRecord'),
    say('opening.because'),
  ];
  return plainMail(words, say('opening.subject', { engagement }), lines);
}
