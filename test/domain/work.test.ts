// What a milestone waits for, act by act, and what that makes of somebody's desk.
import assert from 'node:assert/strict';
import type { Role } from '../../domain/access/rights.ts';
import { pendingAssignees } from '../../domain/requests/pendingAssignees.ts';
import { deskOf, type DeskRow, type OpenMilestone, type Reached } from '../../domain/work/desk.ts';
import { awaitedRoles } from '../../domain/work/awaitedRoles.ts';
import { calendarEntries } from '../../domain/work/calendar.ts';
import { searchedWords } from '../../domain/work/searchedText.ts';
import { workOf, type WorkItem } from '../../domain/work/workOf.ts';
import * as act from './acts.ts';
import { given, givenTerms, until, type Scenario } from './scenario.ts';

const asked = ({ milestone }: Scenario): string[] => workOf(milestone).map((each) => `${each.act} ${each.personId}`);

describe('What a milestone waits for', () => {
  it('is the package first, and anew after rework', () => {
    assert.deepEqual(asked(given()), ['submitPackage manager']);
    assert.deepEqual(asked(given(...act.toValidation, act.fail('validator1'))), ['submitRework manager']);
  });

  it('is each person asked, until they have decided, by the deadline of the stage', () => {
    const scenario = given(...act.toValidation);
    assert.ok(asked(scenario).every((each) => each.startsWith('validate ')));
    const [first] = workOf(scenario.milestone);
    assert.equal(first?.due, scenario.deadline());
    const review = given(...act.toReview, act.approve('user2'));
    assert.deepEqual(asked(review), ['review user1']);
  });

  it('is an answer to each comment as well, from the manager, and notes of the meeting once it has begun', () => {
    const scenario = given(...act.toReview, act.comment('user1', 'One', 'Two'), act.schedule());
    const [answers, notes] = workOf(scenario.milestone).filter((each) => each.personId === 'manager');
    assert.deepEqual([answers?.act, answers?.count], ['answerComments', 2]);
    assert.deepEqual([notes?.act, notes?.since], ['recordMeetingNotes', '2026-03-05T10:00:00.000Z']);
    const one = scenario.when(act.address('F1'));
    assert.equal(workOf(one.milestone).find((each) => each.act === 'answerComments')?.count, 1);
  });

  it('is the outcome of a dispute, then its confirmation by who refused beside the signatures', () => {
    const disputed = given(...act.toSignOff, act.refuse('approver1'));
    assert.deepEqual(asked(disputed), ['recordOutcome manager']);
    const askedAgain = disputed.when(act.conclude('askAgain'));
    assert.ok(asked(askedAgain).includes('confirmOutcome approver1'), asked(askedAgain).join(', '));
    assert.deepEqual(asked(disputed.when(act.escalate('manager'))), ['decideAsSponsor sponsor']);
  });

  it('is each exception by the end of business on its date: shown closed by its owner, then verified by who may', () => {
    const conditional = given(...act.toConditional);
    const [closing] = workOf(conditional.milestone);
    assert.deepEqual(closing, {
      ...{ act: 'closeException', personId: 'author', about: 'E1', due: conditional.deadline() },
      since: conditional.milestone.exceptions[0]?.proposedAt,
    });
    const shown = asked(conditional.when(act.showClosed('E1')));
    assert.ok(shown.length > 0 && shown.every((each) => each.startsWith('verifyException ')), shown.join(', '));
  });

  it('is the manager’s answer to who asked before deciding, whose own decision is not due before', () => {
    const scenario = given(...act.toReview, act.askForInformation('user1'));
    const [question] = workOf(scenario.milestone).filter((each) => each.act === 'answerQuestion');
    const { stopId: about, from: since } = scenario.milestone.clockStops[0] ?? {};
    assert.deepEqual(question, { act: 'answerQuestion', personId: 'manager', since, about, askedBy: 'user1' });
    const due = ({ milestone }: Scenario) =>
      workOf(milestone).flatMap((each) => (each.act === 'review' ? [[each.personId, each.due]] : []));
    assert.deepEqual(due(scenario), [
      ['user1', undefined],
      ['user2', scenario.deadline()],
    ]);
    const answered = scenario.when(act.resumeClock());
    assert.ok(!asked(answered).includes('answerQuestion manager'));
    assert.deepEqual(due(answered)[0], ['user1', answered.deadline()]);
  });

  it('is nothing that is due while the clock stands still, and then who may resume it', () => {
    const stopped = given(...act.toReview, act.stopClock());
    assert.deepEqual(asked(stopped), ['review user1', 'review user2', 'resumeClock manager']);
    assert.ok(workOf(stopped.milestone).every((each) => each.due === undefined));
    assert.deepEqual(awaitedRoles(stopped.milestone), ['stakeholder']);
    assert.ok(!asked(stopped.when(act.resumeClock())).includes('resumeClock manager'));
  });

  it('is what keeps it from being signed, since somebody left whom nobody replaces', () => {
    const leaves = act.correctPerson('approver1', { lastDayOn: '2026-03-04' });
    const left = given(...act.toSignOff, leaves, until('2026-03-05T00:00:00.000Z'));
    const [hindrance] = workOf(left.milestone).filter((each) => each.act === 'makeSignable');
    assert.deepEqual([hindrance?.personId, hindrance?.about], ['manager', 'plan.approvalAuthorityList.0']);
    assert.equal(hindrance?.since, '2026-03-05T00:00:00.000Z');
    assert.match(hindrance?.reason ?? '', /"approver1" has left without signing\. To sign it, /);
    assert.ok(!asked(left.when(act.reassign('approver1', 'deputy'))).includes('makeSignable manager'));
  });

  it('is nobody once it is over, and the sponsor alone while a revocation is proposed', () => {
    assert.deepEqual(asked(given(act.cancel('manager'))), []);
    const accepted = given(...act.toAccepted);
    assert.deepEqual(asked(accepted), []);
    assert.deepEqual(asked(accepted.when(act.proposeRevocation())), ['decideRevocation sponsor']);
  });

  it('names everybody whom the milestone says it waits for', () => {
    const courses = [
      given(),
      given(...act.toValidation),
      given(...act.toReview, act.comment('user1', 'Hm'), act.approve('user1'), act.approve('user2')),
      given(...act.toSignOff),
      given(...act.toSignOff, act.refuse('approver1')),
      given(...act.toSignOff, act.refuse('approver1'), act.conclude('askAgain')),
      given(...act.toConditional),
      givenTerms({ contract: { maxReworkCycles: 0 } }, ...act.toValidation, act.fail('validator1')),
    ];
    for (const { milestone } of courses) {
      const people = workOf(milestone).map((each) => each.personId);
      for (const id of pendingAssignees(milestone)) assert.ok(people.includes(id), `${milestone.stage.phase}: ${id}`);
    }
  });
});

