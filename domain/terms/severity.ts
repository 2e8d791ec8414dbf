// What the severity of an issue or exception means beyond the contract's own threshold: 1 is the gravest, 5 the lightest.

/** 1 or 2: an open issue of this kind cannot be accepted as an exception, and silence never stands for acceptance over it. */
export const isCritical = ({ severity }: { severity: number }): boolean => severity <= 2;

/** Stands in the way whatever its severity, where the validator finds it material. */
export const isCriticalIssue = (issue: { severity: number; isMaterial: boolean }): boolean =>
  issue.isMaterial || isCritical(issue);

/** 1: may be a circumstance that the firm has to notify to its professional indemnity insurer. */
export const isNotifiable = ({ severity }: { severity: number }): boolean => severity === 1;
