// From events to the state: one event, all of them, or those since a known state. Decides nothing and cannot fail.
import type { EventType, MilestoneEvent, RecordedEvent } from './events.ts';
import { folds, type Fold } from './folds.ts';
import type { MessageOutcome, Milestone } from './milestone.ts';
import { upcastEngagement } from './records/upcast.ts';
import { currentRulesVersion } from './rulesVersions.ts';
import { voidedBy } from './records/decisions.ts';
import { withVoided } from './records/voiding.ts';

export function evolveAll(milestone: Milestone, events: readonly MilestoneEvent[]): Milestone {
  return events.reduce(evolve, milestone);
}

/** The state that a milestone's events, in order from the first, lead to. Message outcomes are not events and stay empty. */
export function replay(events: readonly RecordedEvent[]): Milestone {
  const [first, ...rest] = events;
  if (first?.type !== 'milestoneStarted') throw new RangeError('A milestone begins with milestoneStarted');
  return { ...rest.reduce<Milestone>(evolve, begin(first)), sequence: events.length };
}

/** What the record holds beyond a known state: the events since, and what became of the messages. */
export interface RecordedSince {
  events: RecordedEvent[];
  outcomes: Record<string, MessageOutcome>;
}

/** The state on record, reached from the last one known to be on record; without one, from the first event. */
export function catchUp(known: Milestone | undefined, { events, outcomes }: RecordedSince): Milestone {
  const caughtUp = known ? events.reduce<Milestone>(evolve, known) : replay(events);
  return {
    ...caughtUp,
    sequence: events.at(-1)?.sequence ?? caughtUp.sequence,
    messages: { ...caughtUp.messages, ...outcomes },
  };
}

/** The state before anything happened; only milestoneStarted makes sense on it. */
export function begin(event: Extract<MilestoneEvent, { type: 'milestoneStarted' }>): Milestone {
  return {
    milestoneId: event.milestoneId,
    engagement: upcastEngagement(event.engagement, event.rulesVersion),
    plan: event.plan,
    startedAt: event.wait.openedAt,
    rulesVersion: event.rulesVersion,
    shapesVersion: currentRulesVersion,
    sequence: 0,
    round: 1,
    reworkCycles: 0,
    stage: { phase: 'compiling', wait: event.wait },
    packages: [],
    signOffRequests: [],
    reports: [],
    feedback: [],
    feedbackItems: [],
    ...(event.plan.reviewMeeting ? { meeting: { ...event.plan.reviewMeeting, sequence: 0 } } : {}),
    meetingNotes: [],
    signatures: [],
    entered: [],
    refusals: [],
    delegations: [],
    facilitations: [],
    determinations: [],
    deemings: [],
    askedIds: [],
    personCorrections: [],
    left: [],
    deputies: [],
    amendments: [],
    parts: [],
    absentees: [],
    clockStops: [],
    nudges: [],
    ownExtensions: [],
    declined: [],
    undeliverable: [],
    exceptions: [],
    acceptances: [],
    outputs: [],
    timestamps: [],
    withheld: [],
    messages: {},
  };
}

/** First what the event takes the effect from, by the one table of decisions, then what it brings. */
export function evolve(milestone: Milestone, event: MilestoneEvent): Milestone {
  if (event.type === 'milestoneStarted') return begin(event);
  const voiding = voidedBy(event);
  const fold = folds[event.type] as Fold<EventType>;
  return fold(voiding ? withVoided(milestone, voiding) : milestone, event);
}