const now = '2026-03-10T12:00:00.000Z';
const item = (personId: string, due: string | undefined, changes: Partial<WorkItem> = {}): WorkItem => ({
  ...{ act: 'sign', personId, since: '2026-03-02T09:00:00.000Z' },
  ...(due === undefined ? {} : { due }),
  ...changes,
});
const open = (engagementId: string, ...items: WorkItem[]): OpenMilestone => ({
  ...{ milestoneId: `M-${engagementId}`, engagementId, title: 'Design', phase: 'formalSignOff', hasStarted: true },
  ...{ createdAt: '2026-03-02T09:00:00.000Z', items, obstacles: [] },
});
const as =
  (personId: string, ...roles: Role[]) =>
  () => ({ personId, roles });
const unknown = (): undefined => undefined;

describe('A desk', () => {
  const milestone = open(
    'A',
    item('director', '2026-03-20T17:00:00.000Z'),
    item('manager', '2026-03-09T17:00:00.000Z'),
    item('author', '2026-03-09T18:00:00.000Z', { act: 'closeException' }),
    item('signer', '2026-03-10T18:00:00.000Z', { act: 'closeException' }),
  );
  const later = item('manager', undefined, { act: 'recordMeetingNotes', since: '2026-03-11T09:00:00.000Z' });

  it('has what needs its person, and whom else their milestones wait for, in the order in which it is due', () => {
    const { needsYou, waitingFor } = deskOf([milestone], as('manager', 'engagementManager'), unknown, now);
    assert.deepEqual(
      needsYou.map((each) => [each.personId, each.isOverdue]),
      [['manager', true]],
    );
    assert.deepEqual(
      waitingFor.map((each) => [each.personId, each.isOverdue]),
      [
        ['author', true],
        ['signer', false],
        ['director', false],
      ],
    );
  });

  for (const [timeZone, due] of [
    ['Pacific/Auckland', '2026-03-31T05:00:00.000Z'],
    ['America/Los_Angeles', '2026-04-01T01:00:00.000Z'],
  ] as const)
    it(`has an exception as overdue once business has ended on its date in ${timeZone}, when its owner is told, not at midnight in Greenwich`, () => {
      const contract = { calendar: { timeZone, dayEndsAt: '18:00' } };
      const conditional = givenTerms({ contract }, ...act.toConditional);
      const [closing] = workOf(conditional.milestone);
      assert.deepEqual([closing?.act, closing?.due], ['closeException', due]);
      assert.equal(conditional.deadline(), due);
      const isOverdue = (milliseconds: number): boolean | undefined => {
        const at = new Date(Date.parse(due) + milliseconds).toISOString();
        const [row] = deskOf(
          [open('A', ...workOf(conditional.milestone))],
          as('author', 'author'),
          unknown,
          at,
        ).needsYou;
        return row?.isOverdue;
      };
      assert.deepEqual([isOverdue(-1), isOverdue(0), isOverdue(1)], [false, false, true]);
    });

  it('shows who is asked for one thing that thing and nothing of the others', () => {
    const desk = deskOf([milestone], as('director', 'approver'), unknown, now);
    assert.deepEqual([desk.needsYou.length, desk.waitingFor.length, desk.stuck.length], [1, 0, 0]);
    assert.deepEqual(deskOf([milestone], unknown, unknown, now), { needsYou: [], waitingFor: [], stuck: [] });
  });

  it('keeps back what is not to be done yet', () => {
    assert.deepEqual(deskOf([open('A', later)], as('manager', 'engagementManager'), unknown, now).needsYou, []);
  });

  it('has the manager, and nobody else, reach whose mail came back', () => {
    const back: Reached = { requestId: 'R1', status: 'bounced', lastError: 'No such mailbox' };
    const reached = (_id: string, { personId }: WorkItem) => (personId === 'director' ? back : undefined);
    const manager = deskOf([milestone], as('manager', 'engagementManager'), reached, now);
    const returned = manager.needsYou.find((each) => each.act === 'reachPerson');
    assert.deepEqual([returned?.personId, returned?.reached], ['director', back]);
    assert.ok(!manager.waitingFor.some((each) => each.personId === 'director'));
    const sponsor = deskOf([milestone], as('sponsor', 'sponsor'), reached, now);
    assert.ok(sponsor.waitingFor.some((each) => each.personId === 'director'));
  });

  it('tells who oversees a milestone what it is stuck on, and that it does not start', () => {
    const obstacle = { kind: 'webhook', subject: '', reason: 'down', attempts: 3, since: now } as const;
    const stuck = { ...open('A'), hasStarted: false, obstacles: [obstacle] };
    const of = (...roles: Role[]) => deskOf([stuck], as('x', ...roles), unknown, now).stuck;
    assert.deepEqual(
      of('sponsor').map((each) => each.obstacle?.kind),
      [undefined, 'webhook'],
    );
    assert.deepEqual(of('approver'), []);
    const fresh = { ...stuck, createdAt: now, obstacles: [] };
    assert.deepEqual(deskOf([fresh], as('x', 'sponsor'), unknown, now).stuck, []);
  });
});

