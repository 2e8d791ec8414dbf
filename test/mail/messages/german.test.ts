// The German catalogue speaks as docs/german.md says: in the terms of BGB and VOB/B, one word for each thing.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messages as german } from '../../../mail/messages/languages/de.ts';
import { checkout } from '../../support/checkout.ts';

const said = Object.entries(german);

/** Words that there is another term for, as they are inflected; what is said of them where they are right. */
const banned: [RegExp, RegExp?][] = [
  [/Akzeptanz/],
  [/\bAusnahmen?\b/],
  [/\bNach(?:ge)?arbeit/],
  [/Zertifikat/, /SHA-256 des Zertifikats/],
  [/\bUnternehmen|\bKunden?\b/],
  [/\bProjekte?[ns]?\b/],
  [/\bSponsors?\b/],
  // A reply is decided by what people write of themselves.
  [/[Uu]nterschreib|[Uu]nterschrieb/, /UNTERSCHREIBEN/],
  [/Unterschrift[^.]*zurückgezogen/],
  [/[Bb]egutacht/],
  [/Mahnung/],
  [/Werktag|Geschäftstag/],
  // What an invoice is; a milestone is abgebrochen.
  [/[Ss]torn/, /^(?:Gutschriften und Stornos|Storniert|Rechnung stornieren)$/],
];

describe('The German catalogue', () => {
  it('has one word for each thing', () => {
    for (const [key, message] of said)
      for (const [word, right] of banned) {
        const rest = right === undefined ? message : message.replace(right, '');
        assert.doesNotMatch(rest, word, `${key}: ${message}`);
      }
  });

  it('uses every term that is written down for it', async () => {
    const rows = (await readFile(join(checkout, 'docs/german.md'), 'utf8'))
      .split('\n')
      .filter((row) => row.startsWith('| '));
    const terms = rows.slice(2).map((row) => row.split('|')[2]?.trim() ?? '');
    assert.ok(terms.length > 20);
    const all = said.map(([, message]) => message.toLowerCase()).join('\n');
    // As it is inflected: what stays the same of each word.
    for (const term of terms)
      for (const word of term.split(/,? /))
        assert.ok(all.includes(word.toLowerCase().slice(0, Math.max(4, word.length - 3))), term);
  });

  it('speaks to people as “Sie”, never as “du”', () => {
    for (const [key, message] of said) assert.doesNotMatch(message, /\b(?:du|dein\w*|dir|dich)\b/i, key);
  });
});
