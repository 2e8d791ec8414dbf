// The sample milestone played by the domain to its acceptance, and another to its cancellation: events, and a state of each phase.
import type { CommandName, PackageSubmission } from '../../../domain/commands.ts';
import { handleMessage, startMilestone } from '../../../domain/decide.ts';
import type { RecordedEvent } from '../../../domain/events.ts';
import type { RecordedVoucher } from '../../../domain/records/vouchers.ts';
import type { FrozenPackage, Milestone, Phase } from '../../../domain/milestone.ts';
import { canonicalJson, sha256Hex } from '../../../evidence/ledger/canonicalJson.ts';
import { actorOf, commands, sampleEngagement, sampleMessages, samplePackage, samplePlan } from '../sampleMilestone.ts';

export interface PlayedMilestone {
  /** By type; of events that come several times, the last. */
  events: Record<PlayedEvent, RecordedEvent>;
  /** The first state in each phase. */
  states: Record<PlayedPhase, Milestone>;
}

export type PlayedPhase = (typeof playedPhases)[number];
export const playedPhases = [
  ...(['compiling', 'validating', 'inReview', 'formalSignOff'] as const),
  ...(['accepted', 'cancelled'] as const),
] satisfies Phase[];
export type PlayedEvent = (typeof playedEvents)[number];
export const playedEvents = ['milestoneStarted', 'packageFrozen', 'signed', 'accepted', 'cancelled'] as const;

const milestoneId = 'template';
const manager = actorOf('manager', 'engagementManager');
const now = '2026-03-02T09:00:00.000Z';
const digest = '0'.repeat(64);
/** As long as a real one. */
const voucher: RecordedVoucher = {
  ...{ keyId: '0'.repeat(16), entrance: 'page', takenAt: now, signature: `${'A'.repeat(86)}==` },
  ...{ command: 'giveFeedback', contentSha256: digest, actorSha256: digest },
};

/** Throws when the domain refuses a message: the sample no longer fits the rules. */
export function playMilestone(): PlayedMilestone {
  const milestone = { milestoneId, engagement: sampleEngagement, plan: samplePlan };
  const started = startMilestone(milestone, manager, now);
  const submission = samplePackage('template');
  const contents = frozen(submission);
  const events = new Map<string, RecordedEvent>();
  const states = new Map<string, Milestone>();
  const note = (result: { milestone: Milestone; events: RecordedEvent[] }): Milestone => {
    for (const event of result.events) events.set(event.type, event);
    if (!states.has(result.milestone.stage.phase)) states.set(result.milestone.stage.phase, result.milestone);
    return result.milestone;
  };
  const take = (state: Milestone, name: CommandName, raw: object): Milestone => {
    const result = handleMessage(state, name, raw, { now, voucher, assembled: { contents, unknownDocumentIds: [] } });
    if (result.refused) throw new Error(`The sample milestone was refused ${name}: ${result.refused.message}`);
    return note(result);
  };
  let state = take(note(started), 'submitPackage', { ...submission, messageId: 'package', actor: manager });
  take(state, 'cancel', { messageId: 'cancel', actor: manager, reason: 'The scope was dropped.' });
  for (const { kind, content } of sampleMessages(contents.digest)) state = take(state, commands[kind], content);
  return { events: chosen(playedEvents, events), states: chosen(playedPhases, states) };
}

function chosen<K extends string, T>(wanted: readonly K[], from: ReadonlyMap<string, T>): Record<K, T> {
  const missing = wanted.filter((each) => !from.has(each));
  if (missing.length > 0) throw new Error(`The sample milestone no longer comes to: ${missing.join(', ')}`);
  return Object.fromEntries(wanted.map((each) => [each, from.get(each)])) as Record<K, T>;
}

/** What `assemblePackage` makes of a submission whose one document is in the store. */
function frozen({ deliverables, ...rest }: PackageSubmission): FrozenPackage {
  const file = {
    documentId: 'template',
    fileName: 'design.pdf',
    mediaType: 'application/pdf',
    sizeBytes: 1000,
    sha256: sha256Hex('design'),
  };
  const { title } = samplePlan.deliverables[0] ?? { title: '' };
  const contents = {
    ...rest,
    packageVersion: 1,
    deliverables: deliverables.map(({ documentIds: _documentIds, ...each }) => ({ ...each, title, files: [file] })),
  };
  return { ...contents, digest: sha256Hex(canonicalJson({ milestoneId, ...contents })) };
}
