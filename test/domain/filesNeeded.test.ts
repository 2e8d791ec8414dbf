// Which files a decision rests on, and how it is refused when the store lacks them.
import assert from 'node:assert/strict';
import { filesNeededFor, handleMessage } from '../../domain/decide.ts';
import { lackingSentence, type MissingFile } from '../../domain/records/filesNeeded.ts';
import * as act from './acts.ts';
import { assembledFrom, foundFor } from './cast.ts';
import { given, ruleOn, type Scenario } from './scenario.ts';
import { unsignedVoucher } from '../support/testVouchers.ts';
import { submitClosureEvidence, submitPackage } from '../../domain/commands.ts';

const drawn = 'd'.repeat(64);

const circumstances = ({ milestone, now }: Scenario, { name, raw }: act.Message) => ({
  now,
  ...(name === 'submitPackage' ? { assembled: assembledFrom(milestone, submitPackage.parse(raw)) } : {}),
  ...voucherFor(now, { name, raw }),
  ...(name === 'submitClosureEvidence' ? { found: foundFor(submitClosureEvidence.parse(raw).documentIds) } : {}),
});

const voucherFor = (now: string, { name, raw }: act.Message) => {
  const voucher = unsignedVoucher('M1', name, raw, now);
  return voucher ? { voucher } : {};
};

function needed(scenario: Scenario, step: act.Act) {
  const message = step(scenario.milestone);
  return filesNeededFor(handleMessage(scenario.milestone, message.name, message.raw, circumstances(scenario, message)));
}

const fieldsOf = (scenario: Scenario, step: act.Act) =>
  needed(scenario, step).map(({ field, name, partOf }) => [field, name, ...(partOf === undefined ? [] : [partOf])]);

const document = ['doc1.pdf', 'deliverable "D1"'];

describe('The files a decision rests on', () => {
  it('are, for a package, those it names', () => {
    assert.deepEqual(fieldsOf(given(), act.submit()), [['deliverables', ...document]]);
  });

  it('are, for evidence on an exception, those it names', () => {
    assert.deepEqual(fieldsOf(given(...act.toConditional), act.showClosed('E1', 'author', ['doc1'])), [
      ['documentIds', 'doc1.pdf', 'the evidence on exception E1'],
    ]);
  });

  it('are, for a signature, the drawn one, then all of the record, whether or not it is the last', () => {
    for (const [before, signer] of [
      [act.toSignOff, 'approver1'],
      [act.toLastSignature, 'director'],
    ] as const)
      assert.deepEqual(fieldsOf(given(...before), act.sign(signer, { drawnSignatureSha256: drawn })), [
        ['drawnSignatureSha256', 'a drawn signature'],
        ['packageDigest', ...document],
      ]);
  });

  it('are, for a decision by reply, the message that proves it', () => {
    assert.deepEqual(fieldsOf(given(...act.toReview), act.byReply(act.approve('user1'))), [
      ['actor.authentication.messageSha256', 'a reply by e-mail'],
    ]);
  });

  it('are, for a signature, the earlier replies and drawn signatures as well', () => {
    const before = given(
      ...act.toReview,
      act.byReply(act.approve('user1')),
      act.approve('user2'),
      act.approve('owner1'),
      act.sign('approver1', { drawnSignatureSha256: drawn }),
    );
    assert.deepEqual(
      needed(before, act.sign('approver2')).map((each) => [each.name, each.isOnRecord]),
      [
        ['doc1.pdf', true],
        ['a drawn signature', true],
        ['a reply by e-mail', true],
      ],
    );
  });

  it('are, for whoever verifies the last exception closed, those of the certificate that follows', () => {
    assert.deepEqual(fieldsOf(given(...act.toConditional), act.verify('E1', 'approver1')), [
      ['packageDigest', ...document],
    ]);
  });

  it('are none where nothing is decided, for a message that is refused anyway, and for its repeat', () => {
    assert.deepEqual(needed(given(...act.toReview), act.comment('user1', 'Well done')), []);
    assert.deepEqual(needed(given(...act.toSignOff), act.sign('outsider')), []);
    const signed = given(...act.toSignOff).when(act.sign('approver1'));
    const again = act.sign('approver1')(given(...act.toSignOff).milestone);
    const { milestone, now } = signed;
    const repeated = handleMessage(milestone, again.name, again.raw, { now, ...voucherFor(now, again) });
    assert.deepEqual(filesNeededFor(repeated), []);
    assert.equal(ruleOn(milestone, again, now).isRepeat, true);
  });

  it('refuse it when the store lacks one, naming field, file, digest and remedy, and leave everything as it was', () => {
    const before = given(...act.toSignOff);
    const message = act.sign('approver1')(before.milestone);
    const missing = needed(before, act.sign('approver1'));
    const { outcome, refused, events, milestone } = handleMessage(before.milestone, message.name, message.raw, {
      now: before.now,
      missing,
      ...voucherFor(before.now, message),
    });
    assert.deepEqual(
      [outcome.outcome, refused?.code, refused?.field],
      ['refused', 'DOCUMENT_MISSING', 'packageDigest'],
    );
    assert.match(
      refused?.message ?? '',
      /^The file store lacks doc1\.pdf of deliverable "D1" \(SHA-256 [0-9a-f]{12}…\)\. Have the engagement manager upload the same file again, and send this again; nothing has been decided\.$/,
    );
    assert.deepEqual(
      refused?.details.map((each) => each.split(': SHA-256 ')[1]),
      missing.map((each) => each.sha256),
    );
    assert.deepEqual(events, []);
    assert.deepEqual({ ...milestone, messages: {} }, { ...before.milestone, messages: {} });
  });

  it('are named in a sentence somebody reads, however many are missing or cut short', () => {
    const file = {
      kind: 'document' as const,
      name: 'a.pdf',
      field: 'deliverables',
      sha256: 'e'.repeat(64),
      sizeBytes: 10,
    };
    const many: MissingFile[] = Array.from({ length: 7 }, (_, index) => ({ ...file, name: `${index}.pdf` }));
    assert.match(lackingSentence(many), /4\.pdf \(SHA-256 e{12}…\), and 2 more\.$/);
    assert.match(lackingSentence([{ ...file, foundBytes: 3 }]), /a\.pdf .*, of which it has 3 bytes of 10/);
  });
});
