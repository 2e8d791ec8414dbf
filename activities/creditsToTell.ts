// What a revocation leaves to be credited, and who of the firm reads of it in the mail that tells of the revocation.
import { readGateSituation, readRegistrars } from '../db/invoices.ts';
import type { Database } from '../db/database.ts';
import { toldToCredit } from '../domain/acceptance/credits.ts';
import { gateAt } from '../domain/acceptance/invoiceDrafts.ts';
import { invoiceGate, type CreditDue } from '../domain/acceptance/invoiceGate.ts';
import type { Batch, NotificationOfEvent } from '../domain/records/batch.ts';

export interface CreditsToTell {
  toCredit: readonly CreditDue[];
  recipientIds: readonly string[];
  /** To whoever registered the invoices and would hear nothing otherwise. */
  further: readonly NotificationOfEvent[];
}

const nothing: CreditsToTell = { toCredit: [], recipientIds: [], further: [] };

export async function creditsToTell(db: Database, batch: Batch): Promise<CreditsToTell> {
  const { milestoneId, notifications, snapshot, at } = batch;
  const notices = notifications.filter((each) => each.kind === 'revocationNotice');
  const [first] = notices;
  const situation = first && (await readGateSituation(db, milestoneId));
  if (!situation) return nothing;
  const { toCredit } = invoiceGate(gateAt({ ...situation, phase: snapshot.stage.phase }, at));
  const registrars = await readRegistrars(
    db,
    milestoneId,
    toCredit.map((each) => each.invoiceNumber),
  );
  const recipientIds = toldToCredit(snapshot, toCredit, registrars);
  const further = recipientIds.filter((each) => !notices.some(({ recipientId }) => recipientId === each));
  return { toCredit, recipientIds, further: further.map((recipientId) => ({ ...first, recipientId })) };
}
