// Who signed, as the certificate has it: in what capacity and up to which value, how the signature came, and which entrance took it.
import { DateTime } from 'luxon';
import type { RecordedEvent } from '../domain/events.ts';
import { nameOf, personOf, type Milestone, type Signature, type SignedExceptions } from '../domain/milestone.ts';
import { isSameName } from '../domain/people/names.ts';
import type { Authentication } from '../domain/people/people.ts';
import type { RecordedVoucher } from '../domain/records/vouchers.ts';

export interface Signatory {
  personId: string;
  name: string;
  typedName: string;
  party: 'firm' | 'client';
  capacity: string;
  /** Name of the person on the list for whom this one signed. */
  onBehalfOf: string | null;
  /** As the standing deputy of that person, on which days; null where they were none. */
  deputyship: { from: string | null; until: string | null; namedBy: string } | null;
  authorityLimit: string | null;
  authentication: Authentication;
  /** In which they read the statement. */
  statementLanguage: string;
  /** Of the picture they drew on the page; null where they drew none. */
  drawnSignatureSha256: string | null;
  /** Which entrance took the act, and signed for that with which of its keys; null where no voucher is on record. */
  vouchedBy: Pick<RecordedVoucher, 'entrance' | 'keyId' | 'takenAt'> | null;
  signedAt: string;
  /** As it was where they are, and in which zone that is. */
  signedAtLocal: string;
  timeZone: string;
  packageDigest: string;
  /** What it was signed under; null where there were no exceptions. */
  exceptions: SignedExceptions | null;
}

/** `events` are those that the state follows from; they hold the vouchers. */
export function signatory(milestone: Milestone, signature: Signature, events: readonly RecordedEvent[]): Signatory {
  const who = personOf(milestone, signature.personId);
  const zone = who?.timeZone ?? milestone.engagement.contract.calendar.timeZone;
  return {
    personId: signature.personId,
    name: who && isSameName(signature.typedName, who.name) ? who.name : signature.typedName,
    typedName: signature.typedName,
    party: who?.party ?? 'client',
    capacity: signature.capacity,
    onBehalfOf: signature.onBehalfOf === undefined ? null : nameOf(milestone, signature.onBehalfOf),
    deputyship: deputyshipOf(milestone, signature),
    authorityLimit: signature.authorityLimit ?? null,
    authentication: signature.actor.authentication,
    statementLanguage: signature.statementLanguage ?? milestone.engagement.contract.signOffStatement.language,
    drawnSignatureSha256: signature.drawnSignatureSha256 ?? null,
    vouchedBy: voucherOf(signature, events),
    signedAt: signature.at,
    signedAtLocal: `${DateTime.fromISO(signature.at, { zone }).toFormat("yyyy-MM-dd HH:mm:ss 'UTC'ZZ")} ${zone}`,
    timeZone: zone,
    packageDigest: signature.packageDigest,
    exceptions: signature.exceptions ?? null,
  };
}

/** By which somebody signed for who is listed. */
function deputyshipOf(milestone: Milestone, { personId, onBehalfOf, at }: Signature): Signatory['deputyship'] {
  const passed = milestone.delegations.findLast(
    (each) =>
      each.duty === 'signature' && each.memberId === onBehalfOf && each.toPersonId === personId && each.at <= at,
  );
  const found = milestone.deputies.find((each) => each.deputyshipId === passed?.deputyshipId);
  if (!found) return null;
  const { from = null, until = null, actor } = found;
  return { from, until, namedBy: nameOf(milestone, actor.personId) };
}

/** It stands on the first event of the message. */
function voucherOf({ messageId }: Signature, events: readonly RecordedEvent[]): Signatory['vouchedBy'] {
  const voucher = events.find((each) => each.messageId === messageId && each.voucher !== undefined)?.voucher;
  if (!voucher) return null;
  const { entrance, keyId, takenAt } = voucher;
  return { entrance, keyId, takenAt };
}
