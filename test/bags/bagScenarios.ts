// The bags that are kept, by name: how each came about, and what is told of it beside the bag.
import { readFile } from 'node:fs/promises';
import { archiveRecord } from '../../activities/archiveRecord.ts';
import { acceptedRecord } from '../../activities/acceptedRecord.ts';
import { erasePerson } from '../../administration/erasure.ts';
import { consistencyProof, integrateLog } from '../../db/merkleLog.ts';
import { findSeal } from '../../db/seals.ts';
import { parseCheckpoint, toBase64 } from '../../evidence/ledger/checkpoint.ts';
import type { Receipt } from '../../evidence/verify/receipt.ts';
import * as act from '../domain/acts.ts';
import { letterTerms } from '../domain/entering.ts';
import { partTerms, toFirstPart } from '../domain/parting.ts';
import { withPasskey } from '../domain/passkeyActs.ts';
import { signed } from '../mail/replies/replyStage.ts';
import { inBag } from '../support/tamper.ts';
import { startTimestampAuthority } from '../support/timestampAuthority.ts';
import { unzip } from '../evidence/unzip.ts';
import { BagScenario } from './bagScenario.ts';
import { forgedBag, forgedBags } from './forgedBags.ts';

export interface KeptBag {
  zip: Buffer;
  receipt?: Receipt;
}

/** Plays a scenario and lets go of its record. */
async function told(scenario: BagScenario, tell: (scenario: BagScenario) => Promise<KeptBag>): Promise<KeptBag> {
  try {
    return await tell(scenario);
  } finally {
    await scenario.close();
  }
}

const ended = (scenario: BagScenario, ...acts: act.Act[]): Promise<KeptBag> =>
  told(scenario, async () => {
    await scenario.play(...acts);
    return { zip: await scenario.publish() };
  });

/** Read as it came in: with the line ends of mail, and a DKIM signature over it. */
async function reply(): Promise<Buffer> {
  const text = await readFile(new URL('../mail/replies/corpus/apple-mail-fr-approve.eml', import.meta.url), 'utf8');
  const values: Record<string, string> = {
    reply: 'r-1@reply.firm.example',
    ourId: '<request-1@firm.example>',
    id: '1',
    date: 'Tue, 03 Mar 2026 09:00:00 +0000',
  };
  return signed(
    Buffer.from(text.replace(/\{\{(\w+)\}\}/g, (_, key: string) => values[key] ?? '').replace(/\n/g, '\r\n')),
  );
}

const silent = { contract: { silence: { review: 'deemedAccepted', signOff: 'deemedAccepted' } } };
const signatures = ['approver1', 'approver2', 'director'].map((by) => act.sign(by));

async function afterErasure(scenario: BagScenario): Promise<void> {
  const request = { personId: 'user1', reason: 'Asked for it', requestedOn: '2026-03-02' };
  await erasePerson(scenario.published.database.db, 'M1', request, { keyId: 'key-1', now: new Date().toISOString() });
}

/** A checkpoint of the log as it is now, and the proof that it grew from the one in the bag. */
async function laterReceipt({ published: { database, evidence } }: BagScenario, zip: Buffer): Promise<Receipt> {
  const latest = await integrateLog(database.db, evidence.log);
  const inside = parseCheckpoint(String(inBag(unzip(zip)).get('data/proofs/checkpoint')))?.size ?? 0;
  if (!latest) throw new Error('The log is empty');
  const path = (await consistencyProof(database.db, inside, latest.size)).map(toBase64);
  return { checkpoint: latest.note, proof: { from: inside, to: latest.size, path } };
}

