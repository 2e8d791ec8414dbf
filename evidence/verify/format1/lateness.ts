// The ledger of lateness that follows from the events of a record of format 1, up to its last one. Stopped time is nobody's. Frozen: see
// docs/recordFormat.md.
import { isAtLeast } from './amendments.ts';
import { factsAfter, nothing } from './facts.ts';
import { owing, type Standing } from './owing.ts';
import type { ArchivedEvent } from './shapes.ts';
import type { Terms, Told } from './sufficiencyShapes.ts';
import { turnOf } from './turns.ts';

interface Stop {
  stopId: string;
  from: string;
  to?: string;
  by: string;
  reason: string;
  awaits: string;
  forPersonId?: string;
}

interface Waiting {
  openedAt: string;
  deadline: string;
}

interface Span {
  from: string;
  to: string;
  owing: string[];
}

interface Wait extends Waiting {
  phase: string;
  group?: number;
  of?: 'revocation';
  firstDeadline: string;
  endedAt?: string;
  stops: Stop[];
  spans: Span[];
}

type Event = Omit<Told, 'wait' | 'proposal' | 'deeming'> & {
  wait?: Waiting;
  proposal: { wait: Waiting };
  stop: Stop;
  deeming: Standing['deemings'][number];
};

type Late = Record<'firm' | 'client', number>;

export function ledgerOf(events: readonly ArchivedEvent[]): { waits: object[]; stages: object[] } {
  const [first, ...rest] = events as unknown as [Event & Terms, ...Event[]];
  const ledger = new Ledger(first);
  for (const event of rest) ledger.enter(event);
  return ledger.drawn();
}

class Ledger {
  readonly #waits: Wait[] = [];
  #standing: Standing;
  #stageWait: Waiting | undefined;
  #proposalWait: Waiting | undefined;
  #since: string;

  constructor(first: Event & Terms) {
    const { engagement, plan, at, wait } = first;
    const terms = { engagement, plan };
    this.#standing = {
      ...{ phase: 'compiling', openGroup: 0, terms, deemings: [], left: [], isRevocationProposed: false },
      facts: factsAfter(nothing, first),
    };
    this.#stageWait = wait;
    this.#since = at;
    this.#open();
  }

  enter(event: Event): void {
    const turn = turnOf(event.type, this.#standing.phase);
    const isOther = turn !== undefined || ['revocationProposed', 'revocationDeclined'].includes(event.type);
    const wait = this.#waits.at(-1);
    if (wait && wait.endedAt === undefined) {
      if (event.at > this.#since) wait.spans.push({ from: this.#since, to: event.at, owing: owing(this.#standing) });
      if (isOther) wait.endedAt = event.at;
    }
    this.#follow(event, turn?.to);
    this.#since = event.at;
    if (isOther) this.#open();
    else if (wait && this.#waiting()) this.#update(wait, event);
  }

  #waiting = (): Waiting | undefined => this.#proposalWait ?? this.#stageWait;

  #open(): void {
    const waiting = this.#waiting();
    if (!waiting) return;
    const { openedAt, deadline } = waiting;
    const { phase, openGroup } = this.#standing;
    this.#waits.push({
      phase,
      ...(phase === 'inReview' || phase === 'formalSignOff' ? { group: openGroup + 1 } : {}),
      ...(this.#proposalWait ? { of: 'revocation' } : {}),
      ...{ openedAt, firstDeadline: deadline, deadline, stops: [], spans: [] },
    });
  }

  #update(wait: Wait, { type, stop }: Event): void {
    wait.deadline = this.#waiting()?.deadline ?? wait.deadline;
    if (type === 'clockStopped' || type === 'informationAsked') wait.stops.push(stop);
    if (type === 'clockResumed') wait.stops = wait.stops.map((each) => (each.stopId === stop.stopId ? stop : each));
  }

  #follow(event: Event, phase = this.#standing.phase): void {
    const { terms, deemings, openGroup } = this.#standing;
    if (event.wait) this.#stageWait = event.wait;
    else if (phase !== this.#standing.phase) this.#stageWait = undefined;
    if (event.type === 'revocationProposed') this.#proposalWait = event.proposal.wait;
    if (event.type === 'revocationDeclined' || event.type === 'revoked') this.#proposalWait = undefined;
    this.#standing = {
      phase,
      openGroup: asking.includes(event.type) ? event.openGroup : openGroup,
      terms: termsAfter(terms, event),
      facts: factsAfter(this.#standing.facts, event),
      deemings: deemingsAfter(deemings, event),
      left: leftAfter(this.#standing, event),
      isRevocationProposed: this.#proposalWait !== undefined,
    };
  }

  drawn(): { waits: object[]; stages: object[] } {
    const waits = this.#waits.map((each) => this.#reckoned(each));
    const phases = [...new Set(waits.map((each) => each.phase))];
    const stages = phases.map((phase) => {
      const theirs = waits.filter((each) => each.phase === phase);
      const sum = (of: (wait: (typeof waits)[number]) => number): number =>
        theirs.reduce((total, each) => total + of(each), 0);
      return {
        phase,
        stoppedSeconds: sum((each) => each.stoppedSeconds),
        lateSeconds: { firm: sum((each) => each.lateSeconds.firm), client: sum((each) => each.lateSeconds.client) },
      };
    });
    return { waits, stages };
  }

  #reckoned({ spans, stops, ...wait }: Wait) {
    const end = wait.endedAt ?? this.#since;
    const ended = stops.map((each) => ({ ...each, to: each.to ?? end }));
    const general = ended.filter((each) => each.forPersonId === undefined);
    const whole = Math.max(0, Date.parse(end) - Date.parse(wait.openedAt));
    return {
      ...wait,
      stops: stops.map(({ stopId, from, to, by, reason, awaits, forPersonId }) => ({
        ...{ stopId, from, ...(to === undefined ? {} : { to }), by, reason, awaits },
        ...(forPersonId === undefined ? {} : { forPersonId }),
      })),
      stoppedSeconds: seconds(whole - running(wait.openedAt, end, general)),
      lateSeconds: {
        firm: seconds(this.#late('firm', wait.deadline, spans, ended)),
        client: seconds(this.#late('client', wait.deadline, spans, ended)),
      },
    };
  }

  /** Of each span past the deadline: what ran for whoever of the party stood still least. */
  #late(party: keyof Late, deadline: string, spans: readonly Span[], stops: readonly (Stop & { to: string })[]) {
    const { people } = this.#standing.terms.engagement;
    return spans.reduce((sum, { from, to, owing: ids }) => {
      const start = from > deadline ? from : deadline;
      const theirs = ids.filter((id) => people.find((each) => each.personId === id)?.party === party);
      if (theirs.length === 0 || start >= to) return sum;
      const ran = theirs.map((id) =>
        running(
          start,
          to,
          stops.filter((each) => each.forPersonId === undefined || each.forPersonId === id),
        ),
      );
      return sum + Math.max(...ran);
    }, 0);
  }
}

