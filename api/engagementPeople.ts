// Routes of the people of an engagement: listed, corrected as a JSON Merge Patch, and added; what goes on hears of it by message.
import { randomUUID } from 'node:crypto';
import type { Response } from 'express';
import { z } from 'zod';
import { addEngagementPerson, correctEngagementPerson } from '../administration/engagementPeople.ts';
import { listMilestonesUnderWay } from '../db/milestones.ts';
import type { CommandName } from '../domain/commands.ts';
import { SignOffError } from '../domain/errors.ts';
import { person, personChanges, personId, type Person, type PersonChanges } from '../domain/people/people.ts';
import { text } from '../domain/terms/text.ts';
import { sendMessage } from '../workflows/client/sendMessage.ts';
import { UndeliveredError } from '../workflows/client/sendResult.ts';
import type { MessageOf } from '../workflows/messages.ts';
import { actorOf, assertThemself, carriedOutBy } from './authentication.ts';
import type { RouteDependencies } from './http/dependencies.ts';
import { getEngagement, noSuch } from './http/lookUps.ts';
import { assertMatches, expectedTag, tagOf } from './http/preconditions.ts';
import { HttpProblem } from './http/problems.ts';
import { actOn, readOf, route } from './route.ts';
import { assertLanguageOffered } from '../domain/people/languages.ts';
import { languages } from '../mail/messages/words.ts';
import { storedPerson } from './schemas.ts';

const told = z
  .array(
    z.object({
      milestoneId: z.string(),
      status: z
        .enum(['decided', 'accepted', 'unchanged', 'undelivered'])
        .describe(
          'decided: changed there, and asked again what was open; accepted: kept safe, not yet ruled on; unchanged: it was so already; undelivered: send the same request again',
        ),
      detail: z.string().optional(),
    }),
  )
  .describe('what became of it in each milestone under way');
type Told = z.infer<typeof told>;

const changedPerson = z.object({ person: storedPerson, milestones: told }).meta({ id: 'ChangedPerson' });

const act = {
  personId: personId.describe('who acts: the engagement manager or sponsor'),
  reason: text(2000),
};

const path = '/engagements/{engagementId}/people';