export const bagScenarios: Record<string, () => Promise<KeptBag>> = {
  plain: async () => ended(await BagScenario.begin(), ...act.toAccepted),
  amended: async () =>
    ended(
      await BagScenario.begin(),
      ...[...act.toSignOff, act.amendPlan({ value: { amount: '90000.00', currency: 'EUR' } }), act.consent('director')],
      ...signatures,
    ),
  'in-parts': async () =>
    told(await BagScenario.begin(partTerms), async (scenario) => {
      await scenario.play(...toFirstPart);
      await scenario.publish();
      await scenario.play(...act.toSignOff, ...signatures);
      return { zip: await scenario.publish() };
    }),
  deputy: async () =>
    ended(
      await BagScenario.begin(),
      ...[act.appointDeputy('approver1', 'deputy', '2026-03-02', '2026-03-06'), ...act.toSignOff],
      ...['deputy', 'approver2', 'director'].map((by) => act.sign(by)),
    ),
  'conditional-closed-out': async () =>
    told(await BagScenario.begin(), async (scenario) => {
      await scenario.keep('doc2');
      await scenario.play(...act.toSignOff, act.propose('E1'), act.propose('E2'), ...signatures);
      await scenario.publish();
      await scenario.play(act.showClosed('E1', 'author', ['doc1']), act.rejectClosure('E1', 'approver1'));
      await scenario.play(act.showClosed('E1', 'author', ['doc2']), act.verify('E1', 'approver1'));
      await scenario.until('2026-04-01T12:00:00.000Z');
      await scenario.play(
        act.failException('E2'),
        act.extendException('E2', '2026-04-20'),
        act.verify('E2', 'approver1'),
      );
      return { zip: await scenario.publish() };
    }),
  'late-and-stopped': async () =>
    told(await BagScenario.begin(), async (scenario) => {
      await scenario.play(...act.toReview, act.stopClock());
      await scenario.until('2026-03-09T12:00:00.000Z');
      await scenario.play(act.resumeClock(), act.askForInformation('user1'));
      await scenario.until('2026-03-12T12:00:00.000Z');
      await scenario.play(act.resumeClock(), act.approve('user2'));
      await scenario.until('2026-04-15T12:00:00.000Z');
      await scenario.play(act.approve('user1'));
      await scenario.until('2026-05-01T12:00:00.000Z');
      await scenario.play(act.approve('owner1'), ...signatures);
      return { zip: await scenario.publish() };
    }),
  deemed: async () =>
    told(await BagScenario.begin(silent), async (scenario) => {
      await scenario.play(...act.toReview);
      for (let group = 0; group < 4; group += 1) await scenario.untilSilenceIsJudged();
      return { zip: await scenario.publish() };
    }),
  'entered-by-the-firm': async () =>
    told(await BagScenario.begin(letterTerms), async (scenario) => {
      await scenario.keep('letter');
      await scenario.play(...act.toLastSignature, act.enter('director'));
      await scenario.untilSilenceIsJudged();
      return { zip: await scenario.publish() };
    }),
  'by-reply': async () =>
    told(await BagScenario.begin(), async (scenario) => {
      const approval = act.byReply(act.approve('user1'), await scenario.keep(await reply()));
      await scenario.play(...act.toReview, approval, act.approve('user2'), act.approve('owner1'), ...signatures);
      return { zip: await scenario.publish() };
    }),
  'with-a-passkey': async () =>
    ended(
      await BagScenario.begin({ contract: { channels: { client: { signature: ['passkey'] } } } }),
      ...[...act.toSignOff, ...signatures.map((each) => withPasskey(each))],
    ),
  revoked: async () =>
    told(await BagScenario.begin(), async (scenario) => {
      await scenario.play(...act.toAccepted);
      await scenario.publish();
      await scenario.play(act.proposeRevocation(), act.confirmRevocation());
      return { zip: await scenario.publish() };
    }),
  timestamped: async () => {
    const authority = await startTimestampAuthority();
    const evidence = { timestamps: { authorityUrl: authority.url, giveUpAfterHours: 24 } };
    try {
      return await told(await BagScenario.begin({}, evidence), async (scenario) => {
        await scenario.play(...act.toAccepted);
        await scenario.publish();
        return { zip: await scenario.timestamp(evidence) };
      });
    } finally {
      await authority.stop();
    }
  },
  'signed-in': async () =>
    ended(
      await BagScenario.begin({
        plan: {
          approvalAuthorityList: [
            { name: 'Business', members: [{ personId: 'approver1' }, { personId: 'approver2' }] },
            { name: 'Direction', members: [{ personId: 'director' }, { personId: 'sponsor' }] },
          ],
        },
      }),
      ...[act.submit(), act.inSession(act.report('validator1')), act.report('validator2')],
      ...[act.approve('user1'), act.approve('user2'), act.approve('owner1'), ...signatures],
      act.inSession(act.sign('sponsor')),
    ),
  resubmitted: async () =>
    ended(
      await BagScenario.begin(),
      ...[...act.toReview, act.delegate('user1', 'owner2'), act.approve('user2'), act.requestRevision('owner2')],
      ...[...act.toReview, act.approve('user1'), act.approve('user2'), act.approve('owner1'), act.address('F1')],
      ...signatures,
    ),
  'refused-after-signing': async () =>
    ended(
      await BagScenario.begin(),
      ...[...act.toSignOff, act.sign('approver1'), act.refuse('approver2')],
      ...[act.conclude('reviewAgain'), act.confirmOutcome('approver2')],
      ...[act.approve('user1'), act.approve('user2'), act.approve('owner1'), ...signatures],
    ),
  'erased-since': async () =>
    told(await BagScenario.begin(), async (scenario) => {
      await scenario.play(...act.toAccepted);
      await scenario.publish();
      await afterErasure(scenario);
      const zip = await scenario.archive();
      return { zip, receipt: await laterReceipt(scenario, zip) };
    }),
  'made-from-an-erased-record': async () =>
    told(await BagScenario.begin(), async (scenario) => {
      await scenario.play(...act.toAccepted);
      await scenario.publish();
      await afterErasure(scenario);
      const { store: files, evidence, database } = scenario.published;
      const { db } = database;
      const { milestone, events } = await acceptedRecord(db, 'M1', 'M1-C1');
      const seal = await findSeal(db, 'M1-C1', 'B-B');
      if (!seal) throw new Error('The certificate has no seal');
      const { sha256 } = await archiveRecord({ db, files, evidence }, milestone, seal, events);
      return { zip: await scenario.published.read(sha256) };
    }),
  ...Object.fromEntries(Object.keys(forgedBags).map((name) => [name, async () => ({ zip: await forgedBag(name) })])),
};
