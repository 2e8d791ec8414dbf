// The codec server as people meet it: in the pages of the Temporal UI, in a browser in which somebody is signed in here, or nobody.
import assert from 'node:assert/strict';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Browser, Page } from 'playwright-core';
import { listAuditLines } from '../../db/auditLog.ts';
import { readsChain } from '../../evidence/ledger/auditEntry.ts';
import { freePort } from '../../stack/ports.ts';
import * as act from '../domain/acts.ts';
import { isLongRun } from '../run/properties.ts';
import { openBrowser } from '../support/browser.ts';
import { MilestoneStage, type StagedMilestone } from '../support/milestoneStage.ts';
import { openSignInStage, type SignInStage } from '../support/signedIn.ts';
import { startDevServer } from '../support/temporal.ts';
import { testDataKeys } from '../support/testEncryption.ts';

// The UI of Temporal is a large program of others; `codecServer.test.ts` holds what it asks of us in every run.
if (isLongRun) describe('Codec server in the Temporal UI', inTheUi);

function inTheUi(this: Mocha.Suite): void {
  this.timeout(120_000);
  let temporal: TestWorkflowEnvironment;
  let stage: MilestoneStage;
  let service: SignInStage;
  let browser: Browser;
  let milestone: StagedMilestone;
  let uiOrigin: string;
  const asked = new Set<string>();
  before(async () => {
    const [port, uiPort] = [await freePort(), await freePort()];
    uiOrigin = `http://localhost:${uiPort}`;
    temporal = await startDevServer(['default'], {
      ui: { port: uiPort, codecEndpoint: `http://localhost:${port}/codec` },
    });
    stage = await MilestoneStage.open(temporal);
    const codec = { keys: testDataKeys, namespace: 'default', uiOrigin };
    [service, browser] = [await openSignInStage(stage.database.db, { port, codec }), await openBrowser()];
    milestone = await stage.start();
    await milestone.play(act.submit());
  });
  after(async () => {
    await browser?.close();
    await service?.close();
    await stage?.close();
    await temporal?.teardown();
  });

  /** In a browser profile of their own, with the page of the milestone's history open and its codec server set as the UI sets it. */
  async function historyFor(name: RegExp): Promise<{ page: Page; close(): Promise<void> }> {
    const context = await browser.newContext({ viewport: { width: 1400, height: 1000 } });
    const page = await context.newPage();
    page.on('request', (request) => void asked.add(new URL(request.url()).hostname));
    await page.goto(`${service.url}/me`);
    await page.getByRole('link', { name: 'Sign in' }).click();
    await page.getByRole('button', { name }).click();
    await page.waitForURL(`${service.url}/me`);
    const { runId } = await milestone.handle.describe();
    await page.goto(`${uiOrigin}/namespaces/default/workflows/${milestone.handle.workflowId}/${runId}/history`);
    await page.getByRole('button', { name: 'Codec Server could not connect' }).click();
    await page.getByTestId('use-local-endpoint-input').check();
    await page.getByTestId('data-encoder-endpoint-input').fill(`${service.url}/codec`);
    await page.getByTestId('data-encoder-include-credentials').click();
    await page.locator('#data-encoder-settings').getByTestId('confirm-modal-button').click();
    await page.reload();
    return { page, close: () => context.close() };
  }
  /** The input of the workflow, which is what somebody who may not read it sees first. */
  const inputOn = (page: Page) => page.locator('.cm-content:visible').first();

  it('shows what is encrypted to who has the right, and takes what they send in their name', async () => {
    const { page, close } = await historyFor(/Tessa Sample/);
    await inputOn(page).getByText('The Firm').first().waitFor();
    await page.locator('button:visible', { hasText: 'More Actions' }).click();
    await page.locator('[data-testid=signal-button]:visible').click();
    const dialog = page.locator('dialog[open]');
    await dialog.getByTestId('signal-select-button').click();
    await dialog.getByRole('option', { name: 'reassign', exact: true }).click();
    const message = {
      ...{ milestoneId: milestone.milestoneId, messageId: 'sent-from-the-ui' },
      actor: { personId: 'manager', role: 'administrator', authentication: { method: 'temporalMessage' } },
      ...{ fromPersonId: 'validator2', toPersonId: 'validator2', reason: 'Mail lost' },
    };
    // As the editor itself sets it once it is left; anything else would move the button away from under the click.
    await dialog.locator('.cm-content').fill(JSON.stringify(message, null, 2));
    await dialog.getByTestId('confirm-modal-button').click();
    await dialog.waitFor({ state: 'hidden' });
    await milestone.recorded(({ messages }) => 'sent-from-the-ui' in messages);
    const event = (await milestone.events()).find(({ messageId }) => messageId === 'sent-from-the-ui');
    assert.equal(event?.type, 'reassigned');
    assert.deepEqual(event.actor.authentication, {
      method: 'temporalMessage',
      encodedBy: { name: 'Tessa Sample', email: 'temporal@firm.example' },
    });
    const { holder_id: holderId } = await stage.database.db('sessions').where({ name: 'Tessa Sample' }).first();
    const reads = await listAuditLines(stage.database.db, readsChain(holderId), { after: 0, limit: 1000 });
    assert.ok(reads.some(({ line }) => line.includes(`/codec/decode: 1 payloads of ${milestone.handle.workflowId}`)));
    await close();
  });

  it('shows nothing of it to who is signed in without that right', async () => {
    const { page, close } = await historyFor(/Alma Sample/);
    await page.getByRole('button', { name: 'Codec Server could not connect' }).waitFor();
    await inputOn(page).waitFor();
    assert.ok(!(await page.content()).includes('The Firm'));
    await close();
  });

  it('has the browser of who opens it ask no other host', () => {
    assert.deepEqual([...asked], ['localhost']);
  });
}
