// Search attributes on a server that keeps making them to itself, as Temporal Cloud does: it cannot run here, its answers can be given.
import assert from 'node:assert/strict';
import type { Connection } from '@temporalio/client';
import { registerSearchAttributes } from '../../worker/searchAttributeRegistration.ts';
import { searchAttributes, valueTypes } from '../../workflows/searchAttributes.ts';

const all = Object.fromEntries(Object.entries(searchAttributes).map(([name, type]) => [name, valueTypes[type]]));

/** A server that has `there`, and refuses to make more with this gRPC status. */
function serverWith(there: Record<string, unknown>, code: number): Connection {
  const refused = Object.assign(new Error('refused'), { code, details: 'refused', metadata: {} });
  const operatorService = {
    listSearchAttributes: async () => ({ customAttributes: there }),
    addSearchAttributes: async () => Promise.reject(refused),
  };
  return { operatorService } as unknown as Connection;
}

describe('Search attributes on a server that lets the service make none', () => {
  it('are enough when an administrator has made them', () => registerSearchAttributes(serverWith(all, 7), 'ours'));

  for (const code of [7, 12])
    it(`are named with their types when some are missing (gRPC status ${code})`, async () => {
      const { MilestonePhase: _, ...others } = all;
      await assert.rejects(
        registerSearchAttributes(serverWith(others, code), 'ours'),
        /^Error: Namespace ours lacks search attributes, .*: MilestonePhase \(Keyword\)\. Make them as its administrator/,
      );
    });

  it('are not said to be missing when the server is away', () =>
    assert.rejects(registerSearchAttributes(serverWith({}, 14), 'ours'), /refused/));
});
