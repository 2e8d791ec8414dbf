// What the check of sufficiency looks at in the events of a record of format 1. Frozen: see docs/recordFormat.md.
import type { ApprovalGroup, Group, PassedOn, Person } from './authority.ts';
import type { ArchivedEvent } from './shapes.ts';

interface Result {
  requirementId: string;
  outcome: string;
}

/** Who acted, and how the entrance says they were authenticated. */
export interface Actor {
  personId: string;
  authentication: { method: string; keyId?: string; codeConfirmedAt?: string; passkey?: object };
}

export interface Decision {
  personId: string;
  packageDigest: string;
}

export interface Exception {
  exceptionId: string;
  amountWithheld: string;
  requirementIds?: string[];
}

export interface Terms {
  engagement: {
    people: Person[];
    engagementManagerId: string;
    engagementSponsorId: string;
    contract: {
      silence: { review: string; signOff: string; furtherPeriodBusinessDays: number };
      channels: Record<string, Record<string, string[] | undefined>>;
    };
  };
  plan: {
    deliverables: { authorIds: string[] }[];
    requirements: { requirementId: string; isMandatory: boolean }[];
    validators: Group & { systems?: { personId: string; apiKeyId: string }[] };
    reviewGroups: Group[];
    approvalAuthorityList: ApprovalGroup[];
    value: { amount: string; currency: string };
  };
}

export interface Told extends ArchivedEvent {
  at: string;
  actor: Actor;
  report: Decision & { results: Result[]; isPassed: boolean; recommendation: string };
  feedback: Decision & { verdict: string };
  signature: Decision & { exceptions?: { sha256: string } };
  refusal: Decision;
  deeming: { of: string; outcome: string; personIds: string[]; packageDigest: string };
  delegation: PassedOn & { kind: string };
  package: { digest: string; submittedBy: string };
  exception: Exception;
  facilitation: { outcome: string };
  determination: { determination: string };
  acceptance: { kind: string; amountReleased: string; amountWithheld: string };
  personIds: string[];
}
