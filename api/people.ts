// Routes of people who sign in: their sessions, the roles they were given beside those of engagements, and what they read.
import { z } from 'zod';
import { endRole, endSession, giveRole } from '../administration/people.ts';
import { asJob } from '../db/inScope.ts';
import { listAuditLines } from '../db/auditLog.ts';
import { listGrants } from '../db/roleGrants.ts';
import { listSessions, usedWithinSeconds, type Session } from '../db/sessions.ts';
import { endGrant as endGrantSchema, grantRole, whyNotGiven } from '../domain/access/grants.ts';
import { installationRoles } from '../domain/access/rights.ts';
import { endSession as endSessionSchema } from '../domain/access/sessions.ts';
import { readsChain } from '../evidence/ledger/auditEntry.ts';
import { lackingRight, type Access } from './http/access.ts';
import { lineQuery, lineView, pageOfLines } from './auditLog.ts';
import { carriedOutBy } from './authentication.ts';
import { noSuch } from './http/lookUps.ts';
import { actOn, pageOf, readOf, route } from './route.ts';

const endedView = z.object({ at: z.string(), by: z.string(), reason: z.string() }).optional();

const sessionView = z
  .object({
    sessionId: z.string(),
    holderId: z.string().describe('what the record names the person by, in all their sessions'),
    issuer: z.string(),
    subject: z.string(),
    address: z.string().describe('verified by the issuer; people of engagements are found by it'),
    name: z.string(),
    roles: z.array(z.enum(installationRoles)).describe('that a claim of the issuer gave'),
    authenticatedAt: z.string(),
    createdAt: z.string(),
    lastUsedAt: z.string().describe(`to within ${usedWithinSeconds / 60} minutes`),
    expiresAt: z.string().describe('at the latest'),
    ipAddress: z.string().optional(),
    userAgent: z.string().optional(),
    ended: endedView,
  })
  .meta({ id: 'Session' });

const grantView = z
  .object({
    ...{ grantId: z.string(), address: z.string(), role: z.enum(installationRoles) },
    ...{ validFrom: z.string(), validUntil: z.string().optional(), reason: z.string() },
    ...{ grantedBy: z.string(), grantedAt: z.string(), ended: endedView },
  })
  .meta({ id: 'RoleGrant' });

const tag = 'Service';

/** Sessions and roles are of all engagements there are: who is for some of them sees none. */
const isForSome = ({ scope }: Access): boolean => Array.isArray(scope);

export const peopleRoutes = [
  route({
    method: 'get',
    path: '/sessions',
    operationId: 'listSessions',
    right: 'readAccess',
    tag,
    summary: 'Who is signed in',
    answer: z.object({ items: z.array(sessionView) }),
    audited: readOf('service'),
    async handle({ pool, signIn }, { key }) {
      if (!signIn || isForSome(key)) return { items: [] };
      return { items: (await listSessions(asJob(pool, 'signIn'), signIn.limits)).map(viewOf) };
    },
  }),
  route({
    method: 'post',
    path: '/sessions/{sessionId}/end',
    operationId: 'endSession',
    right: 'manageAccess',
    tag,
    summary: 'End somebody’s session, at once',
    body: endSessionSchema,
    answer: sessionView,
    audited: actOn('service'),
    async handle({ db }, { params: { sessionId }, body, request }) {
      const ended = await endSession(db, sessionId, body, carriedOutBy(request));
      if (!ended) throw noSuch('session', sessionId);
      return viewOf(ended);
    },
  }),
  route({
    method: 'get',
    path: '/role-grants',
    operationId: 'listRoleGrants',
    right: 'readAccess',
    tag,
    summary: 'The roles that people were given beside those of engagements, those that are over included',
    answer: z.object({ items: z.array(grantView) }),
    audited: readOf('service'),
    handle: async ({ pool }, { key }) => ({
      items: isForSome(key) ? [] : await listGrants(asJob(pool, 'signIn')),
    }),
  }),
  route({
    method: 'post',
    path: '/role-grants',
    operationId: 'giveRole',
    right: 'manageAccess',
    tag,
    summary: 'Give somebody a role in every engagement, by their address',
    description: 'Nobody gives a role with a right that they lack; the command (npm run people) gives any.',
    body: grantRole,
    status: 201,
    answer: grantView,
    audited: actOn('service'),
    async handle({ pool }, { body, key, request }) {
      const lacking = whyNotGiven(key.holder, body.role);
      if (lacking !== undefined) throw lackingRight(key, lacking);
      return giveRole(asJob(pool, 'signIn'), body, carriedOutBy(request));
    },
  }),
  route({
    method: 'post',
    path: '/role-grants/{grantId}/end',
    operationId: 'endRole',
    right: 'manageAccess',
    tag,
    summary: 'End a role that somebody was given, at once and for good',
    body: endGrantSchema,
    answer: grantView,
    audited: actOn('service'),
    async handle({ db }, { params: { grantId }, body, request }) {
      const ended = await endRole(db, grantId, body, carriedOutBy(request));
      if (!ended) throw noSuch('grant', grantId);
      return ended;
    },
  }),
  route({
    method: 'get',
    path: '/people/{holderId}/reads',
    operationId: 'listReadsOfPerson',
    right: 'readReads',
    tag: 'Audit log',
    summary: 'What somebody listed, searched, read and downloaded while signed in, line by line',
    query: lineQuery,
    answer: pageOf(lineView),
    audited: readOf('service'),
    async handle({ pool }, { params: { holderId }, query, key }) {
      // A chain of a key's reads is asked for by the key; and what somebody read anywhere is for who may know of all of it.
      if (!holderId.startsWith('person-') || key.scope !== 'all') throw noSuch('person', holderId);
      return pageOfLines(await listAuditLines(asJob(pool, 'door'), readsChain(holderId), query), query);
    },
  }),
];

function viewOf(session: Session): z.infer<typeof sessionView> {
  const { roles, mailbox: _mailbox, providerSession: _sid, ...rest } = session;
  return { ...rest, roles: [...roles] };
}
