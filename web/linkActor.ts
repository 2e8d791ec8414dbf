// Who acts behind a request link, as the record names them.
import type { DecisionRequest } from '../db/requests.ts';
import type { RequestKind } from '../domain/requests/requestKinds.ts';
import type { PasskeyAssertion } from '../domain/people/passkeys.ts';
import type { Actor, Role } from '../domain/people/people.ts';

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
  })[kind] as Role;

/** Whoever has the link acts as the person it was sent to. */
export const linkActor = (
  { personId, kind, requestId }: DecisionRequest,
  visitor: Visitor,
  confirmed: { codeConfirmedAt?: string; passkey?: PasskeyAssertion } = {},
): Actor => ({
  personId,
  role: roleFor(kind),
  authentication: { method: 'requestLink', requestId, ...visitor, ...confirmed },
});
