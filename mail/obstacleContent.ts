// Mails about what the service cannot get done for a milestone: one when it has tried in vain, one when it got through.
import type { Milestone } from '../domain/milestone.ts';
import { obstacleSentence, type Obstacle } from '../domain/records/obstacles.ts';
import { administratorId } from '../domain/requests/mailIds.ts';
import type { ObstacleNotification } from '../domain/requests/notificationKinds.ts';
import { saidIn, type Words } from './messages/words.ts';
import { subject } from './contentSections.ts';
import { wordsFor } from './formatInstant.ts';
import { withHeader, type MailModel } from './mailModel.ts';

export interface ToldObstacle {
  milestone: Milestone;
  /** `administrator`: whoever keeps the service running, who need not be among the people of the engagement. */
  to: 'manager' | 'administrator';
  obstacle: Obstacle;
  /** The end of it, rather than that it is so. */
  isResolved: boolean;
}

export function obstacleModel({ milestone, to, obstacle, isResolved }: ToldObstacle): MailModel {
  const kind: ObstacleNotification = isResolved ? 'obstacleResolvedNotice' : 'obstacleNotice';
  const recipientId = to === 'manager' ? milestone.engagement.engagementManagerId : administratorId;
  const words = wordsFor(milestone, recipientId);
  const { say } = words;
  const model = withHeader(kind, milestone, recipientId, {
    subject: subject(milestone, say(isResolved ? 'obstacle.subject.over' : 'obstacle.subject.now'), words),
    headline: isResolved ? say('obstacle.over') : say(`obstacle.is.${obstacle.kind}`),
    paragraphs: [isResolved ? whatWas(obstacle, words) : saidIn(words, obstacleSentence(obstacle))],
    sections: [],
    next: say(isResolved ? 'obstacle.nothingNeeded' : 'obstacle.toldOnceMore'),
  });
  if (to === 'manager') return model;
  return { ...model, recipient: say('mail.administrator'), capacity: '', sentBecause: say('obstacle.administering') };
}

function whatWas({ kind, subject: about, reason: given }: Obstacle, words: Words): string {
  const { say } = words;
  const reason = saidIn(words, given);
  if (kind === 'publication' || kind === 'insufficient') return say(`obstacle.was.${kind}`, { subject: about, reason });
  return say(`obstacle.was.${kind}`, { reason });
}
