// Files posted with the evidence that an exception is closed: whose they are, how large, and when none is taken at all.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { StagedMilestone } from '../support/milestoneStage.ts';
import * as act from '../domain/acts.ts';
import { nameOf } from '../domain/cast.ts';
import { inDays } from './pageVisits.ts';
import { PageStage } from './pageStage.ts';

describe('A file that is called what it is not', function () {
  this.timeout(120_000);
  let pages: PageStage;
  before(async () => {
    pages = await PageStage.open();
  });
  after(() => pages?.close());

  it('is shown as such to whoever is asked to decide on it', async () => {
    const milestone = await pages.stage.start({});
    await milestone.play(act.submit(), act.report('validator1'), act.report('validator2'));
    const link = await pages.linkOf(milestone, 'user1', /review/i);
    const shown = async () => (await fetch(link)).text();
    assert.doesNotMatch(await shown(), /Mind before you open it/);
    const [named] = await pages.stage.database
      .db('documents')
      .where('engagement_id', 'like', `%${milestone.milestoneId.slice(2)}`)
      .update({ file_name: 'design.pdf', content_extension: 'exe', content_type: 'application/x-msdownload' })
      .returning('document_id');
    assert.ok(named);
    assert.match(
      await shown(),
      /<strong>Mind before you open it: its name ends in \.pdf, and its content is that of a \.exe file \(application\/x-msdownload\)\.<\/strong>/,
    );
  });
});

