// How long a record is kept and what keeps it from being disposed of (rule 8). Pure: the instant is passed in.
import { DateTime } from 'luxon';
import { dateAfter, dateOf } from '../time/businessTime.ts';
import type { ContractTerms, RetentionTerms } from '../terms/engagement.ts';
import type { SignOffErrorCode } from '../errors.ts';

/** Who answers for an act of administration: years later the people of the engagement may be gone. */
export interface Responsible {
  name: string;
  capacity: string;
}

/** A legal hold on one milestone, or on all of an engagement. */
export interface LegalHold {
  holdId: string;
  on: 'milestone' | 'engagement';
  reason: string;
  /** Who wants the record held: a court, an insurer, the firm's lawyers. */
  holder: string;
  placedBy: Responsible;
  placedAt: string;
  release?: { reason: string; releasedBy: Responsible; releasedAt: string };
}

/** What a period of retention may run from. */
export type Closing = 'acceptance' | 'closeOut' | 'revocation' | 'termination' | 'cancellation' | 'engagementEnd';

/** The terms retention depends on; contracts recorded before there was such a term carry no `retention`. */
export interface RetentionContract extends Pick<ContractTerms, 'form' | 'calendar'> {
  retention?: RetentionTerms;
}

export interface RetentionState {
  milestoneId: string;
  engagementId: string;
  contract: RetentionContract;
  /** Why something is still to happen to the milestone or its record, each in words; none once it is finished. */
  pending: string[];
  /** Instants, as far as they are on record. */
  closings: { what: Exclude<Closing, 'engagementEnd'>; at: string }[];
  /** Local date; absent until the engagement's end is on record. */
  engagementEndedOn?: string;
  /** Those on the milestone and on its engagement, released ones included. */
  holds: LegalHold[];
  /** Person IDs erased so far. */
  erased: string[];
  disposedAt?: string;
}

export interface Retention {
  rule: RetentionTerms['rule'];
  years: number;
  /** Everything on record that the period could run from, as local dates of the contract's calendar. */
  basis: { what: Closing; on: string }[];
  /** The latest of them; this and the dates that follow from it are absent until the engagement has ended. */
  runsFrom?: string;
  /** The last day on which the record is kept. */
  keptUntil?: string;
  disposableFrom?: string;
}

/**
 * Limitation periods of 6, 12 and 15 years and one more for service of claim. The record is kept to the end of the day
 * that has the same date in the last year; where there is none, 29 February, to the end of that month.
 */
export function retentionOf({ contract, closings, engagementEndedOn }: RetentionState): Retention {
  const { rule, years } = periodOf(contract);
  const closed = closings.map(({ what, at }) => ({ what, on: dateOf(at, contract.calendar) }));
  if (engagementEndedOn === undefined || closed.length === 0) return { rule, years, basis: closed };
  const basis = [...closed, { what: 'engagementEnd' as const, on: engagementEndedOn }];
  const runsFrom = basis.map((each) => each.on).reduce((latest, on) => (on > latest ? on : latest));
  const keptUntil = DateTime.fromISO(runsFrom, { zone: 'UTC' }).plus({ years }).toFormat('yyyy-MM-dd');
  return { rule, years, basis, runsFrom, keptUntil, disposableFrom: dateAfter(keptUntil, 1) };
}

function periodOf({ form, retention }: RetentionContract): { rule: RetentionTerms['rule']; years: number } {
  const rule = retention?.rule ?? 'byForm';
  switch (rule) {
    case 'byForm':
      return { rule, years: form === 'deed' ? 13 : 7 };
    case 'latentDamage':
      return { rule, years: 16 };
    case 'own':
      if (retention?.years === undefined) throw new RangeError('The retention rule "own" comes with its years');
      return { rule, years: retention.years };
    default:
      return rule satisfies never;
  }
}

const openHolds = ({ holds }: Pick<RetentionState, 'holds'>): LegalHold[] =>
  holds.filter((each) => each.release === undefined);

export interface Obstacle {
  code: Extract<
    SignOffErrorCode,
    'MILESTONE_DISPOSED' | 'MILESTONE_NOT_OVER' | 'UNDER_LEGAL_HOLD' | 'RETENTION_NOT_OVER'
  >;
  detail: string;
}

/** What forbids to touch the record at all, the gravest first. */
export function obstaclesToErasure(state: RetentionState): Obstacle[] {
  const { milestoneId, pending, disposedAt } = state;
  if (disposedAt !== undefined)
    return [{ code: 'MILESTONE_DISPOSED', detail: `The record of milestone ${milestoneId} was disposed of.` }];
  return [
    ...(pending.length === 0 ? [] : [{ code: 'MILESTONE_NOT_OVER' as const, detail: notOver(milestoneId, pending) }]),
    ...openHolds(state).map((hold) => ({ code: 'UNDER_LEGAL_HOLD' as const, detail: heldBy(hold) })),
  ];
}

/** Everything that stands against disposing of the record at `now`; none means that it may be disposed of. */
export function obstaclesToDisposal(state: RetentionState, now: string): Obstacle[] {
  const before = obstaclesToErasure(state);
  if (before[0]?.code === 'MILESTONE_DISPOSED') return before;
  const detail = whyNotYet(state, now);
  return detail === undefined ? before : [...before, { code: 'RETENTION_NOT_OVER', detail }];
}

function whyNotYet(state: RetentionState, now: string): string | undefined {
  const { disposableFrom, keptUntil, runsFrom, years } = retentionOf(state);
  if (disposableFrom === undefined)
    return state.engagementEndedOn === undefined
      ? `Engagement ${state.engagementId} has no end on record, so retention has no date; record its end first.`
      : 'Retention has no date until the milestone is over.';
  const { timeZone } = state.contract.calendar;
  if (dateOf(now, state.contract.calendar) >= disposableFrom) return undefined;
  return `The record is kept until ${keptUntil} (${years} years from ${runsFrom}, ${timeZone}); dispose of it from ${disposableFrom} on.`;
}

const notOver = (milestoneId: string, pending: readonly string[]): string =>
  `Milestone ${milestoneId} is not over: ${pending.join('; ')}. Ask again when nothing is pending any more.`;

const heldBy = ({ holdId, on, holder }: LegalHold): string =>
  `Legal hold ${holdId} on the ${on} stands, for ${holder}; it has to be released first.`;
