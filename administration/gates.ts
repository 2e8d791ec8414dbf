// The gates of milestones while something is registered against them: locked in one order, and without drafts whose time is over.
import type { Knex } from 'knex';
import { endDraft, lockGate, readGateSituation } from '../db/invoices.ts';
import { queueWebhook } from '../db/webhooks.ts';
import { draftsOver } from '../domain/acceptance/invoiceDrafts.ts';
import { withEnded, type DraftEnd, type GateSituation } from '../domain/acceptance/invoiceGate.ts';
import { systemActor, type Authenticated } from '../domain/people/people.ts';

export interface Registration {
  registeredBy: Authenticated;
  /** Whether a billing system is there to be told. */
  isAnnounced: boolean;
  /** When it is decided on and registered; ISO 8601 UTC. */
  now: string;
}

export interface LockedGate {
  engagementId: string;
  situation: GateSituation;
}

/** Until the transaction ends nothing of it changes. Drafts that are over are ended first, on record. Undefined for an unknown milestone. */
export async function openGate(
  transaction: Knex.Transaction,
  milestoneId: string,
  registration: Registration,
): Promise<LockedGate | undefined> {
  const locked = await lockGate(transaction, milestoneId);
  const found = locked && (await readGateSituation(transaction, milestoneId));
  if (!found) return undefined;
  const { engagementId } = locked;
  let situation = found;
  for (const { draft, endedAs } of draftsOver(found, registration.now)) {
    await endOnRecord(transaction, { engagementId, situation }, draft.draftNumber, endedAs, {
      ...registration,
      registeredBy: systemActor,
    });
    situation = withEnded(situation, draft, endedAs);
  }
  return { engagementId, situation };
}

/** In the order of their IDs, so that two invoices over the same milestones do not wait for each other; given back as asked for. */
export async function openGates(
  transaction: Knex.Transaction,
  milestoneIds: readonly string[],
  registration: Registration,
): Promise<(LockedGate | undefined)[]> {
  const gates = new Map<string, LockedGate | undefined>();
  for (const each of [...milestoneIds].sort()) gates.set(each, await openGate(transaction, each, registration));
  return milestoneIds.map((each) => gates.get(each));
}

/** The end of a draft in one milestone, told to the billing system. */
export async function endOnRecord(
  transaction: Knex.Transaction,
  { engagementId, situation: { milestoneId, drafts } }: LockedGate,
  draftNumber: string,
  endedAs: DraftEnd,
  { registeredBy, isAnnounced, now, because }: Registration & { because?: string },
): Promise<void> {
  const reason = because === undefined ? {} : { because };
  await endDraft(transaction, { milestoneId, draftNumber, endedAs, at: now, ...reason }, registeredBy);
  if (!isAnnounced) return;
  const draft = drafts.find((each) => each.draftNumber === draftNumber);
  await queueWebhook(transaction, {
    type: 'invoiceDraft.ended',
    ...{ milestoneId, engagementId, subject: draftNumber, at: now },
    data: { ...draft, milestoneId, endedAs, endedAt: now },
  });
}
