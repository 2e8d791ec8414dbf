// What somebody hears of a reply that decided nothing, when they have decided already: what it was and when, never that nothing was.
import assert from 'node:assert/strict';
import { answerModel } from '../../mail/answerContent.ts';
import { answerKinds } from '../../domain/requests/notificationKinds.ts';
import type { Step } from '../domain/scenario.ts';
import { givenTerms } from '../domain/scenario.ts';
import * as act from '../domain/acts.ts';
import { askedToSign } from './notificationContexts.ts';

const toSignOff: Step[] = [
  ...[...act.toReview, act.takeNotes()],
  ...[act.approve('user1'), act.approve('user2'), act.approve('owner1')],
];

const told = (kind: (typeof answerKinds)[number], ...steps: Step[]) => {
  const { milestone } = givenTerms({}, ...toSignOff, ...steps);
  const letter = answerModel({ kind, why: 'Why.', ...askedToSign(milestone, 'approver1') });
  return { ...letter, said: JSON.stringify(letter) };
};

describe('An answer to a reply', () => {
  for (const kind of answerKinds) {
    it(`says what its sender signed and when, while others still decide: ${kind}`, () => {
      const { subject, paragraphs, sections, by, said } = told(kind, act.sign('approver1'));
      assert.equal(subject, 'You have decided already: Design');
      assert.equal(
        paragraphs[0],
        'You signed on Monday 2 March 2026, 10:00 (Greenwich Mean Time), 2026-03-02 10:00 UTC.',
      );
      assert.doesNotMatch(said, /nothing decided|decided nothing/i);
      assert.deepEqual([sections, by], [[], undefined], 'nothing is asked of them');
    });

    it(`says so after a refusal as well, and once all is over: ${kind}`, () => {
      assert.match(told(kind, act.refuse('approver1')).said, /You refused on Monday 2 March 2026/);
      const over = told(kind, ...['approver1', 'approver2', 'director'].map((id) => act.sign(id)));
      assert.match(over.said, /You signed on Monday 2 March 2026/);
    });

    it(`says that they declined a revocation, and when: ${kind}`, () => {
      const signed = ['approver1', 'approver2', 'director'].map((id) => act.sign(id));
      const { milestone } = givenTerms({}, ...toSignOff, ...signed, act.proposeRevocation(), act.declineRevocation());
      const { request } = askedToSign(milestone, 'sponsor');
      const { subject, paragraphs } = answerModel({
        kind,
        why: 'Why.',
        milestone,
        request: { ...request, kind: 'revocation' },
      });
      assert.equal(subject, 'You have decided already: Design');
      assert.match(paragraphs[0] ?? '', /^You declined the revocation on Monday 2 March 2026, 10:00/);
    });

    it(`asks whoever has not decided: ${kind}`, () => {
      const { subject, next } = told(kind);
      assert.equal(subject, 'Your reply decided nothing: Design');
      assert.match(next, /stays open until you decide/);
    });

    it(`says to whoever was asked again that their earlier decision is on record: ${kind}`, () => {
      const { said, subject } = told(kind, act.sign('approver1'), act.propose('E1', { ownerId: 'author' }));
      assert.equal(subject, 'Your reply decided nothing: Design');
      assert.match(said, /You signed on [^.]*\. Since then you have been asked again\./);
    });

    it(`names who was named instead: ${kind}`, () => {
      const { next, subject } = told(kind, act.delegate('approver1', 'deputy'));
      assert.equal(subject, 'Nothing to decide now: Design');
      assert.equal(next, 'Name of deputy was named to decide instead of you. The page shows how the milestone stands.');
    });
  }
});
