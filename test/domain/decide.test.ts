// The door of the domain: repeats, hostile and malformed messages, cancellation and the start.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { commandNames } from '../../domain/commands.ts';
import { handleMessage, startMilestone } from '../../domain/decide.ts';
import { SignOffError } from '../../domain/errors.ts';
import { mailActor, systemActor } from '../../domain/people/people.ts';
import * as act from './acts.ts';
import { engagementWith, monday, planWith } from './cast.ts';
import { assertPlainJson, given, givenTerms, ruleOn, started } from './scenario.ts';
import { propertyRuns } from '../run/properties.ts';

describe('A message sent twice', () => {
  it('gets the first answer again and changes nothing, when it was acted on', () => {
    const before = given(...act.toLastSignature);
    const message = act.sign('director')(before.milestone);
    const first = before.when(() => message);
    const second = first.when(() => message);
    assert.equal(second.result?.isRepeat, true);
    assert.deepEqual(second.result?.outcome, first.result?.outcome);
    assert.equal(second.milestone, first.milestone);
  });

  it('gets the first answer again and changes nothing, when it was refused, even if it would be taken now', () => {
    const early = act.but(act.approve('user1'), { messageId: 'early' })(given(act.submit()).milestone);
    const refused = given().when(() => early);
    refused.then('NOT_IN_REVIEW');
    const later = act.toReview.reduce((scenario, each) => scenario.when(each), refused);
    const again = later.when(() => early);
    assert.equal(again.result?.outcome.code, 'NOT_IN_REVIEW');
    assert.equal(again.result?.isRepeat, true);
    assert.equal(again.result?.refused, undefined);
    assert.equal(again.milestone, later.milestone);
  });

  it('under the ID of somebody else’s message, or of another kind, is told so and does not get their answer', () => {
    const before = given(...act.toSignOff, act.but(act.sign('approver1'), { messageId: 'taken' }));
    for (const other of [act.sign('approver2'), act.refuse('approver1')]) {
      const after = before.when(act.but(other, { messageId: 'taken' })).then('INVALID_MESSAGE', 'messageId');
      assert.equal(after.milestone, before.milestone);
    }
    before.when(act.sign('approver2')).then('signed', 'approvalGroupAsked');
  });

  it('by one person, but saying something else or vouched for by another, is another message: refused, and the first stands', () => {
    const once = given(...act.toReview, act.but(act.comment('user1', 'Page 4'), { messageId: 'used' }));
    const actor = act.deciderOf('user1');
    const authentication = { method: 'requestLink', requestId: 'another' };
    for (const other of [
      act.comment('user1', 'Page 5'),
      act.approve('user1'),
      act.but(act.comment('user1', 'Page 4'), { actor: { ...actor, authentication } }),
    ]) {
      const after = once.when(act.but(other, { messageId: 'used' })).then('INVALID_MESSAGE', 'messageId');
      assert.equal(after.milestone, once.milestone);
    }
    const late = given(...act.toReview).when(act.but(act.sign('approver1'), { messageId: 'refused' }));
    assert.equal(late.milestone.messages.refused?.outcome, 'refused');
    const corrected = late.when(act.but(act.sign('approver1', { typedName: 'X' }), { messageId: 'refused' }));
    corrected.then('INVALID_MESSAGE', 'messageId');
    assert.equal(corrected.milestone, late.milestone);
  });

  it('is a repeat whatever address, browser or minute of a code its journey adds, but not with a code where there was none', () => {
    const link = { method: 'requestLink', requestId: 'r', ipAddress: '192.0.2.1', userAgent: 'one' };
    const said = (authentication: object) =>
      act.but(act.comment('user1', 'Page 4'), {
        messageId: 'same',
        actor: { ...act.actorOf('user1'), authentication },
      });
    const once = given(...act.toReview, said(link));
    assert.equal(once.when(said({ ...link, ipAddress: '192.0.2.2', userAgent: 'two' })).result?.isRepeat, true);
    const codeConfirmedAt = '2026-03-02T10:00:00Z';
    once.when(said({ ...link, codeConfirmedAt })).then('INVALID_MESSAGE', 'messageId');
    const confirmed = given(...act.toReview, said({ ...link, codeConfirmedAt }));
    const later = confirmed.when(said({ ...link, codeConfirmedAt: '2026-03-02T10:01:00Z' }));
    assert.equal(later.result?.isRepeat, true);
  });

  it('is one report that a mail came back, in whatever words it is told again', () => {
    const report = (reason: string) =>
      ruleOn(told, { name: 'reportUndeliverable', raw: { ...fields, reason } }, monday);
    const { milestone } = given(...act.toReview);
    const fields = { messageId: 'm', actor: mailActor, mailId: 'mail', addresseeId: 'user1', reason: 'full' };
    const { milestone: told } = ruleOn(milestone, { name: 'reportUndeliverable', raw: fields }, monday);
    assert.equal(report('full').isRepeat, true);
    assert.equal(report('mailbox over quota').isRepeat, true);
  });
});

