// Routes of somebody's own digest: chosen, looked at and ended by who is signed in, and by nobody else.
import { z } from 'zod';
import { endDigest, findDigest, setDigest, type DigestPreference } from '../db/digests.ts';
import { asJob } from '../db/inScope.ts';
import type { Session } from '../db/sessions.ts';
import { digestTimes } from '../domain/requests/digests.ts';
import type { Access } from './http/holders.ts';
import { HttpProblem } from './http/problems.ts';
import { actOn, readOf, route } from './route.ts';

const digestView = z
  .object({
    isOn: z.boolean().describe('false: every mail comes by itself'),
    times: digestTimes.optional(),
    nextAt: z.string().optional().describe('when the next one goes out, if anything waits for it'),
  })
  .meta({ id: 'Digest' });

const viewOf = (found: DigestPreference | undefined): z.infer<typeof digestView> => {
  if (!found) return { isOn: false };
  const { preferenceId: _id, mailbox: _mailbox, address: _address, nextAt, ...times } = found;
  return { isOn: true, times, nextAt };
};

const base = { right: 'listMilestones', tag: 'Work' } as const;

/** Throws RIGHT_MISSING. */
function sessionOf({ session }: Access): Session {
  if (session) return session;
  throw new HttpProblem(
    'RIGHT_MISSING',
    'A digest is of somebody who is signed in; a system with a key is told by webhooks.',
    'listMilestones',
  );
}

export const digestRoutes = [
  route({
    ...base,
    method: 'get',
    path: '/digest',
    operationId: 'getDigest',
    summary: 'Whether your notices come together, and when',
    answer: digestView,
    audited: readOf('service'),
    handle: async ({ pool }, { key }) => viewOf(await findDigest(asJob(pool, 'signIn'), sessionOf(key).mailbox)),
  }),
  route({
    ...base,
    method: 'post',
    path: '/digest',
    operationId: 'setDigest',
    summary: 'Have your notices come together, daily or weekly',
    description:
      'Signed in only; over all engagements. What you are asked to decide comes at once all the same, as do receipts, certificates and whatever a period runs from. A digest with nothing in it is not sent.',
    body: digestTimes,
    answer: digestView,
    audited: actOn('service'),
    async handle({ pool }, { key, body }) {
      const { mailbox, address } = sessionOf(key);
      return viewOf(await setDigest(asJob(pool, 'signIn'), { mailbox, address }, body, new Date().toISOString()));
    },
  }),
  route({
    ...base,
    method: 'post',
    path: '/digest/end',
    operationId: 'endDigest',
    summary: 'Have every notice come by itself again; what waits goes out at once',
    answer: digestView,
    audited: actOn('service'),
    async handle({ pool }, { key }) {
      await endDigest(asJob(pool, 'signIn'), sessionOf(key).mailbox);
      return { isOn: false };
    },
  }),
];
