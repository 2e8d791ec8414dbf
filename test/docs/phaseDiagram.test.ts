// The phase diagram in ARCHITECTURE.md is the one that the declaration in the domain makes.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { phaseChanges } from '../../domain/phases.ts';
import { phaseDiagram, withDiagram } from '../../scripts/phaseDiagram.ts';
import { checkout } from '../support/checkout.ts';

describe('The phase diagram', () => {
  it('in ARCHITECTURE.md is as `npm run draw-phases` draws it', async () => {
    const document = await readFile(join(checkout, 'ARCHITECTURE.md'), 'utf8');
    assert.equal(withDiagram(document), document);
  });

  it('has an arrow for every declared way, and an end for every phase that nothing leads out of', () => {
    const lines = phaseDiagram().split('\n  ');
    for (const [event, { from, to }] of Object.entries(phaseChanges))
      for (const phase of from)
        assert.ok(
          lines.some((line) => line.startsWith(`${phase} --> ${to}: `) && line.includes(event)),
          `${event} from ${phase}`,
        );
    assert.deepEqual(
      lines.filter((line) => line.endsWith('[*]')),
      ['revoked --> [*]', 'terminated --> [*]', 'cancelled --> [*]'],
    );
    assert.ok(lines.includes('[*] --> compiling: milestoneStarted'));
  });

  it('is not drawn into a document without a place for it', () => {
    assert.throws(() => withDiagram('# Architecture'), RangeError);
  });
});
