// Bags of acceptances that nobody decided so, each sealed, logged and archived by the real activities with the check taken out: what
// a firm with its own keys could hand over. By name, with the sentence that verifying it has to say.
import { Readable } from 'node:stream';
import { applyEvents } from '../../domain/decide.ts';
import type { RecordedEvent } from '../../domain/events.ts';
import { replay } from '../../domain/evolve.ts';
import { currentPackage, personOf, type Milestone } from '../../domain/milestone.ts';
import { systemActor, type Authentication } from '../../domain/people/people.ts';
import { canonicalSha256 } from '../../domain/records/canonical.ts';
import { acceptanceDue } from '../../domain/transitions.ts';
import * as act from '../domain/acts.ts';
import { monday } from '../domain/cast.ts';
import {
  asIfBy,
  cameBy,
  changed,
  saying,
  signatureOf,
  withAddress,
  withoutEvents,
  withoutSignatureOf,
  withVoucher,
  withVoucherMovedTo,
  type Forgery,
} from '../domain/forgeries.ts';
import { ended, signing } from '../domain/entering.ts';
import { assertionFor, linkWith, withPasskey } from '../domain/passkeyActs.ts';
import { given, givenTerms, Scenario } from '../domain/scenario.ts';
import { forgedDeputies, forgedParts } from './forgedParts.ts';
import { PublishedRecord } from '../support/publishedRecord.ts';

interface Forged {
  events: () => RecordedEvent[];
  says: string;
  /** What the certificate is made of, where that is not what the events lead to. */
  certified?: (milestone: Milestone) => Milestone;
}

const accepted =
  (forge: Forgery): Forged['events'] =>
  () =>
    forge(given(...act.toAccepted).history);

const entered =
  (forge: Forgery): Forged['events'] =>
  () =>
    forge(ended(signing(act.enter('director'))).history);

const unmet = [
  { requirementId: 'R1', outcome: 'notMet', evidence: '84 %', severity: 3 },
  { requirementId: 'R2', outcome: 'met', evidence: 'Page 3' },
];
const named = { exceptions: [act.exception('E1', { severity: 3, requirementIds: ['R1'] })] };
const conceded = (): Scenario =>
  given(
    act.submit(),
    act.report('validator1', { results: unmet, recommendation: 'acceptWithIssues', ...named }),
    ...[act.report('validator2'), act.approve('user1'), act.approve('user2'), act.approve('owner1')],
    ...[act.sign('approver1'), act.sign('approver2'), act.sign('director')],
  );

/** Silence, though the contract gives it no meaning, in the place of the last signature. */
function silenced(): RecordedEvent[] {
  const { milestone, history } = given(...act.toLastSignature);
  const { digest = '' } = currentPackage(milestone) ?? {};
  const of = { of: 'signOff' as const, outcome: 'accepted' as const, group: 1, personIds: ['director'] };
  const when = { askedAt: monday, deadline: monday, finalNoticeAt: monday, at: monday };
  const deeming = { deemingId: 'D1', ...of, packageDigest: digest, ...when, deliveries: [], isVoid: false };
  const step = { askedIds: ['director'], deadline: monday, next: 0 };
  const deemed = applyEvents(milestone, [{ type: 'silenceDeemed', deeming, ...step }], systemActor, monday);
  const acceptance = { ...acceptanceDue(deemed.milestone, monday), basis: 'deemed' as const };
  const end = applyEvents(deemed.milestone, [{ type: 'accepted', acceptance }], systemActor, monday);
  return [...history, ...deemed.events, ...end.events];
}

/** An exception agreed when everybody had signed. */
function unseen(): RecordedEvent[] {
  const history = given(...act.toAccepted).history.slice(0, -1);
  const agreed = given(...act.toConditional).history.find((each) => each.type === 'exceptionProposed');
  if (agreed?.type !== 'exceptionProposed') throw new Error('no exception was agreed');
  const { exception } = agreed;
  const after = applyEvents(replay(history), [{ type: 'exceptionProposed', exception }], agreed.actor, monday);
  const acceptance = acceptanceDue(after.milestone, monday);
  const wait = { openedAt: monday, deadline: monday, schedule: [], next: 0 };
  const end = applyEvents(after.milestone, [{ type: 'acceptedWithExceptions', acceptance, wait }], systemActor, monday);
  return [...history, ...after.events, ...end.events];
}

const byPasskey = { channels: { client: { signature: ['passkey'] } } };

const signedWithPasskeys = (): Scenario =>
  givenTerms(
    { contract: byPasskey },
    ...[...act.toSignOff, ...['approver1', 'approver2', 'director'].map((each) => withPasskey(act.sign(each)))],
  );

