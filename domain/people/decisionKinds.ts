// One table over all commands: which are a person's decision and of which kind, and which set something going or report it.
import type { CommandName } from '../commands.ts';
import type { DecisionKind } from '../terms/channels.ts';

/**
 * `triggers`: an act of office that decides nothing in anybody's place, so that the firm's systems and administrators may carry it out:
 * it asks, answers, proposes, moves a deadline or a duty, or ends what nobody has accepted. `enters`: what somebody else decided, by the
 * rules of `entered/`. `reports`: what became of a mail.
 */
export const decisionKindOf = {
  submitPackage: 'triggers',
  recordValidationReport: 'validation',
  giveFeedback: 'review',
  addressFeedback: 'triggers',
  scheduleReviewMeeting: 'triggers',
  recordMeetingNotes: 'triggers',
  proposeException: 'triggers',
  sign: 'signature',
  enterDecision: 'enters',
  opposeEntry: 'objection',
  refuse: 'refusal',
  delegate: 'delegation',
  reassign: 'triggers',
  recordFacilitationOutcome: 'triggers',
  confirmFacilitationOutcome: 'outcome',
  opposeFacilitationOutcome: 'outcome',
  escalate: 'triggers',
  decideAsSponsor: 'determination',
  extendDeadline: 'triggers',
  correctCalendar: 'triggers',
  submitClosureEvidence: 'closure',
  verifyException: 'verification',
  rejectClosure: 'verification',
  extendException: 'extension',
  failException: 'triggers',
  proposeRevocation: 'triggers',
  confirmRevocation: 'revocation',
  declineRevocation: 'revocation',
  withdrawSignature: 'signature',
  declineToDecide: 'delegation',
  askForInformation: 'delegation',
  stopClock: 'triggers',
  resumeClock: 'triggers',
  nudge: 'triggers',
  requestMoreTime: 'delegation',
  correctPerson: 'triggers',
  addPerson: 'triggers',
  nameDeputy: 'delegation',
  appointDeputy: 'triggers',
  endDeputy: 'triggers',
  takeBackPackage: 'triggers',
  proposePart: 'triggers',
  withdrawPart: 'triggers',
  amendPlan: 'triggers',
  consentToAmendment: 'amendment',
  declineAmendment: 'amendment',
  withdrawAmendment: 'triggers',
  cancel: 'triggers',
  reportUndeliverable: 'reports',
  reportAbsence: 'reports',
} as const satisfies Record<CommandName, DecisionKind | 'triggers' | 'enters' | 'reports'>;

/** The kind of decision a command is; undefined for what decides nothing. */
export function kindOfCommand(name: CommandName): DecisionKind | undefined {
  const kind = decisionKindOf[name];
  return kind === 'triggers' || kind === 'enters' || kind === 'reports' ? undefined : kind;
}
