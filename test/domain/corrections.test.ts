// People who change while a milestone waits: a mistyped address, a new name, somebody who joins.
import assert from 'node:assert/strict';
import type { RequestKind } from '../../domain/requests/requestKinds.ts';
import { linkStateOf } from '../../domain/requests/openRequests.ts';
import { personOf } from '../../domain/milestone.ts';
import { signatory } from '../../evidence/signatory.ts';
import { requestIdOf } from '../../mail/requestToken.ts';
import * as act from './acts.ts';
import type { Act } from './acts.ts';
import { given, givenTerms, until, type Scenario } from './scenario.ts';

const email = 'approver.one@example.com';
const corrected = act.correctPerson('approver1', { email });

/** As it was made in the round before the correction, or after it. */
function linkOf({ milestone, now }: Scenario, kind: RequestKind, addressVersion: number): string {
  const { milestoneId, round, packages } = milestone;
  const request = {
    ...{ requestId: requestIdOf(milestoneId, round, kind, 'approver1', undefined, addressVersion), kind, round },
    ...{ personId: 'approver1', packageDigest: packages.at(-1)?.digest ?? '' },
    ...{ createdAt: now, expiresAt: '2027-01-01T00:00:00.000Z' },
  };
  return linkStateOf(milestone, request, request, now);
}

const byOldLink =
  (does: Act): Act =>
  (milestone) => {
    const { name, raw } = does(milestone);
    return { name, raw: { ...raw, actor: act.deciderOf('approver1') } };
  };

describe('A mistyped address', () => {
  const asked = given(...act.toSignOff, corrected);

  it('is asked again under a new link, and the old one opens nothing', () => {
    asked.then('personCorrected', 'askedAgain');
    assert.equal(personOf(asked.milestone, 'approver1')?.email, email);
    assert.equal(linkOf(asked, 'signature', 0), 'revoked');
    assert.equal(linkOf(asked, 'signature', 1), 'open');
  });

  it('is asked again about an exception that is overdue, from the instant at which it is', () => {
    const asking = (at: string) =>
      given(...act.toConditional)
        .when(until(at))
        .when(act.correctPerson('director', { email }))
        .events.flatMap((event) => (event.type === 'askedAgain' ? [event.request] : []));
    assert.deepEqual(asking('2026-03-31T16:29:59.000Z'), []);
    assert.deepEqual(asking('2026-03-31T16:30:00.000Z'), ['extension'], 'the day’s business is over in London');
  });

  it('has both offices, the person and their own side told, and nobody else', () => {
    assert.deepEqual(asked.notifications().sort(), [
      'askedAgainRequest to approver1',
      ...['approver1', 'approver2', 'manager', 'owner1', 'owner2', 'sponsor', 'user1', 'user2'].map(
        (each) => `personCorrectedNotice to ${each}`,
      ),
    ]);
  });

  it('takes no decision by what went elsewhere', () => {
    asked.when(byOldLink(act.sign('approver1'))).then('CHANNEL_NOT_ALLOWED', 'actor.authentication.requestId');
    asked.when(act.sign('approver1')).then('signed');
  });

  it('leaves what was decided under the one before', () => {
    const after = given(...act.toSignOff, act.sign('approver1'))
      .when(corrected)
      .then('personCorrected');
    assert.equal(after.milestone.signatures[0]?.isVoid, false);
    after.when(act.sign('approver2')).then('signed', 'approvalGroupAsked');
  });

  it('is asked nothing where nothing is asked of its person', () => {
    given(corrected).then('personCorrected');
    given(...act.toReview, act.approve('user1'))
      .when(act.correctPerson('user1', { email: 'user.one@example.com' }))
      .then('personCorrected');
  });

  it('proves no silence: what went to the old one does not count', () => {
    const contract = { silence: { signOff: 'deemedAccepted' } };
    const before = givenTerms({ contract }, ...act.toSignOff, corrected);
    assert.equal(before.event('askedAgain').request, 'signature');
  });
});