/** As the entrances would have, whose keys the firm has. */
const vouchedAnew = (events: readonly RecordedEvent[]): RecordedEvent[] =>
  events.map((each) =>
    each.voucher ? { ...each, voucher: { ...each.voucher, actorSha256: canonicalSha256(each.actor) } } : each,
  );

const takingSessions = changed('milestoneStarted', (event) => {
  const { engagement } = event;
  const { contract } = engagement;
  const client = { ...contract.channels.client, everyKind: ['link' as const, 'session' as const] };
  const channels = { ...contract.channels, client };
  return { ...event, engagement: { ...engagement, contract: { ...contract, channels } } };
});

/** The plan was amended before anybody signed. */
const amendedTo = (changes: Parameters<typeof act.amendPlan>[0], by: string): Scenario =>
  given(
    ...[...act.toSignOff, act.amendPlan(changes), act.consent(by)],
    ...['approver1', 'approver2', 'director'].map((each) => act.sign(each)),
  );

const lowerPrice = { value: { amount: '90000.00', currency: 'EUR' } };

/** Approver 2 may sign for more than before. */
const higherLimit = ({ approvalAuthorityList: list }: Milestone['plan']) => ({
  approvalAuthorityList: list.map((group) => ({
    ...group,
    members: group.members.map((each) => (each.personId === 'approver2' ? { ...each, limit: '900000.00' } : each)),
  })),
});

/** The consent of one person, as if it had been another one's. */
const consentBy = (other: string): Forgery =>
  changed('amendmentConsented', (event) => ({
    ...event,
    ...{ by: other, actor: { ...event.actor, personId: other } },
  }));

