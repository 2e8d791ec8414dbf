// What goes into the workflow sandbox: the workflows, and nothing of what talks to them from outside.
import assert from 'node:assert/strict';
import { workflowBundle } from '../../worker/workflowBundle.ts';

describe('Workflow bundle', () => {
  it('holds the workflows and neither a client, a server nor a database', async () => {
    const { code } = await workflowBundle();
    assert.match(code, /workflows\/milestoneSignOff\.ts/);
    for (const outside of ['workflows/client/', '@temporalio/client', './db/', './api/', 'node_modules/express/'])
      assert.ok(!code.includes(outside), `${outside} is in the bundle`);
  });
});
