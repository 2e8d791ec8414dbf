// Standing deputies: who is asked instead of somebody on some days, within limits and separation of duties, and whose it is again afterwards.
import assert from 'node:assert/strict';
import { whyInsufficient } from '../../domain/sufficiency/sufficiency.ts';
import { pendingAssignees } from '../../domain/requests/pendingAssignees.ts';
import { whyInsufficient as toTheReader } from '../../evidence/verify/format1/sufficiency.ts';
import { nodePrimitives } from '../../evidence/verify/nodePrimitives.ts';

import * as act from './acts.ts';
import { given, givenTerms, until, type Scenario } from './scenario.ts';

const asked = ({ milestone }: Scenario): string[] => pendingAssignees(milestone);
const days = ['2026-03-09', '2026-03-13'] as const;
const named = act.nameDeputy('approver1', 'deputy', ...days);
const routes = { contract: { automaticReplies: 'routeToDeputy' } };

describe('A standing deputy', () => {
  it('is asked instead of who named them, from the first day until the last, each heard of', () => {
    const before = given(...act.toSignOff, named);
    assert.deepEqual(before.notifications().sort(), ['deputyNotice to deputy', 'deputyNotice to manager']);
    assert.deepEqual(asked(before), ['approver1', 'approver2']);
    const began = before.when(until('2026-03-09T00:00:00.000Z'));
    assert.deepEqual(asked(began), ['deputy', 'approver2']);
    assert.ok(began.notifications().includes('signatureRequest to deputy'));
    assert.ok(began.notifications().includes('passedOnNotice to approver1'));
    const over = began.when(until('2026-03-14T00:00:00.000Z'));
    assert.deepEqual(asked(over), ['approver1', 'approver2']);
    assert.ok(over.notifications().includes('signatureRequest to approver1'));
    assert.ok(over.notifications().includes('passedOnNotice to deputy'));
    over.when(act.sign('deputy')).then('NOT_ON_LIST').when(act.sign('approver1')).then('signed');
  });

  it('is asked at once where a stage opens on such a day, signs on behalf, and the record is found to hold', () => {
    const signed = given(
      act.appointDeputy('approver1', 'deputy', '2026-03-02', '2026-03-06'),
      ...act.toSignOff,
      act.sign('deputy'),
      act.sign('approver2'),
      act.sign('director'),
    ).thenIn('accepted');
    const [first] = signed.milestone.signatures;
    assert.deepEqual([first?.personId, first?.onBehalfOf], ['deputy', 'approver1']);
    assert.deepEqual(
      whyInsufficient(signed.history, () => new Map()),
      [],
    );
    assert.deepEqual(toTheReader(nodePrimitives, signed.history, new Map()), []);
    for (const type of ['deputyAppointed', 'deputised']) {
      const without = signed.history.filter((each) => each.type !== type);
      assert.notDeepEqual(
        whyInsufficient(without, () => new Map()),
        [],
        type,
      );
      assert.notDeepEqual(toTheReader(nodePrimitives, without, new Map()), [], type);
    }
    const moved = signed.history.map((each) =>
      each.type === 'deputised'
        ? { ...each, delegation: { ...each.delegation, at: '2026-03-07T10:00:00.000Z' } }
        : each,
    );
    assert.notDeepEqual(
      whyInsufficient(moved, () => new Map()),
      [],
    );
    assert.notDeepEqual(toTheReader(nodePrimitives, moved, new Map()), []);
  });

  it('is no deputy beyond their own limit, of another party, of an author, or beside themselves', () => {
    const start = given(...act.toReview);
    const refused = (deputyId: string, by = 'approver1') => start.when(act.nameDeputy(by, deputyId, ...days));
    refused('outsider').then('DELEGATE_NOT_ELIGIBLE', 'deputyId');
    refused('sponsor').then('DELEGATE_NOT_ELIGIBLE', 'deputyId');
    refused('director').then('DELEGATE_NOT_ELIGIBLE', 'deputyId');
    refused('approver1').then('DELEGATE_NOT_ELIGIBLE', 'deputyId');
    refused('nobody').then('DELEGATE_NOT_ELIGIBLE', 'deputyId');
    given()
      .when(act.nameDeputy('validator1', 'author', ...days))
      .then('SEPARATION_OF_DUTIES', 'deputyId');
    refused('deputy', 'outsider').then('NOT_ON_LIST', 'actor.personId');
    const poor = {
      name: 'Business',
      members: [{ personId: 'approver1' }],
      delegates: [{ personId: 'deputy', limit: '5.00' }],
    };
    givenTerms({ plan: { approvalAuthorityList: [poor] } })
      .when(act.nameDeputy('approver1', 'deputy', ...days))
      .then('AUTHORITY_EXCEEDED', 'deputyId');
  });

  it('has a first and a last day, or neither, of which the last is to come', () => {
    const start = given(...act.toReview);
    start.when(act.nameDeputy('approver1', 'deputy', '2026-03-09')).then('INVALID_MESSAGE', 'until');
    start.when(act.nameDeputy('approver1', 'deputy', '2026-03-09', '2026-03-06')).then('INVALID_MESSAGE', 'until');
    start.when(act.nameDeputy('approver1', 'deputy', '2026-02-02', '2026-02-06')).then('INVALID_MESSAGE', 'until');
  });

  it('stands back for what the manager arranges since, and for another named later', () => {
    const began = given(...act.toSignOff, act.appointDeputy('approver1', 'deputy', '2026-03-02', '2026-03-20'));
    assert.deepEqual(asked(began), ['deputy', 'approver2']);
    const back = began.when(act.reassign('deputy', 'approver1')).when(until('2026-03-10T12:00:00.000Z'));
    assert.deepEqual(asked(back), ['approver1', 'approver2']);
    const review = given(...act.toReview, act.nameDeputy('user1', 'outsider', '2026-03-02', '2026-03-20'));
    const other = review.when(act.nameDeputy('user1', 'director', '2026-03-04', '2026-03-05'));
    assert.deepEqual(asked(other), ['outsider', 'user2']);
    assert.deepEqual(asked(other.when(until('2026-03-04T00:00:00.000Z'))), ['director', 'user2']);
    assert.deepEqual(asked(other.when(until('2026-03-06T00:00:00.000Z'))), ['outsider', 'user2']);
    assert.deepEqual(asked(other.when(until('2026-03-21T00:00:00.000Z'))), ['user1', 'user2']);
  });

  it('is ended by whose deputy it is or by the manager; what they decided stands', () => {
    const began = given(...act.toReview, act.nameDeputy('user1', 'outsider', '2026-03-02', '2026-03-20'));
    began.when(act.endDeputy('D1', 'user2')).then('WRONG_ACTOR', 'actor.personId');
    const ended = began.when(act.endDeputy('D1', 'user1')).then('deputyEnded', 'deputised');
    assert.deepEqual(asked(ended), ['user1', 'user2']);
    ended.when(act.endDeputy('D1')).then('NOTHING_TO_PASS_ON', 'deputyshipId');
    const decided = began.when(act.approve('outsider')).when(act.endDeputy('D1')).then('deputyEnded');
    assert.deepEqual(asked(decided), ['user2']);
    decided.when(act.approve('user1')).then('PASSED_ON');
  });

  it('is asked again of a new package on their days, and not afterwards', () => {
    const began = given(...act.toReview, act.nameDeputy('user1', 'outsider', '2026-03-02', '2026-03-04'));
    const resubmitted = began.when(act.requestRevision('user2')).when(act.submit());
    const again = resubmitted.when(act.report('validator1')).when(act.report('validator2')).thenIn('inReview');
    assert.deepEqual(asked(again), ['outsider', 'user2']);
    const later = began.when(act.requestRevision('user2')).when(until('2026-03-05T09:00:00.000Z')).when(act.submit());
    const own = later.when(act.report('validator1')).when(act.report('validator2')).thenIn('inReview');
    assert.deepEqual(asked(own), ['user1', 'user2']);
  });
});

