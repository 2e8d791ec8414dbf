// Who is named for copies alone: every certificate reaches them, nothing is asked of them, and nothing else is told them.
import assert from 'node:assert/strict';
import { notificationsFor } from '../../domain/requests/notifications.ts';
import { mailModel } from '../../mail/mailModel.ts';
import { pendingAssignees } from '../../domain/requests/pendingAssignees.ts';
import { eligibleDelegates } from '../../domain/people/delegation.ts';
import { rolesOf } from '../../domain/access/engagementRoles.ts';
import * as act from './acts.ts';
import { people } from './cast.ts';
import { givenTerms, published, started, type Scenario, type Terms } from './scenario.ts';

const list = {
  personId: 'list',
  name: 'Accounts payable',
  email: 'ap@client.example',
  party: 'client',
  capacity: 'List',
};
const terms = (contract: object = {}): Terms => ({
  engagement: { people: [...people, { ...list, sharedMailbox: true }] },
  contract,
  plan: { observerIds: ['outsider', 'list'] },
});

/** Kinds of mail to a person over the whole course. */
const toldOf = (scenario: Scenario, personId: string): string[] =>
  scenario.history.flatMap((event) =>
    notificationsFor(scenario.milestone, event)
      .filter((each) => each.recipientId === personId)
      .map((each) => each.kind),
  );

describe('An observer', () => {
  it('gets the certificate of an acceptance, of a close-out and of a revocation, and no other mail', () => {
    const accepted = published(givenTerms(terms(), ...act.toConditional));
    const closed = published(accepted.when(act.verify('E1', 'director')));
    for (const observer of ['outsider', 'list'])
      assert.deepEqual(toldOf(closed, observer), ['acceptanceNotice', 'acceptanceNotice'], observer);
    const revoked = published(
      published(givenTerms(terms(), ...act.toAccepted))
        .when(act.proposeRevocation())
        .when(act.confirmRevocation()),
    );
    const last = notificationsFor(revoked.milestone, revoked.history.at(-1) ?? assert.fail());
    for (const observer of ['outsider', 'list'])
      assert.ok(last.some((each) => each.recipientId === observer && each.kind === 'revocationNotice'));
  });

  it('gets the file, an address or word of it, as the contract has it, and is told why', () => {
    for (const certificateCopies of ['attached', 'linked', 'announced']) {
      const { milestone, history } = published(givenTerms(terms({ certificateCopies }), ...act.toAccepted));
      const event = history.at(-1) ?? assert.fail();
      const found = notificationsFor(milestone, event).find((each) => each.recipientId === 'list');
      const notification = found ?? assert.fail();
      const mail = mailModel(notification, milestone, event);
      assert.equal(mail.files?.length ?? 0, certificateCopies === 'attached' ? 1 : 0);
      assert.match(mail.sentBecause ?? '', /names you for copies of its certificates; nothing is asked of you/);
      assert.equal(notification.asks, undefined);
      assert.equal(mail.button, undefined);
    }
  });

  it('hears nothing of how it went before, nor of a milestone that ends otherwise', () => {
    const cancelled = givenTerms(terms(), ...act.toSignOff, act.refuse('approver1')).when(act.cancel('manager'));
    assert.deepEqual(toldOf(cancelled, 'outsider'), []);
    assert.deepEqual(toldOf(cancelled, 'list'), []);
  });

  it('is asked for nothing, decides nothing, and has no duty passed on to them', () => {
    const open = givenTerms(terms(), ...act.toReview);
    assert.ok(!pendingAssignees(open.milestone).includes('outsider'));
    assert.ok(!eligibleDelegates(open.milestone, 'user1').includes('outsider'));
    open.when(act.delegate('user1', 'outsider')).then('DELEGATE_NOT_ELIGIBLE', 'toPersonId');
    open.when(act.reassign('user1', 'outsider')).then('DELEGATE_NOT_ELIGIBLE', 'toPersonId');
    open.when(act.approve('outsider')).then('NOT_ON_LIST');
    const nowhere = { isAuthor: false, isValidator: false, isReviewer: false, isSigner: false };
    assert.deepEqual(rolesOf(open.milestone.engagement, 'outsider', nowhere, []), [], 'nor a right over the API');
  });

  it('is one of the people of the engagement without a duty in the milestone, and named once', () => {
    for (const [observerIds, why] of [
      [['ghost'], /observerIds: "ghost" is not among/],
      [['list', 'list'], /observerIds: "list" is listed twice/],
      [['director'], /observerIds: "director" has a duty/],
      [['manager'], /observerIds: "manager" has a duty/],
    ] as const)
      assert.throws(() => started({ ...terms(), plan: { observerIds } }), { code: 'PLAN_INCONSISTENT', message: why });
    assert.doesNotThrow(
      () => started({ ...terms(), plan: { observerIds: ['author'] } }),
      'an author may well follow it',
    );
  });
});
