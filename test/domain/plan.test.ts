// What an engagement and a plan must hold together before a milestone starts under them.
import assert from 'node:assert/strict';
import { people } from './cast.ts';
import { started, type Terms } from './scenario.ts';

const group = (quorum: object, ...memberIds: string[]) => ({ name: 'G', quorum, memberIds });
const all = { kind: 'all' };

describe('A plan', () => {
  const inconsistent: [string, object, RegExp][] = [
    ['a validator nobody knows', { validators: group(all, 'ghost') }, /validators.memberIds: "ghost" is not among/],
    ['a reviewer nobody knows', { reviewGroups: [group(all, 'ghost')] }, /reviewGroups.0.memberIds: "ghost"/],
    [
      'an approver nobody knows',
      { approvalAuthorityList: [{ name: 'A', members: [{ personId: 'ghost' }] }] },
      /approvalAuthorityList.0.members: "ghost"/,
    ],
    [
      'an author nobody knows',
      { deliverables: [{ deliverableId: 'D1', title: 'D', authorIds: ['ghost'] }] },
      /deliverables.0.authorIds: "ghost"/,
    ],
    [
      'a deliverable listed twice',
      { deliverables: ['D1', 'D1'].map((deliverableId) => ({ deliverableId, title: 'D' })) },
      /deliverables: "D1" is listed twice/,
    ],
    [
      'a requirement listed twice',
      { requirements: ['R1', 'R1'].map((requirementId) => ({ requirementId, text: 'R' })) },
      /requirements: "R1" is listed twice/,
    ],
    [
      'a quorum larger than its group',
      { reviewGroups: [group({ kind: 'atLeast', count: 3 }, 'user1', 'user2')] },
      /asks for 3 of only 2/,
    ],
    [
      'a limit that its currency cannot be paid in',
      { approvalAuthorityList: [{ name: 'A', members: [{ personId: 'approver1', limit: '99.999' }] }] },
      /approvalAuthorityList.0: limit of "approver1": EUR has 2 decimals/,
    ],
    ['a person twice in one group', { reviewGroups: [group(all, 'user1', 'user1')] }, /twice in the same group/],
    ['authors only to validate', { validators: group(all, 'author') }, /authors of a deliverable cannot validate/],
    ['too few beside authors', { validators: group(all, 'author', 'validator1') }, /authors of a deliverable cannot/],
  ];
  for (const [what, plan, problem] of inconsistent)
    it(`with ${what} does not hold together`, () => {
      assert.throws(() => started({ plan }), { code: 'PLAN_INCONSISTENT', message: problem });
    });

  it('tells everything that is wrong at once', () => {
    const plan = { validators: group(all, 'ghost'), reviewGroups: [group(all, 'spectre')] };
    assert.throws(() => started({ plan }), /"ghost".*"spectre"/);
  });
});

describe('An engagement', () => {
  const unfit: [string, Terms][] = [
    ['a manager nobody knows', { engagement: { engagementManagerId: 'ghost' } }],
    ['a sponsor nobody knows', { engagement: { engagementSponsorId: 'ghost' } }],
    ['one person as manager and sponsor', { engagement: { engagementSponsorId: 'manager' } }],
    ['a person listed twice', { engagement: { people: [...people, people[0]] } }],
    ['a time zone that is none', { contract: { calendar: { timeZone: 'Mars/Olympus' } } }],
    ['the time zone of whatever machine', { contract: { calendar: { timeZone: 'local' } } }],
    ['the system’s time zone', { contract: { calendar: { timeZone: 'system' } } }],
    ['a week of weekends', { contract: { calendar: { weekend: [1, 2, 3, 4, 5, 6, 7] } } }],
    ['a person in no time zone', { engagement: { people: people.map((each) => ({ ...each, timeZone: 'Nowhere' })) } }],
  ];
  for (const [what, terms] of unfit)
    it(`with ${what} is refused`, () => {
      assert.throws(() => started(terms), { code: 'INVALID_MESSAGE' });
    });
});
