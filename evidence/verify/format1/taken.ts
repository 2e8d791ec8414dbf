// What of the decisions in a record of format 1 is as somebody said it, and by which command. Frozen: see docs/recordFormat.md.
import type { ArchivedEvent } from './shapes.ts';

export interface Taken {
  by: string;
  decision: Record<string, unknown>;
  /** When they did, where the record says so beside when it was ruled on. */
  at?: unknown;
  /** On record as they were said. */
  fields: readonly string[];
}

type Fields = Record<string, unknown>;

interface Kind {
  by: string;
  /** Where in the event; the event itself where it is left out. */
  in?: string;
  fields: readonly string[];
}

const kinds: Record<string, Kind> = {
  validationReported: {
    by: 'recordValidationReport',
    in: 'report',
    fields: ['packageDigest', 'planVersion', 'summary', 'results', 'issues', 'recommendation'],
  },
  feedbackGiven: {
    by: 'giveFeedback',
    in: 'feedback',
    fields: ['packageDigest', 'planVersion', 'verdict', 'reasons', 'needsAnswer'],
  },
  signed: {
    by: 'sign',
    in: 'signature',
    fields: [
      'packageDigest',
      'planVersion',
      'typedName',
      'statementVersion',
      'statementLanguage',
      'drawnSignatureSha256',
      'deliverableIds',
    ],
  },
  entryOpposed: { by: 'opposeEntry', fields: ['entryId', 'reasons'] },
  refused: { by: 'refuse', in: 'refusal', fields: ['packageDigest', 'reasons', 'asksForRevision'] },
  delegated: { by: 'delegate', in: 'delegation', fields: ['packageDigest', 'toPersonId', 'reason'] },
  reassigned: { by: 'reassign', in: 'delegation', fields: ['fromPersonId', 'toPersonId', 'reason'] },
  facilitationOutcomeRecorded: { by: 'recordFacilitationOutcome', in: 'facilitation', fields: ['outcome', 'note'] },
  facilitationOutcomeConfirmed: { by: 'confirmFacilitationOutcome', fields: [] },
  facilitationOutcomeOpposed: { by: 'opposeFacilitationOutcome', fields: ['reasons'] },
  sponsorDecided: { by: 'decideAsSponsor', in: 'determination', fields: ['determination', 'reasons'] },
  exceptionVerified: { by: 'verifyException', fields: ['exceptionId', 'evidence'] },
  amendmentConsented: { by: 'consentToAmendment', fields: ['amendmentId'] },
  revocationProposed: { by: 'proposeRevocation', in: 'proposal', fields: ['reason'] },
};

/** Undefined for an event that is no decision. */
export function takenFrom(event: ArchivedEvent): Taken | undefined {
  const { type, ...happened } = event as ArchivedEvent & Fields;
  if (type === 'packageFrozen') return packageFrom(happened.package as Fields);
  if (type === 'amendmentProposed') {
    const amendment = happened.amendment as Fields;
    const fields = ['changeOrder', 'changes', 'reason'];
    return { by: 'amendPlan', decision: amendment, at: amendment.proposedAt, fields };
  }
  if (type === 'partProposed') {
    const part = happened.part as Fields;
    const fields = ['packageDigest', 'deliverableIds', 'restDueOn', 'reason'];
    return { by: 'proposePart', decision: part, at: part.proposedAt, fields };
  }
  if (type === 'deputyNamed' || type === 'deputyAppointed') {
    const deputyship = happened.deputyship as Fields;
    const fields = ['deputyId', 'from', 'until', 'reason'];
    return type === 'deputyNamed'
      ? { by: 'nameDeputy', decision: deputyship, at: deputyship.at, fields }
      : {
          by: 'appointDeputy',
          decision: { ...deputyship, forPersonId: deputyship.personId },
          at: deputyship.at,
          fields: ['forPersonId', ...fields],
        };
  }
  if (type === 'decisionEntered') return entryFrom(happened.entry as Fields);
  if (type === 'revoked') {
    const { confirmation: reasons, confirmedAt: at } = happened.revocation as Fields;
    return { by: 'confirmRevocation', decision: { reasons }, fields: ['reasons'], at };
  }
  const kind = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  if (!kind) return undefined;
  const { by, fields } = kind;
  if (kind.in === undefined) return { by, fields, decision: happened };
  const decision = happened[kind.in] as Fields;
  return { by, fields, decision, at: decision.at };
}

/** Whose decision it is was named as that; who entered it is the actor. */
function entryFrom(entry: Fields): Taken {
  const files = entry.files as { documentId: string }[];
  const exceptions = entry.exceptions as { exceptionIds: string[] } | undefined;
  const named = { documentIds: files.map(({ documentId }) => documentId), exceptionIds: exceptions?.exceptionIds };
  return {
    by: 'enterDecision',
    decision: { ...entry, ...named, forPersonId: entry.personId },
    at: entry.at,
    fields: [
      'packageDigest',
      'planVersion',
      'forPersonId',
      'duty',
      'decidedOn',
      'documentIds',
      'exceptionIds',
      'deliverableIds',
    ],
  };
}

/** Documents were named by their IDs; title and files are what the record knew of them. */
function packageFrom(frozen: Fields): Taken {
  const deliverables = (frozen.deliverables as (Fields & { files: { documentId: string }[] })[]).map(
    ({ files, title: _planned, ...each }) => ({ ...each, documentIds: files.map(({ documentId }) => documentId) }),
  );
  return {
    by: 'submitPackage',
    decision: { ...frozen, deliverables },
    at: frozen.submittedAt,
    fields: ['completedOn', 'summary', 'deliverables', 'waivers', 'completedServices', 'qualityReviews'],
  };
}
