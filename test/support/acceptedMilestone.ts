// A milestone on record as accepted, with its release, for tests of what comes after.
import { insertEngagement } from '../../db/engagements.ts';
import { registerMilestone } from '../../db/milestones.ts';
import { publishOutputs as publish, type Outputs } from '../../db/outputs.ts';
import type { Database } from '../../db/database.ts';
import { engagement as engagementSchema } from '../../domain/terms/engagement.ts';
import { systemActor } from '../../domain/people/people.ts';
import { milestonePlan } from '../../domain/terms/plan.ts';
import { engagementWith, planWith } from '../domain/cast.ts';

export const engagementId = 'engagement-1';

export async function registeredMilestone(db: Database, milestoneId: string): Promise<void> {
  await insertEngagement(db, engagementSchema.parse(engagementWith()), systemActor);
  const plan = milestonePlan.parse(planWith());
  const workflowId = `milestone-${milestoneId}`;
  await registerMilestone(db, { milestoneId, engagementId, workflowId, plan, startedBy: systemActor });
}

export const outputsOf = (milestoneId: string, amounts: { released: string; withheld: string }, issue = 1): Outputs => {
  const certificateNumber = `${milestoneId}-C${issue}`;
  const at = `2026-03-${String(issue).padStart(2, '0')}T12:00:00.000Z`;
  const isConditional = Number(amounts.withheld) > 0;
  return {
    certificate: {
      certificateNumber,
      milestoneId,
      engagementId,
      kind: isConditional ? 'conditional' : 'acceptance',
      document: {},
      documentSha256: 'a'.repeat(64),
      pdfSha256: 'b'.repeat(64),
      issuedAt: at,
    },
    nextPhaseAuthorisation: {
      authorisationNumber: `${certificateNumber}-N`,
      certificateNumber,
      scope: {
        name: 'Build',
        extent: isConditional ? 'restricted' : 'full',
        conditions: isConditional ? ['E1: tested'] : [],
      },
      authorisedAt: at,
    },
    invoiceRelease: {
      certificateNumber,
      amountReleased: amounts.released,
      amountWithheld: amounts.withheld,
      currency: 'EUR',
      references: { 'BT-12': 'C-1' },
      releasedAt: at,
    },
    archive: { certificateNumber, sha256: 'c'.repeat(64), sizeBytes: 1, archivedAt: at },
  };
};

/** Publishes what an acceptance brings, with the event that carries it before, as a workflow has it recorded. */
export async function publishOutputs(
  db: Database,
  outputs: Outputs,
  options: { isAnnounced: boolean } = { isAnnounced: false },
): Promise<boolean> {
  const { certificateNumber, milestoneId, kind, issuedAt, supersedes } = outputs.certificate;
  const { amountReleased, amountWithheld } = outputs.invoiceRelease;
  const released = { amountReleased, amountWithheld, acceptedAt: issuedAt };
  const acceptance = { certificateNumber, kind, ...released, ...(supersedes === undefined ? {} : { supersedes }) };
  const last = await db('milestone_events').where({ milestone_id: milestoneId }).max({ sequence: 'sequence' }).first();
  // Far behind whatever a test may play on the same milestone.
  const sequence = Math.max(1_000_000, Number(last?.sequence ?? 0)) + 1;
  await db('milestone_events').insert({
    ...{ milestone_id: milestoneId, sequence, batch: sequence, type: 'accepted', at: issuedAt },
    ...{ event: JSON.stringify({ type: 'accepted', acceptance }), previous_hash: '', hash: '' },
  });
  return publish(db, outputs, options);
}

/** Publishes a certificate that releases `released`; the outbox gets its webhook when `isAnnounced`. */
export async function acceptedMilestone(
  db: Database,
  milestoneId: string,
  amounts = { released: '100000.00', withheld: '0.00' },
  isAnnounced = false,
): Promise<void> {
  await registeredMilestone(db, milestoneId);
  await publishOutputs(db, outputsOf(milestoneId, amounts), { isAnnounced });
}
