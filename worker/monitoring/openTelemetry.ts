// What traces consist of and where they go. A span says what was done, how long and whether it failed: names and kinds, IDs of milestones, nobody's words.
import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { Resource } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor, type ReadableSpan, type Span } from '@opentelemetry/sdk-trace-base';
import { OpenTelemetryWorkflowClientInterceptor } from '@temporalio/interceptors-opentelemetry/lib/client/index.js';
import { OpenTelemetryActivityInboundInterceptor } from '@temporalio/interceptors-opentelemetry/lib/worker/index.js';
import type { WorkflowClientInterceptor } from '@temporalio/client';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import type { RequestHandler } from 'express';
import { patternOf } from './observeRequests.ts';

export interface Tracing {
  ofClient: WorkflowClientInterceptor[];
  ofActivities: ActivityInterceptorsFactory[];
  ofRequests: RequestHandler;
  /** Sends what is left. */
  stop(): Promise<void>;
}

export function startOpenTelemetry(tracesUrl: string): Tracing {
  const exporter = new OTLPTraceExporter({ url: `${tracesUrl.replace(/\/$/, '')}/v1/traces` });
  const provider = new BasicTracerProvider({
    resource: new Resource({ 'service.name': 'milestone-sign-off' }),
    spanProcessors: [new WithoutWords(exporter)],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
  return {
    ofClient: [new OpenTelemetryWorkflowClientInterceptor()],
    ofActivities: [(activity) => ({ inbound: new OpenTelemetryActivityInboundInterceptor(activity) })],
    ofRequests: traceRequests,
    stop: () => provider.shutdown(),
  };
}

/** Errors name what was wrong with what somebody wrote; that it failed is enough. */
class WithoutWords extends BatchSpanProcessor {
  override onEnd(span: ReadableSpan): void {
    span.events.length = 0;
    delete (span as Span).status.message;
    super.onEnd(span);
  }
}

/** Goes on with the trace of who asks, where they have one. */
const traceRequests: RequestHandler = (request, response, next) => {
  const from = propagation.extract(context.active(), request.headers);
  const tracer = trace.getTracer('milestone-sign-off');
  const span = tracer.startSpan(request.method, { kind: SpanKind.SERVER }, from);
  response.once('close', () => {
    const route = patternOf(request);
    span.updateName(`${request.method} ${route}`);
    span.setAttributes({
      'http.request.method': request.method,
      'http.route': route,
      'http.response.status_code': response.statusCode,
    });
    if (response.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  });
  context.with(trace.setSpan(from, span), next);
};
