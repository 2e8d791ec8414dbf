// What a record of decisions would hold after each event, kept as the database keeps it: a row per decision, voided by later events.
import assert from 'node:assert/strict';
import type { RecordedEvent } from '../../domain/events.ts';
import type { Milestone } from '../../domain/milestone.ts';
import { voidedBy, type VoidableType } from '../../domain/records/decisions.ts';

interface Row {
  type: VoidableType;
  personId: string;
  of: 'review' | 'signOff' | undefined;
  isVoid: boolean;
  /** With which a part was accepted: it keeps its effect. */
  isKept?: boolean;
}

const isAcceptance = ({ type, of }: Row): boolean =>
  type === 'signed' || (type === 'silenceDeemed' && of === 'signOff');

export class VoidedRows {
  readonly #rows: Row[] = [];

  enter(event: RecordedEvent): void {
    const voiding = voidedBy(event);
    if (event.type === 'partAccepted') for (const row of this.#rows) row.isKept ||= !row.isVoid && isAcceptance(row);
    for (const row of this.#rows)
      if (
        !row.isKept &&
        voiding?.types.includes(row.type) &&
        (voiding.personIds?.includes(row.personId) ?? true) &&
        (row.type !== 'silenceDeemed' || voiding.silenceIn === undefined || voiding.silenceIn === row.of)
      )
        row.isVoid = true;
    const isDecision = [
      'validationReported',
      'feedbackGiven',
      'signed',
      'decisionEntered',
      'refused',
      'delegated',
    ].includes(event.type);
    if (!isDecision && event.type !== 'silenceDeemed') return;
    const of = event.type === 'silenceDeemed' ? event.deeming.of : undefined;
    this.#rows.push({ type: event.type as VoidableType, personId: event.actor.personId, of, isVoid: false });
  }

  /** The state that the events lead to says the same of every decision. */
  assertAgrees(milestone: Milestone): void {
    const inState: Record<VoidableType, { isVoid: boolean }[]> = {
      validationReported: milestone.reports,
      feedbackGiven: milestone.feedback,
      signed: milestone.signatures,
      decisionEntered: milestone.entered,
      refused: milestone.refusals,
      delegated: milestone.delegations.filter((each) => each.kind === 'delegated'),
      silenceDeemed: milestone.deemings,
    };
    for (const [type, decisions] of Object.entries(inState))
      assert.deepEqual(
        decisions.map((each) => each.isVoid),
        this.#rows.filter((each) => each.type === type).map((each) => each.isVoid),
        `${type} is void in the state and on record, or in neither`,
      );
  }
}
