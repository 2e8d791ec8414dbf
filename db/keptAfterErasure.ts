// What an erasure leaves, each with the reason: what is needed as evidence stays until disposal (GDPR Art. 17(3)(e)).
import type { Knex } from 'knex';
import { retentionOf, type RetentionState } from '../domain/records/retention.ts';
import { sourceDocuments } from '../domain/records/sourceDocuments.ts';
import type { ErasureSubject } from './erasureOfRows.ts';

export interface Kept {
  what: string;
  reason: string;
}

export async function readKept(
  transaction: Knex.Transaction,
  { milestoneId, milestone, person }: ErasureSubject,
  state: RetentionState,
): Promise<Kept[]> {
  const certificates: string[] = await transaction('certificates')
    .where({ milestone_id: milestoneId })
    .orderBy('issued_at')
    .pluck('certificate_number');
  const { messages } = sourceDocuments(milestone);
  const { disposableFrom } = retentionOf(state);
  const until = disposableFrom
    ? `until the record is disposed of, from ${disposableFrom} on`
    : 'until the record is disposed of';
  const claims = `needed to establish, exercise or defend legal claims, GDPR Art. 17(3)(e); kept ${until}`;
  const kept = (what: string, reason = claims): Kept => ({ what, reason });
  return [
    kept(`the person ID "${person.personId}"`, `tells the acts of one person from those of another; ${claims}`),
    ...(person.losesName ? [] : [kept('name, capacity and decisions')]),
    ...(certificates.length > 0
      ? [kept(`sealed certificates and archived records ${certificates.join(', ')}, which name who decided`)]
      : []),
    ...(messages.length > 0
      ? [kept(`${messages.length} raw messages that decisions rest on, all people’s together`)]
      : []),
    kept('files of the deliverables, and what others wrote about the person in other words than name and address'),
    kept(
      'messages by e-mail that named no request of this milestone, and backups of the database and of Temporal',
      'not part of this record; they go by the rules the operator has for them',
    ),
  ];
}