describe('A hostile message ID', () => {
  for (const messageId of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype', ' ', '🦉', '0'])
    it(`"${messageId}" is an ID like any other`, () => {
      const message = act.but(act.cancel('outsider'), { messageId });
      const first = given().when(message).then('WRONG_ACTOR');
      assert.equal(first.when(message).result?.isRepeat, true);
      assert.ok(Object.hasOwn(first.milestone.messages, messageId));
      assert.equal(({} as Record<string, unknown>)['outcome'], undefined);
      const other = given()
        .when(act.but(act.cancel('manager'), { messageId }))
        .then('cancelled');
      assert.equal(other.when(act.but(act.cancel('manager'), { messageId })).result?.isRepeat, true);
    });

  for (const [what, messageId] of Object.entries({
    'too long': 'x'.repeat(201),
    empty: '',
    'no text': 7,
    missing: undefined,
    'with a NUL': 'a\0b',
    'with half a character': 'a\ud800b',
  }))
    it(`${what} is refused, on record under another name, and not remembered`, () => {
      const before = given();
      const after = before.when(act.but(act.cancel('manager'), { messageId })).then('INVALID_MESSAGE', 'messageId');
      assert.equal(after.milestone, before.milestone);
      assert.match(after.result?.refused?.messageId ?? '', /^unnamed-/);
    });
});

describe('A message of any shape', () => {
  const before = given(...act.toSignOff).milestone;
  const known = act.sign('approver1')(before).raw;
  const junk = fc.oneof(
    fc.anything(),
    fc.jsonValue(),
    fc.record({ messageId: fc.anything(), actor: fc.anything() }),
    fc.dictionary(fc.constantFrom(...Object.keys(known), '__proto__', 'name'), fc.jsonValue()),
    fc.dictionary(fc.constantFrom(...Object.keys(known)), fc.anything()).map((some) => ({ ...known, ...some })),
  );

  it('never makes the domain fail, and changes nothing when it is refused', () => {
    fc.assert(
      fc.property(fc.constantFrom(...commandNames), junk, (name, raw) => {
        const assembled = { contents: { ...before.packages[0] }, unknownDocumentIds: [] } as never;
        const result = handleMessage(before, name, raw, { now: monday, assembled });
        if (result.outcome.outcome === 'accepted') return;
        assert.deepEqual(result.events, []);
        assert.deepEqual({ ...result.milestone, messages: before.messages }, before);
        assertPlainJson(result.milestone);
        assert.deepEqual(JSON.parse(JSON.stringify(result.refused)), result.refused);
        assert.doesNotMatch(JSON.stringify(result.refused), /[^\\](\\\\)*\\u(0000|d[89a-f]..)/);
      }),
    );
  });

  it('with text that no database can hold is refused wherever it stands', () => {
    const bad = 'a\0b';
    const refused: act.Act[] = [
      act.sign('approver1', { typedName: bad }),
      act.refuse('approver1', { reasons: ['\udfff'] }),
      act.but(act.sign('approver1'), {
        actor: { ...act.actorOf('approver1'), personId: bad },
      }),
    ];
    for (const each of refused)
      given(...act.toSignOff)
        .when(each)
        .then('INVALID_MESSAGE');
    assert.throws(() => started({ plan: { title: bad } }), { code: 'INVALID_MESSAGE' });
  });

  it('cannot pass itself off as another command', () => {
    const after = given(...act.toSignOff).when(act.but(act.sign('approver1'), { name: 'cancel', reason: 'Ha' }));
    after.then('signed');
  });
});

describe('A reply by e-mail', () => {
  it('decides nothing where the contract wants a code, which a reply cannot carry', () => {
    const client = { everyKind: ['linkAndCode'] };
    const reviewing = givenTerms({ contract: { channels: { client } } }, ...act.toReview);
    for (const each of [act.approve('user1'), act.refuse('user1'), act.delegate('user1', 'deputy')])
      reviewing.when(act.byReply(each)).then('CHANNEL_NOT_ALLOWED', 'actor.authentication.method');
    reviewing.when(act.withCode(act.approve('user1'))).then('feedbackGiven');
  });
});

describe('A cancellation', () => {
  for (const [phase, steps] of Object.entries({
    compiling: [],
    validating: act.toValidation,
    rework: [...act.toValidation, act.fail('validator1')],
    inReview: act.toReview,
    facilitation: [...act.toReview, act.refuse('user1')],
    escalated: [...act.toReview, act.refuse('user1'), act.escalate('user1')],
    formalSignOff: act.toSignOff,
  }))
    it(`in phase ${phase} ends the milestone, by manager or sponsor with a reason`, () => {
      const before = given(...steps).thenIn(phase as never);
      for (const by of ['manager', 'sponsor']) before.when(act.cancel(by)).then('cancelled').thenIn('cancelled');
      for (const other of ['director', 'user1', 'outsider']) before.when(act.cancel(other)).then('WRONG_ACTOR');
      before.when(act.cancel('manager', { reason: '' })).then('INVALID_MESSAGE', 'reason');
    });

  it('comes only once', () => {
    given(act.cancel('manager')).when(act.cancel('manager')).then('MILESTONE_CLOSED');
  });

  it('is refused to whoever claims to be the system', () => {
    given()
      .when(act.but(act.cancel('x'), { actor: systemActor }))
      .then('WRONG_ACTOR', 'actor.authentication.method');
  });

  it('of the workflow itself needs no manager', () => {
    const { milestone, now } = given();
    const { name, raw } = act.but(act.cancel('x'), { actor: systemActor })(milestone);
    assert.equal(handleMessage(milestone, name, raw, { now, isOwn: true }).milestone.stage.phase, 'cancelled');
  });
});

describe('A milestone started', () => {
  it('compiles first and keeps the terms it was started under', () => {
    const { milestone, events } = started();
    assert.equal(milestone.stage.phase, 'compiling');
    assert.equal(milestone.sequence, 1);
    assert.deepEqual(
      events.map((each) => [each.type, each.sequence]),
      [['milestoneStarted', 1]],
    );
    assertPlainJson(milestone);
  });

  it('from something that is no engagement or no plan is refused with all that is wrong', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.boolean(), (junk, isPlan) => {
        const engagement = isPlan ? engagementWith() : junk;
        const plan = isPlan ? junk : planWith();
        assert.throws(
          () => startMilestone({ milestoneId: 'M1', engagement, plan }, systemActor, monday),
          (error) => error instanceof SignOffError && error.code === 'INVALID_MESSAGE',
        );
      }),
      { numRuns: propertyRuns(0.2) },
    );
  });
});
