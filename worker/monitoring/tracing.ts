// OpenTelemetry, where a setting says where traces go: from a request over the workflow to its activities and mails. Without the setting nothing of it is loaded.
import type { Tracing } from './openTelemetry.ts';

export type { Tracing };

let opened: { url: string; tracing: Promise<Tracing> } | undefined;

/** One for the whole process, however many ask. */
export async function openTracing(tracesUrl: string | undefined): Promise<Tracing | undefined> {
  if (tracesUrl === undefined) return undefined;
  opened ??= {
    url: tracesUrl,
    tracing: import('./openTelemetry.ts').then(({ startOpenTelemetry }) => startOpenTelemetry(tracesUrl)),
  };
  return opened.tracing;
}
