// That what is archived of a milestone is what the reader of its record format makes of the same events.
import assert from 'node:assert/strict';
import type { RecordedEvent } from '../../domain/events.ts';
import type { Milestone } from '../../domain/milestone.ts';
import { recordFiles } from '../../evidence/recordFiles.ts';
import { sourceDocumentsOf } from '../../evidence/sourceDocuments.ts';
import { factsOf } from '../../evidence/verify/format1/facts.ts';
import { earlierCertificates, filesThatFollow, sourceDocuments } from '../../evidence/verify/format1/files.ts';

/** `milestone` is the state that the product's own rules reach by `events`, from the first on. */
export function assertArchivedAlike(milestone: Milestone, events: readonly RecordedEvent[]) {
  const facts = factsOf(events);
  const differ = 'what is archived changed, and the reader of record format 1 did not: see docs/recordFormat.md';
  assert.deepEqual(recordFiles(milestone, events), filesThatFollow(events), differ);
  const documents = sourceDocumentsOf(milestone).map(({ path, stored }) => [path, stored]);
  assert.deepEqual(documents, [...sourceDocuments(facts)], differ);
  assert.deepEqual(
    earlierCertificates(facts),
    milestone.acceptances
      .slice(0, -1)
      .map((each) => each.certificateNumber)
      .filter((number) => !milestone.withheld.some((each) => each.certificateNumber === number)),
    differ,
  );
}
