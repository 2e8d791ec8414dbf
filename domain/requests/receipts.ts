// Who gets a receipt for what was decided.
import type { RecordedEvent } from '../events.ts';

/** Every decision is confirmed to the person in whose name it was made, however it came in: that also tells of a forged one. */
export function whoGetsReceipt(event: RecordedEvent): string[] {
  const decisions: RecordedEvent['type'][] = [
    'validationReported',
    'feedbackGiven',
    'signed',
    'refused',
    'delegated',
    'facilitationOutcomeRecorded',
    'sponsorDecided',
    'facilitationOutcomeConfirmed',
    'facilitationOutcomeOpposed',
    'closureEvidenceSubmitted',
    'closureRejected',
    'exceptionVerified',
    'revocationDeclined',
    'revoked',
  ];
  const isPerson = event.actor.authentication.method !== 'system';
  return isPerson && decisions.includes(event.type) ? [event.actor.personId] : [];
}
