// People are named in mail: no ID of a person or deliverable, no name that only machines use, stands in what they read.
import { wordsIn } from '../../mail/messages/words.ts';
import assert from 'node:assert/strict';
import { nameOf } from '../../domain/milestone.ts';
import { inNames } from '../../domain/people/inNames.ts';
import { withReplySections } from '../../mail/mailModel.ts';
import { openingNotice } from '../../mail/openingNotice.ts';
import { quarantineNotice } from '../../mail/quarantineNotice.ts';
import { loadMailTemplates, type RenderMail } from '../../mail/renderMail.ts';
import { givenTerms } from '../domain/scenario.ts';
import { mailKinds, mailOn, type Change } from './notificationContexts.ts';

const ids =
  'manager sponsor author validator1 validator2 user1 user2 owner1 owner2 approver1 approver2 director deputy D1 D2';

/** Every ID as none is a word, so that it is found wherever it stands: by itself, or quoted within a sentence. */
function withOddIds<T>(value: T): T {
  const odd = (text: string): string =>
    ids.split(' ').reduce((left, id) => (left === id ? `id#${id}` : left.replaceAll(`"${id}"`, `"id#${id}"`)), text);
  const walk = (each: unknown): unknown => {
    if (typeof each === 'string') return odd(each);
    if (Array.isArray(each)) return each.map(walk);
    if (typeof each !== 'object' || each === null) return each;
    return Object.fromEntries(Object.entries(each).map(([key, inner]) => [key, walk(inner)]));
  };
  return walk(value) as T;
}

const oddly: Change = (each) => withOddIds(each);

/** Names of events, kinds and outcomes are written in one word, codes of errors in capitals; TSA_URL and ADMINISTRATOR_EMAIL are settings. */
const machineWord = /\b[a-z]+[A-Z][A-Za-z]*\b|\b(?!TSA_URL|ADMINISTRATOR_EMAIL)[A-Z]+_[A-Z_]+\b/u;

describe('What people read in mail', () => {
  let render: RenderMail;
  before(async () => {
    render = await loadMailTemplates('example.com');
  });

  for (const kind of mailKinds)
    it(`has no ID and no word of machines in it: ${kind}`, () => {
      const model = withReplySections(mailOn(kind, oddly));
      const mail = render(model, model.button && 'https://sign-off.example/r/token', model.codeId && '12345678');
      const attached = (mail.attachments ?? []).map((each) => each.text);
      for (const read of [mail.subject, mail.text, ...attached]) {
        assert.doesNotMatch(read, /id#/u);
        assert.doesNotMatch(read, machineWord);
        assert.doesNotMatch(read, /\dT\d\d:\d\d/u, 'an instant as machines write it');
      }
      assert.doesNotMatch(mail.html, /id#/u);
    });

  it('has no ID in it where it is about an engagement and no milestone', () => {
    const opening = {
      ...{ openingId: 'id#opening', holderId: 'id#holder', engagementId: 'id#engagement', reason: 'A fire' },
      ...{ name: 'Anna Sample', address: 'anna@firm.example' },
      ...{ openedAt: '2026-03-02T10:00:00.000Z', endsAt: '2026-03-02T11:00:00.000Z' },
    };
    const aside = {
      ...{ quarantineId: 'id#file', engagementName: 'Sample Works', fileName: 'plan.pdf', foundAs: 'Eicar' },
      ...{ uploader: 'Bo Sample', keptUntil: '2026-04-02T10:00:00.000Z', to: 'manager' as const },
    };
    for (const { subject, text, html } of [
      openingNotice(opening, 'Sample Works', wordsIn('en')),
      quarantineNotice(aside, wordsIn('en')),
    ]) {
      assert.match(text, /Sample Works/);
      for (const read of [subject, text, html]) assert.doesNotMatch(read, /id#/u);
    }
  });

  const { milestone } = givenTerms({});

  it('says of an ID that nobody has that they are not listed', () => {
    assert.equal(nameOf(milestone, 'p-4711'), 'somebody who is not listed');
  });

  it('names whom a refusal of the service tells by ID, and leaves other quotes alone', () => {
    const named = (sentence: string) => inNames(milestone, sentence);
    assert.equal(
      named('"approver1" cannot revoke; that is for the engagement manager: Name of manager (manager).'),
      'Name of approver1 cannot revoke; that is for the engagement manager: Name of manager.',
    );
    assert.equal(named('Group "Business" waits (see the plan).'), 'Group "Business" waits (see the plan).');
  });
});
