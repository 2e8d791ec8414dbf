// An acceptance rests on no decision that came by a channel the contract does not take, whatever is on record.
import assert from 'node:assert/strict';
import type { RecordedEvent } from '../../domain/events.ts';
import { replay } from '../../domain/evolve.ts';
import { whyInsufficient as judged } from '../../domain/sufficiency/sufficiency.ts';
import * as act from './acts.ts';
import { withPasskey } from './passkeyActs.ts';
import { cameBy, changed, type Forgery } from './forgeries.ts';
import { given, givenTerms, type Scenario } from './scenario.ts';

const eventsOf = ({ history }: Scenario): RecordedEvent[] => [...history];

const accepted = eventsOf(given(...act.toAccepted));
const codeToSign = { channels: { client: { signature: ['linkAndCode'] } } };
const passkeyToSign = { channels: { client: { signature: ['passkey'] } } };
const signingAll = [act.sign('approver1'), act.sign('approver2'), act.sign('director')];

type Case = [what: string, course: readonly RecordedEvent[], forge: Forgery, told: string];

const cases: Case[] = [
  [
    'a signature with an API key',
    accepted,
    cameBy('signed', 'director', { method: 'apiKey', keyId: 'k1' }),
    'a signature of Name of director of the client came by an API key, which proves a system and no person, which the contract does not take for it',
  ],
  [
    'a validation report of an administrator of Temporal',
    accepted,
    cameBy('validationReported', 'validator1', { method: 'temporalMessage' }),
    'a validation report of Name of validator1 of the firm came by a message sent with access to Temporal',
  ],
  [
    'an approval with an API key',
    accepted,
    cameBy('feedbackGiven', 'user1', { method: 'apiKey', keyId: 'k1' }),
    'feedback on the package of Name of user1 of the client came by an API key',
  ],
  [
    'a signature behind the link alone, where the contract asks for a code',
    eventsOf(givenTerms({ contract: codeToSign }, ...act.toSignOff, ...signingAll.map(act.withCode))),
    cameBy('signed', 'director', { method: 'requestLink', requestId: 'r' }),
    'a signature of Name of director of the client came by a personal link, without the code that the contract asks for',
  ],
  [
    'a signature with a code, where the contract asks for a passkey',
    eventsOf(givenTerms({ contract: passkeyToSign }, ...act.toSignOff, ...signingAll.map((each) => withPasskey(each)))),
    cameBy('signed', 'director', { method: 'requestLink', requestId: 'r', codeConfirmedAt: '2026-03-02T10:00:00Z' }),
    'a signature of Name of director of the client came by a personal link, without the passkey that the contract asks for',
  ],
  [
    'a signature that claims a link of itself, and came with an API key',
    accepted,
    changed(
      'signed',
      (event) => ({ ...event, actor: { ...event.actor, authentication: { method: 'apiKey', keyId: 'k1' } } }),
      ({ signature }) => signature.personId === 'director',
    ),
    'a signature of Name of director of the client says of itself that it came another way than its event has it',
  ],
  [
    'a determination with an API key',
    eventsOf(
      given(
        ...[...act.toSignOff, act.refuse('approver1'), act.escalate('approver1'), act.determine('formalSignOff')],
        ...signingAll,
      ),
    ),
    cameBy('sponsorDecided', 'sponsor', { method: 'apiKey', keyId: 'k1' }),
    'a sponsor’s determination of Name of sponsor of the firm came by an API key',
  ],
];

/** Vouchers are asked for beside everything else. */
const whyInsufficient = (events: readonly RecordedEvent[]) => judged(events, () => new Map());

describe('Sufficiency of an acceptance', () => {
  for (const [what, course, forge, told] of cases)
    it(`is missing, and said to be, with ${what}`, () => {
      assert.deepEqual(whyInsufficient(course), []);
      const forged = forge(course);
      assert.ok(replay(forged).acceptances.length > 0, 'the state machine believes it');
      const reasons = whyInsufficient(forged);
      assert.ok(
        reasons.some((each) => each.startsWith(told) && /\(event \d+\)$/.test(each)),
        reasons.join('\n'),
      );
    });
});
