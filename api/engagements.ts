// Routes of engagements.
import { isDeepStrictEqual } from 'node:util';
import type { Request } from 'express';
import { z } from 'zod';
import { correctEngagementCalendar } from '../administration/engagementCalendar.ts';
import { findHolidays, knownGaps, whyUnknownPlace } from '../administration/publicHolidays.ts';
import { insertEngagement, listEngagements } from '../db/engagements.ts';
import { inEngagement } from '../db/inScope.ts';
import { SignOffError } from '../domain/errors.ts';
import { calendarCorrection } from '../domain/commands.ts';
import { businessCalendar } from '../domain/time/businessCalendar.ts';
import { assertSignInOffered } from '../domain/people/signInOffered.ts';
import { languages, statementsBut } from '../mail/messages/words.ts';
import { assertLanguagesOffered } from '../domain/people/languages.ts';
import { assertPasskeysOffered } from '../domain/people/relyingParty.ts';
import { mailboxOf } from '../domain/people/humans.ts';
import { personId, type Actor } from '../domain/people/people.ts';
import { assertDoesBusiness } from '../domain/signOff/signability.ts';
import { assertFirstTerms } from '../domain/terms/contractVersions.ts';
import { engagement, type Engagement } from '../domain/terms/engagement.ts';
import { usualIn } from '../domain/terms/signOffStatement.ts';
import { accessOf, assertOwnEngagement } from './http/access.ts';
import { actorOf, carriedOutBy } from './authentication.ts';
import type { RouteDependencies } from './http/dependencies.ts';
import { getEngagement } from './http/lookUps.ts';
import { HttpProblem } from './http/problems.ts';
import { actOn, pageOf, plain, readOf, route } from './route.ts';
import { listQuery, storedPerson } from './schemas.ts';
import { logoWarnings, namesakeWarnings, printWarnings, warnings } from './warnings.ts';

const engagementView = z.object({ ...engagement.shape, people: z.array(storedPerson) });

const engagementSummaryView = z
  .object({
    ...z.object(engagement.shape).pick({ engagementId: true, name: true }).shape,
    createdAt: z.string().describe('when it was registered'),
  })
  .meta({ id: 'EngagementSummary' });
const registeredEngagement = z.object({
  ...engagementView.shape,
  publicHolidays: z
    .object({
      from: z.iso.date(),
      until: z.iso.date(),
      found: z.array(
        z.object({
          date: z.iso.date(),
          name: z.string(),
          place: z.string(),
          isConfirmed: z.boolean().describe('false where only one of the two tables that were compared has it'),
        }),
      ),
      knownGaps: z.array(z.string()).describe('what the tables are known to lack or to doubt, place by place'),
    })
    .describe('what the contract’s calendar will count as public holidays in the next two years'),
  warnings,
});

/** Names are pinned into what is signed; a person is corrected, everything else of an engagement stays as it was registered. */
const toBePrinted =
  'To have it on paper, register the engagement under another engagementId with this text in letters that can be printed; a person then types their name in that spelling.';

/** The statement of the service is there in all languages there are words in, also in those that a later release brought. */
function inEveryLanguage<T extends Engagement>(registered: T): T {
  const { contract } = registered;
  const { signOffStatement } = contract;
  const given = Object.keys(signOffStatement.translations).every((tag) => languages.includes(tag));
  if (!given) return registered;
  const translated = usualIn(signOffStatement, statementsBut(signOffStatement.language));
  return { ...registered, contract: { ...contract, signOffStatement: translated } };
}

