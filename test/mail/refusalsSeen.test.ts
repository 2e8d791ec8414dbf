// Who is told and shown that somebody else refused, and why: those who settle it; everybody who is asked only where the contract shares it.
import assert from 'node:assert/strict';
import type { Database } from '../../db/database.ts';
import type { DecisionRequest } from '../../db/requests.ts';
import { openRefusalsSeenBy } from '../../domain/dispute/refusalsSeen.ts';
import { notificationsFor } from '../../domain/requests/notifications.ts';
import { mailModel } from '../../mail/mailModel.ts';
import { requestView } from '../../web/requestView.ts';
import * as act from '../domain/acts.ts';
import { monday, nameOf, people } from '../domain/cast.ts';
import { given, givenTerms, type Scenario } from '../domain/scenario.ts';

const shared = { contract: { refusals: 'shared' } };
const steps = [...act.toSignOff, act.sign('approver1'), act.delegate('approver2', 'deputy'), act.refuse('deputy')];
const concerned = ['approver2', 'author', 'deputy', 'manager', 'sponsor'];

/** All that `scenario` tells anybody, in mails of its last step and on their page. */
function toldTo({ milestone, events }: Scenario, personId: string): string {
  const mails = events.flatMap((event) =>
    notificationsFor(milestone, event)
      .filter((each) => each.recipientId === personId)
      .map((notification) => mailModel(notification, milestone, event)),
  );
  const request = { kind: 'signature', personId, createdAt: monday } as DecisionRequest;
  const opened = { db: {} as Database, request, newest: request, milestone, state: 'open' as const, mayRead: true };
  return JSON.stringify([mails, requestView(opened).refusals]);
}

describe('A refusal', () => {
  it('is shown to who refused and for whom, and to those who settle it and mend the work, where the contract says nothing', () => {
    const { milestone } = given(...steps);
    const seeing = people.filter(({ personId }) => openRefusalsSeenBy(milestone, personId).length > 0);
    assert.deepEqual(seeing.map(({ personId }) => personId).sort(), concerned);
  });

  it('is shown to everybody who is asked where the contract shares it', () => {
    const { milestone } = givenTerms(shared, ...steps);
    assert.ok(people.every(({ personId }) => openRefusalsSeenBy(milestone, personId).length === 1));
  });

  it('is told with neither name nor reason to those who decided before, who still hear that not all agree', () => {
    const scenario = given(...steps);
    for (const personId of ['user1', 'user2', 'owner1', 'approver1']) {
      const told = toldTo(scenario, personId);
      assert.match(told, /somebody has not agreed/, personId);
      assert.ok(!told.includes('Not as agreed') && !told.includes(nameOf('deputy')), told);
    }
    assert.match(toldTo(scenario, 'manager'), /Not as agreed/);
    const openly = toldTo(givenTerms(shared, ...steps), 'user1');
    assert.ok(
      openly.includes('Not as agreed') &&
        openly.includes(`${nameOf('deputy')} on behalf of ${nameOf('approver2')} refused`),
    );
  });
});
