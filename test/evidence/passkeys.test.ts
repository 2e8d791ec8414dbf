// Assertions by passkeys as the service checks them before it seals and a frozen reader checks them offline: each against each forgery.
import assert from 'node:assert/strict';
import type { RecordedEvent } from '../../domain/events.ts';
import { notConfirmed } from '../../evidence/passkeys.ts';
import { browserPrimitives } from '../../evidence/verify/browserPrimitives.ts';
import { notConfirmed as notConfirmedOffline } from '../../evidence/verify/format1/passkeys.ts';
import { nodePrimitives } from '../../evidence/verify/nodePrimitives.ts';
import { whyNotAsserted } from '../../evidence/verify/webauthn.ts';
import * as act from '../domain/acts.ts';
import { assertionFor, linkWith, withPasskey, type Confirming } from '../domain/passkeyActs.ts';
import { given, type Scenario } from '../domain/scenario.ts';
import { SoftAuthenticator, type Algorithm } from '../support/softAuthenticator.ts';
import { testEntrances } from '../support/testVouchers.ts';

const authenticator = new SoftAuthenticator();
const other = new SoftAuthenticator();
const algorithms: Algorithm[] = ['ES256', 'RS256', 'EdDSA'];

const signing = given(...act.toSignOff);
const signedWith = (passkey: act.Act): Scenario => signing.when(passkey);
const confirmed = (confirming: Confirming = {}) =>
  signedWith(withPasskey(act.sign('approver1'), { authenticator, ...confirming }));

/** What the service finds, and that a frozen reader finds the same in Node and with what browsers lend. */
async function found({ history }: Scenario): Promise<string[]> {
  const of = { milestoneId: 'M1', engagementId: 'engagement-1', holds: testEntrances.holdsEnrolment };
  const here = [...(await notConfirmed(history, of))];
  for (const primitives of [nodePrimitives, browserPrimitives])
    assert.deepEqual([...(await notConfirmedOffline(primitives, history, testEntrances.keys(), 'M1'))], here);
  return here.map(([, why]) => why);
}

/** The signature of one, with an assertion of their own over something else. */
const moved = (to: act.Act, from: act.Act, confirming: Confirming = {}) =>
  signedWith(act.by(linkWith(assertionFor(from(signing.milestone), { authenticator, ...confirming })), to));

const says = (why: RegExp | string, scenario: () => Scenario) => async () => {
  const scene = scenario();
  assert.equal(
    scene.result?.outcome.outcome,
    'accepted',
    'who has the keys of the entrances could have had it recorded',
  );
  const whys = await found(scene);
  assert.equal(whys.length, 1, whys.join('\n'));
  assert.match(whys[0] ?? '', typeof why === 'string' ? new RegExp(why) : why);
};

describe('A decision that a passkey confirmed', () => {
  for (const algorithm of algorithms)
    it(`holds, with a key for ${algorithm}`, async () => {
      assert.deepEqual(await found(confirmed({ authenticator: new SoftAuthenticator(algorithm) })), []);
    });

  const elsewhere = /confirms something else/;
  it(
    'does not hold on another milestone',
    says(elsewhere, () => confirmed({ milestoneId: 'M2' })),
  );
  it(
    'does not hold for another message of the same words',
    says(elsewhere, () => moved(act.sign('approver1'), act.sign('approver1', { messageId: 'another' }))),
  );
  it(
    'does not hold for other words, nor on another package',
    says(elsewhere, () => moved(act.sign('approver1'), act.sign('approver1', { packageDigest: act.noDigest }))),
  );
  it(
    'does not hold for another decision',
    says(elsewhere, () => moved(act.sign('approver1'), act.refuse('approver1'))),
  );
  it(
    'does not hold for another person, whose passkey it is not',
    says(/somebody else’s/, () => moved(act.sign('approver1'), act.sign('approver2'))),
  );
  it(
    'does not hold for who enrolled it in another engagement',
    says(/of another engagement/, () => confirmed({ enrolment: { engagementId: 'engagement-2' } })),
  );
  it(
    'does not hold by a key that was not enrolled',
    says(/by another key/, () => confirmed({ enrolment: { publicKey: other.publicKey } })),
  );
  it(
    'does not hold by a key enrolled later',
    says(/enrolled later/, () => confirmed({ enrolment: { enrolledAt: '2026-04-01T00:00:00.000Z' } })),
  );
  it(
    'does not hold when made for another origin',
    says(/another site/, () => confirmed({ origin: 'https://evil.example' })),
  );
  it(
    'does not hold when made for another host',
    says(/another site/, () => confirmed({ rpId: 'evil.example' })),
  );
  it(
    'does not hold when made in a page of another origin',
    says(/another site/, () => confirmed({ crossOrigin: true })),
  );
  it('does not hold when nobody was there, or nobody was recognised', async () => {
    for (const flags of [0, 1, 4]) await says(/who was there/, () => confirmed({ flags }))();
  });
  it(
    'does not hold when it is a registration',
    says(/no assertion/, () => confirmed({ type: 'webauthn.create' })),
  );

  it('does not hold where the entrance does not vouch for the enrolment', async () => {
    const scene = confirmed();
    const forged = (change: (enrolment: Record<string, unknown>) => object): Scenario =>
      ({ ...scene, history: scene.history.map((each) => withEnrolment(each, change)) }) as unknown as Scenario;
    for (const change of [
      (each: object) => ({ ...each, codeConfirmedAt: '2026-03-01T00:00:00.000Z' }),
      (each: object) => ({ ...each, keyId: 'f'.repeat(16) }),
    ])
      assert.deepEqual(await found(forged(change)), ['no entrance vouches for the enrolment of its passkey']);
  });

  it('does not hold where somebody wrote anything else in its place', async () => {
    const { history } = confirmed();
    const broken = history.map((each) => withEnrolment(each, () => ({})));
    const of = { milestoneId: 'M1', engagementId: 'engagement-1', holds: () => true };
    assert.deepEqual([...(await notConfirmed(broken, of)).values()], ['its passkey cannot be read']);
  });

  it('does not hold with a key of no kind it knows, or none at all', async () => {
    const { passkey } = { passkey: assertionFor(act.sign('approver1')(signing.milestone), { authenticator }) };
    const of = { ...passkey, rpId: 'localhost', challenge: '00' };
    for (const publicKey of ['', 'AA', 'oA', 'pAEBAycgBiFYIA', Buffer.alloc(900, 0xff).toString('base64url')])
      assert.equal(await whyNotAsserted(nodePrimitives, { ...of, publicKey }), 'it cannot be read');
  });
});

function withEnrolment(event: RecordedEvent, change: (enrolment: Record<string, unknown>) => object): RecordedEvent {
  const { authentication } = event.actor;
  if (authentication.method !== 'requestLink' || !authentication.passkey) return event;
  const enrolment = change(authentication.passkey.enrolment) as typeof authentication.passkey.enrolment;
  const passkey = { ...authentication.passkey, enrolment };
  return { ...event, actor: { ...event.actor, authentication: { ...authentication, passkey } } };
}
