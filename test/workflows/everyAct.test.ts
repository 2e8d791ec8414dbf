// Each act has its three doors: an address of the API, a signal and an update, all three by the name of its command.
import assert from 'node:assert/strict';
import { routes } from '../../api/routes.ts';
import { commandNames } from '../../domain/commands.ts';
import { signals, updates } from '../../workflows/messages.ts';

describe('Act of a milestone', () => {
  it('is a signal and an update of its name', () => {
    assert.ok(commandNames.length > 30);
    for (const definitions of [signals, updates])
      assert.deepEqual(
        Object.entries(definitions).map(([command, { name }]) => [command, name]),
        commandNames.map((name) => [name, name]),
      );
  });

  it('has an address, but for what only the readers of mail report', () => {
    const ofRoutes = new Set(routes.map(({ operationId }) => operationId));
    assert.deepEqual(
      commandNames.filter((each) => !ofRoutes.has(each)),
      ['reportUndeliverable', 'reportAbsence'],
    );
  });
});
