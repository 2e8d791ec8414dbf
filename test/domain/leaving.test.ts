// People who leave on a date: what is asked of them until then, what is nobody's afterwards, and what they signed.
import assert from 'node:assert/strict';
import { pendingAssignees } from '../../domain/requests/pendingAssignees.ts';
import { forewarnings, forewarningsOf, obstaclesToSigning } from '../../domain/signOff/signability.ts';
import { whyInsufficient } from '../../domain/sufficiency/sufficiency.ts';
import { latenessOf, type WaitLateness } from '../../domain/time/lateness.ts';
import { workOf } from '../../domain/work/workOf.ts';
import { ledgerOf } from '../../evidence/verify/format1/lateness.ts';
import { whyInsufficient as toTheReader } from '../../evidence/verify/format1/sufficiency.ts';
import { nodePrimitives } from '../../evidence/verify/nodePrimitives.ts';
import * as act from './acts.ts';
import { engagementWith, monday, people, planWith } from './cast.ts';
import { given, givenTerms, until, type Scenario } from './scenario.ts';

const asked = ({ milestone }: Scenario): string[] => pendingAssignees(milestone);
/** A Wednesday; it is over when Thursday begins in London. */
const leaves = (personId: string, lastDayOn: string | null = '2026-03-04') =>
  act.correctPerson(personId, { lastDayOn });
const over = until('2026-03-05T00:00:00.000Z');
const replacing = ({ milestone }: Scenario) => workOf(milestone).filter((each) => each.act === 'replaceLeaver');
const fieldsOf = ({ milestone, now }: Scenario) => obstaclesToSigning(milestone, now).map((each) => each.field);
const assertHolds = ({ history }: Scenario) => {
  assert.deepEqual(
    whyInsufficient(history, () => new Map()),
    [],
  );
  assert.deepEqual(toTheReader(nodePrimitives, history, new Map()), []);
};