describe('An automatic reply of somebody who named a deputy', () => {
  const standing = [...act.toSignOff, act.nameDeputy('approver1', 'deputy')];

  it('proposes the deputy to the manager, and asks nobody else', () => {
    const away = given(...standing)
      .when(act.beAway('approver1'))
      .then('absenceReported');
    assert.equal(away.event('absenceReported').proposedDeputyId, 'deputy');
    assert.deepEqual(away.notifications(), ['absenceNotice to manager']);
    assert.deepEqual(asked(away), ['approver1', 'approver2']);
  });

  it('has the deputy asked where the contract allows it, until the deputyship ends', () => {
    const away = givenTerms(routes, ...standing)
      .when(act.beAway('approver1'))
      .then('absenceReported', 'deputised');
    assert.deepEqual(asked(away), ['deputy', 'approver2']);
    assert.deepEqual(asked(away.when(act.endDeputy('D1', 'approver1'))), ['approver1', 'approver2']);
    const accepted = away
      .when(act.sign('deputy'))
      .when(act.sign('approver2'))
      .when(act.sign('director'))
      .thenIn('accepted');
    assert.deepEqual(
      whyInsufficient(accepted.history, () => new Map()),
      [],
    );
    assert.deepEqual(toTheReader(nodePrimitives, accepted.history, new Map()), []);
    const silent = accepted.history.filter((each) => each.type !== 'absenceReported');
    assert.notDeepEqual(
      whyInsufficient(silent, () => new Map()),
      [],
    );
    assert.notDeepEqual(toTheReader(nodePrimitives, silent, new Map()), []);
  });

  it('routes to nobody who was named for other days only', () => {
    const dated = givenTerms(routes, ...act.toSignOff, named)
      .when(act.beAway('approver1'))
      .then('absenceReported');
    assert.deepEqual(asked(dated), ['approver1', 'approver2']);
  });
});
