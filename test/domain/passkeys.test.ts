// Passkeys as a channel of the contract: what they count for, and what does not count in their place.
import assert from 'node:assert/strict';
import { assertPasskeysOffered, relyingPartyOf } from '../../domain/people/relyingParty.ts';
import { wherePasskeys } from '../../domain/terms/channels.ts';
import { engagement as engagementSchema } from '../../domain/terms/engagement.ts';
import * as act from './acts.ts';
import { engagementWith } from './cast.ts';
import { withPasskey } from './passkeyActs.ts';
import { givenTerms } from './scenario.ts';

const signingBy = (...signature: string[]) =>
  givenTerms({ contract: { channels: { client: { signature } } } }, ...act.toSignOff);

describe('A contract that takes signatures with a passkey', () => {
  it('takes none behind a link, with a code, by reply, with an API key or with access to Temporal', () => {
    const signing = signingBy('passkey');
    signing.when(act.sign('approver1')).then('PASSKEY_REQUIRED', 'passkey');
    signing.when(act.withCode(act.sign('approver1'))).then('PASSKEY_REQUIRED', 'passkey');
    for (const other of [act.byReply, ...['apiKey', 'temporalMessage'].map((method) => by(method))])
      signing.when(other(act.sign('approver1'))).then('CHANNEL_NOT_ALLOWED');
    signing.when(withPasskey(act.sign('approver1'))).then('signed');
  });

  it('says what it takes and where to confirm it', () => {
    const { result } = signingBy('passkey').when(act.sign('approver1'));
    assert.equal(
      result?.outcome.message,
      'The contract takes a signature of the client by personal link confirmed with a passkey only. Confirm it with your passkey on the page that asks for it; one is set up behind your link.',
    );
  });

  it('takes what it takes beside it, each for itself', () => {
    signingBy('passkey', 'reply')
      .when(act.byReply(act.sign('approver1')))
      .then('signed');
    const either = signingBy('passkey', 'linkAndCode');
    either.when(act.withCode(act.sign('approver1'))).then('signed');
    either.when(withPasskey(act.sign('approver1'))).then('signed');
  });

  it('is one whose parts are named, to be held against the address of the service', () => {
    const channels = { client: { signature: ['passkey'] }, firm: { everyKind: ['link', 'passkey'] } };
    const { contract } = engagementSchema.parse(engagementWith({ channels }));
    assert.deepEqual(wherePasskeys(contract), ['channels.client.signature', 'channels.firm.everyKind']);
  });
});

describe('A passkey that a signer chose', () => {
  it('counts wherever a link does, and stands in for no code', () => {
    signingBy('link')
      .when(withPasskey(act.sign('approver1')))
      .then('signed');
    signingBy('linkAndCode')
      .when(withPasskey(act.sign('approver1')))
      .then('CODE_REQUIRED', 'code');
  });
});

describe('The host that passkeys are for', () => {
  it('is that of the address of the service, where browsers offer them', () => {
    assert.deepEqual(relyingPartyOf('https://sign.firm.example/x'), {
      rpId: 'sign.firm.example',
      origin: 'https://sign.firm.example',
    });
    assert.deepEqual(relyingPartyOf('http://localhost:3000')?.rpId, 'localhost');
    for (const each of [
      'http://sign.firm.example',
      'https://192.0.2.7',
      'http://127.0.0.1:3000',
      'https://[2001:db8::1]',
    ])
      assert.equal(relyingPartyOf(each), undefined, each);
  });

  it('is there where a contract asks for passkeys, or its registration is refused with field and remedy', () => {
    const { contract } = engagementSchema.parse(
      engagementWith({ channels: { firm: { review: ['link', 'passkey'] } } }),
    );
    assertPasskeysOffered(contract, 'https://sign.firm.example');
    assertPasskeysOffered(engagementSchema.parse(engagementWith()).contract, 'http://sign.firm.example');
    assert.throws(() => assertPasskeysOffered(contract, 'http://sign.firm.example'), {
      code: 'INVALID_MESSAGE',
      field: 'contract.channels.firm.review',
      message: /Set PUBLIC_URL to the service's https address/,
    });
  });
});

function by(method: string) {
  return (original: act.Act) => act.by(method === 'apiKey' ? { method, keyId: 'k1' } : { method }, original);
}
