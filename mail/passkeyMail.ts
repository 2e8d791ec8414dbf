// The mail that tells whose passkeys changed, and the engagement manager: one was set up or removed, or all were reset.
import { nameOf, personOf, type Milestone } from '../domain/milestone.ts';
import type { Words } from './messages/words.ts';
import { subject } from './contentSections.ts';
import { instantIn, wordsFor, zoneOf } from './formatInstant.ts';
import { tokenHash } from './requestToken.ts';
import { withHeader, type MailModel } from './mailModel.ts';

export interface PasskeyChange {
  personId: string;
  change: 'enrolled' | 'removed' | 'reset';
  /** ISO 8601 UTC. */
  at: string;
  /** Of a reset. */
  by?: string;
  reason?: string;
}

export function passkeyMailModel(milestone: Milestone, recipientId: string, changed: PasskeyChange): MailModel {
  const words = wordsFor(milestone, recipientId);
  const { say } = words;
  const isTheirs = recipientId === changed.personId;
  const at = instantIn(words, changed.at, zoneOf(milestone, recipientId));
  const manager = personOf(milestone, milestone.engagement.engagementManagerId);
  return withHeader('passkeyNotice', milestone, recipientId, {
    subject: subject(milestone, say(`passkey.subject.${changed.change}`), words),
    headline: headlineOf(milestone, changed, isTheirs, words),
    paragraphs: [
      say('passkey.happened', { local: at.local, utc: at.utc }),
      ...(changed.reason === undefined ? [] : [say('passkey.reason', { reason: changed.reason })]),
      say('passkey.everywhere'),
    ],
    sections: [],
    next: isTheirs
      ? say('passkey.notYou', { name: manager?.name ?? say('theEngagementManager') })
      : say('passkey.notThem'),
  });
}

function headlineOf(milestone: Milestone, changed: PasskeyChange, isTheirs: boolean, { say }: Words): string {
  const name = nameOf(milestone, changed.personId);
  if (changed.change !== 'reset')
    return isTheirs ? say(`passkey.${changed.change}.theirs`) : say(`passkey.${changed.change}.other`, { name });
  const by = nameOf(milestone, changed.by ?? '');
  return isTheirs ? say('passkey.reset.theirs', { by }) : say('passkey.reset.other', { by, name });
}

interface PasskeyMail {
  mailId: string;
  milestoneId: string;
  engagementId: string;
  kind: 'passkeyNotice';
  recipientId: string;
  toAddress: string;
  round: number;
  sequence: number;
  model: MailModel;
  messageIdHeader: string;
}

/** To whose they are, and to the engagement manager where that is somebody else; `changeId` tells one change from another. */
export function passkeyMails(
  milestone: Milestone,
  changed: PasskeyChange,
  mailDomain: string,
  changeId: string,
): PasskeyMail[] {
  const { milestoneId, engagement, round, sequence } = milestone;
  const { engagementId, engagementManagerId } = engagement;
  return [...new Set([changed.personId, engagementManagerId])].flatMap((recipientId) => {
    const toAddress = personOf(milestone, recipientId)?.email;
    if (toAddress === undefined) return [];
    const mailId = `${milestoneId}:passkeys:${changeId}:${recipientId}`;
    return [
      {
        ...{
          mailId,
          milestoneId,
          engagementId,
          kind: 'passkeyNotice' as const,
          recipientId,
          toAddress,
          round,
          sequence,
        },
        model: passkeyMailModel(milestone, recipientId, changed),
        messageIdHeader: `<${tokenHash(mailId).slice(0, 32)}@${mailDomain}>`,
      },
    ];
  });
}
