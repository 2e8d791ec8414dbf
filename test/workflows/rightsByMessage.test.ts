// The table of rights by raw messages to a running workflow: every command, in the name of every role, of the engagement, of another one, and
// of who is behind a barrier. Whom each is expected of follows from the tables of the domain and from what is asked of whom on record.
import assert from 'node:assert/strict';
import { liftBarrier, setBarrier } from '../../administration/restrictions.ts';
import { findMilestone } from '../../db/milestones.ts';
import { listRequests } from '../../db/requests.ts';
import { engagementRoles, installationRoles } from '../../domain/access/rights.ts';
import { shutOutWords } from '../../domain/access/restrictions.ts';
import { commandNames, type CommandName } from '../../domain/commands.ts';
import type { Milestone } from '../../domain/milestone.ts';
import { whyNotEntered } from '../../domain/entered/whoMayEnter.ts';
import { kindOfCommand } from '../../domain/people/decisionKinds.ts';
import { whoMay, type GuardedAct } from '../../domain/people/whoMay.ts';
import { canStillDecide } from '../../domain/requests/openRequests.ts';
import { decisionsAsked, type AskedRequest } from '../../domain/requests/requestKinds.ts';
import type { milestoneSignOff } from '../../workflows/index.ts';
import { milestoneWorkflowId } from '../../workflows/temporalNames.ts';
import * as act from '../domain/acts.ts';
import type { Act, Message } from '../domain/acts.ts';
import { nameOf } from '../domain/cast.ts';
import { letterTerms } from '../domain/entering.ts';
import { partTerms } from '../domain/parting.ts';
import { MilestoneStage, type StagedMilestone } from '../support/milestoneStage.ts';
import { belongsTo } from '../support/testEncryption.ts';
import { devServer } from '../support/temporal.ts';
import { vouched } from '../support/testVouchers.ts';

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const businessDayIn = (days: number): string =>
  [0, 6].includes(new Date(inDays(days)).getUTCDay()) ? inDays(days + 2) : inDays(days);

/** Each act in the name of who may take it, so that every command comes at a time when somebody could. */
const disputed: Act[] = [
  ...[act.submit(), act.takeBack()],
  ...[act.submit(), act.delegate('validator1', 'sponsor'), act.reassign('sponsor', 'validator1')],
  ...[act.report('validator1'), act.report('validator2')],
  ...[act.schedule(), act.extend(businessDayIn(20)), act.correctDays(['2031-12-24'], ['2031-12-20'])],
  ...[act.correctPerson('user2', { capacity: 'User' }), act.addPerson('joiner'), act.stopClock(), act.resumeClock()],
  act.appointDeputy('approver1', 'deputy', inDays(30), inDays(40)),
  ...[act.amendPlan({ title: 'Other' }), act.declineAmendment('director')],
  ...[act.amendPlan({ title: 'Other' }), act.withdrawAmendment()],
  ...[act.amendPlan({ title: 'Other' }), act.consent('director')],
  ...[act.comment('user1', 'Why?'), act.address('F1'), act.takeNotes(), act.propose('E1', { dueOn: inDays(20) })],
  ...[act.refuse('user1'), act.conclude('reviewAgain'), act.confirmOutcome('user1')],
  ...[act.refuse('user1'), act.conclude('reviewAgain'), act.opposeOutcome('user1'), act.determine('formalSignOff')],
  ...[act.refuse('approver1'), act.escalate('sponsor'), act.determine('formalSignOff')],
  ...[act.delegate('approver1', 'deputy'), act.reassign('deputy', 'approver1')],
  ...[
    act.sign('approver1'),
    act.sign('approver2'),
    act.beAway('director'),
    act.bounce('director'),
    act.sign('director'),
  ],
  ...[act.extendException('E1', inDays(30)), act.showClosed('E1'), act.rejectClosure('E1', 'approver1')],
  ...[act.proposeRevocation(), act.declineRevocation(), act.showClosed('E1'), act.verify('E1', 'approver1')],
];
const revoked: Act[] = [
  ...[...act.toSignOff, act.enter('approver1', { decidedOn: inDays(0) }), act.opposeEntry('approver1')],
  ...[act.propose('E1', { dueOn: inDays(20) })],
  ...['approver1', 'approver2', 'director'].map((by) => act.sign(by)),
  ...[act.proposeRevocation(), act.confirmRevocation()],
];
const cancelled: Act[] = [act.submit(), act.cancel('sponsor')];
const inParts: Act[] = [...act.toSignOff, act.proposePart(['D1']), act.withdrawPart(), act.cancel('sponsor')];

