// What a script can have people do, each made into the message they would send; the fields not given are the usual ones.
import type { CommandName } from '../../domain/commands.ts';
import { currentPackage, personOf, type Milestone } from '../../domain/milestone.ts';
import { outcomeToConfirm } from '../../domain/dispute/openOutcome.ts';

export interface ScriptedAction {
  command: CommandName;
  /** Done without being asked, as soon as the phase is there. */
  isUnasked?: boolean;
  /** Waits for what it answers, where a phase alone does not bring it. */
  isPossible?(milestone: Milestone, personId: string): boolean;
  fields(milestone: Milestone, personId: string): object;
}

const onPackage = (milestone: Milestone) => ({ packageDigest: currentPackage(milestone)?.digest ?? '0'.repeat(64) });
const today = (milestone: Milestone): string => milestone.startedAt.slice(0, 10);

function report(milestone: Milestone, outcome: 'met' | 'notMet') {
  return {
    ...onPackage(milestone),
    summary: 'Rehearsed report',
    results: milestone.plan.requirements.map(({ requirementId }) => ({
      requirementId,
      outcome,
      evidence: 'Rehearsed',
    })),
    issues: [],
    recommendation: outcome === 'met' ? 'accept' : 'rework',
  };
}

function submission(milestone: Milestone) {
  const { plan } = milestone;
  return {
    completedOn: today(milestone),
    summary: 'Rehearsed package',
    deliverables: plan.deliverables.map(({ deliverableId }) => ({
      deliverableId,
      version: `${milestone.packages.length + 1}`,
      documentIds: [`rehearsed-${deliverableId}`],
      change: milestone.packages.length === 0 ? 'First version' : 'Corrected',
    })),
    completedServices: [{ description: plan.title, completedOn: today(milestone) }],
    qualityReviews: (plan.expectedQualityReviews.length > 0 ? plan.expectedQualityReviews : ['Rehearsed review']).map(
      (name) => ({ name, outcome: 'passed' }),
    ),
  };
}

const feedback = (verdict: string, more: object = {}): ScriptedAction => ({
  command: 'giveFeedback',
  fields: (milestone) => ({ ...onPackage(milestone), verdict, ...more }),
});

const outcome = (chosen: string): ScriptedAction => ({
  command: 'recordFacilitationOutcome',
  fields: () => ({ outcome: chosen, note: 'Rehearsed discussion' }),
});

const determination = (chosen: string): ScriptedAction => ({
  command: 'decideAsSponsor',
  fields: () => ({ determination: chosen, reasons: 'Rehearsed reasons' }),
});

const mayConfirm = (milestone: Milestone, personId: string): boolean =>
  outcomeToConfirm(milestone)?.refusal.personId === personId;

export const scriptedActions = {
  submitsPackage: { command: 'submitPackage', fields: submission },
  reportsConforming: { command: 'recordValidationReport', fields: (milestone) => report(milestone, 'met') },
  reportsNotConforming: { command: 'recordValidationReport', fields: (milestone) => report(milestone, 'notMet') },
  approves: feedback('approve'),
  comments: feedback('comment', { comments: ['Rehearsed comment'] }),
  requestsRevision: feedback('requestRevision', { reasons: ['Rehearsed reason'] }),
  answersFeedback: {
    command: 'addressFeedback',
    isUnasked: true,
    isPossible: ({ feedbackItems }) => feedbackItems.some((each) => each.response === undefined),
    fields: ({ feedbackItems }) => ({
      feedbackId: feedbackItems.find((each) => each.response === undefined)?.feedbackId ?? 'F1',
      response: 'Rehearsed response',
    }),
  },
  takesMeetingNotes: {
    command: 'recordMeetingNotes',
    isUnasked: true,
    fields: (milestone) => ({ heldOn: today(milestone), notes: 'Rehearsed notes' }),
  },
  proposesException: {
    command: 'proposeException',
    isUnasked: true,
    fields: (milestone) => ({
      exceptionId: `E${milestone.exceptions.length + 1}`,
      description: 'Rehearsed exception',
      impact: 'Rehearsed impact',
      severity: 4,
      ownerId: milestone.engagement.engagementManagerId,
      plan: 'Rehearsed plan',
      closureCriterion: 'Rehearsed criterion',
      amountWithheld: '0.00',
    }),
  },
  extendsDeadline: { command: 'extendDeadline', isUnasked: true, fields: () => ({ reason: 'Rehearsed reason' }) },
  signs: {
    command: 'sign',
    fields: (milestone, personId) => ({
      ...onPackage(milestone),
      typedName: personOf(milestone, personId)?.name ?? '',
      statementVersion: milestone.engagement.contract.signOffStatement.version,
      agreesToStatement: true,
    }),
  },
  refuses: { command: 'refuse', fields: (milestone) => ({ ...onPackage(milestone), reasons: ['Rehearsed reason'] }) },
  agreesOnRework: outcome('rework'),
  agreesToReviewAgain: outcome('reviewAgain'),
  agreesToAskAgain: outcome('askAgain'),
  escalates: { command: 'escalate', isUnasked: true, fields: () => ({ reason: 'Rehearsed reason' }) },
  confirmsOutcome: {
    command: 'confirmFacilitationOutcome',
    isUnasked: true,
    isPossible: mayConfirm,
    fields: () => ({}),
  },
  opposesOutcome: {
    command: 'opposeFacilitationOutcome',
    isUnasked: true,
    isPossible: mayConfirm,
    fields: () => ({ reasons: 'Rehearsed reasons' }),
  },
  decidesOnRework: determination('rework'),
  decidesOnSignOff: determination('formalSignOff'),
  decidesToTerminate: determination('terminate'),
  showsClosed: {
    command: 'submitClosureEvidence',
    isUnasked: true,
    fields: () => ({ evidence: 'Rehearsed evidence' }),
  },
  verifiesClosed: { command: 'verifyException', isUnasked: true, fields: () => ({ evidence: 'Rehearsed check' }) },
  rejectsClosure: { command: 'rejectClosure', isUnasked: true, fields: () => ({ reasons: ['Rehearsed reason'] }) },
  extendsException: { command: 'extendException', isUnasked: true, fields: () => ({ reason: 'Rehearsed reason' }) },
  cancels: { command: 'cancel', isUnasked: true, fields: () => ({ reason: 'Rehearsed reason' }) },
} satisfies Record<string, ScriptedAction>;
