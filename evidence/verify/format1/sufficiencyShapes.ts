// What the check of sufficiency looks at in the events of a record of format 1. Frozen: see docs/recordFormat.md.
import type { ApprovalGroup, Group, PassedOn, Person } from './authority.ts';
import type { ArchivedEvent } from './shapes.ts';

interface Result {
  requirementId: string;
  outcome: string;
  severity?: number;
  isMaterial?: boolean;
}

/** Who acted, and how the entrance says they were authenticated. */
export interface Actor {
  personId: string;
  authentication: { method: string; keyId?: string; codeConfirmedAt?: string; passkey?: object };
}

export interface Decision {
  personId: string;
  packageDigest: string;
  planVersion?: number;
  onBehalfOf?: string;
}

/** What the firm entered as somebody's decision, on a document. */
export interface Entry extends Decision {
  entryId: string;
  duty: string;
  enteredBy: string;
  at: string;
  files: { sha256: string }[];
  objectBy: string;
  exceptions?: { sha256: string };
  deliverableIds?: string[];
}

export interface Exception {
  exceptionId: string;
  ownerId: string;
  proposedBy: string;
  amountWithheld: string;
  requirementIds?: string[];
}

export interface Terms {
  milestoneId: string;
  engagement: {
    people: Person[];
    engagementManagerId: string;
    engagementSponsorId: string;
    contract: {
      waits: Record<string, { businessDays?: number } | undefined>;
      waitsFor?: {
        fromValue?: { amount: string; currency: string };
        priority?: string;
        waits: Record<string, { businessDays?: number } | undefined>;
      }[];
      silence: { review: string; signOff: string; furtherPeriodBusinessDays: number };
      channels: Record<string, Record<string, string[] | undefined>>;
      calendar: { firstDay: string; timeZone: string };
      amendments: string;
      partialAcceptance: string;
      automaticReplies: string;
      objectToEntryWithinBusinessDays: number;
      acceptableIssueSeverity: number;
      signOffStatement: { version: string; language: string; translations: Record<string, string> };
      ownVerification?: { parties: string[] };
      concessions: { gravestSeverity: number; allowsMaterial: boolean; grantedBy?: string[] };
    };
  };
  plan: {
    deliverables: { deliverableId: string; isRequired: boolean; authorIds: string[]; value?: string }[];
    qualityStandards: string[];
    expectedQualityReviews: string[];
    nextPhase: object;
    dueOn?: string | null;
    requirements: { requirementId: string; isMandatory: boolean }[];
    validators: Group & { systems?: { personId: string; apiKeyId: string }[] };
    reviewGroups: Group[];
    reviewMeeting?: object;
    approvalAuthorityList: ApprovalGroup[];
    value: { amount: string; currency: string };
    priority?: string;
  };
}

export interface Told extends ArchivedEvent {
  at: string;
  actor: Actor;
  report: Decision & {
    results: Result[];
    issues: { severity: number; isMaterial: boolean }[];
    isPassed: boolean;
    recommendation: string;
  };
  person: Person;
  personId: string;
  leftAt: string;
  voucher?: { takenAt: string };
  feedback: Decision & { verdict: string; reasons: string[]; needsAnswer?: boolean };
  signature: Decision & {
    typedName: string;
    statementVersion: string;
    statementLanguage?: string;
    exceptions?: { sha256: string };
    deliverableIds?: string[];
  };
  part: { partId: string; deliverableIds: string[]; packageDigest: string; proposedBy: string };
  partId: string;
  refusal: Decision & { refusalId: string };
  entry: Entry;
  entryId: string;
  objectBy: string;
  deliveries: { recipientId: string; status: string; sentAt?: string }[];
  deeming: {
    of: string;
    outcome: string;
    personIds: string[];
    packageDigest: string;
    deliveries: { recipientId: string; kind: string; status: string }[];
  };
  delegation: PassedOn & { kind: string; fromPersonId: string; deputyshipId?: string; at?: string };
  deputyship: {
    deputyshipId: string;
    personId: string;
    deputyId: string;
    from?: string;
    until?: string;
    startsAt?: string;
    endsAt?: string;
  };
  deputyshipId: string;
  endedAt: string;
  absenteeId: string;
  package: {
    packageVersion: number;
    digest: string;
    submittedBy: string;
    deliverables: { deliverableId: string; files: { sha256: string }[] }[];
    waivers: { deliverableId: string }[];
    qualityReviews: { name: string }[];
  };
  amendment: { amendmentId: string; proposedBy: string; changes?: Partial<Terms['plan']> };
  amendmentId: string;
  by: string;
  plan: Terms['plan'];
  asksAgain: string;
  version: number;
  exception: Exception;
  facilitation: { outcome: string; refusalId?: string; confirmBy?: string };
  refusalId: string;
  from: string;
  openGroup: number;
  wait: { deadline: string };
  items: { feedbackId: string }[];
  feedbackId: string;
  exceptionId: string;
  verifiedBy: string;
  proposal: { proposedBy: string };
  withheld: { certificateNumber: string };
  determination: { determination: string };
  acceptance: {
    certificateNumber: string;
    supersedes?: string;
    kind: string;
    basis: string;
    amountReleased: string;
    amountWithheld: string;
    part?: { number: number; isLast: boolean; deliverableIds: string[]; amount: string };
  };
  personIds: string[];
}