/** One of the cast for each role of an engagement, and one of the client's who has none there. */
const senders = ['manager', 'sponsor', 'author', 'validator1', 'user1', 'approver1', 'outsider'];

/** By the tables: an act of office is reserved to an office, a decision to whom it is asked of, the rest to the firm or to nobody. */
function isFor(state: Milestone, asked: readonly AskedRequest[], { name, raw }: Message, personId: string): boolean {
  const { engagementManagerId: manager, engagementSponsorId: sponsor } = state.engagement;
  const kind = kindOfCommand(name);
  if (kind !== undefined)
    return asked.some(
      (each) =>
        each.personId === personId &&
        (decisionsAsked[each.kind] as readonly string[]).includes(kind) &&
        canStillDecide(state, each),
    );
  if (name === 'enterDecision') {
    const { forPersonId, duty } = raw as { forPersonId: string; duty: 'signature' };
    const files = [{ documentId: 'x', fileName: 'x', mediaType: 'x', sizeBytes: 1, sha256: 'x' }];
    const actor = { personId, role: 'administrator', authentication: { method: 'apiKey', keyId: 'x' } } as const;
    return whyNotEntered(state, { personId: forPersonId, duty, files, actor }) === undefined;
  }
  if (!(name in whoMay)) return false;
  const offices = { manager: [manager], sponsor: [sponsor], managerOrSponsor: [manager, sponsor] };
  const { by } = whoMay[name as GuardedAct];
  assert.ok(by in offices, `${name} is an act of an office`);
  const hasRefused = name === 'escalate' && state.refusals.at(-1)?.personId === personId;
  return hasRefused || offices[by as keyof typeof offices].includes(personId);
}

/** What takes days to come to, and what somebody says of a decision instead of it: by every sender in `clock.test.ts`, `channels.test.ts` and `whoMay.test.ts`. */
const triedInTheDomain: CommandName[] = [
  ...(['failException', 'nudge', 'withdrawSignature'] as const),
  ...(['nameDeputy', 'endDeputy'] as const),
  ...(['declineToDecide', 'askForInformation', 'requestMoreTime'] as const),
];

/** What says that it is not for who sent it, and nothing else. */
const notTheirs = [
  ...['WRONG_ACTOR', 'NOT_ON_LIST', 'NOT_YET_ASKED', 'PASSED_ON', 'ALREADY_DECIDED', 'SEPARATION_OF_DUTIES'],
  ...['NOTHING_TO_PASS_ON', 'NOTHING_TO_CONFIRM', 'NOTHING_TO_OBJECT_TO', 'EXCEPTION_NOT_ALLOWED'],
];

let sent = 0;
function inNameOf(personId: string, { name, raw }: Message): Message {
  const { voucher: _none, ...said } = raw as Message['raw'] & { voucher?: unknown };
  const typed = 'typedName' in said ? { typedName: nameOf(personId) } : {};
  sent += 1;
  const { authentication } = said.actor as { authentication: { method: string } };
  const proven = authentication.method === 'system' ? act.actorOf(personId).authentication : authentication;
  const actor = { ...(said.actor as object), personId, authentication: proven };
  return { name, raw: { ...said, ...typed, messageId: `${personId}-${name}-${sent}`, actor } };
}

