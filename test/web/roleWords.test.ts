// Roles in the words of people: on pages nobody reads what the API calls them.
import assert from 'node:assert/strict';
import { lackingRight, RightMissing } from '../../api/http/access.ts';
import type { Access } from '../../api/http/holders.ts';
import { problemOf } from '../../api/http/problems.ts';
import { roles, type Role } from '../../domain/access/rights.ts';
import { languages, wordsIn } from '../../mail/messages/words.ts';
import { refusalIn } from '../../web/problemWords.ts';
import { roleNamed, roleSays, roleWord } from '../../web/roleWords.ts';

const all = Object.keys(roles) as Role[];
const signedIn = { holder: { roles: [] }, session: {} } as unknown as Access;

describe('A role on a page', () => {
  for (const language of languages)
    it(`is called by a name of its own in ${language}, and says what it is for`, () => {
      const words = wordsIn(language);
      assert.equal(new Set(all.map((each) => roleWord(words, each))).size, all.length);
      for (const each of all) {
        assert.doesNotMatch(`${roleWord(words, each)}: ${roleSays(words, each)}`, /[a-z][A-Z]|^role\./);
        assert.equal(roleNamed(words, each), roleWord(words, each));
      }
    });

  it('of an earlier release is shown as it is on record', () => {
    assert.equal(roleNamed(wordsIn('en'), 'gatekeeper'), 'gatekeeper');
  });

  it('is named to who lacks a right, where people may have it, with what to do', () => {
    const refusal = lackingRight(signedIn, 'readMilestones');
    assert.ok(refusal instanceof RightMissing);
    const said = refusalIn(wordsIn('en'), refusal, problemOf(refusal));
    assert.equal(
      said,
      'For these roles only: Engagement manager, Sponsor and Auditor. Ask one of them, or an administrator for a role.',
    );
    assert.match(refusalIn(wordsIn('de'), refusal, problemOf(refusal)), /Projektleitung, Projektsponsor und Revision/);
    assert.match(problemOf(refusal).detail, /the right readMilestones .* validationSystem/);
  });
});
