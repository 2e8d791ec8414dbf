// A milestone of more than a year, in two time zones across both changes of the clocks: every mail that time causes, at its instant.
import assert from 'node:assert/strict';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import * as act from '../domain/acts.ts';
import { MilestoneStage, type StagedMilestone } from '../support/milestoneStage.ts';
import { timeSkippingServer } from '../support/temporal.ts';

const day = 86_400_000;

/** Plain dates, counted here by other means than the product's. */
const plus = (date: string, days: number): string => new Date(Date.parse(date) + days * day).toISOString().slice(0, 10);
const isWeekend = (date: string): boolean => [0, 6].includes(new Date(date).getUTCDay());

function businessDay(from: string, count: number): string {
  let date = from;
  for (let counted = 0; counted < count;) {
    date = plus(date, 1);
    if (!isWeekend(date)) counted += 1;
  }
  return date;
}

/** The instant at which the wall clocks of a zone show a time. */
function instant(date: string, time: string, zone: string): string {
  const guess = Date.parse(`${date}T${time}:00Z`);
  const shown = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  const offset = Date.parse(`${shown.format(guess).replace(' ', 'T')}Z`) - guess;
  return new Date(guess - offset).toISOString();
}

/** The first Monday of March after the server's own beginning. */
function nextMarch(now: number): string {
  const year = new Date(now).getUTCFullYear() + 1;
  let date = `${year}-03-01`;
  while (new Date(date).getUTCDay() !== 1) date = plus(date, 1);
  return date;
}

const contractIn = (timeZone: string) => ({
  calendar: { timeZone },
  waits: {
    compiling: { businessDays: 40 },
    validating: { businessDays: 20 },
    rework: { businessDays: 20 },
    inReview: { businessDays: 60 },
    formalSignOff: { businessDays: 60 },
  },
  repeatEscalations: 1,
  maxExceptionDays: 90,
  maxExceptionExtensionDays: 120,
});

interface Appointment {
  at: string;
  does: act.Act[];
}

interface Course {
  agenda: Appointment[];
  /** What time causes, as "instant to the minute, kind, recipient": never early, and a timer fires within the second. */
  expected: string[];
}

const weekdayBefore = (date: string): string => (isWeekend(date) ? weekdayBefore(plus(date, -1)) : date);

/** Every reminder of every long wait, three cycles of rework, two escalations of the review, two exceptions. */
function courseIn(zone: string, start: string): Course {
  const on = (index: number): string => businessDay(start, index);
  const at = (index: number, ...does: act.Act[]): Appointment => ({ at: instant(on(index), '12:00', zone), does });
  const line = (date: string, time: string, kind: string, ...to: string[]): string[] =>
    to.map((each) => `${instant(date, time, zone).slice(0, 16)} ${kind} to ${each}`);
  const reminders = (indexes: number[], ...to: string[]): string[] =>
    indexes.flatMap((each) => line(on(each), '09:00', 'reminder', ...to));
  const accepted = on(223);
  const [firstDue, secondDue] = [plus(accepted, 40), plus(accepted, 80)];
  const owed = (days: number, owner: string): string[] =>
    [Math.ceil(days / 2), Math.ceil(days * 0.8), days].flatMap((each) =>
      line(weekdayBefore(plus(accepted, each)), '09:00', 'reminder', owner),
    );
  const closedOn = weekdayBefore(firstDue);
  const lastClosedOn = businessDay(secondDue, 3);
  const reports = [act.report('validator1'), act.report('validator2')];
  return {
    agenda: [
      at(40, act.submit()),
      at(60, act.fail('validator1')),
      at(80, act.submit()),
      at(81, act.fail('validator2')),
      at(82, act.submit()),
      at(83, act.fail('validator1')),
      at(84, act.submit()),
      at(85, ...reports),
      at(150, act.approve('user1'), act.approve('user2')),
      at(151, act.approve('owner1')),
      at(
        162,
        act.propose('E1', { dueOn: plus(on(162), 89) }),
        act.propose('E2', { dueOn: plus(on(162), 89), ownerId: 'validator2' }),
      ),
      at(222, act.sign('approver1'), act.sign('approver2')),
      at(223, act.sign('director'), act.extendException('E1', firstDue), act.extendException('E2', secondDue)),
      { at: instant(closedOn, '12:00', zone), does: [act.showClosed('E1'), act.verify('E1', 'approver1')] },
      {
        at: instant(lastClosedOn, '12:00', zone),
        does: [act.showClosed('E2', 'validator2'), act.verify('E2', 'approver1')],
      },
    ],
    expected: [
      ...reminders([20, 32, 40], 'manager'),
      ...reminders([50, 56, 60], 'validator1', 'validator2'),
      ...reminders([70, 76, 80], 'manager'),
      ...reminders([115, 133, 145], 'user1', 'user2'),
      ...line(on(145), '17:30', 'overdueNotice', 'manager'),
      ...line(on(147), '17:30', 'escalationNotice', 'sponsor'),
      ...line(on(149), '17:30', 'escalationNotice', 'sponsor'),
      ...reminders([192, 210, 222], 'approver1', 'approver2'),
      ...owed(40, 'author'),
      ...owed(80, 'validator2'),
      ...line(secondDue, '17:30', 'overdueNotice', 'manager', 'validator2', 'director'),
      ...line(businessDay(secondDue, 2), '17:30', 'escalationNotice', 'sponsor'),
    ].sort(),
  };
}

