// Routes of somebody's own calendar: its secret address is made, looked at and ended by who is signed in, and by nobody else.
import { z } from 'zod';
import { endCalendarFeed, findOwnCalendarFeed, makeCalendarFeed } from '../db/calendarFeeds.ts';
import { asJob } from '../db/inScope.ts';
import type { Session } from '../db/sessions.ts';
import { languageAsked } from '../mail/messages/words.ts';
import type { Access } from './http/holders.ts';
import { HttpProblem } from './http/problems.ts';
import { actOn, readOf, route } from './route.ts';

const calendarFeedView = z
  .object({
    madeAt: z.string().optional().describe('when its address was made; absent where there is none'),
    lastReadAt: z.string().optional().describe('to within an hour'),
  })
  .meta({ id: 'CalendarFeed' });

const madeFeedView = z
  .object({
    address: z
      .string()
      .optional()
      .describe(
        'for a calendar program to subscribe to (RFC 5545); shown once, so not to who repeats a request; whoever has it reads the calendar',
      ),
    madeAt: z.string(),
  })
  .meta({ id: 'MadeCalendarFeed' });

const nothing = z.object({ ended: z.boolean().describe('false where there was none') });

const base = { right: 'listMilestones', tag: 'Work' } as const;

/** Throws RIGHT_MISSING. */
function sessionOf({ session }: Access): Session {
  if (session) return session;
  throw new HttpProblem(
    'RIGHT_MISSING',
    'A calendar is of somebody who is signed in; a system with a key asks GET /work for what has which date.',
    'listMilestones',
  );
}

export const calendarFeedRoutes = [
  route({
    ...base,
    method: 'get',
    path: '/calendar-feed',
    operationId: 'getCalendarFeed',
    summary: 'Whether your calendar has an address',
    answer: calendarFeedView,
    audited: readOf('service'),
    async handle({ pool }, { key }) {
      return (await findOwnCalendarFeed(asJob(pool, 'signIn'), sessionOf(key).holderId)) ?? {};
    },
  }),
  route({
    ...base,
    method: 'post',
    path: '/calendar-feed',
    operationId: 'makeCalendarFeed',
    summary: 'Make a secret address under which a calendar program reads your deadlines',
    description:
      'Signed in only. What is asked of you and, where you are engagement manager or sponsor, what your milestones wait for, as in GET /work, each on its date. An address that you had leads nowhere from then on. What you may no longer see is not in it, and nothing is once you have left.',
    answer: madeFeedView,
    shownOnce: ['address'],
    audited: actOn('service'),
    async handle({ pool, settings }, { key, request }) {
      const { holderId, mailbox, name } = sessionOf(key);
      const madeAt = new Date().toISOString();
      const language = languageAsked(request.get('accept-language'));
      const token = await makeCalendarFeed(asJob(pool, 'signIn'), { holderId, mailbox, name, language }, madeAt);
      return { address: `${settings.publicUrl}/calendar/${token}.ics`, madeAt };
    },
  }),
  route({
    ...base,
    method: 'post',
    path: '/calendar-feed/end',
    operationId: 'endCalendarFeed',
    summary: 'Have the address of your calendar lead nowhere',
    answer: nothing,
    audited: actOn('service'),
    async handle({ pool }, { key }) {
      return { ended: await endCalendarFeed(asJob(pool, 'signIn'), sessionOf(key).holderId) };
    },
  }),
];
