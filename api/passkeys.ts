// Routes of the passkeys that people of an engagement set up behind their links: listed, and reset for who lost them.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { resetPasskeys } from '../administration/passkeys.ts';
import { listPasskeysOfAll } from '../db/passkeys.ts';
import type { Milestone } from '../domain/milestone.ts';
import { personId } from '../domain/people/people.ts';
import { text } from '../domain/terms/text.ts';
import { passkeyMails } from '../mail/passkeyMail.ts';
import { assertThemself, carriedOutBy } from './authentication.ts';
import type { RouteDependencies } from './http/dependencies.ts';
import { getMilestone } from './http/lookUps.ts';
import { HttpProblem } from './http/problems.ts';
import { actOn, onRecord, readOf, route } from './route.ts';

const passkeyView = z
  .object({
    personId: z.string(),
    credentialId: z.string().describe('base64url'),
    rpId: z.string().describe('the host it is for'),
    enrolledAt: z.string(),
    requestId: z.string().describe('the request behind whose link it was set up'),
    codeConfirmedAt: z.string().describe('when a code sent by e-mail was confirmed there'),
    confirmedBy: z.string().optional().describe('the passkey that the person had before, and confirmed it with'),
    usedAt: z.string().optional().describe('when it was used last'),
  })
  .meta({ id: 'Passkey' });

export const passkeyRoutes = [
  route({
    method: 'get',
    path: '/milestones/{milestoneId}/passkeys',
    operationId: 'listPasskeys',
    tag: 'Record',
    right: 'readRecord',
    summary: 'Passkeys that people of the milestone’s engagement have set up',
    answer: z.object({ items: z.array(passkeyView) }),
    problems: onRecord,
    audited: readOf('milestone'),
    async handle({ db }, { params }) {
      const { engagementId } = await getMilestone(db, params.milestoneId);
      const items = (await listPasskeysOfAll(db, engagementId)).map(({ enrolment, usedAt }) => {
        const { personId: whose, credentialId, rpId, enrolledAt, requestId, codeConfirmedAt, confirmedBy } = enrolment;
        return {
          ...{ personId: whose, credentialId, rpId, enrolledAt, requestId, codeConfirmedAt },
          ...(confirmedBy === undefined ? {} : { confirmedBy }),
          ...(usedAt === undefined ? {} : { usedAt }),
        };
      });
      return { items };
    },
  }),
  route({
    method: 'post',
    path: '/milestones/{milestoneId}/passkey-resets',
    operationId: 'resetPasskeys',
    tag: 'Record',
    right: 'oversee',
    summary: 'Take all passkeys of a person from them, in the whole engagement, and tell them',
    body: z.object({
      ofPersonId: personId.describe('whose passkeys they are'),
      personId: personId.describe('the engagement manager or sponsor'),
      reason: text(2000),
    }),
    answer: z.object({ ofPersonId: z.string(), credentialIds: z.array(z.string()) }),
    problems: [...onRecord, 'WRONG_ACTOR', 'PERSON_UNKNOWN'],
    audited: actOn('milestone'),
    async handle(deps, { params: { milestoneId }, body, request }) {
      const milestone = (await getMilestone(deps.db, milestoneId)).snapshot;
      if (!milestone)
        throw new HttpProblem('NOT_FOUND', `Milestone "${milestoneId}" has not started yet.`, 'milestoneId');
      assertThemself(request, body.personId);
      const { keyId, now } = carriedOutBy(request);
      const mails = mailsOf(deps, milestone, body, now);
      const credentialIds = await resetPasskeys(deps.db, milestone, body, { keyId, now, mails });
      return { ofPersonId: body.ofPersonId, credentialIds };
    },
  }),
];

function mailsOf(
  { mailDomain }: RouteDependencies,
  milestone: Milestone,
  { ofPersonId, personId: by, reason }: { ofPersonId: string; personId: string; reason: string },
  at: string,
) {
  const changed = { personId: ofPersonId, change: 'reset' as const, at, by, reason };
  return passkeyMails(milestone, changed, mailDomain, randomUUID());
}
