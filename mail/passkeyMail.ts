// The mail that tells whose passkeys changed, and the engagement manager: one was set up or removed, or all were reset.
import { nameOf, personOf, type Milestone } from '../domain/milestone.ts';
import { instantIn, zoneOf } from './formatInstant.ts';
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

const changes: Record<PasskeyChange['change'], (whose: string, by: string) => [subject: string, headline: string]> = {
  enrolled: (whose) => ['A passkey was set up', `A passkey was set up, with which ${whose} can confirm decisions.`],
  removed: (whose) => ['A passkey was removed', `A passkey was removed, with which ${whose} could confirm decisions.`],
  reset: (whose, by) => [
    'Passkeys were reset',
    `${by} has reset ${whose === 'you' ? 'your passkeys' : `the passkeys of ${whose}`}: none of them confirms anything any more.`,
  ],
};

export function passkeyMailModel(milestone: Milestone, recipientId: string, changed: PasskeyChange): MailModel {
  const isTheirs = recipientId === changed.personId;
  const whose = isTheirs ? 'you' : nameOf(milestone, changed.personId);
  const [subject, headline] = changes[changed.change](whose, nameOf(milestone, changed.by ?? ''));
  const at = instantIn(changed.at, zoneOf(milestone, recipientId));
  const manager = personOf(milestone, milestone.engagement.engagementManagerId);
  return withHeader('passkeyNotice', milestone, recipientId, {
    subject: `${subject}: ${milestone.plan.title}`,
    headline,
    paragraphs: [
      `It happened on ${at.local} (${at.utc}).`,
      ...(changed.reason === undefined ? [] : [`Reason: ${changed.reason}`]),
      'It holds for every milestone of this engagement. What was decided before stands.',
    ],
    sections: [],
    next: isTheirs
      ? `If it was not you who wanted this, write to ${manager?.name ?? 'the engagement manager'} at once: somebody may have your links and read your mail.`
      : 'If they did not want this, reset their passkeys and withdraw their links.',
  });
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