describe('Somebody who leaves', () => {
  const before = given(...act.toSignOff, leaves('approver1'));
  const after = before.when(over);

  it('is asked until the last day is over, and nothing from the next one on', () => {
    before.then('personCorrected').when(act.sign('approver1')).then('signed');
    assert.deepEqual(asked(before), ['approver1', 'approver2']);
    assert.equal(after.event('personLeft').leftAt, '2026-03-05T00:00:00.000Z');
    assert.deepEqual(asked(after), ['approver2']);
    after.when(act.sign('approver1')).then('WRONG_ACTOR', 'actor.personId');
    after.when(act.delegate('approver1', 'deputy')).then('WRONG_ACTOR', 'actor.personId');
  });

  it('is the manager’s to replace where their group needs them, who hears of it, and who left hears nothing more', () => {
    assert.deepEqual(after.notifications().sort(), ['personLeftNotice to manager', 'personLeftNotice to sponsor']);
    assert.deepEqual(
      replacing(after).map(({ personId, about }) => [personId, about]),
      [['manager', 'approver1']],
    );
    assert.deepEqual(fieldsOf(after), ['plan.approvalAuthorityList.0']);
    const replaced = after.when(act.reassign('approver1', 'deputy')).then('reassigned');
    assert.deepEqual(replaced.notifications(), ['signatureRequest to deputy']);
    assert.deepEqual([replacing(replaced), fieldsOf(replaced)], [[], []]);
    const accepted = [act.sign('deputy'), act.sign('approver2'), act.sign('director')]
      .reduce((scenario, step) => scenario.when(step), replaced)
      .thenIn('accepted');
    assertHolds(accepted);
  });

  it('owes nothing by the ledger of lateness, neither as it is kept nor as a reader makes it', () => {
    const late = until('2026-06-01T10:00:00.000Z');
    const owedByClient = ({ history }: Scenario): unknown[] =>
      [latenessOf(history, history.at(-1)?.at ?? ''), ledgerOf(history as never).waits as WaitLateness[]].map(
        (waits) => waits.find((each) => each.phase === 'formalSignOff')?.lateSeconds.client,
      );
    const waitingForAll = [...act.toSignOff, act.sign('approver2')];
    const [stayed, gone] = [given(...waitingForAll, late), given(...waitingForAll, leaves('approver1'), over, late)];
    const [owed, read] = owedByClient(stayed);
    assert.ok(Number(owed) > 0 && owed === read, 'who stayed and did not sign is late');
    assert.deepEqual(owedByClient(gone), [0, 0]);
  });

  it('is nobody to give a duty to', () => {
    given(...act.toReview, leaves('outsider'), over)
      .when(act.reassign('user1', 'outsider'))
      .then('DELEGATE_NOT_ELIGIBLE', 'toPersonId');
  });

  it('leaves what they signed as it is', () => {
    const signed = given(...act.toSignOff, act.sign('approver1'), leaves('approver1'), over);
    assert.deepEqual([replacing(signed), fieldsOf(signed)], [[], []]);
    const accepted = signed.when(act.sign('approver2')).when(act.sign('director')).thenIn('accepted');
    assert.equal(accepted.milestone.signatures[0]?.isVoid, false);
    assertHolds(accepted);
  });

  it('is missed by nobody where others are enough', () => {
    const left = given(...act.toReview, leaves('owner1'), over);
    assert.deepEqual([replacing(left), fieldsOf(left), left.notifications()], [[], [], []]);
    const next = left.when(act.approve('user1')).when(act.approve('user2')).thenIn('inReview');
    assert.deepEqual(asked(next), ['owner2']);
  });

  it('is a deputy no more, so that who named them is asked again', () => {
    const deputised = given(...act.toSignOff, act.nameDeputy('approver1', 'deputy', '2026-03-02', '2026-03-20'));
    assert.deepEqual(asked(deputised), ['deputy', 'approver2']);
    const ended = deputised.when(leaves('deputy')).when(over);
    assert.deepEqual(
      ended.events.map((each) => each.type),
      ['personLeft', 'deputised'],
    );
    assert.deepEqual(asked(ended), ['approver1', 'approver2']);
    const accepted = [act.sign('approver1'), act.sign('approver2'), act.sign('director')]
      .reduce((scenario, step) => scenario.when(step), ended)
      .thenIn('accepted');
    assertHolds(accepted);
  });

  it('has the manager show that their exception is closed, and somebody else verify it', () => {
    const left = given(...act.toConditional, act.correctPerson('author', { lastDayOn: '2026-03-04' }), over);
    assert.deepEqual(asked(left), ['manager']);
    left.when(act.showClosed('E1', 'author')).then('WRONG_ACTOR', 'actor.personId');
    left.when(act.showClosed('E1', 'manager')).then('closureEvidenceSubmitted');
  });

  it('may be gone already when it is said', () => {
    given(...act.toSignOff, leaves('approver1', '2026-02-27')).then('personCorrected', 'personLeft');
  });

  it('is back, or stays, by another date, and is asked again under a new link', () => {
    given(...act.toSignOff, leaves('approver1'), leaves('approver1', null), over).then();
    const back = after.when(leaves('approver1', '2026-05-29')).then('personCorrected', 'askedAgain');
    assert.deepEqual(asked(back), ['approver1', 'approver2']);
    assert.equal(back.event('personCorrected').isReaddressed, true);
    const accepted = [act.sign('approver1'), act.sign('approver2'), act.sign('director')]
      .reduce((scenario, step) => scenario.when(step), back)
      .thenIn('accepted');
    assertHolds(accepted);
  });

  it('is neither manager nor sponsor, whose acts nobody else may take', () => {
    for (const office of ['manager', 'sponsor'])
      given().when(leaves(office)).then('INVALID_MESSAGE', 'changes.lastDayOn');
  });

  it('decided nothing afterwards, whatever a record says', () => {
    const signed = given(...act.toSignOff, act.sign('approver1'), act.sign('approver2'), act.sign('director'));
    const forged = signed.history.map((each) =>
      each.type === 'milestoneStarted'
        ? {
            ...each,
            engagement: {
              ...each.engagement,
              people: each.engagement.people.map((one) =>
                one.personId === 'approver1' ? { ...one, lastDayOn: '2026-02-27' } : one,
              ),
            },
          }
        : each,
    );
    for (const reasons of [whyInsufficient(forged, () => new Map()), toTheReader(nodePrimitives, forged, new Map())])
      assert.ok(
        reasons.some((each) => each.includes('acted after their last day, 2026-02-27')),
        reasons.join('; '),
      );
  });
});

describe('Before the last day', () => {
  const ending = {
    people: people.map((each) => (each.personId === 'director' ? { ...each, lastDayOn: '2026-04-30' } : each)),
  };

  it('it is warned of dates that reach beyond it, while who leaves has not decided', () => {
    const start = {
      milestoneId: 'M1',
      engagement: engagementWith({}, ending),
      plan: planWith({ dueOn: '2026-05-29' }),
    };
    const warned = givenTerms({ engagement: ending, plan: { dueOn: '2026-05-29' } }, ...act.toLastSignature);
    const [warning] = forewarnings(warned.milestone);
    assert.equal(warning?.reason, '"director" leaves with 2026-04-30 as the last day, and is needed until 2026-05-29.');
    assert.equal(warning.field, `people.${people.findIndex((each) => each.personId === 'director')}.lastDayOn`);
    assert.deepEqual(forewarningsOf({ ...warned.milestone, milestoneId: start.milestoneId }, monday), [warning]);
    assert.deepEqual(forewarnings(givenTerms({ engagement: ending, plan: { dueOn: '2026-04-30' } }).milestone), []);
    assert.deepEqual(forewarnings(warned.when(act.sign('director')).milestone), []);
  });

  it('a plan that needs somebody who has left already is refused', () => {
    const gone = {
      people: people.map((each) => (each.personId === 'director' ? { ...each, lastDayOn: '2026-02-27' } : each)),
    };
    assert.throws(() => givenTerms({ engagement: gone }), /"director" has left without signing/u);
  });
});
