// A request whose lists are as long as a plan allows still shows its reply words and digest: Gmail clips what is longer.
import assert from 'node:assert/strict';
import { shortLists } from '../../mail/shortLists.ts';
import { loadMailTemplates } from '../../mail/renderMail.ts';
import { withReplySections } from '../../mail/mailModel.ts';
import { mailOn } from './notificationContexts.ts';

/** As quoted-printable: three bytes for each that is not plain ASCII. */
const encoded = (part: string): number =>
  [...Buffer.from(part)].reduce((sum, byte) => sum + (byte > 126 || byte === 61 ? 3 : 1), 0);

describe('Long lists in a mail', () => {
  for (const letter of ['x', '"', '設'])
    it(`keep a request under 90 KB, and what decides before them: ${letter}`, async () => {
      const render = await loadMailTemplates('example.com');
      const model = mailOn('reviewRequest');
      const items = Array.from({ length: 500 }, (_, index) => `${index} ${letter.repeat(300)}`);
      const sections = shortLists(Array.from({ length: 6 }, (_, index) => ({ title: `List ${index}`, items })));
      const mail = render(withReplySections({ ...model, sections }), 'https://sign-off.example/r/token');
      assert.ok(encoded(mail.html) < 90_000, `HTML ${encoded(mail.html)}`);
      assert.ok(encoded(mail.text) < 90_000, `text ${encoded(mail.text)}`);
      assert.match(mail.text, /and \d+ more in the package/);
      assert.ok(mail.text.indexOf('APPROVE') >= 0 && mail.text.indexOf('APPROVE') < mail.text.indexOf('List 0'));
    });

  it('leave short lists as they are', () => {
    const section = { title: 'Deliverables', items: ['One', 'Two'] };
    assert.deepEqual(shortLists([section]), [section]);
  });
});
