// Calendars over HTTP: what a registration says of public holidays, and corrections for what has not begun.
import assert from 'node:assert/strict';
import * as act from '../domain/acts.ts';
import { engagementWith } from '../domain/cast.ts';
import { devServer } from '../support/temporal.ts';
import { ApiStage, assertProblem } from './apiStage.ts';

interface Registered {
  publicHolidays: {
    from: string;
    until: string;
    found: { date: string; name: string; place: string; isConfirmed: boolean }[];
    knownGaps: string[];
  };
}

describe('Calendar of an engagement', () => {
  let stage: ApiStage;
  before(async () => {
    stage = await ApiStage.open(await devServer());
    await stage.startWorker();
  });
  after(() => stage.close());

  it('is answered with the public holidays of the next two years and what is doubtful about them', async () => {
    const calendar = { timeZone: 'Asia/Singapore', publicHolidaysOf: [{ country: 'SG' }] };
    const engagement = engagementWith({ calendar }, { engagementId: `calendar-${process.pid}` });
    const { status, body } = await stage.post<Registered>('/engagements', engagement);
    assert.equal(status, 201, JSON.stringify(body));
    const { from, until, found, knownGaps } = body.publicHolidays;
    const today = new Date().toISOString().slice(0, 10);
    assert.deepEqual([from, until.slice(0, 4)], [today, String(Number(today.slice(0, 4)) + 2)]);
    assert.ok(found.length >= 20, `${found.length} holidays`);
    assert.ok(found.every((each) => each.date >= from && each.date < until && each.place === 'SG'));
    assert.ok(found.some((each) => /Vesak/.test(each.name) && !each.isConfirmed));
    assert.match(knownGaps.join(), /SG: two tables disagree on/);
    const again = await stage.post<Registered>('/engagements', engagement);
    assert.deepEqual([again.status, again.body.publicHolidays.found], [200, found]);
  });

  it('is corrected for the milestones that start later, and on record with reason and who', async () => {
    const milestone = await stage.milestone();
    // Its first events are held against the engagement as it is on record by then.
    await milestone.state();
    const path = `/engagements/${milestone.engagementId}/calendar-correction`;
    const correction = { personId: 'manager', holidays: ['2031-12-24'], workingDays: ['2031-12-20'], reason: 'Decree' };
    const { status, body } = await stage.post<{ holidays: string[] }>(path, correction);
    assert.deepEqual([status, body.holidays], [200, ['2031-12-24']]);
    const { db } = stage.database;
    const [engagement] = await db('engagements').where({ engagement_id: milestone.engagementId });
    const { holidays, workingDays } = engagement.terms.contract.calendar;
    assert.deepEqual([holidays, workingDays], [['2031-12-24'], ['2031-12-20']]);
    const [kept] = await db('calendar_corrections').where({ engagement_id: milestone.engagementId });
    assert.deepEqual([kept.reason, kept.corrected_by.personId], ['Decree', 'manager']);
    const under = (await milestone.state()).engagement.contract.calendar;
    assert.deepEqual(under.holidays, [], 'a milestone under way has a correction of its own');
    const { calendar } = (await stage.get<{ calendar: object }>(milestone.path)).body;
    assert.deepEqual(calendar, under, 'shown as pinned, not as the engagement has it now');

    assertProblem(await stage.post(path, { ...correction, personId: 'sponsor' }), 403, 'WRONG_ACTOR', 'personId');
    assertProblem(await stage.post(path, correction), 400, 'INVALID_MESSAGE', 'holidays');
    const both = { ...correction, holidays: ['2031-12-20'] };
    assertProblem(await stage.post(path, both), 400, 'INVALID_MESSAGE', 'workingDays');
    assertProblem(
      await stage.post('/engagements/nowhere/calendar-correction', correction),
      404,
      'NOT_FOUND',
      'engagementId',
    );
  });

  it('of a milestone under way is corrected by a message to it', async () => {
    const milestone = await stage.milestone();
    await milestone.play(...act.toReview, act.correctDays(['2031-12-24']));
    assert.deepEqual((await milestone.state()).engagement.contract.calendar.holidays, ['2031-12-24']);
    const { body } = await stage.get<{ calendar: { holidays: string[] } }>(milestone.path);
    assert.deepEqual(body.calendar.holidays, ['2031-12-24']);
  });
});
