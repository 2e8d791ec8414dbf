// Where an activity is in a trace, and what it goes on with later: kinds and how many, never whose. Nothing where nobody traces.
import { context, isSpanContextValid, SpanStatusCode, trace, TraceFlags, type Attributes } from '@opentelemetry/api';

const tracer = () => trace.getTracer('milestone-sign-off');

/** As `traceparent` of W3C Trace Context; undefined outside of a trace. */
export function currentTrace(): string | undefined {
  const here = trace.getSpanContext(context.active());
  if (!here || !isSpanContextValid(here)) return undefined;
  return `00-${here.traceId}-${here.spanId}-${(here.traceFlags & TraceFlags.SAMPLED) === 0 ? '00' : '01'}`;
}

/** Goes on with a trace that was left off, as by a row in the outbox. */
export async function inTrace<T>(
  from: string | undefined,
  name: string,
  attributes: Attributes,
  work: () => Promise<T>,
): Promise<T> {
  const parent = from === undefined ? undefined : /^00-(\w{32})-(\w{16})-(\w{2})$/.exec(from);
  if (!parent) return work();
  const [, traceId = '', spanId = '', flags = '00'] = parent;
  const spanContext = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
  const within = trace.setSpanContext(context.active(), spanContext);
  return tracer().startActiveSpan(name, { attributes }, within, async (span) => {
    try {
      return await work();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}
