// What is said by reply in place of a decision, in English and German: the verb, and what becomes of it.
import assert from 'node:assert/strict';
import { dateIn, insteadOfDeciding, proposedIn } from '../../../mail/replies/insteadOfDeciding.ts';
import { looksDecided, readVerb } from '../../../mail/replies/words/verbs.ts';
import { mailActor } from '../../../domain/people/people.ts';
import * as act from '../../domain/acts.ts';
import { given } from '../../domain/scenario.ts';

const bound = { messageId: 'm', actor: mailActor, packageDigest: act.noDigest };
const { milestone } = given(...act.toReview);

describe('A reply in place of a decision', () => {
  for (const [line, verb] of [
    ['NEED INFORMATION: Is site B included?', 'NEED INFORMATION'],
    ['Need more information: Is site B included?', 'NEED INFORMATION'],
    ['RÜCKFRAGE: Gilt das für Werk B?', 'NEED INFORMATION'],
    ['Information fehlt: Gilt das für Werk B?', 'NEED INFORMATION'],
    ['MORE TIME: until 2026-12-10, the board meets', 'MORE TIME'],
    ['mehr Zeit: bis 10.12.2026', 'MORE TIME'],
    ['NOT MINE: ask bo@example.com', 'NOT MINE'],
    ['Nicht zuständig: der Einkauf entscheidet', 'NOT MINE'],
    ['WITHDRAW: I signed the wrong one', 'WITHDRAW'],
    ['Zurücknehmen: falsches Paket', 'WITHDRAW'],
    ['zurückziehen: falsches Paket', 'WITHDRAW'],
  ] as const)
    it(`is heard: ${line}`, () => assert.equal(readVerb(line, '')?.verb, verb));

  it('needs its colon and its reason, and sounds like something that was meant without them', () => {
    for (const line of ['WITHDRAW', 'Not mine, sorry', 'more time please', 'Nicht zuständig']) {
      assert.equal(readVerb(line, ''), undefined, line);
      assert.ok(looksDecided(line), line);
    }
  });

  it('takes the first date there is, in either spelling, and none that there is not', () => {
    assert.equal(dateIn('until 2026-12-10 or 2026-12-11'), '2026-12-10');
    assert.equal(dateIn('bis 9.12.2026'), '2026-12-09');
    assert.equal(dateIn('bis zum 9. 3. 2026'), '2026-03-09');
    for (const text of ['until Friday', '2026-02-30', '31.02.2026', 'by 12/10/2026'])
      assert.equal(dateIn(text), undefined, text);
  });

  it('proposes whose address stands in it, where that is one person of the engagement', () => {
    assert.equal(proposedIn(milestone, 'Ask <Owner1@example.com>.'), 'owner1');
    assert.equal(proposedIn(milestone, 'Ask owner1@example.com or owner2@example.com'), undefined);
    assert.equal(proposedIn(milestone, 'Ask somebody@elsewhere.example'), undefined);
  });

  it('becomes the act it names, on the package that was asked about', () => {
    const of = (verb: Parameters<typeof insteadOfDeciding>[0], ...reasons: string[]) =>
      insteadOfDeciding(verb, reasons, bound, milestone);
    const { messageId, actor, packageDigest } = bound;
    assert.deepEqual(of('NEED INFORMATION', 'One', 'Two'), {
      ...{ name: 'askForInformation', messageId, actor, packageDigest, question: 'One\n\nTwo' },
    });
    assert.deepEqual(of('MORE TIME', 'until 2026-03-20: away'), {
      ...{ name: 'requestMoreTime', messageId, actor, newDeadlineOn: '2026-03-20', reason: 'until 2026-03-20: away' },
    });
    assert.equal(of('MORE TIME', 'soon'), undefined);
    assert.deepEqual(of('NOT MINE', 'owner1@example.com decides'), {
      ...{ name: 'declineToDecide', messageId, actor, packageDigest, reason: 'owner1@example.com decides' },
      proposedPersonId: 'owner1',
    });
    assert.deepEqual(of('WITHDRAW', 'Wrong one'), {
      ...{ name: 'withdrawSignature', messageId, actor, packageDigest, reason: 'Wrong one' },
    });
  });
});
