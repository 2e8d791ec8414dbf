// Bags of parts that were not accepted so, and of a deputy who was none: beside those in `forgedBags.ts`.
import type { AcceptedPart } from '../../domain/acceptance/part.ts';
import type { RecordedEvent } from '../../domain/events.ts';
import * as act from '../domain/acts.ts';
import { changed } from '../domain/forgeries.ts';
import { partTerms, toFirstPart, toLastPart } from '../domain/parting.ts';
import { given, givenTerms } from '../domain/scenario.ts';

interface Forged {
  events: () => RecordedEvent[];
  says: string;
}

const inParts = (): readonly RecordedEvent[] => givenTerms(partTerms, ...toLastPart).history;
const afterOnePart = (): readonly RecordedEvent[] => givenTerms(partTerms, ...toFirstPart).history;

/** Approver 1 has a deputy for the week, who signs. */
const byDeputy = (): readonly RecordedEvent[] =>
  given(
    ...[act.appointDeputy('approver1', 'deputy', '2026-03-02', '2026-03-06'), ...act.toSignOff],
    ...['deputy', 'approver2', 'director'].map((each) => act.sign(each)),
  ).history;

export const forgedParts: Record<string, Forged> = {
  'forged-part-of-the-value-raised': {
    events: () =>
      changed('partAccepted', (event) => ({
        ...event,
        acceptance: {
          ...event.acceptance,
          ...{ amountReleased: '90000.05', amountWithheld: '9999.95' },
          part: { ...(event.acceptance.part as AcceptedPart), amount: '90000.05' },
        },
      }))(afterOnePart()),
    says: 'the acceptance releases 90000.05, which the value less its exceptions is not',
  },
  'forged-part-with-a-deliverable-added': {
    events: () =>
      changed('signed', (event) => ({ ...event, signature: { ...event.signature, deliverableIds: ['D1'] } }))(
        afterOnePart(),
      ),
    says: 'that Name of approver1 of the client signed is not vouched for: the entrance vouched for another deliverableIds',
  },
  'forged-part-against-the-contract': {
    events: () =>
      changed('milestoneStarted', (event) => {
        const { contract } = event.engagement;
        const without = { ...contract, partialAcceptance: 'none' as const };
        return { ...event, engagement: { ...event.engagement, contract: without } };
      })(afterOnePart()),
    says: 'part P1 was put to signature, and the contract has no acceptance in parts',
  },
  'forged-last-part': {
    events: () =>
      changed('accepted', (event) => {
        const { part: _left, ...acceptance } = event.acceptance;
        return { ...event, acceptance };
      })(inParts()),
    says: 'the acceptance states another part, or another part of the value, than the record comes to',
  },
};

export const forgedDeputies: Record<string, Forged> = {
  'forged-by-a-deputy-outside-their-days': {
    events: () =>
      changed('deputised', (event) => ({
        ...event,
        delegation: { ...event.delegation, at: '2026-03-07T10:00:00.000Z' },
      }))(byDeputy()),
    says: 'the duty of Name of approver1 of the client passed to Name of deputy of the client, who was no deputy of theirs then',
  },
  'forged-by-a-deputy-over-their-limit': {
    events: () =>
      changed('milestoneStarted', (event) => ({
        ...event,
        plan: {
          ...event.plan,
          approvalAuthorityList: event.plan.approvalAuthorityList.map((group) => ({
            ...group,
            ...(group.delegates ? { delegates: group.delegates.map((each) => ({ ...each, limit: '5.00' })) } : {}),
          })),
        },
      }))(byDeputy()),
    says: 'Name of deputy of the client signed above their limit; the milestone is worth 100000.00 EUR',
  },
};
