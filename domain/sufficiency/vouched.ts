// Whether what is on record as somebody's act is what an entrance vouched for: by them, in these words, handed over to this milestone.
import type { CommandName } from '../commands.ts';
import type { EventType, RecordedEvent } from '../events.ts';
import { canonicalSha256 } from '../records/canonical.ts';
import { claimOnRecord, startMessage, wordsOf, type Addressee, type VoucherClaim } from '../records/vouchers.ts';

/** Whether a key of the entrances signed the statement, as whoever has the keys finds. */
export type HoldsVoucher = (claim: VoucherClaim) => boolean;

/**
 * Why an event that says how its actor was authenticated is not vouched for, by its sequence number. What was sent in Temporal
 * says no such thing, and what the milestone does by itself came of no message.
 */
export function notVouchedFor(
  events: readonly RecordedEvent[],
  to: Addressee,
  holds: HoldsVoucher,
): Map<number, string> {
  const first = new Map<string, RecordedEvent>();
  const found = new Map<number, string>();
  for (const event of events) {
    const { messageId } = event;
    if (messageId !== undefined && !first.has(messageId)) first.set(messageId, event);
    const why = whyNotVouchedFor(event, messageId === undefined ? undefined : first.get(messageId), to, holds);
    if (why !== undefined) found.set(event.sequence, why);
  }
  return found;
}

function whyNotVouchedFor(
  event: RecordedEvent,
  first: RecordedEvent | undefined,
  to: Addressee,
  holds: HoldsVoucher,
): string | undefined {
  const { actor, messageId } = event;
  const { method } = actor.authentication;
  if (method === 'temporalMessage' || (method === 'system' && messageId === undefined)) return undefined;
  const voucher = first?.voucher;
  if (!voucher || messageId === undefined) return 'no entrance vouches for it';
  if (canonicalSha256(actor) !== voucher.actorSha256)
    return 'the entrance vouched for somebody else, or for another way';
  if (event !== first) return whyNotAsTaken(event, first);
  if (!holds(claimOnRecord(to, messageId, actor, voucher)))
    return 'its voucher is of no entrance, or of another message';
  if (canonicalSha256({ command: voucher.command, words: wordsIn(first, to) }) !== voucher.contentSha256)
    return 'the entrance vouched for other words';
  return whyNotAsTaken(event, first);
}

/** Those of a start are its event's own. */
function wordsIn(event: RecordedEvent, { milestoneId }: Addressee): Record<string, unknown> {
  if (event.type !== 'milestoneStarted') return event.said ?? {};
  const { plan, engagement, actor } = event;
  return wordsOf(startMessage({ milestoneId, engagementId: engagement.engagementId, plan, startedBy: actor }));
}

type EventOf<T extends EventType> = Extract<RecordedEvent, { type: T }>;

interface Taken<T extends EventType> {
  by: CommandName;
  decision: (event: EventOf<T>) => object;
  /** On record as they were said. */
  fields: readonly string[];
}

const onPackage = 'packageDigest';
const onPlan = 'planVersion';

