// Routes of engagements.
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { whyUnknownPlace } from '../administration/publicHolidays.ts';
import { insertEngagement, listEngagements } from '../db/engagements.ts';
import { SignOffError } from '../domain/errors.ts';
import { person } from '../domain/people/people.ts';
import { erasedMark } from '../domain/records/redaction.ts';
import { engagement, type Engagement } from '../domain/terms/engagement.ts';
import { actorOf } from './authentication.ts';
import { getEngagement } from './http/lookUps.ts';
import { HttpProblem } from './http/problems.ts';
import { actOn, notAudited, pageOf, plain, readOf, route } from './route.ts';
import { listQuery } from './schemas.ts';

/** As it is on record: an erasure puts its mark where an address was. */
const engagementView = z.object({
  ...engagement.shape,
  people: z.array(z.object({ ...person.shape, email: z.union([person.shape.email, z.literal(erasedMark)]) })),
});

const engagementSummaryView = z
  .object({
    ...z.object(engagement.shape).pick({ engagementId: true, name: true }).shape,
    createdAt: z.string().describe('when it was registered'),
  })
  .meta({ id: 'EngagementSummary' });

export const engagementRoutes = [
  route({
    method: 'post',
    path: '/engagements',
    operationId: 'registerEngagement',
    tag: 'Engagements',
    summary: 'Register an engagement',
    body: engagement,
    status: 201,
    answer: engagementView,
    problems: ['ALREADY_EXISTS'],
    audited: actOn('service'),
    async handle({ db }, { body, request, response }) {
      assertKnownHolidays(body);
      const { engagementId, engagementManagerId } = body;
      const isNew = await insertEngagement(db, body, actorOf(request, engagementManagerId, 'engagementManager'));
      const onRecord = isNew ? undefined : await getEngagement(db, engagementId);
      if (onRecord && !isDeepStrictEqual(onRecord, plain(body)))
        throw new HttpProblem(
          'ALREADY_EXISTS',
          `There is an engagement "${engagementId}" already; choose another ID.`,
          'engagementId',
        );
      response.status(isNew ? 201 : 200).location(`/engagements/${engagementId}`);
      return body;
    },
  }),
  route({
    method: 'get',
    path: '/engagements',
    operationId: 'listEngagements',
    tag: 'Engagements',
    summary: 'List engagements',
    query: listQuery,
    answer: pageOf(engagementSummaryView),
    audited: notAudited,
    handle: ({ db }, { query }) => listEngagements(db, query),
  }),
  route({
    method: 'get',
    path: '/engagements/{engagementId}',
    operationId: 'getEngagement',
    tag: 'Engagements',
    summary: 'One engagement',
    answer: engagementView,
    audited: readOf('engagement'),
    handle: ({ db }, { params }) => getEngagement(db, params.engagementId),
  }),
];

/** Said now rather than when the first milestone starts: the tables behind it are not the domain's to know. */
function assertKnownHolidays({ contract }: Engagement): void {
  contract.calendar.publicHolidaysOf.forEach((place, index) => {
    const why = whyUnknownPlace(place);
    if (why)
      throw new SignOffError(
        'INVALID_MESSAGE',
        `The contract's calendar cannot be used: ${why}. Correct it, or list the dates under holidays.`,
        { field: `contract.calendar.publicHolidaysOf.${index}` },
      );
  });
}
