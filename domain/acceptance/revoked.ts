// A revocation, as it is proposed and as it was made. Shapes only.
import type { Deadline } from '../time/deadline.ts';

/** A revocation the manager has proposed and the sponsor has not decided on yet; the certificate stays in force until then. */
export interface ProposedRevocation {
  reason: string;
  proposedBy: string;
  proposedAt: string;
  wait: Deadline;
}

/** Manager and sponsor have revoked the acceptance, each with reasons. */
export interface Revocation {
  reason: string;
  proposedBy: string;
  proposedAt: string;
  confirmation: string;
  confirmedBy: string;
  confirmedAt: string;
}
