// Endpoints of systems outside that are told what happens, and which of them hear of an event. Their secrets are made, and stored nowhere.
import { randomUUID } from 'node:crypto';
import type { OutgoingKind } from '../domain/outgoing/outgoingEvents.ts';
import type { Database } from './database.ts';

export interface EventEndpoint {
  endpointId: string;
  url: string;
  label: string;
  /** Left out, of every engagement. */
  engagementIds?: string[];
  /** Left out, of every kind. */
  kinds?: OutgoingKind[];
  createdBy: string;
  createdAt: string;
  /** Which of its secrets is in force, from 1. */
  secretNumber: number;
  /** Absent for the first. */
  secretSince?: string;
  ended?: { at: string; by: string; reason: string };
}

export type NewEndpoint = Pick<EventEndpoint, 'url' | 'label' | 'engagementIds' | 'kinds'>;

export async function insertEndpoint(db: Database, endpoint: NewEndpoint, createdBy: string): Promise<EventEndpoint> {
  const [row]: Row[] = await db('event_endpoints')
    .insert({
      endpoint_id: `endpoint-${randomUUID()}`,
      url: endpoint.url,
      label: endpoint.label,
      engagement_ids: endpoint.engagementIds ?? null,
      kinds: endpoint.kinds ?? null,
      created_by: createdBy,
    })
    .returning('*');
  if (!row) throw new Error('an endpoint was not inserted');
  return toEndpoint(row);
}

export async function listEndpoints(db: Database): Promise<EventEndpoint[]> {
  const rows: Row[] = await db('event_endpoints').orderBy(['created_at', 'endpoint_id']);
  return rows.map(toEndpoint);
}

/** False when there is none of that ID that is not over. */
export async function endEndpoint(db: Database, endpointId: string, by: string, reason: string): Promise<boolean> {
  const ended = await db('event_endpoints')
    .where({ endpoint_id: endpointId, ended_at: null })
    .update({ ended_at: db.fn.now(), ended_by: by, ended_because: reason });
  return ended > 0;
}

/** Those that hear of an engagement. */
export async function endpointsOf(db: Database, engagementId: string): Promise<EventEndpoint[]> {
  const rows: Row[] = await db('event_endpoints')
    .whereNull('ended_at')
    .whereRaw('(engagement_ids is null or ? = any (engagement_ids))', [engagementId]);
  return rows.map(toEndpoint);
}

/** Those of these IDs that still hear of what happens. */
export async function readEndpoints(db: Database, endpointIds: readonly string[]): Promise<Map<string, EventEndpoint>> {
  const rows: Row[] = await db('event_endpoints')
    .whereIn('endpoint_id', [...endpointIds])
    .whereNull('ended_at');
  return new Map(rows.map((row) => [row.endpoint_id, toEndpoint(row)]));
}

/** The endpoint with its next secret; undefined when there is none of that ID that is not over. */
export async function changeSecret(db: Database, endpointId: string): Promise<EventEndpoint | undefined> {
  const [row]: Row[] = await db('event_endpoints')
    .where({ endpoint_id: endpointId, ended_at: null })
    .update({ secret_number: db.raw('secret_number + 1'), secret_since: db.fn.now() })
    .returning('*');
  return row && toEndpoint(row);
}

interface Row {
  endpoint_id: string;
  url: string;
  label: string;
  engagement_ids: string[] | null;
  kinds: OutgoingKind[] | null;
  created_by: string;
  created_at: Date;
  secret_number: number;
  secret_since: Date | null;
  ended_at: Date | null;
  ended_by: string | null;
  ended_because: string | null;
}

const toEndpoint = (row: Row): EventEndpoint => ({
  endpointId: row.endpoint_id,
  url: row.url,
  label: row.label,
  ...(row.engagement_ids ? { engagementIds: row.engagement_ids } : {}),
  ...(row.kinds ? { kinds: row.kinds } : {}),
  createdBy: row.created_by,
  createdAt: row.created_at.toISOString(),
  secretNumber: row.secret_number,
  ...(row.secret_since ? { secretSince: row.secret_since.toISOString() } : {}),
  ...(row.ended_at
    ? { ended: { at: row.ended_at.toISOString(), by: row.ended_by ?? '', reason: row.ended_because ?? '' } }
    : {}),
});
