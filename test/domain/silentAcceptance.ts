// A milestone that silence accepts: nobody of the last group answers, and every mail reaches them as soon as it is due.
import assert from 'node:assert/strict';
import { handleTimer } from '../../domain/decide.ts';
import type { RecordedEvent } from '../../domain/events.ts';
import type { Delivery } from '../../domain/milestone.ts';
import { pendingAssignees } from '../../domain/requests/pendingAssignees.ts';
import { nextInstant } from '../../domain/time/onTimer.ts';
import { givenTerms, type Step, type Terms } from './scenario.ts';

export function silentlyAccepted(terms: Terms, ...steps: Step[]): RecordedEvent[] {
  let { milestone, now } = givenTerms(terms, ...steps);
  const events = [...givenTerms(terms, ...steps).history];
  for (let turn = 0; milestone.stage.phase === 'formalSignOff' && turn < 20; turn += 1) {
    now = nextInstant(milestone) ?? now;
    const sentAt = ('wait' in milestone.stage && milestone.stage.wait.finalNoticeAt) || milestone.startedAt;
    const deliveries = pendingAssignees(milestone).flatMap((recipientId) =>
      ['signatureRequest', 'finalNotice'].map((kind): Delivery => ({
        mailId: `${kind}:${recipientId}`,
        recipientId,
        kind,
        status: 'sent',
        sentAt,
        response: '250',
      })),
    );
    const passed = handleTimer(milestone, now, { deliveries });
    milestone = passed.milestone;
    events.push(...passed.events);
  }
  assert.equal(milestone.stage.phase, 'accepted');
  return events;
}
