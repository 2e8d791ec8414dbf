// Files that are gone and a store that is away, as people meet them behind the links of their mails.
import assert from 'node:assert/strict';
import { rename } from 'node:fs/promises';
import { Readable } from 'node:stream';
import * as act from '../domain/acts.ts';
import type { StagedMilestone } from '../support/milestoneStage.ts';
import { PageStage, signing } from './pageStage.ts';

describe('Page of a request whose files are gone', () => {
  let pages: PageStage;
  before(async () => {
    pages = await PageStage.open();
  });
  after(() => pages.close());

  const put = ({ engagementId, milestoneId }: StagedMilestone) =>
    pages.stage.files.of(engagementId).put(Readable.from([`Design document ${milestoneId.slice(2)}`]));

  it('says which and who brings them back, keeps what was entered, and takes the same form once they are', async () => {
    const milestone = await pages.stage.start();
    await milestone.play(...act.toLastSignature);
    const link = await pages.linkOf(milestone, 'director');
    await pages.stage.files.of(milestone.engagementId).remove((await put(milestone)).sha256);
    const refused = await pages.post(link, signing('director', 'first'));
    assert.equal(refused.status, 409);
    assert.match(
      refused.html,
      /The file store lacks design\.txt of deliverable .*engagement manager upload the same file/,
    );
    assert.match(refused.html, /value='Name of director'/);
    assert.equal((await milestone.recorded()).signatures.length, 2);
    await put(milestone);
    const formId = /name='formId' value='([^']+)'/.exec(refused.html)?.[1] ?? '';
    assert.equal((await pages.post(link, signing('director', formId))).status, 200);
    await milestone.handle.result();
    assert.equal((await milestone.recorded()).outputs.length, 1);
  });

  it('says to try again later while the store is away and a signature was drawn, and takes it when it is back', async () => {
    const milestone = await pages.stage.start();
    await milestone.play(...act.toLastSignature);
    const link = await pages.linkOf(milestone, 'director');
    const image = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00]);
    const form = {
      ...signing('director', 'drawn'),
      drawnSignature: `data:image/png;base64,${image.toString('base64')}`,
    };
    await rename(pages.stage.folder, `${pages.stage.folder}-away`);
    const refused = await pages.post(link, form);
    await rename(`${pages.stage.folder}-away`, pages.stage.folder);
    assert.equal(refused.status, 503);
    assert.match(
      refused.html,
      /A part of the service does not answer\. Try again in a minute; sent twice, it counts once/,
    );
    assert.equal((await pages.post(link, form)).status, 200);
    assert.equal((await milestone.recorded()).signatures.length, 3);
    await milestone.handle.result();
  });
});
