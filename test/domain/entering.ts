// A milestone whose last signature the firm entered on the evidence of a document, and the end of the time to object to it.
import assert from 'node:assert/strict';
import { handleTimer } from '../../domain/decide.ts';
import type { Delivery } from '../../domain/milestone.ts';
import type { Outage } from '../../domain/time/outages.ts';
import { whatToLookUp } from '../../domain/time/onTimer.ts';
import * as act from './acts.ts';
import { givenTerms, Scenario, until, type Step } from './scenario.ts';

const byLetter = { review: ['link', 'enteredByFirm'], signature: ['link', 'enteredByFirm'] };

/** A contract that lets the firm enter what a document shows. */
export const letterTerms = { contract: { channels: { client: byLetter } } };

export const signing = (...steps: Step[]): Scenario => givenTerms(letterTerms, ...act.toLastSignature, ...steps);

/** Ten business days, of which the first is Tuesday. */
export const periodEnds = '2026-03-16T17:30:00.000Z';

export const told = (scenario: Scenario, sentAt = scenario.milestone.startedAt): Delivery[] =>
  scenario.milestone.entered.map(({ personId, entryId }) => ({
    mailId: `mail-${entryId}`,
    recipientId: personId,
    kind: 'entryNotice',
    status: 'sent',
    sentAt,
    response: '250',
  }));

interface Ending {
  deliveries: Delivery[];
  outages: Outage[];
}

/** The end of the period to object, on what the record knows of mails and outages. */
export function ended(
  scenario: Scenario,
  { deliveries = told(scenario), outages = [] }: Partial<Ending> = {},
): Scenario {
  const { milestone, history } = scenario.when(until('2026-03-16T17:00:00.000Z'));
  assert.deepEqual(whatToLookUp(milestone, periodEnds)?.round, milestone.entered[0]?.round);
  const passed = handleTimer(milestone, periodEnds, { deliveries, outages });
  return new Scenario(passed.milestone, periodEnds, history, passed.events);
}
