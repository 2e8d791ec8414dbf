// Erasing a person from plain JSON: what is theirs is marked, what is others' stays, and doing it twice changes nothing.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { erasableOf, erasedMark, isNeededAsEvidence, redact, type Erasable } from '../../domain/records/redaction.ts';
import * as act from './acts.ts';
import { given } from './scenario.ts';

const person: Erasable = {
  personId: 'user1',
  requestIds: ['R1'],
  email: 'user1@example.com',
  name: 'Uma Sample',
  losesName: true,
};

describe('Erasing a person from JSON', () => {
  it('marks where they sat and wrote from, in what they did and in who came through their links', () => {
    const authentication = { method: 'requestLink', requestId: 'R1', ipAddress: '192.0.2.1', userAgent: 'Browser' };
    const { value, redacted } = redact(
      [
        { personId: 'user1', role: 'stakeholder', authentication },
        { type: 'documentRead', requestId: 'R1', ipAddress: '192.0.2.1' },
        { personId: 'user2', authentication: { ...authentication, requestId: 'R2' } },
      ],
      person,
    );
    assert.deepEqual(value, [
      {
        personId: 'user1',
        role: 'stakeholder',
        authentication: { ...authentication, ipAddress: erasedMark, userAgent: erasedMark },
      },
      { type: 'documentRead', requestId: 'R1', ipAddress: erasedMark },
      { personId: 'user2', authentication: { ...authentication, requestId: 'R2' } },
    ]);
    assert.deepEqual(redacted, ['/0/authentication/ipAddress', '/0/authentication/userAgent', '/1/ipAddress']);
  });

  it('marks address and name wherever they are written, and no longer one that contains them', () => {
    const text = 'Uma Sample <USER1@example.com> and Uma Sampleton <xuser1@example.com>, user1@example.com.au';
    const marked = `${erasedMark} <${erasedMark}> and Uma Sampleton <xuser1@example.com>, ${erasedMark}.au`;
    assert.equal(redact({ text }, person).value.text, marked);
    const { name: _name, ...decider } = { ...person, losesName: false };
    assert.match(redact({ text }, decider).value.text, /^Uma Sample <\[erased\]>/);
  });

  it('takes name and capacity off the list of people only from those who lose them', () => {
    const listed = { personId: 'user1', name: 'Uma Sample', email: 'user1@example.com', capacity: 'User' };
    assert.deepEqual(redact(listed, person).value, {
      personId: 'user1',
      name: erasedMark,
      email: erasedMark,
      capacity: erasedMark,
    });
    const { name: _name, ...decider } = { ...person, losesName: false };
    assert.deepEqual(redact(listed, decider).value, { ...listed, email: erasedMark });
  });

  it('changes nothing the second time, keeps the shape, and points at exactly what it changed', () => {
    const leaf = fc.constantFrom<unknown>('user1@example.com', 'x Uma Sample y', 'user1', 'other', 7, null, true);
    const key = fc.constantFrom('personId', 'ipAddress', 'authentication', 'requestId', 'email', 'name', 'a/b~c', 'x');
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(key, tie('tree'), { maxKeys: 5, noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        const before = JSON.stringify(value);
        const once = redact(value, person);
        assert.equal(JSON.stringify(value), before, 'what went in is untouched');
        assert.deepEqual(redact(once.value, person), { value: once.value, redacted: [] });
        const changed = leavesOf(value).filter(
          ([pointer, text]) => new Map(leavesOf(once.value)).get(pointer) !== text,
        );
        assert.deepEqual(changed.map(([pointer]) => pointer).sort(), [...once.redacted].sort());
        assert.deepEqual(
          leavesOf(once.value).map(([pointer]) => pointer),
          leavesOf(value).map(([pointer]) => pointer),
        );
        assert.ok(!JSON.stringify(once.value).includes('user1@example.com'));
      }),
    );
  });
});

function leavesOf(value: unknown, pointer = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[pointer, value]];
  return Object.entries(value).flatMap(([key, inner]) =>
    leavesOf(inner, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
}

describe('A person of a milestone', () => {
  const { milestone, history } = given(...act.toAccepted);

  it('is needed as evidence once they decided, and not for having been listed', () => {
    assert.ok(isNeededAsEvidence(milestone, history, 'user1'));
    assert.ok(!isNeededAsEvidence(milestone, history, 'outsider'));
  });

  it('is needed as evidence when somebody decided in their place', () => {
    const delegated = given(...act.toSignOff, act.reassign('approver1', 'deputy'), act.sign('deputy'));
    assert.ok(isNeededAsEvidence(delegated.milestone, delegated.history, 'approver1'));
  });

  it('loses their phone number with their address, wherever it is written, but for one that others have too', () => {
    const [first, second, ...others] = milestone.engagement.people;
    assert.ok(first && second);
    const phone = '+49 30 23125 101';
    const of = (...people: typeof others) =>
      erasableOf({ ...milestone, engagement: { ...milestone.engagement, people } }, [], first.personId, []);
    const own = of({ ...first, phone }, second, ...others);
    const said = { ...first, phone, said: `Call ${phone}, not ${phone}7`, mail: { contact: { phone } } };
    const { value } = redact(said, own);
    assert.equal(value.phone, erasedMark);
    assert.equal(value.said, `Call ${erasedMark}, not ${phone}7`);
    assert.equal(value.mail.contact.phone, erasedMark);
    assert.equal(of({ ...first, phone }, { ...second, phone }, ...others).phone, undefined);
  });

  it('keeps an address or name that somebody else goes by as well', () => {
    const [first, second, ...others] = milestone.engagement.people;
    assert.ok(first && second);
    const shared = { ...second, email: first.email.toUpperCase(), name: first.name };
    const people = [first, shared, ...others];
    const of = (id: string) =>
      erasableOf({ ...milestone, engagement: { ...milestone.engagement, people } }, [], id, []);
    assert.deepEqual([of(first.personId).email, of(first.personId).name], [undefined, undefined]);
    assert.equal(of('outsider').email, 'outsider@example.com');
  });
});
