// A year of a milestone in which its world changes: two change orders, a signer who left, a mistyped address, a stop of the clock, and a part
// accepted half-way. Every mail at its instant, counted here by other means than the product's, and the record verifies offline.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { findingsOf } from '../bags/keptBags.ts';
import * as act from '../domain/acts.ts';
import { partPlan } from '../domain/parting.ts';
import { MilestoneStage } from '../support/milestoneStage.ts';
import { timeSkippingServer } from '../support/temporal.ts';

const day = 86_400_000;
const hour = 3_600_000;
const zone = 'Europe/London';

const plus = (date: string, days: number): string => new Date(Date.parse(date) + days * day).toISOString().slice(0, 10);
const isWeekend = (date: string): boolean => [0, 6].includes(new Date(date).getUTCDay());
const weekdayBefore = (date: string): string => (isWeekend(date) ? weekdayBefore(plus(date, -1)) : date);

function businessDay(from: string, count: number): string {
  let date = from;
  for (let counted = 0; counted < count;) {
    date = plus(date, 1);
    if (!isWeekend(date)) counted += 1;
  }
  return date;
}

/** The instant at which the wall clocks of London show a time. */
function instant(date: string, time: string): string {
  const guess = Date.parse(`${date}T${time}:00Z`);
  const shown = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  return new Date(guess - (Date.parse(`${shown.format(guess).replace(' ', 'T')}Z`) - guess)).toISOString();
}

/** The first Monday of March after the server's own beginning. */
function nextMarch(now: number): string {
  let date = `${new Date(now).getUTCFullYear() + 1}-03-01`;
  while (new Date(date).getUTCDay() !== 1) date = plus(date, 1);
  return date;
}

const terms = {
  contract: {
    calendar: { timeZone: zone },
    waits: { compiling: { businessDays: 40 }, inReview: { businessDays: 60 }, formalSignOff: { businessDays: 60 } },
    partialAcceptance: 'bySignature',
  },
  plan: partPlan,
};

/** The price falls by what the handbook falls. */
const cheaper = ({ deliverables }: { deliverables: { deliverableId: string }[] }) => ({
  deliverables: deliverables.map((each) => (each.deliverableId === 'D3' ? { ...each, value: '9999.95' } : each)),
  value: { amount: '90000.00', currency: 'EUR' },
});

interface Course {
  agenda: { at: string; does: act.Act[] }[];
  /** As "instant, kind, recipient": of what time causes to the minute, of what people do when they did it. */
  expected: string[];
}

function courseFrom(start: string): Course {
  const on = (index: number): string => businessDay(start, index);
  const at = (index: number, ...does: act.Act[]) => ({ at: instant(on(index), '12:00'), does });
  const morning = (date: string, ...to: string[]): string[] =>
    to.map((each) => `${instant(date, '09:00')} reminder to ${each}`);
  const told = (index: number, kind: string, ...to: string[]): string[] =>
    to.map((each) => `${instant(on(index), '12:00')} ${kind} to ${each}`);
  const restDue = on(240);
  const days = (Date.parse(restDue) - Date.parse(on(106))) / day;
  const [offices, validators] = [
    ['manager', 'sponsor'],
    ['validator1', 'validator2'],
  ];
  const [users, owners] = [
    ['user1', 'user2'],
    ['owner1', 'owner2'],
  ];
  const signers = ['approver1', 'approver2', 'director'];
  const stayed = [...offices, ...validators, ...users, ...owners, 'approver2', 'director', 'deputy'];
  return {
    agenda: [
      at(40, act.submit()),
      at(41, act.report('validator1'), act.report('validator2')),
      at(42, act.correctPerson('user1', { email: 'user.one@example.com' })),
      at(45, act.stopClock()),
      at(65, act.resumeClock()),
      at(70, act.amendPlan({ dueOn: restDue }, 'manager', { changeOrder: 'CO-1' })),
      at(71, act.consent('director')),
      at(80, act.approve('user1'), act.approve('user2')),
      at(81, act.approve('owner1')),
      at(90, act.amendPlan(cheaper, 'manager', { changeOrder: 'CO-2' })),
      at(91, act.consent('director')),
      at(93, act.correctPerson('approver1', { lastDayOn: on(94) })),
      at(95, act.reassign('approver1', 'deputy', { duty: 'signature' })),
      at(100, act.proposePart(['D1', 'D2'], { restDueOn: restDue })),
      at(105, act.sign('deputy'), act.sign('approver2')),
      at(106, act.sign('director')),
      at(240, act.submit()),
      at(241, act.report('validator1'), act.report('validator2')),
      at(242, act.approve('user1'), act.approve('user2'), act.approve('owner1')),
      at(243, act.sign('deputy'), act.sign('approver2')),
      at(262, act.sign('director')),
    ],
    expected: [
      ...[20, 32, 40].flatMap((each) => morning(on(each), 'manager')),
      ...told(40, 'validationRequest', ...validators),
      ...told(41, 'decisionReceipt', ...validators),
      ...told(41, 'reviewRequest', ...users),
      // The mistyped address: asked again, and who is asked beside them knows where to turn.
      ...told(42, 'personCorrectedNotice', ...offices, ...users),
      ...told(42, 'askedAgainRequest', 'user1'),
      ...[45, 65].flatMap((each) => told(each, 'clockNotice', ...offices, ...users)),
      ...told(70, 'amendmentRequest', ...signers),
      ...told(71, 'decisionReceipt', 'director'),
      ...told(71, 'amendmentNotice', ...offices, ...validators, ...users, 'author', 'director'),
      ...told(80, 'decisionReceipt', ...users),
      ...told(80, 'reviewRequest', ...owners),
      ...told(81, 'decisionReceipt', 'owner1'),
      ...told(81, 'signatureRequest', 'approver1', 'approver2'),
      ...told(90, 'amendmentRequest', ...signers),
      ...told(91, 'decisionReceipt', 'director'),
      ...told(91, 'amendmentNotice', ...offices, ...validators, ...users, ...owners, ...signers, 'author'),
      ...told(91, 'signatureRequest', 'approver1', 'approver2'),
      // The signer who leaves: they hear of their last day, and of nothing once it is over.
      ...told(93, 'personCorrectedNotice', ...offices, 'approver1'),
      ...offices.map((each) => `${instant(plus(on(94), 1), '00:00')} personLeftNotice to ${each}`),
      ...[95, 100].flatMap((each) => told(each, 'signatureRequest', 'deputy')),
      ...told(100, 'signatureRequest', 'approver2'),
      ...told(105, 'decisionReceipt', 'deputy', 'approver2'),
      ...told(105, 'signatureRequest', 'director'),
      ...told(106, 'decisionReceipt', 'director'),
      ...told(106, 'acceptanceNotice', ...stayed),
      // The rest, by the date that was given with the part.
      ...[Math.ceil(days / 2), Math.ceil(days * 0.8), days].flatMap((each) =>
        morning(weekdayBefore(plus(on(106), each)), 'manager'),
      ),
      ...told(240, 'validationRequest', ...validators),
      ...told(241, 'decisionReceipt', ...validators),
      ...told(241, 'reviewRequest', ...users),
      ...told(242, 'decisionReceipt', ...users, 'owner1'),
      ...told(242, 'reviewRequest', ...owners),
      ...told(242, 'signatureRequest', 'deputy', 'approver2'),
      ...told(243, 'decisionReceipt', 'deputy', 'approver2'),
      ...told(243, 'signatureRequest', 'director'),
      ...told(262, 'decisionReceipt', 'director'),
      ...told(262, 'acceptanceNotice', ...stayed),
    ].sort(),
  };
}