export const forgedBags: Record<string, Forged> = {
  ...forgedParts,
  ...forgedDeputies,
  'forged-amended-without-consent': {
    events: () => withoutEvents('amendmentConsented')(amendedTo(lowerPrice, 'director').history),
    says: 'the plan was amended by A1 without the consent of the other party',
  },
  'forged-amended-by-one-party': {
    events: () => consentBy('author')(amendedTo(lowerPrice, 'director').history),
    says: 'Name of author of the firm consented to amendment A1, which is not theirs to consent to',
  },
  'forged-amended-by-who-gains': {
    events: () => consentBy('approver2')(amendedTo(higherLimit, 'director').history),
    says: 'Name of approver2 of the client consented to amendment A1, which is not theirs to consent to',
  },
  'forged-amended-to-another-plan': {
    events: () =>
      changed('planAmended', (event) => ({
        ...event,
        plan: { ...event.plan, value: { ...event.plan.value, amount: '95000.00' } },
      }))(amendedTo(lowerPrice, 'director').history),
    says: 'the plan was amended by A1 to another one than was proposed',
  },
  'forged-amended-and-not-asked-again': {
    events: () =>
      changed('planAmended', (event) => ({ ...event, asksAgain: 'nothing' }))(
        amendedTo(lowerPrice, 'director').history,
      ),
    says: 'amendment A1 asks again for “nothing”; by the plan it is “signature”',
  },
  'forged-without-the-client': {
    events: accepted(withoutSignatureOf('director')),
    says: 'accepted without the client’s signature: group “Direction” of the approval authority list is not at quorum, not signed by Name of director',
  },
  'forged-by-a-stranger': {
    events: accepted(asIfBy('signed', 'director', 'outsider')),
    says: 'Name of outsider of the client signed without being on the approval authority list',
  },
  'forged-on-another-digest': {
    events: accepted(signatureOf('director', { packageDigest: act.noDigest })),
    says: 'Name of director of the client signed on another digest than that of the current package',
  },
  'forged-over-a-limit': {
    events: accepted(
      changed('milestoneStarted', (event) => ({
        ...event,
        plan: { ...event.plan, value: { ...event.plan.value, amount: '100000.01' } },
      })),
    ),
    says: 'Name of approver2 of the client signed above their limit; the milestone is worth 100000.01 EUR',
  },
  'forged-by-the-author': {
    events: accepted(
      changed('milestoneStarted', (event) => ({
        ...event,
        plan: {
          ...event.plan,
          deliverables: event.plan.deliverables.map((each) => ({ ...each, authorIds: ['validator2'] })),
        },
      })),
    ),
    says: 'the same human authored and validated: Name of validator2 of the firm',
  },
  'forged-as-two-humans': {
    events: accepted(withAddress('director', 'Validator1+board@example.com')),
    says: '“director” and “validator1” have one mailbox and are one human under two person IDs',
  },
  'forged-from-a-shared-mailbox': {
    events: accepted(withAddress('director', 'board@example.com', true)),
    says: 'Name of director of the client is a shared mailbox, which decides nothing, and signed',
  },
  'forged-without-validation': {
    events: accepted(withoutEvents('validationReported', 'validator2')),
    says: 'accepted without technical validation: “Validators” not at quorum, not passed by Name of validator2',
  },
  'forged-over-a-requirement': {
    events: accepted(
      changed('validationReported', (event) => {
        const results = event.report.results.map((each) => ({ ...each, outcome: 'notMet' as const }));
        return saying({ results }, { ...event, report: { ...event.report, results } });
      }),
    ),
    says: 'validation of requirement R1 is not passed, though the report of Name of validator1 of the firm is recorded so',
  },
  'forged-without-review': {
    events: accepted(withoutEvents('feedbackGiven', 'user2')),
    says: 'formal sign-off was opened without the quorum of review group “Users”: not approved by Name of user2',
  },
  'forged-with-exceptions-unseen': {
    events: unseen,
    says: 'Name of director signed without having seen the exceptions accepted under',
  },
  'forged-with-an-api-key': {
    events: accepted(cameBy('signed', 'director', { method: 'apiKey', keyId: 'k1' })),
    says: 'a decision of Name of director of the client (signed) came by an API key, which proves a system and no person, which the contract does not take for it',
  },
  'forged-with-access-to-temporal': {
    events: accepted(cameBy('validationReported', 'validator2', { method: 'temporalMessage' })),
    says: 'a decision of Name of validator2 of the firm (validationReported) came by a message sent with access to Temporal',
  },
  'forged-without-the-code': {
    events: () =>
      cameBy('signed', 'director', { method: 'requestLink', requestId: 'r' })(
        givenTerms(
          { contract: { channels: { client: { signature: ['linkAndCode'] } } } },
          ...[...act.toSignOff, ...['approver1', 'approver2', 'director'].map((each) => act.withCode(act.sign(each)))],
        ).history,
      ),
    says: 'a decision of Name of director of the client (signed) came by a personal link, without the code that the contract asks for',
  },
  'forged-without-the-passkey': {
    events: () => {
      const { history } = signedWithPasskeys();
      const { authentication } = act.deciderOf('director') as { authentication: Authentication };
      return cameBy('signed', 'director', authentication)(history);
    },
    says: 'a decision of Name of director of the client (signed) came by a personal link, without the passkey that the contract asks for',
  },
  'forged-with-a-passkey-moved': {
    events: () => {
      const { history } = signedWithPasskeys();
      const { milestone } = givenTerms({ contract: byPasskey }, ...act.toSignOff);
      const other = assertionFor(act.sign('director', { messageId: 'another' })(milestone));
      return vouchedAnew(cameBy('signed', 'director', linkWith(other) as Authentication)(history));
    },
    says: 'that Name of director of the client signed is not vouched for: its assertion by passkey does not hold: it confirms something else',
  },
  'forged-by-a-session-without-a-voucher': {
    events: accepted(cameBy('validationReported', 'validator2', act.session)),
    says: 'that Name of validator2 of the firm validated is not vouched for: the entrance vouched for somebody else, or for another way',
  },
  // Also where the terms, which a forger writes too, would take it.
  'forged-by-a-session-of-the-client': {
    events: () => vouchedAnew(cameBy('signed', 'director', act.session)(accepted(takingSessions)())),
    says: 'a decision of Name of director of the client (signed) came by a signed-in session, which the contract does not take for it',
  },
  'forged-with-a-voucher-moved': {
    events: accepted(withVoucherMovedTo('director')),
    says: 'that Name of director of the client signed is not vouched for: the entrance vouched for somebody else, or for another way',
  },
  'forged-without-a-voucher': {
    events: accepted(withVoucher('director', undefined)),
    says: 'that Name of director of the client signed is not vouched for: no entrance vouches for it',
  },
  'forged-by-an-unknown-key': {
    events: accepted(withVoucher('director', { keyId: 'f'.repeat(16) })),
    says: 'its voucher is by key ffffffffffffffff, which the certificate does not name',
  },
  'forged-with-other-words': {
    events: accepted(
      changed('validationReported', (event) => ({
        ...event,
        report: {
          ...event.report,
          results: event.report.results.map((each) => ({ ...each, evidence: 'Every page' })),
        },
      })),
    ),
    says: 'that Name of validator1 of the firm validated is not vouched for: the entrance vouched for another results',
  },
  'forged-entered-against-the-contract': {
    events: entered(
      changed('milestoneStarted', (event) => {
        const { contract } = event.engagement;
        const channels = { ...contract.channels, client: { everyKind: contract.channels.client.everyKind } };
        return { ...event, engagement: { ...event.engagement, contract: { ...contract, channels } } };
      }),
    ),
    says: 'the signature of Name of director was entered by Name of sponsor: the contract does not take it that way',
  },
  'forged-entered-without-a-document': {
    events: entered(
      changed('decisionEntered', (event) =>
        saying({ documentIds: [] }, { ...event, entry: { ...event.entry, files: [] } }),
      ),
    ),
    says: 'the signature of Name of director was entered by Name of sponsor: no document shows it',
  },
  'forged-entered-and-not-told': {
    events: entered(changed('entryUpheld', (event) => ({ ...event, deliveries: [] }))),
    says: 'the signature of Name of director was entered by Name of sponsor: nothing proves that they were told',
  },
  'forged-entered-before-the-period': {
    events: entered(changed('entryUpheld', (event) => ({ ...event, at: monday, endedAt: monday }))),
    says: 'the signature of Name of director was entered by Name of sponsor: the period to object was not over',
  },
  'forged-entered-as-express': {
    events: entered(
      changed('accepted', (event) => ({ ...event, acceptance: { ...event.acceptance, basis: 'express' } })),
    ),
    says: 'the acceptance states the basis “express”; by the record it is “entered”',
  },
  'forged-certificate-of-a-signature': {
    events: entered((events) => [...events]),
    certified: (milestone) => {
      const [first] = milestone.signatures;
      if (!first) throw new Error('nobody signed');
      const { name, capacity } = personOf(milestone, 'director') ?? { name: '', capacity: '' };
      const forged = { ...first, personId: 'director', typedName: name, capacity };
      return { ...milestone, signatures: [...milestone.signatures, forged], entered: [] };
    },
    says: 'the certificate says that Name of director signed, which the record does not',
  },
  'forged-under-another-name': {
    events: accepted(signatureOf('director', { typedName: 'Somebody Else' })),
    says: 'Name of director of the client signed under another name, “Somebody Else”',
  },
  'forged-on-another-statement': {
    events: accepted(signatureOf('director', { statementVersion: '0' })),
    says: 'Name of director of the client signed statement version “0”; that of the contract is “1”',
  },
  'forged-in-another-language': {
    events: accepted(signatureOf('director', { statementLanguage: 'fr' })),
    says: 'Name of director of the client signed the statement in “fr”, in which the contract does not have it',
  },
  'forged-before-its-group': {
    events: accepted(withoutEvents('approvalGroupAsked')),
    says: 'Name of director of the client signed before the group before was at quorum',
  },
  'forged-out-of-turn': {
    events: accepted(withoutEvents('reviewOpened')),
    says: 'stakeholder review was entered from technical validation, which does not lead there',
  },
  'forged-without-a-grant': {
    events: () =>
      changed('milestoneStarted', (event) => {
        const { contract } = event.engagement;
        const concessions = { ...contract.concessions, grantedBy: ['user1'] };
        return { ...event, engagement: { ...event.engagement, contract: { ...contract, concessions } } };
      })(conceded().history),
    says: 'accepted under exception E1, a concession that nobody of the client who may has granted',
  },
  'forged-close-out': {
    events: () =>
      changed('exceptionVerified', (event) => ({
        ...event,
        actor: { ...event.actor, personId: 'author' },
        verifiedBy: 'author',
      }))(given(...act.toConditional, act.verify('E1', 'approver1')).history),
    says: 'exception E1 was verified closed by Name of author of the firm, who may not verify it',
  },
  'forged-revocation': {
    events: () =>
      changed('revoked', (event) => ({ ...event, actor: { ...event.actor, personId: 'manager' } }))(
        given(...act.toAccepted, act.proposeRevocation(), act.confirmRevocation()).history,
      ),
    says: 'the revocation was confirmed by Name of manager of the firm and not by the engagement sponsor, Name of sponsor',
  },
  'forged-from-silence': {
    events: silenced,
    says: 'the silence of Name of director was taken for acceptance: the contract gives it no such meaning',
  },
};

/** The last of several acceptances follows those before it, which are published as they are. */
export async function forgedBag(name: string): Promise<Buffer> {
  const { events, certified } = forgedBags[name] ?? { events: () => [] };
  const whole = onRecord(events());
  const ends = whole.history.flatMap((each, index) => ('acceptance' in each ? [index + 1] : []));
  const published = await PublishedRecord.open();
  try {
    await published.files.put(Readable.from(['letter']));
    const first = ends.length > 1 ? onRecord(whole.history.slice(0, ends[0])) : undefined;
    if (first) {
      await published.record(first);
      await published.publish('M1-C1');
    }
    await published.record(whole, first);
    return await published.read(await published.sealUnchecked(`M1-C${ends.length}`, certified));
  } finally {
    await published.close();
  }
}

const onRecord = (events: readonly RecordedEvent[]): Scenario => new Scenario(replay(events), monday, [], [...events]);
