// The period to object to an entered decision is over: it counts if its person was told and could have objected all that time.
import type { MilestoneEvent } from '../events.ts';
import { evolveAll } from '../evolve.ts';
import { nameOf, type Delivery, type EnteredDecision, type Milestone } from '../milestone.ts';
import { wasSentThere } from '../people/addresses.ts';
import { movedBy, outagesIn, type Outage } from '../time/outages.ts';
import { nextOfReview, nextOfSignOff } from '../transitions.ts';
import { endOfPeriod } from './enterDecision.ts';

/** The mails that tell of an entry: the notice of it, and of a longer period. */
const tellingKinds = ['entryNotice', 'entryPeriodNotice', 'askedAgainRequest'];

/** `deliveries` are those of the entry's round, `outages` those since it was entered. */
export function endOfObjectionPeriod(
  milestone: Milestone,
  entry: EnteredDecision,
  { deliveries, outages }: { deliveries: readonly Delivery[]; outages: readonly Outage[] },
  now: string,
): MilestoneEvent[] {
  const { entryId, objectBy } = entry;
  const told = deliveries.filter(
    (each) => each.recipientId === entry.personId && tellingKinds.includes(each.kind) && wasSentThere(milestone, each),
  );
  const why = whyNotTold(milestone, entry, told);
  if (why.length > 0) return [{ type: 'entryDropped', entryId, endedAt: now, reasons: why }];
  const sentAt = told.flatMap((each) => each.sentAt ?? []).sort()[0] ?? entry.at;
  const from = sentAt > entry.at ? sentAt : entry.at;
  const end = movedBy(outages, from, endOfPeriod(milestone, from));
  if (end > now) {
    const late = endOfPeriod(milestone, from) > endOfPeriod(milestone, entry.at);
    const reasons = [
      ...(late ? [`The notice reached ${nameOf(milestone, entry.personId)} only at ${sentAt}.`] : []),
      ...outagesIn(outages, from, now, 'the period to object'),
    ];
    return [{ type: 'objectionPeriodExtended', entryId, was: objectBy, objectBy: end, reasons }];
  }
  const upheld: MilestoneEvent = { type: 'entryUpheld', entryId, endedAt: now, deliveries: told };
  const after = evolveAll(milestone, [upheld]);
  return [upheld, ...(entry.duty === 'review' ? nextOfReview(after, now) : nextOfSignOff(after, now))];
}

/** Whoever may not know of it does not object; nothing is made of that. */
export function whyNotTold(milestone: Milestone, { personId }: EnteredDecision, told: readonly Delivery[]): string[] {
  const cameBack = milestone.undeliverable.some((each) => told.some((mail) => mail.mailId === each.mailId));
  if (cameBack) return [`A mail to ${nameOf(milestone, personId)} that tells of it came back.`];
  return told.some((each) => each.status === 'sent' && each.sentAt !== undefined)
    ? []
    : [`There is no proof that ${nameOf(milestone, personId)} was told of it.`];
}
