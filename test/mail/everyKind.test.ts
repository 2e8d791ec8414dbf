// Every kind of mail as it is sent, in both parts, against what was looked at and agreed; UPDATE_SNAPSHOTS=1 accepts a change.
import assert from 'node:assert/strict';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { loadMailTemplates, type RenderMail } from '../../mail/renderMail.ts';
import { withReplySections } from '../../mail/mailModel.ts';
import { mailKinds, mailOn } from './notificationContexts.ts';

const folder = new URL('snapshots/', import.meta.url);
const link = 'https://sign-off.example/r/the-token-of-the-recipient';
const isAccepting = process.env.UPDATE_SNAPSHOTS === '1';

async function assertAsAgreed(name: string, content: string): Promise<void> {
  const file = new URL(name, folder);
  if (isAccepting) await writeFile(file, content);
  const agreed = await readFile(file, 'utf8').catch(() => '');
  assert.equal(content, agreed, `${name} changed; look at it, then accept it with UPDATE_SNAPSHOTS=1`);
}

describe('Mail of every kind', () => {
  let render: RenderMail;
  before(async () => {
    await mkdir(folder, { recursive: true });
    render = await loadMailTemplates('example.com');
  });

  const rendered = (kind: (typeof mailKinds)[number]) => {
    const model = mailOn(kind);
    return { model, mail: render(model, model.button && link, model.codeId && '12345678') };
  };

  for (const kind of mailKinds)
    it(`reads as agreed: ${kind}`, async () => {
      const { mail } = rendered(kind);
      await assertAsAgreed(`${kind}.txt`, `Subject: ${mail.subject}\n\n${mail.text}`);
      await assertAsAgreed(`${kind}.html`, mail.html);
    });

  for (const kind of ['reviewRequest', 'signatureRequest'] as const)
    it(`reads as agreed where it may be answered by reply: ${kind}`, async () => {
      const mail = render(withReplySections(mailOn(kind)), link);
      await assertAsAgreed(`${kind}-by-reply.txt`, `Subject: ${mail.subject}\n\n${mail.text}`);
      await assertAsAgreed(`${kind}-by-reply.html`, mail.html);
    });

  it('brings a code without a link, so that one mail alone opens nothing', () => {
    const { mail } = rendered('confirmationCode');
    assert.match(mail.text, /12345678/);
    for (const part of [mail.text, mail.html.replace(/xmlns(?::\w+)?="[^"]*"|<!DOCTYPE[^>]*>/gi, '')])
      assert.doesNotMatch(part, /https?:\/\/|href=/);
  });

  it('says the same in both parts', () => {
    for (const kind of mailKinds) {
      const { model, mail } = rendered(kind);
      const said = [model.headline, model.recipient, model.next, ...model.paragraphs];
      for (const part of said.filter(Boolean)) {
        assert.ok(mail.text.includes(part), `${kind}, text: ${part}`);
        const escaped = part.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/'/g, '&#x27;');
        assert.ok(mail.html.includes(escaped), `${kind}, HTML: ${part}`);
      }
    }
  });

  it('names somebody to ask, but to themselves, and has digests last, folded away for who verifies', () => {
    for (const kind of mailKinds) {
      const { model, mail } = rendered(kind);
      const address = model.contact?.address;
      if (address !== undefined) for (const part of [mail.text, mail.html]) assert.ok(part.includes(address), kind);
      const folded = mail.html.replace(/<details>[\s\S]*?<\/details>/g, '');
      assert.doesNotMatch(folded, /\b[0-9a-f]{64}\b/, kind);
      for (const line of model.verification ?? []) assert.ok(mail.html.includes(line.replace(/"/g, '&quot;')), kind);
      const atLast = mail.text.indexOf('For verification');
      assert.ok(atLast < 0 || atLast > mail.text.lastIndexOf('-- '), kind);
    }
    assert.equal(rendered('signatureRequest').model.contact?.address, 'manager@firm.example');
    assert.equal(rendered('sponsorBrief').model.contact?.address, 'manager@firm.example');
    assert.equal(rendered('facilitationRequest').model.contact, undefined);
  });

  it('loads nothing from anywhere, and runs nothing', () => {
    for (const kind of mailKinds) {
      const { html } = rendered(kind).mail;
      assert.doesNotMatch(html, /<img|<script|src=|@import|url\(/i, kind);
      for (const [, address] of html.matchAll(/href="([^"]*)"/g)) assert.equal(address, link, kind);
    }
  });

  it('keeps what people wrote behind the link of a request to validate, review, sign or facilitate', () => {
    const kinds = [
      'validationRequest',
      'reviewRequest',
      'signatureRequest',
      'facilitationRequest',
      'reminder',
      'finalNotice',
    ];
    const secrets = ['Looked at everything', 'Page 3', 'All done', 'Chapter 4 leaves', 'Labels of rack 7', 'Chapter 2'];
    for (const kind of mailKinds) {
      const { model, mail } = rendered(kind);
      if (!kinds.includes(kind)) continue;
      assert.ok(model.button, kind);
      for (const secret of secrets)
        assert.ok(!mail.text.includes(secret) && !mail.html.includes(secret), `${kind}: ${secret}`);
    }
  });

  it('says in the first lines what is asked, of whom, and by when in their own zone and in UTC', () => {
    const [what, whom, by] = rendered('signatureRequest').mail.text.split('\n');
    assert.match(what ?? '', /^Please decide whether to accept/);
    assert.match(whom ?? '', /^For Dev Sample, Deputy director, on behalf of Zoë Sample$/);
    assert.match(by ?? '', /^By Monday 16 March 2026, 17:30 \(Greenwich Mean Time\), 2026-03-16 17:30 UTC$/);
  });

  it('keeps one subject for as long as it is asked, with the money where that is decided on', () => {
    const subjects = (['signatureRequest', 'reminder'] as const).map((kind) => rendered(kind).mail.subject);
    assert.deepEqual(subjects, [
      'Please sign: Network design, €100,000.00',
      'Re: Please sign: Network design, €100,000.00',
    ]);
  });

  it('shows in a list of mails until when, before what', () => {
    const preheader = /<div[^>]*display:none[^>]*>([^<]*)</.exec(rendered('signatureRequest').mail.html)?.[1];
    assert.match(preheader?.trim() ?? '', /^By Monday 16 March 2026, 17:30 \(Greenwich Mean Time\): Please decide/);
  });

  it('has no snapshot of a kind that is gone', async () => {
    const files = await readdir(folder);
    const names = [...mailKinds, 'reviewRequest-by-reply', 'signatureRequest-by-reply'];
    assert.deepEqual(files.sort(), names.flatMap((name) => [`${name}.html`, `${name}.txt`]).sort());
  });
});