describe('The details of a person', () => {
  it('are corrected by manager or sponsor alone', () => {
    given()
      .when(act.correctPerson('user1', { name: 'Ursula User' }, 'sponsor'))
      .then('personCorrected');
    for (const other of ['user1', 'author', 'outsider'])
      given()
        .when(act.correctPerson('user1', { name: 'Ursula User' }, other))
        .then('WRONG_ACTOR', 'actor.personId');
  });

  it('are refused where they lead to somebody else’s mailbox, to nobody, or change nothing', () => {
    const correct = (id: string, changes: object) => given().when(act.correctPerson(id, changes));
    correct('user1', { email: 'User2+sign@example.com' }).then('INVALID_MESSAGE', 'changes.email');
    correct('user1', { email: 'nowhere' }).then('INVALID_MESSAGE', 'changes.email');
    correct('user1', { email: 'user1@example.com' }).then('INVALID_MESSAGE', 'changes');
    correct('ghost', { name: 'Ghost' }).then('PERSON_UNKNOWN', 'ofPersonId');
  });

  it('have a phone number with its country, corrected and taken away like the rest', () => {
    const correct = (phone: string | null) => given().when(act.correctPerson('manager', { phone }));
    for (const phone of ['+49 30 23125 101', '+44 (0)20 7946-0101', '+12025550123'])
      assert.equal(personOf(correct(phone).then('personCorrected').milestone, 'manager')?.phone, phone);
    for (const phone of ['030 23125 101', '+0 30 23125', '+49', 'ask Ada', `+49${' 1'.repeat(20)}`])
      correct(phone).then('INVALID_MESSAGE', 'changes.phone');
    const listed = given(act.correctPerson('manager', { phone: '+49 30 23125 101' }));
    const without = listed.when(act.correctPerson('manager', { phone: null })).then('personCorrected');
    assert.equal(personOf(without.milestone, 'manager')?.phone, undefined);
  });

  it('are asked for nothing again by another spelling of the same mailbox, a name, a capacity or a zone', () => {
    for (const changes of [
      { email: 'Approver1@Example.com' },
      { capacity: 'Director' },
      { timeZone: 'Asia/Tokyo' },
      { language: 'de' },
    ])
      given(...act.toSignOff)
        .when(act.correctPerson('approver1', changes))
        .then('personCorrected');
    const zoned = given(act.correctPerson('approver1', { timeZone: 'Asia/Tokyo' }));
    const back = zoned.when(act.correctPerson('approver1', { timeZone: null })).then('personCorrected');
    assert.equal(personOf(back.milestone, 'approver1')?.timeZone, undefined);
  });

  it('keep under a signature the name it was given under, and ask for the new one afterwards', () => {
    const after = given(
      ...act.toSignOff,
      act.sign('approver1'),
      act.correctPerson('approver1', { name: 'Anna Approver' }),
    );
    const [first] = after.milestone.signatures;
    assert.equal(first && signatory(after.milestone, first, []).name, 'Name of approver1');
    given(...act.toSignOff, act.correctPerson('approver1', { name: 'Anna Approver' }))
      .when(act.sign('approver1'))
      .then('NAME_MISMATCH', 'typedName')
      .when(act.sign('approver1', { typedName: 'Anna Approver' }))
      .then('signed');
  });

  it('are corrected no more once the milestone is over', () => {
    given(...act.toAccepted)
      .when(corrected)
      .then('MILESTONE_CLOSED');
  });
});

describe('Somebody who joins', () => {
  it('is asked nothing by that, and can be named from then on', () => {
    const after = given(...act.toReview, act.addPerson('joiner'));
    assert.deepEqual(after.then('personAdded').notifications(), []);
    after.when(act.reassign('user1', 'joiner')).then('reassigned');
  });

  it('is refused under an ID or a mailbox that is taken', () => {
    given().when(act.addPerson('user1')).then('INVALID_MESSAGE', 'person.personId');
    given()
      .when(act.addPerson('joiner', { email: 'user1@example.com' }))
      .then('INVALID_MESSAGE', 'person.email');
  });
});
