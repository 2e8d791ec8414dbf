// The ledger of lateness: of each wait how long it stood still and how long past its deadline whose party still owed a decision. Follows
// from the events alone, so that anybody with the record can draw it up; stopped time is nobody's (rule 15).
import type { RecordedEvent } from '../events.ts';
import { begin, evolve } from '../evolve.ts';
import { isOver, personOf, type Milestone, type Phase } from '../milestone.ts';
import type { Person } from '../people/people.ts';
import { pendingAssignees } from '../requests/pendingAssignees.ts';
import type { ClockStop } from './clockStop.ts';
import { uncovered } from './stops.ts';

type Party = Person['party'];

export interface WaitLateness {
  phase: Phase;
  /** In review and formal sign-off, counted from 1. */
  group?: number;
  /** Of a wait for the sponsor, while a revocation is proposed. */
  of?: 'revocation';
  openedAt: string;
  /** As it was first, before anything moved it. */
  firstDeadline: string;
  deadline: string;
  /** Absent while it lasts. */
  endedAt?: string;
  stops: Pick<ClockStop, 'stopId' | 'from' | 'to' | 'by' | 'reason' | 'awaits' | 'forPersonId'>[];
  /** In which everybody's clock stood still. */
  stoppedSeconds: number;
  /** Past the deadline, by the party of whoever still owed a decision; both where both did. */
  lateSeconds: Record<Party, number>;
}

interface Span {
  from: string;
  to: string;
  owing: { personId: string; party: Party }[];
}

interface Drawn extends Omit<WaitLateness, 'stoppedSeconds' | 'lateSeconds' | 'stops'> {
  round: number;
  spans: Span[];
  stops: ClockStop[];
}

/** Of each wait, the first one first. `events` are all of the milestone; `now` ends what still lasts. ISO 8601 UTC. */
export function latenessOf(events: readonly RecordedEvent[], now: string): WaitLateness[] {
  const [first, ...rest] = events;
  if (first?.type !== 'milestoneStarted') return [];
  let milestone = begin(first);
  const drawn: Drawn[] = [];
  let since = first.at;
  const follow = (until: string, isEnd: boolean): void => {
    const wait = drawn.at(-1);
    if (!wait) return;
    if (wait.endedAt === undefined && until > since)
      wait.spans.push({ from: since, to: until, owing: owingIn(milestone) });
    if (isEnd) wait.endedAt ??= until;
  };
  open(drawn, milestone);
  for (const event of rest) {
    const after = evolve(milestone, event);
    const isOther =
      after.round !== milestone.round ||
      after.stage.phase !== milestone.stage.phase ||
      (after.proposedRevocation === undefined) !== (milestone.proposedRevocation === undefined);
    follow(event.at, isOther);
    milestone = after;
    since = event.at;
    if (isOther) open(drawn, milestone);
    else update(drawn.at(-1), milestone);
  }
  if (!isOver(milestone)) follow(now, false);
  return drawn.map((each) => reckoned(each, now));
}

export interface StageLateness extends Pick<WaitLateness, 'stoppedSeconds' | 'lateSeconds'> {
  phase: Phase;
}

/** By stage, in the order in which each was first entered: all its waits together, however often it came round. */
export function latenessByStage(waits: readonly WaitLateness[]): StageLateness[] {
  const phases = [...new Set(waits.map((each) => each.phase))];
  return phases.map((phase) => {
    const theirs = waits.filter((each) => each.phase === phase);
    const sum = (of: (wait: WaitLateness) => number): number => theirs.reduce((total, each) => total + of(each), 0);
    return {
      phase,
      stoppedSeconds: sum((each) => each.stoppedSeconds),
      lateSeconds: { firm: sum((each) => each.lateSeconds.firm), client: sum((each) => each.lateSeconds.client) },
    };
  });
}

/** While a revocation is proposed nothing else is waited for. */
const waitOf = ({ stage, proposedRevocation }: Milestone) =>
  proposedRevocation?.wait ?? ('wait' in stage ? stage.wait : undefined);

function open(drawn: Drawn[], milestone: Milestone): void {
  const { stage, proposedRevocation } = milestone;
  const wait = waitOf(milestone);
  if (!wait) return;
  const { openedAt, deadline } = wait;
  drawn.push({
    round: milestone.round,
    phase: stage.phase,
    ...('openGroup' in stage ? { group: stage.openGroup + 1 } : {}),
    ...(proposedRevocation ? { of: 'revocation' } : {}),
    openedAt,
    firstDeadline: deadline,
    deadline,
    spans: [],
    stops: [],
  });
}

function update(wait: Drawn | undefined, milestone: Milestone): void {
  const present = waitOf(milestone);
  if (!wait || !present || wait.round !== milestone.round) return;
  wait.deadline = present.deadline;
  wait.stops = milestone.clockStops.filter((each) => each.of === wait.round);
}

const owingIn = (milestone: Milestone): Span['owing'] =>
  pendingAssignees(milestone).flatMap((personId) => {
    const party = personOf(milestone, personId)?.party;
    return party === undefined ? [] : [{ personId, party }];
  });

function reckoned({ spans, stops, round: _round, ...wait }: Drawn, now: string): WaitLateness {
  const end = wait.endedAt ?? now;
  const ended = stops.map((each) => ({ ...each, to: each.to ?? end }));
  const general = ended.filter((each) => each.forPersonId === undefined);
  const late = (party: Party): number =>
    spans.reduce((sum, { from, to, owing }) => sum + lateIn(wait.deadline, { from, to, owing }, party, ended), 0);
  const whole = Math.max(0, Date.parse(end) - Date.parse(wait.openedAt));
  return {
    ...wait,
    stops: stops.map(({ stopId, from, to, by, reason, awaits, forPersonId }) => ({
      ...{ stopId, from, ...(to === undefined ? {} : { to }), by, reason, awaits },
      ...(forPersonId === undefined ? {} : { forPersonId }),
    })),
    stoppedSeconds: seconds(whole - uncovered(wait.openedAt, end, general)),
    lateSeconds: { firm: seconds(late('firm')), client: seconds(late('client')) },
  };
}

/** Of one span: past the deadline, without what stood still for everybody of the party who owed something. */
function lateIn(
  deadline: string,
  { from, to, owing }: Span,
  party: Party,
  stops: readonly (ClockStop & { to: string })[],
) {
  const start = from > deadline ? from : deadline;
  const theirs = owing.filter((each) => each.party === party);
  if (theirs.length === 0 || start >= to) return 0;
  const least = theirs.map(({ personId }) =>
    uncovered(
      start,
      to,
      stops.filter((each) => each.forPersonId === undefined || each.forPersonId === personId),
    ),
  );
  return Math.max(...least);
}

const seconds = (milliseconds: number): number => Math.round(milliseconds / 1000);
