// What the demo asks of the machine it runs on: a browser only where somebody sees it, and a place where it is evening now.
import assert from 'node:assert/strict';
import { businessCalendar } from '../../domain/time/businessCalendar.ts';
import { dateOf } from '../../domain/time/businessTime.ts';
import { canShowPages } from '../../scripts/demo/ending.ts';
import { completionDate, zoneAfterHours } from '../../scripts/demo/weekPlans.ts';

describe('The demo', () => {
  it('opens a browser for who sits at a screen, and for nobody else', () => {
    assert.ok(canShowPages('darwin', {}, true));
    assert.ok(canShowPages('linux', { WAYLAND_DISPLAY: 'wayland-0' }, true));
    for (const [platform, env, isTerminal] of [
      ['darwin', {}, false],
      ['linux', {}, true],
      ['darwin', { CI: 'true' }, true],
      ['linux', { DISPLAY: ':10', SSH_CONNECTION: '192.0.2.1 50000 192.0.2.2 22' }, true],
    ] as const)
      assert.ok(!canShowPages(platform, env, isTerminal), `${platform} ${JSON.stringify(env)}`);
  });

  it('finds at every hour, in summer and winter, a place where the business of the day is over and work was completed before', () => {
    for (let hour = 0; hour < 4 * 24; hour += 1) {
      const now = new Date(Date.UTC(2026, 3 * Math.floor(hour / 24), 20, hour % 24, 59));
      const there = zoneAfterHours(now);
      const local = Number(new Intl.DateTimeFormat('en-GB', { timeZone: there, hour: '2-digit' }).format(now));
      assert.ok(local >= 18 && local <= 22, `${now.toISOString()} ${there}`);
      const calendar = businessCalendar.parse({ timeZone: there });
      assert.ok(completionDate(now) <= dateOf(now.toISOString(), calendar), `${now.toISOString()} ${there}`);
    }
  });
});