const takenFrom: { [T in EventType]?: Taken<T> } = {
  packageFrozen: {
    by: 'submitPackage',
    decision: ({ package: frozen }) => ({
      ...frozen,
      at: frozen.submittedAt,
      deliverables: frozen.deliverables.map(({ files, title: _planned, ...each }) => ({
        ...each,
        documentIds: files.map(({ documentId }) => documentId),
      })),
    }),
    fields: ['completedOn', 'summary', 'deliverables', 'waivers', 'completedServices', 'qualityReviews'],
  },
  validationReported: {
    by: 'recordValidationReport',
    decision: ({ report }) => report,
    fields: [onPackage, onPlan, 'summary', 'results', 'issues', 'recommendation'],
  },
  feedbackGiven: {
    by: 'giveFeedback',
    decision: ({ feedback }) => feedback,
    fields: [onPackage, onPlan, 'verdict', 'reasons', 'needsAnswer'],
  },
  signed: {
    by: 'sign',
    decision: ({ signature }) => signature,
    fields: [
      onPackage,
      onPlan,
      'typedName',
      'statementVersion',
      'statementLanguage',
      'drawnSignatureSha256',
      'deliverableIds',
    ],
  },
  decisionEntered: {
    by: 'enterDecision',
    decision: ({ entry }) => ({
      ...entry,
      forPersonId: entry.personId,
      documentIds: entry.files.map(({ documentId }) => documentId),
      exceptionIds: entry.exceptions?.exceptionIds,
    }),
    fields: [onPackage, onPlan, 'forPersonId', 'duty', 'decidedOn', 'documentIds', 'exceptionIds', 'deliverableIds'],
  },
  entryOpposed: { by: 'opposeEntry', decision: (event) => event, fields: ['entryId', 'reasons'] },
  refused: { by: 'refuse', decision: ({ refusal }) => refusal, fields: [onPackage, 'reasons', 'asksForRevision'] },
  delegated: { by: 'delegate', decision: ({ delegation }) => delegation, fields: [onPackage, 'toPersonId', 'reason'] },
  reassigned: {
    by: 'reassign',
    decision: ({ delegation }) => delegation,
    fields: ['fromPersonId', 'toPersonId', 'reason'],
  },
  deputyNamed: {
    by: 'nameDeputy',
    decision: ({ deputyship }) => deputyship,
    fields: ['deputyId', 'from', 'until', 'reason'],
  },
  deputyAppointed: {
    by: 'appointDeputy',
    decision: ({ deputyship }) => ({ ...deputyship, forPersonId: deputyship.personId }),
    fields: ['forPersonId', 'deputyId', 'from', 'until', 'reason'],
  },
  facilitationOutcomeRecorded: {
    by: 'recordFacilitationOutcome',
    decision: ({ facilitation }) => facilitation,
    fields: ['outcome', 'note'],
  },
  facilitationOutcomeConfirmed: { by: 'confirmFacilitationOutcome', decision: (event) => event, fields: [] },
  facilitationOutcomeOpposed: { by: 'opposeFacilitationOutcome', decision: (event) => event, fields: ['reasons'] },
  sponsorDecided: {
    by: 'decideAsSponsor',
    decision: ({ determination }) => determination,
    fields: ['determination', 'reasons'],
  },
  exceptionVerified: { by: 'verifyException', decision: (event) => event, fields: ['exceptionId', 'evidence'] },
  amendmentProposed: {
    by: 'amendPlan',
    decision: ({ amendment }) => ({ ...amendment, at: amendment.proposedAt }),
    fields: ['changeOrder', 'changes', 'reason'],
  },
  partProposed: {
    by: 'proposePart',
    decision: ({ part }) => ({ ...part, at: part.proposedAt }),
    fields: [onPackage, 'deliverableIds', 'restDueOn', 'reason'],
  },
  amendmentConsented: { by: 'consentToAmendment', decision: (event) => event, fields: ['amendmentId'] },
  revocationProposed: { by: 'proposeRevocation', decision: ({ proposal }) => proposal, fields: ['reason'] },
  revoked: {
    by: 'confirmRevocation',
    decision: ({ revocation }) => ({ reasons: revocation.confirmation, at: revocation.confirmedAt }),
    fields: ['reasons'],
  },
};

/** Only of decisions: what follows from one in its batch is derived, and judged as that. */
function whyNotAsTaken(event: RecordedEvent, { voucher, said = {} }: RecordedEvent): string | undefined {
  const taken = takenFrom[event.type] as Taken<EventType> | undefined;
  if (!taken) return undefined;
  if (voucher?.command !== taken.by) return `the entrance vouched for ${voucher?.command}, which is no such decision`;
  const found = taken.decision(event);
  const decision = found as Record<string, unknown>;
  // An event has the instant it was ruled on; what somebody decided has the one they decided it at.
  const at = found === event ? undefined : decision.at;
  if (at !== undefined && at !== voucher.takenAt) return 'the entrance vouched for another instant';
  const other = taken.fields.find((field) => !isSame(said[field], decision[field]));
  return other === undefined ? undefined : `the entrance vouched for another ${other}`;
}

/** As the shapes of commands take it in: text trimmed, a list that was left out empty, and what is not so left out. */
function isSame(given: unknown, kept: unknown): boolean {
  if (isNothing(given) || isNothing(kept)) return isNothing(given) && isNothing(kept);
  if (typeof given === 'string' && typeof kept === 'string') return plain(given) === plain(kept);
  if (typeof given !== 'object' || typeof kept !== 'object' || given === null || kept === null) return given === kept;
  const [one, other] = [given, kept] as Record<string, unknown>[];
  const names = new Set([...Object.keys(given), ...Object.keys(kept)]);
  return [...names].every((name) => isSame(one?.[name] ?? meant[name], other?.[name]));
}

/** What a plan means by what it leaves out. */
const meant: Record<string, unknown> = { isRequired: true, isMandatory: true, quorum: { kind: 'all' } };

const isNothing = (value: unknown): boolean =>
  value === undefined || value === false || (Array.isArray(value) && value.length === 0);

const plain = (text: string): string => text.normalize('NFC').trim();
