// Withdraws the public address of a certificate, for good: it is printed, so no other takes its place.
import type { Database } from '../db/database.ts';
import { findAddress, insertWithdrawal, type CertificateAddress } from '../db/certificateAddresses.ts';
import { type CarriedOut, type WithdrawAddress } from '../domain/records/retentionActs.ts';

/** Withdrawn once more, it stays as it was. Undefined where the milestone has no certificate of that number. */
export async function withdrawAddress(
  db: Database,
  { milestoneId, certificateNumber }: Pick<CertificateAddress, 'milestoneId' | 'certificateNumber'>,
  command: WithdrawAddress,
  by: CarriedOut,
): Promise<CertificateAddress | undefined> {
  return db.transaction(async (transaction) => {
    const address = await findAddress(transaction, { certificateNumber });
    if (address?.milestoneId !== milestoneId) return undefined;
    if (address.withdrawnAt !== undefined) return address;
    await insertWithdrawal(transaction, address, { ...command, ...by });
    return { ...address, withdrawnAt: by.now };
  });
}