export const engagementRoutes = [
  route({
    method: 'post',
    path: '/engagements',
    operationId: 'registerEngagement',
    right: 'registerEngagements',
    tag: 'Engagements',
    summary: 'Register an engagement',
    body: engagement,
    status: 201,
    answer: registeredEngagement,
    problems: ['NOT_FOUND', 'ALREADY_EXISTS'],
    audited: actOn('service'),
    async handle({ pool, settings, signIn }, { body: given, key, request, response }) {
      const body = inEveryLanguage(given);
      assertOwnEngagement(key, body.engagementId);
      const db = inEngagement(pool, body.engagementId);
      assertFirstTerms(body);
      assertDoesBusiness(body.contract, new Date().toISOString());
      assertTermsOffered(body, { settings, signIn });
      const { engagementId } = body;
      const isNew = await insertEngagement(db, body, registrarOf(request, body));
      const onRecord = isNew ? undefined : await getEngagement(db, engagementId);
      if (onRecord && !isDeepStrictEqual(plain(inEveryLanguage(onRecord)), plain(body)))
        throw new HttpProblem(
          'ALREADY_EXISTS',
          `There is an engagement "${engagementId}" already; choose another ID.`,
          'engagementId',
        );
      response.status(isNew ? 201 : 200).location(`/engagements/${engagementId}`);
      return {
        ...body,
        publicHolidays: foundHolidays(body, new Date().toISOString().slice(0, 10)),
        warnings: [...namesakeWarnings(body.people), ...logoWarnings(body), ...printWarnings(body, toBePrinted)],
      };
    },
  }),
  route({
    method: 'post',
    path: '/engagements/{engagementId}/calendar-correction',
    operationId: 'correctEngagementCalendar',
    right: 'registerEngagements',
    tag: 'Engagements',
    summary: 'Correct the contract’s own holidays and working days, for milestones that start later',
    body: z.object({ personId, ...calendarCorrection }),
    answer: businessCalendar,
    problems: ['WRONG_ACTOR'],
    audited: actOn('service'),
    async handle({ db }, { params, body, request }) {
      const { engagementId, engagementManagerId } = await getEngagement(db, params.engagementId);
      if (body.personId !== engagementManagerId)
        throw new SignOffError('WRONG_ACTOR', 'Only the engagement manager may correct the calendar.', {
          field: 'personId',
        });
      const by = actorOf(request, body.personId, 'engagementManager');
      return correctEngagementCalendar(db, engagementId, body, { by, ...carriedOutBy(request) });
    },
  }),
  route({
    method: 'get',
    path: '/engagements',
    operationId: 'listEngagements',
    right: 'listMilestones',
    tag: 'Engagements',
    summary: 'List engagements',
    query: listQuery,
    answer: pageOf(engagementSummaryView),
    audited: readOf('service'),
    handle: ({ db }, { key, query }) => listEngagements(db, key.scope, query),
  }),
  route({
    method: 'get',
    path: '/engagements/{engagementId}',
    operationId: 'getEngagement',
    right: 'readMilestones',
    tag: 'Engagements',
    summary: 'One engagement',
    answer: engagementView,
    audited: readOf('engagement'),
    handle: ({ db }, { params }) => getEngagement(db, params.engagementId),
  }),
];

/** What this service can keep. Throws INVALID_MESSAGE naming the field. */
export function assertTermsOffered(
  registered: Engagement,
  { settings, signIn }: Pick<RouteDependencies, 'settings' | 'signIn'>,
): void {
  assertKnownHolidays(registered);
  assertPasskeysOffered(registered.contract, settings.publicUrl);
  assertSignInOffered(registered.contract, signIn !== undefined);
  assertLanguagesOffered(registered, languages);
}

/** Signed in, somebody registers what they answer for, or would not see it any more. Throws WRONG_ACTOR. */
function registrarOf(request: Request, engagement: Engagement): Actor {
  const { engagementManagerId, engagementSponsorId, people } = engagement;
  const { session } = accessOf(request);
  if (!session) return actorOf(request, engagementManagerId, 'engagementManager', engagement.engagementId);
  const own = people.find(({ party, email }) => party === 'firm' && mailboxOf(email) === session.mailbox)?.personId;
  if (own === undefined || (own !== engagementManagerId && own !== engagementSponsorId))
    throw new SignOffError(
      'WRONG_ACTOR',
      `You are signed in, and register engagements of which you are manager or sponsor; list yourself as one of them, of the firm, with the address ${session.address}.`,
      { field: 'engagementManagerId' },
    );
  const { issuer, subject, sessionId, authenticatedAt } = session;
  return {
    personId: own,
    role: own === engagementManagerId ? 'engagementManager' : 'engagementSponsor',
    authentication: { method: 'session', issuer, subject, sessionId, authenticatedAt },
  };
}

/** Seen at registration, while a date can still be put under holidays or workingDays. `today` is a date. */
function foundHolidays(
  { contract }: Engagement,
  today: string,
): z.infer<typeof registeredEngagement>['publicHolidays'] {
  const year = Number(today.slice(0, 4));
  const until = `${year + 2}${today.slice(4)}`;
  const places = contract.calendar.publicHolidaysOf;
  return {
    from: today,
    until,
    found: places
      .flatMap((place) => findHolidays(place, year, year + 2))
      .filter(({ date }) => date >= today && date < until)
      .sort((a, b) => a.date.localeCompare(b.date)),
    knownGaps: places.flatMap((place) => knownGaps(place, year, year + 2)),
  };
}

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