describe('A raw message to a milestone', function () {
  this.timeout(300_000);
  let stage: MilestoneStage;
  before(async () => {
    stage = await MilestoneStage.open(await devServer());
  });
  after(() => stage.close());

  /** What was tried, by command and sender: each once where it is refused, and in its place where it is taken. */
  const cells = new Map<string, 'theirs' | 'refused'>();

  async function tryStep(milestone: StagedMilestone, original: Act): Promise<void> {
    const { db } = stage.database;
    const { milestoneId, engagementId } = milestone;
    const state = await milestone.recorded();
    const asked = await listRequests(db, milestoneId);
    const right = await milestone.message(original);
    const own = (right.raw.actor as { personId: string }).personId;
    const expected: { id: unknown; codes: readonly string[]; words: string }[] = [];
    const expect = ({ raw }: Message, codes: readonly string[], words = '') =>
      expected.push({ id: raw.messageId, codes, words });
    const take = async (message: Message, to: string, codes: readonly string[]) => {
      expect(message, codes);
      const { name, raw } = message;
      await milestone.send({ name, raw: vouched(to, name, raw, await stage.now()) });
    };
    const allRuledOn = () => milestone.recorded(({ messages }) => expected.every(({ id }) => String(id) in messages));
    const isFirst = !cells.has(`${right.name} manager`);
    for (const sender of senders) {
      const isTheirs = isFor(state, asked, right, sender);
      const cell = `${right.name} ${sender}`;
      if (!isTheirs && cells.get(cell) !== 'refused') await take(inNameOf(sender, right), milestoneId, notTheirs);
      cells.set(cell, isTheirs ? 'theirs' : 'refused');
    }
    // Roles of the service are nobody in an engagement; one of them in turn for each command.
    const [ofService = ''] = installationRoles.slice(cells.size % installationRoles.length);
    if (isFirst) await take(inNameOf(ofService, right), milestoneId, notTheirs);
    // Of another engagement, vouched for there; in the name of its people, and of people of this one.
    const isDecision = kindOfCommand(right.name) !== undefined || right.name === 'enterDecision';
    for (const role of isFirst ? engagementRoles : [])
      await take(inNameOf(`other-${role}`, right), 'M-other', isDecision ? ['CHANNEL_NOT_ALLOWED'] : notTheirs);
    if (isFirst && isDecision) await take(inNameOf(own, right), 'M-other', ['CHANNEL_NOT_ALLOWED']);
    const address = state.engagement.people.find((each) => each.personId === own)?.email;
    if (isFirst && address !== undefined) {
      const by = { keyId: 'test', now: new Date().toISOString() };
      const { barrierId } = await setBarrier(db, { address, engagementId, reason: 'Conflict' }, by);
      const barred = inNameOf(own, right);
      if (isDecision) expect(barred, ['CHANNEL_NOT_ALLOWED']);
      else expect(barred, ['WRONG_ACTOR'], shutOutWords);
      await milestone.send(barred);
      await allRuledOn();
      await liftBarrier(db, barrierId, { reason: 'Over' }, by);
    }
    const { messages } = await allRuledOn();
    for (const { id, codes, words } of expected) {
      const { code = 'accepted', message = '' } = messages[String(id)] ?? {};
      assert.ok(codes.includes(code) && message.includes(words), `${String(id)}: ${code} ${message}`);
    }
    await milestone.update(await milestone.message(original));
    for (const sender of senders)
      if (sender === own) assert.ok(isFor(state, asked, right, sender), `${right.name} is expected of ${sender}`);
  }

  for (const [what, acts, terms] of [
    ['in a dispute', disputed, letterTerms],
    ['to a revocation', revoked, letterTerms],
    ['to the end', cancelled, letterTerms],
    ['in parts', inParts, partTerms],
  ] as const)
    it(`is taken from whom the tables name alone, ${what}`, async () => {
      const milestone = await stage.start(terms);
      for (const each of acts) await tryStep(milestone, each);
      const { phase } = (await milestone.recorded()).stage;
      assert.ok(['accepted', 'revoked', 'cancelled'].includes(phase), phase);
      const whose = (await milestone.events()).map((each) => each.actor.authentication.method);
      assert.ok(!whose.includes('temporalMessage'));
    });

  it('that starts a milestone in the name of who is behind a barrier is put on no record', async () => {
    const { db } = stage.database;
    const standing = await stage.start(letterTerms);
    const { engagement, plan } = await standing.recorded();
    const address = engagement.people.find((each) => each.personId === 'author')?.email ?? '';
    const by = { keyId: 'test', now: new Date().toISOString() };
    await setBarrier(db, { address, engagementId: engagement.engagementId, reason: 'Conflict' }, by);
    const { client } = stage.environment;
    const milestoneId = `started-in-temporal-${Date.now()}`;
    belongsTo(milestoneWorkflowId(milestoneId), engagement.engagementId);
    const handle = await client.workflow.start<typeof milestoneSignOff>('milestoneSignOff', {
      workflowId: milestoneWorkflowId(milestoneId),
      taskQueue: stage.taskQueue,
      args: [{ milestoneId, engagement, plan, startedBy: act.actorOf('author') } as never],
    });
    await assert.rejects(handle.result(), ({ cause }: Error) => String(cause).includes(shutOutWords));
    assert.equal(await findMilestone(db, milestoneId), undefined);
  });

  it('was tried for every command in the name of every role', () => {
    const all = commandNames.flatMap((name) => senders.map((sender) => `${name} ${sender}`));
    const inTheDomain = all.filter((each) => triedInTheDomain.some((name) => each.startsWith(`${name} `)));
    assert.deepEqual([...cells.keys(), ...inTheDomain].sort(), all.sort());
  });
});
