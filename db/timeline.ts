// What happened to a milestone, and what was refused, page by page.
import type { RefusedMessage } from '../domain/events.ts';
import type { ChainedEvent } from '../evidence/ledger/chainedEvent.ts';
import type { Database } from './database.ts';
import { readPage, type Page, type Paged } from './page.ts';
import { toChainedEvent, toRefusedMessage } from './rows.ts';

export function listEvents(db: Database, milestoneId: string, page: Page): Promise<Paged<ChainedEvent>> {
  return readPage(
    db('milestone_events').where({ milestone_id: milestoneId }),
    ['milestone_id', 'sequence'],
    page,
    toChainedEvent,
  );
}

export function listRefusedMessages(db: Database, milestoneId: string, page: Page): Promise<Paged<RefusedMessage>> {
  return readPage(
    db('refused_messages').where({ milestone_id: milestoneId }),
    ['milestone_id', 'refused_id'],
    page,
    toRefusedMessage,
  );
}

/** All events up to `sequence`, in order; a milestone has hundreds at most. */
export async function readEvents(db: Database, milestoneId: string, upToSequence: number): Promise<ChainedEvent[]> {
  const rows = await db('milestone_events')
    .where({ milestone_id: milestoneId })
    .where('sequence', '<=', upToSequence)
    .orderBy('sequence');
  return rows.map(toChainedEvent);
}
