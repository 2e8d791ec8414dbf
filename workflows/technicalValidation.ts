// Stage 2, technical validation: waits until the validators have reported whether all deliverables meet the requirements.
import type { Desk } from './desk.ts';

/** Ends in stakeholder review, in rework, or in facilitation once the contract's rework cycles are used up. */
export async function technicalValidation(desk: Desk): Promise<void> {
  await desk.serveWhile('validating');
}