const asking = ['reviewOpened', 'reviewGroupAsked', 'formalSignOffOpened', 'approvalGroupAsked'];

function termsAfter(terms: Standing['terms'], { type, person, plan }: Event): Standing['terms'] {
  if (type === 'planAmended') return { ...terms, plan };
  if (type !== 'personAdded' && type !== 'personCorrected') return terms;
  const { people } = terms.engagement;
  const after =
    type === 'personAdded'
      ? [...people, person]
      : people.map((each) => (each.personId === person.personId ? person : each));
  return { ...terms, engagement: { ...terms.engagement, people: after } };
}

/** Silence counts for what people were silent on. */
function deemingsAfter(deemings: Standing['deemings'], event: Event): Standing['deemings'] {
  const ofReview = deemings.filter((each) => each.of !== 'signOff');
  switch (event.type) {
    case 'silenceDeemed':
      return [...deemings, event.deeming];
    case 'exceptionProposed':
    case 'partProposed':
    case 'partWithdrawn':
      return ofReview;
    case 'packageFrozen':
      return [];
    case 'facilitationOutcomeRecorded':
      return event.facilitation.outcome === 'reviewAgain' ? [] : deemings;
    case 'planAmended':
      if (isAtLeast(event.asksAgain, 'review')) return [];
      return event.asksAgain === 'signature' ? ofReview : deemings;
    default:
      return deemings;
  }
}

/** Who is corrected to be there after all is asked again. */
function leftAfter({ left, terms }: Standing, { type, personId, person, at }: Event): readonly string[] {
  if (type === 'personLeft') return [...left, personId];
  if (type !== 'personCorrected' || !left.includes(person.personId)) return left;
  const { engagementManagerId, engagementSponsorId, contract } = terms.engagement;
  const isOffice = [engagementManagerId, engagementSponsorId].includes(person.personId);
  const isGone =
    !isOffice && person.lastDayOn !== undefined && dateIn(contract.calendar.timeZone, at) > person.lastDayOn;
  return isGone ? left : left.filter((id) => id !== person.personId);
}

const dateIn = (timeZone: string, at: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    new Date(at),
  );

/** Milliseconds of a period in which nothing of these stood still. */
function running(from: string, to: string, stops: readonly { from: string; to: string }[]): number {
  const [begin, end] = [Date.parse(from), Date.parse(to)];
  const sorted = stops
    .map((each) => [Math.max(begin, Date.parse(each.from)), Math.min(end, Date.parse(each.to))] as const)
    .filter(([start, stop]) => start < stop)
    .sort(([one], [other]) => one - other);
  let ran = 0;
  let at = begin;
  for (const [start, stop] of sorted) {
    ran += Math.max(0, start - at);
    at = Math.max(at, stop);
  }
  return ran + Math.max(0, end - at);
}

const seconds = (milliseconds: number): number => Math.round(milliseconds / 1000);