/** Of what people do, when they did it: the server's clock runs on while they are at it. Of what time causes, the minute. */
function plannedAt(acted: readonly string[], at: string): string {
  const act = acted.findLast((each) => each <= at);
  if (act !== undefined && Date.parse(at) - Date.parse(act) < hour) return act;
  return `${at.slice(0, 16)}:00.000Z`;
}

describe('A milestone whose world changes for a year', function () {
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

  const sleepUntil = async (at: string): Promise<void> =>
    environment.sleep(Math.max(1, Date.parse(at) - (await environment.currentTimeMs())));

  it('mails each person at the instant it concerns them, and nobody else', async () => {
    const start = nextMarch(await environment.currentTimeMs());
    await sleepUntil(instant(start, '16:00'));
    const milestone = await stage.start(terms);
    const { agenda, expected } = courseFrom(start);
    for (const { at, does } of agenda) {
      await sleepUntil(at);
      await milestone.play(...does);
    }
    assert.equal((await milestone.handle.result()).phase, 'accepted');
    const events = await milestone.events();
    const acted = agenda.map(({ at }) => at);
    const told = (await milestone.mails()).map(({ kind, recipientId, dueAt, sequence }) => {
      const cause = events.find((each) => each.sequence === sequence);
      if (kind !== 'reminder') assert.equal(dueAt, cause?.at, `${kind} to ${recipientId} waits for nothing`);
      return `${plannedAt(acted, dueAt)} ${kind} to ${recipientId}`;
    });
    assert.deepEqual(told.sort(), expected);

    const state = await milestone.recorded();
    assert.ok(Date.parse(events.at(-1)?.at ?? '') - Date.parse(events[0]?.at ?? '') > 365 * day);
    assert.deepEqual(
      state.acceptances.map(({ kind, amountReleased, part }) => [kind, amountReleased, part?.isLast]),
      [
        ['partial', '80000.05', false],
        ['acceptance', '90000.00', true],
      ],
    );
    const [stopped] = events.filter((each) => each.type === 'clockResumed');
    assert.equal(stopped?.type === 'clockResumed' && stopped.stop.awaits, 'client');

    const folder = await mkdtemp(join(tmpdir(), 'changing-year-'));
    try {
      const archived = state.outputs.at(-1)?.archiveSha256 ?? '';
      const path = join(folder, 'record.zip');
      await writeFile(path, await buffer(await stage.files.of(milestone.engagementId).open(archived)));
      const findings = await findingsOf(path);
      assert.deepEqual(
        findings.filter((each) => !each.startsWith('ok ')),
        [],
      );
      assert.ok(findings.some((each) => each.startsWith('ok Sufficiency')));
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
