// Machines that check mail open links, run scripts and press buttons; none of it decides, and the person still can.
import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import type { Browser, Page } from 'playwright-core';
import * as act from '../domain/acts.ts';
import { nameOf } from '../domain/cast.ts';
import { isInShare } from '../run/properties.ts';
import { openBrowser } from '../support/browser.ts';
import { openMailSink } from '../support/mailSink.ts';
import { openTransport } from '../../mail/transport.ts';
import { asOwner } from '../support/asOwner.ts';
import { png } from '../support/png.ts';
import { PageStage, signing } from './pageStage.ts';

interface Asked {
  personId: string;
  kind: string;
  status: string;
  isOpen: boolean;
  visits: number;
  openedAt?: string;
  decidedAt?: string;
  bouncedAt?: string;
  lastError?: string;
}

describe('Request link in the hands of machines', function () {
  this.timeout(240_000);
  let pages: PageStage;
  let browser: Browser;
  before(async () => {
    [pages, browser] = await Promise.all([PageStage.open(), openBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await pages?.close();
  });

  const toBeSigned = async () => {
    const milestone = await pages.stage.start();
    await milestone.play(...act.toSignOff);
    return milestone;
  };
  const asked = async (milestoneId: string, personId: string): Promise<Asked> => {
    const { items } = await pages.get<{ items: Asked[] }>(`/milestones/${milestoneId}/requests`);
    const found = items.findLast((each) => each.personId === personId);
    assert.ok(found);
    return found;
  };

  it('decides nothing when it is opened, prefetched, or asked for its head, and records the visits as visits', async () => {
    const milestone = await toBeSigned();
    const link = await pages.linkOf(milestone, 'approver1');
    const before = await milestone.events();
    const looks: RequestInit[] = [
      { method: 'GET' },
      { method: 'HEAD' },
      { method: 'GET', headers: { 'sec-purpose': 'prefetch', purpose: 'prefetch' } },
      { method: 'GET', headers: { 'user-agent': 'MailScanner/1.0' } },
    ];
    for (const init of looks) assert.equal((await fetch(link, init)).status, 200);
    assert.deepEqual(await milestone.events(), before);
    const request = await asked(milestone.milestoneId, 'approver1');
    assert.equal(request.status, 'sent');
    assert.equal(request.visits, 4);
    assert.equal(request.openedAt, undefined);
    assert.ok(request.isOpen);
  });

  it('decides nothing when a browser that runs scripts fills in everything it can and presses every button', async () => {
    const milestone = await toBeSigned();
    const link = await pages.linkOf(milestone, 'approver1');
    // Each choice in one of the ways in a run, each way with some.
    for (const [way, how] of (['press', 'pick', 'force'] as const).entries())
      for (const index of [0, 1, 2, 3])
        if (isInShare(way + index, 3)) await pressEverything(await browser.newPage(), link, how, index);
    const state = await milestone.state();
    assert.equal(state.signatures.length + state.refusals.length + state.delegations.length, 0);
    assert.equal((await asked(milestone.milestoneId, 'approver1')).status, 'sent');
    const { status, html } = await pages.post(link, signing('approver1', 'by-hand'));
    assert.equal(status, 200, html);
    assert.equal((await milestone.state()).signatures.length, 1);
    assert.equal((await asked(milestone.milestoneId, 'approver1')).status, 'decided');
  });

  it('refuses a form without the name, with another name, with the box not ticked, or with no choice, naming the field', async () => {
    const milestone = await toBeSigned();
    const link = await pages.linkOf(milestone, 'approver1');
    const { typedName: _name, ...nameless } = signing('approver1', 'f1');
    const wrong: [Record<string, string>, string][] = [
      [nameless, 'typedName'],
      [{ ...signing('approver1', 'f2'), typedName: nameOf('approver2') }, 'typedName'],
      [{ ...signing('approver1', 'f3'), agreesToStatement: '' }, 'agreesToStatement'],
      [{ ...signing('approver1', 'f4'), decision: '' }, 'decision'],
      [{ ...signing('approver1', 'f5'), decision: 'report' }, 'decision'],
      [{ ...signing('approver1', 'f6'), drawnSignature: 'data:text/html;base64,PGI+' }, 'drawnSignature'],
    ];
    for (const [form, field] of wrong) {
      const { status, html } = await pages.post(link, form);
      assert.ok(status === 400 || status === 422, `${field}: ${status}`);
      assert.match(html, new RegExp(`href='#${field}'`));
    }
    assert.equal((await milestone.state()).signatures.length, 0);
    assert.equal((await asked(milestone.milestoneId, 'approver1')).status, 'opened', 'a name was typed');
  });

  it('lets nobody decide by a link that was cut off, made up, or belongs to another request', async () => {
    const milestone = await toBeSigned();
    const link = await pages.linkOf(milestone, 'approver1');
    for (const bad of [link.slice(0, -1), `${link}A`, `${pages.url}/r/${'A'.repeat(43)}`])
      assert.equal((await pages.post(bad, signing('approver1', 'x'))).status, 404);
    const review = await pages.linkOf(milestone, 'user1', /^Please review/);
    const { status } = await pages.post(review, signing('user1', 'y'));
    assert.equal(status, 409);
    assert.equal((await milestone.state()).signatures.length, 0);
  });

  it('serves no file but those of the package, and runs nothing that did not come from here', async () => {
    const milestone = await toBeSigned();
    const link = await pages.linkOf(milestone, 'approver1');
    const page = await fetch(link);
    const policy = page.headers.get('content-security-policy') ?? '';
    assert.match(policy, /default-src 'none'/);
    assert.doesNotMatch(policy, /unsafe|\*/);
    assert.equal(page.headers.get('referrer-policy'), 'no-referrer');
    const file = await fetch(`${link}/files/${milestone.documentId}`);
    assert.match(await file.text(), /^Design document/);
    assert.match(file.headers.get('content-disposition') ?? '', /^attachment/);
    assert.equal((await fetch(`${link}/files/other`)).status, 404);
  });

  it('opens pictures and PDFs in place, locked in, and nothing else, nor what is not what its name says', async () => {
    const opened = async (fileName: string, mediaType: string, content: Buffer) => {
      const milestone = await pages.stage.start();
      const stored = await pages.stage.files.of(milestone.engagementId).put(Readable.from([content]));
      const [content_extension, content_type] = [
        /png$|pdf$/.exec(fileName)?.[0] ?? null,
        /png$|pdf$/.test(fileName) ? mediaType : null,
      ];
      const facts = {
        content_extension,
        content_type,
        file_name: fileName,
        media_type: mediaType,
        sha256: stored.sha256,
        size_bytes: stored.sizeBytes,
      };
      const { db } = pages.stage.database;
      await db('documents').where({ document_id: milestone.documentId }).update(facts);
      await milestone.play(...act.toReview);
      const link = await pages.linkOf(milestone, 'user1');
      const html = await (await fetch(link)).text();
      return { html, shown: await fetch(`${link}/files/${milestone.documentId}/view`) };
    };
    const picture = await opened(
      'plan.png',
      'image/png',
      png(2, 2, () => [0, 0, 0, 255]),
    );
    assert.equal(picture.shown.status, 200);
    assert.equal(picture.shown.headers.get('content-security-policy'), "default-src 'none'; sandbox");
    assert.equal(picture.shown.headers.get('content-type'), 'image/png');
    assert.equal(picture.shown.headers.get('x-content-type-options'), 'nosniff');
    assert.match(picture.shown.headers.get('content-disposition') ?? '', /^inline/);
    assert.match(picture.html, /<img src='\/r\/[^']+\/view'/);
    const pdf = await opened('plan.pdf', 'application/pdf', Buffer.from('%PDF-1.7'));
    assert.match(
      pdf.shown.headers.get('content-security-policy') ?? '',
      /^default-src 'none'; .*frame-ancestors 'none'$/,
    );
    assert.match(pdf.html, /\/view' target='_blank' rel='noopener noreferrer'>Open/);
    for (const [fileName, mediaType] of [
      ['page.html', 'text/html'],
      ['drawing.svg', 'image/svg+xml'],
    ] as const) {
      const { html, shown } = await opened(fileName, mediaType, Buffer.from('<svg onload="alert(1)"/>'));
      assert.equal(shown.status, 404, fileName);
      assert.doesNotMatch(html, /\/view'/, fileName);
    }
  });

  it('lets nobody use the code of somebody else', async () => {
    const milestone = await pages.stage.start({ contract: { channels: { client: { signature: ['linkAndCode'] } } } });
    await milestone.play(...act.toSignOff);
    await pages.post(await pages.linkOf(milestone, 'approver1'), signing('approver1', 'own'));
    const mail = await pages.mailTo(milestone, 'approver1', /^Your confirmation code/);
    const code = /^\s+(\d{8})$/m.exec(mail.text ?? '')?.[1] ?? '';
    const other = await pages.linkOf(milestone, 'approver2');
    assert.equal((await pages.post(other, { ...signing('approver2', 'borrowed'), code })).status, 403);
    assert.equal((await milestone.state()).signatures.length, 0);
  });

  it('shows the manager a mail that came back, until the person acts all the same', async () => {
    const milestone = await toBeSigned();
    await pages.linkOf(milestone, 'approver1');
    const db = pages.stage.database.db;
    const [mail] = await asOwner(pages.stage.database, (transaction) =>
      transaction('mails')
        .where({ milestone_id: milestone.milestoneId, recipient_id: 'approver2', kind: 'signatureRequest' })
        .update({ sent_at: null })
        .returning('mail_id'),
    );
    await db('outbox').insert({
      ...{ kind: 'mail', reference: mail.mail_id, milestone_id: milestone.milestoneId },
      ...{ status: 'failed', failed_at: db.fn.now(), last_error: '550 no such mailbox' },
    });
    const bounced = await asked(milestone.milestoneId, 'approver2');
    assert.equal(bounced.status, 'bounced');
    assert.equal(bounced.lastError, '550 no such mailbox');
    const link = await pages.linkOf(milestone, 'approver2');
    await pages.post(link, signing('approver2', 'anyway'));
    assert.equal((await asked(milestone.milestoneId, 'approver2')).status, 'decided');
  });

  it('waits for an SMTP server that is down, and sends once when it is back', async () => {
    const sink = await openMailSink();
    await sink.close();
    const milestone = await toBeSigned();
    const working = pages.stage.delivery.transport;
    const down = openTransport(sink.url, 'Milestone Sign-Off <sign-off@example.com>');
    pages.stage.delivery.transport = down;
    try {
      const counts = await milestone.deliverMail();
      assert.equal(counts.done, 0);
      assert.ok(counts.later > 0);
      assert.equal((await asked(milestone.milestoneId, 'approver1')).status, 'queued');
    } finally {
      pages.stage.delivery.transport = working;
      down.close();
    }
    await pages.stage.database
      .db('outbox')
      .where({ status: 'waiting' })
      .update({ next_attempt_at: new Date(0) });
    await pages.linkOf(milestone, 'approver1');
    await milestone.deliverMail();
    const requests = pages.sink.mails.filter(
      (each) => each.text?.includes(milestone.milestoneId) && each.subject?.startsWith('Please sign'),
    );
    assert.deepEqual(requests.length, 2, 'one for each approver of the group');
    assert.equal((await asked(milestone.milestoneId, 'approver1')).status, 'sent');
    for (const mail of requests) {
      assert.equal(mail.headers.get('auto-submitted'), 'auto-generated');
      assert.ok(mail.references, 'threaded');
    }
  });
});

/** `press` only ticks boxes, `pick` also chooses a decision, `force` sends the form past the browser's own checks. */
async function pressEverything(page: Page, link: string, how: 'press' | 'pick' | 'force', index: number) {
  await page.goto(link);
  const answer = how === 'force' ? page.waitForResponse((each) => each.request().method() === 'POST') : undefined;
  await page.evaluate(
    ([manner, choice]) => {
      const radio = document.querySelectorAll<HTMLInputElement>('[name=decision]')[choice];
      if (radio && manner !== 'press') radio.checked = true;
      for (const box of document.querySelectorAll<HTMLInputElement>('[type=checkbox]')) box.checked = true;
      for (const select of document.querySelectorAll('select')) select.selectedIndex = 1;
      for (const area of document.querySelectorAll('textarea')) area.value = 'lorem ipsum';
      if (manner === 'force') document.querySelectorAll('form').forEach((form) => (form.noValidate = true));
      document.querySelectorAll('button').forEach((button) => button.click());
    },
    [how, index] as const,
  );
  if (answer) assert.equal((await answer).status(), 422);
  await page.close();
}
