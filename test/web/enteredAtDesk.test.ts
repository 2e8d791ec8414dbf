// A decision entered on the desk from a document: uploaded there and then, or one that is here already, chosen by its name.
import assert from 'node:assert/strict';
import { load } from 'cheerio';
import { sha256Hex } from '../../evidence/ledger/canonicalJson.ts';
import * as act from '../domain/acts.ts';
import { letterTerms } from '../domain/entering.ts';
import type { StagedMilestone } from '../support/milestoneStage.ts';
import { testSession, type Person } from '../support/signedIn.ts';
import { PageStage } from './pageStage.ts';

type Shown = ReturnType<typeof load>;

describe('The form that enters a decision from a document', function () {
  this.timeout(120_000);
  let pages: PageStage;
  let sponsor: Person;
  let milestone: StagedMilestone;
  before(async () => {
    pages = await PageStage.open();
    sponsor = await testSession(pages.stage.database.db, 'sponsor@example.com', { name: 'Sven Sponsor' });
  });
  after(() => pages?.close());
  beforeEach(async () => {
    milestone = await pages.stage.start(letterTerms);
    await milestone.play(...act.toLastSignature);
  });

  const today = (): string => new Date().toISOString().slice(0, 10);
  const path = (): string => `/desk/milestones/${milestone.milestoneId}/acts/enterDecision`;
  const open = async (): Promise<Shown> =>
    load(await (await fetch(`${pages.url}${path()}`, { headers: sponsor.headers })).text());
  /** What is shown, sent with these changes and files, as the browser does without scripts. */
  const send = async ($: Shown, changes: Record<string, string> = {}, ...files: File[]) => {
    const form = $('form[method=post]').last();
    const kept = form.serializeArray().filter(({ name }) => !(name in changes));
    const entries = [...kept.map(({ name, value }): [string, string] => [name, value]), ...Object.entries(changes)];
    const data = new FormData();
    for (const [name, value] of entries) data.append(name, value);
    for (const file of files) data.append('files', file);
    const response = await fetch(`${pages.url}${form.attr('action') ?? ''}`, {
      ...{ method: 'POST', headers: sponsor.headers, redirect: 'manual' },
      body: form.attr('enctype') ? data : new URLSearchParams(entries),
    });
    return { status: response.status, to: response.headers.get('location'), $: load(await response.text()) };
  };
  const text = ($: Shown): string => $('main').text().replace(/\s+/g, ' ');
  const filled = () => ({ forPersonId: 'director', duty: 'signature', decidedOn: today() });
  const letter = (content = 'I accept.', name = 'letter-signed.txt'): File =>
    new File([content], name, { type: 'text/plain' });
  const entered = async () => (await milestone.state()).entered;

  it('takes a file in one post, keeps it where something else is wrong, tells what will be done, and enters it once', async () => {
    const $ = await open();
    assert.equal($('#documentIds-files').attr('type'), 'file');
    assert.equal($('form[data-uploads]').attr('enctype'), 'multipart/form-data');
    const nothing = await send($, filled());
    assert.equal(nothing.status, 422);
    assert.match(text(nothing.$), /Fill in: Document|Document/);
    const future = await send($, { ...filled(), decidedOn: '2999-01-01' }, letter());
    assert.equal(future.status, 422);
    assert.match(text(future.$), /letter-signed\.txt/);
    const preview = await send(future.$, { decidedOn: today() });
    assert.equal(preview.status, 200, text(preview.$));
    assert.match(text(preview.$), /letter-signed\.txt/);
    assert.match(preview.$('main ul').last().text(), /Dora Director|director/i);
    const [done, again] = [await send(preview.$), await send(preview.$)];
    assert.match(done.to ?? '', /\?done=/, text(done.$));
    assert.equal(again.to, done.to);
    const made = await entered();
    assert.deepEqual(
      made.map(({ personId, duty, files, enteredBy }) => [personId, duty, enteredBy, files.map((each) => each.sha256)]),
      [['director', 'signature', 'sponsor', [sha256Hex(Buffer.from('I accept.'))]]],
    );
  });

  it('offers by name what the engagement has, but for the package itself, and nothing of another engagement', async () => {
    const elsewhere = await pages.stage.start(letterTerms);
    const $ = await open();
    const offered = $('[name=pickedIds]')
      .toArray()
      .map((each) => $(each).attr('value'));
    const own = milestone.documentId.replace('doc', 'letter');
    assert.deepEqual(offered, [own]);
    assert.match(text($), /letter\.txt.*uploaded on/);
    const other = elsewhere.documentId.replace('doc', 'letter');
    const foreign = await send($, { ...filled(), pickedIds: other });
    assert.equal(foreign.status, 422);
    assert.match(text(foreign.$), /Not among the engagement/);
    const packaged = await send($, { ...filled(), pickedIds: milestone.documentId });
    assert.match(text(packaged.$), /a file of the package itself/);
    const preview = await send($, { ...filled(), pickedIds: own });
    assert.equal(preview.status, 200, text(preview.$));
    const changed = load(
      await (
        await fetch(`${pages.url}${path()}/changed`, {
          ...{ method: 'POST', headers: sponsor.headers },
          body: new URLSearchParams(
            preview
              .$('form[method=post]')
              .last()
              .serializeArray()
              .map(({ name, value }): [string, string] => [name, value]),
          ),
        })
      ).text(),
    );
    assert.equal(changed('[name=pickedIds]:checked').attr('value'), own);
    assert.equal((await send(preview.$)).status, 303);
    assert.deepEqual(
      (await entered())[0]?.files.map((each) => each.documentId),
      [own],
    );
  });

  it('finds more by part of a name, keeps what was chosen, and lets go of what is taken off', async () => {
    const $ = await open();
    const files = Array.from({ length: 8 }, (_, index) => letter(`scan ${index}`, `scan-${index}.txt`));
    const kept = await send($, { ...filled(), find: 'letter', step: 'find' }, ...files);
    assert.equal(kept.status, 200);
    const ids = (kept.$('[name=documentIds]').attr('value') ?? '').split(' ');
    assert.equal(ids.length, 8);
    assert.match(text(kept.$), /Here already, with “letter” in the name: letter\.txt/);
    const newest = await send(kept.$, { find: '', step: 'find' });
    assert.match(text(newest.$), /Or what is here already; the newest: letter\.txt/, 'beside what came with the form');
    const off = Object.fromEntries(ids.slice(1).map((id) => [`remove-${id}`, 'on']));
    const one = await send(kept.$, { ...off, find: '', step: 'find' });
    assert.equal(one.$('[name=documentIds]').attr('value'), ids[0]);
    assert.equal(
      (await pages.stage.database.db('documents').whereIn('document_id', ids).where({ removed_at: null })).length,
      1,
    );
    const another = await open();
    const offered = another('[name=pickedIds]')
      .toArray()
      .map((each) => another(each).attr('value'));
    assert.deepEqual(offered, [ids[0], milestone.documentId.replace('doc', 'letter')]);
  });
});
