// What a person has decided in answer to a request, and which files they are shown for it. Reads the state, decides nothing.
import { verifiersOf } from '../exceptions/verifiers.ts';
import { currentPackage, type Milestone, type PackageFile } from '../milestone.ts';
import type { AskedRequest } from './requestKinds.ts';

/** The files of the package, what the firm entered as this person's decision on, and for whoever shows or verifies that an exception is closed, those shown so far. */
export function filesShown(
  milestone: Milestone,
  { kind, personId }: Pick<AskedRequest, 'kind' | 'personId'>,
): PackageFile[] {
  const closing = milestone.exceptions.filter(
    (each) =>
      (kind === 'closure' && each.ownerId === personId) ||
      (kind === 'verification' && verifiersOf(milestone, each).includes(personId)),
  );
  return [
    ...(currentPackage(milestone)?.deliverables.flatMap((each) => each.files) ?? []),
    ...milestone.entered
      .filter((each) => kind === 'objection' && each.personId === personId)
      .flatMap((each) => each.files),
    ...closing.flatMap((each) => (each.closures ?? []).flatMap((closure) => closure.files)),
  ];
}

/** What was done, by a name among machines; of one exception where it is of one. */
type Did =
  | 'askedForRevision'
  | 'refused'
  | 'reported'
  | 'approved'
  | 'signed'
  | 'recordedOutcome'
  | 'decided'
  | 'confirmedOutcome'
  | 'objectedToOutcome'
  | 'objectedToEntry'
  | 'confirmedRevocation'
  | 'declinedRevocation'
  | 'consentedToAmendment'
  | 'declinedAmendment';
type DidOfException = 'verifiedException' | 'rejectedClosure' | 'extendedException' | 'showedClosure';
export type OwnDecision = { at: string } & ({ what: Did } | { what: DidOfException; exceptionId: string });

/** What the person has decided in answer to a request; a comment leaves it open. */
export function ownDecision(milestone: Milestone, request: AskedRequest): OwnDecision | undefined {
  const { personId, packageDigest, createdAt } = request;
  const mine = <D extends { personId: string; packageDigest: string; at: string }>(
    decisions: D[],
    what: (decision: D) => Did,
  ) =>
    decisions
      .filter((each) => each.personId === personId && each.packageDigest === packageDigest && each.at >= createdAt)
      .map((each) => ({ what: what(each), at: each.at }));
  const byOffice = (decisions: { by: string; at: string }[], what: Did) =>
    decisions.filter((each) => each.by === personId && each.at >= createdAt).map(({ at }) => ({ what, at }));
  const refusals = mine(milestone.refusals, (each) => (each.asksForRevision ? 'askedForRevision' : 'refused'));
  switch (request.kind) {
    case 'validation':
      return mine(milestone.reports, () => 'reported').at(-1);
    case 'review':
      return [
        ...mine(
          milestone.feedback.filter((each) => each.verdict !== 'comment'),
          (each) => (each.verdict === 'approve' ? 'approved' : 'askedForRevision'),
        ),
        ...refusals,
      ].at(-1);
    case 'signature':
      return [...mine(milestone.signatures, () => 'signed'), ...refusals].at(-1);
    case 'facilitation':
      return byOffice(milestone.facilitations, 'recordedOutcome').at(-1);
    case 'determination':
      return byOffice(milestone.determinations, 'decided').at(-1);
    case 'confirmation':
      return milestone.facilitations
        .flatMap(({ confirmation: said }) => (said?.by === personId ? [said] : []))
        .map(({ kind, at }) => ({
          what: kind === 'confirmed' ? ('confirmedOutcome' as const) : ('objectedToOutcome' as const),
          at,
        }))
        .at(-1);
    case 'objection':
      return milestone.entered
        .flatMap(({ personId: whose, outcome }) =>
          whose === personId && outcome?.kind === 'opposed' && outcome.at >= createdAt ? [outcome] : [],
        )
        .map(({ at }) => ({ what: 'objectedToEntry' as const, at }))
        .at(-1);
    case 'verification':
      return [
        ...milestone.exceptions.flatMap(({ exceptionId, verifiedBy, verifiedAt: at }) =>
          verifiedBy === personId && at ? [{ what: 'verifiedException' as const, exceptionId, at }] : [],
        ),
        ...milestone.exceptions.flatMap(({ exceptionId, closures = [] }) =>
          closures.flatMap(({ rejection }) =>
            rejection?.by === personId ? [{ what: 'rejectedClosure' as const, exceptionId, at: rejection.at }] : [],
          ),
        ),
      ]
        .filter((each) => each.at >= createdAt)
        .sort((a, b) => a.at.localeCompare(b.at))
        .at(-1);
    case 'extension':
      return milestone.exceptions
        .flatMap(({ exceptionId, extensions = [] }) =>
          extensions
            .filter((each) => each.by === personId && each.at >= createdAt)
            .map(({ at }) => ({ what: 'extendedException' as const, exceptionId, at })),
        )
        .sort((a, b) => a.at.localeCompare(b.at))
        .at(-1);
    case 'revocation':
      return milestone.stage.phase === 'revoked'
        ? { what: 'confirmedRevocation', at: milestone.stage.revocation.confirmedAt }
        : byOffice(milestone.declinedRevocations ?? [], 'declinedRevocation').at(-1);
    case 'amendment':
      return milestone.amendments
        .flatMap(({ consent, outcome }): { by: string; at: string; what: Did }[] => [
          ...(consent ? [{ ...consent, what: 'consentedToAmendment' as const }] : []),
          ...(outcome?.kind === 'declined' ? [{ ...outcome, what: 'declinedAmendment' as const }] : []),
        ])
        .filter((each) => each.by === personId && each.at >= createdAt)
        .map(({ what, at }) => ({ what, at }))
        .at(-1);
    case 'closure':
      return milestone.exceptions
        .flatMap(({ exceptionId, closures = [] }) =>
          closures
            .filter((each) => each.submittedBy === personId && each.submittedAt >= createdAt)
            .map(({ submittedAt: at }) => ({ what: 'showedClosure' as const, exceptionId, at })),
        )
        .sort((a, b) => a.at.localeCompare(b.at))
        .at(-1);
    default:
      return request.kind satisfies never;
  }
}
