// Who is told that time stands still or runs on, that somebody needs longer or more, and that a signature was withdrawn.
import type { RecordedEvent } from '../events.ts';
import type { Milestone } from '../milestone.ts';
import type { NotificationKind } from './notificationKinds.ts';
import { standingSignatures } from '../signOff/standingSignatures.ts';
import { requestOf } from './openRequests.ts';
import { pendingAssignees } from './pendingAssignees.ts';
import type { RequestKind } from './requestKinds.ts';

type AboutTime = Extract<
  RecordedEvent,
  {
    type:
      | 'signatureWithdrawn'
      | 'decidingDeclined'
      | 'informationAsked'
      | 'clockStopped'
      | 'clockResumed'
      | 'ownTimeTaken'
      | 'moreTimeAsked';
  }
>;

interface Told {
  kind: NotificationKind;
  recipientId: string;
  asks?: RequestKind;
}

const tell = (kind: NotificationKind, ids: readonly string[]): Told[] =>
  [...new Set(ids)].map((recipientId) => ({ kind, recipientId }));

export function aboutTime(milestone: Milestone, event: AboutTime): Told[] {
  const { engagementManagerId: manager, engagementSponsorId: sponsor } = milestone.engagement;
  switch (event.type) {
    case 'signatureWithdrawn': {
      const others = standingSignatures(milestone).map((each) => each.personId);
      const told = [manager, sponsor, ...others, ...pendingAssignees(milestone)];
      return tell(
        'signatureWithdrawnNotice',
        told.filter((id) => id !== event.withdrawal.personId),
      );
    }
    case 'decidingDeclined':
      return tell('notTheirsNotice', [manager]);
    case 'informationAsked':
      return tell('informationRequest', [manager]);
    case 'clockStopped':
      return tell('clockNotice', [manager, sponsor, ...pendingAssignees(milestone)]);
    case 'clockResumed': {
      const { forPersonId } = event.stop;
      if (forPersonId === undefined) return tell('clockNotice', [manager, sponsor, ...pendingAssignees(milestone)]);
      const asks = requestOf(milestone);
      return [{ kind: 'informationNotice', recipientId: forPersonId, ...(asks ? { asks } : {}) }];
    }
    case 'ownTimeTaken':
      return tell('deadlineExtendedNotice', [manager, ...pendingAssignees(milestone)]);
    case 'moreTimeAsked':
      return tell('moreTimeRequest', [manager]);
    default:
      return event satisfies never;
  }
}
