// The proofs behind a link of what its person has decided: which there are, and each as a file to keep.
import type { Response } from 'express';
import { HttpProblem } from '../api/http/problems.ts';
import { listProvable, readDecisionProof } from '../db/decisionProofs.ts';
import { readerOf } from './pageWords.ts';
import type { OpenedRequest } from './resolveLink.ts';

/** Who has handed the duty on may no longer be who holds the link. */
const isGiven = ({ state }: OpenedRequest): boolean => state !== 'passedOn';

export async function ownProofs(opened: OpenedRequest) {
  if (!isGiven(opened)) return [];
  const { db, milestone, request } = opened;
  const own = await listProvable(db, milestone.milestoneId, request.personId);
  const reader = readerOf(milestone, request.personId);
  return own.map(({ sequence, type, at }) => ({
    sequence,
    at,
    what: reader.words.say(`page.proof.${type}`),
    when: reader.at(at),
  }));
}

/** False where there is none to give. Throws NOT_YET_AVAILABLE for the seconds until the log has the decision. */
export async function sendProof(
  logKey: string,
  response: Response,
  opened: OpenedRequest,
  sequence: number,
): Promise<boolean> {
  const { db, milestone, request } = opened;
  if (!isGiven(opened)) return false;
  const of = { milestoneId: milestone.milestoneId, sequence, personId: request.personId };
  const proof = await readDecisionProof(db, of, logKey);
  if (proof.is === 'none') return false;
  if (proof.is === 'pending')
    throw new HttpProblem(
      'NOT_YET_AVAILABLE',
      'Your decision is on record; its proof is made within seconds. Try again.',
    );
  response.attachment(proof.fileName).type('text/plain').send(proof.text);
  return true;
}
