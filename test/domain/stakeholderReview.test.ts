// Stage 3: groups in their order, quorums, feedback that must be addressed, meetings that need notes.
import assert from 'node:assert/strict';
import * as act from './acts.ts';
import { given, givenTerms } from './scenario.ts';

const group = (name: string, quorum: object, ...memberIds: string[]) => ({ name, quorum, memberIds });
const all = { kind: 'all' };
const any = { kind: 'any' };
const two = { kind: 'atLeast', count: 2 };

describe('Milestone in stakeholder review', () => {
  it('asks the second group once the first is at quorum, then opens formal sign-off', () => {
    given(...act.toReview, act.approve('user2'))
      .when(act.approve('user1'))
      .then('feedbackGiven', 'reviewGroupAsked')
      .when(act.approve('owner2'))
      .then('feedbackGiven', 'formalSignOffOpened')
      .thenIn('formalSignOff');
  });

  it('does not hear a member of a later group before their turn', () => {
    for (const early of [act.approve('owner1'), act.comment('owner1', 'Hm'), act.requestRevision('owner1')])
      given(...act.toReview)
        .when(early)
        .then('NOT_YET_ASKED');
    given(...act.toReview)
      .when(act.refuse('owner1'))
      .then('NOT_YET_ASKED');
  });

  it('hears nobody who is no stakeholder, whatever other office they hold', () => {
    for (const other of ['manager', 'sponsor', 'validator1', 'director', 'outsider']) {
      given(...act.toReview)
        .when(act.approve(other))
        .then('NOT_ON_LIST');
      given(...act.toReview)
        .when(act.refuse(other))
        .then('NOT_ON_LIST');
    }
  });

  it('counts a person once however often they approve', () => {
    given(...act.toReview, act.approve('user1'))
      .when(act.approve('user1'))
      .then('ALREADY_DECIDED')
      .thenIn('inReview');
  });

  it('is at quorum with as many distinct people as asked for', () => {
    const plan = { reviewGroups: [group('Board', two, 'user1', 'user2', 'owner1')] };
    givenTerms({ plan }, ...act.toReview)
      .when(act.approve('owner1'))
      .then('feedbackGiven')
      .when(act.approve('user1'))
      .thenIn('formalSignOff');
  });

  it('counts somebody in two groups once in each, and does not ask them twice', () => {
    const plan = { reviewGroups: [group('A', all, 'user1', 'user2'), group('B', two, 'user1', 'owner1', 'owner2')] };
    const after = givenTerms({ plan }, ...act.toReview, act.approve('user1')).when(act.approve('user2'));
    assert.deepEqual(after.event('reviewGroupAsked').askedIds, ['owner1', 'owner2']);
    after.when(act.approve('owner2')).thenIn('formalSignOff');
  });

  it('passes over a group that is at quorum already by what its members approved before', () => {
    const plan = { reviewGroups: [group('A', all, 'user1'), group('B', any, 'user1', 'owner1')] };
    const after = givenTerms({ plan }, ...act.toReview).when(act.approve('user1'));
    after.then('feedbackGiven', 'reviewGroupAsked', 'formalSignOffOpened');
  });

  it('takes an approval of the current package only', () => {
    given(...act.toReview)
      .when(act.approve('user1', { packageDigest: act.noDigest }))
      .then('STALE_PACKAGE', 'packageDigest');
  });

  it('goes to rework with reasons on a revision request', () => {
    const after = given(...act.toReview).when(act.requestRevision('user1'));
    after.then('feedbackGiven', 'nonConformanceNoticed', 'reworkStarted').thenIn('rework');
    assert.deepEqual(after.event('reworkStarted').reasons, ['Chapter 2 is missing']);
  });

  it('refuses a revision request without reasons and a comment without words', () => {
    given(...act.toReview)
      .when(act.requestRevision('user1', { reasons: undefined }))
      .then('INVALID_MESSAGE', 'reasons');
    given(...act.toReview)
      .when(act.comment('user1'))
      .then('INVALID_MESSAGE', 'comments');
  });
});

