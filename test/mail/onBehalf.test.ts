// Deputies and delegates in what others read: with whom they act for, wherever what they did or owe is told.
import assert from 'node:assert/strict';
import type { Database } from '../../db/database.ts';
import type { DecisionRequest } from '../../db/requests.ts';
import { notificationsFor } from '../../domain/requests/notifications.ts';
import { mailModel } from '../../mail/mailModel.ts';
import { requestView } from '../../web/requestView.ts';
import * as act from '../domain/acts.ts';
import { monday, nameOf } from '../domain/cast.ts';
import { given, until, type Scenario } from '../domain/scenario.ts';

const acting = (deputy: string, member: string): string => `${nameOf(deputy)} on behalf of ${nameOf(member)}`;

/** All that the last step of `scenario` tells somebody in mails. */
const mailsTo = ({ milestone, events }: Scenario, personId: string): string =>
  JSON.stringify(
    events.flatMap((event) =>
      notificationsFor(milestone, event)
        .filter((each) => each.recipientId === personId)
        .map((notification) => mailModel(notification, milestone, event)),
    ),
  );

/** What their page says. */
function pageOf({ milestone }: Scenario, personId: string, kind: DecisionRequest['kind']): string {
  const request = { kind, personId, createdAt: monday } as DecisionRequest;
  const opened = { db: {} as Database, request, newest: request, milestone, state: 'open' as const, mayRead: true };
  return JSON.stringify(requestView(opened));
}

const standing = act.appointDeputy('approver1', 'deputy', '2026-03-02', '2026-05-29');

describe('A deputy', () => {
  const asked = given(standing, ...act.toSignOff);

  it('is named to the others who are asked with whom they act for, waited for and once they signed', () => {
    const others = asked.when(act.reassign('approver2', 'approver2'));
    assert.ok(mailsTo(others, 'approver2').includes(acting('deputy', 'approver1')));
    const signed = asked.when(act.sign('deputy'));
    assert.ok(pageOf(signed, 'approver2', 'signature').includes(acting('deputy', 'approver1')));
  });

  it('is named so to the manager when they are late', () => {
    const late = asked.when(until(asked.deadline()));
    assert.ok(mailsTo(late, 'manager').includes(acting('deputy', 'approver1')));
  });

  it('is named so to the sponsor in the brief, in the mail and on its page: what they approved and refused', () => {
    const approvals = [act.delegate('user1', 'outsider'), act.approve('outsider'), act.approve('user2')];
    const refused = given(
      standing,
      ...act.toReview,
      ...approvals,
      act.approve('owner1'),
      act.sign('approver2'),
      act.refuse('deputy'),
    );
    const escalated = refused.when(act.escalate('manager'));
    for (const told of [mailsTo(escalated, 'sponsor'), pageOf(escalated, 'sponsor', 'determination')])
      for (const [who, member] of [
        ['outsider', 'user1'],
        ['deputy', 'approver1'],
      ] as const)
        assert.ok(told.includes(acting(who, member)), `${who}: ${told}`);
  });
});
