// Routes of what wins over every grant: information barriers, departures, and engagements opened in an emergency.
import { z } from 'zod';
import {
  liftBarrier,
  openEngagement,
  recordDeparture,
  setBarrier,
  takeBackDeparture,
} from '../administration/restrictions.ts';
import { asJob } from '../db/inScope.ts';
import { listBarriers, listDepartures, listOpenings } from '../db/restrictions.ts';
import {
  breakGlass,
  leave,
  liftBarrier as liftBarrierSchema,
  mailboxNamed,
  setBarrier as setBarrierSchema,
  takeBack,
} from '../domain/access/restrictions.ts';
import { isWithin } from '../domain/access/scope.ts';
import { assertOwnEngagement, lackingRight } from './http/access.ts';
import { carriedOutBy } from './authentication.ts';
import { noSuch } from './http/lookUps.ts';
import { HttpProblem } from './http/problems.ts';
import { actOn, readOf, route } from './route.ts';

const endedView = z.object({ at: z.string(), by: z.string(), reason: z.string() }).optional();

const barrierView = z
  .object({
    ...{ barrierId: z.string(), engagementId: z.string(), address: z.string(), reason: z.string() },
    ...{ setBy: z.string(), setAt: z.string(), lifted: endedView },
  })
  .meta({ id: 'Barrier' });

const departureView = z
  .object({
    ...{ departureId: z.string(), address: z.string(), leavesAt: z.string(), reason: z.string() },
    ...{ recordedBy: z.string(), recordedAt: z.string(), takenBack: endedView },
  })
  .meta({ id: 'Departure' });

const openingView = z
  .object({
    ...{ openingId: z.string(), engagementId: z.string(), reason: z.string() },
    ...{ holderId: z.string().describe('GET /people/{holderId}/reads lists what they read'), name: z.string() },
    ...{ address: z.string(), openedAt: z.string(), endsAt: z.string() },
  })
  .meta({ id: 'Opening' });

const tag = 'Service';

export const restrictionRoutes = [
  route({
    method: 'get',
    path: '/barriers',
    operationId: 'listBarriers',
    right: 'manageBarriers',
    tag,
    summary: 'Information barriers, those that were lifted included',
    description: 'Who is behind one is not shown it, whatever their role.',
    answer: z.object({ items: z.array(barrierView) }),
    audited: readOf('service'),
    async handle({ pool }, { key }) {
      const own = key.session?.mailbox;
      const seen = (await listBarriers(asJob(pool, 'signIn'))).filter((each) => isWithin(key.scope, each.engagementId));
      return { items: seen.filter((each) => own === undefined || mailboxNamed(each) !== own) };
    },
  }),
  route({
    method: 'post',
    path: '/barriers',
    operationId: 'setBarrier',
    right: 'manageBarriers',
    tag,
    summary: 'Keep somebody from an engagement, whatever they were or will be given',
    description: 'At once, links included. One that stands already is answered as it stands.',
    body: setBarrierSchema,
    status: 201,
    answer: barrierView,
    audited: actOn('service'),
    handle({ pool }, { body, key, request }) {
      assertOwnEngagement(key, body.engagementId);
      return setBarrier(asJob(pool, 'signIn'), body, carriedOutBy(request));
    },
  }),
  route({
    method: 'post',
    path: '/barriers/{barrierId}/lift',
    operationId: 'liftBarrier',
    right: 'manageBarriers',
    tag,
    summary: 'Lift an information barrier',
    body: liftBarrierSchema,
    answer: barrierView,
    audited: actOn('service'),
    async handle({ pool }, { params: { barrierId }, body, key, request }) {
      const [standing] = (await listBarriers(asJob(pool, 'signIn'))).filter((each) => each.barrierId === barrierId);
      if (!standing || !isWithin(key.scope, standing.engagementId)) throw noSuch('barrier', barrierId);
      const lifted = await liftBarrier(asJob(pool, 'signIn'), barrierId, body, carriedOutBy(request));
      if (!lifted) throw noSuch('barrier', barrierId);
      return lifted;
    },
  }),
  route({
    method: 'get',
    path: '/departures',
    operationId: 'listDepartures',
    right: 'readAccess',
    tag,
    summary: 'Who left or will leave, and when',
    answer: z.object({ items: z.array(departureView) }),
    audited: readOf('service'),
    handle: async ({ pool }, { key }) => ({
      items: Array.isArray(key.scope) ? [] : await listDepartures(asJob(pool, 'signIn')),
    }),
  }),
  route({
    method: 'post',
    path: '/departures',
    operationId: 'recordDeparture',
    right: 'manageAccess',
    tag,
    summary: 'Record that somebody leaves the firm, now or on a date',
    description:
      'From then on they have no session, role or link, whatever says otherwise; what they still owe is an obstacle of its milestone until the engagement manager reassigns it.',
    body: leave,
    status: 201,
    answer: departureView,
    problems: ['ALREADY_EXISTS'],
    audited: actOn('service'),
    async handle({ pool }, { body, key, request }) {
      if (Array.isArray(key.scope)) throw lackingRight(key, 'manageAccess');
      const recorded = await recordDeparture(asJob(pool, 'signIn'), body, carriedOutBy(request));
      if (recorded) return recorded;
      throw new HttpProblem(
        'ALREADY_EXISTS',
        'A departure stands for this mailbox already (GET /departures); take it back first, to record another.',
        'address',
      );
    },
  }),
  route({
    method: 'post',
    path: '/departures/{departureId}/take-back',
    operationId: 'takeBackDeparture',
    right: 'manageAccess',
    tag,
    summary: 'Take a departure back: it was recorded by mistake, or somebody came again',
    body: takeBack,
    answer: departureView,
    audited: actOn('service'),
    async handle({ pool }, { params: { departureId }, body, request }) {
      const taken = await takeBackDeparture(asJob(pool, 'signIn'), departureId, body, carriedOutBy(request));
      if (!taken) throw noSuch('departure', departureId);
      return taken;
    },
  }),
  route({
    method: 'get',
    path: '/openings',
    operationId: 'listOpenings',
    right: 'readAccess',
    tag,
    summary: 'Engagements that somebody opened in an emergency, those that are over included',
    answer: z.object({ items: z.array(openingView) }),
    audited: readOf('service'),
    handle: async ({ pool }, { key }) => ({
      items: (await listOpenings(asJob(pool, 'signIn'))).filter((each) => isWithin(key.scope, each.engagementId)),
    }),
  }),
  route({
    method: 'post',
    path: '/engagements/{engagementId}/openings',
    operationId: 'openEngagement',
    right: 'breakGlass',
    tag,
    summary: 'Open an engagement for reading in an emergency, for some time, with a reason',
    description:
      'Signed in only. For that time it is read as an auditor reads it, each read on record; sponsor and records officers are told at once. A barrier is not opened by it.',
    body: breakGlass,
    status: 201,
    answer: openingView,
    audited: actOn('engagement'),
    async handle({ pool }, { params: { engagementId }, body, key, request }) {
      if (!key.session)
        throw new HttpProblem(
          'RIGHT_MISSING',
          'An engagement is opened by somebody who is signed in, so that it is known who reads it; a system with a key does not.',
          'breakGlass',
        );
      const opened = await openEngagement(pool, engagementId, body, { ...carriedOutBy(request), session: key.session });
      if (!opened) throw noSuch('engagement', engagementId);
      return opened;
    },
  }),
];
