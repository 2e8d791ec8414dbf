// The table of rights: what no role may have together, what may be handed on, and how long a key lasts.
import assert from 'node:assert/strict';
import {
  endOfPrevious,
  endOfSecret,
  longestDays,
  statusOf,
  usualDays,
  whyNotHandedOn,
  type KeyTerms,
} from '../../domain/access/keys.ts';
import {
  hasRight,
  roles,
  rightNames,
  rightOfCommand,
  rightsOf,
  termsOf,
  type KeyRole,
  type Role,
} from '../../domain/access/rights.ts';
import { covers, isWithin } from '../../domain/access/scope.ts';

const everyRole = Object.keys(roles) as Role[];
const of = (...having: Role[]) => rightsOf({ roles: having, isReadOnly: false });

describe('Rights of a key', () => {
  it('show an administrator nothing of an engagement but what the scanner kept aside, of which they are told by mail', () => {
    assert.deepEqual(
      of('administrator').filter((each) => termsOf(each).of !== 'service'),
      ['readQuarantine', 'settleQuarantine'],
    );
    assert.ok(of('administrator').includes('manageKeys'));
  });

  it('have an auditor read everything and write nothing', () => {
    assert.deepEqual(
      of('auditor'),
      rightNames.filter((each) => !termsOf(each).isWrite),
    );
  });

  it('show finance money, and no deliverable, document, decision or record', () => {
    assert.deepEqual(of('finance'), ['listMilestones', 'readMoney', 'readService', 'registerInvoices']);
  });

  it('have a records officer keep and let go of records without reading them', () => {
    assert.deepEqual(of('recordsOfficer'), [
      'listMilestones',
      'readRetention',
      'readService',
      'manageBarriers',
      'keepRecords',
    ]);
  });

  it('have a system that validates read what it validates, and report', () => {
    assert.deepEqual(of('validationSystem'), [
      'listMilestones',
      'readMilestones',
      'readDocuments',
      'readService',
      'reportValidation',
    ]);
  });

  it('give the making of keys, holds and disposal to nobody who runs milestones', () => {
    for (const each of ['manageKeys', 'keepRecords', 'registerInvoices', 'readReads'] as const)
      assert.ok(!of('engagementManager').includes(each), each);
  });

  it('add up over roles, and lose whatever changes something where the key is read-only', () => {
    for (const right of rightNames) {
      assert.equal(
        hasRight({ roles: everyRole, isReadOnly: false }, right),
        true,
        `some role has ${right}, or nobody could ever use it`,
      );
      assert.equal(hasRight({ roles: everyRole, isReadOnly: true }, right), !termsOf(right).isWrite, right);
      assert.equal(hasRight({ roles: [], isReadOnly: false }, right), false);
    }
  });

  it('tell a decision that is handed over from an act of office', () => {
    assert.deepEqual((['recordValidationReport', 'sign', 'cancel'] as const).map(rightOfCommand), [
      'reportValidation',
      'conveyDecisions',
      'oversee',
    ]);
  });
});

describe('What a key hands on', () => {
  const key = (having: KeyRole[], scope: KeyTerms['scope'] = 'all', isReadOnly = false): KeyTerms => ({
    roles: having,
    scope,
    isReadOnly,
  });

  it('is no right that it lacks itself', () => {
    const administrator = key(['administrator']);
    assert.equal(whyNotHandedOn(administrator, key(['auditor'])), 'listMilestones');
    assert.equal(whyNotHandedOn(administrator, administrator), undefined);
    assert.equal(whyNotHandedOn(key(['administrator', 'auditor']), key(['auditor'])), undefined);
    assert.equal(whyNotHandedOn(key(['finance'], 'all', true), key(['finance'])), 'registerInvoices');
  });

  it('is no engagement that is not its own', () => {
    const own = key(['administrator'], ['A', 'B']);
    assert.equal(whyNotHandedOn(own, key(['administrator'], ['B'])), undefined);
    assert.equal(whyNotHandedOn(own, key(['administrator'], ['B', 'C'])), 'engagements');
    assert.equal(whyNotHandedOn(own, key(['administrator'], 'all')), 'engagements');
    assert.ok(covers('all', 'all') && !covers(['A'], 'all') && isWithin('all', 'A') && !isWithin(['A'], 'B'));
  });
});

describe('The time of a key', () => {
  const now = '2026-03-02T10:00:00.000Z';
  const inDays = (days: number) => new Date(Date.parse(now) + days * 86_400_000).toISOString();

  it('is three months by default, a year and a day at most, and never over from the start', () => {
    assert.equal(endOfSecret(undefined, now), inDays(usualDays));
    assert.equal(endOfSecret(inDays(longestDays), now), inDays(longestDays));
    for (const wanted of [inDays(longestDays + 1), now, inDays(-1)])
      assert.throws(() => endOfSecret(wanted, now), { code: 'INVALID_MESSAGE', field: 'expiresAt' });
  });

  it('overlaps with that of the secret before only until an instant to come', () => {
    assert.equal(endOfPrevious(undefined, now), now);
    assert.equal(endOfPrevious(inDays(1), now), inDays(1));
    assert.throws(() => endOfPrevious(inDays(-1), now), { code: 'INVALID_MESSAGE', field: 'previousUntil' });
  });

  it('is over with its last secret, and at once when it is revoked', () => {
    const secrets = [{ validUntil: inDays(1) }, { validUntil: inDays(2) }];
    assert.equal(statusOf({ secrets }, now), 'valid');
    assert.equal(statusOf({ secrets }, inDays(2)), 'over');
    assert.equal(statusOf({ secrets, revoked: {} }, now), 'revoked');
  });
});
