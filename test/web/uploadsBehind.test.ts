// Files sent piece by piece on the page of a request: what its link may do with them, for whom, for how long and how much; and nobody else.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { setBarrier } from '../../administration/restrictions.ts';
import { sha256Hex } from '../../evidence/ledger/canonicalJson.ts';
import { listRequests } from '../../db/requests.ts';
import * as act from '../domain/acts.ts';
import { nameOf } from '../domain/cast.ts';
import { linkOfRequest } from '../support/linkOf.ts';
import type { StagedMilestone } from '../support/milestoneStage.ts';
import { testSession, type Person } from '../support/signedIn.ts';
import { inDays } from './pageVisits.ts';
import { PageStage } from './pageStage.ts';

const piece = 'application/offset+octet-stream';

describe('An upload on the page of a request', function () {
  this.timeout(180_000);
  let pages: PageStage;
  let milestone: StagedMilestone;
  let link: string;
  before(async () => {
    pages = await PageStage.open({ trustProxy: ['loopback'] });
  });
  after(() => pages?.close());
  beforeEach(async () => {
    milestone = await closing();
    link = await linkTo(milestone, 'closure');
  });

  const db = () => pages.stage.database.db;
  async function closing(): Promise<StagedMilestone> {
    const started = await pages.stage.start({});
    await started.play(
      ...act.toSignOff,
      act.propose('E1', { dueOn: inDays(30) }),
      act.propose('E2', { dueOn: inDays(30), ownerId: 'validator1' }),
      act.sign('approver1'),
      act.sign('approver2'),
      act.sign('director'),
    );
    return started;
  }
  async function requestOf({ milestoneId }: StagedMilestone, kind: string, personId = 'author') {
    const all = await listRequests(db(), milestoneId);
    const found = all.find((each) => each.kind === kind && each.personId === personId);
    assert.ok(found, `${kind} is asked of ${personId}`);
    return found;
  }
  const linkTo = async (of: StagedMilestone, kind: string, personId = 'author'): Promise<string> =>
    pages.url +
    (await linkOfRequest(db(), pages.stage.delivery.linkSecret, (await requestOf(of, kind, personId)).requestId));

  let asked = 0;
  /** Each time from another address, or there would be too many requests from one. */
  const ask = async (
    method: string,
    url: string,
    { headers = {}, body }: { headers?: Record<string, string>; body?: BodyInit } = {},
  ) => {
    asked += 1;
    const from = { 'x-forwarded-for': `10.1.${Math.floor(asked / 250)}.${asked % 250}` };
    const answer = await fetch(url, { method, headers: { ...from, ...headers }, ...(body ? { body } : {}) });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, text };
  };
  const begin = (
    at: string,
    content: Buffer,
    {
      typedName = nameOf('author'),
      fileName = 'film.mp4',
      ...more
    }: {
      typedName?: string;
      fileName?: string;
      sha256?: string;
      headers?: Record<string, string>;
      formToken?: string;
    } = {},
  ) => {
    const query = new URLSearchParams({ fileName, mediaType: 'video/mp4', sha256: more.sha256 ?? sha256Hex(content) });
    return ask('POST', `${at}/uploads?${query}`, {
      headers: { 'upload-length': `${content.length}`, ...more.headers },
      body: new URLSearchParams({ typedName, ...(more.formToken ? { formToken: more.formToken } : {}) }),
    });
  };
  const at = (begun: { headers: Headers }): string => `${pages.url}${begun.headers.get('location') ?? ''}`;
  const send = (upload: string, content: Buffer, offset: number, until = content.length) =>
    ask('PATCH', upload, {
      headers: { 'content-type': piece, 'upload-offset': `${offset}` },
      body: new Uint8Array(content.subarray(offset, until)),
    });
  const idOf = (upload: string): string => upload.split('/').at(-1) ?? '';
  const post = async (to: string, fields: Record<string, string>) => {
    const data = new FormData();
    const all = { formId: 'f1', exceptionId: 'E1', note: 'Label replaced', typedName: nameOf('author'), ...fields };
    for (const [name, value] of Object.entries(all)) data.append(name, value);
    return ask('POST', to, { body: data });
  };
  const closures = async (of = milestone) => (await of.state()).exceptions[0]?.closures ?? [];
  const left = () => db()('uploads').where({ engagement_id: milestone.engagementId }).pluck('upload_id');

  it('goes on from where it is, and is the evidence of one closure however often the form is sent', async () => {
    const content = randomBytes(300_000);
    const begun = await begin(link, content);
    assert.equal(begun.status, 201, begun.text);
    const upload = at(begun);
    assert.ok(upload.startsWith(`${link}/uploads/`));
    assert.equal((await send(upload, content, 0, 200_000)).status, 204);
    const head = await ask('HEAD', upload);
    assert.deepEqual(
      ['upload-offset', 'upload-length', 'tus-resumable'].map((each) => head.headers.get(each)),
      ['200000', '300000', '1.0.0'],
    );
    const again = await begin(link, content);
    assert.deepEqual([again.status, at(again)], [200, upload], 'begun anew, on a page opened again');
    const early = await post(link, { uploads: idOf(upload), formId: 'early' });
    assert.equal(early.status, 409, early.text);
    assert.match(early.text, /Label replaced/);
    assert.equal((await send(upload, content, 0)).status, 409);
    assert.equal((await send(upload, content, 200_000)).headers.get('upload-offset'), '300000');
    const posts = await Promise.all([0, 1, 2].map(() => post(link, { uploads: idOf(upload) })));
    for (const { status, text } of posts) assert.equal(status, 200, text);
    const made = await closures();
    assert.deepEqual(
      made.map(({ files }) => files.map(({ fileName, sha256, sizeBytes }) => [fileName, sha256, sizeBytes])),
      [[['film.mp4', sha256Hex(content), 300_000]]],
    );
    assert.deepEqual(await left(), []);
    const [kept, ...others] = await db()('documents').where({ file_name: 'film.mp4' }).select('uploaded_by');
    assert.deepEqual(others, []);
    const by = kept?.uploaded_by as { personId: string; authentication: { method: string } };
    assert.deepEqual([by.personId, by.authentication.method], ['author', 'requestLink']);
    assert.deepEqual(Object.keys(by).sort(), ['authentication', 'personId'], 'and no role that nobody asked for');
  });

  it('is begun by nobody but who says who they are, and on no page that asks for no files', async () => {
    const content = randomBytes(70_000);
    const other = await begin(link, content, { typedName: 'Somebody Else' });
    assert.equal(other.status, 422);
    assert.match(other.text, /NAME_MISMATCH/);
    assert.equal((await begin(link, content, { typedName: '' })).status, 422);
    const signature = await linkTo(milestone, 'signature', 'approver1');
    assert.equal((await begin(signature, content, { typedName: nameOf('approver1') })).status, 404);
    assert.equal((await begin(`${pages.url}/r/${'A'.repeat(43)}`, content)).status, 404);
    assert.deepEqual(await left(), []);
    const unsent = await post(link, { typedName: 'Somebody Else', unsent: 'files' });
    assert.equal(unsent.status, 422);
    assert.match(unsent.text, /attach the files again; none was taken/);
  });

  it('is nobody else’s to see or go on with: not by another link, of its person even, nor by key or session', async () => {
    const content = randomBytes(70_000);
    const upload = at(await begin(link, content));
    const elsewhere = await closing();
    const key = { authorization: `Bearer ${pages.apiKey}` };
    const own = await testSession(db(), 'author@example.com');
    const [path] = [`/engagements/${milestone.engagementId}/uploads/${idOf(upload)}`];
    const doors: [string, Record<string, string>][] = [
      [`${await linkTo(milestone, 'closure', 'validator1')}/uploads/${idOf(upload)}`, {}],
      [`${await linkTo(elsewhere, 'closure')}/uploads/${idOf(upload)}`, {}],
      [`${pages.url}${path}`, key],
      [`${pages.url}${path}`, own.headers],
    ];
    for (const [url, headers] of doors) {
      const unknown = url.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
      for (const method of ['GET', 'PATCH']) {
        const sent = { headers: { ...headers, 'content-type': piece, 'upload-offset': '0' } };
        const body = method === 'PATCH' ? { body: new Uint8Array(content) } : {};
        const [theirs, none] = [
          await ask(method, url, { ...sent, ...body }),
          await ask(method, unknown, { ...sent, ...body }),
        ];
        assert.equal(theirs.status, 404, `${method} ${url}: ${theirs.text}`);
        assert.equal(theirs.text.replaceAll(idOf(url), ''), none.text.replaceAll(idOf(unknown), ''));
      }
    }
    const others = await linkTo(milestone, 'closure', 'validator1');
    const named = await post(others, { uploads: idOf(upload), exceptionId: 'E2', typedName: nameOf('validator1') });
    assert.equal(named.status, 400, named.text);
    assert.match(named.text, /is not there any more; choose the file again/);
    const same = await begin(others, content, { typedName: nameOf('validator1') });
    assert.equal(same.status, 201, 'the same file behind another link is begun from its first byte');
    assert.notEqual(idOf(at(same)), idOf(upload));
    assert.equal((await ask('HEAD', upload)).headers.get('upload-offset'), '0');
    assert.equal((await send(upload, content, 0)).status, 204);
  });

  it('is over for the link with what it is asked, and behind a barrier', async () => {
    const content = randomBytes(70_000);
    const upload = at(await begin(link, content));
    const request = await requestOf(milestone, 'closure', 'validator1');
    const other = await linkTo(milestone, 'closure', 'validator1');
    const withdrawn = at(await begin(other, content, { typedName: nameOf('validator1') }));
    const by = { keyId: 'test', now: new Date().toISOString() };
    await setBarrier(
      db(),
      { address: 'validator1@example.com', engagementId: milestone.engagementId, reason: 'x' },
      by,
    );
    assert.ok(request);
    for (const method of ['GET', 'PATCH'])
      assert.equal((await ask(method, withdrawn, { headers: { 'content-type': piece } })).status, 410);
    assert.equal((await begin(other, content, { typedName: nameOf('validator1') })).status, 410);
    assert.equal((await post(link, {})).status, 200);
    await milestone.play(act.verify('E1', 'approver1'));
    assert.equal((await send(upload, content, 0)).status, 404);
    assert.equal((await ask('HEAD', upload)).status, 404);
    assert.equal((await begin(link, content)).status, 404);
    assert.equal((await post(link, { uploads: idOf(upload), formId: 'late' })).status, 409);
    assert.deepEqual(
      await db()('documents').where({ engagement_id: milestone.engagementId, file_name: 'film.mp4' }),
      [],
    );
  });

  it('counts within what one request may bring, from its beginning, with files that come whole', async () => {
    const large = await begin(link, Buffer.alloc(1_000_001));
    assert.equal(large.status, 413);
    assert.equal((await begin(link, Buffer.alloc(0))).status, 400);
    for (let index = 0; index < 4; index += 1)
      assert.equal((await begin(link, Buffer.alloc(990_000, index), { fileName: `${index}.bin` })).status, 201);
    const fifth = await begin(link, Buffer.alloc(990_000, 9), { fileName: 'fifth.bin' });
    assert.equal(fifth.status, 413);
    assert.match(fifth.text, /which are used up/);
    const whole = new FormData();
    for (const [name, value] of Object.entries({
      formId: 'w',
      exceptionId: 'E1',
      note: 'x',
      typedName: nameOf('author'),
    }))
      whole.append(name, value);
    whole.append('files', new Blob([Buffer.alloc(990_000, 8)]), 'whole.bin');
    assert.equal((await ask('POST', link, { body: whole })).status, 413);
    const small = await begin(link, Buffer.from('a,b'), { fileName: 'small.csv' });
    assert.equal(small.status, 201);
    assert.equal((await left()).length, 5);
  });

  it('that is not what the browser had is no evidence, and neither is such a file that comes whole', async () => {
    const content = randomBytes(70_000);
    const upload = at(await begin(link, content, { sha256: '0'.repeat(64) }));
    assert.equal((await send(upload, content, 0)).status, 204);
    const refused = await post(link, { uploads: idOf(upload) });
    assert.equal(refused.status, 400);
    assert.match(refused.text, /did not arrive as it was sent/);
    assert.match(refused.text, /Label replaced/);
    const whole = new FormData();
    const fields = {
      formId: 'w',
      exceptionId: 'E1',
      note: 'x',
      typedName: nameOf('author'),
      sha256: `${'0'.repeat(64)} a.csv`,
    };
    for (const [name, value] of Object.entries(fields)) whole.append(name, value);
    whole.append('files', new Blob(['a,b']), 'a.csv');
    const altered = await ask('POST', link, { body: whole });
    assert.equal(altered.status, 400);
    assert.match(altered.text, /did not arrive as your browser has it/);
    assert.deepEqual(await closures(), []);
    assert.deepEqual(await left(), []);
  });

  describe('asked of who is signed in', () => {
    const tokenIn = (html: string): string => /name='formToken' value='([^']+)'/.exec(html)?.[1] ?? '';

    it('is theirs by the session, from pages of the service alone, and the same one as by the link', async () => {
      const { requestId } = await requestOf(milestone, 'closure');
      const page = `${pages.url}/asked/${encodeURIComponent(requestId)}`;
      const author = await testSession(db(), 'author@example.com');
      const stranger = await testSession(db(), 'manager@example.com');
      const formToken = tokenIn((await ask('GET', page, author)).text);
      assert.ok(formToken);
      const content = randomBytes(70_000);
      const by = (person: Person, more: object = {}) =>
        begin(page, content, { headers: { ...person.headers, ...more }, formToken });
      assert.equal((await by(author, { 'sec-fetch-site': 'cross-site' })).status, 403);
      assert.equal((await begin(page, content, { headers: author.headers, formToken: 'x' })).status, 403);
      assert.equal((await by(stranger)).status, 404);
      assert.equal((await begin(page, content)).status, 401);
      const begun = await by(author);
      assert.equal(begun.status, 201, begun.text);
      const upload = at(begun);
      const headers = { ...author.headers, 'content-type': piece, 'upload-offset': '0' };
      const foreign = { ...headers, 'sec-fetch-site': 'cross-site' };
      assert.equal((await ask('PATCH', upload, { headers: foreign, body: new Uint8Array(content) })).status, 403);
      assert.equal((await ask('PATCH', upload, { headers, body: new Uint8Array(content) })).status, 204);
      const byLink = await begin(link, content);
      assert.deepEqual([byLink.status, idOf(at(byLink))], [200, idOf(upload)]);
      assert.equal(byLink.headers.get('upload-offset'), '70000');
    });
  });
});
