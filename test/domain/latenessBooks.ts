// The ledger of lateness under the eyes of the auditor: its own books of when each wait ran and when it stood still, kept from the events.
import assert from 'node:assert/strict';
import type { RecordedEvent } from '../../domain/events.ts';
import { phaseChanges } from '../../domain/phases.ts';
import { latenessOf } from '../../domain/time/lateness.ts';
import { holds } from './timesTested.ts';

interface Span {
  from: number;
  to: number;
}

interface Waited extends Span {
  deadline: number;
  /** In which everybody's clock stood still. */
  stopped: Span[];
}

const ends: string[] = [...Object.keys(phaseChanges), 'revocationProposed', 'revocationDeclined'];

/** Rule 15: what is anybody's lateness and what stood still have no second in common, and together are no more than there was. */
export function assertNobodysTime(events: readonly RecordedEvent[], now: string): void {
  const ledger = latenessOf(events, now);
  const waited = waitsIn(events, Date.parse(now)).filter((each) => !Number.isNaN(each.deadline));
  assert.equal(ledger.length, waited.length, 'the ledger has other waits than the events');
  for (const [index, each] of waited.entries()) {
    const { lateSeconds, stoppedSeconds, openedAt } = ledger[index] ?? assert.fail();
    const past = { from: Math.max(each.from, each.deadline), to: each.to };
    const running = Math.max(0, past.to - past.from) - lengthIn(past, each.stopped);
    for (const late of [lateSeconds.firm, lateSeconds.client])
      holds(15, late <= seconds(running), `${late} seconds late of ${seconds(running)} since ${openedAt}`);
    holds(15, stoppedSeconds === seconds(lengthIn(each, each.stopped)), 'another time than the clock stood still');
    const isAnybodys = lateSeconds.firm + lateSeconds.client > 0;
    holds(15, !isAnybodys || running > 0, 'late in time that stood still');
  }
}

function waitsIn(events: readonly RecordedEvent[], now: number): Waited[] {
  const waits: Waited[] = [];
  let wait: Waited | undefined;
  let stageDeadline = Number.NaN;
  const open = new Map<string, number>();
  const end = (stopId: string, to: number): void => {
    const from = open.get(stopId);
    if (from !== undefined) wait?.stopped.push({ from, to });
    open.delete(stopId);
  };
  const close = (to: number): void => {
    for (const id of [...open.keys()]) end(id, to);
    if (wait) wait.to = to;
  };
  for (const event of events) {
    const at = Date.parse(event.at);
    const given = 'wait' in event ? event.wait?.deadline : undefined;
    const isProposed = event.type === 'revocationProposed';
    if (event.type === 'milestoneStarted' || ends.includes(event.type)) {
      close(at);
      if (given !== undefined) stageDeadline = Date.parse(given);
      else if (event.type in phaseChanges) stageDeadline = Number.NaN;
      const deadline = isProposed ? Date.parse(event.proposal.wait.deadline) : stageDeadline;
      wait = { from: at, to: now, deadline, stopped: [] };
      waits.push(wait);
    } else if (given !== undefined) {
      stageDeadline = Date.parse(given);
      if (wait) wait.deadline = stageDeadline;
    }
    if (event.type === 'clockStopped') open.set(event.stop.stopId, at);
    if (event.type === 'clockResumed') end(event.stop.stopId, at);
  }
  if (wait && !Number.isNaN(wait.deadline)) close(now);
  return waits;
}

/** Milliseconds of a time that lie in any of some spans, none of which overlap. */
const lengthIn = ({ from, to }: Span, spans: readonly Span[]): number =>
  spans.reduce((sum, each) => sum + Math.max(0, Math.min(to, each.to) - Math.max(from, each.from)), 0);

const seconds = (milliseconds: number): number => Math.round(milliseconds / 1000);
