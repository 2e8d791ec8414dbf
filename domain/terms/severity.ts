// What the severity of an issue or exception means, by itself and under the contract: 1 is the gravest, 5 the lightest.
import type { ContractTerms } from './engagement.ts';

/** 1 or 2: an open issue of this kind cannot be accepted as an exception, and silence never stands for acceptance over it. */
export const isCritical = ({ severity }: { severity: number }): boolean => severity <= 2;

/** Stands in the way whatever its severity, where the validator finds it material. */
export const isCriticalIssue = (issue: { severity: number; isMaterial: boolean }): boolean =>
  issue.isMaterial || isCritical(issue);

/** Keeps a package from passing: material, or graver than the contract accepts. */
export const isUnacceptable = (issue: { severity: number; isMaterial: boolean }, contract: ContractTerms): boolean =>
  issue.isMaterial || issue.severity < contract.acceptableIssueSeverity;

/** Whether a requirement not met at this severity may be accepted under an exception (ISO 9001 8.7). */
export const isConcedable = (severity: number, { concessions }: ContractTerms): boolean =>
  severity >= concessions.gravestSeverity;

/** 1: may be a circumstance that the firm has to notify to its professional indemnity insurer. */
export const isNotifiable = ({ severity }: { severity: number }): boolean => severity === 1;
