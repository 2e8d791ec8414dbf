// What activities count, for whoever looks after the service: figures alone, nothing of a milestone or a person.
import type { EffectKind, Outcome } from '../db/outbox.ts';
import type { Batch } from '../domain/records/batch.ts';

export interface Measures {
  /** A batch that is on record now. */
  recorded(batch: Pick<Batch, 'events' | 'refused'>): void;
  /** What an attempt at an effect came to. */
  performed(kind: EffectKind, outcome: Outcome['status']): void;
}