export const engagementPeopleRoutes = [
  route({
    method: 'get',
    path,
    operationId: 'listPeople',
    right: 'readMilestones',
    tag: 'Engagements',
    summary: 'The people of an engagement',
    answer: z.object({ items: z.array(storedPerson) }),
    audited: readOf('engagement'),
    handle: async ({ db }, { params }) => ({ items: (await getEngagement(db, params.engagementId)).people }),
  }),
  route({
    method: 'get',
    path: `${path}/{personId}`,
    operationId: 'getPerson',
    right: 'readMilestones',
    tag: 'Engagements',
    summary: 'One person of an engagement',
    description: 'The `ETag` of the answer goes into the `If-Match` of a correction.',
    answer: storedPerson,
    audited: readOf('engagement'),
    async handle({ db }, { params, response }) {
      const found = (await getEngagement(db, params.engagementId)).people.find(
        (each) => each.personId === params.personId,
      );
      if (!found) throw noPerson(params.personId);
      response.set('ETag', tagOf(found));
      return found;
    },
  }),
  route({
    method: 'patch',
    path: `${path}/{personId}`,
    operationId: 'correctEngagementPerson',
    right: 'oversee',
    tag: 'Engagements',
    summary: 'Correct the details of a person, or end them on a date',
    description:
      'A JSON Merge Patch (RFC 7396), with who acts and why beside the fields: what is left out stays, `null` takes a time zone or language away. `If-Match` is the `ETag` of the person as they were read. Milestones under way take it as `correctPerson`: what was asked at a corrected address is asked again there, links sent before open nothing any more, and the old address hears nothing. What was signed keeps the name it was signed under. From the day after `lastDayOn` on nothing is asked of the person, their links open nothing and standing deputies through them end; what they still had to decide is listed for the engagement manager to reassign. `null`, or a later date, has them stay or brings them back. Repeating the request reaches milestones that could not be reached.',
    body: z.object({ ...act, ...personChanges.shape }),
    answer: changedPerson,
    problems: ['WRONG_ACTOR', 'PERSON_UNKNOWN', 'PRECONDITION_REQUIRED', 'PRECONDITION_FAILED'],
    audited: actOn('engagement'),
    async handle(deps, { params, body, request, response }) {
      const { engagementId, personId: ofPersonId } = params;
      const { personId: by, reason, ...changes } = body;
      assertThemself(request, by);
      assertLanguageOffered(changes.language, languages, 'language');
      const expected = expectedTag(request);
      const corrected = await correctEngagementPerson(
        deps.db,
        engagementId,
        { personId: by, reason, ofPersonId, changes },
        { ...carriedOutBy(request), assertPresent: (was) => assertMatches(expected, tagOf(was)) },
      );
      if (!corrected) throw noSuch('engagement', engagementId);
      const actor = actorOf(request, by, 'engagementManager');
      return answerWith(
        response,
        corrected,
        await tell(deps, engagementId, 'correctPerson', {
          ...{ actor, ofPersonId, changes: changesTo(corrected), reason },
        }),
      );
    },
  }),
  route({
    method: 'post',
    path,
    operationId: 'addEngagementPerson',
    right: 'oversee',
    tag: 'Engagements',
    summary: 'Add a person to an engagement',
    description:
      'Milestones under way take it as `addPerson`; the person is asked nothing by it, and can be named from then on.',
    body: z.object({ ...act, person }),
    status: 201,
    answer: changedPerson,
    problems: ['WRONG_ACTOR'],
    audited: actOn('engagement'),
    async handle(deps, { params: { engagementId }, body, request, response }) {
      assertThemself(request, body.personId);
      assertLanguageOffered(body.person.language, languages, 'person.language');
      const added = await addEngagementPerson(deps.db, engagementId, body, carriedOutBy(request));
      if (!added) throw noSuch('engagement', engagementId);
      const actor = actorOf(request, body.personId, 'engagementManager');
      return answerWith(
        response,
        added,
        await tell(deps, engagementId, 'addPerson', { actor, person: added, reason: body.reason }),
      );
    },
  }),
];

const noPerson = (id: string): HttpProblem =>
  new HttpProblem('NOT_FOUND', `There is no person "${id.slice(0, 100)}" in this engagement.`, 'personId');

/** All of it, so that a milestone that missed an earlier correction has caught up with this one. */
const changesTo = ({ name, email, capacity, timeZone, phone, language, lastDayOn }: Person): PersonChanges => ({
  ...{ name, email, capacity, timeZone: timeZone ?? null, phone: phone ?? null, language: language ?? null },
  lastDayOn: lastDayOn ?? null,
});

function answerWith(response: Response, changed: Person, milestones: Told) {
  response.set('ETag', tagOf(changed));
  return { person: changed, milestones };
}

/** One message to each milestone under way. One that has it so already has been told before. */
async function tell<N extends CommandName>(
  deps: RouteDependencies,
  engagementId: string,
  name: N,
  message: Omit<MessageOf<N>, 'messageId'>,
): Promise<Told> {
  const sender = {
    ...{ ...deps, db: deps.pool, entrance: 'api' as const },
    answerWithinMilliseconds: deps.settings.answerWithinMilliseconds,
  };
  const told: Told = [];
  for (const milestoneId of await listMilestonesUnderWay(deps.db, engagementId)) {
    const messageId = `${name}:${randomUUID()}`;
    try {
      const { status } = await sendMessage(sender, milestoneId, name, { ...message, messageId } as MessageOf<N>);
      told.push({ milestoneId, status });
    } catch (error) {
      if (!(error instanceof SignOffError || error instanceof UndeliveredError)) throw error;
      const isSettled = error instanceof SignOffError && ['INVALID_MESSAGE', 'MILESTONE_CLOSED'].includes(error.code);
      told.push({ milestoneId, status: isSettled ? 'unchanged' : 'undelivered', detail: error.message });
    }
  }
  return told;
}
