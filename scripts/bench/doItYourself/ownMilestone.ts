// What the do-it-yourself variant's workflow hands to its activities.
import type { PackageSubmission } from '../../../domain/commands.ts';
import type { Engagement } from '../../../domain/terms/engagement.ts';
import type { MilestonePlan } from '../../../domain/terms/plan.ts';

export interface OwnInput {
  milestoneId: string;
  engagement: Engagement;
  plan: MilestonePlan;
  package: PackageSubmission;
}

export interface Decisions {
  validation: {
    actor: { personId: string };
    summary: string;
    recommendation: string;
    results: { requirementId: string; outcome: string; evidence: string }[];
  }[];
  feedback: { actor: { personId: string }; verdict: string }[];
  signature: { actor: { personId: string }; typedName: string }[];
}

export interface CertificateFacts extends OwnInput {
  number: string;
  issuedAt: string;
  decisions: Decisions;
}

export interface IssuedCertificate {
  number: string;
  /** Name of its files, without their endings. */
  path: string;
  sha256: string;
}
