// The page on which somebody gets an address for their calendar program, or ends it; over the API's own operations.
import { perform } from '../../api/http/operations.ts';
import type { CalendarFeed } from '../../db/calendarFeeds.ts';
import { ask } from './ask.ts';
import type { PageCall, PageDependencies, PageRoute, Shown } from './pageRoute.ts';

const path = '/desk/calendar';
const right = 'listMilestones';

export const calendarPages: readonly PageRoute[] = [
  {
    ...{ method: 'get', path, name: 'calendar', right, audited: { as: 'recordRead', on: 'service' } },
    handle: (deps, call) => shown(deps, call, {}),
  },
  {
    ...{ method: 'post', path, name: 'makeCalendar', right, asks: 'makeCalendarFeed' },
    audited: { as: 'administered', on: 'service' },
    async handle(deps, call) {
      const { address } = await act<{ address: string }>('makeCalendarFeed', deps, call);
      return shown(deps, call, { address });
    },
  },
  {
    ...{ method: 'post', path: `${path}/end`, name: 'endCalendar', right, asks: 'endCalendarFeed' },
    audited: { as: 'administered', on: 'service' },
    async handle(deps, call) {
      await act('endCalendarFeed', deps, call);
      return { goTo: path };
    },
  },
];

const act = <T>(operation: string, deps: PageDependencies, { access: key, request, response }: PageCall): Promise<T> =>
  perform<T>(deps.operations(operation), deps, { params: {}, body: {}, key, request, response });

async function shown(deps: PageDependencies, call: PageCall, made: { address?: string }): Promise<Shown> {
  const { say, utc } = call.words;
  const { madeAt, lastReadAt } = (await ask<Partial<CalendarFeed>>(deps, call, 'getCalendarFeed')) ?? {};
  const title = say('calendar.title');
  return {
    page: 'deskCalendar',
    values: {
      title,
      ...made,
      ...(madeAt === undefined ? {} : { stands: say('calendar.stands', { at: utc(madeAt) }) }),
      read: lastReadAt === undefined ? say('calendar.unread') : say('calendar.read', { at: utc(lastReadAt) }),
    },
  };
}