describe('What a desk says is stuck', () => {
  it('is a clock that stands still, for manager and sponsor to resume, and a plan that nobody can sign, for the manager', () => {
    const stopped = item('manager', undefined, {
      ...{ act: 'resumeClock', about: 'H1', awaits: 'client', reason: 'The site plan' },
    });
    const reason = 'Nobody may sign. To sign it, raise a limit.';
    const unsignable = item('manager', undefined, { act: 'makeSignable', about: 'plan', reason });
    const of = (...roles: Role[]) => deskOf([open('A', stopped, unsignable)], as('manager', ...roles), unknown, now);
    const manager = of('engagementManager');
    assert.deepEqual([manager.needsYou, manager.waitingFor], [[], []]);
    const told = ({ stuck }: ReturnType<typeof of>) => stuck.map((each) => [each.item?.about, each.isYours]);
    assert.deepEqual(told(manager), [
      ['H1', true],
      ['plan', true],
    ]);
    assert.deepEqual(told(of('sponsor')), [
      ['H1', true],
      ['plan', false],
    ]);
    assert.deepEqual(told(of('auditor')), [
      ['H1', false],
      ['plan', false],
    ]);
    assert.deepEqual(of('approver').stuck, []);
  });
});

describe('What somebody looks for', () => {
  it('is taken word by word, whatever stands between', () => {
    assert.deepEqual(searchedWords('  REQ-1, Zoë’s “Plan” & '), ['req', '1', 'zoë', 's', 'plan']);
    assert.deepEqual(searchedWords(':*!()|&'), []);
    assert.equal(searchedWords('a '.repeat(50)).length, 10);
  });
});

describe('What of a desk is in a calendar', () => {
  const row = { engagementId: 'eo', title: 'Design', phase: 'inReview', since: '2026-03-02T09:00:00.000Z' } as const;
  const reviewing = { ...row, milestoneId: 'M1', act: 'review', personId: 'user1', isOverdue: false } as const;

  it('is what has a date, each once, under the same ID when its date moves', () => {
    const due = '2026-03-09T16:00:00.000Z';
    const notes = { ...reviewing, act: 'recordMeetingNotes', personId: 'manager' } as const;
    const closing = {
      ...reviewing,
      act: 'closeException',
      personId: 'author',
      about: 'E1',
      due: '2026-03-05T18:00:00.000Z',
    } as const;
    const entries = calendarEntries<DeskRow>({ needsYou: [notes, closing], waitingFor: [{ ...reviewing, due }] });
    assert.deepEqual(
      entries.map((each) => [each.entryId, each.isYours, each.due]),
      [
        ['M1.closeException.author.E1', true, '2026-03-05T18:00:00.000Z'],
        ['M1.review.user1', false, due],
      ],
    );
    const [moved] = calendarEntries({ needsYou: [], waitingFor: [{ ...reviewing, due: '2026-03-12T16:00:00.000Z' }] });
    assert.equal(moved?.entryId, 'M1.review.user1');
  });
});
