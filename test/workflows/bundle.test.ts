// What goes into the workflow sandbox: the workflows, and nothing of what talks to them from outside.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { workflowBundle } from '../../worker/workflowBundle.ts';

describe('Workflow bundle', () => {
  it('holds the workflows and neither a client, a server nor a database', async () => {
    const bundle = workflowBundle();
    assert.ok('codePath' in bundle);
    const code = await readFile(bundle.codePath, 'utf8');
    assert.match(code, /"\.\/dist\/workflows\/milestoneSignOff\.js"/);
    for (const outside of [
      'workflows/client/',
      '@temporalio/client',
      './dist/db/',
      './dist/api/',
      'node_modules/express/',
    ])
      assert.ok(!code.includes(outside), `${outside} is in the bundle`);
  });
});
