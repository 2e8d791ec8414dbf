// Decisions that were sent at the same moment and arrive in any order, some of them twice: none is lost, none counts twice.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { RecordedEvent } from '../../domain/events.ts';
import type { Milestone } from '../../domain/milestone.ts';
import { pendingAssignees } from '../../domain/requests/pendingAssignees.ts';
import { propertyRuns } from '../run/properties.ts';
import * as act from './acts.ts';
import type { Act, Message } from './acts.ts';
import { givenTerms, ruleOn, type Scenario } from './scenario.ts';

/** Sent by people who all saw the same page: whatever arrives first, the others do not know of it. */
const sent = (seen: Milestone, acts: Record<string, Act>): Message[] =>
  Object.entries(acts).map(([messageId, each]) => act.but(each, { messageId })(seen));

/** Short deadlines in UTC, since counting business days would take most of the time. */
const contract = {
  calendar: { timeZone: 'UTC' },
  reminderPercents: [],
  repeatEscalations: 0,
  waits: { formalSignOff: { businessDays: 1 }, facilitation: { businessDays: 1 } },
};

const three = ['approver1', 'approver2', 'director'].map((personId) => ({ personId }));

/** Each a moment at which a milestone waits for signatures, with everything that may be on its way then. */
const moments: { scenario: Scenario; messages: Message[] }[] = [
  givenTerms({ contract }, ...act.toSignOff),
  givenTerms({ contract }, ...act.toSignOff, act.sign('approver2')),
  givenTerms({ contract }, ...act.toLastSignature),
  givenTerms(
    {
      contract,
      plan: {
        approvalAuthorityList: [
          { name: 'Two', quorum: { kind: 'atLeast', count: 2 }, members: three, delegates: [{ personId: 'deputy' }] },
        ],
      },
    },
    ...act.toSignOff,
  ),
].map((scenario) => ({
  scenario,
  messages: sent(scenario.milestone, {
    'click of approver1': act.sign('approver1'),
    'second tab of approver1': act.sign('approver1'),
    'reply of approver1': act.byReply(act.sign('approver1')),
    'click of approver2': act.sign('approver2'),
    'reply of approver2': act.byReply(act.sign('approver2')),
    'click of director': act.sign('director'),
    'reply of director': act.byReply(act.sign('director')),
    'click of deputy': act.sign('deputy'),
    'refusal of approver2': act.refuse('approver2'),
    'delegation of approver1': act.delegate('approver1', 'deputy'),
    'delegation of approver2': act.delegate('approver2', 'deputy'),
    'delegation of approver1 to a colleague': act.delegate('approver1', 'approver2'),
    'reassignment from approver1': act.reassign('approver1', 'deputy'),
    'reassignment back': act.reassign('deputy', 'approver1'),
    'exception meanwhile': act.propose('E1'),
  }),
}));

interface Arrived {
  milestone: Milestone;
  events: RecordedEvent[];
  outcomes: Map<string, { isAccepted: boolean; code?: string }>;
}

function arrive(scenario: Scenario, messages: readonly Message[]): Arrived {
  const arrived: Arrived = { milestone: scenario.milestone, events: [], outcomes: new Map() };
  for (const message of messages) {
    const result = ruleOn(arrived.milestone, message, scenario.now);
    const id = message.raw.messageId as string;
    const { outcome, code } = result.outcome;
    const first = arrived.outcomes.get(id);
    if (first) {
      assert.equal(result.isRepeat, true, 'a second click is another decision');
      assert.equal(first.isAccepted, outcome === 'accepted', 'a second click gets another answer');
      assert.deepEqual(result.events, []);
    }
    arrived.outcomes.set(id, { isAccepted: outcome === 'accepted', ...(code ? { code } : {}) });
    arrived.milestone = result.milestone;
    arrived.events.push(...result.events);
  }
  return arrived;
}

const order = fc.record({
  moment: fc.nat(moments.length - 1),
  picks: fc.array(fc.nat(14), { minLength: 1, maxLength: 18, size: 'max' }),
});
const messagesOf = ({ moment, picks }: { moment: number; picks: number[] }) => {
  const { scenario, messages } = moments[moment] as (typeof moments)[number];
  return { scenario, messages: picks.flatMap((pick) => messages[pick] ?? []) };
};

/** Decisions on record, by the message that brought each; every one of them exactly once. */
const onRecord = ({ signatures, refusals, delegations }: Milestone): string[] =>
  [...signatures, ...refusals, ...delegations].map((each) => each.messageId);

function assertSealedOnce({ milestone, events }: Arrived): void {
  const accepted = events.filter((each) => each.type === 'accepted' || each.type === 'acceptedWithExceptions');
  assert.ok(accepted.length <= 1, 'two certificates');
  assert.equal(milestone.acceptances.length, accepted.length);
  const standing = milestone.signatures.filter((each) => !each.isVoid);
  const listed = standing.map((each) => each.onBehalfOf ?? each.personId);
  assert.equal(new Set(listed).size, listed.length, 'a place was signed twice');
  assert.equal(new Set(standing.map((each) => each.personId)).size, standing.length, 'a person counted twice');
  const end = events.findIndex((each) => each.type === 'accepted');
  assert.ok(end === -1 || end === events.length - 1, 'something was decided after the acceptance');
}

const codes = [
  'ALREADY_DECIDED',
  'PASSED_ON',
  'NOT_ON_LIST',
  'NOT_YET_ASKED',
  'NOT_AWAITING_SIGNATURES',
  'NOT_REFUSABLE',
  'NOTHING_TO_PASS_ON',
  'DELEGATE_NOT_ELIGIBLE',
  'EXCEPTION_NOT_ALLOWED',
  'MILESTONE_CLOSED',
];

/** Each is on record once if taken, or was refused for a reason that the situation gives. */
function assertNothingLost(scenario: Scenario, { milestone, outcomes }: Arrived): void {
  const before = onRecord(scenario.milestone);
  const recorded = onRecord(milestone).filter((id) => !before.includes(id));
  const taken = [...outcomes].filter(([id, { isAccepted }]) => isAccepted && id !== 'exception meanwhile');
  assert.deepEqual(recorded.sort(), taken.map(([id]) => id).sort());
  for (const [id, { isAccepted, code }] of outcomes)
    assert.ok(isAccepted || codes.includes(code ?? ''), `${id} was refused as ${code ?? 'nothing'}`);
}

describe('Decisions of the same moment, in whatever order they arrive', function () {
  this.timeout(300_000);

  it('lead to one acceptance at most, count every listed person once, and lose nothing', () => {
    fc.assert(
      fc.property(order, (arrival) => {
        const { scenario, messages } = messagesOf(arrival);
        const arrived = arrive(scenario, messages);
        assertSealedOnce(arrived);
        assertNothingLost(scenario, arrived);
        const { milestone } = arrived;
        if (milestone.stage.phase !== 'accepted')
          assert.ok(pendingAssignees(milestone).length > 0, milestone.stage.phase);
      }),
      { numRuns: propertyRuns(0.5) },
    );
  });

  it('can end in every way, which is seen before long', () => {
    const ends = ['accepted', 'acceptedWithExceptions', 'facilitation', 'formalSignOff'];
    const seen = new Set<string>();
    for (const { scenario, messages } of moments)
      for (const sample of fc.sample(fc.shuffledSubarray(messages), propertyRuns(2))) {
        if (seen.size === ends.length) break;
        seen.add(arrive(scenario, sample).milestone.stage.phase);
      }
    assert.deepEqual([...seen].sort(), ends);
  });
});
