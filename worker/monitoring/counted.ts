// What a process counts as it goes, for Prometheus: kinds and how many, never whose.
import { collectDefaultMetrics, Counter, Histogram, type Registry } from 'prom-client';
import type { Measures } from '../../activities/measures.ts';
import type { AnsweredRequest } from './observeRequests.ts';

export interface Counted extends Measures {
  answered(request: AnsweredRequest): void;
}

/** Seconds: what somebody who waits feels is below a second; an upload takes longer. */
const durations = [0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10, 60];

export function countIn(registry: Registry): Counted {
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const events = new Counter({
    name: 'signoff_events_total',
    help: 'Events put on record, by type: decisions, reminders, escalations, changes of stage and all else',
    labelNames: ['type'],
    registers,
  });
  const refusals = new Counter({
    name: 'signoff_refused_messages_total',
    help: 'Messages that a milestone refused, by message and code of the refusal',
    labelNames: ['message', 'code'],
    registers,
  });
  const effects = new Counter({
    name: 'signoff_effect_attempts_total',
    help: 'Attempts to send or remove what the outbox holds, by kind and what came of them: done, later, failed',
    labelNames: ['kind', 'outcome'],
    registers,
  });
  const requests = new Histogram({
    name: 'signoff_http_request_duration_seconds',
    help: 'From the request to the end of its answer, by method, pattern of the address and status',
    labelNames: ['method', 'route', 'status'],
    buckets: durations,
    registers,
  });
  return {
    recorded(batch) {
      for (const { type } of batch.events) events.inc({ type });
      for (const { name: message, code } of batch.refused) refusals.inc({ message, code });
    },
    performed: (kind, outcome) => effects.inc({ kind, outcome }),
    answered: ({ seconds, ...labels }) => requests.observe(labels, seconds),
  };
}