const causedByTime = ['reminder', 'overdueNotice', 'escalationNotice'];

describe('Milestone of more than a year', function () {
  this.timeout(600_000);
  let environment: TestWorkflowEnvironment;
  let stage: MilestoneStage;
  before(async () => {
    environment = await timeSkippingServer();
    stage = await MilestoneStage.open(environment);
  });
  after(async () => {
    await stage?.close();
    await environment?.teardown();
  });

  async function sleepUntil(at: string): Promise<void> {
    await environment.sleep(Math.max(1, Date.parse(at) - (await environment.currentTimeMs())));
  }

  it('mails every reminder and escalation at its instant, in London and in New York', async () => {
    const start = nextMarch(await environment.currentTimeMs());
    const zones = ['Europe/London', 'America/New_York'];
    const courses = zones.map((zone) => courseIn(zone, start));
    await sleepUntil(instant(start, '16:00', 'UTC'));
    const milestones: StagedMilestone[] = [];
    for (const zone of zones) milestones.push(await stage.start({ contract: contractIn(zone) }));
    const appointments = courses.flatMap(({ agenda }, index) => agenda.map((each) => ({ ...each, index })));
    for (const { at, does, index } of appointments.sort((a, b) => a.at.localeCompare(b.at))) {
      await sleepUntil(at);
      await milestones[index]?.play(...does);
    }
    for (const [index, milestone] of milestones.entries()) {
      assert.equal((await milestone.handle.result()).phase, 'accepted');
      const mails = await milestone.mails();
      const told = mails
        .filter((each) => causedByTime.includes(each.kind))
        .map((each) => `${each.dueAt.slice(0, 16)} ${each.kind} to ${each.recipientId}`);
      assert.deepEqual(told.sort(), courses[index]?.expected);
      const mornings = told.filter((each) => each.includes(' reminder ')).map((each) => each.slice(11, 13));
      assert.equal(new Set(mornings).size, 2, 'reminders on both sides of a change of the clocks');
      const events = await milestone.events();
      const cycles = events.filter((each) => each.type === 'reworkStarted').length;
      assert.equal(cycles, 3);
      assert.ok(Date.parse(events.at(-1)?.at ?? '') - Date.parse(events[0]?.at ?? '') > 365 * day);
      assert.equal(mails.filter((each) => each.kind === 'closureRequest').length, 2);
      assert.equal(events.filter((each) => each.type === 'exceptionVerified').length, 2);
      assert.ok(told.filter((each) => each.includes('escalationNotice')).length >= 2);
      assert.equal(new Set(mails.map((each) => each.mailId)).size, mails.length, 'no mail twice');
    }
  });
});
