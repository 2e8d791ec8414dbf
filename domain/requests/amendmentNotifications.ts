// Who is asked to consent to an amendment of the plan, and who is told what became of it.
import { consentersTo } from '../amendments/consent.ts';
import type { RecordedEvent } from '../events.ts';
import type { Milestone } from '../milestone.ts';
import { askedSoFar } from './everyone.ts';
import type { NotificationKind } from './notificationKinds.ts';

type AboutAmendment = Extract<
  RecordedEvent,
  {
    type:
      | 'amendmentProposed'
      | 'amendmentDeclined'
      | 'amendmentWithdrawn'
      | 'amendmentLapsed'
      | 'consentStepDue'
      | 'planAmended';
  }
>;

interface Told {
  kind: NotificationKind;
  recipientId: string;
  asks?: 'amendment';
}

const tell = (kind: NotificationKind, ids: readonly string[]): Told[] =>
  [...new Set(ids)].map((recipientId) => ({ kind, recipientId }));

/** Of what changed everybody hears who was asked so far, and who authored or consented; of what came to nothing, those who were concerned with it. */
export function aboutAmendment(milestone: Milestone, event: AboutAmendment): Told[] {
  const { engagementManagerId: manager, engagementSponsorId: sponsor } = milestone.engagement;
  switch (event.type) {
    case 'consentStepDue':
      if (event.step === 'reminder')
        return event.askedIds.map((recipientId) => ({ kind: 'amendmentReminder', recipientId, asks: 'amendment' }));
      return tell('amendmentUnansweredNotice', [event.step === 'overdue' ? manager : sponsor]);
    case 'amendmentLapsed':
      return tell('amendmentEndedNotice', [manager, sponsor, ...event.askedIds]);
    case 'amendmentProposed':
      return event.askedIds.map((recipientId) => ({ kind: 'amendmentRequest', recipientId, asks: 'amendment' }));
    case 'amendmentDeclined':
      return tell(
        'amendmentEndedNotice',
        [manager, sponsor].filter((id) => id !== event.by),
      );
    case 'amendmentWithdrawn': {
      const amendment = milestone.amendments.find((each) => each.amendmentId === event.amendmentId);
      const asked = amendment ? consentersTo(milestone, amendment) : [];
      return tell(
        'amendmentEndedNotice',
        [manager, sponsor, ...asked].filter((id) => id !== event.by),
      );
    }
    case 'planAmended': {
      const consent = milestone.amendments.find((each) => each.amendmentId === event.amendmentId)?.consent;
      const authors = milestone.plan.deliverables.flatMap((each) => each.authorIds);
      return tell('amendmentNotice', [...askedSoFar(milestone), ...authors, ...(consent ? [consent.by] : [])]);
    }
    default:
      return event satisfies never;
  }
}
