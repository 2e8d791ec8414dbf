// The files of an archived record that follow from its state alone, as they are written now. Verifying makes its own: see docs/recordFormat.md.
import canonicalize from 'canonicalize';
import type { RecordedEvent } from '../domain/events.ts';
import { currentPackage, type Milestone } from '../domain/milestone.ts';
import { latenessByStage, latenessOf } from '../domain/time/lateness.ts';

/** Keys in canonical order: the same event comes from PostgreSQL and from an archive with its keys in another one. */
const pretty = (value: unknown): string => `${JSON.stringify(JSON.parse(canonicalize(value) ?? 'null'), null, 2)}\n`;

/** Whatever is archived otherwise than before needs another format, with a reader of its own beside those there are. */
export const currentRecordFormat = '1';

/** Content by path, for the state as of the certificate, and the events that lead to it. */
export function recordFiles(milestone: Milestone, events: readonly RecordedEvent[]): Record<string, string> {
  const waits = latenessOf(events, events.at(-1)?.at ?? milestone.startedAt);
  return {
    'package-manifest.json': pretty(currentPackage(milestone)),
    'sign-off-requests.json': pretty(milestone.signOffRequests),
    'validation-reports.json': pretty(milestone.reports),
    'feedback.json': pretty({ feedback: milestone.feedback, items: milestone.feedbackItems }),
    'meeting-notes.json': pretty(milestone.meetingNotes),
    'disagreement.json': pretty({
      refusals: milestone.refusals,
      facilitations: milestone.facilitations,
      determinations: milestone.determinations,
    }),
    'delegations.json': pretty(milestone.delegations),
    'exceptions.json': pretty(milestone.exceptions),
    'amendments.json': pretty(milestone.amendments),
    'signatures.json': pretty(milestone.signatures),
    'entered-decisions.json': pretty(milestone.entered),
    'lateness.json': pretty({ waits, stages: latenessByStage(waits) }),
  };
}
