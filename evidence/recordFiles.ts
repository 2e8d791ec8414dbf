// The files of an archived record that follow from its events alone; writing and verifying an archive both make them here.
import canonicalize from 'canonicalize';
import { currentPackage, type Milestone } from '../domain/milestone.ts';

/** Keys in canonical order: the same event comes from PostgreSQL and from an archive with its keys in another one. */
const pretty = (value: unknown): string => `${JSON.stringify(JSON.parse(canonicalize(value) ?? 'null'), null, 2)}\n`;

/** A change to what follows needs another format, and this one kept: archives are verified decades later. */
export const recordFormat = '1';

/** Content by path, for the state as of the certificate. */
export function recordFiles(milestone: Milestone): Record<string, string> {
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
    'delegations.json': pretty(milestone.delegations ?? []),
    'exceptions.json': pretty(milestone.exceptions),
    'signatures.json': pretty(milestone.signatures),
  };
}