describe('Files attached to the evidence of closure', function () {
  this.timeout(120_000);
  let pages: PageStage;
  let milestone: StagedMilestone;
  let link: string;
  before(async () => {
    pages = await PageStage.open();
  });
  after(() => pages?.close());
  beforeEach(async () => {
    milestone = await pages.stage.start({});
    await milestone.play(
      ...act.toSignOff,
      act.propose('E1', { dueOn: inDays(30) }),
      act.sign('approver1'),
      act.sign('approver2'),
      act.sign('director'),
    );
    link = await pages.linkOf(milestone, 'author', /^Please close/);
  });

  const form = (changes: Record<string, string> = {}, ...files: [name: string, content: string][]): FormData => {
    const data = new FormData();
    const fields = { formId: 'f1', exceptionId: 'E1', note: 'Label replaced', typedName: nameOf('author'), ...changes };
    for (const [name, value] of Object.entries(fields)) data.append(name, value);
    for (const [name, content] of files) data.append('files', new Blob([content], { type: 'text/csv' }), name);
    return data;
  };
  const post = async (to: string, body: FormData) => {
    const response = await fetch(to, { method: 'POST', body });
    return { status: response.status, html: await response.text() };
  };
  const documents = () =>
    pages.stage.database
      .db('documents')
      .whereRaw(`uploaded_by->'authentication'->>'method' = 'requestLink'`)
      .where('engagement_id', 'like', `%${milestone.milestoneId.slice(2)}`);
  const closures = async () => (await milestone.state()).exceptions[0]?.closures ?? [];

  it('belong to the engagement, with their digest, size, type, and who brought them in', async () => {
    const { status, html } = await post(link, form({}, ['list.csv', 'a,b'], ['', '']));
    assert.equal(status, 200, html);
    const [document, ...others] = await documents();
    assert.deepEqual(others, []);
    assert.equal(document?.sha256, createHash('sha256').update('a,b').digest('hex'));
    assert.deepEqual(
      [document?.file_name, document?.media_type, Number(document?.size_bytes)],
      ['list.csv', 'text/csv', 3],
    );
    assert.equal((document?.uploaded_by as { personId: string }).personId, 'author');
    assert.equal((await closures())[0]?.files[0]?.documentId, document?.document_id);
  });

  it('are one document however often the button is pressed', async () => {
    await Promise.all([1, 2, 3].map(() => post(link, form({}, ['list.csv', 'a,b']))));
    assert.equal((await documents()).length, 1);
    assert.equal((await closures()).length, 1);
  });

  it('make another message of the same words under the same form', async () => {
    await post(link, form({}, ['first.csv', 'a,b']));
    const second = await post(link, form({}, ['second.csv', 'c,d']));
    const files = (await closures()).map((each) => each.files.map(({ fileName }) => fileName));
    assert.equal(second.status, 200, second.html);
    assert.deepEqual(files, [['first.csv'], ['second.csv']]);
  });

  it('are refused beyond the limit of the service, and the rest of the form is kept', async () => {
    const { status, html } = await post(link, form({}, ['large.csv', 'x'.repeat(1_000_001)], ['small.csv', 'a,b']));
    assert.equal(status, 413);
    assert.match(html, /large\.csv.{0,8} is larger than/);
    assert.match(html, /href='#files'/);
    assert.match(html, /Label replaced/);
    assert.match(html, /small\.csv/);
    assert.deepEqual(
      (await documents()).map((each) => each.file_name as string),
      ['small.csv'],
    );
    assert.deepEqual(await closures(), []);
  });

  it('are refused by the eleventh, and by a name that is a path', async () => {
    const many = Array.from({ length: 11 }, (_, index): [string, string] => [`${index}.csv`, `${index}`]);
    const eleventh = await post(link, form({}, ...many));
    assert.equal(eleventh.status, 400);
    assert.match(eleventh.html, /at most 10 files/);
    assert.equal((await documents()).length, 10);
    const control = await post(link, form({}, ['a\u0007b.csv', 'x']));
    assert.match(control.html, /its name has the invisible character U\+0007/);
    const empty = await post(link, form({}, ['empty.csv', '']));
    assert.match(empty.html, /empty\.csv.{0,10} is empty; attach the file itself/);
    const disguised = await post(link, form({}, ['fdp\u202eexe.pdf', 'x']));
    assert.match(disguised.html, /U\+202E/);
    assert.ok(!disguised.html.includes('\u202e'));
  });

  it('are taken of nobody but who acts, after the name was typed, and within what one request may bring', async () => {
    const others = await post(link, form({ typedName: 'Somebody Else' }, ['list.csv', 'a,b']));
    assert.equal(others.status, 422);
    assert.match(others.html, /attach the files again; none was taken/);
    const first = new FormData();
    first.append('files', new Blob(['a,b']), 'early.csv');
    first.append('typedName', nameOf('author'));
    assert.equal((await post(link, first)).status, 422);
    assert.deepEqual(await documents(), []);
    const large = 'x'.repeat(900_000);
    for (let count = 0; count < 4; count += 1)
      await post(link, form({ formId: `f${count}`, note: ' ' }, [`${count}.csv`, `${count}${large}`]));
    const kept = (await documents()).length;
    const over = await post(link, form({ note: ' ' }, ['over.csv', `over${large}`]));
    assert.equal(over.status, 413);
    assert.equal((await documents()).length, kept);
  });

  it('cannot be those of somebody else, whatever the form names', async () => {
    const { status, html } = await post(link, form({ documentIds: milestone.documentId }));
    assert.equal(status, 400);
    assert.match(html, /An attachment was not uploaded on this page/);
    assert.deepEqual(await closures(), []);
  });

  it('are not taken on a page that asks for none, nor once the request is closed', async () => {
    const signature = await pages.linkOf(milestone, 'approver1', /^Please sign/);
    assert.equal((await post(signature, form({}, ['list.csv', 'a,b']))).status, 409);
    await milestone.play(act.verify('E1', 'approver1'));
    assert.equal((await post(link, form({}, ['list.csv', 'a,b']))).status, 409);
    assert.equal((await post(`${pages.url}/r/${'A'.repeat(43)}`, form({}, ['list.csv', 'a,b']))).status, 404);
    assert.deepEqual(await documents(), []);
  });

  it('are asked for again when the form breaks off or is none', async () => {
    for (const [type, body] of [
      ['multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="note"\r\n\r\nhalf'],
      ['multipart/form-data', 'nothing'],
    ] as const) {
      const response = await fetch(link, { method: 'POST', body, headers: { 'content-type': type } });
      assert.equal(response.status, 400, await response.text());
    }
    assert.deepEqual(await closures(), []);
  });
});
