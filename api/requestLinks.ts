// Routes of the links that requests are answered by: withdrawn and replaced one request at a time.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { revokeRequestLinks } from '../administration/requestLinks.ts';
import type { DecisionRequest } from '../db/requests.ts';
import { personOf, type Milestone } from '../domain/milestone.ts';
import { personId } from '../domain/people/people.ts';
import { text } from '../domain/terms/text.ts';
import { linkMailModel } from '../mail/linkMail.ts';
import { newLink, tokenHash } from '../mail/requestToken.ts';
import { assertThemself, carriedOutBy } from './authentication.ts';
import type { RouteDependencies } from './http/dependencies.ts';
import { getMilestone } from './http/lookUps.ts';
import { HttpProblem } from './http/problems.ts';
import { actOn, onRecord, route } from './route.ts';

export const requestLinkRoutes = [
  route({
    method: 'post',
    path: '/milestones/{milestoneId}/requests/{requestId}/link-revocations',
    operationId: 'revokeLink',
    right: 'oversee',
    tag: 'Record',
    summary: 'Withdraw every link of a request so far, and mail a new one to the person asked',
    body: z.object({
      personId: personId.describe('the engagement manager or sponsor'),
      reason: text(2000),
      isReplaced: z.boolean().default(true).describe('false: no new link is mailed, and reminders carry none'),
    }),
    answer: z.object({ requestId: z.string(), personId: z.string(), isReplaced: z.boolean() }),
    problems: [...onRecord, 'WRONG_ACTOR', 'PERSON_UNKNOWN'],
    audited: actOn('milestone'),
    async handle(deps, { params: { milestoneId, requestId }, body, request }) {
      await getMilestone(deps.db, milestoneId);
      assertThemself(request, body.personId);
      const by = { ...carriedOutBy(request), replacement: replacement(deps) };
      const revoked = await revokeRequestLinks(deps.db, milestoneId, { requestId, ...body }, by);
      if (!revoked)
        throw new HttpProblem(
          'NOT_FOUND',
          `There is no request "${requestId.slice(0, 100)}" of milestone ${milestoneId}.`,
          'requestId',
        );
      return { requestId, personId: revoked.personId, isReplaced: body.isReplaced };
    },
  }),
];

const replacement =
  ({ linkSecret, mailDomain }: RouteDependencies) =>
  (milestone: Milestone, { requestId, personId: recipientId, milestoneId, engagementId, round }: DecisionRequest) => {
    const mailId = `${requestId}:link:${randomUUID()}`;
    return {
      link: newLink(linkSecret, requestId),
      mail: {
        ...{ mailId, milestoneId, engagementId, kind: 'linkReplacement' as const, recipientId, round, requestId },
        toAddress: personOf(milestone, recipientId)?.email ?? '',
        sequence: milestone.sequence,
        model: linkMailModel(milestone, recipientId),
        messageIdHeader: `<${tokenHash(mailId).slice(0, 32)}@${mailDomain}>`,
      },
    };
  };
