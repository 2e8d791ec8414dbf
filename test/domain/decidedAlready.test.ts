// Whoever has decided and decides again, or opens the link again, hears when they did.
import assert from 'node:assert/strict';
import { currentPackage } from '../../domain/milestone.ts';
import type { AskedRequest } from '../../domain/requests/requestKinds.ts';
import { linkStateOf } from '../../domain/requests/openRequests.ts';
import { ownDecision } from '../../domain/requests/ownDecision.ts';
import * as act from './acts.ts';
import type { Act } from './acts.ts';
import { monday } from './cast.ts';
import { given, type Step } from './scenario.ts';

const when = /, on 2026-03-02 10:00 UTC/;

describe('Somebody who has decided already', () => {
  const twice: Record<string, [Step[], Act]> = {
    'reports on a package': [[...act.toValidation, act.report('validator1')], act.report('validator1')],
    'approves in review': [[...act.toReview, act.approve('user1')], act.approve('user1')],
    signs: [[...act.toSignOff, act.sign('approver1')], act.sign('approver1')],
    'passes on what they signed': [[...act.toSignOff, act.sign('approver1')], act.reassign('approver1', 'deputy')],
  };
  for (const [what, [before, again]] of Object.entries(twice))
    it(`hears when, who ${what} once more`, () => {
      const { result } = given(...before)
        .when(again)
        .then('ALREADY_DECIDED');
      assert.match(result?.outcome.message ?? '', when);
    });

  it('hears when, who declined a revocation and decides on it again, and sees it behind its link and no other', () => {
    const proposed = given(...act.toAccepted, act.proposeRevocation());
    const request: AskedRequest = {
      ...{ requestId: 'request-1', kind: 'revocation', personId: 'sponsor', round: 2 },
      ...{ createdAt: monday, expiresAt: '2027-03-02T10:00:00.000Z' },
      packageDigest: currentPackage(proposed.milestone)?.digest ?? '',
    };
    assert.equal(ownDecision(proposed.milestone, request), undefined);
    const declined = proposed.when(act.declineRevocation());
    assert.deepEqual(ownDecision(declined.milestone, request), { what: 'declinedRevocation', at: monday });
    assert.equal(linkStateOf(declined.milestone, request, request, monday), 'decided');
    for (const again of [act.declineRevocation(), act.confirmRevocation()]) {
      const { result } = declined.when(again).then('NOT_REVOCABLE');
      assert.match(result?.outcome.message ?? '', /"sponsor" declined the last one, on 2026-03-02 10:00 UTC/);
    }
    const later = { ...request, createdAt: '2026-03-02T11:00:00.000Z' };
    assert.equal(
      ownDecision(declined.when(act.proposeRevocation()).milestone, later),
      undefined,
      'of one proposed since',
    );
  });

  it('sees behind the link to close an exception what they showed, and nothing before they did', () => {
    const conditional = [...act.toSignOff, act.propose('E1', { ownerId: 'author' })];
    const signed = ['approver1', 'approver2', 'director'].map((id) => act.sign(id));
    const open = given(...conditional, ...signed);
    const request: AskedRequest = {
      ...{ requestId: 'request-1', kind: 'closure', personId: 'author', round: 1 },
      ...{ createdAt: monday, expiresAt: '2027-03-02T10:00:00.000Z' },
    };
    assert.equal(ownDecision(open.milestone, request), undefined);
    const shown = open.when(act.showClosed('E1'));
    assert.deepEqual(ownDecision(shown.milestone, request), {
      what: 'showedClosure',
      exceptionId: 'E1',
      at: monday,
    });
    assert.equal(ownDecision(shown.milestone, { ...request, personId: 'approver1' }), undefined);
  });
});
