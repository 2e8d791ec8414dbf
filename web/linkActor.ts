// Who acts on the page of a request, as the record names them: whoever has the link, or who is signed in.
import type { DecisionRequest } from '../db/requests.ts';
import type { Session } from '../db/sessions.ts';
import type { CommandName } from '../domain/commands.ts';
import { personOf } from '../domain/milestone.ts';
import { kindOfCommand } from '../domain/people/decisionKinds.ts';
import type { RequestKind } from '../domain/requests/requestKinds.ts';
import { takesSession, type DecisionKind } from '../domain/terms/channels.ts';
import type { PasskeyAssertion } from '../domain/people/passkeys.ts';
import type { Actor, Authenticated, Role } from '../domain/people/people.ts';
import type { OpenedRequest } from './resolveLink.ts';

export interface Visitor {
  ipAddress?: string;
  userAgent?: string;
}

const roleFor = (kind: RequestKind): Role =>
  ({
    validation: 'validator',
    review: 'stakeholder',
    signature: 'approver',
    facilitation: 'engagementManager',
    confirmation: 'stakeholder',
    objection: 'stakeholder',
    determination: 'engagementSponsor',
    closure: 'stakeholder',
    verification: 'exceptionVerifier',
    extension: 'approver',
    revocation: 'engagementSponsor',
    amendment: 'approver',
  })[kind] as Role;

/** Whether what is decided here comes by the session: where the contract takes that, or there is no link that it could come by. */
export const isBySession = (opened: OpenedRequest, kind: DecisionKind | undefined): boolean =>
  opened.session !== undefined &&
  (opened.isWithoutLink === true || kind === undefined || isTakenBySession(opened, kind));

/** Whether the contract takes such a decision of its person while they are signed in. */
export function isTakenBySession({ milestone, request }: OpenedRequest, kind: DecisionKind): boolean {
  const party = personOf(milestone, request.personId)?.party ?? 'client';
  return takesSession(milestone.engagement.contract, party, kind);
}

interface Confirmed {
  codeConfirmedAt?: string;
  passkey?: PasskeyAssertion;
}

export function actorOn(
  opened: OpenedRequest,
  command: CommandName | undefined,
  visitor: Visitor,
  confirmed: Confirmed = {},
): Actor {
  const { request, session } = opened;
  return session && isBySession(opened, command && kindOfCommand(command))
    ? sessionActor(request, session.session, visitor, confirmed)
    : linkActor(request, visitor, confirmed);
}

/** As who uploads files there, for which nothing follows from a role. */
export function authenticatedOn(opened: OpenedRequest, command: CommandName, visitor: Visitor): Authenticated {
  const { role: _role, ...authenticated } = actorOn(opened, command, visitor);
  return authenticated;
}

/** Whoever has the link acts as the person it was sent to. */
const linkActor = ({ personId, kind, requestId }: DecisionRequest, visitor: Visitor, confirmed: Confirmed): Actor => ({
  personId,
  role: roleFor(kind),
  authentication: { method: 'requestLink', requestId, ...visitor, ...confirmed },
});

const sessionActor = (
  { personId, kind, requestId }: DecisionRequest,
  { issuer, subject, sessionId, authenticatedAt }: Session,
  visitor: Visitor,
  { passkey }: Confirmed,
): Actor => ({
  personId,
  role: roleFor(kind),
  authentication: {
    ...{ method: 'session', issuer, subject, sessionId, authenticatedAt, requestId, ...visitor },
    ...(passkey === undefined ? {} : { passkey }),
  },
});
