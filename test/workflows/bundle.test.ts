// What goes into the workflow sandbox: the workflows, and nothing of what talks to them from outside.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { checkout } from '../support/checkout.ts';
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

  it('shares every module with shapes that it loads ahead: those of any other would be frozen, and could not be parsed by', async () => {
    const importsOf = async (file: string): Promise<string[]> => {
      const source = await readFile(join(checkout, file), 'utf8');
      return [...source.matchAll(/^(?:import|export) (?!type ).*? from '(\.[^']+)';/gms)].map(([, to = '']) =>
        join(dirname(file), to),
      );
    };
    const shared = await importsOf('workflows/preload.ts');
    const reached = new Set(shared);
    for (const file of reached) for (const each of await importsOf(file)) reached.add(each);
    const withShapes: string[] = [];
    for (const file of reached)
      if (/= z\s*\.|= z$/m.test(await readFile(join(checkout, file), 'utf8'))) withShapes.push(file);
    assert.ok(withShapes.length > 5);
    assert.deepEqual(
      withShapes.filter((each) => !shared.includes(each)),
      [],
    );
  });
});
