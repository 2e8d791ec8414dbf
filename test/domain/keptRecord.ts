// A closed record and the acts of keeping it that tests start from: accepted on 5 March 2026 in London, for 7 years.
import { contractTerms } from '../../domain/terms/engagement.ts';
import type { LegalHold, RetentionState } from '../../domain/records/retention.ts';

export const counsel = { name: 'Counsel Sample', capacity: 'General counsel' };

export const termsWith = (changes: object = {}) =>
  contractTerms.parse({
    reference: 'C-1',
    statementOfWork: 'SOW-1',
    calendar: { timeZone: 'Europe/London' },
    ...changes,
  });

export const keptRecord = (changes: Partial<RetentionState> = {}): RetentionState => ({
  milestoneId: 'M1',
  engagementId: 'E1',
  contract: termsWith(),
  pending: [],
  closings: [{ what: 'acceptance', at: '2026-03-05T10:00:00.000Z' }],
  engagementEndedOn: '2026-03-05',
  holds: [],
  erased: [],
  ...changes,
});

export const hold = (changes: Partial<LegalHold> = {}): LegalHold => ({
  holdId: 'H1',
  on: 'milestone',
  reason: 'A claim is expected',
  holder: 'The insurer',
  placedBy: counsel,
  placedAt: '2026-04-01T10:00:00.000Z',
  ...changes,
});

export const placing = { reason: 'A claim is expected', holder: 'The insurer', placedBy: counsel };
export const release = { reason: 'The claim was settled', releasedBy: counsel };
export const disposal = { authorisedBy: counsel, reason: 'Kept long enough' };
