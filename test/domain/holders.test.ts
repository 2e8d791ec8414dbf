// What a holder sees and may do: roles everywhere, roles in single engagements, and barriers that win over both.
import assert from 'node:assert/strict';
import { mayAnywhere, mayIn, personIdIn, scopeWith, sees, type Holder } from '../../domain/access/holders.ts';
import { whyNotGiven } from '../../domain/access/grants.ts';
import { claimedRoleFrom, identityFrom } from '../../domain/access/sessions.ts';
import { covers, isWithin, union, without } from '../../domain/access/scope.ts';

const person = (changes: Partial<Holder> = {}): Holder => ({
  ...{ roles: [], scope: [], isReadOnly: false },
  memberships: [
    { engagementId: 'A', personId: 'p1', roles: ['engagementManager'] },
    { engagementId: 'B', personId: 'p2', roles: ['stakeholder'] },
  ],
  ...changes,
});

describe('Somebody with roles in two engagements', () => {
  it('has in each what that role needs, and nothing elsewhere', () => {
    const holder = person();
    assert.deepEqual(scopeWith(holder, 'listMilestones'), ['A', 'B']);
    assert.deepEqual(scopeWith(holder, 'readRecord'), ['A']);
    assert.deepEqual(scopeWith(holder, 'manageKeys'), []);
    assert.deepEqual([mayIn(holder, 'readRecord', 'A'), mayIn(holder, 'readRecord', 'B')], [true, false]);
    assert.deepEqual(
      ['A', 'B', 'C'].map((each) => sees(holder, each)),
      [true, true, false],
    );
    assert.deepEqual(
      ['A', 'B', 'C'].map((each) => personIdIn(holder, each)),
      ['p1', 'p2', undefined],
    );
    assert.deepEqual([mayAnywhere(holder, 'readRecord'), mayAnywhere(holder, 'readReads')], [true, false]);
  });

  it('who is an auditor as well reads everywhere, and writes where another role does', () => {
    const holder = person({ roles: ['auditor'], scope: 'all' });
    assert.equal(scopeWith(holder, 'readRecord'), 'all');
    assert.deepEqual(scopeWith(holder, 'runMilestones'), ['A']);
    assert.deepEqual([mayIn(holder, 'runMilestones', 'A'), mayIn(holder, 'runMilestones', 'C')], [true, false]);
  });

  it('behind a barrier sees nothing of that engagement, whatever else is granted', () => {
    for (const holder of [person({ barred: ['A'] }), person({ roles: ['auditor'], scope: 'all', barred: ['A'] })]) {
      assert.deepEqual([sees(holder, 'A'), mayIn(holder, 'readRecord', 'A')], [false, false]);
      assert.equal(personIdIn(holder, 'A'), undefined);
      assert.equal(isWithin(scopeWith(holder, 'listMilestones'), 'A'), false);
      assert.equal(isWithin(scopeWith(holder, 'listMilestones'), 'B'), true);
    }
    assert.equal(
      isWithin(scopeWith(person({ roles: ['auditor'], scope: 'all', barred: ['A'] }), 'readRecord'), 'C'),
      true,
    );
  });

  it('gives no role with a right that they lack everywhere', () => {
    const administrator = person({ roles: ['administrator'], scope: 'all' });
    assert.equal(whyNotGiven(administrator, 'administrator'), undefined);
    assert.equal(whyNotGiven(administrator, 'auditor'), 'listMilestones');
    assert.equal(whyNotGiven({ ...administrator, scope: ['A'] }, 'administrator') !== undefined, true);
  });
});

describe('A scope of all but some', () => {
  it('covers what it does not leave out, and is covered by all', () => {
    const allBut = without('all', ['X']);
    assert.deepEqual(allBut, { allBut: ['X'] });
    assert.deepEqual(
      [covers(allBut, ['A']), covers(allBut, ['X']), covers(allBut, 'all'), covers('all', allBut)],
      [...[true, false, false, true]],
    );
    assert.deepEqual([covers(['A'], allBut), covers(allBut, without('all', ['X', 'Y']))], [false, true]);
    assert.deepEqual(union(allBut, ['X']), { allBut: [] });
    assert.deepEqual(without(['A', 'X'], ['X']), ['A']);
  });
});

describe('Somebody listed in an engagement without a duty', () => {
  const listed = [{ engagementId: 'E1', personId: 'finn' }];
  const finance: Holder = { roles: ['finance'], scope: 'all', isReadOnly: false, memberships: [], listed };

  it('does there by another role what that has, as the person listed, unless a barrier stands', () => {
    assert.equal(personIdIn(finance, 'E1'), 'finn');
    assert.ok(mayIn(finance, 'registerInvoices', 'E1'));
    assert.equal(personIdIn({ ...finance, barred: ['E1'] }, 'E1'), undefined);
  });

  it('sees nothing of it by being listed', () => {
    const alone: Holder = { ...finance, roles: [], scope: [] };
    assert.ok(!sees(alone, 'E1'));
    assert.ok(!mayIn(alone, 'listMilestones', 'E1'));
  });
});

describe('What an identity provider says of somebody', () => {
  const claims = { iss: 'https://i', sub: 's', email: 'A@example.com', email_verified: true, iat: 1_760_000_000 };
  const mapped = [claimedRoleFrom('groups:Finance=finance'), claimedRoleFrom('aud=x')].filter(
    (each) => each !== undefined,
  );

  it('is believed where it vouches for the address, and gives the roles of its claims', () => {
    const identity = identityFrom({ ...claims, groups: ['Finance', 'Other'], sid: 'x', name: 'A\u202e B' }, mapped);
    assert.deepEqual([identity.roles, identity.providerSession, identity.name], [['finance'], 'x', 'A B']);
    assert.equal(identity.authenticatedAt, '2025-10-09T08:53:20.000Z');
    assert.equal(identityFrom({ ...claims, auth_time: 1_760_000_060 }, []).authenticatedAt, '2025-10-09T08:54:20.000Z');
    assert.deepEqual(identityFrom({ ...claims, groups: 'Finances' }, mapped).roles, []);
  });

  it('is refused where the address is verified by nobody', () => {
    for (const changes of [
      { email_verified: false },
      { email_verified: 'true' },
      { email_verified: undefined },
      { email: 'x' },
    ])
      assert.throws(() => identityFrom({ ...claims, ...changes }, []), {
        code: 'INVALID_MESSAGE',
        field: 'email_verified',
      });
  });
});