describe('Milestone with feedback on it', () => {
  const lastApproval = [...act.toReview, act.approve('user1'), act.approve('user2')];

  it('stays in review until every item is addressed', () => {
    const open = given(...lastApproval).when(
      act.approve('owner1', { comments: ['Typo', 'Unclear'], needsAnswer: true }),
    );
    open.then('feedbackGiven').thenIn('inReview');
    const after = open.when(act.address('F1')).then('feedbackAddressed');
    const [first] = after.milestone.feedbackItems;
    assert.deepEqual([first?.response, first?.respondedAt], ['Explained on page 4', after.now]);
    after.when(act.address('F2')).then('feedbackAddressed', 'formalSignOffOpened');
  });

  it('goes on over praise and whatever else its writer waits for no answer to, which stands on record as it is', () => {
    for (const needsAnswer of [undefined, false]) {
      const after = given(...lastApproval)
        .when(act.approve('owner1', { comments: ['Looks good.'], needsAnswer }))
        .then('feedbackGiven', 'formalSignOffOpened');
      assert.deepEqual(
        after.milestone.feedbackItems.map(({ text, isForInformation }) => [text, isForInformation]),
        [['Looks good.', true]],
      );
    }
  });

  it('is owed an answer to each reason of a revision, whatever is said of the comments beside them', () => {
    const revised = given(...act.toReview).when(
      act.requestRevision('user1', { comments: ['Nice cover'], reasons: ['Chapter 2 is missing'] }),
    );
    const owed = revised.milestone.feedbackItems.map(({ text, isForInformation }) => [text, isForInformation ?? false]);
    assert.deepEqual(owed, [
      ['Nice cover', true],
      ['Chapter 2 is missing', false],
    ]);
  });

  it('may be answered all the same where no answer was asked for', () => {
    given(...act.toReview, act.approve('user1', { comments: ['Looks good.'] }))
      .when(act.address('F1'))
      .then('feedbackAddressed');
  });

  it('is reminded of through the manager once only the manager can go on', () => {
    const open = given(...lastApproval).when(act.approve('owner1', { comments: ['Typo'], needsAnswer: true }));
    const [deadline, ...rest] = open.when({ until: open.deadline() }).events.slice(-1);
    assert.deepEqual(rest, []);
    assert.equal(deadline?.type, 'deadlinePassed');
    assert.deepEqual((deadline as { askedIds: string[] }).askedIds, ['manager']);
  });

  it('does not move on while nobody approved, however well it is addressed', () => {
    given(...act.toReview, act.comment('user1', 'Typo'))
      .when(act.address('F1'))
      .then('feedbackAddressed')
      .thenIn('inReview');
  });

  it('has it addressed by the manager alone', () => {
    given(...act.toReview, act.comment('user1', 'Typo'))
      .when(act.address('F1', 'user1'))
      .then('WRONG_ACTOR');
  });

  it('remembers items over a rework, so that none is lost with the package it was about', () => {
    given(...act.toReview, act.requestRevision('user1'), ...act.toSignOff.slice(0, -1))
      .when(act.approve('owner1'))
      .then('feedbackGiven')
      .when(act.address('F1'))
      .then('feedbackAddressed', 'formalSignOffOpened');
  });
});

describe('Milestone with a review meeting', () => {
  it('stays in review until the notes are recorded', () => {
    given(act.schedule(), ...act.toReview, act.approve('user1'), act.approve('user2'))
      .when(act.approve('owner1'))
      .then('feedbackGiven')
      .when(act.takeNotes())
      .then('meetingNotesRecorded', 'formalSignOffOpened');
  });

  it('numbers each change of the meeting', () => {
    const plan = { reviewMeeting: { startsAt: '2026-03-05T10:00:00Z', location: 'Room 1' } };
    const after = givenTerms({ plan }, act.schedule(), ...act.toReview, act.schedule());
    assert.equal(after.milestone.meeting?.sequence, 2);
  });

  it('is the manager’s to arrange, before and during the review', () => {
    given(...act.toReview)
      .when(act.schedule('user1'))
      .then('WRONG_ACTOR');
    given(...act.toReview)
      .when(act.takeNotes('user1'))
      .then('WRONG_ACTOR');
    given(...act.toSignOff)
      .when(act.schedule())
      .then('NOT_IN_REVIEW');
    given().when(act.takeNotes()).then('NOT_IN_REVIEW');
    given(...act.toSignOff)
      .when(act.address('F1'))
      .then('NOT_IN_REVIEW');
  });
});
