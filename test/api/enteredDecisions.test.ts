// What the firm enters on a document, over HTTP: told with a page to object on, and if nobody does, on a certificate and in a bag that verify.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { pino } from 'pino';
import { dispatchDue } from '../../activities/dispatch/dispatcher.ts';
import { testEvidenceKeys } from '../support/evidenceKeys.ts';
import { mailHandler } from '../../activities/dispatch/mailHandler.ts';
import { listRequests } from '../../db/requests.ts';
import { loadMailTemplates } from '../../mail/renderMail.ts';
import * as act from '../domain/acts.ts';
import { nameOf } from '../domain/cast.ts';
import { letterTerms } from '../domain/entering.ts';
import { linkOfRequest } from '../support/linkOf.ts';
import { noTransport } from '../support/milestoneStage.ts';
import { timeSkippingServer } from '../support/temporal.ts';
import { findingsOf } from '../bags/keptBags.ts';
import { ApiStage, assertProblem, linkSecret, type HttpMilestone } from './apiStage.ts';

describe('What the firm enters on the evidence of a document, over HTTP', function () {
  this.timeout(180_000);
  let environment: TestWorkflowEnvironment;
  let stage: ApiStage;
  before(async () => {
    environment = await timeSkippingServer();
    stage = await ApiStage.open(environment);
    await stage.startWorker();
  });
  after(async () => {
    await stage.close();
    await environment.teardown();
  });

  const today = () => new Date().toISOString().slice(0, 10);
  const entering = (documentId: string, changes: object = {}) =>
    act.enter('director', { documentIds: [documentId], decidedOn: today(), ...changes });

  async function signing(terms: object = letterTerms): Promise<{ milestone: HttpMilestone; letter: string }> {
    const milestone = await stage.milestone(terms);
    const letter = await stage.upload(milestone.engagementId, `I accept ${milestone.milestoneId}.`, 'letter.txt');
    await milestone.play(...act.toLastSignature);
    return { milestone, letter };
  }

  async function sendMail(): Promise<void> {
    const log = pino({ level: 'silent' });
    const { database, files, url } = stage;
    const delivery = {
      ...{ db: database.db, transport: noTransport, files, render: await loadMailTemplates('example.com') },
      logSigner: (await testEvidenceKeys()).log,
      ...{ publicUrl: url, linkSecret, mailDomain: 'example.com', log, reportUndeliverable: async () => undefined },
    };
    await dispatchDue({ db: database.db, log, handlers: { mail: mailHandler(delivery) } });
  }

  async function linkToObject({ milestoneId }: HttpMilestone): Promise<string> {
    const requests = await listRequests(stage.database.db, milestoneId);
    const asked = requests.find((each) => each.kind === 'objection');
    assert.equal(asked?.personId, 'director');
    return linkOfRequest(stage.database.db, linkSecret, asked.requestId);
  }

  it('is refused where the contract does not allow it, and on no document of the engagement', async () => {
    const usual = await signing({});
    assertProblem(await usual.milestone.send(entering(usual.letter)), 403, 'CHANNEL_NOT_ALLOWED', 'forPersonId');
    const { milestone, letter } = await signing();
    assertProblem(await milestone.send(entering(usual.letter)), 422, 'DOCUMENT_UNKNOWN', 'documentIds');
    assertProblem(await milestone.send(entering('nothing')), 422, 'DOCUMENT_UNKNOWN', 'documentIds');
    assertProblem(await milestone.send(entering(milestone.documentId)), 400, 'INVALID_MESSAGE', 'documentIds');
    assertProblem(
      await milestone.send(act.enter('director', { documentIds: [letter], decidedOn: today() }, 'author')),
      403,
      'SEPARATION_OF_DUTIES',
    );
    const { body } = await stage.get(milestone.path);
    assert.deepEqual(body.enteredByFirm, []);
  });

  it('is shown to whose decision it is with the document, and stands for nothing once they object', async () => {
    const { milestone, letter } = await signing();
    assert.equal((await milestone.send(entering(letter))).status, 200);
    const link = await linkToObject(milestone);
    const page = await (await fetch(`${stage.url}${link}`)).text();
    assert.match(page, /Entered as your decision/);
    assert.match(page, /acceptance of the milestone/);
    const file = await fetch(`${stage.url}${link}/files/${letter}`);
    assert.equal(await file.text(), `I accept ${milestone.milestoneId}.`);
    const form = { formId: 'one', entryId: 'N1', typedName: nameOf('director') };
    const post = (fields: object) =>
      fetch(`${stage.url}${link}`, { method: 'POST', body: new URLSearchParams({ ...form, ...fields }) });
    assert.match(await (await post({ note: '' })).text(), /Say why you object/);
    assert.match(await (await post({ note: 'I signed no such letter' })).text(), /Objection to what was entered/);
    const { entered, stage: now } = await milestone.state();
    assert.deepEqual([entered[0]?.outcome?.kind, now.phase], ['opposed', 'formalSignOff']);
    assertProblem(await milestone.send(entering(letter)), 409, 'ALREADY_DECIDED', 'forPersonId');
  });

  it('counts once the time to object is over, under a heading of its own, in a record that verifies', async () => {
    const { milestone, letter } = await signing();
    assert.equal((await milestone.send(entering(letter))).status, 200);
    await sendMail();
    await environment.sleep('25 days');
    const { acceptances, outputs } = await milestone.until((state) => state.outputs.length > 0);
    assert.equal(acceptances[0]?.basis, 'entered');
    assert.equal(outputs.length, 1);
    const { body } = await stage.get<{ document: Sealed }>(`${milestone.path}/certificate`);
    assert.deepEqual(
      body.document.signatories.map((each) => each.name),
      ['approver1', 'approver2'].map(nameOf),
    );
    const [entry] = body.document.entered;
    assert.deepEqual(
      [entry?.name, entry?.enteredBy, entry?.files[0]?.fileName],
      [nameOf('director'), nameOf('sponsor'), 'letter.txt'],
    );
    const bag = Buffer.from(await (await stage.fetch(`${milestone.path}/archive`)).arrayBuffer());
    const folder = await mkdtemp(join(tmpdir(), 'entered-'));
    try {
      await writeFile(join(folder, 'record.zip'), bag);
      const findings = await findingsOf(join(folder, 'record.zip'));
      assert.ok(
        findings.every((each) => each.startsWith('ok ')),
        findings.join('\n'),
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

interface Sealed {
  signatories: { name: string }[];
  entered: { name: string; enteredBy: string; files: { fileName: string }[] }[];
}
