// Mails about what the service cannot get done for a milestone: one when it has tried in vain, one when it got through.
import type { Milestone } from '../domain/milestone.ts';
import { obstacleSentence, type Obstacle, type ObstacleKind } from '../domain/records/obstacles.ts';
import { administratorId } from '../domain/requests/mailIds.ts';
import type { ObstacleNotification } from '../domain/requests/notificationKinds.ts';
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
  const { title } = milestone.plan;
  const recipientId = to === 'manager' ? milestone.engagement.engagementManagerId : administratorId;
  const model = withHeader(kind, milestone, recipientId, {
    subject: `${isResolved ? 'Got through after all' : 'Something is in the way'}: ${title}`,
    headline: isResolved ? 'What was in the way of this milestone is out of the way.' : headlines[obstacle.kind],
    paragraphs: [isResolved ? whatWas(obstacle) : obstacleSentence(obstacle)],
    sections: [],
    next: isResolved
      ? 'Nothing is needed from you.'
      : 'You are told once more, when it is out of the way. Nothing that was decided is lost.',
  });
  return to === 'manager' ? model : { ...model, recipient: 'Administrator', capacity: '', sentBecause: administering };
}

const administering =
  'You get this because the setting ADMINISTRATOR_EMAIL of this service names your address, whatever engagement it is about.';

const inTheWay = 'The service cannot get on with this milestone by itself.';
const headlines: Record<ObstacleKind, string> = {
  publication: inTheWay,
  insufficient: 'This milestone was accepted without what an acceptance needs. Nothing is released.',
  files: 'This milestone cannot be signed: files are missing.',
  store: 'A decision on this milestone waits for the file store.',
  webhook: inTheWay,
  mail: inTheWay,
  unreachable: 'Who runs this engagement cannot be reached by mail.',
  cannotDecide: 'Somebody who is asked to decide cannot.',
  workflowEnded: 'The workflow of this milestone ended, and the milestone is not over.',
};

function whatWas({ kind, subject, reason }: Obstacle): string {
  switch (kind) {
    case 'publication':
      return `Certificate ${subject} is published, with its outputs. What had kept it: ${reason}`;
    case 'insufficient':
      return `The acceptance under number ${subject} is revoked. It had not been sufficient: ${reason}`;
    case 'files':
      return `The files of this milestone are in the file store again; whoever was refused can decide. What had kept it: ${reason}`;
    case 'store':
      return `The file store answers, and what waited for it has been ruled on. What had kept it: ${reason}`;
    case 'webhook':
      return `Everything that was due to the billing system has been sent. What had kept it: ${reason}`;
    case 'mail':
      return `The mail of this milestone that waited is sent, or was given up and told so. What had kept it: ${reason}`;
    case 'unreachable':
      return `A later mail went out and has not come back, or the milestone is over. What had come back: ${reason}`;
    case 'cannotDecide':
      return `Whoever is asked now can decide. What had been: ${reason}`;
    case 'workflowEnded':
      return `The workflow of this milestone runs again and goes on from the record, or is not needed any more: the milestone is over. It had ended: ${reason}`;
    default:
      return kind satisfies never;
  }
}
